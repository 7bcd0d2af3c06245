"""CPT from a licensed folder of the AMA: its files, its sections. No text of the AMA lies here.

May import ``codesets`` and ``domain`` only.
"""
