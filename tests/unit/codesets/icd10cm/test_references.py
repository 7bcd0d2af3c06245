"""The codes that notes name. The shapes are the official ones, the words invented."""

from __future__ import annotations

import pytest

from codebook_app.codesets.icd10cm.references import find_references


def named(text: str) -> list[str]:
    """Return the references of *text* as it prints them."""
    return [text[found.start : found.end] for found in find_references(text)]


def bounds(text: str) -> list[tuple[str, str]]:
    return [(found.first, found.last) for found in find_references(text)]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("sample disease (I10)", ["I10"]),
        ("sample disease (N18.-)", ["N18.-"]),
        ("sample disease (S06.0X-)", ["S06.0X-"]),
        ("sample disease (E08-E13)", ["E08-E13"]),
        ("sample disease (I12.0, I13.1-)", ["I12.0", "I13.1-"]),
        ("sample disease (N18.1-N18.6, N18.9)", ["N18.1-N18.6", "N18.9"]),
        ("sample disease (O00-O07, O08.7)", ["O00-O07", "O08.7"]),
        ("sample disease (C7A.098 and C7B)", ["C7A.098", "C7B"]),
        ("sample disease E72.4", ["E72.4"]),
        ("torn sample (Z89.52-", ["Z89.52-"]),
        ("sample balance (E87.8}", ["E87.8"]),
        ("(i.e. E05.8, E07.0, E16-E31, E34.-)", ["E05.8", "E07.0", "E16-E31", "E34.-"]),
        ("any condition in I00 with sample", ["I00"]),
        ("conditions classifiable to C00-C14, C40-C49", ["C00-C14", "C40-C49"]),
        ("from categories E08, E09 and E13 to identify", ["E08", "E09", "E13"]),
        ("code from category B96 to identify", ["B96"]),
        ("conditions in S00-T88, except T74 and T76", ["S00-T88", "T74", "T76"]),
        ("Any condition listed under K45", ["K45"]),
        ("subcategory R40.21-:", ["R40.21-"]),
        ("Y93.0 Activities involving samples", ["Y93.0"]),
        ("classified to S06.0- to S06.8-code to the injury", ["S06.0- to S06.8"]),
        ("sample (M05.00 to M05.8A)", ["M05.00 to M05.8A"]),
    ],
)
def test_codes_ranges_prefixes_and_lists_are_found_where_they_stand(text, printed):
    assert named(text) == printed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(E08-E13)", [("E08", "E13")]),
        ("(I01.0 -I01.9)", [("I010", "I019")]),
        ("(P28.3- - P28.4-)", [("P283", "P284")]),
        ("(S32.1--S32.9)", [("S321", "S329")]),
        ("(I69.81- I69.91-)", [("I6981", "I6991")]),
        ("(A00–B99)", [("A00", "B99")]),
        ("(N18.-)", [("N18", "N18")]),
        ("(T80-T88.6)", [("T80", "T886")]),
        ("(N18.- N19)", [("N18", "N18"), ("N19", "N19")]),
    ],
)
def test_ends_of_ranges_are_told_without_points(text, expected):
    assert bounds(text) == expected


def test_no_range_runs_backwards():
    assert bounds("(I20-I10)") == [("I20", "I20"), ("I10", "I10")]


@pytest.mark.parametrize(
    "text",
    [
        "deficiency of vitamin B12",
        "E. coli O157 with toxin, or is not H7",
        "sample disorder LGMD R12",
        "C3-C4 disc disorder, C7-T1 disc, T12 vertebra",
        "influenza A/H5N1",
        "G6PD deficiency (G6PD) anemia",
        "translocation t(9;22) (q34;q11)",
        "sample virus (SARS-CoV-2) (HTLV-1-associated)",
        "sample fibrosis, stage F1 or stage F2",
        "see chapter 20 (Chapter 20)",
        "",
    ],
)
def test_words_that_look_like_codes_are_none(text):
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "covered", "not_covered"),
    [
        ("(T36-T50 with fifth or sixth character 5)", "T360X5A", "T360X1A"),
        ("(T36-T50 with fifth or sixth character 1-4)", "T383X3A", "T383X6A"),
        ("(T36-T65 with fifth or sixth character 1-4 or 6)", "T383X6A", "T383X5A"),
        ("(T36-T50 with fifth or six character 5)", "T50995A", "T50991A"),
        ("(T36-T50 with final character 6)", "T360X6A", "T360X5A"),
        ("(T36-T50) with fifth or sixth character 6", "T360X6A", "T360X5A"),
        ("(T39.0-, with sixth character 1-4)", "T39011A", "T39015A"),
        ("(V01-V09 with 5th character 9)", "V0199XA", "V0191XA"),
        ("(A37 with fifth-character 1)", "A3701", "A3700"),
        ("(S02.- with 7th character B)", "S020XXB", "S020XXA"),
        ("(S42.- with 7th character B or C)", "S42001C", "S42001A"),
        ("(S92.-with 7th character B)", "S92001B", "S92001A"),
        ("(S52.- with open fracture 7th character)", "S52001E", "S52001D"),
        ("(E08-E13 with .52)", "E1152", "E1151"),
        ("(E08-E13 with .51-.52)", "E1151", "E1153"),
        ("(E08-E13 with .62-)", "E11622", "E11610"),
        ("(F10-F19, with .17, .27, .97)", "F1127", "F1120"),
        ("(F11-F19 with .15. .25, .95)", "F11250", "F1120"),
        ("(E08, E09, E11, E13 with final characters .00 or .01)", "E0801", "E0810"),
        ("(I69. with final characters -23)", "I69123", "I69122"),
        ("(J96. with 5th character 2)", "J9602", "J9601"),
        ("(F10-F19 with 5th character .6)", "F1026", "F1020"),
        ("(F11-F19 with fifth to sixth characters 51)", "F11151", "F11150"),
        ("leukemia C91.0-C95.9 with 5th character 1", "C9101", "C9100"),
    ],
)
def test_a_condition_behind_the_codes_holds_for_each_of_them(text, covered, not_covered):
    references = find_references(text)
    assert any(reference.covers(covered) for reference in references)
    assert not any(reference.covers(not_covered) for reference in references)


def test_a_condition_does_not_reach_back_over_another_list():
    first, second = find_references("sample (I10) and other sample (T36-T50 with 5th character 5)")
    assert (first.pattern, first.final_characters) == ("", "")
    assert second.pattern == ".{4}[5]"


@pytest.mark.parametrize(
    "text",
    [
        "(T51-T65 with fifth or sixth character to indicate intent)",
        "mild disorder (I10) with or without sample (F06.7-)",
        "sample (I10) with F. vulgaris",
    ],
)
def test_words_that_state_no_character_are_no_condition(text):
    assert not any(found.pattern or found.final_characters for found in find_references(text))


@pytest.mark.parametrize(
    ("text", "covered", "not_covered"),
    [
        ("(E10)", "E1021", "E110"),
        ("(E08-E13)", "E139", "E14"),
        ("(C00-C96)", "C7A098", "C97"),
        ("(N18.1-N18.3)", "N1832", "N184"),
        ("(O00-O9A)", "O9A119", "P00"),
        ("(S32.1--S32.9)", "S329XXB", "S330"),
        ("(N18.1)", "N181", "N18"),
    ],
)
def test_a_reference_covers_what_lies_under_it(text, covered, not_covered):
    (reference,) = find_references(text)
    assert reference.covers(covered)
    assert not reference.covers(not_covered)
