"""Which release of ICD-10-PCS a file belongs to.

The XML files state their fiscal year, the addenda name the order file they lead to, the order file
itself says nothing but how many codes there are: no two releases have as many. Names come second.
A fiscal year runs from 1 October to 30 September, its April update from 1 April on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import Edition, PartFile
from codebook_app.codesets.icd10pcs.addenda import read_addenda
from codebook_app.codesets.icd10pcs.elements import checked_year
from codebook_app.codesets.icd10pcs.order import count_valid, read_order
from codebook_app.codesets.icd10pcs.shapes import found_in
from codebook_app.codesets.icd10pcs.titles import count_titles
from codebook_app.codesets.namings import names_of, years_in
from codebook_app.errors import KnownError

PUBLISHED = {
    "FY2024": 78_603,
    "FY2024-04": 78_638,
    "FY2025": 78_948,
    "FY2025-04": 78_986,
    "FY2026": 79_115,
    "FY2026-04": 79_193,
    "FY2027": 79_256,
}
"""Valid codes as CMS counts them. Those of the April updates of 2024 and 2025 stand in the order
addenda of the fiscal year that followed."""

_VERSION = re.compile(rb"<version>([^<]*)</version>")
_ROW_CODES = re.compile(rb'<pcsRow\s[^>]*?codes="(\d{1,6})"[^>]*>')
_FISCAL_YEAR = re.compile(r"(?<![a-z])fy[ _-]?(\d\d)(?!\d)", re.IGNORECASE)
_APRIL = re.compile(r"april", re.IGNORECASE)
_UPDATE = "-04"
_FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class _Named:
    """What the names of a file, and of the folders and zips around it, say: a *year*, April.

    *year* is 0, and the names that say so empty, where none does.
    """

    year: int
    year_name: str
    april_name: str


def edition_of(found: PartFile, title: str) -> Edition | None:
    """Return the edition of *found* of the code set *title*; None where nothing tells.

    Raises:
        KnownError: an XML file states no year, or none that is one; or an order file that nothing
            tells the release of is damaged.
    """
    kind, file = found.part.kind, found.file
    if kind in {"tables", "index", "definitions"}:
        codes = _codes_in_rows(file) if kind == "tables" else 0
        return _edition_of_xml(file, _stated_year(file), codes, title)
    if kind == "order-addenda":
        addenda = read_addenda(file)
        return _edition_of_count(_named(file, inside=addenda.after_name), addenda.after, title)
    codes = count_valid(file) if kind == "order" else count_titles(file)
    edition = _edition_of_count(_named(file), codes, title)
    if edition is None and kind == "order":
        read_order(file)  # a line may be damaged: that is to be told, and where
    return edition


def refuse_another_year(codes: int, edition: Edition) -> None:
    """Refuse a release with just as many valid *codes* as CMS counts for another year.

    No two releases have as many.

    Raises:
        KnownError: it has; the year its files state, or that they were taken for, is wrong.
    """
    counted = _release_of(codes)
    if counted and _year_of(counted) != _year_of(edition.release):
        raise KnownError(
            f"{edition.title} would hold the {codes:,} codes that CMS counts for {counted}"
            f" ({edition.decided_by}).",
            "Import the files as CMS publishes them.",
        )


def _edition_of_xml(file: OfficialFile, year: int, codes: int, title: str) -> Edition:
    named = _named(file, stated=year)
    counted = _release_of(codes)
    other = _otherwise(named, year)
    if counted and _year_of(counted) == year and _decides(counted, named):
        why = f"the file states {year}, and {codes:,} codes as CMS counts for {counted}"
        return _edition(counted, title, why + other)
    if named.april_name:
        why = f"the file states {year}, and “{named.april_name}” says April"
        return _edition(f"FY{year}-04", title, why + other)
    return _edition(f"FY{year}", title, f"the file states {year}, and no name says April{other}")


def _edition_of_count(named: _Named, codes: int, title: str) -> Edition | None:
    counted = _release_of(codes)
    if counted and _decides(counted, named):
        why = f"it holds {codes:,} codes, as CMS counts for {counted}"
        return _edition(counted, title, why + _otherwise(named, _year_of(counted)))
    if not named.year:
        return None
    year = named.year
    if named.april_name:
        return _edition(
            f"FY{year}-04", title, f"“{named.year_name}” says {year}, “{named.april_name}” April"
        )
    return _edition(f"FY{year}", title, f"“{named.year_name}” says {year}, and no name says April")


def _edition(release: str, title: str, why: str) -> Edition:
    year = _year_of(release)
    april = release.endswith(_UPDATE)
    return Edition(
        release,
        f"{title} FY{year}" + (f", April {year}" if april else ""),
        date(year, 4, 1) if april else date(year - 1, 10, 1),
        date(year, 9, 30),
        f"taken for {release}, since {why}",
    )


def _otherwise(named: _Named, year: int) -> str:
    """Return the words that a name contradicts the year the content states."""
    if named.year in {0, year}:
        return ""
    return f", though “{named.year_name}” says {named.year}"


def _release_of(codes: int) -> str:
    """Return the release that CMS counts *codes* for, empty where none is known."""
    return next((release for release, count in PUBLISHED.items() if count == codes), "")


def _decides(counted: str, named: _Named) -> bool:
    """Whether the count, that of the release *counted*, goes before a name that says April.

    An April update may leave the count as it is: only where its own count is known is the name
    overruled.
    """
    says_april = bool(named.april_name) and named.year in {0, _year_of(counted)}
    return not says_april or counted.endswith(_UPDATE) or counted + _UPDATE in PUBLISHED


def _year_of(release: str) -> int:
    return int(release[2:6])


def _named(file: OfficialFile, stated: int = 0, inside: str = "") -> _Named:
    """Return what the names say, the file's own before those of the folders and zips around it.

    *inside* is a name that the content gives. A name that says April counts where it says no year,
    or the year *stated*, or else the year that was found.
    """
    years = {name: _years(name) for name in [inside, *names_of(file)]}
    year, year_name = next(((said[0], name) for name, said in years.items() if said), (0, ""))
    april_names = (
        name
        for name, said in years.items()
        if _APRIL.search(name) and (not said or (stated or year) in said)
    )
    return _Named(year, year_name, next(april_names, ""))


def _years(name: str) -> list[int]:
    years = [year for year in years_in(name) if year >= _FIRST_YEAR]
    return years + [2000 + int(text) for text in _FISCAL_YEAR.findall(name)]


def _stated_year(file: OfficialFile) -> int:
    match = _VERSION.search(file.head)
    if match is None:
        raise KnownError(
            f"{file.name}, line {file.root_line}: the file does not state the year of its edition.",
            "Import the file as CMS publishes it.",
        )
    line = file.head.count(b"\n", 0, match.start()) + 1
    return checked_year(match[1].decode("ascii", errors="replace").strip(), file.name, line)


def _codes_in_rows(file: OfficialFile) -> int:
    """Return how many codes the rows of the tables state."""
    return sum(int(row[1]) for row in found_in(file.chunks(), _ROW_CODES, end=b">"))
