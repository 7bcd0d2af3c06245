"""The guidelines, opened at their sections."""

from __future__ import annotations

import pytest
from support.cm_files import a_file, a_pdf

from codebook_app.codesets.icd10cm.guidelines import (
    are_guidelines,
    edition_of_guidelines,
    guideline_sections,
)
from codebook_app.domain.content import DocumentSection
from codebook_app.errors import KnownError

FIRST = ["ICD-10-CM Official Guidelines for Coding and", "Reporting", "FY 2099"]
CONTENTS = [
    "Page 2 of 4",
    "Section I. Sample conventions ............................ 3",
    "A. Sample format ......................................... 3",
    "1. The sample index ...................................... 3",
    "a. A sample whose title is too long for one line of",
    "the contents ............................................. 3",
    "B. Sample general guidelines with leaders cut short . 4",
    "C. Sample guidelines without a page (S00-T88)",
    "1. Chapter 1: Sample infections (A00-B99) ................ 4",
    "1) Sample one ............................................ 4",
    "(a) Sample two ........................................... 4",
    "(i) Sample three ......................................... 4",
    "Section II. Sample selection ............................. 4",
    "Section III. Sample elsewhere ............................ 9",
    "Appendix I ............................................... 4",
]
BODY = [
    ["Section I. Sample conventions", "The sample is applicable.", "A. Sample format", "1. Sample"],
    ["B. Sample general", "1. Chapter 1: Sample infections (A00-B99)", "See Section I.C.1.", "end"],
]


def sections(pdf: bytes) -> list[tuple[int, str, int]]:
    found = guideline_sections(a_file(pdf, "guidelines.pdf"))
    assert {section.document for section in found} <= {"guidelines.pdf"}
    return [(section.depth, section.title, section.page) for section in found]


def test_the_outline_tells_the_sections():
    outline = [(0, "Section I. Sample", 2), (1, "A.  Sample (x)", 2), (0, "Section II. End", 3)]
    pdf = a_pdf([FIRST, *BODY], outline)
    assert guideline_sections(a_file(pdf, "zip › guidelines.pdf"))[1] == DocumentSection(
        "guidelines.pdf", "A. Sample (x)", 1, 2
    )
    assert [page for _, _, page in sections(pdf)] == [2, 2, 3]


def test_without_an_outline_the_table_of_contents_tells_them():
    assert sections(a_pdf([FIRST, CONTENTS, *BODY])) == [
        (0, "Section I. Sample conventions", 3),
        (1, "A. Sample format", 3),
        (2, "1. The sample index", 3),
        (3, "a. A sample whose title is too long for one line of the contents", 3),
        (1, "B. Sample general guidelines with leaders cut short", 4),
        (1, "C. Sample guidelines without a page (S00-T88)", 4),
        (2, "1. Chapter 1: Sample infections (A00-B99)", 4),
        (4, "1) Sample one", 4),
        (5, "(a) Sample two", 4),
        (6, "(i) Sample three", 4),
        (0, "Section II. Sample selection", 4),
        (0, "Appendix I", 4),
    ]


def test_without_either_the_headings_in_the_text_tell_them():
    assert sections(a_pdf([FIRST, *BODY])) == [
        (0, "Section I. Sample conventions", 2),
        (1, "A. Sample format", 2),
        (1, "B. Sample general", 3),
        (2, "1. Chapter 1: Sample infections (A00-B99)", 3),
    ]


def test_the_first_page_tells_guidelines_and_year():
    file = a_file(a_pdf([FIRST, *BODY]))
    assert are_guidelines(file)
    edition = edition_of_guidelines(file)
    assert edition is not None
    assert edition.release == "FY2099"
    silent = a_file(a_pdf([FIRST[:2]]))
    assert are_guidelines(silent)
    assert edition_of_guidelines(silent) is None
    assert not are_guidelines(a_file(a_pdf([["FY 2099"], FIRST])))


def test_a_damaged_pdf_is_none_of_ours_and_refused_when_read():
    damaged = a_file(a_pdf([FIRST])[:60], "guidelines.pdf")
    assert not are_guidelines(damaged)
    with pytest.raises(KnownError, match=r"guidelines.pdf is no whole PDF"):
        guideline_sections(damaged)
