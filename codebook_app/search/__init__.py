"""Whoosh: the index of a release, and the reading and answering of queries."""
