"""Which files are ICD-10-CM's, and which release they are."""

from __future__ import annotations

from datetime import date

import pytest
from support.cm_files import (
    a_file,
    a_pdf,
    codes_addenda,
    codes_lines,
    conversion_sheet,
    order_addenda,
    order_lines,
    poa_sheet,
    poa_text,
    sample_list,
    tally,
)
from support.index_xml import (
    index,
    main,
    sample_drugs,
    sample_external,
    sample_index,
    sample_neoplasm,
    table,
)
from support.tabular_xml import sample

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import Edition, PartFile, Role
from codebook_app.codesets.icd10cm.code_set import Icd10Cm
from codebook_app.errors import KnownError

GUIDELINES = a_pdf(
    [["ICD-10-CM Official Guidelines for Coding and Reporting", "FY 2099 -- UPDATED October 1"]]
)
ADDED = [("Add", 1, "A000", "Sample river fever, upper"), ("Delete", 1, "A00", "Sample")]


def kind_of(file: OfficialFile) -> str | None:
    part = Icd10Cm().part(file)
    return part.kind if part is not None else None


def edition_of(file: OfficialFile) -> Edition | None:
    part = Icd10Cm().part(file)
    assert part is not None
    return Icd10Cm().edition(PartFile(part, file))


@pytest.mark.parametrize(
    ("content", "kind", "role"),
    [
        (sample(), "tabular", Role.BASE),
        (sample_index(), "index", Role.JOINS),
        (sample_external(), "external", Role.JOINS),
        (sample_neoplasm(), "neoplasm", Role.JOINS),
        (sample_drugs(), "drugs", Role.JOINS),
        ("".join(order_lines(sample_list())), "order", Role.SPARE),
        ("".join(codes_lines(sample_list())), "codes", Role.SPARE),
        (order_addenda(ADDED), "order-addenda", Role.JOINS),
        (codes_addenda([("Add", "A000", "Sample")]), "codes-addenda", Role.JOINS),
        (poa_text(), "poa", Role.JOINS),
        (poa_sheet(), "poa", Role.JOINS),
        (conversion_sheet([("A00.0", 2098, "A00")]), "conversion", Role.JOINS),
        (GUIDELINES, "guidelines", Role.JOINS),
    ],
)
def test_a_file_is_recognised_by_its_content_whatever_its_name(content, kind, role):
    part = Icd10Cm().part(a_file(content, "holiday.jpg"))
    assert part is not None
    assert (part.kind, part.role) == (kind, role)


@pytest.mark.parametrize(
    "content",
    [
        "Dear reader",
        "",
        "<ICD10CM.index/>",
        "<ICD10PCS.tabular/>",
        index(main("Sample", "A00"), title="A SAMPLE OF ANOTHER KIND"),
        table(("Instrument", "Sample"), main("Sample", "")),
        "00001 001     0 " + "Sample".ljust(60) + " Sample\r\n",  # a section of ICD-10-PCS
        order_addenda([("Add", 1, "00H033J", "Sample insertion")]).replace(": 1 ", ":   "),
        a_pdf([["ICD-10-PCS Official Guidelines for Coding and Reporting 2099"]]),
        b"%PDF-1.4 and then nothing of one",
        b"PK\x03\x04 and then nothing of a spreadsheet",
    ],
)
def test_whatever_else_comes_is_no_part(content):
    assert kind_of(a_file(content, "icd10cm_tabular_2026.xml")) is None


def test_text_is_read_before_a_spreadsheet_of_the_same_list():
    text, sheet = (Icd10Cm().part(a_file(content)) for content in (poa_text(), poa_sheet()))
    assert text is not None
    assert sheet is not None
    assert text.preference < sheet.preference


def test_files_that_are_no_part_are_told_what_they_are():
    code_set = Icd10Cm()
    unknown = index(main("Sample", "A00"), title="A SAMPLE OF ANOTHER KIND")
    assert "neither its title nor" in (code_set.declines(a_file(unknown)) or "")
    added = a_file(poa_text(), "POAexemptCodesFY99.zip › POAexemptAddCodesFY99.txt")
    assert "added to last year's" in (code_set.declines(added) or "")
    deleted = a_file("POAexemptCode\tDescription\r\nA00.0\tSample\r\n")
    assert "deleted from last year's" in (code_set.declines(deleted) or "")
    revised = a_file("Order99\tAction\tPOAexemptCode\tDescription\r\n1\tRevise from:\tA00\tSample")
    assert "retitled" in (code_set.declines(revised) or "")
    for file in (added, deleted, revised):
        assert code_set.part(file) is None
    assert code_set.declines(a_file("Dear reader")) is None
    assert code_set.declines(a_file("<ICD10PCS.tabular/>")) is None


@pytest.mark.parametrize(
    "name",
    [
        "icd10cm-tabular-April-1-2026.xml",
        "icd10cm_tabular_april_2026.xml",
        "table and index.zip › April 1 2026/tabular.xml",
        "icd10cm-table-index-April-2026.zip › inner.zip › tabular.xml",
        "April.xml",
    ],
)
@pytest.mark.parametrize("content", [sample(2026), sample_drugs(2026)])
def test_a_name_that_says_april_makes_the_april_update(name, content):
    edition = edition_of(a_file(content, name))
    assert (edition.release, edition.title) == ("FY2026-04", "ICD-10-CM FY2026, April 2026")
    assert (edition.effective_from, edition.effective_to) == (date(2026, 4, 1), date(2026, 9, 30))
    assert "April" in edition.decided_by


@pytest.mark.parametrize(
    "name", ["tabular.xml", "icd10cm_tabular_2026.xml", "icd10cm-tabular-April-2025.xml"]
)
@pytest.mark.parametrize("content", [sample(2026), sample_index(2026)])
def test_any_other_name_makes_the_release_of_the_fiscal_year(name, content):
    edition = edition_of(a_file(content, name))
    assert (edition.release, edition.title) == ("FY2026", "ICD-10-CM FY2026")
    assert (edition.effective_from, edition.effective_to) == (date(2025, 10, 1), date(2026, 9, 30))
    assert "2026" in edition.decided_by


def test_a_name_that_says_another_year_than_the_file_is_told():
    edition = edition_of(a_file(sample(2026), "icd10cm_tabular_2025.xml"))
    assert edition.release == "FY2026"
    assert "though its name says 2025" in edition.decided_by


def test_a_file_without_a_year_is_refused():
    with pytest.raises(KnownError, match="states no year"):
        edition_of(a_file("<ICD10CM.tabular/>"))


@pytest.mark.parametrize("year", ["0000", "0001", "1999", "2200", "9999"])
@pytest.mark.parametrize("content", [sample, sample_index, sample_drugs])
def test_a_year_without_an_icd_10_cm_is_refused(content, year):
    with pytest.raises(KnownError, match=f"x.xml states the fiscal year {int(year)}"):
        edition_of(a_file(content(year), "x.xml"))


@pytest.mark.parametrize(
    ("name", "release"),
    [
        ("icd10cm_order_2026.txt", "FY2026"),
        ("2026-code-descriptions.zip › order.txt", "FY2026"),
        ("Code Descriptions FY26.zip › order.txt", "FY2026"),
        ("april-1-2026-code-descriptions.zip › icd10cm_order_2026.txt", "FY2026-04"),
        ("2026.zip › 2025/order.txt", "FY2025"),
    ],
)
def test_names_tell_the_release_of_files_that_state_no_year(name, release):
    order = "".join(order_lines(sample_list()))
    codes = "".join(codes_lines(sample_list()))
    for content in (order, codes):
        edition = edition_of(a_file(content, name))
        assert edition is not None
        assert edition.release == release


def test_where_neither_names_nor_counts_tell_the_release_it_stays_open():
    assert edition_of(a_file("".join(order_lines(sample_list())), "order.txt")) is None


def test_a_list_as_long_as_the_published_one_is_of_that_year():
    content = "".join(f"A{number:06} Sample\r\n" for number in range(74_719))
    edition = edition_of(a_file(content, "codes.txt"))
    assert edition is not None
    assert edition.release == "FY2026"
    assert "74,719 valid codes" in edition.decided_by


def test_addenda_state_the_later_of_the_years_they_compare():
    content = order_addenda(ADDED, tally(2098, 1, 1, 0))
    edition = edition_of(a_file(content, "icd10cm_order_addenda_2031.txt"))
    assert edition is not None
    assert edition.release == "FY2098"
    assert edition_of(a_file(order_addenda(ADDED), "addenda_2031.txt")).release == "FY2031"


@pytest.mark.parametrize("heading", ["Order98", "OrdFY98", "ORDER 98"])
def test_the_poa_list_states_its_year_in_a_heading(heading):
    assert edition_of(a_file(poa_text(heading=heading), "poa_2031.txt")).release == "FY2098"


def test_the_conversion_table_states_its_year_in_a_note():
    rows = [("A00.0", 2098, "A00")]
    assert edition_of(a_file(conversion_sheet(rows), "x.xlsx")).release == "FY2099"
    update = conversion_sheet(rows, "This FY 2099 (April 1, 2099 Update) Conversion Table")
    assert edition_of(a_file(update, "x.xlsx")).release == "FY2099-04"
    silent = conversion_sheet(rows, "A sample note")
    assert edition_of(a_file(silent, "x.xlsx")) is None
    assert edition_of(a_file(silent, "CONVERSION-FY2098.xlsx")).release == "FY2098"


def test_the_guidelines_state_their_year_on_the_first_page():
    assert edition_of(a_file(GUIDELINES, "x.pdf")).release == "FY2099"
    update = a_pdf(
        [
            [
                "ICD-10-CM Official Guidelines for Coding and Reporting",
                "FY 2099 UPDATED April 1, 2099",
            ]
        ]
    )
    assert edition_of(a_file(update, "x.pdf")).release == "FY2099-04"


def test_what_holds_for_a_fiscal_year_holds_for_its_april_update():
    year = edition_of(a_file(sample_index(2026), "index.xml"))
    update = edition_of(a_file(sample(2026), "April.xml"))
    other = edition_of(a_file(sample(2025), "April.xml"))
    assert year.covers(update)
    assert not update.covers(year)
    assert not year.covers(other)
