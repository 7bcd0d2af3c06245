"""Sections of the guidelines: read out of what findings cite, found among headings."""

from __future__ import annotations

import pytest

from codebook_app.domain.content import DocumentSection
from codebook_app.domain.guideline_sections import SectionFound, cited_sections, find_section

HEADINGS = tuple(
    DocumentSection("guide.pdf", title, depth, page)
    for page, (depth, title) in enumerate(
        [
            (0, "Sample guidelines"),
            (0, "Section I. Conventions, general and chapter guidelines"),
            (1, "A. Conventions"),
            (2, "1. Letters"),
            (3, "a. First letters"),
            (1, "C. Chapters"),
            (2, "1. Chapter 1: Blots"),
            (3, "a. Wet blots"),
            (4, "1) Very wet"),
            (2, "11. Chapter 11: Smudges"),
            (3, "a. Old smudges"),
            (4, "1) Grey"),
            (5, "(a) Pale grey"),
            (6, "(i) Nearly white"),
            (0, "Section II. The first blot"),
            (1, "A. Blots alike"),
            (0, "Appendix I"),
        ],
        start=1,
    )
)


@pytest.mark.parametrize(
    ("source", "sections"),
    [
        ("ICD-10-CM Official Guidelines, section I.C.9.a.2.", ("I.C.9.a.2",)),
        ("ICD-10-CM Official Guidelines, section I.B.13; ICD-10-CM FY2099.", ("I.B.13",)),
        ("ICD-10-CM Official Guidelines, sections I.A.9.b and I.B.18.", ("I.A.9.b", "I.B.18")),
        (
            "ICD-10-CM Official Guidelines, section I.C.15.a.2, I.C.15.b.5 and I.C.16.a.",
            ("I.C.15.a.2", "I.C.15.b.5", "I.C.16.a"),
        ),
        (
            "ICD-10-CM Official Guidelines, section I.C.20.b, c and k.",
            ("I.C.20.b", "I.C.20.c", "I.C.20.k"),
        ),
        (
            "ICD-10-CM Official Guidelines, section I.C.20.a.6: a code is never sequenced first.",
            ("I.C.20.a.6",),
        ),
        (
            "ICD-10-CM Official Guidelines, section I.A.2: three to seven characters, a letter"
            " first.",
            ("I.A.2",),
        ),
        (
            "Medicare Code Editor v43; ICD-10-CM Official Guidelines, section I.A.13.",
            ("I.A.13",),
        ),
        ("ICD-10-CM Official Guidelines, appendix I: leave the field blank.", ("Appendix I",)),
        ("Excludes1 note at Q01: “blots (Q02.-)” (Sample FY2099).", ()),
        ("ICD-10-PCS Official Guidelines A1", ()),
        ("", ()),
    ],
)
def test_the_sections_that_a_source_cites_are_read_out_of_it(source, sections):
    assert cited_sections(source) == sections


@pytest.mark.parametrize(
    ("number", "title", "exact"),
    [
        ("I.C.11.a.1", "1) Grey", True),
        ("I.C.1.a.1", "1) Very wet", True),
        ("I.C.11.a.1.a.i", "(i) Nearly white", True),
        ("I.A.1.a", "a. First letters", True),
        ("II.A", "A. Blots alike", True),
        ("Appendix I", "Appendix I", True),
        ("I.C.11.a.2", "a. Old smudges", False),
        ("I.C.1.b.1", "1. Chapter 1: Blots", False),
        ("I.B.4", "Section I. Conventions, general and chapter guidelines", False),
        ("II.A.1", "A. Blots alike", False),
    ],
)
def test_a_section_is_found_by_its_number_or_else_the_one_around_it(number, title, exact):
    found = find_section(HEADINGS, number)

    assert found is not None
    assert (HEADINGS[found.place].title, found.exact) == (title, exact)


@pytest.mark.parametrize("number", ["III.A", "IV", "Appendix II"])
def test_a_section_of_a_part_that_the_document_has_not_is_not_found(number):
    assert find_section(HEADINGS, number) is None


def test_a_document_without_headings_has_no_section():
    assert find_section((), "I.A") is None


def test_the_first_of_two_headings_with_one_number_is_taken():
    assert find_section((*HEADINGS, *HEADINGS), "I.A") == SectionFound(2, exact=True)
