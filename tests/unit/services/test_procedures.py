"""Building a procedure code from an installed release."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from support import pcs_xml

from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.services.procedures import ProcedureTables
from codebook_app.services.releases import Releases

IN_FORCE = date(2099, 1, 1)


@pytest.fixture(scope="module")
def releases(tmp_path_factory) -> Iterator[Releases]:
    folder = tmp_path_factory.mktemp("procedures")
    (folder / "tables.xml").write_text(pcs_xml.tables_xml(), encoding="utf-8")
    (folder / "order_2099.txt").write_text(pcs_xml.order_text(), encoding="utf-8", newline="")
    made = Releases(Folders(folder / "data"))
    made.import_paths([folder / "tables.xml", folder / "order_2099.txt"])
    yield made
    made.close()


@pytest.fixture
def procedures(releases) -> ProcedureTables:
    return ProcedureTables(releases)


def test_the_outline_names_every_table_and_counts_its_codes(procedures):
    page = procedures.page(on=IN_FORCE)

    assert [(head.code, head.codes) for head in page.outline.heads] == [
        ("001", 10),
        ("002", 1),
        ("GZ1", 1),
        ("XW0", 2),
    ]
    assert [axis.title for axis in page.outline.heads[0].axes] == [
        "Section",
        "Body System",
        "Operation",
    ]
    assert page.table is None
    assert not page.outline.derived


def test_three_characters_bring_the_table_with_its_titles(procedures):
    page = procedures.page("0019", on=IN_FORCE)

    assert page.chosen == "0019"
    assert page.table is not None
    assert sorted(page.table.codes()) == sorted(page.titles)
    assert page.titles["00190J1"] == "Sample bypass of sample 00190J1"


def test_any_case_is_taken(procedures):
    assert procedures.page(" xw0 ", on=IN_FORCE).chosen == "XW0"


def test_what_no_code_begins_with_is_refused_and_what_does_is_named(procedures):
    with pytest.raises(KnownError) as fault:
        procedures.page("0017", on=IN_FORCE)

    assert "begins with 0017" in str(fault.value)
    assert "begin with 001." in fault.value.hint

    with pytest.raises(KnownError) as longer:
        procedures.page("00190J12", on=IN_FORCE)
    assert "begin with 00190J1." in longer.value.hint


def test_the_outline_is_read_once(procedures):
    assert procedures.page(on=IN_FORCE).outline is procedures.page("001", on=IN_FORCE).outline


def test_a_release_of_titles_alone_is_built_of_its_codes(tmp_path):
    titles = tmp_path / "icd10pcs_titles_FY2099.csv"
    titles.write_text(pcs_xml.titles_csv(pcs_xml.sample_titles()), encoding="utf-8")
    releases = Releases(Folders(tmp_path / "data"))
    try:
        releases.import_paths([titles], code_set="icd10pcs")
        procedures = ProcedureTables(releases)
        page = procedures.page("001", on=IN_FORCE)
    finally:
        releases.close()

    assert page.outline.derived
    assert page.table is not None
    assert sorted(page.table.codes()) == sorted(page.titles)
