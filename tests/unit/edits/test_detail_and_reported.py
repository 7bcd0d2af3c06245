"""Unspecified codes and sides; codes of other code sets; services told twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from support.charts import BOOK, DAY, a_chart, a_service, found, told, unheard, words_of_the_editor
from support.listed import a_listed, a_place

from codebook_app.domain.code import Code
from codebook_app.domain.encounter import Setting
from codebook_app.domain.fix import RemoveLine
from codebook_app.edits.chart import Book, OtherCode
from codebook_app.edits.detail import (
    may_lack_a_side,
    same_but_for_the_side,
    sides,
    unspecified,
    unspecified_side,
)
from codebook_app.edits.reported import other_codes, repeated_services, units


def titled(code: str, title: str) -> Code:
    return replace(a_place(code, 1), title=title)


KNEE = titled("M25.569", "Sample pain in unspecified knee")
RIGHT = titled("M25.561", "Sample pain in right knee")
LEFT = titled("M25.562", "Sample pain in left knee")


@pytest.mark.parametrize(
    ("open_one", "other", "same"),
    [
        ("Pain in unspecified knee", "Pain in right knee", True),
        ("Thrombosis of unspecified leg", "Thrombosis of leg, bilateral", True),
        ("Palsy affecting unspecified side", "Palsy affecting right dominant side", True),
        ("Pain in unspecified knee", "Pain in right hip", False),
        ("Pain in unspecified knee", "Pain in knee", False),
        ("Arthrosis of knee, unspecified", "Bilateral primary arthrosis of knee", False),
    ],
)
def test_a_side_is_offered_only_for_the_same_condition(open_one, other, same):
    assert same_but_for_the_side(titled("M1", open_one), titled("M2", other)) is same


def test_a_title_lacks_a_side_only_where_it_leaves_something_open():
    assert may_lack_a_side(KNEE)
    assert not may_lack_a_side(RIGHT)
    assert not may_lack_a_side(titled("M1", "Sample fracture of right knee, unspecified"))


def test_a_code_without_its_side_offers_those_with_it():
    chart = a_chart(a_listed(KNEE), siblings={"M25.569": (RIGHT, LEFT)})
    (finding,) = found(sides, chart)

    assert finding.severity.value == "information"
    assert [one.code for one in finding.completions] == ["M25.561", "M25.562"]
    assert found(unspecified, chart) == []  # it is told once


def test_unspecified_codes_are_one_line():
    codes = [a_listed(titled(f"M5{place}", "Sample pain, unspecified")) for place in range(4)]
    (finding,) = found(unspecified, a_chart(*codes, a_listed(RIGHT)))

    assert finding.codes == ("M50", "M51", "M52", "M53")
    assert found(unspecified, a_chart(a_listed(RIGHT))) == []


def test_or_unspecified_names_one_case_of_several_and_leaves_nothing_open():
    either = a_listed(titled("I13.0", "Sample heart disease with stage 1, or unspecified disease"))
    both = a_listed(titled("K27.4", "Chronic or unspecified sample, site unspecified"))

    assert found(unspecified, a_chart(either)) == []
    assert found(unspecified, a_chart(both))[0].codes == ("K27.4",)


def test_the_editor_asks_stays_for_sides_and_then_nothing_else_does():
    editor = words_of_the_editor({"M25.569": ["unspecified"]})
    siblings = {"M25.569": (RIGHT,)}
    stay = a_chart(a_listed(KNEE), editor=editor, siblings=siblings)
    visit = a_chart(a_listed(KNEE), editor=editor, siblings=siblings, setting=Setting.PROFESSIONAL)

    assert told(unspecified_side, stay) == [("unspecified_side", "warning", ("M25.569",))]
    assert [one.code for one in found(unspecified_side, stay)[0].completions] == ["M25.561"]
    assert found(sides, stay) == found(unspecified, stay) == []
    assert found(unspecified_side, visit) == []
    assert told(sides, visit) == [("laterality", "information", ("M25.569",))]


# Other code sets ----------------------------------------------------------------------------


def other(code: str = "G0439", book: Book = BOOK, **what: object) -> OtherCode:
    held = what.pop("held", a_place(code, 1))
    return OtherCode(a_service(code), book, held=held, **what)  # type: ignore[arg-type]


def asked(one: OtherCode, **chart: object):
    return a_chart("I10", one.line, others=(one,), **chart)


def test_a_code_that_its_book_has_is_as_it_should_be():
    assert list(other_codes(asked(other(first_day=DAY, last_day=DAY)))) == []


@pytest.mark.parametrize(
    ("what", "rule", "words"),
    [
        ({"shaped": False}, "unknown_code", "not shaped like a code of HCPCS Level II"),
        ({"held": None}, "unknown_code", "not in Sample services 2099"),
        ({"last_day": date(2099, 2, 28)}, "not_valid_on_date", "in use to 2099-02-28"),
        ({"first_day": date(2099, 3, 2)}, "not_valid_on_date", "in use from 2099-03-02"),
        ({"held": a_place("G04", 1, billable=False)}, "not_billable", "no complete code"),
    ],
)
def test_each_fault_of_another_code_is_an_error(what, rule, words):
    (finding,) = found(other_codes, asked(other(**what)))

    assert (finding.rule, finding.severity.value) == (rule, "error")
    assert words in finding.text
    assert finding.line_ids == ("G0439",)


def test_a_book_that_is_not_there_is_not_checked():
    missing = Book("cpt", "CPT", missing="No release of CPT is installed.")
    chart = asked(other("99213", missing, held=None))

    assert found(other_codes, chart) == []
    assert unheard(other_codes, chart) == {"cpt_codes": "99213: No release of CPT is installed."}


def test_a_book_of_another_time_calls_nothing_unknown():
    old = replace(BOOK, in_force=False)
    unknown = asked(other(book=old, held=None))
    held = asked(other(book=old))

    assert found(other_codes, unknown) == found(other_codes, held) == []
    assert "in force on 2099-03-01 is not installed" in unheard(other_codes, unknown)["hcpcs_codes"]
    assert unheard(other_codes, held) == {
        "validity": "G0439: read with Sample services 2099, which is not in force on 2099-03-01."
    }


def test_what_another_list_tells_is_not_asked_of_the_book():
    assert list(other_codes(asked(other(held=None, by_list="the master list")))) == []


def services(*lines):
    return a_chart("I10", *lines, setting=Setting.PROFESSIONAL)


def test_a_service_told_twice_for_one_day_is_a_warning():
    lines = [a_service("G0439", "1"), a_service("E0100", "2"), a_service("G0439", "3")]
    (finding,) = found(repeated_services, services(*lines))

    assert (finding.rule, finding.line_ids) == ("repeated_service", ("1", "3"))
    assert finding.fixes[0].changes == (RemoveLine("3"),)


@pytest.mark.parametrize(
    "told_apart",
    [
        *({"modifiers": (one,)} for one in ("59", "76", "77", "91", "XE", "XP", "XS", "XU")),
        {"modifiers": ("LT",)},
        {"performed_on": date(2099, 2, 27)},
        {"code_set": "cpt"},
    ],
)
def test_modifiers_and_days_tell_services_apart(told_apart):
    lines = [a_service("G0439", "1"), a_service("G0439", "2", **told_apart)]
    assert found(repeated_services, services(*lines)) == []


def test_units_begin_at_one():
    assert [one.rule for one in found(units, services(a_service("G0439", units=0)))] == ["units"]
    assert found(units, services(a_service("G0439", units=1), a_service("E0100"))) == []
