"""The code sets of the program: all six, each whole."""

from __future__ import annotations

import subprocess
import sys

from codebook_app.codesets.registry import all_code_sets

HEAVY = ("numpy", "sqlalchemy", "whoosh", "httpx", "python_calamine", "pypdfium2", "lmdb")


def test_all_six_are_there_in_the_order_they_are_shown():
    names = [code_set.name for code_set in all_code_sets()]
    assert names == ["icd10cm", "icd10pcs", "hcpcs", "cpt", "icf", "msdrg"]


def test_only_cpt_needs_a_licence():
    assert [code_set.name for code_set in all_code_sets() if code_set.licensed] == ["cpt"]


def test_three_bring_embedded_releases():
    embedded = {one.name: [each.release for each in one.embedded] for one in all_code_sets()}
    assert embedded["icd10cm"] == ["FY2026-04"]
    assert embedded["icd10pcs"] == ["FY2024-04"]
    assert sorted(embedded["msdrg"]) == ["v40", "v41", "v42", "v43", "v44"]
    assert embedded["hcpcs"] == embedded["cpt"] == embedded["icf"] == []


def test_knowing_them_loads_nothing_heavy():
    program = (
        "import sys; from codebook_app.codesets.registry import all_code_sets; all_code_sets();"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
