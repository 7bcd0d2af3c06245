"""What ICD-10-PCS takes a file for, and what it makes of it."""

from __future__ import annotations

import pytest
from support.pcs_xml import (
    CODES,
    TABLES,
    addenda,
    document,
    official,
    order_text,
    parts_of,
    read,
    refusal,
    sample_definitions,
    sample_index,
    sample_order,
    sample_tables,
    sample_titles,
    titles_csv,
)

from codebook_app.codesets.base import CodeSet, Edition, Role
from codebook_app.codesets.icd10pcs.code_set import EMBEDDED, Icd10Pcs
from codebook_app.domain.content import DELETED, NEW, REVISED
from codebook_app.progress import silent

SPACED = "".join(f"{code} {title}\r\n" for code, title in sample_titles().items())


@pytest.mark.parametrize(
    ("file", "kind", "role"),
    [
        (sample_order(), "order", Role.BASE),
        (sample_tables(), "tables", Role.BASE),
        (official(SPACED, "codes.txt"), "titles", Role.BASE),
        (official(titles_csv(sample_titles()), "codes.csv"), "titles", Role.BASE),
        (sample_index(), "index", Role.JOINS),
        (sample_definitions(), "definitions", Role.JOINS),
        (addenda(), "order-addenda", Role.JOINS),
    ],
)
def test_a_file_is_known_by_its_content(file, kind, role):
    part = Icd10Pcs().part(file)
    assert part is not None
    assert (part.kind, part.role) == (kind, role)


def test_the_text_of_titles_goes_before_the_columns():
    text, columns = parts_of(
        official(SPACED, "codes.txt"), official(titles_csv(sample_titles()), "codes.csv")
    )
    assert text.part.preference < columns.part.preference


def test_the_addenda_of_the_order_file_go_before_those_of_the_codes_file():
    of_codes = "Add:         0016070 Sample\r\nDelete:      0016071 Sample\r\n"
    order, codes = parts_of(addenda(), official(of_codes, "codes_addenda_2099.txt"))
    assert order.part.kind == codes.part.kind
    assert order.part.preference < codes.part.preference


@pytest.mark.parametrize(
    "content",
    [
        document("ICD10CM.index"),
        document("ICD10PCS.addenda"),
        "%PDF-1.7",
        "anything at all",
        "0",
        "\x00\x01",
    ],
)
def test_anything_else_is_not_taken(content):
    assert Icd10Pcs().part(official(content, "any")) is None


def test_another_xml_of_it_is_declined_with_its_root():
    code_set = Icd10Pcs()
    declined = code_set.declines(official(document("ICD10PCS.addenda"), "any.xml"))
    assert declined == "an ICD-10-PCS file of a kind that is not read (<ICD10PCS.addenda>)"
    assert code_set.declines(official(document("ICD10CM.index"), "any.xml")) is None
    assert code_set.declines(sample_tables()) is None
    assert code_set.declines(official("text", "any.txt")) is None


def test_a_release_holds_what_its_parts_hold():
    content = read(sample_order(), sample_tables(), sample_index(), sample_definitions(), addenda())
    assert content.tabular.billable == CODES
    assert [table.code for table in content.procedure_tables] == ["001", "002", "GZ1", "XW0"]
    assert len(content.index_terms) == 8
    assert len(content.definitions) == 5
    assert len(content.device_aggregates) == 1
    assert [listing.list for listing in content.listings] == [NEW, NEW, NEW, DELETED, REVISED]
    assert content.left_out == ()


def test_an_order_file_alone_makes_a_release():
    content = read(sample_order())
    assert content.tabular.billable == CODES
    assert sum(line.opens_page for line in content.tabular.codes) == TABLES
    assert content.procedure_tables == ()


def test_an_index_alone_makes_none():
    code_set = Icd10Pcs()
    parts = parts_of(sample_index())
    edition = code_set.edition(parts[0])
    assert edition is not None
    said = refusal(lambda: code_set.read(parts, edition, silent, None))
    assert said.startswith("Nothing of ICD-10-PCS FY2099 says which codes there are.")


def test_a_truncated_order_file_is_refused_where_it_ends():
    cut = order_text()[:-70]
    said = refusal(lambda: read(official(cut, "order_2099.txt")))
    assert said.startswith("order_2099.txt, line 18: ")


def test_it_is_a_code_set_like_any_other():
    code_set: CodeSet = Icd10Pcs()
    assert (code_set.name, code_set.title, code_set.licensed) == ("icd10pcs", "ICD-10-PCS", False)
    assert code_set.embedded == EMBEDDED


@pytest.mark.slow
def test_the_embedded_release_is_april_2024():
    code_set = Icd10Pcs()
    (release,) = code_set.embedded
    (file,) = release.official_files()
    (part,) = parts_of(file)
    edition = code_set.edition(part)
    assert isinstance(edition, Edition)
    assert edition.release == release.release == "FY2024-04"
    content = code_set.read([part], edition, silent, None)
    assert content.tabular.billable == release.billable == 78_638
    titles = {line.code: line.title for line in content.tabular.codes}
    assert titles["0SR9019"].startswith("Replacement of Right Hip Joint with Metal")
    assert titles["0SR"] == "Lower Joints, Replacement"
    assert "as many codes as CMS counts for FY2024-04" in content.checks[0]
