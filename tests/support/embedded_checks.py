"""Checks against the embedded release, without installing it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from support.embedded_book import embedded_reference

from codebook_app.codesets.grouper_data import MasterLists
from codebook_app.codesets.grouper_editor import CodeEditor
from codebook_app.codesets.registry import all_code_sets
from codebook_app.domain.release import Release, ReleaseChoice
from codebook_app.errors import KnownError
from codebook_app.services.checking import Checking
from codebook_app.store.reference_db import ReferenceDb

if TYPE_CHECKING:
    from codebook_app.services.releases import Releases

IN_FORCE = date(2026, 4, 1)
EMBEDDED = Release(
    code_set="icd10cm",
    release="FY2026-04",
    title="ICD-10-CM FY2026, April 2026",
    effective_from=date(2026, 4, 1),
    effective_to=date(2026, 9, 30),
    codes=98_186,
    billable=74_719,
    sources=(),
    origin="the installed package",
    installed_at=datetime(2026, 4, 1, tzinfo=UTC),
    app_version="",
    searchable=True,
)


class _OnlyTheEmbedded:
    """Stands in for the installed releases: one, that is in force on its own days."""

    def __init__(self, book: ReferenceDb) -> None:
        self._book = book

    def installed(self) -> tuple[Release, ...]:
        return (EMBEDDED,)

    code_sets = all_code_sets()

    def choose(self, code_set: str, on: date | None, **_: object) -> ReleaseChoice:
        if code_set != EMBEDDED.code_set:
            raise KnownError("No release of it is installed.", "")
        return ReleaseChoice(EMBEDDED, on is not None and EMBEDDED.in_force_on(on), "")

    def reader(self, _code_set: str, _release: str) -> ReferenceDb:
        return self._book


def embedded_shelf(folder: Path) -> tuple[Releases, ReferenceDb]:
    """Return the book in *folder* as the only installed release; the caller closes the book."""
    book = embedded_reference(folder)
    return cast("Releases", _OnlyTheEmbedded(book)), book


def embedded_checking(folder: Path) -> tuple[Checking, ReferenceDb]:
    """Return checks over the book in *folder*; the caller closes the book."""
    releases, book = embedded_shelf(folder)
    return Checking(releases, editor=lambda: CodeEditor.installed(MasterLists.installed())), book
