"""Releases of several code sets from the official files, installed once in a test session."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from codebook_app.paths import Folders
from codebook_app.services.releases import Releases

ON = date(2025, 9, 1)
"""ICD-10-CM FY2025 with its indexes and tables is in force, and ICD-10-PCS FY2025 with its."""
_FILES = (
    "icd10cm/assembled-icd10cm-table-and-index-2025.zip",
    "icd10pcs/2025-icd-10-pcs-order-file-long-and-abbreviated-titles.zip",
    "icd10pcs/assembled-icd10pcs-tables-and-index-2025.zip",
    "hcpcs/HCPC2025_OCT_ANWEB.xlsx",
    "msdrg/ipps-fy2026-tables-5-6i-6j.zip",
)


def official_shelf(official_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Releases:
    """Return the installed releases; the caller closes them. Nobody may change them.

    Whoever asks first in a session waits for the import.
    """
    folder = tmp_path_factory.getbasetemp() / "official-shelf"
    if not folder.is_dir():
        building = tmp_path_factory.mktemp("official-shelf-building")
        releases = Releases(Folders(building))
        releases.import_paths([official_dir / name for name in _FILES])
        releases.close()
        building.rename(folder)
    return Releases(Folders(folder))
