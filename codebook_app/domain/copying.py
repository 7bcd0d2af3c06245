"""How a code list is written for another program: the formats, their options, the text itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Separator(StrEnum):
    """What stands between two codes of a plain list; the value is the name on the command line."""

    NEWLINE = "newline"
    COMMA = "comma"
    SPACE = "space"

    @property
    def text(self) -> str:
        """The characters themselves. The comma stands alone: not every billing screen trims."""
        return _SEPARATOR_TEXTS[self]

    @property
    def label(self) -> str:
        """The words for a menu."""
        return _SEPARATOR_LABELS[self]


_SEPARATOR_TEXTS = {Separator.NEWLINE: "\n", Separator.COMMA: ",", Separator.SPACE: " "}
_SEPARATOR_LABELS = {
    Separator.NEWLINE: "One code a line",
    Separator.COMMA: "Commas",
    Separator.SPACE: "Spaces",
}


@dataclass(frozen=True, slots=True)
class CopyFormat:
    """A format a code list can be copied in.

    *name* is its name on the command line, *title* its name in a menu, *description* one sentence
    on what it is for. *takes_separator* tells whether :attr:`CopyOptions.separator` has a meaning.
    """

    name: str
    title: str
    description: str
    takes_separator: bool = False


@dataclass(frozen=True, slots=True)
class CopyOptions:
    """How the codes are written: with their *dots* or without, and what stands between them.

    *dots* touches only code sets that print a dot. *separator* is text, usually that of a
    :class:`Separator`.
    """

    dots: bool = True
    separator: str = "\n"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A code list ready for the clipboard: the *text* and the *html* are laid there together.

    Lines end with a line feed and the last one with none, so that the text can be pasted into a
    field as it is. The html is a fragment with every character of the codes and titles escaped.
    """

    text: str
    html: str
