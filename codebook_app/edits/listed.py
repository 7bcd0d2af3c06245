"""A code list as the rules see it: each code with what the release says of it."""

from __future__ import annotations

from dataclasses import dataclass

from codebook_app.domain.code import Code, SeventhCharacter
from codebook_app.domain.note import SourcedNote


@dataclass(frozen=True, slots=True)
class Choices:
    """The codes to choose from where a line is not billable.

    *seventh* is true where they are the line's seventh characters, false where they are the
    billable codes under it. *count* is how many there are, *offered* the nearest of them.
    """

    seventh: bool
    count: int
    offered: tuple[SeventhCharacter, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the release, with its *choices* where it is not billable."""

    code: Code
    choices: Choices | None = None


@dataclass(frozen=True, slots=True)
class ListedCode:
    """One code of a list.

    *written* is the code as printed, or what was typed where it is not shaped like a code.
    *line* is None where the release does not hold it, and then *closest* is the longest beginning
    of it that the release holds, *respelled* the lines that other spellings of it name, and
    *elsewhere* the other installed releases that hold it, in words. *notes* are the notes that
    govern the code, the chapter's first. *line_id* is empty where the list is of bare codes.
    """

    written: str
    line: Line | None
    line_id: str = ""
    shaped: bool = True
    closest: Line | None = None
    respelled: tuple[Line, ...] = ()
    elsewhere: tuple[str, ...] = ()
    notes: tuple[SourcedNote, ...] = ()

    @property
    def undotted(self) -> str:
        """The code without its dot, as references name it."""
        return self.written.replace(".", "")


@dataclass(frozen=True, slots=True)
class CodeList:
    """The diagnosis codes of an encounter in their order, and the *release* they are read with.

    *release* is the release's title in words ("ICD-10-CM FY2026, April 2026").
    """

    codes: tuple[ListedCode, ...]
    release: str
