"""A coder drops whatever was published onto the program, and it is simply there.

Each code set of the program is installed from its official files, or, where they are licensed, from
invented ones in their layout; a code of each is found, shown and added to an encounter.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from support.cpt_files import LONG, MODIFIERS, NOTICE, headed
from support.icf_files import CLASSES, claml

from codebook_app.bootstrap import open_program
from codebook_app.domain.copying import CopyOptions
from codebook_app.domain.encounter import Setting
from codebook_app.domain.index_term import IndexBook
from codebook_app.domain.release import InstallReport
from codebook_app.domain.search import HitKind
from codebook_app.errors import KnownError
from codebook_app.services.program import Program

pytestmark = [pytest.mark.official, pytest.mark.slow]


class Row(NamedTuple):
    """A code set, a release with its counts, and how a coder comes to a code of it."""

    code_set: str
    release: str
    codes: int
    billable: int
    on: date
    words: str
    code: str
    under: str


ROWS = (
    Row(
        *("icd10cm", "FY2026-04", 98_186, 74_719, date(2026, 5, 1)),
        *("type 2 diabetes chronic kidney disease", "E11.22", "E11"),
    ),
    Row(
        *("icd10pcs", "FY2026", 80_029, 79_115, date(2026, 5, 1)),
        *("replacement right hip joint synthetic ceramic cemented open", "0SR9039", "0SR"),
    ),
    Row(
        *("hcpcs", "2025-10", 8_846, 7_258, date(2025, 10, 15)),
        *("onabotulinumtoxina", "J0585", "J"),
    ),
    Row("cpt", "2026", 16, 13, date(2026, 5, 1), "sample imaging", "70010", "70010-79999"),
    Row("icf", "2017", 5, 5, date(2026, 5, 1), "orientation time", "b1140", "b114"),
    Row(
        *("msdrg", "v43", 772, 772, date(2026, 5, 1)),
        *("hip replacement with hip fracture with mcc", "521", "MDC 08"),
    ),
)


@pytest.fixture(scope="module")
def licensed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of invented CPT and ICF files, laid out as the owners' are."""
    folder = tmp_path_factory.mktemp("licensed")
    cpt = folder / "CPT 2026"
    cpt.mkdir()
    lines = [f"{code}\t{text}" for code, text in LONG.items()]
    (cpt / "LONGULT.txt").write_bytes(headed(*lines).encode("cp1252"))
    (cpt / "MODUL.txt").write_bytes(b"".join(MODIFIERS.chunks()))
    (folder / "icf.xml").write_text(claml(*CLASSES), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("everything") / "data"


@pytest.fixture(scope="module")
def reports(data: Path, licensed: Path, official_dir: Path) -> tuple[InstallReport, ...]:
    program = open_program(data)
    found = program.releases.import_paths([official_dir, licensed])
    program.releases.confirm_licence("cpt", "2026")
    program.close()
    return found


@pytest.fixture(scope="module")
def program(data: Path, reports: tuple[InstallReport, ...]) -> Iterator[Program]:
    opened = open_program(data)
    yield opened
    opened.close()


@pytest.fixture(params=ROWS, ids=[f"{row.code_set} {row.release}" for row in ROWS])
def row(request: pytest.FixtureRequest) -> Row:
    found: Row = request.param
    return found


def test_everything_published_is_installed_from_one_folder(reports):
    assert [(report.code_set, report.release) for report in reports] == [
        *(("icd10cm", release) for release in ("FY2017", "FY2025-04", "FY2026-04")),
        *(("icd10pcs", release) for release in ("FY2025", "FY2026")),
        *(("hcpcs", release) for release in ("2019-01", "2025-10")),
        ("cpt", "2026"),
        ("icf", "2017"),
        ("msdrg", "v43"),
    ]


def test_the_counts_of_each_are_those_published(row, reports):
    report = next(
        one for one in reports if (one.code_set, one.release) == (row.code_set, row.release)
    )

    assert (report.codes, report.billable) == (row.codes, row.billable)
    assert report.checked


def test_a_code_of_each_is_found_by_its_words_and_by_itself(row, program):
    for asked in (row.words, row.code, row.code.lower().replace(".", "")):
        answer = program.lookup.search(asked, code_sets=[row.code_set], on=row.on)
        codes = [hit.code for hit in answer.hits if hit.kind is HitKind.CODE]
        assert row.code in codes[:3], asked


def test_a_code_of_each_is_shown_in_its_place(row, program):
    entry = program.lookup.entry(row.code, code_set=row.code_set, on=row.on)
    page = program.lookup.page(row.code, code_set=row.code_set, on=row.on)

    assert entry.code.code == row.code
    assert entry.code.billable
    assert entry.choice.release.release == row.release
    assert entry.choice.in_force
    assert row.under in [line.code for line in entry.ancestors]
    assert page.focus in {line.code.id for line in page.lines} | {page.heading.id}


def test_a_code_of_each_is_added_to_an_encounter_and_copied(program):
    encounter = program.encounters.create("Visit 14", Setting.INPATIENT, date(2026, 5, 1))
    for row in ROWS:
        code = program.lookup.entry(row.code, code_set=row.code_set, on=row.on).code
        encounter = program.encounters.add(encounter, code)

    kept = program.encounters.open(encounter.id)
    assert [(line.code_set, line.release, line.code) for line in kept.lines] == [
        (row.code_set, row.release, row.code) for row in ROWS
    ]
    text = program.copying.render(kept, "plain", CopyOptions()).text
    assert [one.split()[-1] for one in text.splitlines()] == [row.code for row in ROWS]


@pytest.mark.parametrize(
    ("words", "book", "code"),
    [
        ("Diabetes type 2 with chronic kidney disease", IndexBook.INDEX, "E1122"),
        ("Fall from ladder", IndexBook.EXTERNAL, "W11"),
        ("Neoplasm breast", IndexBook.NEOPLASM, "C50.9-"),
        ("Aspirin", IndexBook.DRUGS, "T39.011"),
        ("Appendectomy", IndexBook.PCS, "0DTJ"),
    ],
)
def test_every_book_of_terms_opens_at_a_term_that_leads_to_its_code(program, words, book, code):
    page = program.index_lookup.find(words.split(), book=book, on=date(2025, 5, 1))

    last = next(term.last_descendant_id for term in page.terms if term.id == page.focus)
    asked_for = [term for term in page.terms if page.focus <= term.id <= last]
    assert code in {
        *(target.code for term in asked_for for target in term.targets),
        *(cell for term in asked_for for cell in term.cells),
    }


def test_importing_the_same_again_changes_nothing(data, program, official_dir, licensed):
    before = {path: path.stat().st_mtime_ns for path in data.glob("releases/*/*/reference.db")}

    again = program.releases.import_paths([official_dir / "hcpcs", licensed])

    assert all(report.unchanged for report in again)
    assert len(again) == 4
    after = {path: path.stat().st_mtime_ns for path in data.glob("releases/*/*/reference.db")}
    assert after == before


def test_between_two_years_the_codes_changed_as_published(program):
    changes = program.changes.between("icd10cm", "FY2025", "FY2026")

    assert (len(changes.added), len(changes.deleted)) == (487, 28)
    assert all(line.billable for line in (*changes.added, *changes.deleted))


def test_a_licensed_release_is_neither_searched_nor_shown_before_it_is_confirmed(
    tmp_path, licensed
):
    program = open_program(tmp_path / "data")
    try:
        (report,) = program.releases.import_paths([licensed / "CPT 2026"])
        assert report.notice.splitlines()[0] == NOTICE.splitlines()[0]
        (release,) = program.releases.installed()
        assert not release.confirmed
        with pytest.raises(KnownError):
            program.lookup.search("sample imaging")
        with pytest.raises(KnownError, match="licence"):
            program.lookup.entry("70010", code_set="cpt")

        confirmed = program.releases.confirm_licence("cpt", "2026")

        assert replace(confirmed, searchable=True).confirmed
        assert program.lookup.search("sample imaging").hits[0].code == "70010"
        inside = {path for path in tmp_path.rglob("*") if path.is_file()}
        assert all(path.is_relative_to(tmp_path / "data") for path in inside)
    finally:
        program.close()
        shutil.rmtree(tmp_path / "data")
