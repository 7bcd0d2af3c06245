"""The list of codes exempt from present-on-admission reporting: tab-delimited text or xlsx.

Its header names the columns: ``Order26``, ``POAexemptCode``, ``Description``. Beside it lie lists
of what was added to, deleted from and revised in last year's, which are no lists of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.icd10cm.checks import TabularCodes, counted, plain, short, some
from codebook_app.codesets.icd10cm.grammar import normalise, undotted
from codebook_app.codesets.lines import text_lines
from codebook_app.codesets.spreadsheet import is_spreadsheet, rows
from codebook_app.domain.content import POA_EXEMPT, Listing
from codebook_app.errors import KnownError

_CODE_HEADING = "poaexemptcode"
_TITLE_HEADING = "description"
_ORDER_HEADING = re.compile(r"ord(?:er)?(?:fy)?_?(?P<year>\d\d)?")
_ADDED = re.compile(r"exempt_?-?add", re.IGNORECASE)
# A list of the added alone is at most this large; the whole list is fifty times as large.
_LARGEST_ADDED = 2**20
# As the read-me beside the list counts them, by fiscal year.
_PUBLISHED = {2025: 38_154, 2026: 38_349}


class PoaFile(Enum):
    """What a file with POA-exempt codes is."""

    LIST = "the POA-exempt list"
    ADDED = "the codes added to last year's POA-exempt list, which this year's holds anyway"
    DELETED = "the codes deleted from last year's POA-exempt list"
    REVISED = "the codes retitled in last year's POA-exempt list, which this year's holds anyway"


@dataclass(frozen=True, slots=True)
class PoaList:
    """The codes of the list *name*; *odd* are the lines or rows, from 1, that hold no code."""

    name: str
    listings: tuple[Listing, ...]
    odd: tuple[int, ...]
    twice: tuple[str, ...]


def poa_file(file: OfficialFile) -> PoaFile | None:
    """Return what *file* is, by the headings of its columns; None where it is no such file."""
    headings = _headings(file)
    if _CODE_HEADING not in headings:
        return None
    if "action" in headings:
        return PoaFile.REVISED
    if not any(_ORDER_HEADING.fullmatch(heading) for heading in headings):
        return PoaFile.DELETED
    # That of the added has the same headings as the whole list: size and name are all there is.
    if file.size <= _LARGEST_ADDED and _ADDED.search(file.own_name):
        return PoaFile.ADDED
    return PoaFile.LIST


def year_of_poa(file: OfficialFile) -> int | None:
    """Return the fiscal year that the heading of the order column states, if it does."""
    for heading in _headings(file):
        match = _ORDER_HEADING.fullmatch(heading)
        if match is not None and match["year"]:
            return 2000 + int(match["year"])
    return None


def read_poa(file: OfficialFile) -> PoaList:
    """Return the codes of the list in printed order, each once.

    Raises:
        KnownError: it cannot be read, has no column of codes, or holds none.
    """
    listings: dict[str, Listing] = {}
    odd: list[int] = []
    twice: list[str] = []
    code_column, title_column = -1, -1
    for number, row in _rows(file):
        if code_column < 0:
            code_column, title_column = _columns(row, file, number)
            continue
        if not any(row):
            continue
        code = normalise(row[code_column]) if len(row) > code_column else None
        if code is None:
            odd.append(number)
            continue
        plain_code = undotted(code)
        if plain_code in listings:
            twice.append(plain_code)
            continue
        title = row[title_column] if -1 < title_column < len(row) else ""
        listings[plain_code] = Listing(POA_EXEMPT, plain_code, _unquoted(title))
    if not listings or len(odd) > len(listings):
        raise KnownError(
            f"{file.name}: {len(listings):,} of its lines hold an ICD-10-CM code, {len(odd):,} do"
            " not.",
            "Import the POA-exempt list as CDC or CMS publishes it.",
        )
    return PoaList(file.name, tuple(listings.values()), tuple(odd), tuple(twice))


def compare_with_poa(codes: TabularCodes, poa: PoaList, release: str) -> str:
    """Return, in a sentence, how many codes are exempt, and whether the tabular list has them."""
    count = len(poa.listings)
    published = _PUBLISHED.get(int(release[2:6]), count)
    said = f"{short(poa.name)}: {counted(count, 'code')} exempt from POA reporting"
    if int(release[2:6]) in _PUBLISHED:
        said += (
            ", as published"
            if published == count
            else f", where {published:,} are published for {release[:6]}"
        )
    unknown = [listing.code for listing in poa.listings if listing.code not in codes.by_code]
    retitled = [
        listing.code
        for listing in poa.listings
        if (line := codes.by_code.get(listing.code)) is not None
        and line.title != listing.title
        and plain(line.title) != plain(listing.title)
    ]
    differences = [
        f"{len(found):,} {words} ({some(found)})"
        for found, words in (
            (unknown, "not in the tabular list"),
            (retitled, "otherwise titled in the tabular list"),
            (poa.twice, "twice in it"),
        )
        if found
    ]
    if poa.odd:
        differences.append(f"{counted(len(poa.odd), 'line')} without a code (line {poa.odd[0]})")
    return f"{said}; {'; '.join(differences) or 'all are in the tabular list'}"


def _headings(file: OfficialFile) -> tuple[str, ...]:
    """Return the first line's cells in small letters without blanks; nothing of other files."""
    if is_spreadsheet(file):
        try:
            first = next(rows(file), (1, ()))[1]
        except KnownError:
            return ()
    elif file.root is None:
        line = file.head[:1024].decode("cp1252", errors="replace").split("\n", 1)[0]
        first = tuple(line.removesuffix("\r").split("\t"))
    else:
        return ()
    return tuple("".join(cell.split()).casefold().strip('"') for cell in first)


def _rows(file: OfficialFile) -> Iterator[tuple[int, Sequence[str]]]:
    if is_spreadsheet(file):
        yield from rows(file)
        return
    for number, line in text_lines(file, ended=True):
        yield number, line.split("\t")


def _columns(row: Sequence[str], file: OfficialFile, number: int) -> tuple[int, int]:
    headings = ["".join(cell.split()).casefold().strip('"') for cell in row]
    if _CODE_HEADING not in headings:
        raise KnownError(
            f"{file.name}, line {number}: no column is headed POAexemptCode.",
            "Import the POA-exempt list as CDC or CMS publishes it.",
        )
    title = headings.index(_TITLE_HEADING) if _TITLE_HEADING in headings else -1
    return headings.index(_CODE_HEADING), title


def _unquoted(text: str) -> str:
    """Return *text* without the quotes that a spreadsheet sets around one with a comma."""
    stripped = text.strip()
    if len(stripped) > 1 and stripped[0] == stripped[-1] == '"':
        stripped = stripped[1:-1].replace('""', '"')
    return " ".join(stripped.split())
