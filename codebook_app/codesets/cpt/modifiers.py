"""Reads the AMA's modifier file: two characters and a text, which may go on over further lines."""

from __future__ import annotations

from dataclasses import dataclass

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.cpt.layouts import Layout, data_lines
from codebook_app.errors import KnownError

_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class CptModifier:
    """A modifier: its *title*, and the *note* that explains it, where it has one."""

    code: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class ModifierFile:
    """The modifiers of a file, and in words what of it was *left_out*."""

    modifiers: tuple[CptModifier, ...]
    left_out: tuple[str, ...]


def read_modifiers(file: OfficialFile, layout: Layout) -> ModifierFile:
    """Return the modifiers of *file*; what stands before a colon is the title, the rest the note.

    A line that begins with no modifier goes on with the text before it, unless a blank line
    stands between: then it is a heading, and left out.

    Raises:
        KnownError: a modifier stands twice; the message names file and line.
    """
    texts: dict[str, list[str]] = {}
    headings: list[str] = []
    going_on: list[str] | None = None
    for number, line in data_lines(file):
        if number < layout.first_line:
            continue
        match = layout.shape.fullmatch(line.rstrip())
        if match is not None:
            if match["code"] in texts:
                raise KnownError(
                    f"{file.name}, line {number}: modifier {match['code']} stands twice.",
                    "Unpack the AMA's file again and import that.",
                )
            going_on = texts[match["code"]] = [match["text"]]
        elif not line.strip():
            going_on = None
        elif going_on is not None:
            going_on.append(line)
        else:
            headings.append(" ".join(line.split()))
    if not texts:
        raise KnownError(
            f"{file.name} holds no modifiers.", "Unpack the AMA's file again and import that."
        )
    left_out: tuple[str, ...] = ()
    if headings:
        count = len(headings)
        told = "a line that describes" if count == 1 else f"{count} lines that describe"
        left_out = (f"{file.name}: {told} no modifier, “{headings[0][:40]}” first",)
    return ModifierFile(
        tuple(_modifier(code, " ".join(" ".join(text).split())) for code, text in texts.items()),
        left_out,
    )


def _modifier(code: str, text: str) -> CptModifier:
    title, colon, note = text.partition(": ")
    if not colon or len(title) > _LONGEST_TITLE:
        return CptModifier(code, text, "")
    return CptModifier(code, title, note.strip())
