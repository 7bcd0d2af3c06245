"""Which term is meant where several main terms begin alike."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from codebook_app.domain.index_term import IndexBook, IndexTerm
from codebook_app.services.term_walking import walked
from codebook_app.store.reference_db import ReferenceDb

_PRINTED = """\
Sample break, bursting
Sample break, long ago
Sample break, of itself
 thumb
Sample break, from outside
 arm
  upper end
   neck
 due to a fall
  with
   bruise
 hard, hardened - code as Sample break, by site
 thumb
 wrist
 specified type NEC
  with
   splinter
"""


class _Printed:
    """The terms of a book as they are printed, a blank for each level."""

    def __init__(self, text: str) -> None:
        self.terms: list[IndexTerm] = []
        above: list[int] = []
        for number, line in enumerate(text.splitlines(), 1):
            title = line.strip()
            depth = len(line) - len(line.lstrip())
            del above[depth:]
            parent = above[-1] if above else None
            self.terms.append(IndexTerm(number, IndexBook.INDEX, title, depth, parent, number))
            above.append(number)

    def main_terms(self, _book: IndexBook, beginning: str) -> list[IndexTerm]:
        begun = beginning.casefold()
        return [term for term in self.children(None) if term.essential.casefold().startswith(begun)]

    def children(self, parent: int | None) -> list[IndexTerm]:
        return [term for term in self.terms if term.parent_id == parent]


@pytest.fixture
def reader() -> ReferenceDb:
    return cast("ReferenceDb", SimpleNamespace(index_terms=_Printed(_PRINTED)))


def led_to(reader: ReferenceDb, text: str, *, whole: bool = False) -> str:
    term = walked(reader, IndexBook.INDEX, text.split(", "), whole=whole)
    assert term is not None
    printed = cast("_Printed", reader.index_terms).terms
    path = [term.essential]
    while term.parent_id is not None:
        term = printed[term.parent_id - 1]
        path.insert(0, term.essential)
    return " > ".join(path)


@pytest.mark.parametrize(
    ("see", "path"),
    [
        ("Sample break, long ago", "Sample break, long ago"),
        ("Sample break, of itself, by site", "Sample break, of itself"),
        ("Sample break, from outside, by site", "Sample break, from outside"),
        (
            "Sample break, arm, upper end, neck",
            "Sample break, from outside > arm > upper end > neck",
        ),
        ("Sample break, of itself, thumb", "Sample break, of itself > thumb"),
        ("Sample break, thumb", "Sample break, from outside > thumb"),
        ("Sample break, wrist, nowhere", "Sample break, from outside > wrist"),
        (
            "Sample break, specified type, with splinter",
            "Sample break, from outside > specified type NEC > with > splinter",
        ),
        ("Sample break, from outside, with bruise", "Sample break, from outside"),
        ("Sample break, by site", "Sample break, from outside"),
        ("Sample break", "Sample break, from outside"),
    ],
)
def test_of_main_terms_that_begin_alike_the_one_that_has_most_of_the_parts_is_meant(
    reader: ReferenceDb, see: str, path: str
) -> None:
    assert led_to(reader, see) == path


def test_what_is_looked_up_as_a_whole_is_found_under_the_main_term_that_has_it(
    reader: ReferenceDb,
) -> None:
    assert led_to(reader, "Sample break, wrist", whole=True) == "Sample break, from outside > wrist"
    assert walked(reader, IndexBook.INDEX, ["Sample break", "nowhere"]) is None
