"""What differs between two states of an encounter, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from support.code_lists import MOMENT, a_line, a_list

from codebook_app.domain.encounter import Encounter, Kind, Override, Role, Setting
from codebook_app.domain.encounter_changes import changes_between, state_of

VISIT = a_list("I21.09", "E11.65", a_line("99213", code_set="cpt"))


def said(before: Encounter | None, after: Encounter) -> list[str]:
    return [change.text for change in changes_between(before, after)]


def with_line(at: int, **fields: object) -> Encounter:
    lines = list(VISIT.lines)
    lines[at] = replace(lines[at], **fields)  # type: ignore[arg-type]
    return replace(VISIT, lines=tuple(lines))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"label": "Visit 15"}, "Label: Visit 14 → Visit 15"),
        ({"setting": Setting.INPATIENT}, "Setting: outpatient → inpatient"),
        ({"date_of_service": date(2026, 4, 1)}, "Date of service: (none) → 2026-04-01"),
        ({"admitted_on": date(2026, 4, 1)}, "Admission: (none) → 2026-04-01"),
        ({"age": 0}, "Age: (none) → 0"),
        ({"birth_date": date(1958, 4, 1)}, "Birth date: (none) → 1958-04-01"),
        ({"sex": "F"}, "Sex: (none) → F"),
        ({"discharge_status": "01"}, "Discharge status: (none) → 01"),
        ({"favourite": True}, "Favourite: (none) → yes"),
        ({"archived_at": MOMENT}, "Archived: (none) → 2098-11-22 09:30:00+00:00"),
    ],
)
def test_each_field_is_told_with_its_old_and_new_value(fields, words):
    after = replace(VISIT, **fields)

    assert said(VISIT, after) == [words]
    (back,) = changes_between(after, VISIT)
    (there,) = changes_between(VISIT, after)
    assert (back.what, back.before, back.after) == (there.what, there.after, there.before)


@pytest.mark.parametrize(
    ("at", "fields", "words"),
    [
        (0, {"poa": "N"}, "POA of I21.09: (none) → N"),
        (0, {"role": Role.REASON_FOR_VISIT}, "Role of I21.09: (none) → reason for visit"),
        (0, {"code": "I21.4"}, "Code of line 1: I21.09 → I21.4"),
        (2, {"performed_on": date(2026, 4, 1)}, "Date of 99213: (none) → 2026-04-01"),
        (2, {"units": 2}, "Units of 99213: (none) → 2"),
        (2, {"modifiers": ("25", "59")}, "Modifiers of 99213: (none) → 25 59"),
        (2, {"pointers": ("A", "B")}, "Pointers of 99213: (none) → A B"),
        (2, {"charge": Decimal("125.10")}, "Charge of 99213: (none) → 125.10"),
        (2, {"revenue_code": "0450"}, "Revenue code of 99213: (none) → 0450"),
        (2, {"release": "2026"}, "Release of 99213: FY2099 → 2026"),
    ],
)
def test_each_field_of_a_line_is_told_with_its_code(at, fields, words):
    assert said(VISIT, with_line(at, **fields)) == [words]


def test_lines_that_come_go_and_move_are_told_by_their_places():
    first, second, third = VISIT.lines
    new = replace(a_line("J96.01"), poa="Y", title="Invented failure")

    assert said(VISIT, replace(VISIT, lines=(first, second, new, third))) == [
        "J96.01 added as line 3 (Invented failure; icd10cm FY2099; POA Y)"
    ]
    assert said(VISIT, replace(VISIT, lines=(second, third))) == ["I21.09 removed from line 1"]
    assert said(VISIT, replace(VISIT, lines=(third, first, second))) == [
        "Place of 99213: line 3 → line 1"
    ]


def test_an_override_is_told_with_its_reason():
    override = Override("excludes1", ("A", "B"), "Unrelated", MOMENT)
    after = replace(VISIT, overrides=(override,))

    assert said(VISIT, after) == ["Override of excludes1, A, B: (none) → Unrelated"]
    assert said(after, VISIT) == ["Override of excludes1, A, B: Unrelated → (none)"]


def test_a_beginning_tells_all_there_is():
    assert said(None, replace(VISIT, kind=Kind.TEMPLATE))[:3] == [
        "Kind: (none) → template",
        "Label: (none) → Visit 14",
        "Setting: (none) → outpatient",
    ]
    assert len(said(None, VISIT)) == 6


def test_nothing_is_told_where_nothing_changed():
    assert said(VISIT, replace(VISIT, revision=7, changed_at=datetime.now(UTC))) == []


def test_the_state_knows_every_field_of_the_content_and_nothing_else():
    state = state_of(VISIT)

    changed = [
        replace(VISIT, label="B"),
        replace(VISIT, setting=Setting.INPATIENT),
        replace(VISIT, date_of_service=date(2026, 4, 1)),
        replace(VISIT, admitted_on=date(2026, 4, 1)),
        replace(VISIT, birth_date=date(2026, 4, 1)),
        replace(VISIT, age=1),
        replace(VISIT, sex="F"),
        replace(VISIT, discharge_status="01"),
        replace(VISIT, kind=Kind.TEMPLATE),
        replace(VISIT, favourite=True),
        replace(VISIT, archived_at=MOMENT),
        replace(VISIT, overrides=(Override("excludes1", (), "a", MOMENT),)),
        replace(VISIT, lines=VISIT.lines[::-1]),
        with_line(0, poa="N"),
        with_line(0, role=Role.ADMITTING),
        with_line(0, title="B"),
        with_line(2, charge=Decimal("1.00")),
        with_line(2, revenue_code="0450"),
        with_line(2, pointers=("A",)),
    ]
    states = {state_of(one) for one in changed} | {state_of(VISIT, deleted=True)}
    assert len(states) == len(changed) + 1
    assert state not in states
    assert state_of(replace(VISIT, revision=9, id="b", changed_at=datetime.now(UTC))) == state


def test_the_digest_of_a_state_never_changes_from_version_to_version():
    """Logs of years ago are verified against it: a change here breaks every kept log."""
    expected = "792fe931efdd2d7d9596dda6a5107fe73541f8d6e0e22b7d4fd50cab89e7c0b0"
    assert state_of(VISIT) == expected
