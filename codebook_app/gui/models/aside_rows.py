"""Rows beside the official text: what lists say of a code, and what the person wrote on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from codebook_app.gui.models.page_rows import Row

if TYPE_CHECKING:
    from codebook_app.domain.flag import Flag
    from codebook_app.domain.notebook import OwnNote

NOTE = "note:"
"""Begins the link that opens the person's own note on a code."""


@dataclass(frozen=True, slots=True)
class FlagsRow(Row):
    """What coders look out for in a code, in sentences that name their sources.

    *not_checked* says which flags could not be determined.
    """

    flags: tuple[Flag, ...]
    not_checked: tuple[str, ...] = ()

    @property
    def text(self) -> str:  # noqa: D102
        return " ".join([*(flag.sentence for flag in self.flags), *self.not_checked])


@dataclass(frozen=True, slots=True)
class OwnNoteRow(Row):
    """What the person wrote on the code above, at whose *depth* it stands."""

    note: OwnNote
    depth: int
    characters: int

    @property
    def label(self) -> str:
        """What tells it from the notes of the book."""
        return f"Your note · {self.note.changed_at.astimezone().date().isoformat()}"

    @property
    def edits(self) -> str:
        """What opens the note to be changed."""
        return f"{NOTE}{self.note.code}"

    @property
    def text(self) -> str:  # noqa: D102
        return self.note.text

    @property
    def spoken(self) -> str:  # noqa: D102
        return f"{self.label}: {self.note.text}"
