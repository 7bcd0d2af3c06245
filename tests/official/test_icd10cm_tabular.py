"""The tabular lists against what CDC publishes beside them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from support.printed import count_containers

from codebook_app.codesets.archive import OfficialFile, official_files
from codebook_app.codesets.base import PartFile
from codebook_app.codesets.icd10cm.assembly import assemble
from codebook_app.codesets.icd10cm.checks import plain
from codebook_app.codesets.icd10cm.code_set import EMBEDDED, Icd10Cm
from codebook_app.codesets.icd10cm.grammar import normalise, undotted
from codebook_app.codesets.icd10cm.order import OrderLine, is_order_file, read_order
from codebook_app.codesets.icd10cm.printed import PrintedTabular
from codebook_app.codesets.icd10cm.tabular import ROOT_TAG, read_tabular
from codebook_app.domain.note import NoteKind
from codebook_app.domain.tabular import TabularList

pytestmark = pytest.mark.slow

FY2026_CONTAINERS = {
    NoteKind.INCLUSION_TERM: 6809,
    NoteKind.EXCLUDES1: 2644,
    NoteKind.EXCLUDES2: 1165,
    NoteKind.USE_ADDITIONAL_CODE: 844,
    NoteKind.SEVENTH_CHARACTER_NOTE: 508,
    NoteKind.INCLUDES: 415,
    NoteKind.CODE_FIRST: 363,
    NoteKind.CODE_ALSO: 320,
    NoteKind.NOTES: 86,
    NoteKind.VISUAL_IMPAIRMENT: 1,
}


def printed_in(file: OfficialFile) -> PrintedTabular:
    return read_tabular(file.chunks(), file.name, file.size)


def tabular_of(path: Path) -> PrintedTabular:
    with official_files([path]) as found:
        (file,) = (file for file in found.files if file.root == ROOT_TAG)
        return printed_in(file)


def order_of(path: Path) -> list[OrderLine]:
    with official_files([path]) as found:
        (file,) = (file for file in found.files if is_order_file(file.head))
        return list(read_order(file).lines)


def below_sections(content: TabularList) -> Iterator[OrderLine]:
    for line in content.codes:
        if not line.heading:
            yield OrderLine(undotted(line.code), line.billable, line.title)


@pytest.fixture(scope="module")
def embedded_printed() -> PrintedTabular:
    return printed_in(EMBEDDED[0].official_files()[0])


@pytest.fixture(scope="module")
def embedded(embedded_printed: PrintedTabular) -> TabularList:
    return assemble(embedded_printed, "icd10cm", "FY2026-04")


@pytest.mark.slow
def test_the_embedded_release_has_every_line_and_note_container(embedded_printed):
    elements = [line.element for line in embedded_printed.lines]
    assert elements.count("chapter") == 22
    assert elements.count("section") == 297
    assert elements.count("diag") == 46_881
    assert count_containers(embedded_printed.lines) == FY2026_CONTAINERS
    assert sum(line.seventh is not None for line in embedded_printed.lines) == 508
    assert embedded_printed.unknown_elements == {}


@pytest.mark.slow
def test_the_embedded_release_has_exactly_the_published_codes(embedded):
    assert embedded.billable == 74_719
    assert len(embedded.codes) == 98_505
    assert len(embedded.notes) == 25_171


def test_every_code_of_the_embedded_release_is_shaped_as_codes_are(embedded):
    for line in below_sections(embedded):
        assert undotted(normalise(line.code) or "") == line.code


def test_head_injuries_that_end_in_death_take_one_seventh_character(embedded):
    taken = [line.code for line in embedded.codes if line.code.startswith("S06.2X7")]
    assert taken == ["S06.2X7", "S06.2X7A"]
    taken = [line.code for line in embedded.codes if line.code.startswith("S06.2X9")]
    assert taken == ["S06.2X9", "S06.2X9A", "S06.2X9D", "S06.2X9S"]


def test_the_table_of_visual_impairment_is_read_whole(embedded):
    (table,) = (note for note in embedded.notes if note.kind is NoteKind.VISUAL_IMPAIRMENT)
    rows = [row.split("\t") for row in table.text.split("\n")]
    assert {len(row) for row in rows} == {3}
    assert rows[1] == ["1", "6/18", "6/60"]
    assert rows[-1] == ["9", "Undetermined or unspecified", ""]
    assert len(rows) == 15


def test_blocks_of_sections_enclose_their_sections(embedded):
    by_id = {line.id: line for line in embedded.codes}

    def above(code: str) -> list[str]:
        line = next(line for line in reversed(embedded.codes) if line.code == code)
        names = []
        while line.parent_id is not None:
            line = by_id[line.parent_id]
            names.append(line.code)
        return names

    assert above("C34.1") == ["C34", "C30-C39", "C00-C75", "C00-C96", "2"]
    assert above("C7B.0") == ["C7B", "C7B", "C00-C96", "2"]
    assert above("W21.89") == ["W21.8", "W21", "W20-W49", "W00-X58", "V00-X58", "20"]
    assert above("E11.22") == ["E11.2", "E11", "E08-E13", "4"]


def references_to_nowhere(content: TabularList) -> Iterator[tuple[str, str]]:
    """Yield each code or prefix that a note names and no line begins with, with the note."""
    beginnings = {
        line.code[:end] for line in below_sections(content) for end in range(3, len(line.code) + 1)
    }
    in_order = sorted(beginnings)
    for note in content.notes:
        for found in note.references:
            start = bisect_left(in_order, found.first)
            end = bisect_right(in_order, f"{found.last}~")
            if not any(found.covers(beginning) for beginning in in_order[start:end]):
                yield note.text[found.start : found.end], note.text


def test_the_references_of_the_embedded_release_lead_somewhere(embedded):
    assert sum(len(note.references) for note in embedded.notes) == 12_103
    # A slip of the official list: the code is G31.09.
    assert list(references_to_nowhere(embedded)) == [
        ("G31.90", "other frontotemporal neurocognitive disorder (G31.90)")
    ]


def test_whatever_is_printed_with_a_point_is_found(embedded):
    pointed = re.compile(r"[A-Z][0-9A-Z]{2}\.[0-9A-Z]+")
    for note in embedded.notes:
        for match in pointed.finditer(note.text):
            assert any(
                found.start <= match.start() and match.end() <= found.end
                for found in note.references
            ), note.text


@pytest.mark.official
@pytest.mark.parametrize(
    ("order_zip", "billable"),
    [
        ("icd10cm-Code Descriptions-2026.zip", 74_719),
        ("2026-code-descriptions-tabular-order.zip", 74_719),
    ],
)
def test_fy2026_agrees_with_the_order_files_code_for_code(
    official_dir, embedded, order_zip, billable
):
    ordered = order_of(official_dir / "icd10cm" / order_zip)
    assert_agreement(list(below_sections(embedded)), ordered, billable)


@pytest.mark.official
def test_fy2025_agrees_with_its_order_file_code_for_code(official_dir):
    folder = official_dir / "icd10cm"
    printed = tabular_of(folder / "assembled-icd10cm-table-and-index-2025.zip")
    content = assemble(printed, "icd10cm", "FY2025-04")
    ordered = order_of(folder / "ICD10-CM Code Descriptions 2025.zip")
    assert_agreement(list(below_sections(content)), ordered, 74_260)


@pytest.mark.official
def test_fy2017_is_read_as_published(official_dir):
    printed = tabular_of(official_dir / "icd10cm" / "ICD10CM_FY2017_Full_XML.zip")
    content = assemble(printed, "icd10cm", "FY2017")
    assert printed.year == 2017
    assert printed.unknown_elements == {}
    assert content.billable == 71_486


@pytest.mark.official
def test_the_april_2026_list_is_the_embedded_one(official_dir):
    path = official_dir / "icd10cm" / "assembled-icd10cm-table-and-index-April-1-2026.zip"
    with official_files([path]) as found:
        (file,) = (file for file in found.files if file.root == ROOT_TAG)
        (mine,) = EMBEDDED[0].official_files()
        assert b"".join(file.chunks()) == b"".join(mine.chunks())
        for each in (file, mine):
            part = Icd10Cm().part(each)
            assert part is not None
            edition = Icd10Cm().edition(PartFile(part, each))
            assert edition is not None
            assert edition.release == EMBEDDED[0].release == "FY2026-04"


def assert_agreement(
    printed: Sequence[OrderLine], ordered: Sequence[OrderLine], billable: int
) -> None:
    """Check order, codes, billable state, and titles but for accents and doubled blanks."""
    assert [(line.code, line.billable) for line in printed] == [
        (line.code, line.billable) for line in ordered
    ]
    assert sum(line.billable for line in ordered) == billable
    different = [
        (mine.code, mine.title, theirs.title)
        for mine, theirs in zip(printed, ordered, strict=True)
        if plain(mine.title) != plain(theirs.title)
    ]
    assert different == []
    accented = sum(
        mine.title != theirs.title for mine, theirs in zip(printed, ordered, strict=True)
    )
    assert accented < 200
