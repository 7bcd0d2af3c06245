"""Which release a file belongs to."""

from __future__ import annotations

from datetime import date

import pytest
from support.pcs_xml import (
    SAMPLE,
    YEAR,
    SampleTable,
    addenda_line,
    official,
    order_text,
    parts_of,
    read,
    refusal,
    sample_addenda,
    sample_definitions_xml,
    sample_index_xml,
    sample_titles,
    tables_xml,
    titles_csv,
)

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import Edition
from codebook_app.codesets.icd10pcs import editions
from codebook_app.codesets.icd10pcs.code_set import Icd10Pcs


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the sample's count be that of the April update of 2099, 13 that of October."""
    monkeypatch.setattr(editions, "PUBLISHED", {"FY2099": 13, "FY2099-04": 14, "FY2098": 12})


def edition(file: OfficialFile) -> Edition | None:
    (part,) = parts_of(file)
    return Icd10Pcs().edition(part)


def release(content: str, name: str) -> str:
    found = edition(official(content, name))
    return found.release if found is not None else ""


def without(codes: int) -> tuple[SampleTable, ...]:
    """Return the sample with one or two codes less."""
    return tuple(table for table in SAMPLE if table.code not in ("GZ1", "002")[:codes])


def test_a_fiscal_year_begins_in_october():
    found = edition(official(tables_xml(), "tables.xml"))
    assert found == Edition(
        "FY2099",
        "ICD-10-PCS FY2099",
        date(2098, 10, 1),
        date(2099, 9, 30),
        "taken for FY2099, since the file states 2099, and no name says April",
    )


def test_the_april_update_begins_in_april():
    found = edition(official(tables_xml(), "April 1 2099 tables.zip › tables.xml"))
    assert found is not None
    assert (found.release, found.title) == ("FY2099-04", "ICD-10-PCS FY2099, April 2099")
    assert (found.effective_from, found.effective_to) == (date(2099, 4, 1), date(2099, 9, 30))
    assert "“April 1 2099 tables.zip” says April" in found.decided_by


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("icd10pcs_order_2099.txt", "FY2099"),
        ("2099-titles.zip › order.txt", "FY2099"),
        ("april-2099.zip › icd10pcs_order_2099.txt", "FY2099-04"),
        ("April update.zip › icd10pcs_order_2099.txt", "FY2099-04"),
        ("April 2098.zip › icd10pcs_order_2099.txt", "FY2099"),
        ("downloads/PCS FY31.zip › order.txt", "FY2031"),
        ("order.txt", ""),
        ("order 120991.txt", ""),
    ],
)
def test_an_order_file_whose_count_is_unknown_goes_by_the_names(name, expected):
    assert release(order_text(), name) == expected


def test_a_damaged_order_file_that_nothing_tells_the_release_of_is_refused_with_its_line():
    lines = order_text().splitlines(keepends=True)
    lines[2] = f" {lines[2]}"

    assert "order.txt, line 3: the line has not the columns" in refusal(
        lambda: edition(official("".join(lines), "order.txt"))
    )


@pytest.mark.usefixtures("published")
def test_tables_that_state_a_year_and_hold_the_codes_of_another_are_refused():
    said = refusal(lambda: read(official(tables_xml(year=2098), "tables.xml")))

    assert "ICD-10-PCS FY2098 would hold the 14 codes that CMS counts for FY2099-04" in said
    assert (
        refusal(lambda: read(official(tables_xml(year=2097), "order.txt"), release="FY2099")) == ""
    )


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("name", ["order.txt", "icd10pcs_order_2041.txt", "2040.zip › order.txt"])
def test_a_count_that_cms_published_goes_before_any_name(name):
    found = edition(official(order_text(), name))
    assert found is not None
    assert found.release == "FY2099-04"
    assert "14 codes, as CMS counts" in found.decided_by
    year = name[-8:-4] if "order_2041" in name else name[:4]
    assert (f"says {year}" in found.decided_by) is year.isdigit()


@pytest.mark.usefixtures("published")
def test_the_count_of_the_rows_tells_october_from_april():
    assert release(tables_xml(), "tables.xml") == "FY2099-04"
    assert release(tables_xml(without(1)), "tables.xml") == "FY2099"
    assert release(tables_xml(without(1)), "april.zip › tables.xml") == "FY2099"
    assert release(tables_xml(without(2)), "tables.xml") == "FY2099"


def test_an_april_update_may_leave_the_count_as_it_is(monkeypatch):
    monkeypatch.setattr(editions, "PUBLISHED", {"FY2099": 14})
    assert release(tables_xml(), "april.zip › tables.xml") == "FY2099-04"
    assert release(tables_xml(), "tables.xml") == "FY2099"
    assert release(order_text(), "order.txt") == "FY2099"
    assert release(order_text(), "april-2099.zip › order.txt") == "FY2099-04"


def test_a_name_that_contradicts_the_stated_year_is_told_of():
    found = edition(official(tables_xml(), "2026-tables.zip › tables.xml"))
    assert found is not None
    assert found.release == "FY2099"
    assert found.decided_by.endswith("though “2026-tables.zip” says 2026")


@pytest.mark.parametrize("content", [sample_index_xml(), sample_definitions_xml()])
def test_index_and_definitions_hold_for_the_whole_year_they_state(content):
    year = edition(official(content, "any.xml"))
    april = edition(official(tables_xml(), "april.zip › tables.xml"))
    assert year is not None
    assert april is not None
    assert year.release == "FY2099"
    assert year.covers(april)
    assert not april.covers(year)


def test_addenda_belong_to_the_order_file_they_lead_to():
    assert release(sample_addenda(), "addenda.txt") == "FY2099"
    assert release(sample_addenda(), "2098.zip › addenda_2098.txt") == "FY2099"
    bare = addenda_line("Add", "0016070", "Sample") + "\r\n"
    assert release(bare, "order_addenda_2041.txt") == "FY2041"
    assert release(bare, "addenda.txt") == ""


@pytest.mark.usefixtures("published")
def test_addenda_of_an_april_update_are_known_by_the_count():
    assert release(sample_addenda(), "addenda.txt") == "FY2099-04"


@pytest.mark.usefixtures("published")
def test_a_list_of_titles_is_known_by_its_count():
    assert release(titles_csv(sample_titles()), "titles.csv") == "FY2099-04"


@pytest.mark.parametrize("year", ["", "209", "twelve", "1999", "20990", "２０９９"])
def test_a_year_that_is_none_is_refused_with_its_line(year):
    xml = tables_xml().replace(f"<version>{YEAR}", f"<version>{year}")
    said = refusal(lambda: edition(official(xml, "tables.xml")))
    assert said.startswith("tables.xml, line 3: the year of the edition is not a year")


def test_a_file_that_states_no_year_is_refused():
    xml = tables_xml().replace(f"<version>{YEAR}</version>", "")
    said = refusal(lambda: edition(official(xml, "tables.xml")))
    assert said.startswith("tables.xml, line 2: the file does not state the year")
