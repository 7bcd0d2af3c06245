"""The person's encounters: every change is saved before it returns, and can be undone."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from codebook_app.domain.code import Code
from codebook_app.domain.encounter import (
    Encounter,
    EncounterLine,
    EncounterSummary,
    Override,
    Setting,
)
from codebook_app.errors import KnownError

if TYPE_CHECKING:
    from codebook_app.store.user_db import UserDb

MOST_LINES = 500
LONGEST_LABEL = 200
LONGEST_REASON = 1000


class Encounters:
    """The person's encounters, kept in *user_db* (a path or an SQLAlchemy URL).

    The database is opened, and made, at its first use. Every change is on the disk before it
    returns. A change takes the encounter as the caller last saw it and returns it as it stands
    after: where another window or command has changed it meanwhile,
    :class:`~codebook_app.errors.ConflictError` is raised and nothing is overwritten. A change that
    changes nothing is no step of undo. For one thread at a time.
    """

    def __init__(self, user_db: Path | str) -> None:
        self._user_db = user_db
        self._opened: UserDb | None = None

    @property
    def _db(self) -> UserDb:
        if self._opened is None:
            from codebook_app.store.user_db import UserDb  # late: see releases.py

            self._opened = UserDb(self._user_db)
        return self._opened

    def found(self, text: str = "", limit: int = 200) -> tuple[EncounterSummary, ...]:
        """Return the encounters that answer every word of *text*, the newest change first.

        A word answers where the label holds it, in any case, or a code begins with it, with or
        without its dot.
        """
        return self._db.found(text.split(), limit)

    def deleted(self, limit: int = 200) -> tuple[EncounterSummary, ...]:
        """Return the deleted encounters, the newest change first, for :meth:`restore`."""
        return self._db.found((), limit, deleted=True)

    def latest(self) -> Encounter | None:
        """Return the encounter changed last, or None where there is none."""
        return self._db.latest()

    def open(self, encounter_id: str) -> Encounter:
        """Return the encounter as it stands now."""
        return self._db.open(encounter_id)

    def create(
        self,
        label: str = "",
        setting: Setting = Setting.OUTPATIENT,
        date_of_service: date | None = None,
    ) -> Encounter:
        """Begin an encounter; without a label it is numbered ("Encounter 15")."""
        return self._db.create(_one_line(label), "Encounter", setting, date_of_service)

    def rename(self, encounter: Encounter, label: str) -> Encounter:
        """Give the encounter another label, without line breaks and of 200 characters at most."""
        label = _one_line(label)
        if not label:
            raise KnownError("An encounter needs a label.", "Type one, or keep the one it has.")
        return self._changed(encounter, "rename", label=label)

    def set_setting(self, encounter: Encounter, setting: Setting) -> Encounter:
        """Say where the service took place."""
        return self._changed(encounter, f"change to {setting}", setting=setting)

    def set_date_of_service(self, encounter: Encounter, day: date | None) -> Encounter:
        """Say when the service took place; None takes the date away."""
        word = "remove date of service" if day is None else f"change date to {day.isoformat()}"
        return self._changed(encounter, word, date_of_service=day)

    def add(self, encounter: Encounter, code: Code, position: int | None = None) -> Encounter:
        """Put *code* at *position* (from 0), by default at the end."""

        def edit(now: Encounter) -> Encounter:
            at = len(now.lines) if position is None else _within(position, len(now.lines))
            return replace(now, lines=(*now.lines[:at], _line(code), *now.lines[at:]))

        _room_for(encounter, 1)
        return self._db.change(encounter, f"add {code.code}", edit)

    def add_many(self, encounter: Encounter, codes: Sequence[Code]) -> Encounter:
        """Put *codes* at the end in their order, as one change."""
        if len(codes) == 1:
            return self.add(encounter, codes[0])
        _room_for(encounter, len(codes))
        added = tuple(_line(code) for code in codes)
        return self._db.change(
            encounter,
            f"add {len(codes)} codes",
            lambda now: replace(now, lines=(*now.lines, *added)),
        )

    def replace(self, encounter: Encounter, line_id: str, code: Code) -> Encounter:
        """Put *code* in the place of a line, which keeps its id and what was entered with it."""
        before = _line_of(encounter, line_id)

        def edit(now: Encounter) -> Encounter:
            return replace(
                now,
                lines=tuple(
                    replace(
                        line,
                        code_set=code.code_set,
                        release=code.release,
                        code=code.code,
                        title=code.title,
                    )
                    if line.id == line_id
                    else line
                    for line in now.lines
                ),
            )

        return self._db.change(encounter, f"change {before.code} to {code.code}", edit)

    def remove(self, encounter: Encounter, line_id: str) -> Encounter:
        """Take a line off the list."""
        gone = _line_of(encounter, line_id)
        return self._db.change(
            encounter,
            f"remove {gone.code}",
            lambda now: replace(now, lines=tuple(line for line in now.lines if line.id != line_id)),
        )

    def move(self, encounter: Encounter, line_id: str, position: int) -> Encounter:
        """Move a line to *position* (from 0); a place beyond the list means its end."""
        moved = _line_of(encounter, line_id)

        def edit(now: Encounter) -> Encounter:
            others = [line for line in now.lines if line.id != line_id]
            others.insert(_within(position, len(others)), _line_of(now, line_id))
            return replace(now, lines=tuple(others))

        return self._db.change(encounter, f"move {moved.code}", edit)

    def override(
        self, encounter: Encounter, rule: str, codes: Sequence[str], reason: str
    ) -> Encounter:
        """Set a warning aside and keep the reason; a second reason takes the first one's place.

        *codes* are those the finding names; their order does not matter.
        """
        reason = " ".join(reason.split())[:LONGEST_REASON]
        if not reason:
            raise KnownError(
                "A warning is set aside with a reason only.",
                "Say why both codes belong on this list.",
            )
        made = Override(rule, tuple(codes), reason, datetime.now(UTC))

        def edit(now: Encounter) -> Encounter:
            return replace(now, overrides=(*_without(now, rule, codes), made))

        return self._db.change(encounter, f"override {' with '.join(codes)}", edit)

    def withdraw_override(self, encounter: Encounter, rule: str, codes: Sequence[str]) -> Encounter:
        """Let a warning that was set aside be shown again."""
        return self._db.change(
            encounter,
            f"withdraw override {' with '.join(codes)}",
            lambda now: replace(now, overrides=_without(now, rule, codes)),
        )

    def undo(self, encounter: Encounter) -> Encounter:
        """Take the last change back, one made before a restart too; without one do nothing."""
        return self._db.undo(encounter)

    def redo(self, encounter: Encounter) -> Encounter:
        """Make the change that was undone last again; without one do nothing."""
        return self._db.redo(encounter)

    def delete(self, encounter: Encounter) -> None:
        """Take the encounter off the list of encounters; :meth:`restore` brings it back whole."""
        self._db.delete(encounter)

    def restore(self, encounter_id: str) -> Encounter:
        """Bring a deleted encounter back with its lines, overrides and undo."""
        return self._db.restore(encounter_id)

    def close(self) -> None:
        """Close the database."""
        if self._opened is not None:
            self._opened.close()

    def _changed(self, encounter: Encounter, word: str, **fields: object) -> Encounter:
        return self._db.change(encounter, word, partial(replace, **fields))


def _one_line(label: str) -> str:
    return " ".join(label.split())[:LONGEST_LABEL].rstrip()


def _within(position: int, length: int) -> int:
    return max(0, min(position, length))


def _room_for(encounter: Encounter, more: int) -> None:
    if len(encounter.lines) + more > MOST_LINES:
        raise KnownError(
            f"An encounter holds {MOST_LINES} lines at most.", "Begin another encounter for more."
        )


def _line(code: Code) -> EncounterLine:
    return EncounterLine(uuid.uuid4().hex[:12], code.code_set, code.release, code.code, code.title)


def _line_of(encounter: Encounter, line_id: str) -> EncounterLine:
    for line in encounter.lines:
        if line.id == line_id:
            return line
    raise KnownError(
        f"The line is not on the list of “{encounter.label}” any more.",
        "Choose a line of the list.",
    )


def _without(encounter: Encounter, rule: str, codes: Sequence[str]) -> tuple[Override, ...]:
    named = sorted(codes)
    return tuple(
        one for one in encounter.overrides if one.rule != rule or sorted(one.codes) != named
    )
