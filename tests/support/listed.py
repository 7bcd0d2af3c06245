"""Invented code lists as the rules see them."""

from __future__ import annotations

from collections.abc import Sequence

from codebook_app.domain.code import Code, SeventhCharacter
from codebook_app.domain.note import CodeReference, Note, NoteKind, SourcedNote
from codebook_app.edits.listed import Choices, CodeList, Line, ListedCode

RELEASE = "Sample code set FY2099"


def a_place(
    code: str,
    own: int,
    last: int | None = None,
    *,
    depth: int = 2,
    level: str = "code",
    billable: bool = True,
) -> Code:
    """Return a line of a book: its number, the last number under it, and how deep it stands."""
    return Code(
        id=own,
        code_set="icd10cm",
        release="FY2099",
        code=code,
        title=f"Invented condition {code}",
        level=level,
        billable=billable,
        depth=depth,
        parent_id=None,
        last_descendant_id=own if last is None else last,
        seventh_character=code[7:],
    )


def a_listed(
    code: str | Code, *notes: SourcedNote, choices: Choices | None = None, line_id: str = ""
) -> ListedCode:
    """Return a listed code that the release holds."""
    place = a_place(code, 1) if isinstance(code, str) else code
    return ListedCode(place.code, Line(place, choices), line_id, notes=notes)


def an_unknown(code: str, **what: object) -> ListedCode:
    """Return a listed code that the release does not hold."""
    return ListedCode(code, None, **what)  # type: ignore[arg-type]


def a_list_of(*codes: ListedCode) -> CodeList:
    """Return the list of *codes*."""
    return CodeList(codes, RELEASE)


def a_note(
    origin: Code,
    text: str,
    *references: CodeReference | str,
    kind: NoteKind = NoteKind.EXCLUDES1,
    inherited: bool = True,
) -> SourcedNote:
    """Return a note at *origin*; a reference is given by its code or as "first-last"."""
    return SourcedNote(
        Note(1, origin.id, 1, kind, text, tuple(_reference(one) for one in references)),
        origin,
        inherited,
    )


def sevenths(code: str, characters: str) -> Choices:
    """Return the seventh characters that complete *code*."""
    undotted = code.replace(".", "").ljust(6, "X")
    offered = [
        SeventhCharacter(one, f"meaning {one}", f"{undotted[:3]}.{undotted[3:]}{one}")
        for one in characters
    ]
    return Choices(seventh=True, count=len(offered), offered=tuple(offered))


def below(*codes: str, count: int | None = None) -> Choices:
    """Return the billable codes under a line, *count* in all."""
    offered = tuple(SeventhCharacter("", f"Invented condition {one}", one) for one in codes)
    return Choices(seventh=False, count=len(codes) if count is None else count, offered=offered)


def codes_offered(choices: Sequence[SeventhCharacter]) -> list[str]:
    """Return the codes of *choices*."""
    return [one.code for one in choices]


def _reference(text: CodeReference | str) -> CodeReference:
    if isinstance(text, CodeReference):
        return text
    first, _, last = text.replace(".", "").partition("-")
    return CodeReference(0, 0, first, last or first)
