"""Undo and redo after any sequence of edits."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.code_lists import MOMENT, a_code

from codebook_app.domain.encounter import Encounter, Setting
from codebook_app.services.encounters import Encounters

Edit = Callable[[Encounters, Encounter], Encounter]

codes = st.sampled_from(["A00.0", "B20", "E11.22", "S72.002A", "Z99.9"]).map(a_code)
places = st.integers(min_value=-1, max_value=9)
texts = st.text(max_size=30)


def _at(visit: Encounter, place: int) -> str | None:
    return visit.lines[place % len(visit.lines)].id if visit.lines else None


def _on_line(edit: Callable[[Encounters, Encounter, str], Encounter], place: int) -> Edit:
    def edited(encounters: Encounters, visit: Encounter) -> Encounter:
        line_id = _at(visit, place)
        return visit if line_id is None else edit(encounters, visit, line_id)

    return edited


edits = st.one_of(
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
def test_undo_and_redo_restore_every_state_exactly(sequence, data):
    with tempfile.TemporaryDirectory() as folder:
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
        again.close()
