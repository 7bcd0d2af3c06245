"""What stands beside a code in a line: POA indicator, modifiers, units, pointers, title."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from codebook_app.exchange.candidates import Given
from codebook_app.exchange.pasted_lines import MASK, Masked

_POA_NEXT = re.compile(
    r"[ \t,;|-]{0,4}[(\[]?(?:POA\s*[:=]?\s*)?([YNUW])(?=$|[\s,;|)\]])(?!\s*[&+/])"
)
_POA_SAID = re.compile(
    r"\b(?:poa|present\s+on\s+admission)\s*[:=\-]?\s*(y(?:es)?|no?|u(?:nknown)?|w|1|exempt)\b",
    re.IGNORECASE,
)
_POA_LAST = re.compile(r"(?:\t|\s{2,}|[|,(\[]\s*)([YNUW])[)\]|]?[\s,;]*$")
# Among words a letter is an indicator where it is set off, or the last there is.
_POA_ENDS = re.compile(r"\s*(?:[)\],;|]|$)")
_UNITS = re.compile(
    r"(?:(?<!\w)(?:x|qty\.?:?|units?:?|un:?)\s?|[×*]\s?)(\d{1,3})(?![\w.])"
    r"|(?<![\w.])(\d{1,3})\s*(?:units?|un|u)\b",
    re.IGNORECASE,
)
_MODIFIER_TIGHT = re.compile(r"[-:]([A-Z0-9]{2})(?![A-Za-z0-9.])")
_MODIFIER_NEXT = re.compile(
    r"(?:[-:,/]|,?\s+)([A-Z0-9]{2})(?![A-Za-z0-9.%$']|/(?![A-Z0-9]{2}(?!\w)))"
)
_MODIFIER_SAID = re.compile(
    r"\bmod(?:ifier)?s?\s*[:=]?\s*([A-Z0-9]{2}(?:[-,:;/ ]{1,2}[A-Z0-9]{2}(?![A-Za-z0-9.]))*)"
    r"(?![A-Za-z0-9.])",
    re.IGNORECASE,
)
_NO_MODIFIERS = frozenset(
    [
        "OF",
        "IN",
        "TO",
        "OR",
        "AT",
        "BY",
        "ON",
        "IS",
        "IT",
        "AS",
        "MG",
        "ML",
        "DX",
        "PX",
        "UN",
        "RE",
        "NO",
        "AN",
        "IF",
        "HE",
        "WE",
        "DO",
        "UP",
        "SO",
        "MY",
        "BE",
        "GO",
        "ME",
        "US",
        "PT",
    ]
)
_POINTERS = re.compile(
    r"\b(?:dx\s*)?(?:ptrs?|pointers?|point)\s*[:=]?\s*"
    r"([A-L](?:[ ,/]?[A-L]){0,3}(?![A-Za-z])|\d{1,2}(?:[,:/ ]\d{1,2}){0,3}(?!\d))",
    re.IGNORECASE,
)
_DX_POINTERS = re.compile(
    r"\b[Dd][Xx]\s*(?:[:=]\s*|\s)([A-L](?:,?[A-L]){0,3}|\d{1,2}(?:[,:/]\d{1,2}){0,3})(?![\w.])"
)
# Box 24D to 24G of a CMS-1500: modifiers, letters, dollars and cents, units.
_BOX_24 = re.compile(
    rf"((?:\s+[A-Z0-9]{{2}}){{0,4}})\s+([A-L]{{1,4}})\s+(?:{MASK}+|(\d{{1,6}})[ .](\d\d))"
    r"\s+(\d{1,3})(?!\d)"
)
# The same without letters, behind the days of box 24A.
_BOX_24_BARE = re.compile(r"((?:\s+[A-Z0-9]{2}){0,4}?)()\s+(\d{1,6})[ .](\d\d)\s+(\d{1,3})\s*$")
# Fields 44 to 47 of a UB-04: modifiers, day, units, dollars and cents.
_FIELD_44 = re.compile(
    r"((?:\s+[A-Z0-9]{2}){0,4})\s+(\d{6})\s+(\d{1,7})\s+(\d{1,7})[ .](\d\d)(?!\d)"
)
# A number alone between the code and its charge counts units.
_UNITS_BETWEEN = re.compile(rf"(?:\s{{2,}}|\t)\s*(\d{{1,3}})(?=(?:\s{{2,}}|\t)\s*{MASK})")
# Field 74 of a UB-04: MMDDYY behind the procedure. Box 24A: from and to in boxes of two digits.
_FIELD_74 = re.compile(r"\s+(\d\d)(\d\d)(\d\d)(?!\w)")
_BOX_24A = re.compile(r"(?<!\w)(\d\d) (\d\d) (\d\d)\s+\d\d \d\d \d\d(?!\w)")
REVENUE = re.compile(r"^\s*(0\d{3})(?!\w)")
"""A line of an institutional bill begins with the four digits of UB-04 FL42."""
_LETTERS = "ABCDEFGHIJKL"
_EDGES = " \t,;:|-–—=>.*•()[]{}\"'" + MASK


def beside(before: str, after: str, *, listed: bool, services: bool, diagnoses: bool) -> Given:
    """Return what the text *before* and *after* a code, up to its neighbours, says of it.

    *services* and *diagnoses* tell what the code may be; nothing is read that could not belong
    to it. *listed* lets loose words count: a lone ``Y``, ``25`` behind a blank.
    """
    given = Given(title=_title(before, after))
    if diagnoses:
        given = replace(given, poa=_poa(after, listed=listed))
    if services:
        given = _of_service(given, before, after, listed=listed)
    return given


def on_its_day(given: Given, line: Masked, start: int, end: int, *, services: bool) -> Given:
    """Return *given* with the day and the charge that stand between *start* and *end* of a line."""
    day = next((one.day for one in line.dates if start <= one.start < end), None)
    charge = next((one.amount for one in line.charges if start <= one.start < end), None)
    return replace(
        given,
        performed_on=day or _boxed_day(line.text[start:end]) or given.performed_on,
        charge=charge if services and charge is not None else given.charge,
    )


def _boxed_day(text: str) -> date | None:
    """Return the day as paper claims have it: 011526 behind a code, 01 15 26 from and to."""
    found = _FIELD_74.match(text) or _BOX_24A.search(text)
    if found is None:
        return None
    month, day, year = (int(one) for one in found.groups())
    try:
        return date(2000 + year, month, day)
    except ValueError:
        return None


def _poa(after: str, *, listed: bool) -> str:
    said = _POA_SAID.search(after)
    if said is not None:
        letter = said[1][0].upper()
        return "" if letter in {"1", "E"} else letter
    following = _POA_NEXT.match(after)
    if following is not None and (
        listed or "POA" in following[0] or _POA_ENDS.match(after, following.end())
    ):
        return following[1]
    last = _POA_LAST.search(after) if listed else None
    return last[1] if last is not None else ""


def _of_service(given: Given, before: str, after: str, *, listed: bool) -> Given:
    revenue = REVENUE.match(before)
    if revenue is not None:
        given = replace(given, revenue_code=revenue[1])
    box = _BOX_24.match(after) if listed else None
    if box is None and _BOX_24A.search(before):
        box = _BOX_24_BARE.match(after)
    if box is not None:
        return replace(
            given,
            modifiers=tuple(box[1].split()),
            pointers=tuple(box[2]),
            charge=Decimal(f"{box[3]}.{box[4]}") if box[3] else None,
            units=int(box[5]),
        )
    field = _FIELD_44.match(after) if revenue is not None else None
    if field is not None:
        return replace(
            given,
            modifiers=tuple(field[1].split()),
            performed_on=_boxed_day(f" {field[2]}"),
            units=int(field[3]) or None,
            charge=Decimal(f"{field[4]}.{field[5]}"),
        )
    units = _UNITS.search(after) or _UNITS_BETWEEN.search(after)
    return replace(
        given,
        units=int(next(filter(None, units.groups()))) or None if units is not None else None,
        modifiers=_modifiers(after, listed=listed),
        pointers=_pointers(after),
    )


def _modifiers(after: str, *, listed: bool) -> tuple[str, ...]:
    said = _MODIFIER_SAID.search(after)
    if said is not None:
        return tuple(re.findall(r"[A-Z0-9]{2}", said[1].upper()))
    found: list[str] = []
    at = 0
    first = _MODIFIER_TIGHT.match(after)
    pattern = _MODIFIER_NEXT if listed or first is not None else _MODIFIER_TIGHT
    while (match := pattern.match(after, at)) is not None:
        loose = after[match.start()] not in "-:"
        if loose and match[1] in _NO_MODIFIERS:
            break
        if loose and re.match(r"\s*(?:units?|un\b|x\b|mg|ml)", after[match.end() :], re.IGNORECASE):
            break
        found.append(match[1])
        at = match.end()
    return tuple(found)


def _pointers(after: str) -> tuple[str, ...]:
    found = _POINTERS.search(after) or _DX_POINTERS.search(after)
    if found is None:
        return ()
    said = found[1].upper()
    if said[0].isdigit():
        places = [int(one) for one in re.findall(r"\d+", said)]
        return tuple(_LETTERS[place - 1] for place in places if 1 <= place <= len(_LETTERS))
    return tuple(letter for letter in said if letter in _LETTERS)


def _title(before: str, after: str) -> str:
    """Return the words behind a code, else those before it."""
    behind = " ".join(after.replace(MASK, " ").split()).strip(_EDGES)
    if sum(letter.isalpha() for letter in behind) >= 3:
        return behind
    return " ".join(before.replace(MASK, " ").split()).strip(_EDGES)
