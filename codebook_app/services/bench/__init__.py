"""Measures the search, beside its peers in the same run: whether it finds, how fast, how big.

Pure measuring and questions; the engines that are measured live in store and search.
"""
