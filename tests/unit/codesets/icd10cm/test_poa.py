"""The list of codes exempt from POA reporting, as text and as a spreadsheet."""

from __future__ import annotations

import pytest
from support.cm_files import POA_ROWS, a_file, poa_sheet, poa_text, sample_list

from codebook_app.codesets.icd10cm.checks import TabularCodes
from codebook_app.codesets.icd10cm.poa import PoaFile, compare_with_poa, poa_file, read_poa
from codebook_app.domain.content import POA_EXEMPT, Listing
from codebook_app.errors import KnownError


@pytest.fixture(scope="module")
def codes() -> TabularCodes:
    return TabularCodes(sample_list())


@pytest.mark.parametrize("content", [poa_text(), poa_sheet()])
def test_text_and_spreadsheet_hold_the_same_codes(content):
    assert read_poa(a_file(content, "poa")).listings == (
        Listing(POA_EXEMPT, "A00", "Sample river fever"),
        Listing(POA_EXEMPT, "W20XXXA", "Struck by a sample object, initial encounter"),
        Listing(POA_EXEMPT, "Z794", "Long-term use of sample insulin"),
    )


def test_quotes_that_stand_for_themselves_are_kept():
    rows = [("1", "A00", '"Sample ""river"" fever"'), ("2", "A01.0", '"'), ("3", "A01.1", "")]
    titles = [listing.title for listing in read_poa(a_file(poa_text(rows))).listings]
    assert titles == ['Sample "river" fever', '"', ""]


def test_agreement_is_said_in_a_sentence(codes):
    poa = read_poa(a_file(poa_text(), "poa.txt"))
    assert compare_with_poa(codes, poa, "FY2099") == (
        "poa.txt: 3 codes exempt from POA reporting; all are in the tabular list"
    )
    assert compare_with_poa(codes, poa, "FY2026-04") == (
        "poa.txt: 3 codes exempt from POA reporting, where 38,349 are published for FY2026;"
        " all are in the tabular list"
    )


def test_each_kind_of_difference_is_told(codes):
    rows = [*POA_ROWS, ("7", "Q99.9", "Sample"), ("8", "A00", "Sample"), ("9", "a word", "Sample")]
    rows.append(("10", "A01.0", "Sample pond fever, upper"))
    poa = read_poa(a_file(poa_text(rows), "poa.txt"))
    assert compare_with_poa(codes, poa, "FY2099") == (
        "poa.txt: 5 codes exempt from POA reporting; 1 not in the tabular list (Q999);"
        " 1 otherwise titled in the tabular list (A010); 1 twice in it (A00);"
        " 1 line without a code (line 7)"
    )


def test_a_list_with_hardly_a_code_is_refused():
    shifted = [(order, title, code) for order, code, title in POA_ROWS]
    with pytest.raises(KnownError, match=r"poa.txt: 0 of its lines hold an ICD-10-CM code, 3 do"):
        read_poa(a_file(poa_text(shifted), "poa.txt"))
    with pytest.raises(KnownError, match="line 1: no column is headed POAexemptCode"):
        read_poa(a_file("A00\tSample\r\n", "poa.txt"))


def test_only_a_small_file_whose_name_says_so_is_the_list_of_the_added():
    name = "POAexemptAddCodesFY99.txt"
    assert poa_file(a_file(poa_text(), name)) is PoaFile.ADDED
    assert poa_file(a_file(poa_text(), "POAexemptCodesFY99.txt")) is PoaFile.LIST
    long = poa_text([(f"{at:05}", "A00", "Sample " * 20) for at in range(8000)])
    assert poa_file(a_file(long, name)) is PoaFile.LIST
