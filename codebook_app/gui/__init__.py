"""The window. Qt lives here only; calls services, never SQL or an index."""
