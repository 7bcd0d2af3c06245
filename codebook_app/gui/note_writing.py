"""A note while it is typed, as the desk worker's thread holds it from one save to the next."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codebook_app.errors import ConflictError

if TYPE_CHECKING:
    from codebook_app.domain.notebook import OwnNote
    from codebook_app.services.notebook import Notebook


@dataclass(frozen=True, slots=True)
class Saved:
    """What stands after a save; *beside* where another window's text of the note was kept too."""

    note: OwnNote | None
    beside: bool = False


class NoteWriting:
    """One stretch of typing in one note, or in a new one on *code*. Knows no widget.

    What it holds is read and written on the worker's thread alone, so that a save asked for before
    the last one was answered still starts from what that one left behind.
    """

    def __init__(self, code_set: str, code: str, note: OwnNote | None) -> None:
        self.code_set = code_set
        self.code = code
        self._note = note
        self._sitting = uuid.uuid4().hex

    def save(self, notebook: Notebook, text: str) -> Saved:
        """Save *text*; where another window changed the note meanwhile, as a note beside it."""
        try:
            self._note = self._write(notebook, text, self._note)
        except ConflictError:
            self._note = self._write(notebook, text, None)
            return Saved(self._note, beside=True)
        return Saved(self._note)

    def _write(self, notebook: Notebook, text: str, note: OwnNote | None) -> OwnNote | None:
        return notebook.write_note(self.code_set, self.code, text, note, self._sitting)
