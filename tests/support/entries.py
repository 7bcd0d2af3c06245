"""Small invented entries and indexes made of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from codebook_app.domain.search import HitKind, SearchableEntry, SearchableTerm
from codebook_app.search.found import Found
from codebook_app.search.index import SearchIndex, build_index

SEVENTH = (
    ("A", "initial encounter for closed fracture"),
    ("D", "subsequent encounter for fracture with routine healing"),
    ("S", "sequela"),
)


class Entries:
    """Collects invented entries in printed order and numbers them."""

    def __init__(self) -> None:
        self.all: list[SearchableEntry] = []

    def add(
        self,
        code: str,
        title: str,
        *inclusion_terms: str,
        notes: Sequence[tuple[str, str]] = (),
        level: str = "code",
        billable: bool = True,
        seventh: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Add a line, and the seventh-character codes that complete it."""
        line = len(self.all) + 1
        self._append(code, title, inclusion_terms, tuple(notes), level, billable and not seventh)
        for character, meaning in seventh:
            self._append(
                f"{code:X<6}{character}", f"{title}, {meaning}", (), (), "code", True, line
            )

    def _append(self, code: str, title: str, *rest: object) -> None:
        self.all.append(SearchableEntry(len(self.all) + 1, code, title, *rest))  # type: ignore[arg-type]

    def code(self, entry_id: int) -> str:
        """Return the code of an entry."""
        return self.all[entry_id - 1].code

    def codes(self, found: Found) -> list[str]:
        """Return the codes found, best first."""
        return [self.code(match.entry_id) for match in found.matches]


def sample_entries() -> Entries:
    """Return some invented diseases with all that matters to a search."""
    entries = Entries()
    add = entries.add
    add("4", "Sample endocrine diseases (E00-E89)", level="chapter", billable=False)
    add("E08-E13", "Sugar diseases", level="section", billable=False)
    add("E10", "Type 1 sugar disease", level="category", billable=False)
    add("E109", "Type 1 sugar disease without complications")
    add(
        "E11",
        "Type 2 sugar disease",
        notes=[("Includes", "sugar disease NOS"), ("Excludes1", "type 1 sugar disease (E10.-)")],
        level="category",
        billable=False,
    )
    add(
        "E112",
        "Type 2 sugar disease with kidney complications",
        level="subcategory",
        billable=False,
    )
    add("E1122", "Type 2 sugar disease with chronic kidney disease")
    add("E119", "Type 2 sugar disease without complications")
    add("11", "Sample digestive diseases (K00-K95)", level="chapter", billable=False)
    add("K25-K28", "Sores of the gut", level="section", billable=False)
    add("K25", "Gastric sore", "Sore of stomach", level="category", billable=False)
    add("K250", "Acute gastric sore with bleeding")
    add("K259", "Gastric sore, unspecified")
    add("K751", "Hépatite of the Ménière kind", "Bartholin's liver")
    add("K752", "Viral liver fever B")
    add("K753", "Viral liver fever, other")
    add("19", "Sample injuries (S00-T88)", level="chapter", billable=False)
    add("S52", "Fracture of forearm", level="category", billable=False)
    add("S5201", "Fracture of right elbow", seventh=SEVENTH)
    add("S5202", "Fracture of left elbow", "Diverticulum of elbow", seventh=SEVENTH)
    return entries


def opened_index(
    directory: Path,
    entries: Iterable[SearchableEntry],
    terms: Iterable[SearchableTerm] = (),
) -> SearchIndex:
    """Return the index of *entries*, built in the new folder *directory*; the test closes it."""
    directory.mkdir()
    build_index(entries, directory, terms=terms)
    return SearchIndex.open(directory)


def sample_terms() -> tuple[SearchableTerm, ...]:
    """Return terms of an invented index and of an invented table into :func:`sample_entries`."""

    def entry(number: int, *path: str, codes: tuple[str, ...] = ()) -> SearchableTerm:
        return SearchableTerm(number, HitKind.INDEX, path[-1], path[:-1], codes=codes)

    def row(number: int, *path: str, codes: tuple[str, ...] = ()) -> SearchableTerm:
        headings = ("Cold", "Warm")
        return SearchableTerm(
            number, HitKind.TABLE, path[-1], path[:-1], codes=codes, columns=headings
        )

    sugar = ("mellitus", "raised")
    return (
        replace(entry(1, "Sugar", codes=("E11",)), modifiers=sugar),
        replace(entry(2, "Sugar", "type 2", codes=("E119",)), modifiers=sugar),
        entry(3, "Sugar", "type 2", "with", "kidney trouble", codes=("E1122",)),
        entry(4, "Elbow", "break", codes=("S520",)),
        entry(5, "Bellyache", codes=("K25",)),
        entry(6, "Cramp"),
        row(7, "Sorrel"),
        row(8, "Sorrel", "leaf", codes=("K250", "K259")),
    )
