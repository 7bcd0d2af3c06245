"""The command line, one module a command group. Calls services only."""
