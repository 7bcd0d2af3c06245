"""Reads CMS's processing notes ("proc_notes"), which codes refer to by a number."""

from __future__ import annotations

import re

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.lines import text_lines
from codebook_app.errors import KnownError

_BEGINS = re.compile(r"\s*(\d{4})--(.*)")
_HEAD = re.compile(rb"PROCESSING NOTES\s")
_NOTE = re.compile(rb"^[ \t]*\d{4}--", re.MULTILINE)


def is_notes_file(head: bytes) -> bool:
    """Whether the file that begins with *head* holds processing notes."""
    return _HEAD.search(head[:2000]) is not None and _NOTE.search(head) is not None


def read_notes(file: OfficialFile) -> dict[str, str]:
    """Return the text of each note of *file* by its four digits.

    Raises:
        KnownError: a number stands twice; the message names file and line.
    """
    notes: dict[str, list[str]] = {}
    open_note: list[str] | None = None
    for number, line in text_lines(file):
        text = line.rstrip().removesuffix("*").rstrip()  # a frame of asterisks stands to the right
        begun = _BEGINS.match(text)
        if begun is not None:
            if begun[1] in notes:
                raise KnownError(
                    f"{file.name}, line {number}: processing note {begun[1]} stands twice.",
                    "Download the file again from CMS and import that.",
                )
            open_note = notes[begun[1]] = [begun[2]]
        elif open_note is not None:
            open_note.append(text)
    return {number: " ".join(" ".join(parts).split()) for number, parts in notes.items()}
