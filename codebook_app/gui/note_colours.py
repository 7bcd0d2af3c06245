"""The theme's colours of notes, on the screen and on paper; a label says each kind in words too."""

from __future__ import annotations

from codebook_app.domain.note import NoteKind

_COLOURS = {
    NoteKind.INCLUDES: "includes",
    NoteKind.INCLUSION_TERM: "inclusion_term",
    NoteKind.EXCLUDES1: "excludes1",
    NoteKind.EXCLUDES2: "excludes2",
    NoteKind.CODE_FIRST: "code_first",
    NoteKind.USE_ADDITIONAL_CODE: "use_additional",
    NoteKind.CODE_ALSO: "code_also",
    NoteKind.EXCLUSION: "excludes2",
    NoteKind.SEVENTH_CHARACTER_NOTE: "seventh",
}


def note_colour(kind: NoteKind) -> str:
    """Return the name of the theme's colour for notes of *kind*."""
    return _COLOURS.get(kind, "note")
