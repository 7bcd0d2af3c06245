"""What changed from one real fiscal year to the next, against the addenda CDC publishes of it."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from codebook_app.codesets.archive import official_files
from codebook_app.codesets.icd10cm.assembly import assemble
from codebook_app.codesets.icd10cm.tabular import ROOT_TAG, read_tabular
from codebook_app.domain.changes import ReleaseChanges
from codebook_app.domain.code import Code
from codebook_app.domain.content import ReleaseContent
from codebook_app.domain.note import NoteKind
from codebook_app.domain.release import Release
from codebook_app.store.reference_build import build_reference_db
from codebook_app.store.reference_changes import release_changes
from codebook_app.store.reference_db import ReferenceDb

pytestmark = [pytest.mark.official, pytest.mark.slow]


def built(source: Path, folder: Path, name: str) -> ReferenceDb:
    with official_files([source]) as found:
        (file,) = (file for file in found.files if file.root == ROOT_TAG)
        lines = assemble(read_tabular(file.chunks(), file.name), "icd10cm", name)
    path = folder / f"{name}.db"
    build_reference_db(path, ReleaseContent(lines))
    return ReferenceDb.open(path, "icd10cm", name)


def release(name: str) -> Release:
    year = int(name[2:6])
    return Release(
        code_set="icd10cm",
        release=name,
        title=name,
        effective_from=date(year - 1, 10, 1),
        effective_to=date(year, 9, 30),
        codes=0,
        billable=0,
        sources=(),
        origin="",
        installed_at=datetime(year, 1, 1, tzinfo=UTC),
        app_version="",
        searchable=True,
    )


@pytest.fixture(scope="module")
def changes(
    official_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ReleaseChanges]:
    folder, files = tmp_path_factory.mktemp("changes"), official_dir / "icd10cm"
    before = built(files / "assembled-icd10cm-table-and-index-2025.zip", folder, "FY2025-04")
    after = built(files / "assembled-icd10cm-table-and-index-April-1-2026.zip", folder, "FY2026-04")
    yield release_changes(before, after, release("FY2025-04"), release("FY2026-04"))
    before.close()
    after.close()


@pytest.fixture(scope="module")
def addenda(official_dir: Path) -> list[tuple[str, str, str, str]]:
    """Return what was done, the flag, the code and the long title of each line."""
    with zipfile.ZipFile(official_dir / "icd10cm" / "icd10cm-Code Descriptions-2026.zip") as held:
        (name,) = (name for name in held.namelist() if "order-addenda" in name)
        lines = held.read(name).decode("cp1252").splitlines()
    shape = re.compile(r"([A-Z][a-z ]+): +([01]) (\S+) +\S.{59} (\S.*)")
    return [match.groups() for line in lines if (match := shape.match(line))]


def undotted(lines: Sequence[Code]) -> list[str]:
    return sorted(line.code.replace(".", "") for line in lines)


def plain(title: str) -> str:
    split = unicodedata.normalize("NFD", title)
    return " ".join("".join(one for one in split if not unicodedata.combining(one)).split())


@pytest.mark.parametrize(
    ("action", "flag", "count"), [("Add", "1", 487), ("Delete", "1", 28), ("Add", "0", 143)]
)
def test_codes_came_and_went_as_the_addenda_say(changes, addenda, action, flag, count):
    published = sorted(code for done, of, code, _ in addenda if (done, of) == (action, flag))
    found = {
        ("Add", "1"): changes.added,
        ("Delete", "1"): changes.deleted,
        ("Add", "0"): changes.headers_added,
    }[action, flag]
    assert undotted(found) == published
    assert len(published) == count


def test_no_header_went(changes, addenda):
    assert changes.headers_deleted == ()
    assert [code for done, flag, code, _ in addenda if (done, flag) == ("Delete", "0")] == []


def test_titles_changed_as_the_addenda_say(changes, addenda):
    published = {
        code: (plain(before), plain(after))
        for (done, _, code, before), (_, _, same, after) in pairwise(addenda)
        if done == "Revise from" and code == same and plain(before) != plain(after)
    }
    found = {
        one.line.code.replace(".", ""): (plain(one.before), plain(one.line.title))
        for one in changes.retitled
        if not one.line.heading
    }
    assert found == published


def test_an_exclusion_that_was_loosened_is_told(changes):
    polyp = [one for one in changes.notes_changed if one.line.code == "D12.6"]
    text = "inflammatory polyp of colon (K51.4-)"
    assert [(one.kind, one.added, one.removed) for one in polyp] == [
        (NoteKind.EXCLUDES2, (text,), ()),
        (NoteKind.EXCLUDES1, (), (text,)),
    ]


def test_every_change_lies_in_one_of_the_22_chapters(changes):
    assert [one.code for one in changes.chapters] == [str(number) for number in range(1, 23)]
    assert set(changes.chapter_of.values()) <= {one.code for one in changes.chapters}
    assert changes.chapter_of["C50.A0"] == "2"
