"""Edits of the patient, the stay and the lines: what is taken, what is refused, what follows."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from support.code_lists import a_code, a_line, codes_of
from support.kept_visit import encounters, user_db, visit

from codebook_app.domain.code import Code
from codebook_app.domain.encounter import Encounter, Role, Setting
from codebook_app.domain.fix import (
    Fix,
    MoveLine,
    RemoveLine,
    ReplaceLine,
    SetModifiers,
    SetPoa,
    SetPointers,
    SetRole,
)
from codebook_app.errors import ConflictError, KnownError
from codebook_app.services.encounters import Encounters

__all__ = ["encounters", "user_db", "visit"]


def a_code_of(code_set: str, code: str) -> Code:
    return replace(a_code(code), code_set=code_set)


@pytest.fixture(scope="module")
def prepared(empty_user_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three diagnoses, a procedure, and a service that points at the first and the third."""
    file = Path(shutil.copy(empty_user_db, tmp_path_factory.mktemp("prepared") / "user.db"))
    encounters = Encounters(file)
    made = encounters.add_many(
        encounters.create("Visit 14"),
        [
            a_code("I21.09"),
            a_code("E11.65"),
            a_code("N18.30"),
            a_code_of("icd10pcs", "02703DZ"),
            a_code_of("cpt", "99213"),
        ],
    )
    encounters.set_line(made, made.lines[4].id, pointers=("A", "C"))
    encounters.close()
    return file


def pointers(visit: Encounter) -> tuple[str, ...]:
    (service,) = (line for line in visit.lines if line.code_set == "cpt")
    return service.pointers


def test_patient_and_stay_take_what_is_given_and_keep_the_rest(encounters):
    visit = encounters.set_patient(encounters.create(), age=64, sex="f")
    visit = encounters.set_patient(visit, birth_date=date(1961, 5, 6))
    assert (visit.age, visit.sex, visit.birth_date) == (64, "F", date(1961, 5, 6))
    assert visit.undo_word == "change birth date"

    visit = encounters.set_stay(visit, admitted_on=date(2026, 3, 30), discharge_status="1")
    assert (visit.admitted_on, visit.discharge_status) == (date(2026, 3, 30), "01")
    assert visit.undo_word == "change stay"
    visit = encounters.set_stay(visit, admitted_on=None)
    assert (visit.admitted_on, visit.discharge_status) == (None, "01")
    assert visit.undo_word == "change admission"

    visit = encounters.set_patient(visit, age=None, birth_date=None, sex="")
    assert encounters.open(visit.id) == visit
    assert (visit.age, visit.sex, visit.birth_date) == (None, "", None)


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"age": -1}, "no age"), ({"age": 131}, "no age"), ({"sex": "female"}, "no sex")],
)
def test_what_no_patient_has_is_refused(encounters, fields, said):
    visit = encounters.create()

    with pytest.raises(KnownError, match=said):
        encounters.set_patient(visit, **fields)
    assert encounters.open(visit.id) == visit


@pytest.mark.parametrize("status", ["123", "x1", "-1"])
def test_a_discharge_status_is_two_digits(encounters, status):
    with pytest.raises(KnownError, match="no discharge status"):
        encounters.set_stay(encounters.create(), discharge_status=status)


def test_a_service_takes_what_a_claim_asks_of_it(encounters, visit):
    service = visit.lines[4]
    visit = encounters.set_line(
        visit,
        service.id,
        performed_on=date(2026, 4, 1),
        units=2,
        modifiers=("25", "lt"),
        pointers=["b", "A", "b"],
        charge=Decimal("125.1"),
        revenue_code="450",
    )

    assert encounters.open(visit.id).lines[4] == replace(
        service,
        performed_on=date(2026, 4, 1),
        units=2,
        modifiers=("25", "LT"),
        pointers=("B", "A"),
        charge=Decimal("125.10"),
        revenue_code="0450",
    )
    assert visit.undo_word == "change 99213"
    assert encounters.undo(visit).lines[4] == service


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"units": 0}, "no number of units"),
        ({"units": 100_000}, "no number of units"),
        ({"modifiers": ("2",)}, "no modifier"),
        ({"modifiers": ("25",) * 13}, "too many"),
        ({"pointers": ("1",)}, "no diagnosis pointer"),
        ({"charge": Decimal("1.005")}, "no charge"),
        ({"charge": Decimal("-1")}, "no charge"),
        ({"charge": Decimal("NaN")}, "no charge"),
        ({"charge": Decimal("1e7")}, "no charge"),
        ({"charge": Decimal("1e40")}, "no charge"),
        ({"revenue_code": "45"}, "no revenue code"),
        ({"poa": "Y"}, "99213 is a service: it has no POA"),
        ({"role": Role.ADMITTING}, "it has no role"),
    ],
)
def test_what_no_service_has_is_refused_and_nothing_changes(encounters, visit, fields, said):
    with pytest.raises(KnownError, match=said):
        encounters.set_line(visit, visit.lines[4].id, **fields)
    assert encounters.open(visit.id) == visit


@pytest.mark.parametrize(
    "fields",
    [
        {"poa": "X"},
        {"units": 2},
        {"performed_on": date(2026, 4, 1)},
        {"modifiers": ("25",)},
        {"pointers": ("A",)},
        {"charge": Decimal(1)},
        {"revenue_code": "0450"},
    ],
)
def test_what_no_diagnosis_has_is_refused(encounters, visit, fields):
    with pytest.raises(KnownError):
        encounters.set_line(visit, visit.lines[0].id, **fields)


def test_a_field_nobody_knows_is_a_mistake_of_ours(encounters, visit):
    with pytest.raises(TypeError, match="no field title"):
        encounters.set_lines(visit, {visit.lines[0].id: {"title": "A"}}, "retitle")
    with pytest.raises(TypeError):
        encounters.set_line(visit, visit.lines[4].id, pointers="AB")


def test_many_lines_are_set_in_one_step_or_not_at_all(encounters, visit):
    first, second, third = (line.id for line in visit.lines[:3])
    now = encounters.set_lines(
        visit, {first: {"poa": "Y"}, second: {"poa": "Y"}, third: {"poa": "n"}}, "set POA of all"
    )
    assert [line.poa for line in now.lines[:3]] == ["Y", "Y", "N"]
    assert now.undo_word == "set POA of all"
    assert encounters.undo(now).lines == visit.lines

    now = encounters.open(visit.id)
    with pytest.raises(KnownError):
        encounters.set_lines(now, {first: {"poa": "Y"}, second: {"poa": "?"}}, "set POA")
    with pytest.raises(KnownError, match="not on the list"):
        encounters.set_lines(now, {first: {"poa": "Y"}, "nowhere": {"poa": "Y"}}, "set POA")
    assert encounters.open(visit.id) == now


def test_pointers_follow_in_the_same_step(encounters, visit):
    moved = encounters.move(visit, visit.lines[2].id, 0)
    assert (codes_of(moved)[0], pointers(moved)) == ("N18.30", ("B", "A"))
    back = encounters.undo(moved)
    assert back.lines == visit.lines

    assert pointers(encounters.remove(back, visit.lines[1].id)) == ("A", "B")
    now = encounters.undo(encounters.open(visit.id))
    assert pointers(encounters.add(now, a_code("D64.9"), 0)) == ("B", "D")
    now = encounters.undo(encounters.open(visit.id))
    assert pointers(encounters.set_line(now, visit.lines[0].id, role=Role.ADMITTING)) == ("B",)
    now = encounters.undo(encounters.open(visit.id))
    assert pointers(encounters.replace(now, visit.lines[0].id, a_code("I21.4"))) == ("A", "C")


def test_roles_and_pointers_set_together_are_letters_of_the_list_as_it_is_then(encounters, visit):
    now = encounters.set_lines(
        visit,
        {visit.lines[0].id: {"role": Role.ADMITTING}, visit.lines[4].id: {"pointers": ("A",)}},
        "change roles",
    )

    assert pointers(now) == ("A",)


def test_a_line_of_another_code_set_keeps_only_what_it_may_have(encounters, visit):
    visit = encounters.set_line(visit, visit.lines[0].id, poa="Y", role=Role.ADMITTING)
    visit = encounters.set_line(visit, visit.lines[4].id, units=2, modifiers=("25",))
    visit = encounters.replace(visit, visit.lines[0].id, a_code_of("cpt", "99214"))
    visit = encounters.replace(visit, visit.lines[4].id, a_code_of("icd10pcs", "0016070"))

    assert (visit.lines[0].poa, visit.lines[0].role) == ("", Role.LISTED)
    assert (visit.lines[4].units, visit.lines[4].modifiers, visit.lines[4].pointers) == (2, (), ())


def test_sorting_keeps_the_principal_first_and_the_pointers_true(encounters, visit):
    visit = encounters.move(visit, visit.lines[4].id, 0)
    visit = encounters.add(visit, a_code("W01.0XXA"), 2)
    assert codes_of(visit) == ["99213", "I21.09", "W01.0XXA", "E11.65", "N18.30", "02703DZ"]
    assert pointers(visit) == ("A", "D")

    claim = encounters.sort(visit, "claim")
    assert codes_of(claim) == ["I21.09", "E11.65", "N18.30", "W01.0XXA", "02703DZ", "99213"]
    assert pointers(claim) == ("A", "C")

    claim = encounters.move(claim, claim.lines[2].id, 1)
    by_code = encounters.sort(claim, "code")
    assert codes_of(by_code) == ["I21.09", "E11.65", "N18.30", "W01.0XXA", "02703DZ", "99213"]
    assert by_code.undo_word == "sort by code"
    assert encounters.sort(by_code, "code") == by_code


def test_sorting_puts_admitting_and_reasons_behind_the_first_diagnosis(encounters):
    visit = encounters.create("Visit 7", setting=Setting.OUTPATIENT)
    for code in ("I21.09", "E11.65", "W01.0XXA", "R07.9", "R55", "Z79.4"):
        visit = encounters.add(visit, a_code(code))
    reason, admitting = visit.lines[4].id, visit.lines[3].id
    visit = encounters.set_line(visit, reason, role=Role.REASON_FOR_VISIT)
    visit = encounters.set_line(visit, admitting, role=Role.ADMITTING)

    claim = encounters.sort(visit, "claim")

    wanted = ["I21.09", "R07.9", "R55", "E11.65", "Z79.4", "W01.0XXA"]
    assert codes_of(claim) == wanted
    assert codes_of(encounters.sort(claim, "code")) == wanted


def test_lines_of_another_list_point_at_their_own_diagnoses(encounters, visit):
    service = replace(a_line("99215", code_set="cpt", line_id="P1"), pointers=("A", "B"))
    added = encounters.add_lines(visit, [a_line("Z79.4"), a_line("I10"), service], "paste a list")

    assert added.undo_word == "paste a list"
    assert codes_of(added)[5:] == ["Z79.4", "I10", "99215"]
    assert added.lines[7].pointers == ("D", "E")
    assert added.lines[4].pointers == ("A", "C")
    assert len({line.id for line in added.lines}) == 8

    alone = encounters.add_lines(added, [service])
    assert alone.lines[-1].pointers == ("A", "B")
    assert alone.undo_word == "add 99215"


def test_a_fix_is_one_step_with_its_words(encounters, visit):
    first, second, third, _, service = (line.id for line in visit.lines)
    fix = Fix(
        "Move N18.30 to the front",
        (
            MoveLine(third, first),
            SetPoa(third, "Y"),
            SetRole(second, Role.ADMITTING),
            SetModifiers(service, ("25",)),
            RemoveLine(first),
        ),
    )
    now = encounters.apply(visit, fix)

    assert codes_of(now) == ["N18.30", "E11.65", "02703DZ", "99213"]
    assert (now.lines[0].poa, now.lines[1].role) == ("Y", Role.ADMITTING)
    assert (now.lines[3].modifiers, now.lines[3].pointers) == (("25",), ("A",))
    assert now.undo_word == "move N18.30 to the front"
    assert encounters.undo(now).lines == visit.lines


def test_a_fix_puts_one_code_in_the_place_of_two(encounters, visit):
    first, third = visit.lines[0].id, visit.lines[2].id
    visit = encounters.set_line(visit, first, poa="Y")
    fix = Fix("Replace both", (ReplaceLine(first, a_code("I11.0")), RemoveLine(third)))
    now = encounters.apply(visit, fix)

    assert codes_of(now)[0] == "I11.0"
    assert (now.lines[0].id, now.lines[0].poa) == (first, "Y")
    assert len(now.lines) == len(visit.lines) - 1
    assert pointers(now) == ("A",)  # what pointed at the third points nowhere
    assert encounters.undo(now).lines == visit.lines


def test_a_fix_sets_pointers_and_moves_to_the_end(encounters, visit):
    first, service = visit.lines[0].id, visit.lines[4].id
    fix = Fix(
        "POA first", (MoveLine(first, ""), SetPointers(service, ("A",)), MoveLine(first, first))
    )
    now = encounters.apply(visit, fix)

    assert codes_of(now)[-1] == "I21.09"
    assert pointers(now) == ("A",)
    assert now.undo_word == "POA first"


def test_a_fix_whose_line_has_gone_changes_nothing(encounters, visit):
    for change in (
        RemoveLine("nowhere"),
        MoveLine(visit.lines[0].id, "nowhere"),
        SetPointers("nowhere", ("A",)),
    ):
        with pytest.raises(KnownError, match="not on the list"):
            encounters.apply(visit, Fix("Fix", (SetPoa(visit.lines[0].id, "Y"), change)))
    assert encounters.open(visit.id) == visit


def test_every_edit_of_a_stale_encounter_is_refused(encounters, visit):
    stale = visit
    now = encounters.rename(visit, "Visit 15")
    line = stale.lines[0].id

    for edit in (
        lambda: encounters.set_patient(stale, age=1),
        lambda: encounters.set_stay(stale, admitted_on=date(2026, 1, 1)),
        lambda: encounters.set_line(stale, line, poa="Y"),
        lambda: encounters.set_lines(stale, {line: {"poa": "Y"}}, "set POA"),
        lambda: encounters.apply(stale, Fix("Fix", (SetPoa(line, "Y"),))),
        lambda: encounters.sort(stale),
        lambda: encounters.add_lines(stale, [a_line("I10")]),
        lambda: encounters.set_favourite(stale, True),
        lambda: encounters.archive(stale),
        lambda: encounters.unarchive(stale),
    ):
        with pytest.raises(ConflictError, match="“Visit 15” was changed"):
            edit()
    assert encounters.open(visit.id) == now
