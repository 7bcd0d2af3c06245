"""Pages of the embedded release, as the look-up gives them to the window."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, cast

import pytest
from support.embedded_book import build_embedded_reference

from codebook_app.codesets.base import CodeSets
from codebook_app.codesets.grouper_data import MasterLists
from codebook_app.codesets.grouper_editor import CodeEditor
from codebook_app.codesets.icd10cm.code_set import Icd10Cm
from codebook_app.domain.release import Release, ReleaseChoice
from codebook_app.grouping.hcc import RiskCategories
from codebook_app.services.flags import Flags
from codebook_app.services.lookup import Lookup
from codebook_app.store.reference_db import ReferenceDb

if TYPE_CHECKING:
    from codebook_app.services.releases import Releases

_RELEASE = Release(
    code_set="icd10cm",
    release="FY2026-04",
    title="ICD-10-CM FY2026, April 2026",
    effective_from=date(2026, 4, 1),
    effective_to=date(2026, 9, 30),
    codes=98_187,
    billable=74_719,
    sources=(),
    origin="the installed package",
    installed_at=datetime(2026, 4, 1, tzinfo=UTC),
    app_version="0",
    searchable=False,
)


class _OneRelease:
    """Stands in for the installed releases: the embedded one, whatever the date."""

    def __init__(self, reader: ReferenceDb) -> None:
        self._reader = reader
        self.code_sets = CodeSets((Icd10Cm(),))

    def installed(self) -> tuple[Release, ...]:
        return (_RELEASE,)

    def choose(self, _code_set: str, _on: date | None) -> ReleaseChoice:
        return ReleaseChoice(_RELEASE, True, _RELEASE.dates_word)

    def stamp(self) -> tuple[int, ...]:
        return ()

    def reader(self, _code_set: str, _release: str) -> ReferenceDb:
        return self._reader


def embedded_lookup(tmp_path_factory: pytest.TempPathFactory) -> tuple[Lookup, ReferenceDb]:
    """Return a look-up over the embedded release, without index; the caller closes the reader.

    It tells the flags of the installed packages, as the program does.
    """
    folder = tmp_path_factory.mktemp("embedded-pages")
    reader = build_embedded_reference(folder)
    releases = cast("Releases", _OneRelease(reader))
    flags = Flags(
        releases,
        lambda: CodeEditor.installed(MasterLists.installed()),
        RiskCategories.installed,
        lambda: _RELEASE.effective_from,
    )
    return Lookup(releases, flags), reader
