"""How a code list is written for another program: the formats, their options, the text itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

OWN_PREFIX = "own:"
"""What the names of a person's own templates begin with on the command line."""


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

    @classmethod
    def of(cls, text: str) -> Separator:
        """Return the separator that is *text*, the new line where none is."""
        return next((one for one in cls if one.text == text), cls.NEWLINE)


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

    @property
    def label(self) -> str:
        """The words for a menu."""
        return "By code" if self is Order.CODE else "As on the list"


class Option(StrEnum):
    """What may be chosen of a format; the value is the name on the command line."""

    DOTS = "dots"
    SEPARATOR = "separator"
    ORDER = "order"
    POA = "poa"
    DESCRIPTIONS = "titles"
    GUARD = "guard"
    LOOPS = "loops"


class Group(StrEnum):
    """Where a format stands in a menu; the value is the heading."""

    TEXT = "Text"
    CLAIM = "Claim"
    DATA = "Data"
    OWN = "Your templates"


class Need(StrEnum):
    """What a format tells of a list that is not on the list itself."""

    EXEMPT = "exempt"
    """:attr:`~codebook_app.domain.claim.Claim.exempt`: the codes exempt from POA reporting."""
    GROUPING = "grouping"
    """:attr:`~codebook_app.domain.claim.Claim.grouped`: the DRG, of inpatient stays alone."""
    REPORT = "report"
    """:attr:`~codebook_app.domain.claim.Claim.report`: the findings."""


@dataclass(frozen=True, slots=True)
class CopyOptions:
    """How the codes are written: with their *dots* or without, and what stands between them.

    *dots* touches only code sets that print a dot. *separator* is text, usually that of a
    :class:`Separator`. With *poa* each diagnosis has its present-on-admission indicator, with
    *descriptions* each code its title. With *guard* what a spreadsheet would read as a number or a
    date is written so that it stays text. With *loops* a service of an X12 claim stands in its
    whole loop, with its number and date. A format reads only those it :attr:`CopyFormat.takes`.
    """

    dots: bool = True
    separator: str = "\n"
    order: Order = Order.LISTED
    poa: bool = False
    descriptions: bool = False
    guard: bool = False
    loops: bool = False


@dataclass(frozen=True, slots=True)
class CopyFormat:
    """A format a code list can be copied in.

    *name* is its name on the command line, *title* its name in a menu, *description* one sentence
    on what it is for. *takes* are the options that have a meaning for it, *defaults* how it is
    written where nothing was chosen. *suffix* is that of a file, without point. *group* is its
    place in a menu. *needs* are to be in the claim it is given. *limits* say what it holds at most,
    a sentence each, whatever the list.
    """

    name: str
    title: str
    description: str
    takes: frozenset[Option] = frozenset({Option.DOTS})
    defaults: CopyOptions = CopyOptions()
    suffix: str = "txt"
    group: Group = Group.TEXT
    needs: frozenset[Need] = frozenset()
    limits: tuple[str, ...] = ()

    @property
    def takes_separator(self) -> bool:
        """Whether :attr:`CopyOptions.separator` has a meaning."""
        return Option.SEPARATOR in self.takes

    @property
    def own(self) -> bool:
        """Whether it is a person's own template."""
        return self.group is Group.OWN


@dataclass(frozen=True, slots=True)
class CopyTemplate:
    r"""A format of a person's own, as it is kept.

    *line* is written for each code, *between* stands between two lines, *header* before the first
    and *footer* behind the last. Fields stand in braces ("{code}"), ``\t`` is a tab and ``\n`` a
    new line; see :mod:`codebook_app.exchange.own_templates`. *id* is empty before it is kept.
    *revision* grows with each change; a change made against an older one is refused.
    """

    name: str
    line: str
    header: str = ""
    footer: str = ""
    between: str = r"\n"
    id: str = ""
    revision: int = 0

    @property
    def format_name(self) -> str:
        """The name of the format on the command line."""
        return f"{OWN_PREFIX}{self.name}"


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


@dataclass(frozen=True, slots=True)
class Written:
    """An answer to "write this list": *rendered*, or why the format can't hold it.

    *unfit* are sentences; where there is one, *rendered* is None.
    """

    rendered: Rendered | None
    unfit: tuple[str, ...] = ()
