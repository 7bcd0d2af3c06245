"""Which of several hits that hold the words comes first."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.entries import Entries, opened_index

from codebook_app.search.index import SearchIndex
from codebook_app.search.reading import Reader
from codebook_app.search.shelf import Shelf
from codebook_app.search.wordings import Wordings


@pytest.fixture
def entries() -> Entries:
    collected = Entries()
    collected.add("I10-I1A", "Hypertensive diseases", level="section", billable=False)
    collected.add("I10", "Essential (primary) hypertension", level="category")
    collected.add("I11", "Hypertensive heart disease", level="category", billable=False)
    collected.add("I119", "Hypertensive heart disease without heart failure")
    for number in range(8):
        collected.add(f"P{number:02}", f"Sample hypertension of kind {number}")
    for number in range(60):
        collected.add(f"Q{number:02}", f"Sample fever of kind {number}")
    collected.add("G8950", "Pressure reading documented", "Htn or pre htn noted in the chart")
    return collected


@pytest.fixture
def opened(entries: Entries, tmp_path: Path) -> SearchIndex:
    return opened_index(tmp_path / "index", entries.all)


def test_a_section_stands_below_the_code_it_is_named_for(
    entries: Entries, opened: SearchIndex
) -> None:
    for text in ("htn", "hypertensive", "hypertensive disease"):
        found = entries.codes(opened.search(text))
        assert "I10-I1A" in found
        assert found.index("I10-I1A") > 0, text
    opened.close()


def test_the_few_that_hold_an_abbreviation_count_no_more_than_those_of_its_meaning(
    entries: Entries, opened: SearchIndex
) -> None:
    vocabulary = Shelf(opened.volume).vocabulary
    reader = Reader(vocabulary, Wordings({("htn",): ("hypertension",)}), Wordings({}))
    written_out = reader.read("hypertension ", as_typed=True).masses[0]
    assert reader.read("htn ").masses[0] <= written_out * 1.001
    assert reader.read("htn ", as_typed=True).masses[0] > written_out
    assert "G8950" in entries.codes(opened.search("htn"))
    assert entries.codes(opened.search("htn", as_typed=True)) == ["G8950"]
    opened.close()
