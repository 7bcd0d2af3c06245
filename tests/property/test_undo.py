"""Undo and redo after any sequence of edits."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.code_lists import MOMENT, a_code, a_line

from codebook_app.domain.encounter import Encounter, EncounterLine, Role, Setting
from codebook_app.domain.fix import Fix, MoveLine, SetRole
from codebook_app.domain.pointers import listed, place_of
from codebook_app.errors import KnownError
from codebook_app.services.encounters import Encounters

Edit = Callable[[Encounters, Encounter], Encounter]

diagnoses = st.sampled_from(["A00.0", "B20", "E11.22", "S72.002A", "W01.0XXA"]).map(a_code)
services = st.sampled_from(["99213", "99214"]).map(
    lambda code: replace(a_code(code), code_set="cpt")
)
procedures = st.just(replace(a_code("02703DZ"), code_set="icd10pcs"))
codes = diagnoses | diagnoses | services | procedures
places = st.integers(min_value=-1, max_value=9)
texts = st.text(max_size=30)


def _at(visit: Encounter, place: int) -> str | None:
    return visit.lines[place % len(visit.lines)].id if visit.lines else None


def _tried(edit: Callable[[], Encounter], visit: Encounter) -> Encounter:
    """Return what *edit* makes, or *visit* where a line can't have what was to be entered."""
    try:
        return edit()
    except KnownError:
        return visit


def _on_line(edit: Callable[[Encounters, Encounter, str], Encounter], place: int) -> Edit:
    def edited(encounters: Encounters, visit: Encounter) -> Encounter:
        line_id = _at(visit, place)
        return visit if line_id is None else edit(encounters, visit, line_id)

    return edited


line_fields = st.one_of(
    st.fixed_dictionaries({"poa": st.sampled_from(["", "Y", "N", "U", "W"])}),
    st.fixed_dictionaries({"role": st.sampled_from(list(Role))}),
    st.fixed_dictionaries({}, optional={"units": st.none() | st.integers(1, 9)}),
    st.fixed_dictionaries(
        {"pointers": st.lists(st.sampled_from("ABCDEF"), max_size=4)},
        optional={
            "performed_on": st.none() | st.dates(),
            "modifiers": st.lists(st.sampled_from(["25", "LT"]), max_size=2),
            "charge": st.none() | st.integers(0, 99_999).map(lambda cents: Decimal(cents) / 100),
            "revenue_code": st.sampled_from(["", "0450"]),
        },
    ),
)
line_edits = st.builds(
    lambda at, fields: _on_line(
        lambda e, v, line: _tried(lambda: e.set_line(v, line, **fields), v), at
    ),
    places,
    line_fields,
)
moving_edits = st.one_of(
    st.builds(lambda code, place: lambda e, v: e.add(v, code, place), codes, places),
    st.builds(lambda at: _on_line(lambda e, v, line: e.remove(v, line), at), places),
    st.builds(lambda at, to: _on_line(lambda e, v, line: e.move(v, line, to), at), places, places),
    st.builds(
        lambda at, code: _on_line(lambda e, v, line: e.replace(v, line, code), at), places, codes
    ),
    st.builds(
        lambda at, role: _on_line(
            lambda e, v, line: _tried(lambda: e.set_line(v, line, role=role), v), at
        ),
        places,
        st.sampled_from(list(Role)),
    ),
    st.builds(lambda by: lambda e, v: e.sort(v, by), st.sampled_from(["code", "claim"])),
    st.builds(
        lambda at, to, role: _on_line(
            lambda e, v, line: _tried(
                lambda: e.apply(
                    v, Fix("Fix", (MoveLine(line, _at(v, to) or ""), SetRole(line, role)))
                ),
                v,
            ),
            at,
        ),
        places,
        places,
        st.sampled_from(list(Role)),
    ),
)
patient_edits = st.one_of(
    st.builds(
        lambda age, born, sex: lambda e, v: e.set_patient(v, age=age, birth_date=born, sex=sex),
        st.none() | st.integers(0, 130),
        st.none() | st.dates(),
        st.sampled_from(["", "F", "M", "U"]),
    ),
    st.builds(
        lambda day, status: lambda e, v: e.set_stay(v, admitted_on=day, discharge_status=status),
        st.none() | st.dates(),
        st.sampled_from(["", "01", "20"]),
    ),
    st.builds(lambda exempt: lambda e, v: e.set_stay(v, poa_exempt_hospital=exempt), st.booleans()),
)
edits = st.one_of(
    line_edits,
    st.builds(
        lambda added, letters: (
            lambda e, v: e.add_lines(
                v, [*added, replace(a_line("99215", code_set="cpt"), pointers=tuple(letters))]
            )
        ),
        st.lists(st.sampled_from(["Z79.4", "I10"]).map(a_line), max_size=2),
        st.lists(st.sampled_from("ABC"), unique=True),
    ),
    moving_edits,
    patient_edits,
    st.builds(
        lambda poa: (
            lambda e, v: e.set_lines(
                v, {line.id: {"poa": poa} for line in v.lines if line.code_set == "icd10cm"}, "POA"
            )
        ),
        st.sampled_from(["", "Y", "N"]),
    ),
    st.builds(lambda code: lambda e, v: e.add(v, code), codes),
    st.builds(lambda code, place: lambda e, v: e.add(v, code, place), codes, places),
    st.builds(lambda many: lambda e, v: e.add_many(v, many), st.lists(codes, max_size=4)),
    st.builds(lambda at: _on_line(lambda e, v, line: e.remove(v, line), at), places),
    st.builds(lambda at, to: _on_line(lambda e, v, line: e.move(v, line, to), at), places, places),
    st.builds(
        lambda at, code: _on_line(lambda e, v, line: e.replace(v, line, code), at), places, codes
    ),
    st.builds(lambda text: lambda e, v: e.rename(v, f"L{text}"), texts),
    st.builds(
        lambda setting: lambda e, v: e.set_setting(v, setting), st.sampled_from(list(Setting))
    ),
    st.builds(lambda day: lambda e, v: e.set_date_of_service(v, day), st.none() | st.dates()),
    st.builds(
        lambda pair, text: lambda e, v: e.override(v, "excludes1", pair, f"because {text}"),
        st.sampled_from([("A00.0", "B20"), ("B20", "A00.0"), ("E11.22", "Z99.9")]),
        texts,
    ),
    st.just(lambda e, v: e.withdraw_override(v, "excludes1", ("A00.0", "B20"))),
)


def content(visit: Encounter) -> Encounter:
    """Return what the person sees, without what counts and times changes."""
    return replace(visit, revision=0, changed_at=MOMENT, undo_word="", redo_word="")


@pytest.mark.slow
@settings(max_examples=60)
@given(st.lists(edits, max_size=14), st.data())
def test_undo_and_redo_restore_every_state_exactly(empty_user_db, sequence, data):
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(empty_user_db, folder)
        encounters = Encounters(Path(folder) / "user.db")
        visit = encounters.create("A", Setting.OUTPATIENT, date(2026, 1, 1))
        states = [content(visit)]
        for edit in sequence:
            visit = edit(encounters, visit)
            if content(visit) != states[-1]:
                states.append(content(visit))

        at = len(states) - 1
        for forward in data.draw(st.lists(st.booleans(), max_size=8)) + [False] * len(states):
            visit = encounters.redo(visit) if forward else encounters.undo(visit)
            at = min(at + 1, len(states) - 1) if forward else max(at - 1, 0)
            assert content(visit) == states[at]
            assert bool(visit.undo_word) == (at > 0)
            assert bool(visit.redo_word) == (at < len(states) - 1)
        encounters.close()

        again = Encounters(Path(folder) / "user.db")
        visit = again.open(visit.id)
        for state in states[1:]:
            visit = again.redo(visit)
            assert content(visit) == state
        assert again.log(visit.id).sound
        again.close()


@pytest.fixture(scope="module")
def encounters() -> Iterator[Encounters]:
    """A database in memory, for an encounter after the other."""
    kept = Encounters("sqlite://")
    yield kept
    kept.close()


def _pointed(visit: Encounter) -> dict[str, set[str]]:
    """Return the diagnoses each service points at, by the services' ids."""
    ids = listed(visit.lines)
    return {
        line.id: {ids[place_of(letter)] for letter in line.pointers}
        for line in visit.lines
        if line.code_set == "cpt"
    }


def _listed(line: EncounterLine) -> bool:
    return line.code_set == "icd10cm" and line.role is Role.LISTED


@pytest.mark.slow
@settings(max_examples=60)
@given(st.lists(diagnoses, min_size=1, max_size=5), st.lists(moving_edits, max_size=10), st.data())
def test_a_service_points_at_the_same_diagnoses_whatever_is_moved(
    encounters, first, sequence, data
):
    visit = encounters.add_many(encounters.create("A"), first)
    visit = encounters.add(visit, replace(a_code("99213"), code_set="cpt"))
    letters = st.lists(st.sampled_from("ABCDE"[: len(first)]), unique=True, max_size=4)
    visit = encounters.set_line(visit, visit.lines[-1].id, pointers=data.draw(letters))
    for edit in sequence:
        before, visit = visit, edit(encounters, visit)
        stayed = {line.id for line in visit.lines if _listed(line)}
        now = _pointed(visit)
        for service, diagnoses_before in _pointed(before).items():
            if service in now:
                assert now[service] == diagnoses_before & stayed
    assert encounters.log(visit.id).sound
