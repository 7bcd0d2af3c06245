"""Codes that are unknown, incomplete, misspelled or on the list twice."""

from __future__ import annotations

import pytest
from support.listed import (
    RELEASE,
    a_list_of,
    a_listed,
    a_place,
    an_unknown,
    below,
    codes_offered,
    sevenths,
)

from codebook_app.domain.finding import Finding, Severity
from codebook_app.domain.fix import RemoveLine
from codebook_app.edits.listed import CodeList, Line, ListedCode
from codebook_app.edits.structure import duplicates, incomplete_codes, unknown_codes


def only(findings: object) -> Finding:
    (finding,) = findings  # type: ignore[misc]
    assert finding.severity is Severity.ERROR
    assert finding.action
    assert RELEASE in finding.source or "Official Guidelines" in finding.source
    return finding


def unknown(listed: ListedCode) -> Finding:
    assert not list(incomplete_codes(a_list_of(listed)))
    return only(unknown_codes(a_list_of(listed)))


def incomplete(listed: ListedCode) -> Finding:
    assert not list(unknown_codes(a_list_of(listed)))
    return only(incomplete_codes(a_list_of(listed)))


def test_a_billable_code_has_nothing_to_find():
    codes = a_list_of(a_listed("E11.22"))

    assert [*unknown_codes(codes), *incomplete_codes(codes), *duplicates(codes)] == []


def test_a_code_no_release_holds_is_unknown():
    finding = unknown(an_unknown("Q99.7", line_id="7"))

    assert (finding.rule, finding.codes, finding.line_ids) == ("unknown_code", ("Q99.7",), ("7",))
    assert finding.text == f"Q99.7 is not in {RELEASE}."
    assert finding.completions == ()


def test_what_has_no_code_s_shape_is_said_so():
    finding = unknown(an_unknown("HELLO", shaped=False))

    assert finding.text == "“HELLO” is not shaped like an ICD-10-CM code."
    assert finding.line_ids == ()


@pytest.mark.parametrize(
    ("written", "meant", "what"),
    [
        ("W21.89A", "W21.89XA", "lacks the placeholder X"),
        ("W20A", "W20.XXXA", "lacks 3 placeholders X"),
        ("W21.89XXA", "W21.89XA", "has a placeholder X too many"),
        ("T36.01XA", "T36.0X1A", "has the placeholder X in the wrong place"),
    ],
)
def test_a_placeholder_out_of_place_is_recognised(written, meant, what):
    finding = unknown(an_unknown(written, respelled=(Line(a_place(meant, 5)),), shaped=False))

    assert finding.rule == "placeholder"
    assert finding.text == f"{written} {what}: the code is {meant}."
    assert finding.action == f"Replace it by {meant}."
    assert "I.A.4" in finding.source
    assert [(one.character, one.code) for one in finding.completions] == [("A", meant)]


def test_a_placeholder_that_leads_to_an_incomplete_code_offers_its_completions():
    line = Line(a_place("T36.0X1", 5, 8, billable=False), sevenths("T36.0X1", "ADS"))
    finding = unknown(an_unknown("T36.01", respelled=(line,)))

    assert finding.text == (
        "T36.01 lacks the placeholder X: the code is T36.0X1, which needs completing."
    )
    assert codes_offered(finding.completions) == ["T36.0X1A", "T36.0X1D", "T36.0X1S"]


def test_a_complete_spelling_is_preferred_to_an_incomplete_one():
    incomplete_line = Line(a_place("T36.0X1", 5, 8, billable=False), sevenths("T36.0X1", "AD"))
    complete = Line(a_place("T36.0X1A", 6))
    finding = unknown(an_unknown("T36.01A", respelled=(incomplete_line, complete)))

    assert finding.action == "Replace it by T36.0X1A."
    assert codes_offered(finding.completions) == ["T36.0X1A"]


@pytest.mark.parametrize(
    ("written", "meant", "what"),
    [
        ("S72.OO2A", "S72.002A", "has letters in place of digits"),
        ("E.1122", "E11.22", "has its point in the wrong place"),
    ],
)
def test_a_slip_of_the_keys_is_recognised(written, meant, what):
    finding = unknown(an_unknown(written, respelled=(Line(a_place(meant, 5)),), shaped=False))

    assert (finding.rule, finding.text) == (
        "unknown_code",
        f"{written} {what}: the code is {meant}.",
    )


def test_a_seventh_character_the_code_does_not_take_is_told_which_it_takes():
    closest = Line(a_place("S72.002", 5, 8, billable=False), sevenths("S72.002", "ABD"))
    finding = unknown(an_unknown("S72.002Z", closest=closest))

    assert finding.rule == "seventh_character"
    assert finding.text.endswith("seventh characters of S72.002 are A, B, D.")
    assert finding.source_code == "S72.002"
    assert codes_offered(finding.completions) == ["S72.002A", "S72.002B", "S72.002D"]


def test_a_code_with_too_much_behind_it_is_offered_without():
    finding = unknown(an_unknown("E11.223", closest=Line(a_place("E11.22", 5))))

    assert finding.text == f"E11.223 is not in {RELEASE}; E11.22 is complete as it is."
    assert codes_offered(finding.completions) == ["E11.22"]


def test_a_code_whose_beginning_is_known_is_offered_what_stands_there():
    closest = Line(a_place("E11.2", 5, 8, billable=False), below("E11.21", "E11.22"))
    finding = unknown(an_unknown("E11.27", closest=closest))

    assert finding.text == f"E11.27 is not in {RELEASE}; E11.2 is the nearest that is there."
    assert codes_offered(finding.completions) == ["E11.21", "E11.22"]


def test_a_code_of_another_release_is_not_valid_on_the_date():
    listed = an_unknown(
        "E11.27",
        closest=Line(a_place("E11.2", 5, 8, billable=False), below("E11.21")),
        elsewhere=("FY2098 (in force 2097-10-01 to 2098-09-30)",),
    )
    finding = unknown(listed)

    assert finding.rule == "not_valid_on_date"
    assert finding.text.endswith("it is in FY2098 (in force 2097-10-01 to 2098-09-30).")
    assert codes_offered(finding.completions) == ["E11.21"]


def test_a_missing_seventh_character_is_found_with_the_completions():
    line = a_place("S72.002", 5, 8, billable=False)
    finding = incomplete(a_listed(line, choices=sevenths("S72.002", "ABD"), line_id="2"))

    assert (finding.rule, finding.line_ids) == ("seventh_character", ("2",))
    assert finding.text == "S72.002 needs a seventh character: A, B, D."
    assert "I.A.5" in finding.source
    assert codes_offered(finding.completions) == ["S72.002A", "S72.002B", "S72.002D"]


def test_a_missing_seventh_character_far_behind_asks_for_the_placeholder():
    line = a_place("W21.89", 5, 8, billable=False)
    finding = incomplete(a_listed(line, choices=sevenths("W21.89", "AD")))

    assert finding.text == (
        "W21.89 needs a seventh character, with the placeholder X before it: A, D."
    )
    assert codes_offered(finding.completions) == ["W21.89XA", "W21.89XD"]


@pytest.mark.parametrize(
    ("choices", "told"),
    [
        (below("E11.21"), "E11.2 is not billable: the billable code under it is E11.21."),
        (
            below("E11.21", "E11.22"),
            "E11.2 is not billable: 2 billable codes stand under it, "
            "the nearest are E11.21 and E11.22.",
        ),
        (
            below("E11.21", "E11.22", "E11.29", count=1200),
            "E11.2 is not billable: 1,200 billable codes stand under it, "
            "the nearest are E11.21 and E11.22.",
        ),
    ],
)
def test_a_header_is_not_billable_and_says_what_stands_under_it(choices, told):
    line = a_place("E11.2", 5, 8, billable=False)
    finding = incomplete(a_listed(line, choices=choices))

    assert (finding.rule, finding.text) == ("not_billable", told)
    assert finding.action == "Choose a code under E11.2."
    assert finding.completions == choices.offered


def test_a_doubled_code_is_found_once_with_all_its_lines():
    codes = CodeList(
        (
            a_listed("E11.22", line_id="a"),
            a_listed("I10", line_id="b"),
            a_listed("E11.22", line_id="c"),
            a_listed("E11.22", line_id="d"),
        ),
        RELEASE,
    )
    finding = only(duplicates(codes))

    assert (finding.rule, finding.codes) == ("duplicate", ("E11.22",))
    removed = [change for fix in finding.fixes for change in fix.changes]
    assert removed == [RemoveLine(one) for one in finding.line_ids[1:]]
    assert finding.line_ids == ("a", "c", "d")
    assert finding.text == "E11.22 stands 3 times on the list: lines 1, 3 and 4."
    assert "I.B.12" in finding.source


def test_an_unknown_code_can_be_doubled_too():
    codes = a_list_of(an_unknown("HELLO"), an_unknown("HELLO"))

    assert [finding.codes for finding in duplicates(codes)] == [("HELLO",)]
