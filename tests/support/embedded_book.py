"""The embedded release as a book and its index, built once for all tests that ask for them."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from codebook_app.codesets.icd10cm.assembly import assemble
from codebook_app.codesets.icd10cm.tabular import read_tabular
from codebook_app.store.reference_build import build_reference_db
from codebook_app.store.reference_db import ReferenceDb

PACKAGE = "simple_icd_10_cm.data"


def build_embedded_reference(directory: Path) -> ReferenceDb:
    """Return the embedded release's reference.db, built in *directory*; the caller closes it."""
    (file,) = (entry for entry in resources.files(PACKAGE).iterdir() if entry.name.endswith(".xml"))
    content = assemble(read_tabular([file.read_bytes()], file.name), "icd10cm", "FY2026-04")
    path = directory / "reference.db"
    build_reference_db(path, content)
    return ReferenceDb.open(path, "icd10cm", "FY2026-04")
