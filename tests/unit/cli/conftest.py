"""A program of fakes behind the command line: what it is asked is kept, what it answers is set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from support.list_reading import invented_import
from support.procedure_pages import sample_page
from typer import Typer
from typer.testing import CliRunner, Result

from codebook_app.cli.app import create_app
from codebook_app.domain.audit import AuditedList, AuditReport
from codebook_app.domain.catalogue import CataloguedRelease, OfficialPlace
from codebook_app.domain.changes import Chapter, NoteChange, ReleaseChanges, Retitled
from codebook_app.domain.claim import Claim
from codebook_app.domain.code import Code, SeventhCharacter
from codebook_app.domain.coding_summary import CodingSummary
from codebook_app.domain.content import Fact
from codebook_app.domain.copying import CopyFormat, CopyOptions, Option, Rendered
from codebook_app.domain.encounter import Encounter, EncounterLine, Setting
from codebook_app.domain.finding import CheckReport, Finding, NotChecked, Severity
from codebook_app.domain.fix import Fix, MoveLine
from codebook_app.domain.flag import Flag
from codebook_app.domain.grouping import (
    Category,
    Drg,
    EditorEdit,
    Grouped,
    GroupedCode,
    Without,
)
from codebook_app.domain.index_page import IndexPage, IndexPath
from codebook_app.domain.index_term import IndexBook, IndexTarget, IndexTerm, TargetKind
from codebook_app.domain.note import CodeReference, Note, NoteKind, SourcedNote
from codebook_app.domain.page import Entry
from codebook_app.domain.procedure_page import ProcedurePage
from codebook_app.domain.release import InstallReport, Release, ReleaseChoice
from codebook_app.domain.search import Completion, Hit, HitKind, SearchAnswer
from codebook_app.domain.validity import CodeValidity, Currency
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.progress import CancelToken, Progress
from codebook_app.services.encounters import Encounters
from codebook_app.services.list_import import ListImport
from codebook_app.services.notebook import Notebook

RELEASE = Release(
    code_set="icd10cm",
    release="FY2026-04",
    title="ICD-10-CM FY2026, April 2026",
    effective_from=date(2026, 4, 1),
    effective_to=date(2026, 9, 30),
    codes=12,
    billable=5,
    sources=(),
    origin="a test",
    installed_at=datetime(2026, 4, 2, tzinfo=UTC),
    app_version="0",
    searchable=True,
)
REPORT = InstallReport(
    code_set="icd10cm",
    release="FY2026-04",
    effective_from=date(2026, 4, 1),
    effective_to=date(2026, 9, 30),
    codes=12,
    billable=5,
    files=("tabular.xml",),
    left_out=("7 lines of a kind nobody knows",),
    seconds=1.23456,
    checked=("5 billable codes, as published",),
)


def code(number: int, written: str, title: str, level: str, billable: bool = False) -> Code:
    return Code(number, "icd10cm", "FY2026-04", written, title, level, billable, 0, None, number)


CHAPTER = code(1, "7", "Diseases of the widget", "chapter")
CATEGORY = code(2, "W11", "Widget [gadget] disorders", "category")
VALID = code(3, "W11.2", "Ménière's widget", "code", billable=True)


def hit(written: str, title: str, **more: Any) -> Hit:
    values: dict[str, Any] = {"path": ("7", "W11"), "billable": True, "score": 1.23456}
    return Hit(
        "icd10cm", "FY2026-04", HitKind.CODE, 3, written, title, "code", **{**values, **more}
    )


class FakeReleases:
    def __init__(self) -> None:
        self.releases: tuple[Release, ...] = (RELEASE,)
        self.reports: tuple[InstallReport, ...] = (REPORT,)
        self.asked: list[tuple[Any, ...]] = []
        self.while_working: Callable[[Any], None] = CancelToken.raise_if_cancelled

    def installed(self) -> tuple[Release, ...]:
        return self.releases

    def setup(self, progress: Any, cancel: Any) -> tuple[InstallReport, ...]:
        progress(Progress("Reading", 1, 2))
        progress(Progress("Reading", 2, 2))
        progress(Progress("Indexing", 0, 0))
        self.while_working(cancel)
        return self.reports

    def import_paths(
        self, paths: Sequence[Path], code_set: str | None, progress: Any, cancel: Any
    ) -> tuple[InstallReport, ...]:
        self.asked.append((tuple(paths), code_set))
        return self.setup(progress, cancel)

    def confirm_licence(self, code_set: str, release: str) -> Release:
        self.asked.append((code_set, release))
        return replace(self.releases[0], confirmed=True)

    def dependents(self, code_set: str, release: str) -> tuple[str, ...]:
        return (f"Two lines were coded with {code_set} {release}.",)

    def remove(self, code_set: str, release: str) -> None:
        self.asked.append((code_set, release))
        if (code_set, release) != ("icd10cm", "FY2026-04"):
            raise KnownError(f"{code_set} {release} is not installed.", "See: codebook releases")


class FakeLookup:
    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.completed: list[Any] = []
        self.completions: tuple[Completion, ...] = ()
        self.answer = SearchAnswer("widget", "", (hit("W11.2", "Ménière's widget"),), 1.0)

    def search(self, text: str, **options: Any) -> SearchAnswer:
        self.asked.append((text, options))
        return self.answer

    def complete(self, text: str, **options: Any) -> tuple[Completion, ...]:
        self.completed.append((text, options))
        return self.completions

    def entry(self, text: str, **options: Any) -> Entry:
        self.asked.append((text, options))
        if text != "W11.2":
            raise KnownError(f"{text} is not in ICD-10-CM.", "Nearest: W11.2")
        note = Note(
            1, 2, 1, NoteKind.EXCLUDES1, "gadget (W12.-)", (CodeReference(8, 13, "W12", "W12"),)
        )
        own = Note(2, 3, 1, NoteKind.INCLUSION_TERM, "Ringing widget")
        return Entry(
            code=VALID,
            ancestors=(CHAPTER, CATEGORY),
            children=(code(4, "W11.21", "Loud", "code", billable=True),),
            seventh_characters=(SeventhCharacter("A", "initial encounter", "W11.2XXA"),),
            notes=(
                SourcedNote(note, CATEGORY, inherited=True),
                SourcedNote(own, VALID, inherited=False),
            ),
            flags=(Flag("unspecified"),),
            choice=ReleaseChoice(RELEASE, in_force=True, word="in force"),
            facts=(Fact(3, "Coverage", "C", "carrier judgment"),),
            index_paths=(
                IndexPath(IndexBook.INDEX, 1, ("Widget", "ringing"), "W11.2"),
                IndexPath(IndexBook.DRUGS, 9, ("Oil",), "W11.2", "Adverse effect"),
            ),
        )


FINDING = Finding(
    rule="excludes1",
    severity=Severity.WARNING,
    codes=("W11.2", "W12"),
    text="W11.2 with W12",
    source="Excludes1 at W11",
    action="Code one of them.",
    completions=(SeventhCharacter("", "invented", "W12.1"),),
    fixes=(Fix("Put W12 first", (MoveLine("2", "1"),)),),
    named=(CodeReference(0, 3, "W12", "W14"), CodeReference(5, 8, "W15", "W15")),
)


class FakeChecking:
    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.report = CheckReport((FINDING,), (NotChecked("poa", "no list installed"),))

    def check(self, encounter: Encounter) -> CheckReport:
        self.asked.append(encounter)
        return self.report

    def check_codes(self, codes: Sequence[str], **options: Any) -> CheckReport:
        self.asked.append((tuple(codes), options))
        return self.report


GROUPED = Grouped(
    Drg("902", "Sample [widget] procedure with CC", 2.0945, 4.3, 4.8),
    mdc="08",
    mdc_title="Widgets",
    kind="surgical",
    severity="CC",
    initial=Drg("901", "Sample [widget] procedure with MCC"),
    codes=(
        GroupedCode(
            "1",
            "W11.2",
            "icd10cm",
            cc="CC",
            counts=True,
            categories=(Category("V28", "37", "Ringing", 2027),),
        ),
        GroupedCode(
            "2",
            "W12",
            "icd10cm",
            cc="MCC",
            excluded=True,
            why_not="The principal diagnosis excludes it as MCC.",
            poa_effect="POA N: HAC 05.",
            hac=("HAC 05 Falls",),
        ),
    ),
    without=(Without("1", "W11.2", Drg("903", "Sample without", 1.5)), Without("2", "W12", None)),
    edits=(EditorEdit("AGE_CONFLICT", "Age conflict: not at this age.", ("W12",), ("2",)),),
    hac=("HAC 05 Falls",),
    grouper="MS-DRG Grouper v99.1 (sample 1)",
    editor="Medicare Code Editor v99 (sample 1)",
    caution="Not the payer's.",
    not_checked=(NotChecked("Weight", "No table."),),
    assumed=("Grouped as discharged home.",),
    on=date(2026, 5, 1),
    risk_tables="CMS-HCC (sample 2)",
)


class FakeGrouping:
    def __init__(self) -> None:
        self.asked: list[Encounter] = []
        self.grouped = GROUPED

    def group(self, encounter: Encounter) -> Grouped:
        self.asked.append(encounter)
        return self.grouped


class FakeCopying:
    def formats(self) -> tuple[CopyFormat, ...]:
        takes = frozenset({Option.DOTS, Option.SEPARATOR})
        return (
            CopyFormat(
                "plain", "Plain codes", "One code a line.", takes, limits=("12 [A-L] codes.",)
            ),
        )

    def described(self, format_name: str) -> CopyFormat:
        described = {one.name: one for one in self.formats()}.get(format_name)
        if described is None:
            raise KnownError(f"There is no format {format_name}.", "See: codebook formats")
        return described

    def render(self, encounter: Encounter, format_name: str, options: CopyOptions) -> Rendered:
        if format_name != "plain":
            raise KnownError(f"There is no format {format_name}.", "See: codebook formats")
        codes = [
            line.code if options.dots else line.code.replace(".", "") for line in encounter.lines
        ]
        return Rendered(options.separator.join(codes), "", said=("Two codes.",))

    def read_encounter(self, text: str, name: str) -> Encounter:
        if not text.startswith("{"):
            raise KnownError(f"{name}, line 1: not JSON.", "Mend it.")
        moment = datetime(2026, 4, 2, tzinfo=UTC)
        lines = tuple(
            EncounterLine(str(number), "icd10cm", "", written, "")
            for number, written in enumerate(("W11.2", "W12"))
        )
        return Encounter(
            "1", "L", Setting.INPATIENT, date(2026, 5, 1), lines, (), 0, moment, moment, age=40
        )


LATER = replace(RELEASE, release="FY2027", title="ICD-10-CM FY2027")
CHANGES = ReleaseChanges(
    before=RELEASE,
    after=LATER,
    added=(code(5, "W11.3", "Silent widget", "code", billable=True),),
    deleted=(code(6, "X20", "Gone gadget", "category", billable=True),),
    headers_added=(),
    headers_deleted=(),
    retitled=(Retitled(VALID, "Meniere widget"),),
    notes_changed=(NoteChange(CATEGORY, NoteKind.EXCLUDES1, ("gadget (W13.-)",), ("gadget",)),),
    chapters=(Chapter("7", "Diseases of the widget"), Chapter("8", "Diseases of the gadget")),
    chapter_of={"W11.3": "7", "X20": "8", "W11.2": "7", "W11": "7"},
)


class FakeChanges:
    def between(self, code_set: str, before: str, after: str) -> ReleaseChanges:
        if (code_set, before, after) != ("icd10cm", "FY2026-04", "FY2027"):
            raise KnownError(f"{code_set} {before} is not installed.", "See: codebook releases")
        return CHANGES


PAIN = IndexTerm(
    1,
    IndexBook.INDEX,
    "Widget pain (acute) (chronic)",
    0,
    None,
    3,
    (IndexTarget(TargetKind.CODE, "W11.2", "W112", complete=True),),
    modifiers=((12, 19), (20, 29)),
)
RINGING = IndexTerm(
    2,
    IndexBook.INDEX,
    "ringing",
    1,
    1,
    3,
    (
        IndexTarget(TargetKind.CODE, "W11.3-", "W113"),
        IndexTarget(TargetKind.MANIFESTATION, "W12", "W12", complete=True),
    ),
)
LOUD = IndexTerm(
    3,
    IndexBook.INDEX,
    "loud",
    2,
    2,
    3,
    (IndexTarget(TargetKind.SEE, "Noise"), IndexTarget(TargetKind.SEE_ALSO, "Silence")),
)
OIL = IndexTerm(9, IndexBook.DRUGS, "Oil", 0, None, 9, cells=("W11.21", "", "W11.25"), modifiers=())


class FakeIndexLookup:
    def __init__(self) -> None:
        self.asked: list[Any] = []

    def find(
        self, words: Sequence[str], *, book: IndexBook | None = None, on: date | None = None
    ) -> IndexPage:
        self.asked.append((tuple(words), book, on))
        choice = ReleaseChoice(RELEASE, in_force=True, word="in force")
        if book is IndexBook.DRUGS:
            columns = ("Substance", "Accident", "Assault", "Adverse effect")
            return IndexPage(IndexBook.DRUGS, (OIL,), ("Oil",), 9, columns, None, None, choice)
        if words[0].casefold() != "widget":
            raise KnownError(f"“{words[0]}” is no main term.", "Near it: Widget pain.")
        terms = (PAIN, RINGING, LOUD)
        focus = 2 if "ringing" in words else 1
        path = ("Widget pain",)
        return IndexPage(IndexBook.INDEX, terms, path, focus, (), None, None, choice)


CATALOGUED = CataloguedRelease(
    code_set="icd10cm",
    release="FY2027",
    title="ICD-10-CM FY2027",
    publisher="CDC/NCHS",
    licence="public domain",
    page="https://example.org/icd",
    places=(
        OfficialPlace("https://example.org/a.zip", "the tabular list", verified=True, size=5),
        OfficialPlace("https://example.org/b.zip", "the index", verified=False),
    ),
    installed=False,
)


class FakeCatalogue:
    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.catalogued: tuple[CataloguedRelease, ...] = (CATALOGUED,)

    def releases(self, catalog: Path | None = None) -> tuple[CataloguedRelease, ...]:
        self.asked.append(catalog)
        return self.catalogued

    def download(
        self, code_set: str, release: str | None, catalog: Path | None, progress: Any, cancel: Any
    ) -> tuple[InstallReport, ...]:
        self.asked.append((code_set, release, catalog))
        if code_set != "icd10cm":
            raise KnownError(f"{code_set} is nowhere to be fetched.", "See: codebook catalog")
        progress(Progress("Fetching", 1, 2))
        cancel.raise_if_cancelled()
        return (REPORT,)


class FakeValidity:
    """Knows of one newer release, and of the codes that were set; nothing by default."""

    def __init__(self) -> None:
        self.currencies: dict[str, Currency] = {}
        self.codes: dict[str, CodeValidity] = {}

    def currency(self, code_set: str, _on: date | None) -> Currency | None:
        return self.currencies.get(code_set)

    def of_codes(
        self, _code_set: str, codes: Sequence[str], _on: date, **_held: Sequence[str]
    ) -> tuple[CodeValidity, ...]:
        return tuple(self.codes[code] for code in codes if code in self.codes)


class FakeAudit:
    """Finds what it is given, and keeps the day it was asked about."""

    def __init__(self) -> None:
        self.lists: tuple[AuditedList, ...] = ()
        self.days: list[date] = []

    def run(self, today: date) -> AuditReport:
        self.days.append(today)
        unchecked = NotChecked("1 code of CPT, on 1 list", "No release of CPT is installed.")
        return AuditReport(today, self.lists, 12, (unchecked,))


class FakeProcedures:
    """Knows the codes of one invented table."""

    def page(self, beginning: str, **_on: date | None) -> ProcedurePage:
        page = sample_page(beginning.upper())
        if not any(code.startswith(beginning.upper()) for code in page.titles):
            raise KnownError(f"No code begins with {beginning}.")
        return page


class FakeSummaries:
    """Tells of an encounter what stands on it, and nothing of checks and groups."""

    def of(self, encounter: Encounter) -> CodingSummary:
        return CodingSummary(Claim.of(encounter))


@dataclass
class FakeProgram:
    folders: Folders
    releases: FakeReleases = field(default_factory=FakeReleases)
    lookup: FakeLookup = field(default_factory=FakeLookup)
    checking: FakeChecking = field(default_factory=FakeChecking)
    copying: FakeCopying = field(default_factory=FakeCopying)
    grouping: FakeGrouping = field(default_factory=FakeGrouping)
    changes: FakeChanges = field(default_factory=FakeChanges)
    index_lookup: FakeIndexLookup = field(default_factory=FakeIndexLookup)
    procedures: FakeProcedures = field(default_factory=FakeProcedures)
    catalogue: FakeCatalogue = field(default_factory=FakeCatalogue)
    validity: FakeValidity = field(default_factory=FakeValidity)
    audit: FakeAudit = field(default_factory=FakeAudit)
    notebook: Notebook = field(default_factory=lambda: Notebook("sqlite://"))
    encounters: Encounters = field(default_factory=lambda: Encounters("sqlite://"))
    list_import: ListImport = field(default_factory=invented_import)
    summaries: FakeSummaries = field(default_factory=FakeSummaries)
    closed: bool = False

    def close(self) -> None:
        self.closed = True


class Desk:
    """The command line over a fake program, and where it was told to keep things."""

    def __init__(self, program: FakeProgram) -> None:
        self.program = program
        self.data_dirs: list[Path | None] = []
        self.windows: list[Path | None] = []
        self.window_ends_with = 0
        self.papers: list[str] = []

    def run(self, *arguments: str, stdin: bytes | None = None, **variables: str) -> Result:
        return CliRunner().invoke(self.app(), list(arguments), input=stdin, env=variables)

    def app(self) -> Typer:
        return create_app(self._open_program, self._open_window, self._save_summary)

    def _open_program(self, data_dir: Path | None) -> Any:
        self.data_dirs.append(data_dir)
        return self.program

    def _save_summary(self, summary: CodingSummary, path: Path, paper: str) -> int:
        self.papers.append(paper)
        path.write_text(summary.claim.encounter.label)
        return 2

    def _open_window(self, data_dir: Path | None) -> int:
        self.windows.append(data_dir)
        return self.window_ends_with


@pytest.fixture
def program(folders: Folders) -> FakeProgram:
    return FakeProgram(folders)


@pytest.fixture
def desk(program: FakeProgram) -> Desk:
    return Desk(program)
