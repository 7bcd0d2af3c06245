"""Official titles and notes read as prose: no code that is not named there, and none lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from support.official_shelf import ON, official_shelf

from codebook_app.codesets.registry import all_code_sets
from codebook_app.services.dropped_files import may_be_list
from codebook_app.services.known_codes import KnownCodes
from codebook_app.services.list_import import ListImport
from codebook_app.services.releases import Releases

pytestmark = [pytest.mark.official, pytest.mark.slow]
_SHAPED = re.compile(r"[A-Z][0-9][0-9AB](?:\.[0-9A-Z]{1,4})?", re.IGNORECASE)


@pytest.fixture(scope="module")
def releases(official_dir, tmp_path_factory) -> Iterator[Releases]:
    opened = official_shelf(official_dir, tmp_path_factory)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def reader(releases) -> ListImport:
    return ListImport(KnownCodes(releases))


def batched(every: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """Yield parts of a list that are short enough to be read as one text."""
    for at in range(0, len(every), size):
        yield every[at : at + size]


def _lines(releases: Releases, code_set: str, on: date = ON) -> list:
    chosen = releases.choose(code_set, on).release
    return list(releases.reader(code_set, chosen.release).searchable())


@pytest.mark.parametrize("code_set", ["icd10cm", "icd10pcs", "msdrg"])
def test_no_title_of_a_book_is_read_as_a_code(releases, reader, code_set):
    titles = [entry.title for entry in _lines(releases, code_set)]
    assert titles

    for some in batched(titles, 3000):
        reading = reader.read_text("\n".join(some), on=ON)
        assert [found.written for found in reading.codes] == []


def test_titles_of_hcpcs_hold_the_codes_they_name_and_no_other(releases, reader):
    named = 0
    for some in batched([entry.title for entry in _lines(releases, "hcpcs")], 3000):
        reading = reader.read_text("\n".join(some), on=ON)
        for found in reading.codes:
            named += 1
            assert re.fullmatch(r"[a-v][0-9]{4}|[0-9]{4}[0-9a-z]", found.written, re.IGNORECASE)
    assert named < 200


def test_notes_hold_the_codes_they_name_and_no_other(releases, reader):
    entries = _lines(releases, "icd10cm")
    chosen = releases.choose("icd10cm", ON).release
    notes = releases.reader("icd10cm", chosen.release).notes([entry.id for entry in entries])
    texts = [" ".join(note.text.split()) for some in notes.values() for note in some]
    assert len(texts) > 20_000

    read, bare = 0, []
    for some in batched(texts, 3000):
        text = "\n".join(some)
        for found in reader.read_text(text, on=ON).codes:
            if found.line is None:
                continue  # asked, and left out while nothing is answered
            read += 1
            assert _SHAPED.fullmatch(found.written), found.written
            if "." not in found.written:
                bare.append(text[max(0, found.start - 60) : found.end])
    # Bare categories that are codes stand in brackets, or behind "category" and its codes.
    named = re.compile(
        r"[(\[][^)\]\n]*$|categor|\bcodes?\b|\b[A-Z][0-9][0-9AB]\b.+$|\n[A-Z][0-9]{2}$",
        re.IGNORECASE,
    )
    assert [one for one in bare if not named.search(one)] == []
    assert len(bare) < 300
    assert read > 2000


def test_every_billable_code_pasted_with_its_title_is_read_and_nothing_else(releases, reader):
    entries = [one for one in _lines(releases, "icd10cm") if one.billable][::7]
    for some in batched(entries, 400):
        reading = reader.read_text("\n".join(f"{one.code} {one.title}" for one in some), on=ON)
        assert [found.line.code.replace(".", "") for found in reading.codes if found.line] == [
            one.code for one in some
        ]
        assert reading.questions == ()


def test_an_official_workbook_that_is_dropped_is_no_list(official_dir):
    workbook = official_dir / "hcpcs" / "HCPC2025_OCT_ANWEB.xlsx"

    assert not may_be_list(workbook, list(all_code_sets()))
