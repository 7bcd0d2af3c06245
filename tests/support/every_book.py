"""Small invented releases of several code sets, with indexes, tables and lists, installed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support import cm_files, drg_tables, hcpcs_files, index_xml, pcs_xml, tabular_xml

from codebook_app.paths import Folders
from codebook_app.services.releases import Releases

IN_FORCE = date(2099, 1, 1)
"""ICD-10-CM, ICD-10-PCS and MS-DRG are in force; HCPCS is of October 2025."""
COMPLICATIONS = ("A00", "N18.30")


def every_book(folder: Path, data: Path | None = None) -> Releases:
    """Return the releases installed below *folder*, or in *data*; the caller closes them."""
    sources = folder / "sources"
    sources.mkdir()
    for name, content in _files().items():
        (sources / name).write_text(content, encoding="utf-8", newline="")
    releases = Releases(Folders(data or folder / "data"))
    releases.import_paths([sources])
    return releases


def shared_books(tmp_path_factory: pytest.TempPathFactory) -> Releases:
    """Return the same releases, installed once in a test session; the caller closes them.

    Whoever asks first waits for it; nobody may import or remove anything there.
    """
    folder = tmp_path_factory.getbasetemp() / "every-book-shared"
    if not folder.is_dir():
        building = tmp_path_factory.mktemp("every-book-building")
        every_book(building).close()
        building.rename(folder)
    return Releases(Folders(folder / "data"))


def _files() -> dict[str, str]:
    headings = [heading.replace("2098", "2099") for heading in drg_tables.HEADINGS]
    title = drg_tables.TITLE.replace("2098", "2099")
    return {
        "tabular.xml": tabular_xml.sample(2099),
        "index.xml": index_xml.sample_index(),
        "external.xml": index_xml.sample_external(),
        "neoplasm.xml": index_xml.sample_neoplasm(),
        "drugs.xml": index_xml.sample_drugs(),
        "poa.txt": cm_files.poa_text(),
        "icd10pcs_order_2099.txt": pcs_xml.order_text(),
        "pcs-tables.xml": pcs_xml.tables_xml(),
        "pcs-index.xml": pcs_xml.sample_index_xml(),
        "hcpcs.txt": hcpcs_files.hcpcs_text(),
        "table5.txt": drg_tables.a_table_5(headings=headings, title=title),
        "table6i.txt": drg_tables.a_table_6("MCC", COMPLICATIONS),
    }
