"""Looks up an encounter's codes that are not of ICD-10-CM, and the modifiers of its services."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from codebook_app.codesets.icf import grammar as icf
from codebook_app.codesets.names import SHOWN
from codebook_app.domain.claim import PROCEDURES
from codebook_app.domain.encounter import EncounterLine
from codebook_app.edits.chart import Book, Modifiers, OtherCode
from codebook_app.errors import KnownError
from codebook_app.services.releases import Releases

if TYPE_CHECKING:
    from codebook_app.domain.code import Code
    from codebook_app.store.reference_db import ReferenceDb

_SHAPES = {
    "icd10pcs": re.compile(r"[0-9A-HJ-NP-Z]{7}"),
    "hcpcs": re.compile(r"[A-Z][0-9]{4}"),
    "cpt": re.compile(r"[0-9]{4}[0-9A-Z]"),
}
_LOOKED_UP = (*_SHAPES, "icf")
_MODIFIER = "modifier"
_TITLES = MappingProxyType({one.name: one.title for one in SHOWN})


class OtherCodes:
    """Reads other code sets' lines, in a fixed number of queries. Safe from any thread."""

    def __init__(self, releases: Releases) -> None:
        self._releases = releases

    def read(
        self, lines: Iterable[EncounterLine], on: date | None, procedures_by: str = ""
    ) -> tuple[OtherCode, ...]:
        """Return *lines* in their order with what the release of each says of them.

        Lines of ICD-10-CM, and groups, which are on no claim, are left out. *procedures_by* names
        the list that tells which ICD-10-PCS codes are valid: they are not looked up then.
        """
        wanted = [line for line in lines if line.code_set in _LOOKED_UP]
        found: dict[str, OtherCode] = {}
        for code_set in dict.fromkeys(line.code_set for line in wanted):
            of_set = [line for line in wanted if line.code_set == code_set]
            if code_set == PROCEDURES and procedures_by:
                book = Book(code_set, _TITLES[code_set])
                for line in of_set:
                    found[line.id] = OtherCode(line, book, is_shaped(line), by_list=procedures_by)
                continue
            for one in self._of_set(code_set, of_set, on):
                found[one.line.id] = one
        return tuple(found[line.id] for line in wanted)

    def modifiers(self, lines: Iterable[EncounterLine], on: date | None) -> Modifiers:
        """Return which modifiers of *lines* the installed books know."""
        used = sorted({one for line in lines for one in line.modifiers})
        if not used:
            return Modifiers()
        titles: dict[str, str] = {}
        known: dict[str, date | None] = {}
        old: set[str] = set()
        for code_set in ("cpt", "hcpcs"):
            book, reader = self._book(code_set, on)
            if reader is None:
                continue
            titles[code_set] = book.release
            if not book.in_force:
                old.add(book.release)
            held = {
                written: line
                for written, line in _named(reader, used).items()
                if line.level.endswith(_MODIFIER)
            }
            days = _days(reader, held.values())
            known |= {written: days.get(line.id, (None, None))[1] for written, line in held.items()}
            if code_set == "cpt" and not _has_modifiers(reader):
                titles.pop(code_set)
        return Modifiers(known, titles.get("hcpcs", ""), titles.get("cpt", ""), frozenset(old))

    def _of_set(
        self, code_set: str, lines: Sequence[EncounterLine], on: date | None
    ) -> Iterable[OtherCode]:
        book, reader = self._book(code_set, on)
        written = {line.id: _code(line) for line in lines}
        held: dict[str, Code] = {}
        days: dict[int, tuple[date | None, date | None]] = {}
        if reader is not None:
            held = _named(reader, {code for code in written.values() if code})
            if code_set == "hcpcs":
                days = _days(reader, held.values())
        for line in lines:
            code = written[line.id]
            found = held.get(code) if code else None
            first, last = days.get(found.id, (None, None)) if found else (None, None)
            yield OtherCode(line, book, bool(code), found, first, last)

    def _book(self, code_set: str, on: date | None) -> tuple[Book, ReferenceDb | None]:
        title = _TITLES[code_set]
        try:
            choice = self._releases.choose(code_set, on)
            reader = self._releases.reader(code_set, choice.release.release)
        except KnownError as fault:
            return Book(code_set, title, missing=fault.message), None
        # The ICF has no set times: the newest is used.
        in_force = choice.in_force or code_set == "icf"
        return Book(code_set, title, choice.release.title, in_force), reader


def _has_modifiers(reader: ReferenceDb) -> bool:
    """Whether a release came with modifiers at all: CPT's are a file of their own."""
    from codebook_app.store.listed_lines import ListedLines  # late: see releases.py

    return ListedLines(reader).has_level(_MODIFIER)


def is_shaped(line: EncounterLine) -> bool:
    """Whether a line's code is written as codes of its code set are; ICD-10-CM is not asked."""
    return bool(_code(line))


def _code(line: EncounterLine) -> str:
    """Return the code to look up, "" where the line is not shaped like one."""
    if line.code_set == "icf":
        return icf.normalise(line.code) or ""
    code = line.code.upper()
    return code if _SHAPES[line.code_set].fullmatch(code) else ""


def _named(reader: ReferenceDb, codes: Iterable[str]) -> dict[str, Code]:
    from codebook_app.store.listed_lines import ListedLines  # late: see releases.py

    return ListedLines(reader).named(codes)


def _days(reader: ReferenceDb, lines: Iterable[Code]) -> dict[int, tuple[date | None, date | None]]:
    """Return the first and last day of use of HCPCS lines, by id, where they are told."""
    found: dict[int, tuple[date | None, date | None]] = {}
    for line_id, facts in reader.facts([line.id for line in lines]).items():
        told = {fact.name: fact.value for fact in facts}
        found[line_id] = _day(told.get("Added")), _day(told.get("Terminated"))
    return found


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
