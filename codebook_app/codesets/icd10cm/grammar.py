"""How an ICD-10-CM code is written.

Three to seven characters: a letter, two characters that name the category (digits, or one of them
a letter A or B as in C7A and QA0), then a point and up to four more. ICD-10-CM Official Guidelines
for Coding and Reporting, section I.A.2.
"""

from __future__ import annotations

import re

CATEGORY = r"[A-Z](?:[0-9][0-9AB]|[AB][0-9])"
_CODE = re.compile(rf"({CATEGORY})(?:\.?([0-9A-Z]{{1,4}}))?")
_PREFIX = re.compile(rf"({CATEGORY})(?:\.?([0-9A-Z]{{1,4}}))?(?:\.?-|\.)?")
CATEGORY_LENGTH = 3
FULL_LENGTH = 7


def normalise(text: str) -> str | None:
    """Return the code that *text* spells, as the book prints it, or None if it has no such shape.

    Letters may be small, the point missing, blanks around it: ``e1122`` is ``E11.22``. Whether any
    release holds the code is not asked.
    """
    match = _CODE.fullmatch(text.strip().upper())
    return dotted(match[1] + (match[2] or "")) if match else None


def undotted(code: str) -> str:
    """Return *code*, as printed, without its point: ``E11.22`` is ``E1122`` on a claim."""
    return code.replace(".", "")


def dotted(code: str) -> str:
    """Return *code*, written without a point, as printed: ``E1122`` is ``E11.22``."""
    if len(code) <= CATEGORY_LENGTH:
        return code
    return f"{code[:CATEGORY_LENGTH]}.{code[CATEGORY_LENGTH:]}"


def looks_like_prefix(text: str) -> str | None:
    """Return the beginning of codes that *text* spells, without point, or None.

    A category at the least; ``S72.-``, ``s72.`` and ``S72`` are all ``S72``.
    """
    match = _PREFIX.fullmatch(text.strip().upper())
    return match[1] + (match[2] or "") if match else None
