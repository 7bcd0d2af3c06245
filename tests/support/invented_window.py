"""An invented code set behind stand-ins for the services, for tests of the window's parts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from codebook_app.codesets.base import CodeSets
from codebook_app.domain.code import Code
from codebook_app.domain.page import Entry, Page, PageLine
from codebook_app.domain.release import InstallReport, Release, ReleaseChoice
from codebook_app.domain.search import Completion, FailedWord, Hit, HitKind, SearchAnswer
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, Progress, ProgressSink, silent

CODES = {
    code.code: code
    for code in (
        Code(
            1,
            "icd10cm",
            "FY2099",
            "1",
            "Invented diseases",
            "chapter",
            False,
            0,
            None,
            8,
            heading=True,
        ),
        Code(
            2,
            "icd10cm",
            "FY2099",
            "Q01-Q02",
            "Inky ailments",
            "section",
            False,
            1,
            1,
            8,
            heading=True,
        ),
        Code(3, "icd10cm", "FY2099", "Q01", "Inkblot", "category", False, 2, 2, 6),
        Code(4, "icd10cm", "FY2099", "Q01.1", "Inkblot of thumb", "subcategory", False, 3, 3, 6),
        Code(5, "icd10cm", "FY2099", "Q01.11", "Inkblot of right thumb", "code", True, 4, 4, 5),
        Code(6, "icd10cm", "FY2099", "Q01.12", "Inkblot of left thumb", "code", True, 4, 4, 6),
        Code(7, "icd10cm", "FY2099", "Q02", "Paper cut", "category", False, 2, 2, 8),
        Code(8, "icd10cm", "FY2099", "Q02.0", "Paper cut, shallow", "code", True, 3, 7, 8),
    )
}

RELEASE = Release(
    code_set="icd10cm",
    release="FY2099",
    title="ICD-10-CM FY2099 (invented)",
    effective_from=date(2098, 10, 1),
    effective_to=date(2099, 9, 30),
    codes=8,
    billable=3,
    sources=(),
    origin="invented for tests",
    installed_at=datetime(2098, 1, 1, tzinfo=UTC),
    app_version="0",
    searchable=True,
)


def hit_on(code: Code, **changes: object) -> Hit:
    """Return a hit on *code*."""
    values: dict[str, object] = {
        "code_set": code.code_set,
        "release": code.release,
        "kind": HitKind.CODE,
        "entry_id": code.id,
        "code": code.code,
        "title": code.title,
        "level": code.level,
        "path": ("1", "Q01-Q02"),
        "billable": code.billable,
        "score": 1.0,
    }
    return Hit(**{**values, **changes})  # type: ignore[arg-type]


class InventedLookup:
    """Looks up the invented codes; *gate* holds back the answers while a test says so."""

    def __init__(self, releases: InventedReleases) -> None:
        self.releases = releases
        self.gate = threading.Event()
        self.gate.set()
        self.asked: list[str] = []
        self.asked_of: list[tuple[str, ...]] = []
        self.fault: Exception | None = None
        self.read_as = ""
        self.failed: tuple[FailedWord, ...] = ()
        self.told: tuple[str, ...] = ()
        self.completed: list[str] = []
        self.completed_of: list[tuple[tuple[str, ...], date | None]] = []
        self.warmed = 0
        self.looked_in: list[str | None] = []

    def search(
        self,
        text: str,
        *,
        code_sets: Sequence[str] = (),
        limit: int = 50,
        on: date | None = None,
        as_typed: bool = False,
        cancel: CancelToken | None = None,
    ) -> SearchAnswer:
        self.asked.append(text)
        self.asked_of.append(tuple(code_sets))
        self.gate.wait()
        if cancel is not None:
            cancel.raise_if_cancelled()
        if self.fault is not None:
            raise self.fault
        self.releases.choose("icd10cm", on)
        words = text.casefold().split()
        found = [
            hit_on(code)
            for code in CODES.values()
            if all(word in f"{code.code} {code.title}".casefold() for word in words)
        ]
        read_as = "" if as_typed else self.read_as
        return SearchAnswer(text, read_as, tuple(found[:limit]), 0.1, "", self.failed, self.told)

    def complete(
        self,
        text: str,
        *,
        code_sets: Sequence[str] = (),
        on: date | None = None,
        limit: int = 8,
    ) -> tuple[Completion, ...]:
        self.completed.append(text)
        self.completed_of.append((tuple(code_sets), on))
        self.gate.wait()
        before, blank, word = text.rpartition(" ")
        words = {one for code in CODES.values() for one in code.title.casefold().split()}
        found = sorted(one for one in words if one.startswith(word.casefold()) and one != word)
        return tuple(Completion(f"{before}{blank}{one}", one, 3) for one in found[:limit])

    def page(self, code: str, *, code_set: str | None = None, on: date | None = None) -> Page:
        choice = self.releases.choose("icd10cm", on)
        self.looked_in.append(code_set)
        if code not in CODES:
            raise KnownError(f"{code} is not in {choice.release.release}.", "Nearest: Q01.11.")
        found = CODES[code]
        heading = next(
            line
            for line in CODES.values()
            if line.id <= found.id <= line.last_descendant_id
            and line.level == (found.level if found.level in {"chapter", "section"} else "category")
        )
        lines = tuple(
            PageLine(line, (), ())
            for line in CODES.values()
            if heading.id <= line.id <= heading.last_descendant_id
        )
        above = tuple(line for line in CODES.values() if line.id < min(heading.id, 3))
        return Page(heading, above, (), lines, found.id, found.code, None, None, choice)

    def listed(self, code: str, **named: str | date | None) -> Code:
        return self.entry(code, **named).code  # type: ignore[arg-type]

    def entry(self, code: str, *, code_set: str | None = None, on: date | None = None) -> Entry:
        choice = self.releases.choose("icd10cm", on)
        self.looked_in.append(code_set)
        if code not in CODES:
            raise KnownError(f"{code} is not in {choice.release.release}.", "Nearest: Q01.11.")
        return Entry(CODES[code], (), (), (), (), (), choice)

    def chapters(self, *, code_set: str = "icd10cm", on: date | None = None) -> tuple[Code, ...]:
        self.releases.choose(code_set, on)
        return (CODES["1"],)

    def warm(self) -> None:
        self.warmed += 1


class InventedReleases:
    """One invented release, installed or still to be installed."""

    code_sets = CodeSets(())
    """None knows a file: what is dropped and may be a list is one."""

    def __init__(self, *, installed: bool = True) -> None:
        self.installed_now = installed
        self.fault: Exception | None = None
        self.step = threading.Event()
        self.step.set()
        self.imported: list[object] = []

    def installed(self) -> tuple[Release, ...]:
        return (RELEASE,) if self.installed_now else ()

    def needs_setup(self) -> bool:
        return not self.installed_now

    def choose(self, _code_set: str, on: date | None, _release: str | None = None) -> ReleaseChoice:
        if not self.installed_now:
            raise KnownError("No ICD-10-CM release is installed.", "Install the embedded one.")
        in_force = on is None or RELEASE.in_force_on(on)
        word = "" if in_force else f"{on} lies outside {RELEASE.release}, {RELEASE.dates_word}."
        return ReleaseChoice(RELEASE, in_force, word)

    def setup(
        self,
        progress: ProgressSink = silent,
        cancel: CancelToken | None = None,
        on_release: Callable[[Release], None] | None = None,
    ) -> tuple[InstallReport, ...]:
        for done in range(10):
            progress(Progress("Reading the invented list", done, 10))
            self.step.wait()
            if cancel is not None:
                cancel.raise_if_cancelled()
            if self.fault is not None:
                raise self.fault
        self.installed_now = True
        if on_release is not None:
            on_release(RELEASE)
        return (report(),)

    def import_paths(
        self,
        paths: object,
        progress: ProgressSink = silent,
        cancel: CancelToken | None = None,
        on_release: Callable[[Release], None] | None = None,
    ) -> tuple[InstallReport, ...]:
        self.imported.append(paths)
        return self.setup(progress, cancel, on_release)

    def close(self) -> None:
        """Have nothing to close."""


def report(**changes: object) -> InstallReport:
    """Return what an installation of the invented release reports."""
    values: dict[str, object] = {
        "code_set": "icd10cm",
        "release": "FY2099",
        "effective_from": date(2098, 10, 1),
        "effective_to": date(2099, 9, 30),
        "codes": 8,
        "billable": 3,
        "files": ("invented.xml",),
        "left_out": (),
        "seconds": 0.1,
    }
    return InstallReport(**{**values, **changes})  # type: ignore[arg-type]
