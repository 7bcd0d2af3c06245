"""The parts of one line of text that are no codes: dates, amounts, numbers of other kinds, labels.

What is found is masked, so that nothing of it is taken for a code, and told where it belongs to one
(the date of a procedure, the charge of a service).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from codebook_app.domain.encounter import Role
from codebook_app.exchange.pasted_shapes import CM, CPT, HCPCS, PCS

MASK = "\x01"
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*\.?"
_DATE = re.compile(
    r"(?<![\w.])(?:(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)"
    r"|(?P<m2>\d\d?)[-/](?P<d2>\d\d?)[-/](?P<y2>(?:19|20)?\d\d)"
    r"|(?P<y3>(?:19|20)\d\d)(?P<m3>[01]\d)(?P<d3>[0-3]\d)"
    rf"|(?P<d4>\d\d?)[ -](?P<mon4>{_MONTH})[ ,-]*(?P<y4>(?:19|20)\d\d)"
    rf"|(?P<mon5>{_MONTH})\s(?P<d5>\d\d?)(?:st|nd|rd|th)?,?\s(?P<y5>(?:19|20)\d\d))(?!\w)",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\$\s?(\d{1,3}(?:,\d{3})+|\d+)(\.\d\d)?(?![\d.]*\d)")
_OTHER = re.compile(
    r"\bhttps?://\S+|\bwww\.\S+|\S+@\S+\.\w+"  # addresses
    r"|(?<!\w)FL\s?\d{2}[a-q]?(?!\w)"  # the fields of a UB-04
    r"|\(\d{3}\)\s?\d{3}[-. ]\d{4}(?!\d)|(?<![\w.])\d{3}[-. ]\d{3}[-. ]\d{4}(?!\w)"  # telephones
    r"|(?<![\w.-])\d{3}-\d{4}(?![\w-])|(?<!\w)\d{3}-\d\d-\d{4}(?!\w)"
    r"|(?<!\w)\d{1,5}(?:\s[NSEW]\.?)?(?:\s[A-Z]\w+){1,3}\s(?:street|st|avenue|ave|road|rd|drive|dr"
    r"|lane|ln|blvd|boulevard|way|court|ct|place|pl|square|sq|parkway|pkwy)(?!\w)"  # streets
    r"|(?<!\w)\d{5}-\d{4}(?!\w)|(?<=, [A-Z]{2} )\d{5}(?!\w)"  # ZIP codes
    r"|(?<!\w)\d{1,2}:\d\d(?::\d\d)?(?!\w)"  # times
    r"|(?<!\w)\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\w)"  # 12,345
    r"|(?<![\w.])\d+(?:\.\d+)?\s?(?:mg|mcg|ug|ml|dl|l|kg|g|lbs?|oz|cm|mm|in|ft|bpm|mmhg|mmol|meq|iu"
    r"|hrs?|hours?|mins?|minutes?|days?|weeks?|wks?|months?|mos?|years?|yrs?|yo|y/o|cc|%)"
    r"(?:/\w+)?(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a line, and where."""

    start: int
    end: int
    day: date


@dataclass(frozen=True, slots=True)
class Charged:
    """An amount of dollars in a line, and where."""

    start: int
    end: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Masked:
    """A line with what is no code masked, as long as before."""

    text: str
    dates: tuple[Dated, ...]
    charges: tuple[Charged, ...]


def masked(line: str) -> Masked:
    """Return *line* with dates, amounts, addresses and measures masked."""
    dates, charges = [], []
    letters = list(line)

    def hide(found: re.Match[str]) -> None:
        letters[found.start() : found.end()] = MASK * (found.end() - found.start())

    if any(letter.isdigit() for letter in line):
        for found in _DATE.finditer(line):
            day = _day(found)
            if day is not None:
                dates.append(Dated(found.start(), found.end(), day))
                hide(found)
        for found in _MONEY.finditer(line):
            amount = Decimal(found[1].replace(",", "") + (found[2] or ""))
            charges.append(Charged(found.start(), found.end(), amount))
            hide(found)
        for found in _OTHER.finditer("".join(letters)):
            hide(found)
    return Masked("".join(letters), tuple(dates), tuple(charges))


def _day(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    year = next(parts[key] for key in ("y", "y2", "y3", "y4", "y5") if parts[key])
    day = next(parts[key] for key in ("d", "d2", "d3", "d4", "d5") if parts[key])
    month = next((parts[key] for key in ("m", "m2", "m3") if parts[key]), "")
    if not month:
        name = parts["mon4"] or parts["mon5"]
        month = str(_MONTHS.index(name[:3].lower()) + 1)
    whole_year = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return date(whole_year, int(month), int(day))
    except ValueError:
        return None


# Labels -------------------------------------------------------------------------------------------

_OF_CM = r"(?:icd[- ]?10[- ]?cm|dx|diag(?:nos[ie]s)?|problems?|impression|assessment|conditions?)"
_OF_PCS = r"(?:icd[- ]?10[- ]?pcs|pcs|px)"
_OF_SERVICES = r"(?:cpt(?:[- ]?4)?(?:\s?/\s?hcpcs)?|hcpcs(?:\s?/\s?cpt)?|e\s?/?&?\s?m|services?)"
_PLACE = (
    r"(?:principal|primary|first[- ]listed|secondary|other|additional|admitting|admission|admit"
    r"|reasons?\s+for\s+(?:the\s+)?visit|patient'?s\s+reason|prv|external\s+causes?|eci|final"
    r"|discharge|working|billing|active|hospital|pre-?op(?:erative)?|post-?op(?:erative)?)"
)
_KIND = (
    rf"(?:{_OF_CM}|{_OF_PCS}|{_OF_SERVICES}|icd[- ]?10|icd|proc(?:edure)?s?|codes?|coding|list"
    r"|fl\s?\d{1,2}[a-q]?|box\s?2[14][a-l]?|poa|mod(?:ifier)?s?|units?|qty|ptr|pointers?)"
)
LABEL = re.compile(
    rf"(?<!\w)(?:{_PLACE}|{_KIND})(?:s|\(s\))?(?:[\s/&-]*(?:{_PLACE}|{_KIND})(?:s|\(s\))?)*"
    r"\s*#?\s?\d{0,2}\s*(?:[:=.)\]-]+|(?=\s|$))",
    re.IGNORECASE,
)
NUMBERING = re.compile(
    r"^[\s\-*•·>+]*(?:[(\[]?(?:\d{1,3}|[A-Za-z])[.):\]]|#\d{1,3}|\d{1,2}(?=\s))?"
)
BEFORE_WORDS = 60
"""How many characters before a code are searched for a label."""
_WORDS = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says of the codes behind it: their code set, their place on the claim."""

    expected: str = ""
    role: Role = Role.LISTED
    principal: bool = False


UNLABELLED = Label()
"""Nothing said."""


def label_in(text: str) -> Label | None:
    """Return what the last label of *text* says, None where there is none."""
    found = None
    for found in LABEL.finditer(text):  # noqa: B007 - the last one counts
        pass
    if found is None:
        return None
    said = found[0].lower()
    expected = ""
    if re.search(rf"\b{_OF_PCS}\b", said) or "proc" in said:
        expected = PCS if re.search(_OF_PCS, said) else ""
    elif re.search(rf"\b{_OF_SERVICES}", said):
        expected = CPT if "cpt" in said and "hcpcs" not in said else HCPCS
    elif re.search(rf"\b{_OF_CM}", said) or re.search(r"icd|prv|eci|principal diag|reason", said):
        expected = CM
    role = Role.LISTED
    if expected in {"", CM} and "proc" not in said:
        if "admit" in said or "admission" in said:
            role = Role.ADMITTING if "poa" not in said else Role.LISTED
        elif "reason" in said or "prv" in said:
            role = Role.REASON_FOR_VISIT
    principal = role is Role.LISTED and re.search(r"principal|primary|first", said) is not None
    return Label(expected, role, principal and expected in {"", CM})


def names_codes(text: str) -> bool:
    """Whether the last label of *text* says what stands behind it: "CPT", "Principal:".

    "In the hospital 10000" does not.
    """
    found = None
    for found in LABEL.finditer(text):  # noqa: B007 - the last one counts
        pass
    said = "" if found is None else found[0].rstrip()
    return said[-1:] in {":", "=", ".", ")", "]", "-"} or re.search(_KIND, said, re.I) is not None


def after_last_label(text: str) -> str:
    """Return what stands behind the last label of *text*, all of it where there is none."""
    end = 0
    for found in LABEL.finditer(text):
        end = found.end()
    return text[end:]


def has_words(text: str) -> bool:
    """Whether *text* has a word of two letters and more that is no label."""
    return _WORDS.search(LABEL.sub(" ", text)) is not None
