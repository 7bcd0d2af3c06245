"""Releases over invented sources: an embedded package, and an index that only counts."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from support.tabular_xml import BILLABLE, sample

from codebook_app.codesets.base import CodeSets
from codebook_app.codesets.embedded import EmbeddedRelease, PackageFile
from codebook_app.codesets.icd10cm.code_set import Icd10Cm
from codebook_app.codesets.icd10cm.tabular import ROOT_TAG
from codebook_app.domain.search import SearchableEntry, SearchableTerm
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.progress import CancelToken, Progress, ProgressSink
from codebook_app.search.index import SearchIndex
from codebook_app.services.releases import Releases

PACKAGE = EmbeddedRelease(
    "FY2099",
    (PackageFile("sample-release", "sample_release", "data/*.xml", ROOT_TAG),),
    BILLABLE,
)
NOTHING_EMBEDDED = CodeSets((Icd10Cm(embedded=()),))
SAMPLE_EMBEDDED = CodeSets((Icd10Cm(embedded=(PACKAGE,)),))
MARCH = date(2099, 3, 1)


class InventedIndex:
    """Stands for an opened index; knows how many entries it was built of."""

    def __init__(self, entries: int) -> None:
        self.entries = entries
        self.closed = False

    @classmethod
    def open(cls, directory: Path) -> SearchIndex:
        """Open what :func:`build_invented_index` wrote, or refuse it."""
        try:
            word, count = (directory / "index.txt").read_text().split()
        except (OSError, ValueError):
            word, count = "", "0"
        if word != "whole":
            raise KnownError(f"The index in {directory} is damaged.", "Run: codebook setup")
        return cast("SearchIndex", cls(int(count)))

    def close(self) -> None:
        """Be closed."""
        self.closed = True


def build_invented_index(
    entries: Iterable[SearchableEntry],
    directory: Path,
    progress: ProgressSink,
    cancel: CancelToken | None,
    terms: Iterable[SearchableTerm] = (),
) -> None:
    """Write how many *entries* and *terms* there were, looking at *cancel*, reporting each."""
    count = 0
    for count, _ in enumerate((*entries, *terms), start=1):
        if cancel is not None:
            cancel.raise_if_cancelled()
        progress(Progress("Building the index", count, 0))
    (directory / "index.txt").write_text(f"whole {count}")


def invented_releases(
    folders: Folders, code_sets: CodeSets = NOTHING_EMBEDDED, **other: object
) -> Releases:
    """Return the releases below *folders* with the invented index, in March 2099."""
    parts = {"build_index": build_invented_index, "open_index": InventedIndex.open, **other}
    return Releases(folders, code_sets, today=lambda: MARCH, **parts)  # type: ignore[arg-type]


def write_package(folder: Path, xml: str | None = None) -> None:
    """Write the package ``sample_release`` below *folder*; importing it raises."""
    data = folder / "sample_release" / "data"
    data.mkdir(parents=True, exist_ok=True)
    (data.parent / "__init__.py").write_text("raise RuntimeError('imported')")
    (data / "a-first.xml").write_text("<other/>")
    (data / "codes.txt").write_text("A00")
    (data / "tabular-sample.xml").write_text(sample() if xml is None else xml, encoding="utf-8")
    importlib.invalidate_caches()


def write_xml(folder: Path, xml: str | bytes | None = None, name: str = "tabular.xml") -> Path:
    """Write *xml*, by default the sample, into *folder* and return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    source = sample() if xml is None else xml
    path = folder / name
    path.write_bytes(source.encode() if isinstance(source, str) else source)
    return path


@pytest.fixture
def sample_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install the package ``sample_release`` for one test and return where it lies."""
    folder = tmp_path / "site"
    write_package(folder)
    monkeypatch.syspath_prepend(str(folder))
    return folder
