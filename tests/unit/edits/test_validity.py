"""What a master list tells of the codes of a list, as findings."""

from __future__ import annotations

from datetime import date

from support.listed import a_list_of, a_listed, a_place, an_unknown

from codebook_app.domain.code import SeventhCharacter
from codebook_app.domain.finding import Severity
from codebook_app.domain.validity import CodeValidity
from codebook_app.edits import engine
from codebook_app.edits.validity import ToldCodes

ON = date(2099, 10, 5)
SOURCE = "Sample master list"


def told(code: str, state: str, day: date, *successors: str) -> CodeValidity:
    return CodeValidity(code, state, day, SOURCE, successors)


def test_a_deleted_code_is_an_error_with_its_successors():
    choice = SeventhCharacter("", "Sample condition", "B11.1")
    validity = ToldCodes(
        ON, [told("B11", "deleted", date(2099, 9, 30), "B11.1", "B11.2")], {"B11.1": choice}
    )

    (finding,) = validity.findings(a_list_of(a_listed("B11", line_id="7"), a_listed("A00.0")))

    assert (finding.rule, finding.severity) == ("not_valid_on_date", Severity.ERROR)
    assert (finding.codes, finding.line_ids) == (("B11",), ("7",))
    assert finding.text == "B11 was valid to 2099-09-30 and is deleted; the date is 2099-10-05."
    assert finding.source == "Sample master list."
    assert finding.action == "Choose one of its successors: B11.1, B11.2."
    assert finding.completions == (choice,)


def test_a_code_with_one_successor_is_replaced_by_it_and_with_none_is_chosen_anew():
    one = told("C22", "deleted", date(2099, 9, 30), "C33")
    none = told("D44", "deleted", date(2099, 9, 30))

    first, second = ToldCodes(ON, [one, none]).findings(a_list_of(a_listed("C22"), a_listed("D44")))

    assert first.action == "Replace it by C33."
    assert second.action == "Choose a code that is valid on the date."


def test_of_many_successors_some_are_shown():
    many = [f"S00.{number}" for number in range(10)]
    deleted = told("S00", "deleted", date(2099, 9, 30), *many)

    (finding,) = ToldCodes(ON, [deleted]).findings(a_list_of(a_listed("S00")))

    assert finding.action.endswith("S00.4, S00.5 and 4 more.")


def test_a_code_that_begins_later_is_an_error():
    early = ToldCodes(ON, [told("E55", "not yet", date(2100, 4, 1))])

    (finding,) = early.findings(a_list_of(a_listed("E55")))

    assert (finding.rule, finding.severity) == ("not_valid_on_date", Severity.ERROR)
    assert finding.text == "E55 is valid from 2100-04-01 on; the date is 2099-10-05."


def test_a_code_newer_than_the_release_is_a_warning_in_place_of_an_unknown_code():
    newer = ToldCodes(ON, [told("E55", "valid", date(2099, 10, 1))])
    codes = a_list_of(an_unknown("E55"), an_unknown("Q99"))

    unknown, finding = engine.run(engine.rules_with(newer), codes)

    assert (unknown.rule, unknown.codes) == ("unknown_code", ("Q99",))
    assert (finding.rule, finding.severity) == ("newer_than_installed", Severity.WARNING)
    assert finding.text == (
        "E55 is valid on 2099-10-05, since 2099-10-01, and not in Sample code set FY2099: that it"
        " is valid is all that could be checked."
    )
    assert finding.action == "Import the release in force on the date."


def test_a_code_that_was_never_on_the_list_is_unknown():
    (finding,) = ToldCodes(ON, [CodeValidity("Q99", "unknown", None, SOURCE)]).findings(
        a_list_of(a_listed("Q99"))
    )

    assert (finding.rule, finding.severity) == ("unknown_code", Severity.ERROR)
    assert "no code of any year that the list knows" in finding.text


def test_a_code_that_was_valid_on_the_date_is_not_said_to_be_not_billable():
    line = a_listed(a_place("B11", 1, 3, billable=False))
    codes = a_list_of(line)
    then = ToldCodes(ON, [told("B11", "valid", date(2090, 10, 1))])

    assert [one.rule for one in engine.run(engine.rules_with(ToldCodes(ON)), codes)] == [
        "not_billable"
    ]
    assert [one.rule for one in engine.run(engine.rules_with(then), codes)] == [
        "newer_than_installed"
    ]


def test_other_rules_look_at_the_told_codes_as_well():
    deleted = ToldCodes(ON, [told("B11", "deleted", date(2099, 9, 30))])
    codes = a_list_of(a_listed("B11"), a_listed("B11"))

    assert [one.rule for one in engine.run(engine.rules_with(deleted), codes)] == [
        "not_valid_on_date",
        "not_valid_on_date",
        "duplicate",
    ]


def test_where_nothing_is_told_the_rules_are_the_usual_ones():
    codes = a_list_of(a_listed("A00.0"), an_unknown("Q99"), a_listed("A00.0"))

    assert engine.run(engine.rules_with(ToldCodes(ON)), codes) == engine.run(engine.RULES, codes)


def test_findings_of_several_lists_are_ordered_by_their_weight():
    newer = ToldCodes(ON, [told("E55", "valid", date(2099, 10, 1))])
    (warning,) = newer.findings(a_list_of(an_unknown("E55")))
    deleted = ToldCodes(ON, [told("B11", "deleted", date(2099, 9, 30))])
    (error,) = deleted.findings(a_list_of(a_listed("B11")))

    assert engine.in_order([warning, error], []) == (error, warning)
