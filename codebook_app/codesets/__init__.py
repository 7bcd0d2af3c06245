"""Code sets: one subpackage or module each, with its grammar and its official files' parsers.

``base`` says what a code set brings, ``archive`` and ``xml`` open what comes from outside without
trust, ``embedded`` finds releases inside packages. Imports ``domain``, ``errors``, ``progress``.
"""
