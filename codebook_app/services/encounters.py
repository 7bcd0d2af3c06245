"""The person's encounters: every change is saved before it returns, and can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from codebook_app.domain.code import Code
from codebook_app.domain.encounter import Encounter, EncounterSummary, Setting


class Encounters:
    """The person's encounters, kept in *user_db* (a path or an SQLAlchemy URL)."""

    def __init__(self, user_db: Path | str) -> None: ...

    def found(self, text: str = "", limit: int = 200) -> tuple[EncounterSummary, ...]:
        """Return the encounters whose label or codes hold *text*, the newest change first."""
        raise NotImplementedError

    def latest(self) -> Encounter | None:
        """Return the encounter changed last, or None where there is none."""
        raise NotImplementedError

    def open(self, encounter_id: str) -> Encounter:
        """Return the encounter as it stands now."""
        raise NotImplementedError

    def create(
        self,
        label: str = "",
        setting: Setting = Setting.OUTPATIENT,
        date_of_service: date | None = None,
    ) -> Encounter:
        """Begin an encounter; without a label it is numbered."""
        raise NotImplementedError

    def rename(self, encounter: Encounter, label: str) -> Encounter:
        """Give the encounter another label."""
        raise NotImplementedError

    def set_setting(self, encounter: Encounter, setting: Setting) -> Encounter:
        """Say where the service took place."""
        raise NotImplementedError

    def set_date_of_service(self, encounter: Encounter, day: date | None) -> Encounter:
        """Say when the service took place."""
        raise NotImplementedError

    def add(self, encounter: Encounter, code: Code, position: int | None = None) -> Encounter:
        """Put *code* at *position* (from 0), by default at the end."""
        raise NotImplementedError

    def add_many(self, encounter: Encounter, codes: Sequence[Code]) -> Encounter:
        """Put *codes* at the end, as one change."""
        raise NotImplementedError

    def replace(self, encounter: Encounter, line_id: str, code: Code) -> Encounter:
        """Put *code* in the place of a line."""
        raise NotImplementedError

    def remove(self, encounter: Encounter, line_id: str) -> Encounter:
        """Take a line off the list."""
        raise NotImplementedError

    def move(self, encounter: Encounter, line_id: str, position: int) -> Encounter:
        """Move a line to *position* (from 0)."""
        raise NotImplementedError

    def override(
        self, encounter: Encounter, rule: str, codes: Sequence[str], reason: str
    ) -> Encounter:
        """Set a warning aside and keep the reason."""
        raise NotImplementedError

    def withdraw_override(self, encounter: Encounter, rule: str, codes: Sequence[str]) -> Encounter:
        """Let a warning that was set aside be shown again."""
        raise NotImplementedError

    def undo(self, encounter: Encounter) -> Encounter:
        """Take the last change back."""
        raise NotImplementedError

    def redo(self, encounter: Encounter) -> Encounter:
        """Make the change that was undone last again."""
        raise NotImplementedError

    def delete(self, encounter: Encounter) -> None:
        """Take the encounter off the list of encounters; :meth:`restore` brings it back."""
        raise NotImplementedError

    def restore(self, encounter_id: str) -> Encounter:
        """Bring a deleted encounter back."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the database."""
        raise NotImplementedError
