"""The grouping of an encounter: every line told, and what could not be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from codebook_app.domain.content import Fact
from codebook_app.domain.encounter import Encounter, EncounterLine, Role, Setting
from codebook_app.domain.grouping import Category
from codebook_app.errors import KnownError
from codebook_app.grouping.hcc import RiskCategories
from codebook_app.grouping.ms_drg import MsDrgGrouper
from codebook_app.services.grouping import Grouping

DAY = date(2026, 5, 1)
MOMENT = datetime(2026, 5, 2, tzinfo=UTC)
TITLES = {"291": "HEART FAILURE AND SHOCK WITH MCC", "292": "Sample title of 292"}
TRANSFER = {"Post-acute care transfer": "Yes", "Special pay": "No"}
FACTS = {
    "291": {"Relative weight": "1.25", "GMLOS": "3.9", "AMLOS": "5.0", "Type": "MED", **TRANSFER},
    "292": {"Relative weight": "**", "GMLOS": "3.0", "AMLOS": "3.5", "Type": "MED"},
}


class SampleReleases:
    """One MS-DRG release, in force on every day, whose Table 5 holds two groups."""

    def __init__(self) -> None:
        self.sources = (SimpleNamespace(part="table5"),)
        self.in_force = True
        self.turns = 0

    def choose(self, code_set: str, _on: date | None) -> Any:
        self.turns += 1
        assert code_set == "msdrg"
        release = SimpleNamespace(release="v99", sources=self.sources)
        return SimpleNamespace(release=release, in_force=self.in_force)

    def stamp(self) -> tuple[int, ...]:
        return (id(self.sources),)

    def reader(self, *named: str) -> SampleReleases:
        assert named == ("msdrg", "v99")
        return self

    def code(self, number: str) -> Any:
        return SimpleNamespace(id=int(number), title=TITLES[number]) if number in TITLES else None

    def facts(self, ids: list[int]) -> dict[int, tuple[Fact, ...]]:
        return {
            one: tuple(Fact(one, name, value) for name, value in FACTS[str(one)].items())
            for one in ids
        }


@pytest.fixture(scope="module")
def grouper() -> Iterator[MsDrgGrouper]:
    one = MsDrgGrouper()
    yield one
    one.close()


@pytest.fixture
def releases() -> SampleReleases:
    return SampleReleases()


@pytest.fixture
def grouping(grouper, releases) -> Grouping:
    tables = RiskCategories(
        {2027: {"V28": {"I5021": ("226",)}, "V24": {"I5021": ("85",)}}},
        {("V28", "226"): "Heart failure"},
        "sample 1",
    )
    return Grouping(releases, lambda: grouper, lambda: tables, today=lambda: DAY)


def a_stay(*codes: str | tuple[str, str], **fields: Any) -> Encounter:
    """Return a stay of diagnoses, each there on admission or (code, POA), and procedures."""
    lines = []
    for at, one in enumerate(codes, 1):
        code, poa = one if isinstance(one, tuple) else (one, "Y")
        procedure = len(code) == 7 and "." not in code
        code_set = "icd10pcs" if procedure else "icd10cm"
        lines.append(EncounterLine(f"L{at}", code_set, "", code, "", "" if procedure else poa))
    values: dict[str, Any] = {"age": 50, "sex": "F", "discharge_status": "01", **fields}
    return Encounter(
        "1",
        "Stay 1",
        values.pop("setting", Setting.INPATIENT),
        values.pop("date_of_service", DAY),
        tuple(lines),
        (),
        0,
        MOMENT,
        MOMENT,
        **values,
    )


def test_stay_is_grouped_with_the_weight_of_the_release_in_force(grouping):
    grouped = grouping.group(a_stay("I50.21", "j96.01"))

    assert grouped.drg is not None
    assert (grouped.drg.number, grouped.drg.weight) == ("291", 1.25)
    assert (grouped.drg.gmlos, grouped.drg.amlos) == (3.9, 5.0)
    assert grouped.drg.title == "Heart Failure and Shock with MCC"  # not in capitals
    assert (grouped.mdc, grouped.kind, grouped.severity) == ("05", "medical", "MCC")
    assert grouped.grouper == "MS-DRG Grouper v43.1 (msdrg 1.2.0)"
    assert grouped.editor == "Medicare Code Editor v43 (msdrg 1.2.0)"
    assert "payer" in grouped.caution
    assert (grouped.problem, grouped.edits, grouped.not_checked, grouped.assumed) == (
        "",
        (),
        (),
        (),
    )


def test_weight_that_the_table_does_not_give_is_none_and_the_title_is_as_released(grouping):
    grouped = grouping.group(a_stay("I50.21", "N17.9"))

    assert grouped.drg is not None
    assert (grouped.drg.title, grouped.drg.weight) == ("Sample title of 292", None)


def test_every_line_is_told_what_it_counts_as_in_the_order_of_the_list(grouping):
    grouped = grouping.group(a_stay("I50.21", "N17.9", ("L89.154", "N"), "I10", "5A1955Z"))

    told = {code.code: code for code in grouped.codes}
    assert list(told) == ["I50.21", "N17.9", "L89.154", "I10", "5A1955Z"]
    assert told["I50.21"].decides
    assert (told["N17.9"].cc, told["N17.9"].counts) == ("CC", True)
    acquired = told["L89.154"]
    assert (acquired.cc, acquired.excluded, acquired.counts) == ("MCC", True, False)
    assert "HAC 04" in acquired.why_not
    assert acquired.poa_effect == "POA N, not present on admission: HAC 04."
    assert (told["I10"].cc, told["5A1955Z"].or_procedure) == ("", False)
    assert grouped.hac == ("HAC 04 Stage III and IV Pressure Ulcers",)
    assert grouped.initial is not None
    assert grouped.initial.number == "291"


@pytest.mark.parametrize("poa", ["N", ""])
def test_nothing_is_taken_for_acquired_in_a_hospital_that_reports_no_poa(grouping, poa):
    stay = a_stay("I50.21", ("L89.154", poa), poa_exempt_hospital=True)

    grouped = grouping.group(stay)

    assert grouped.drg is not None
    assert (grouped.drg.number, grouped.initial, grouped.hac) == ("291", None, ())
    (code,) = [one for one in grouped.codes if one.cc]
    assert (code.counts, code.why_not) == (True, "")
    assert code.poa_effect == ("HAC 04 does not apply: the hospital is exempt from POA reporting.")


def test_group_without_each_line_is_told_where_it_is_another(grouping):
    grouped = grouping.group(a_stay("I50.21", "N17.9", "I10"))

    assert [(one.code, one.principal) for one in grouped.without] == [
        ("I50.21", True),
        ("N17.9", False),
    ]
    without = grouped.without_line("L2")
    assert without is not None
    assert without.drg is not None
    assert without.drg.number == "293"
    assert grouped.without_line("L3") is None


def test_hccs_are_told_of_every_setting_and_a_group_of_inpatient_stays_only(grouping):
    grouped = grouping.group(a_stay("I50.21", setting=Setting.PROFESSIONAL))

    assert grouped.drg is None
    assert "inpatient stays" in grouped.problem
    assert grouped.categories == (
        Category("V28", "226", "Heart failure", 2027),
        Category("V24", "85", "", 2027),
    )
    assert grouped.risk_tables == "CMS-HCC V24 and V28 (sample 1)"


def test_what_the_encounter_does_not_say_is_told_as_assumed_or_not_checked(grouping):
    grouped = grouping.group(
        a_stay("I50.21", "5A1955Z", date_of_service=None, age=None, discharge_status="")
    )

    assert grouped.drg is not None
    assert [one.split(":")[0] for one in grouped.assumed] == [
        "No date of discharge is given",
        "No discharge status is given",
    ]
    assert [one.rule.split(" of ")[0] for one in grouped.not_checked] == [
        "Age edits",
        "Length",
    ]


def test_length_of_the_stay_is_that_between_admission_and_discharge(grouping):
    short = grouping.group(a_stay("J96.00", "5A1955Z", admitted_on=date(2026, 4, 27)))
    long = grouping.group(a_stay("J96.00", "5A1955Z", admitted_on=date(2026, 4, 26)))

    assert [(edit.name, edit.codes) for edit in short.edits] == [
        ("INCONSISTENT_WITH_LENGTH_OF_STAY", ("5A1955Z",))
    ]
    assert long.edits == ()


@pytest.mark.parametrize(
    ("stay", "words"),
    [
        (a_stay(), "No diagnosis is listed"),
        (a_stay("0QS604Z"), "No diagnosis is listed"),
        (a_stay("I50.2"), "I50.2, the principal diagnosis, is no valid ICD-10-CM code on"),
        (a_stay("V00.01XA"), "V00.01XA can't be the principal diagnosis"),
        (a_stay("O24.420"), "O24.420 is no principal diagnosis that a stay ends with"),
        (a_stay("I50.21", ("L89.154", "")), "L89.154 may be a hospital-acquired condition"),
        (
            a_stay("A40.3", ("L89.153", "N"), ("E66.01", "")),
            "E66.01 may be a hospital-acquired condition, and its POA",
        ),
        (
            a_stay("S72.141A", ("T83.511A", "N"), ("N39.0", ""), ("L89.153", "")),
            "L89.153, N39.0 may be hospital-acquired conditions, and their POA indicators decide",
        ),
        (a_stay("I50.21", "I46.9", discharge_status="99"), "discharge status"),
        (
            a_stay("I50.21", date_of_service=date(2027, 4, 1)),
            "groups discharges from 2022-10-01 to 2027-03-31",
        ),
        (a_stay("I50.21", date_of_service=date(2022, 9, 30)), "No MS-DRG version"),
    ],
)
def test_stay_without_a_group_says_why_and_what_to_do(grouping, stay, words):
    grouped = grouping.group(stay)

    assert grouped.drg is None
    assert words in grouped.problem
    assert len(grouped.codes) == len(stay.lines)


def test_code_that_is_not_valid_on_the_day_is_named_and_not_converted(grouping):
    grouped = grouping.group(a_stay("I50.21", "N17", "QQQQQQQ"))

    assert [code.invalid for code in grouped.codes] == [False, True, True]
    assert [(edit.name, edit.codes) for edit in grouped.edits] == [
        ("INVALID_CODE", ("N17", "QQQQQQQ"))
    ]


def test_admitting_diagnosis_takes_no_part_in_the_group(grouping):
    stay = a_stay("I50.21", "J96.01")
    admitted = replace(stay.lines[1], id="A", role=Role.ADMITTING)

    grouped = grouping.group(replace(stay, lines=(stay.lines[0], admitted)))

    assert grouped.drg is not None
    assert grouped.drg.number == "293"
    assert grouped.codes[1].cc == ""


def test_transfer_of_a_group_of_the_policy_is_told(grouping):
    stay = a_stay("I50.21", "J96.01", discharge_status="06", admitted_on=date(2026, 4, 29))

    told = grouping.group(stay)

    assert told.drg is not None
    assert (told.drg.transfer, told.drg.special_pay) == (True, False)
    assert told.transfer.endswith("2 days, over a day shorter than GMLOS 3.9: paid by the day.")
    assert grouping.group(replace(stay, discharge_status="01")).transfer == ""


def test_condition_without_poa_is_not_told_as_acquired(grouping):
    grouped = grouping.group(a_stay("I50.21", ("L89.154", "")))

    assert grouped.drg is None
    assert grouped.hac == ()
    assert grouped.codes[1].why_not == (
        "Its POA decides whether it counts as MCC: it may be HAC 04."
    )


def test_code_that_changes_the_group_without_being_split_by_decides_it(grouping):
    grouped = grouping.group(a_stay("Z38.00", "P22.0", age=0))

    assert grouped.drg is not None
    assert (grouped.drg.number, grouped.codes[1].counts) == ("790", False)
    assert grouped.codes[1].decides


def test_weights_that_are_not_installed_are_told_as_missing(grouping, releases):
    releases.sources = ()
    assert [one.rule for one in grouping.group(a_stay("I50.21")).not_checked] == [
        "Weight and lengths of stay"
    ]

    releases.in_force = False
    releases.sources = (object(),)  # another stamp
    grouped = grouping.group(a_stay("I50.21", "J96.01"))
    assert grouped.drg is not None
    assert (grouped.drg.weight, grouped.kind) == (None, "")
    assert "No MS-DRG release" in grouped.not_checked[0].reason


def test_release_is_chosen_once_for_stay_after_stay(grouping, releases):
    for _ in range(3):
        grouping.group(a_stay("I50.21", "N17.9"))

    assert releases.turns == 1


def test_grouper_that_does_not_start_is_a_problem_in_words(releases):
    def missing() -> MsDrgGrouper:
        raise KnownError("The grouper is not installed.", "Install the program again.")

    def no_tables() -> RiskCategories:
        raise KnownError("The HCC tables are not there.")

    grouped = Grouping(releases, missing, no_tables).group(a_stay("I50.21"))

    assert grouped.problem == "The grouper is not installed. Install the program again."
    assert [one.rule for one in grouped.not_checked] == ["HCC"]
