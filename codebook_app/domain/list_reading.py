"""What was read out of a pasted text or a dropped file: codes in their order, and what to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from codebook_app.domain.encounter import Encounter, EncounterLine


class Confidence(StrEnum):
    """How sure the reading of one code is."""

    CERTAIN = "certain"
    """A release holds it as a billable code, and nothing else was meant."""
    LIKELY = "likely"
    """It is read in the one way that fits; :attr:`FoundCode.remark` says what was taken for it."""
    ASKED = "asked"
    """The person is asked; see :attr:`FoundCode.oddity`."""


class OddityKind(StrEnum):
    """What is odd about a code; the value is its name on the command line."""

    UNKNOWN = "unknown"
    """No installed release holds it."""
    NOT_BILLABLE = "not_billable"
    """It takes more characters."""
    NOT_VALID = "not_valid_on_date"
    """It was deleted before the date, or begins after it."""
    TWO_READINGS = "two_readings"
    """It is a code of two code sets."""
    MISSPELT = "misspelt"
    """It is a code with one character read as another (O for 0), or its dot elsewhere."""
    MANGLED = "mangled"
    """A spreadsheet made a number of it."""
    REPEATED = "repeated"
    """It stands on the list already."""
    UNCERTAIN = "uncertain"
    """It is a code, but the words around it say that it may not be meant for the list."""


ENCOUNTER_FILE = "an encounter file"
"""How an encounter file was read, by :attr:`ListReading.shape`."""
ERRORS = frozenset({OddityKind.UNKNOWN, OddityKind.NOT_BILLABLE, OddityKind.NOT_VALID})
"""The oddities that are errors on a claim where the code is kept as it stands."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: what it is in words, and the *line* it adds, None for none.

    *code* and *title* are shown apart where the answer is a code.
    """

    label: str
    line: EncounterLine | None
    code: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Oddity:
    """A question about one code: *text* says what is odd, *choices* what can be done.

    The last of the *choices* leaves the code out. *suggested* is the place of the one that stands
    while the person says nothing.
    """

    kind: OddityKind
    text: str
    choices: tuple[Choice, ...]
    suggested: int

    @property
    def leave_out(self) -> int:
        """The place of the choice that adds nothing."""
        return len(self.choices) - 1


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code in the text: where it stands, and the *line* it makes.

    *start* and *end* count characters of the text; both are 0 for a code of a file that is no text
    of lines. *line* is what is added while nothing is answered, None where that is nothing.
    *remark* says what was assumed ("a space read as the dot"), empty where nothing was.
    """

    start: int
    end: int
    written: str
    line: EncounterLine | None
    confidence: Confidence
    oddity: Oddity | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Ignored:
    """Something that looks like a code and is not read as one, and why.

    *start* and *end* are half-open offsets into the text, *written* is what stands there.
    """

    start: int
    end: int
    written: str
    reason: str


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a file is to be read, by its names; empty for the one that suggests itself.

    *sheet* is one of a workbook, *visit* one of several that one text tells of: a claim of an 837,
    the rows of one account number.
    """

    sheet: str = ""
    visit: str = ""


WHOLE = Part()
"""Whatever suggests itself."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts a file has: *sheets* and *visits* by their names, and which of them were read.

    *visit_word* says what tells the visits apart ("account", "claim").
    """

    sheets: tuple[str, ...] = ()
    sheet: str = ""
    visits: tuple[str, ...] = ()
    visit: str = ""
    visit_word: str = ""


@dataclass(frozen=True, slots=True)
class ListReading:
    """What a text holds, in the order it stands there.

    *text* is the text that was read: of a web page what it shows. *shape* says in words how it was
    read ("text", "a table with the columns code, POA"). *told* are sentences about the whole.
    *encounter* is set where the text tells of one, an encounter file or a whole claim: its label,
    dates and patient, with the lines that stand while nothing is answered. *parts* are what else
    the file holds.
    """

    text: str
    shape: str
    codes: tuple[FoundCode, ...]
    ignored: tuple[Ignored, ...] = ()
    told: tuple[str, ...] = ()
    encounter: Encounter | None = None
    parts: Parts = Parts()

    @property
    def stated(self) -> Encounter | None:
        """What a note says of its visit beside the codes, to fill an encounter that lacks it."""
        return self.encounter if self.shape == "text" else None

    @property
    def questions(self) -> tuple[FoundCode, ...]:
        """The codes that are asked about."""
        return tuple(one for one in self.codes if one.oddity is not None)

    def lines(self, answers: Mapping[int, int] | None = None) -> tuple[EncounterLine, ...]:
        """Return the lines to add; *answers* are choices by the code's place in :attr:`codes`."""
        given = answers or {}
        lines = []
        for at, found in enumerate(self.codes):
            line = found.line
            if found.oddity is not None and at in given:
                line = found.oddity.choices[given[at]].line
            if line is not None:
                lines.append(line)
        return tuple(lines)


def repetition_key(line: EncounterLine) -> tuple[object, ...]:
    """Return what two lines share that say the same: a diagnosis in its role, a service's all.

    The same service twice with other modifiers, on another day or for another diagnosis is no
    repetition.
    """
    if line.code_set == "icd10cm":
        return (line.code_set, line.code, line.role)
    return (
        line.code_set,
        line.code,
        line.modifiers,
        line.performed_on,
        line.units,
        line.pointers,
        line.charge,
    )
