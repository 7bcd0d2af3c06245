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


class Order(StrEnum):
    """In what order the lines are written."""

    LISTED = "listed"
    """As on the list."""
    CODE = "code"
    """By code set, then by code."""


class Option(StrEnum):
    """What may be chosen of a format; the value is the name on the command line."""

    DOTS = "dots"
    SEPARATOR = "separator"
    ORDER = "order"
    POA = "poa"
    DESCRIPTIONS = "descriptions"


@dataclass(frozen=True, slots=True)
class CopyOptions:
    """How the codes are written: with their *dots* or without, and what stands between them.

    *dots* touches only code sets that print a dot. *separator* is text, usually that of a
    :class:`Separator`. With *poa* each diagnosis has its present-on-admission indicator, with
    *descriptions* each code its title. A format reads only those it :attr:`CopyFormat.takes`.
    """

    dots: bool = True
    separator: str = "\n"
    order: Order = Order.LISTED
    poa: bool = False
    descriptions: bool = False


@dataclass(frozen=True, slots=True)
class CopyFormat:
    """A format a code list can be copied in.

    *name* is its name on the command line, *title* its name in a menu, *description* one sentence
    on what it is for. *takes* are the options that have a meaning for it, *defaults* how it is
    written where nothing was chosen. *suffix* is that of a file, without point. *own* is true for
    a person's own template.
    """

    name: str
    title: str
    description: str
    takes: frozenset[Option] = frozenset({Option.DOTS})
    defaults: CopyOptions = CopyOptions()
    suffix: str = "txt"
    own: bool = False

    @property
    def takes_separator(self) -> bool:
        """Whether :attr:`CopyOptions.separator` has a meaning."""
        return Option.SEPARATOR in self.takes


@dataclass(frozen=True, slots=True)
class Rendered:
    """A code list ready for the clipboard: *text*, *html* and *csv* are laid there together.

    Lines end with a line feed and the last one with none, so that the text can be pasted into a
    field as it is. The html is a fragment with every character of the codes and titles escaped; the
    csv is empty where the format is no list of columns. *said* is what the person should know of
    it, a sentence each ("Line 2 has no charge: the element is empty.").
    """

    text: str
    html: str
    csv: str = ""
    said: tuple[str, ...] = ()
