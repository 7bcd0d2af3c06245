"""Codebook: the offline desktop codebook for medical coders.

Layers, each importing only what stands below it: ``gui`` and ``cli``; ``services``; the trades
(``codesets search edits exchange store``); ``domain``. ``bootstrap`` alone sees everything.
"""

__version__ = "0.1.0"
