"""The installation of ICD-10-CM at the first start, with nothing invented.

That of every embedded release is in tests/unit/services/test_first_setup.py.
"""

from __future__ import annotations

from datetime import date

import pytest

from codebook_app.codesets.base import CodeSets
from codebook_app.codesets.icd10cm.code_set import Icd10Cm
from codebook_app.domain.note import NoteKind
from codebook_app.paths import Folders
from codebook_app.progress import Progress
from codebook_app.services.releases import Releases


@pytest.mark.slow
def test_the_embedded_release_installs_whole_and_a_second_start_takes_it_as_it_is(
    folders: Folders,
) -> None:
    heard: list[tuple[str, bool]] = []
    reports: list[Progress] = []
    icd10cm = CodeSets((Icd10Cm(),))
    releases = Releases(folders, icd10cm)
    (report,) = releases.setup(
        reports.append, on_release=lambda one: heard.append((one.release, one.searchable))
    )
    assert (report.release, report.codes, report.billable) == ("FY2026-04", 98_186, 74_719)
    assert (report.effective_from, report.effective_to) == (date(2026, 4, 1), date(2026, 9, 30))
    assert heard == [("FY2026-04", False), ("FY2026-04", True)]
    assert len(reports) < 10 * report.seconds + 20
    releases.close()

    later = Releases(folders, icd10cm)
    assert not later.needs_setup()
    assert later.setup() == ()
    (release,) = later.installed()
    assert release.searchable
    assert release.origin == "embedded in simple-icd-10-cm 1.5.0"

    book = later.reader("icd10cm", "FY2026-04")
    code = book.code("e1122")
    assert code is not None
    assert code.title == "Type 2 diabetes mellitus with diabetic chronic kidney disease"
    inherited = [
        governing.note.text
        for governing in book.governing_notes(code)
        if governing.note.kind is NoteKind.EXCLUDES1 and governing.origin.code == "E11"
    ]
    assert "gestational diabetes (O24.4-)" in inherited
    found = later.index("icd10cm", "FY2026-04").search("diabetes type 2 ckd")
    assert code.id in {match.entry_id for match in found.matches}
    later.close()
