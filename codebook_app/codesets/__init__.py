"""Code sets: one subpackage or module each, with its grammar and its official files' parsers."""
