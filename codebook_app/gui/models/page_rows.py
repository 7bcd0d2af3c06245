"""The rows a page of the book is made of, and what each says in words; knows no pixels."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from codebook_app.domain.code import Code, SeventhCharacter
from codebook_app.domain.flag import Flag, Flagged
from codebook_app.domain.note import CodeReference, Note
from codebook_app.domain.page import PageLine
from codebook_app.gui.models.page_words import State, named, note_words, printed_title, state_of


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the page; where it opens, its :attr:`members` stand below it while it is *open*.

    *favourite* tells that the person marked its code.
    """

    open: bool = field(default=False, kw_only=True)
    favourite: bool = field(default=False, kw_only=True)

    @property
    def opens(self) -> bool:
        """Whether there is anything to open under the row."""
        return bool(self.members)

    @property
    def members(self) -> tuple[Row, ...]:
        """The rows that stand below while the row is open."""
        return ()

    @property
    def stops(self) -> bool:
        """Whether the arrow keys stop here; the rows below, up to the next stop, belong to it."""
        return False

    @property
    def code(self) -> str:
        """The code this row is about as printed, empty where it is about none."""
        return ""

    @property
    def target(self) -> str:
        """What Enter opens: a bare code of the page's code set, or a place's text; "" for none."""
        return self.code

    @property
    def text(self) -> str:
        """What the row prints, without its marks."""
        return ""

    @property
    def spoken(self) -> str:
        """What a screen reader says of the row."""
        return self.text

    @property
    def opening_word(self) -> str:
        """Whether what opens under the row is open, empty where nothing opens."""
        if not self.opens:
            return ""
        return "open" if self.open else "closed"


@dataclass(frozen=True, slots=True)
class TextRow(Row):
    """A paragraph of our own: *role* is the type role it is set in."""

    words: str
    role: str = "body"

    @property
    def text(self) -> str:  # noqa: D102
        return self.words


@dataclass(frozen=True, slots=True)
class GroupRow(Row):
    """The heading of the inherited notes, which opens and closes."""

    words: str
    summary: str
    notes: tuple[Row, ...]

    @property
    def members(self) -> tuple[Row, ...]:  # noqa: D102
        return self.notes

    @property
    def stops(self) -> bool:  # noqa: D102
        return True

    @property
    def text(self) -> str:  # noqa: D102
        return f"{self.words} ({self.summary})"

    @property
    def spoken(self) -> str:  # noqa: D102
        return f"{self.words}, {self.summary}, {self.opening_word}"


@dataclass(frozen=True, slots=True)
class OriginRow(Row):
    """Where the notes below it come from: the line *origin*; *words* come before its name."""

    origin: Code
    words: str
    titled: bool = True

    @property
    def text(self) -> str:  # noqa: D102
        title = printed_title(self.origin)[0] if self.titled else ""
        return f"{self.words} {named(self.origin)}  {title}".rstrip()


@dataclass(frozen=True, slots=True)
class NoteRow(Row):
    """A note; *label* is empty where it continues the note above. *origin* is set if inherited.

    *depth* and *characters* are those of the line it stands under; *last* ends the notes there.
    """

    note: Note
    label: str
    body: str
    cut: int
    depth: int = 0
    characters: int = 0
    origin: Code | None = None
    last: bool = False
    defined: tuple[SeventhCharacter, ...] = ()

    @property
    def members(self) -> tuple[Row, ...]:
        """What each seventh character means, where the note defines them."""
        return tuple(
            CharacterRow(seventh.character, seventh.meaning, self.depth, self.characters)
            for seventh in self.defined
        )

    @property
    def text(self) -> str:  # noqa: D102
        return self.note.text

    @property
    def spoken(self) -> str:  # noqa: D102
        where = f", inherited from {named(self.origin)}" if self.origin else ""
        return f"{note_words(self.note)}{where}"

    @property
    def references(self) -> tuple[CodeReference, ...]:
        """The codes named in :attr:`body`, with offsets into it."""
        return tuple(
            moved(named_here, -self.cut)
            for named_here in self.note.references
            if named_here.start >= self.cut
        )


@dataclass(frozen=True, slots=True)
class LineRow(Row):
    """A code of the page. *depth* counts from the heading, which has 0.

    *characters* is the width, in characters, of the widest code printed at this depth. Where it is
    *listed*, it stands on a chapter's or section's page to be chosen from, not to be coded.
    """

    line: PageLine
    depth: int
    characters: int
    listed: bool = False
    flagged: Flagged = field(default=Flagged(), compare=False)

    @property
    def opens(self) -> bool:  # noqa: D102
        return bool(self.line.seventh_characters)

    @property
    def members(self) -> tuple[Row, ...]:
        """A row for each seventh character that completes the line."""
        final = len(self.line.seventh_characters) - 1
        return tuple(
            SeventhRow(
                self.line,
                seventh,
                self.depth,
                self.characters,
                position == final,
                self.flagged.of(seventh.code),
            )
            for position, seventh in enumerate(self.line.seventh_characters)
        )

    @property
    def stops(self) -> bool:  # noqa: D102
        return True

    @property
    def code(self) -> str:  # noqa: D102
        return self.line.code.code

    @property
    def text(self) -> str:  # noqa: D102
        return f"{named(self.line.code)}  {self.line.code.title}"

    @property
    def state(self) -> State:
        """Whether the line can be billed, none for chapters and sections."""
        return state_of(self.line)

    @property
    def spoken(self) -> str:  # noqa: D102
        said = [named(self.line.code), printed_title(self.line.code)[0]]
        if self.state:
            said.append(self.state.value)
        if self.opens:
            said.append(f"seventh characters {self.opening_word}")
        return ", ".join([*said, *(flag.name for flag in self.flags)])

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What coders look out for in the code."""
        return self.flagged.of(self.code)


@dataclass(frozen=True, slots=True)
class SeventhRow(Row):
    """One seventh character of the *line* above, with the code it makes."""

    line: PageLine
    seventh: SeventhCharacter
    depth: int
    characters: int
    last: bool
    flags: tuple[Flag, ...] = ()

    @property
    def stops(self) -> bool:  # noqa: D102
        return True

    @property
    def code(self) -> str:  # noqa: D102
        return self.seventh.code

    @property
    def text(self) -> str:  # noqa: D102
        return f"{self.seventh.character}  {self.seventh.meaning}  {self.seventh.code}"

    @property
    def title(self) -> str:
        """The completed code's title: its line's, and what the character means."""
        return f"{self.line.code.title}, {self.seventh.meaning}"

    @property
    def spoken(self) -> str:  # noqa: D102
        said = [
            self.seventh.code,
            f"seventh character {self.seventh.character}",
            self.seventh.meaning,
            State.BILLABLE.value,
        ]
        return ", ".join([*said, *(flag.name for flag in self.flags)])


@dataclass(frozen=True, slots=True)
class CharacterRow(Row):
    """What a seventh character means, listed at the note that defines it."""

    character: str
    meaning: str
    depth: int
    characters: int

    @property
    def text(self) -> str:  # noqa: D102
        return f"{self.character}  {self.meaning}"


def moved(reference: CodeReference, by: int) -> CodeReference:
    """Return *reference* with its offsets moved by so many characters."""
    return replace(reference, start=reference.start + by, end=reference.end + by)
