"""An encounter as the rules see it: its codes with what releases and official lists say of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from codebook_app.domain.claim import Claim
from codebook_app.domain.code import Code
from codebook_app.domain.encounter import Encounter, EncounterLine, Setting
from codebook_app.domain.finding import Severity
from codebook_app.edits.listed import CodeList, ListedCode


@dataclass(frozen=True, slots=True)
class EditorsWord:
    """What the Medicare Code Editor holds of the chart's codes on its day.

    *diagnoses* and *procedures* give the names of :mod:`~codebook_app.domain.editor_attributes` by
    the code without point, *ages* the first and last year of age that such a name means. *source*
    names the editor with its version.
    """

    diagnoses: Mapping[str, Collection[str]]
    procedures: Mapping[str, Collection[str]]
    ages: Mapping[str, tuple[int, int]]
    source: str

    def of(self, listed: ListedCode) -> Collection[str]:
        """Return the attributes of a diagnosis."""
        return self.diagnoses.get(listed.undotted, ())


@dataclass(frozen=True, slots=True)
class ExemptList:
    """Which of the chart's *codes*, as printed, are exempt from POA reporting, and by which list.

    *in_force* is false where the list is that of another time than the day's.
    """

    codes: frozenset[str]
    source: str
    in_force: bool = True


@dataclass(frozen=True, slots=True)
class Book:
    """The release that codes of another code set than ICD-10-CM were looked up in.

    *title* is the code set's, *release* the release's in words. Where nothing could be looked up,
    *missing* says why in a sentence, and *release* is empty.
    """

    code_set: str
    title: str
    release: str = ""
    in_force: bool = False
    missing: str = ""


@dataclass(frozen=True, slots=True)
class OtherCode:
    """A line of another code set: whether its code is *shaped* like one, and what the book says.

    *held* is None where the book does not have it. *by_list* names the list that tells whether it
    is valid, where another than the book does. *first_day* and *last_day* are those of its use,
    where the book tells them.
    """

    line: EncounterLine
    book: Book
    shaped: bool = True
    held: Code | None = None
    first_day: date | None = None
    last_day: date | None = None
    by_list: str = ""


@dataclass(frozen=True, slots=True)
class Modifiers:
    """The modifiers of the chart that installed books know, by the last day of use, if any."""

    known: Mapping[str, date | None] = field(default_factory=dict)
    level_two: str = ""
    """The HCPCS release asked, empty where none is installed."""
    level_one: str = ""
    """The CPT release asked, empty where none is installed."""
    of_another_time: frozenset[str] = frozenset()
    """Those of the two that are not in force on the day: they can't tell a modifier unknown."""


@dataclass(frozen=True, slots=True)
class Chart:
    """An *encounter* by the fields of its *claim*, with all that the rules need to know.

    *diagnoses* are the listed ones, *beside* the admitting diagnosis and the reasons for the visit.
    *day* is the date of service, or the day the lists were asked for where none is given. *editor*
    is None where no Medicare Code Editor speaks of that day, *exempt* where there is no POA-exempt
    list. *siblings* are the codes beside an unspecified one that name a side, by its code;
    *offered* the valid codes of the release that :mod:`~codebook_app.edits.proposals` asked for,
    as printed.
    """

    encounter: Encounter
    claim: Claim
    diagnoses: CodeList
    day: date
    beside: CodeList = field(default_factory=lambda: CodeList((), ""))
    editor: EditorsWord | None = None
    exempt: ExemptList | None = None
    others: tuple[OtherCode, ...] = ()
    modifiers: Modifiers = field(default_factory=Modifiers)
    siblings: Mapping[str, tuple[Code, ...]] = field(default_factory=dict)
    offered: Mapping[str, Code] = field(default_factory=dict)

    @property
    def inpatient(self) -> bool:
        """Whether the encounter is an inpatient stay."""
        return self.encounter.setting is Setting.INPATIENT

    @property
    def weight(self) -> Severity:
        """The weight of the Medicare Code Editor's edits: it edits inpatient claims only."""
        return Severity.ERROR if self.inpatient else Severity.WARNING

    @property
    def first(self) -> ListedCode | None:
        """The principal or first-listed diagnosis."""
        return self.diagnoses.codes[0] if self.diagnoses.codes else None

    def poa_of(self, listed: ListedCode) -> str:
        """Return the present-on-admission indicator of a diagnosis, empty where none is given."""
        return next((one.poa for one in self.claim.diagnoses if one.id == listed.line_id), "")

    @property
    def every_diagnosis(self) -> Iterator[ListedCode]:
        """The listed diagnoses, then the admitting one and the reasons for the visit."""
        yield from self.diagnoses.codes
        yield from self.beside.codes


def first_word(chart: Chart) -> str:
    """Return what the first diagnosis is called (Official Guidelines, sections II and IV.G)."""
    return "principal" if chart.inpatient else "first-listed"


def ids_of(*listed: ListedCode) -> tuple[str, ...]:
    """Return the line ids of *listed*, those that have one."""
    return tuple(one.line_id for one in listed if one.line_id)


def joined(words: Collection[str], most: int = 12) -> str:
    """Return *words* as people list them: "A, B and C", "A, B and 10 more" beyond *most*."""
    shown = list(words)
    if len(shown) > most:
        shown = [*shown[: most - 1], f"{len(shown) - most + 1} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
