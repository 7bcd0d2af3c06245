"""What a page of the book says in words: names, titles, states and the labels of notes."""

from __future__ import annotations

import re
from enum import StrEnum

from codebook_app.domain.code import TERMINATED, Code
from codebook_app.domain.note import CodeReference, Note, NoteKind
from codebook_app.domain.page import PageLine
from codebook_app.gui.code_set_names import is_billed

_RANGE_IN_TITLE = re.compile(r"\s*\(([A-Z]\d[0-9A-Z](?:-[A-Z]\d[0-9A-Z])?)\)$")
_BEGINS_WITH_CODE = re.compile(r"codes?(?:\(s\))?(?![\w-])")


class State(StrEnum):
    """Whether a line can be billed as it stands, in the words the page prints."""

    NONE = ""
    BILLABLE = "billable"
    SEVENTH = "7th character needed"
    MORE = "more characters needed"
    NOT_BILLABLE = "not billable"
    MODIFIER = "modifier"
    VALID = "valid"
    TERMINATED = "terminated"

    @property
    def is_full(self) -> bool:
        """Whether the code can be used as it stands, which a full disc says beside the word."""
        return self in {State.BILLABLE, State.VALID}


def named(code: Code) -> str:
    """Return what *code* is called: "Chapter 4", "E08-E13", "E11.22"."""
    return f"Chapter {code.code}" if code.level == "chapter" else code.code


def is_list(code: Code) -> bool:
    """Whether *code* is a chapter, a section, a letter …, whose page lists what is in it."""
    return code.heading and not code.opens_page


def printed_title(code: Code) -> tuple[str, str]:
    """Return the title, and the range of codes that chapters and sections print after it.

    A section's range is its own name and therefore empty here.
    """
    if not is_list(code):
        return code.title, ""
    found = _RANGE_IN_TITLE.search(code.title)
    if found is None:
        return code.title, ""
    return code.title[: found.start()], "" if found[1] == code.code else found[1]


def state_of(line: PageLine) -> State:
    """Return whether *line* can be billed as it stands."""
    if line.code.heading:
        return State.NONE
    if line.code.level == "modifier":
        return State.MODIFIER
    if line.code.level.startswith(TERMINATED):
        return State.TERMINATED
    if line.code.billable:
        return State.BILLABLE if is_billed(line.code.code_set) else State.VALID
    if line.seventh_characters:
        return State.SEVENTH
    return State.MORE if line.code.has_children else State.NOT_BILLABLE


def note_words(note: Note) -> str:
    """Return *note* in a sentence that begins with its kind: "Excludes1: head injury NOS"."""
    label, body, _ = run_in(note)
    if note.kind is NoteKind.INCLUSION_TERM:
        return f"{note.kind.label}: {note.text}"
    if note.kind is NoteKind.VISUAL_IMPAIRMENT:
        rows = "; ".join(", ".join(filter(None, row.split("\t"))) for row in body.splitlines())
        return f"{label} {rows}"
    if label.endswith(":"):
        return f"{label} {body}"
    return f"{label}{'' if body.startswith((',', ':')) else ' '}{body}"


def link_target(reference: CodeReference) -> str:
    """Return what to open for a code that a note names: a range opens its section, if it is one."""
    if reference.first == reference.last:
        return reference.first
    return f"{reference.first}-{reference.last}"


def run_in(note: Note) -> tuple[str, str, int]:
    """Return the note's label, the text after it, and how much of the text the label took."""
    text = note.text
    match note.kind:
        case NoteKind.INCLUSION_TERM:
            return "", text, 0
        case NoteKind.USE_ADDITIONAL_CODE:
            # The files leave "code" to the note: "Use additional" + "code, if applicable, …".
            begins = _BEGINS_WITH_CODE.match(text)
            if begins is None:
                return "Use additional", text, 0
            rest = text[begins.end() :]
            cut = len(text) - len(rest.lstrip(" "))
            return f"Use additional {begins[0]}", rest.lstrip(" "), cut
        case NoteKind.CODE_FIRST | NoteKind.CODE_ALSO:
            body = text.lstrip(" ")
            return note.kind.label, body, len(text) - len(body)
        case _:
            return f"{note.kind.label}:", text, 0
