"""The embedded release as a book and its index, built once in a test session."""

from __future__ import annotations

from pathlib import Path

import pytest

from codebook_app.codesets.icd10cm.assembly import assemble
from codebook_app.codesets.icd10cm.code_set import EMBEDDED
from codebook_app.codesets.icd10cm.tabular import read_tabular
from codebook_app.domain.content import ReleaseContent
from codebook_app.search.index import build_index
from codebook_app.store.reference_build import build_reference_db
from codebook_app.store.reference_db import ReferenceDb

_NAMED = ("icd10cm", "FY2026-04")


def build_embedded_reference(directory: Path) -> ReferenceDb:
    """Return the embedded release's reference.db, built in *directory*; the caller closes it."""
    (file,) = EMBEDDED[0].official_files()
    path = directory / "reference.db"
    lines = assemble(read_tabular(file.chunks(), file.name), *_NAMED)
    build_reference_db(path, ReleaseContent(lines))
    return ReferenceDb.open(path, *_NAMED)


def embedded_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the embedded release's ``reference.db`` and ``index``.

    Whoever asks first in a session waits for it; nobody may change it.
    """
    folder = tmp_path_factory.getbasetemp() / "embedded-book"
    if not folder.is_dir():
        building = tmp_path_factory.mktemp("embedded-book-building")
        book = build_embedded_reference(building)
        (building / "index").mkdir()
        build_index(book.searchable(), building / "index")
        book.close()
        building.rename(folder)
    return folder


def embedded_reference(folder: Path) -> ReferenceDb:
    """Return the book in *folder*, opened; the caller closes it."""
    return ReferenceDb.open(folder / "reference.db", *_NAMED)
