"""How ICF codes are written: a component's letter, digits, and qualifiers behind a point.

``b280.2``: a function with an extent; ``e310+3``: a facilitator, ``e310.3`` a barrier;
``d450.12``: performance, then capacity; ``s7300.321``: extent, nature, location of a change.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from types import MappingProxyType

from codebook_app.domain.qualifier import OPEN, may_help, scales_of

COMPONENTS = MappingProxyType(
    {
        "b": "Body functions",
        "s": "Body structures",
        "d": "Activities and participation",
        "e": "Environmental factors",
    }
)
"""The components' names by their letters, in the book's order."""

CODE = re.compile(r"[bsde][0-9]{1,5}")
BLOCK = re.compile(r"([bsde][0-9]{1,5})\s*[-–]\s*([bsde][0-9]{1,5})")
_QUALIFIED = re.compile(r"([bsdeap])([0-9]{1,5})(?:([.+])([0-9_+]{1,4}))?", re.IGNORECASE)
# How many qualifiers a component's codes may have at most.
_MOST = MappingProxyType({"b": 1, "s": 3, "d": 4, "e": 1})
_DIGITS = frozenset("0123489")  # 8 not specified, 9 not applicable; 5 to 7 have no meaning


@dataclass(frozen=True, slots=True)
class QualifiedCode:
    """A code as the classification prints it, and the *qualifiers* given with it.

    *facilitator* tells that a plus sign stood before them, which environmental factors take.
    """

    code: str
    qualifiers: str = ""
    facilitator: bool = False

    @property
    def text(self) -> str:
        """The code with its qualifiers as they are written."""
        if not self.qualifiers:
            return self.code
        return f"{self.code}{'+' if self.facilitator else '.'}{self.qualifiers}"


def parse(text: str) -> QualifiedCode | None:
    """Return what *text* writes, None where it is no ICF code.

    ``a`` and ``p``, which tell activities from participation, stand for their component ``d``.
    ``+`` may stand behind the point too (``e310.+3``). An underscore leaves a qualifier open.
    """
    match = _QUALIFIED.fullmatch("".join(text.split()))
    if match is None:
        return None
    letter = match[1].lower()
    component = "d" if letter in "ap" else letter
    code = f"{component}{match[2]}"
    if match[3] is None:
        return QualifiedCode(code)
    facilitator = match[3] == "+" or match[4].startswith("+")
    qualifiers = match[4].removeprefix("+")
    first, later = qualifiers[:1], qualifiers[1:]
    if (
        not first
        or len(qualifiers) > _MOST[component]
        or (facilitator and component != "e")
        or first not in _DIGITS | {"_"}
        or not all(one.isdigit() or one == "_" for one in later)
    ):
        return None
    return QualifiedCode(code, qualifiers, facilitator)


def normalise(text: str) -> str | None:
    """Return the code that *text* spells, without its qualifiers, or None: ``B280.2`` is ``b280``.

    Whether any release holds the code is not asked.
    """
    parsed = parse(text)
    return parsed.code if parsed is not None else None


def in_words(qualified: QualifiedCode) -> tuple[tuple[str, str], ...]:
    """Return what each qualifier is of and what it means: ``(("extent", "moderate"),)``."""
    words = []
    for scale, digit in zip(scales_of(qualified.code), qualified.qualifiers, strict=False):
        if digit == OPEN:
            continue
        of = scale.name
        if may_help(qualified.code):
            of = "facilitator" if qualified.facilitator else "barrier"
        words.append((of, scale.meaning(digit)))
    return tuple(words)


def parent_in(code: str, known: AbstractSet[str]) -> str:
    """Return the longest beginning of *code* that is in *known*, empty where none is."""
    return next((code[:end] for end in range(len(code) - 1, 0, -1) if code[:end] in known), "")
