"""What Codebook talks about: codes, notes, releases, encounters, findings, hits.

Frozen dataclasses and enums; imports the standard library only.
"""
