"""ICF from the user's own file, ClaML or simple tabulation. No text of WHO lies here.

May import ``codesets`` and ``domain`` only.
"""
