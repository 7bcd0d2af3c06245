"""What may be a code in a text: where it stands, how it may be read, what is said beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

from codebook_app.domain.encounter import Role, Setting

Watch = Callable[[int, int], None]
"""Told how many characters of how many are read; what it raises ends the reading."""
WATCHED_EVERY = 50
"""Lines between two calls of a watch."""


def unwatched(_done: int, _total: int) -> None:
    """Let the reading go on."""


class Standing(IntEnum):
    """How much the place of a candidate says that it is a code of the list."""

    PROSE = 0
    """Among words."""
    MARKED = 1
    """In brackets, behind a word such as "ICD-10", or set off at the end of its line."""
    BEGINS = 2
    """At the beginning of its line, or of a part of a line that begins with one, before words."""
    LISTED = 3
    """Alone, or with other codes alone, in its line or cell."""
    STATED = 4
    """In a column or a segment that says what it is."""


class How(StrEnum):
    """How the text was turned into the code."""

    AS_WRITTEN = ""
    JOINED = "a space or a comma read as the dot"
    MOVED_DOT = "the dot put behind the third character"
    LOOK_ALIKE = "O read as 0, or I and L as 1"
    ZEROS_LOST = "the zeros put back that a spreadsheet takes off a number"
    EXPONENT = "read back from a number that a spreadsheet made of it"
    POA_BEHIND = "the last character read as the present-on-admission indicator"
    DASHED = "a beginning of codes, with a dash"


@dataclass(frozen=True, slots=True)
class Spelling:
    """One code that a candidate may be read as, as its code set prints it.

    *end* is where in the text it ends, which may be beyond the candidate's own end (``E11 22``);
    0 for the candidate's own end.
    """

    code_set: str
    code: str
    how: How = How.AS_WRITTEN
    end: int = 0
    poa: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What the text says beside a code."""

    poa: str = ""
    units: int | None = None
    modifiers: tuple[str, ...] = ()
    pointers: tuple[str, ...] = ()
    performed_on: date | None = None
    role: Role = Role.LISTED
    charge: Decimal | None = None
    revenue_code: str = ""
    title: str = ""

    @property
    def of_a_service(self) -> bool:
        """Whether any of it is said of services only."""
        return bool(
            self.modifiers
            or self.pointers
            or self.revenue_code
            or self.units is not None
            or self.charge is not None
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something shaped like a code.

    *spellings* come with the likeliest first. *doubt* says what speaks against it ("behind “MRN”"),
    empty where nothing does. *expected* is the code set that a heading or label names, or empty;
    *principal* is true where the text calls it the principal, primary or first diagnosis. *visit*
    is the place of its visit among :attr:`Pasted.visits`.
    """

    start: int
    end: int
    written: str
    spellings: tuple[Spelling, ...]
    standing: Standing
    given: Given = field(default_factory=Given)
    doubt: str = ""
    expected: str = ""
    principal: bool = False
    visit: int = 0


@dataclass(frozen=True, slots=True)
class Passed:
    """A span that looks like codes and is none to be read, and why ("a range of codes")."""

    start: int
    end: int
    written: str
    reason: str
    visit: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """What a text tells of one encounter: *name* as it stands there, and what was said of it.

    *tells* is whether it is an encounter of its own, with more than its name.
    """

    name: str
    setting: Setting | None = None
    admitted_on: date | None = None
    date_of_service: date | None = None
    birth_date: date | None = None
    sex: str = ""
    age: int | None = None
    discharge_status: str = ""

    @property
    def tells(self) -> bool:
        """Whether anything but the name is known."""
        return self != Visit(self.name)


@dataclass(frozen=True, slots=True)
class Pasted:
    """A text taken apart: its candidates in order, what was passed over, and how it was read.

    *visits* are the encounters it tells of, none where it is a list and no more; *visit_word* is
    what one of them is ("claim", "account"). *told* are sentences about the whole.
    """

    shape: str
    candidates: tuple[Candidate, ...]
    passed: tuple[Passed, ...] = ()
    visits: tuple[Visit, ...] = ()
    visit_word: str = ""
    told: tuple[str, ...] = ()
