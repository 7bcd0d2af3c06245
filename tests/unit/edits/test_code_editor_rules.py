"""What the Medicare Code Editor asks of the principal diagnosis, of ages and of sexes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from support.charts import EDITOR, a_chart, a_procedure, found, told, unheard, words_of_the_editor
from support.listed import a_listed, a_place

from codebook_app.domain.encounter import Setting
from codebook_app.domain.finding import Severity
from codebook_app.edits.demographics import age_conflicts, sex_conflicts
from codebook_app.edits.principal import (
    covered_procedures,
    manifestation_first,
    unacceptable_principal,
    wrong_procedure,
)

WEIGHTS = [
    (Setting.INPATIENT, "error"),
    (Setting.OUTPATIENT, "warning"),
    (Setting.PROFESSIONAL, "warning"),
]
HELD = words_of_the_editor(
    {
        "D63.1": ["manifestation"],
        "Z87.1": ["unacceptable"],
        "Z51.1": ["unacceptable", "reqsdx"],
        "I10": ["qadm"],
        "Y65.51": ["ecodepdx", "wrngproc"],
        "P07.1": ["newborn"],
        "Q01": ["pediatric"],
        "O80": ["maternity", "female"],
        "N40.0": ["adult", "male"],
    },
    {"0UT90ZZ": ("female",), "0TY00Z0": ("lcov",), "00F3XZZ": ("noncovered",)},
)


@pytest.mark.parametrize(("setting", "weight"), WEIGHTS)
@pytest.mark.parametrize(
    ("code", "rule"),
    [("Z87.1", "unacceptable_principal"), ("Z51.1", "requires_secondary")],
)
def test_what_the_editor_refuses_first_weighs_by_the_setting(setting, weight, code, rule):
    chart = a_chart(code, editor=HELD, setting=setting)

    assert told(unacceptable_principal, chart) == [(rule, weight, (code,))]
    assert found(unacceptable_principal, chart)[0].source.startswith(EDITOR)


@pytest.mark.parametrize(
    ("title", "visit", "stay"),
    [
        ("Encounter for sample examination", [], ["unacceptable_principal"]),
        ("Personal history of sample", ["unacceptable_principal"], ["unacceptable_principal"]),
    ],
)
def test_what_a_visit_is_for_is_rightly_listed_first_outside_a_stay(title, visit, stay):
    code = a_listed(replace(a_place("Z87.1", 1), title=title))
    for setting, _ in WEIGHTS:
        chart = a_chart(code, editor=HELD, setting=setting)
        rules = stay if setting is Setting.INPATIENT else visit
        assert [rule for rule, *_ in told(unacceptable_principal, chart)] == rules


def test_only_the_first_diagnosis_is_asked_about():
    chart = a_chart("E11.9", "Z87.1", "D63.1", "I10", editor=HELD)

    assert found(unacceptable_principal, chart) == found(manifestation_first, chart) == []


def test_with_another_diagnosis_the_code_that_requires_one_is_taken():
    assert found(unacceptable_principal, a_chart("Z51.1", "C61", editor=HELD)) == []
    twice = a_chart(a_listed(a_place("Z51.1", 1)), a_listed(a_place("Z51.1", 1)), editor=HELD)
    assert [one.rule for one in found(unacceptable_principal, twice)] == ["requires_secondary"]


def test_a_questionable_admission_is_asked_about_for_stays_only():
    assert told(unacceptable_principal, a_chart("I10", editor=HELD)) == [
        ("questionable_admission", "warning", ("I10",))
    ]
    for setting in (Setting.OUTPATIENT, Setting.PROFESSIONAL):
        assert found(unacceptable_principal, a_chart("I10", editor=HELD, setting=setting)) == []


@pytest.mark.parametrize(("setting", "weight"), WEIGHTS)
def test_a_manifestation_is_never_first(setting, weight):
    chart = a_chart("D63.1", "N18.4", editor=HELD, setting=setting)

    assert told(manifestation_first, chart) == [("manifestation_first", weight, ("D63.1",))]


def test_without_an_editor_the_title_tells_a_manifestation():
    place = replace(a_place("D77", 1), title="Sample disorder in diseases classified elsewhere")
    chart = replace(a_chart(a_listed(place)), editor=None)

    (finding,) = found(manifestation_first, chart)
    assert finding.source == "ICD-10-CM Official Guidelines, section I.A.13."
    assert found(manifestation_first, replace(a_chart("D63.1"), editor=None)) == []


def test_without_an_editor_for_the_day_it_is_not_checked():
    chart = replace(a_chart("E11.9", a_procedure("0TY00Z0")), editor=None)

    for rule, name in (
        (unacceptable_principal, "principal_diagnosis"),
        (age_conflicts, "age"),
        (covered_procedures, "coverage"),
    ):
        assert "no Medicare Code Editor for 2099-03-01" in unheard(rule, chart)[name].replace(
            "No ", "no "
        )
        assert found(rule, chart) == []


def test_a_wrong_procedure_is_found_at_any_place():
    chart = a_chart("E11.9", "Y65.51", editor=HELD)

    assert told(wrong_procedure, chart) == [("wrong_procedure", "error", ("Y65.51",))]


def test_coverage_is_asked_about_for_procedures_of_stays():
    procedures = [a_procedure("0TY00Z0"), a_procedure("00F3XZZ"), a_procedure("02703DZ")]

    assert told(covered_procedures, a_chart("E11.9", *procedures, editor=HELD)) == [
        ("coverage", "warning", ("00F3XZZ",)),
        ("coverage", "warning", ("0TY00Z0",)),
    ]
    outpatient = a_chart("E11.9", *procedures, editor=HELD, setting=Setting.OUTPATIENT)
    assert found(covered_procedures, outpatient) == []


@pytest.mark.parametrize(
    ("code", "fitting", "other"),
    [
        ("P07.1", [0], [1, 40]),
        ("Q01", [0, 17], [18, 40]),
        ("O80", [9, 64], [8, 65]),
        ("N40.0", [15, 124], [14, 0]),
    ],
)
def test_ages_are_held_to_both_their_ends(code, fitting, other):
    for age in fitting:
        assert found(age_conflicts, a_chart("E11.9", code, editor=HELD, age=age)) == []
    for age in other:
        (finding,) = found(age_conflicts, a_chart("E11.9", code, editor=HELD, age=age))
        assert (finding.codes, finding.line_ids) == ((code,), (code,))
        assert f"the patient is {age}" in finding.text


@pytest.mark.parametrize(("setting", "weight"), WEIGHTS)
def test_a_conflict_weighs_by_the_setting(setting, weight):
    chart = a_chart("P07.1", "O80", editor=HELD, setting=setting, age=70, sex="M")

    assert [one.severity.value for one in found(age_conflicts, chart)] == [weight, weight]
    assert [one.severity.value for one in found(sex_conflicts, chart)] == [weight]


def test_the_age_is_that_of_the_birth_date_at_the_admission():
    born = {"birth_date": date(2098, 3, 1), "admitted_on": date(2099, 2, 28)}

    assert found(age_conflicts, a_chart("P07.1", editor=HELD, **born)) == []
    born["admitted_on"] = date(2099, 3, 1)
    assert len(found(age_conflicts, a_chart("P07.1", editor=HELD, **born))) == 1


def test_an_age_that_is_not_given_is_missed_only_where_a_code_asks_for_it():
    assert unheard(age_conflicts, a_chart("E11.9", editor=HELD)) == {}
    assert unheard(age_conflicts, a_chart("O80", editor=HELD)) == {
        "age": "O80 is for maternity patients (9 to 64 years), and no age is given."
    }


def test_codes_for_one_sex_are_found_among_diagnoses_and_procedures():
    chart = a_chart("O80", a_procedure("0UT90ZZ"), editor=HELD, sex="M")
    (finding,) = found(sex_conflicts, chart)

    assert finding.codes == finding.line_ids == ("O80", "0UT90ZZ")
    assert found(sex_conflicts, a_chart("O80", editor=HELD, sex="F")) == []
    assert found(sex_conflicts, a_chart("N40.0", editor=HELD, sex="F"))[0].severity is (
        Severity.ERROR
    )


@pytest.mark.parametrize("sex", ["", "U"])
def test_a_sex_that_is_not_given_is_missed_only_where_a_code_asks_for_it(sex):
    assert unheard(sex_conflicts, a_chart("O80", editor=HELD, sex=sex)).keys() == {"sex"}
    assert unheard(sex_conflicts, a_chart("E11.9", editor=HELD, sex=sex)) == {}
