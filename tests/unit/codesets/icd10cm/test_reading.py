"""A release made of all its parts, and what is said once they were compared."""

from __future__ import annotations

import gc
from collections.abc import Mapping

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
    leads,
    main,
    sample_drugs,
    sample_external,
    sample_index,
    sample_neoplasm,
    term,
)
from support.tabular_xml import BILLABLE, LINES, sample

from codebook_app.codesets.base import PartFile
from codebook_app.codesets.icd10cm import checks
from codebook_app.codesets.icd10cm.code_set import Icd10Cm
from codebook_app.codesets.icd10cm.editions import fiscal_year
from codebook_app.domain.content import DELETED, NEW, POA_EXEMPT, REVISED, ReleaseContent
from codebook_app.domain.index_term import IndexBook
from codebook_app.errors import KnownError
from codebook_app.progress import Cancelled, CancelToken, Progress, silent

CHANGES = [
    ("Add", 1, "E1121", "Sample"),
    ("Delete", 1, "E1120", "Sample"),
    ("Revise to", 1, "A00", "Sample river fever"),
]
GUIDELINES = a_pdf(
    [["ICD-10-CM Official Guidelines for Coding and Reporting", "FY 2099"]],
    [(0, "Section I. Sample", 1), (1, "A. Sample", 1)],
)
EVERYTHING: Mapping[str, str | bytes] = {
    "tabular.xml": sample(),
    "index.xml": sample_index(),
    "external.xml": sample_external(),
    "neoplasm.xml": sample_neoplasm(),
    "drugs.xml": sample_drugs(),
    "order.txt": "".join(order_lines(sample_list())),
    "codes.txt": "".join(codes_lines(sample_list())),
    "order-addenda.txt": order_addenda(CHANGES, tally(2099, 1, 1, 1)),
    "codes-addenda.txt": codes_addenda([(what, code, title) for what, _, code, title in CHANGES]),
    "poa.txt": poa_text(),
    "conversion.xlsx": conversion_sheet([("E11.21", 2098, "E11.20")]),
    "guidelines.pdf": GUIDELINES,
}


def read(files: Mapping[str, str | bytes], cancel: CancelToken | None = None) -> ReleaseContent:
    code_set = Icd10Cm()
    parts = []
    for name, content in files.items():
        file = a_file(content, name)
        part = code_set.part(file)
        assert part is not None
        parts.append(PartFile(part, file))
    return code_set.read(parts, fiscal_year(2099, ""), silent, cancel)


@pytest.fixture(scope="module")
def everything() -> ReleaseContent:
    return read(EVERYTHING)


def test_all_the_parts_make_one_release(everything):
    assert everything.tabular.billable == BILLABLE
    assert {line.release for line in everything.tabular.codes} == {"FY2099"}
    assert len(everything.index_terms) == 17 + 3 + 3 + 3
    assert [(listing.list, listing.code) for listing in everything.listings] == [
        (POA_EXEMPT, "A00"), (POA_EXEMPT, "W20XXXA"), (POA_EXEMPT, "Z794"),
        (NEW, "E1121"), (DELETED, "E1120"), (REVISED, "A00"),
    ]  # fmt: skip
    assert [found.current for found in everything.conversions] == ["E11.21"]
    assert [found.title for found in everything.document_sections] == [
        "Section I. Sample", "A. Sample",
    ]  # fmt: skip
    assert everything.left_out == ()


def test_terms_of_all_books_are_counted_on_in_the_order_of_the_printed_book(everything):
    terms = everything.index_terms
    assert [term.id for term in terms] == list(range(1, len(terms) + 1))
    assert list(dict.fromkeys(term.book for term in terms)) == [
        IndexBook.INDEX, IndexBook.NEOPLASM, IndexBook.DRUGS, IndexBook.EXTERNAL,
    ]  # fmt: skip
    for found in terms:
        if found.parent_id is not None:
            above = terms[found.parent_id - 1]
            assert above.book is found.book
            assert above.id < found.id <= above.last_descendant_id
    assert set(everything.index_columns) == {IndexBook.NEOPLASM, IndexBook.DRUGS}
    assert everything.index_columns[IndexBook.DRUGS][0] == "Substance"


def test_what_was_counted_and_compared_is_said(everything):
    assert everything.checks == (
        "tabular.xml: 46 billable codes; no published count of FY2099 is known to compare it with",
        f"compared with order.txt: {LINES} codes agree, code for code",
        f"compared with codes.txt: {BILLABLE} codes agree, code for code",
        "Alphabetic index (index.xml): 6 main terms, 11 subterms; 13 codes, 3 of them incomplete;"
        " 1 code to nowhere in the tabular list (Q99.9 at Lost (and found) sample, gas from)",
        "Neoplasm table (neoplasm.xml): 1 main term, 2 subterms; 7 codes, 1 of them incomplete;"
        " 7 codes to nowhere in the tabular list (C80.1 at Neoplasm, sample, C79.9 at Neoplasm,"
        " sample, D36.9 at Neoplasm, sample, …)",
        "Table of drugs and chemicals (drugs.xml): 2 main terms, 1 subterm; 4 codes,"
        " 0 of them incomplete; all lead into the tabular list",
        "External cause index (external.xml): 1 main term, 2 subterms; 3 codes,"
        " 0 of them incomplete; all lead into the tabular list",
        "poa.txt: 3 codes exempt from POA reporting; all are in the tabular list",
        "order-addenda.txt: 1 code new, 1 deleted, 1 retitled; the tabular list agrees",
        "codes-addenda.txt says the same as order-addenda.txt",
        "conversion.xlsx: 1 code with what was coded before",
        "guidelines.pdf: 2 sections",
    )


def test_a_spreadsheet_of_the_poa_list_does_as_well():
    content = read({"tabular.xml": sample(), "poa.xlsx": poa_sheet()})
    assert len(content.listings) == 3


def test_oddities_of_an_index_are_told():
    xml = index(
        main("Sample", "a word", "<new/>", term(3, "lake", "A00"), leads("manif", "A01.0")),
    )
    content = read({"tabular.xml": sample(), "index.xml": xml})
    assert content.checks[-1] == (
        "Alphabetic index (index.xml): 1 main term, 1 subterm; 3 codes, 0 of them incomplete;"
        " all lead into the tabular list; 1 not written as a code (“a word” at Sample);"
        " 1 term at another depth than the level says"
    )
    assert content.left_out == ("index.xml: 1 × <new>: an element that this version does not know",)


def test_an_order_file_alone_makes_a_release_and_says_what_it_lacks():
    content = read({"order.txt": EVERYTHING["order.txt"], "codes.txt": EVERYTHING["codes.txt"]})
    assert content.tabular.billable == BILLABLE
    assert content.tabular.notes == ()
    said = "\n".join(content.checks)
    assert "order.txt: 46 billable codes" in said
    assert "made without the tabular list" in said
    assert f"compared with codes.txt: {BILLABLE} codes agree, code for code" in said


def test_a_code_file_alone_does_so_too():
    content = read({"codes.txt": EVERYTHING["codes.txt"], "index.xml": sample_index()})
    assert content.tabular.billable == BILLABLE
    assert len(content.index_terms) == 17
    assert any("categories without a line of their own" in said for said in content.checks)


def test_without_a_list_of_codes_there_is_no_release():
    with pytest.raises(KnownError, match="neither tabular list nor order file"):
        read({"index.xml": sample_index()})


@pytest.mark.parametrize("name", sorted(EVERYTHING.keys() - {"tabular.xml", "guidelines.pdf"}))
def test_a_part_that_is_damaged_behind_its_beginning_is_refused_by_name(name):
    content = EVERYTHING[name]
    data = content.encode() if isinstance(content, str) else content
    cut = data[: len(data) - 30] + (b"" if name.endswith((".xml", ".xlsx")) else b"\x81\x8d")
    file = a_file(cut, name)
    part = Icd10Cm().part(a_file(data, name))
    assert part is not None
    parts = [PartFile(Icd10Cm().part(a_file(sample())), a_file(sample())), PartFile(part, file)]
    with pytest.raises(KnownError, match=name) as caught:
        Icd10Cm().read(parts, fiscal_year(2099, ""), silent, None)
    assert "\n" not in str(caught.value)


def test_reading_can_be_stopped_at_any_part_and_leaves_the_collector_on():
    parts = [
        PartFile(part, file)
        for name, content in EVERYTHING.items()
        if (part := Icd10Cm().part(file := a_file(content, name))) is not None
    ]
    stages: list[str] = []
    Icd10Cm().read(parts, fiscal_year(2099, ""), lambda each: stages.append(each.stage), None)
    for stage in dict.fromkeys(stages):
        cancel = CancelToken()

        def stop_at(each: Progress, stage: str = stage, cancel: CancelToken = cancel) -> None:
            if each.stage == stage:
                cancel.cancel()

        if stage == stages[-1]:
            continue  # nothing comes after it
        with pytest.raises(Cancelled):
            Icd10Cm().read(parts, fiscal_year(2099, ""), stop_at, cancel)
        assert gc.isenabled()


def test_what_is_said_names_files_without_the_zips_around_them():
    inside = {f"zips/a.zip › b.zip › {name}": content for name, content in EVERYTHING.items()}
    content = read(inside)
    assert content.checks == read(EVERYTHING).checks


@pytest.mark.parametrize("name", ["tabular.xml", "order.txt"])
def test_a_list_with_the_codes_of_another_year_is_refused(name, monkeypatch):
    monkeypatch.setattr(checks, "_PUBLISHED", {2098: BILLABLE, 2099: BILLABLE + 1})

    with pytest.raises(KnownError) as caught:
        read({name: EVERYTHING[name]})

    assert str(caught.value).startswith(
        f"{name} is taken for FY2099, and holds the {BILLABLE} billable codes that CDC counts for"
        " FY2098."
    )
