"""HCPCS Level II of CMS: its files, its columns and their meanings, its sections.

May import ``codesets`` and ``domain`` only.
"""
