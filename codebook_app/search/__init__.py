"""Whoosh: the index of a release, and the reading and answering of queries.

``index`` is what other packages use; the rest are its parts. Imports domain, errors, progress
and paths only; nobody else imports whoosh.
"""
