"""The columns of the HCPCS files, text and spreadsheet, and a line read from them.

Source: CMS, "HCPCS Contractor Record" (record layout), 320 characters a line. The spreadsheet has
the same columns, headed by CMS's short names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from codebook_app.errors import KnownError

CODE = re.compile(r"[A-Z][0-9]{4}")
MODIFIER = re.compile(r"[0-9A-Z]{2}")
FETCH_AGAIN = "Download the file again from CMS, or unpack it again, and import that."


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its place in the text, from 1, its width in characters and its repeats.

    *heading* is the spreadsheet's, without blanks and signs; repeats add a number to it. *digits*
    is how many it always has, where it has: a spreadsheet may have made a number of it.
    """

    name: str
    start: int
    width: int
    repeats: int
    heading: str
    digits: int = 0

    def headings(self) -> tuple[str, ...]:
        """Return the spreadsheet's headings, one for each repeat."""
        if self.repeats == 1:
            return (self.heading,)
        return tuple(f"{self.heading}{number}" for number in range(1, self.repeats + 1))


COLUMNS = (
    Column("pricing", 120, 2, 4, "PRICE", digits=2),
    Column("multiple pricing", 128, 1, 1, "MULTPI"),
    Column("coverage issues manual", 129, 6, 3, "CIM"),
    Column("carriers manual", 147, 8, 3, "MCM"),
    Column("statute", 171, 10, 1, "STATUTE"),
    Column("lab certification", 181, 3, 8, "LABCERT", digits=3),
    Column("cross reference", 205, 5, 5, "XREF"),
    Column("coverage", 230, 1, 1, "COV"),
    Column("ASC group", 231, 2, 1, "ASCGRP"),
    Column("ASC date", 233, 8, 1, "ASCDT"),
    Column("outpatient group", 241, 3, 1, "OPPS", digits=3),
    Column("outpatient policy", 244, 1, 1, "OPPSPI"),
    Column("outpatient date", 245, 8, 1, "OPPSDT"),
    Column("processing note", 253, 4, 1, "PROCNOTE", digits=4),
    Column("BETOS", 257, 3, 1, "BETOS"),
    Column("type of service", 261, 1, 5, "TOS"),
    Column("anesthesia base units", 266, 3, 1, "ANESTBU"),
)


@dataclass(frozen=True, slots=True)
class HcpcsLine:
    """A code or modifier as CMS publishes it, its description put together.

    *values* holds the columns of :data:`COLUMNS` that are not empty, by name; *effective* is the
    day of the last *action*, *terminated* the last day the code could be used. *line* is where it
    begins in its file.
    """

    code: str
    modifier: bool
    title: str
    short: str
    line: int
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    added: date | None = None
    effective: date | None = None
    terminated: date | None = None
    action: str = ""


@dataclass(frozen=True, slots=True)
class HcpcsFile:
    """The lines of a file in its order.

    *left_out* says in words what of it was not taken, *doubts* what does not fit together.
    """

    lines: tuple[HcpcsLine, ...]
    left_out: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    def dates(self) -> list[date]:
        """Return the days that its lines were added or last changed on."""
        return [
            day for line in self.lines for day in (line.added, line.effective) if day is not None
        ]


def day_of(text: str, what: str, where: str) -> date | None:
    """Return the day written YYYYMMDD, None for blanks or zeros.

    Raises:
        KnownError: *text* is no day; *what* and *where* (file and line) go into the message.
    """
    digits = text.strip().replace("-", "")
    if not digits.strip("0"):
        return None
    try:
        if len(digits) != 8 or not digits.isascii():
            raise ValueError
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as fault:
        raise KnownError(
            f"{where}: the {what} date “{text.strip()}” is no day written YYYYMMDD; the columns are"
            " shifted, or the file is damaged.",
            FETCH_AGAIN,
        ) from fault


def tidy(column: Column, texts: list[str]) -> tuple[str, ...]:
    """Return the values of *column* that are not empty, as the text file writes them."""
    found = [" ".join(text.split()) for text in texts]
    if column.name == "anesthesia base units":
        return tuple(text.lstrip("0") for text in found if text.strip("0"))
    if column.name == "processing note":
        found = [text for text in found if text.strip("0")]
    return tuple(text.zfill(column.digits) if text.isdigit() else text for text in found if text)
