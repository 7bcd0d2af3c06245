"""Stand-ins for the catalogue, the changes and the validity of the invented code set."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from support.invented_window import CODES, RELEASE, InventedReleases, report

from codebook_app.domain.catalogue import CataloguedRelease, OfficialPlace
from codebook_app.domain.changes import Chapter, NoteChange, ReleaseChanges, Retitled
from codebook_app.domain.note import NoteKind
from codebook_app.domain.release import InstallReport, Release, SourceFile
from codebook_app.domain.validity import CodeValidity, Currency
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, Progress, ProgressSink, silent

EARLIER = replace(
    RELEASE,
    release="FY2098",
    title="ICD-10-CM FY2098 (invented)",
    effective_from=date(2097, 10, 1),
    effective_to=date(2098, 9, 30),
    checked=("7 codes, as many as expected.",),
    left_out=("readme.pdf: a PDF",),
    sources=(SourceFile("tabular.xml", 1_250_000, "0" * 64, "tabular", "FY2098"),),
)
LICENSED = Release(
    code_set="cpt",
    release="2098",
    title="CPT 2098 (invented)",
    effective_from=date(2098, 1, 1),
    effective_to=date(2098, 12, 31),
    codes=3,
    billable=2,
    sources=(),
    origin="invented for tests",
    installed_at=datetime(2098, 1, 1, tzinfo=UTC),
    app_version="0",
    searchable=True,
    notice="Sample notice of an invented owner.",
    confirmed=False,
)
NEXT = CataloguedRelease(
    "icd10cm",
    "FY2100",
    "ICD-10-CM FY2100 (invented)",
    "The invented centre",
    "public domain",
    "https://example.invalid/icd",
    (OfficialPlace("https://example.invalid/t.zip", "the tabular list", False, "", 4_200_000),),
    False,
)
BOUGHT = CataloguedRelease(
    "cpt",
    "2099",
    "CPT 2099",
    "Its owner",
    "the owner's licence",
    "https://example.invalid/",
    (),
    False,
)


class InventedCatalogue:
    """Knows two releases; a download waits for *step* and imports one."""

    def __init__(self) -> None:
        self.step = threading.Event()
        self.step.set()
        self.fault: Exception | None = None
        self.fetched: list[tuple[str, str | None]] = []

    def releases(self, _catalog: object = None) -> tuple[CataloguedRelease, ...]:
        return (NEXT, BOUGHT)

    def download(
        self,
        code_set: str,
        release: str | None = None,
        _catalog: object = None,
        progress: ProgressSink = silent,
        cancel: CancelToken | None = None,
        on_release: Callable[[Release], None] | None = None,
    ) -> tuple[InstallReport, ...]:
        progress(Progress("Fetching t.zip", 1, 4))
        self.step.wait()
        if cancel is not None:
            cancel.raise_if_cancelled()
        if self.fault is not None:
            raise self.fault
        self.fetched.append((code_set, release))
        if on_release is not None:
            on_release(RELEASE)
        return (report(release="FY2100"),)


def invented_changes() -> ReleaseChanges:
    """Return one change of each kind."""
    return ReleaseChanges(
        before=EARLIER,
        after=RELEASE,
        added=(CODES["Q01.11"], CODES["Q02.0"]),
        deleted=(replace(CODES["Q01.12"], code="Q01.9", title="Inkblot, unspecified"),),
        headers_added=(CODES["Q02"],),
        headers_deleted=(),
        retitled=(Retitled(CODES["Q01.12"], "Blot of left thumb"),),
        notes_changed=(
            NoteChange(CODES["Q01"], NoteKind.EXCLUDES1, ("paper cut (Q02.-)",), ("=HYPERLINK()",)),
        ),
        chapters=(Chapter("1", "Invented diseases"), Chapter("2", "Others")),
        chapter_of=dict.fromkeys(CODES, "1") | {"Q01.9": "2"},
    )


class InventedChanges:
    """Answers every comparison with the same changes."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []

    def between(self, code_set: str, before: str, after: str) -> ReleaseChanges:
        self.asked.append((code_set, before, after))
        if after == "FY2097":
            raise KnownError("FY2097 is damaged.", "Import it again.")
        return invented_changes()


class InventedValidity:
    """Knows of nothing newer until *news* is set."""

    def __init__(self) -> None:
        self.news: Currency | None = None

    def currency(self, code_set: str, _on: date | None) -> Currency | None:
        return self.news if self.news is not None and self.news.code_set == code_set else None

    def of_codes(self, _code_set: str, codes: Sequence[str], _on: date) -> tuple[CodeValidity, ...]:
        return tuple(
            CodeValidity(code, "deleted", date(2098, 9, 30), "an invented list", ("Q01.11",))
            for code in codes
            if code == "Q01.12"
        )


def newer_release() -> Currency:
    """Return the news that FY2100 is in force."""
    return Currency(
        "icd10cm",
        date(2099, 11, 1),
        "FY2100",
        "FY2099",
        ("Q03", "Q04"),
        ("Q01.12",),
        "FY2100 is in force on 2099-11-01; installed is FY2099. 2 codes are new, 1 is deleted",
        True,
    )


class SeveralReleases(InventedReleases):
    """Two releases of one code set, and a licensed one that is off."""

    def __init__(self) -> None:
        super().__init__()
        self.there = [EARLIER, RELEASE, LICENSED]
        self.removed: list[str] = []

    def installed(self) -> tuple[Release, ...]:
        return tuple(self.there)

    def dependents(self, _code_set: str, release: str) -> tuple[str, ...]:
        return (f"2 lines of encounters are coded with {release}.",)

    def remove(self, code_set: str, release: str) -> None:
        self.there = [
            one for one in self.there if (one.code_set, one.release) != (code_set, release)
        ]
        self.removed.append(release)

    def confirm_licence(self, code_set: str, release: str) -> Release:
        off = next(one for one in self.there if (one.code_set, one.release) == (code_set, release))
        self.there[self.there.index(off)] = replace(off, confirmed=True)
        return replace(off, confirmed=True)
