"""The embedded release of ICD-10-PCS as a book and its index, built once in a test session."""

from __future__ import annotations

from pathlib import Path

import pytest

from codebook_app.codesets.base import PartFile
from codebook_app.codesets.icd10pcs.code_set import EMBEDDED, Icd10Pcs
from codebook_app.progress import silent
from codebook_app.search.index import build_index
from codebook_app.store.reference_build import build_reference_db
from codebook_app.store.reference_db import ReferenceDb

_NAMED = ("icd10pcs", EMBEDDED[0].release)


def embedded_procedures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the embedded release's ``reference.db`` and ``index``.

    Whoever asks first in a session waits for it; nobody may change it.
    """
    folder = tmp_path_factory.getbasetemp() / "embedded-procedures"
    if not folder.is_dir():
        building = tmp_path_factory.mktemp("embedded-procedures-building")
        _build(building)
        building.rename(folder)
    return folder


def procedures_reference(folder: Path) -> ReferenceDb:
    """Return the book in *folder*, opened; the caller closes it."""
    return ReferenceDb.open(folder / "reference.db", *_NAMED)


def _build(directory: Path) -> None:
    code_set = Icd10Pcs()
    (file,) = EMBEDDED[0].official_files()
    part = code_set.part(file)
    assert part is not None
    found = PartFile(part, file)
    edition = code_set.edition(found)
    assert edition is not None
    content = code_set.read([found], edition, silent, None)
    build_reference_db(directory / "reference.db", content)
    book = procedures_reference(directory)
    (directory / "index").mkdir()
    build_index(book.searchable(), directory / "index")
    book.close()
