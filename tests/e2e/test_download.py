"""``codebook download`` as a person runs it, from a server on this computer."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support.loopback import a_place, breaks_off, page, whole
from support.tabular_xml import BILLABLE, sample

pytestmark = pytest.mark.slow


def codebook(*arguments: str, data_dir: Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    return subprocess.run(
        [sys.executable, "-m", "codebook_app", *arguments, "--data-dir", str(data_dir)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        env=clean | {"PYTHONUTF8": "1"},
    )


def test_a_release_is_fetched_through_breaks_and_found(tmp_path):
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w") as archive:
        archive.writestr("tabular.xml", sample(2099))
    content = room.getvalue()
    catalog = tmp_path / "catalog.toml"
    with a_place() as place:
        catalog.write_text(
            f"""
[icd10cm]
publisher = "CDC/NCHS"
licence = "public domain"
page = "https://www.cdc.gov/nchs/icd"
[[icd10cm.releases]]
release = "FY2099"
title = "ICD-10-CM FY2099"
[[icd10cm.releases.places]]
url = "{place.url("/tabular.zip")}"
holds = "tabular list"
size = {len(content)}
""",
            encoding="utf-8",
        )
        asking = ("download", "icd10cm:FY2099", "--catalog", str(catalog), "--json")
        place.says("/tabular.zip", page())
        refused = codebook(*asking, data_dir=tmp_path / "data")
        place.says("/tabular.zip", breaks_off(content, 3_000), whole(content))
        done = codebook(*asking, data_dir=tmp_path / "data")

    assert refused.returncode == 3
    assert "came a web page instead of the file" in refused.stderr
    assert refused.stdout == ""
    assert done.returncode == 0, done.stderr
    (report,) = json.loads(done.stdout)
    assert (report["release"], report["billable"]) == ("FY2099", BILLABLE)
    found = codebook("search", "E11.22", "--json", data_dir=tmp_path / "data")
    assert json.loads(found.stdout)["hits"][0]["code"] == "E11.22"
