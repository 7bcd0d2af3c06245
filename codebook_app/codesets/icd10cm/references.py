"""The codes that the text of a note names.

The book prints them in parentheses, "(N18.-)", or in a sentence after a word that announces them,
"any condition in I00". With a point or a trailing dash a code is one anywhere; a bare category is
one only there, since vitamin B12, vertebra T12 and E. coli O157 look the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from codebook_app.codesets.icd10cm.grammar import CATEGORY, undotted
from codebook_app.domain.note import CodeReference

_CODE = rf"{CATEGORY}(?:\.[0-9A-Z]{{1,4}})?"
_DASH = r"\.?-(?![A-Za-z0-9])"
_NAMED = re.compile(
    rf"(?<![A-Za-z0-9.])(?P<first>{_CODE})"
    rf"(?:(?:{_DASH}(?=\s*(?:[-–]|to\b)))?\s*(?:[-–]|\bto\b)\s*(?P<last>{_CODE}))?"
    rf"(?P<dash>{_DASH})?(?![A-Za-z0-9])"
)
_ANNOUNCED = re.compile(
    r"\b(?:in|to|from|of|under|see|except|both|categor(?:y|ies)|subcategor(?:y|ies)|codes?(?:\(s\))?)"
    r"\s+$",
    re.IGNORECASE,
)
_LIST = re.compile(r"\s*[,;.]?\s*(?:(?:and|or|and/or|with)\s+)?", re.IGNORECASE)
_CONDITION = re.compile(r"[\s,.)-]*\bwith\s+(?:(?:the|an?)\s+)?", re.IGNORECASE)
_PLACE = re.compile(
    r"(?P<place>fifth or six(?:th)?|fifth to sixth|fifth|sixth|seventh|5th|6th|7th|final)"
    r"[\s-]+characters?\s+",
    re.IGNORECASE,
)
_VALUE = r"[.-]*[0-9A-Z]{1,4}(?:-(?![0-9A-Za-z]))?(?![a-z])"
_VALUES = re.compile(rf"{_VALUE}(?:\s*(?:[,.]|-|–|\bor\b|,\s*or\b|\bto\b)\s*{_VALUE})*")
_RANGE = re.compile(r"([0-9A-Z]{1,4})\s*(?:[-–]|to)\s*\.?([0-9A-Z]{1,4})")
_OPEN_FRACTURE = re.compile(r"open fracture (?:seventh|7th) character", re.IGNORECASE)
# The seventh characters that mean an open fracture in chapter 19: initial B C, subsequent E F H J
# M N Q R. (Official Guidelines, section I.C.19.c.)
_OPEN_FRACTURE_CHARACTERS = "BCEFHJMNQR"
_PLACES = {"fifth": 5, "5th": 5, "sixth": 6, "6th": 6, "seventh": 7, "7th": 7}


@dataclass(frozen=True, slots=True)
class _Condition:
    """What a "with …" behind a list of codes asks of each of them."""

    final_characters: str = ""
    pattern: str = ""


def find_references(text: str) -> tuple[CodeReference, ...]:
    """Return the codes, ranges and prefixes that *text* names, in the order they stand.

    Never fails, whatever *text* holds. Offsets count characters of *text* and take in a trailing
    dash. A condition ("with sixth character 1-4") holds for each code of the list before it.
    """
    found: list[CodeReference] = []
    run_start, end_of_last = 0, -1
    for match in _NAMED.finditer(text):
        joined = end_of_last >= 0 and _LIST.fullmatch(text, end_of_last, match.start()) is not None
        if not (joined or _is_announced(text, match)):
            continue
        if not joined:
            _apply_condition(text, found, run_start, end_of_last)
            run_start = len(found)
        found.extend(_references(match))
        end_of_last = match.end()
    _apply_condition(text, found, run_start, end_of_last)
    return tuple(found)


def _is_announced(text: str, match: re.Match[str]) -> bool:
    """Whether something besides its shape says that *match* is a code."""
    if match["dash"] or "." in match["first"] or "." in (match["last"] or ""):
        return True
    before = text[: match.start()]
    if before.count("(") > before.count(")"):
        return True
    return _ANNOUNCED.search(before) is not None


def _references(match: re.Match[str]) -> Iterator[CodeReference]:
    first = undotted(match["first"])
    if match["last"] is None:
        yield CodeReference(match.start(), match.end(), first, first)
        return
    last = undotted(match["last"])
    if first[: len(last)] <= last:
        yield CodeReference(match.start(), match.end(), first, last)
        return
    # No range runs backwards: two codes with something odd between them.
    yield CodeReference(match.start("first"), match.end("first"), first, first)
    yield CodeReference(match.start("last"), match.end(), last, last)


def _apply_condition(text: str, found: list[CodeReference], start: int, end: int) -> None:
    """Give the references of *found* from *start* on the condition that stands at *end*."""
    if start == len(found) or (leading := _CONDITION.match(text, end)) is None:
        return
    condition = _condition(text, leading.end())
    if condition is not None:
        found[start:] = [
            replace(
                reference,
                final_characters=condition.final_characters,
                pattern=condition.pattern,
            )
            for reference in found[start:]
        ]


def _condition(text: str, start: int) -> _Condition | None:
    if _OPEN_FRACTURE.match(text, start):
        return _Condition(pattern=_at_place(7, _OPEN_FRACTURE_CHARACTERS))
    place = _PLACE.match(text, start)
    listed = _VALUES.match(text, place.end() if place else start)
    if listed is None:
        return None
    values = _spelled_out(listed[0])
    if place is None:
        # "E08-E13 with .52": what follows the point. Without a point it is an ordinary sentence.
        return _Condition(pattern=rf".{{3}}{_any_of(values)}") if listed[0][0] == "." else None
    word = place["place"].lower()
    if word in _PLACES:
        return _Condition(pattern=_at_place(_PLACES[word], "".join(values)))
    if word == "fifth to sixth":
        return _Condition(pattern=rf".{{4}}{_any_of(values)}")
    if all(len(value) == 1 for value in values):
        return _Condition(final_characters="".join(values))
    if listed[0].startswith("."):
        return _Condition(pattern=rf".{{3}}{_any_of(values)}")
    return _Condition(pattern=rf".*{_any_of(values)}$")


def _spelled_out(listed: str) -> tuple[str, ...]:
    """Return the single values of "1-4 or 6", ".51-.52", ".14, .24, .94"."""
    values: list[str] = []
    for part in re.split(r",|\bor\b|\.\s|(?<=[0-9A-Z])\.(?=\s|$)", listed):
        stripped = part.strip().lstrip(".-").rstrip("-. ")
        ends = _RANGE.fullmatch(stripped)
        if ends is not None and len(ends[1]) == len(ends[2]):
            values.extend(_between(ends[1], ends[2]))
        elif stripped:
            values.append(stripped)
    return tuple(values)


def _between(first: str, last: str) -> Iterator[str]:
    """Yield the values of a range whose ends differ in their last character only."""
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    if first[:-1] != last[:-1]:
        yield from (first, last)
        return
    for character in alphabet[alphabet.index(first[-1]) : alphabet.index(last[-1]) + 1]:
        yield first[:-1] + character


def _at_place(place: int, characters: str) -> str:
    return rf".{{{place - 1}}}[{characters}]"


def _any_of(values: tuple[str, ...]) -> str:
    return values[0] if len(values) == 1 else f"(?:{'|'.join(values)})"
