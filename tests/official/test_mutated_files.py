"""Official files that were damaged on the way: refused in one line, or imported with a report.

Each kind of official file is cut off, has bits flipped, lines doubled, dropped and shifted, and
tags swapped; it is then imported beside what it joins. Nothing else may come of it than an import
that is whole, or a fault that names what is wrong and leaves nothing behind.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from support.invented_releases import InventedIndex, build_invented_index
from support.pcs_xml import tables_xml
from support.tabular_xml import sample

from codebook_app.codesets.archive import official_files
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.services.releases import Releases

pytestmark = [pytest.mark.official, pytest.mark.slow]

Mutation = Callable[[random.Random, bytes], bytes]
LARGEST = 2_000_000  # of a text: what lies behind is read as what lies before
TAGS = (b"code>", b"title>", b"name>", b"desc>", b"note>", b"excludes1>", b"see>", b"label>")
GUIDELINES = "ICD-10-CM-October-2025-Guidelines.pdf"


def cut_off(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) // 4, len(content))]


def flipped(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(20):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def doubled(chance: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    for _ in range(3):
        lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    return b"\n".join(lines)


def dropped(chance: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    for _ in range(max(1, len(lines) // 50)):
        del lines[chance.randrange(len(lines))]
    return b"\n".join(lines) or b"\n"


def shifted(chance: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    start = chance.randrange(len(lines))
    lines[start : start + 50] = [b" " + line for line in lines[start : start + 50]]
    return b"\n".join(lines)


def swapped(chance: random.Random, content: bytes) -> bytes:
    present = [tag for tag in TAGS if b"</" + tag in content]
    first, second = chance.sample(present, 2) if len(present) > 1 else (b"code>", b"title>")
    for before in (b"<", b"</"):
        content = content.replace(before + first, b"\0").replace(before + second, before + first)
        content = content.replace(b"\0", before + second)
    return content


def in_the_sheets(mutation: Mutation) -> Mutation:
    """Return what changes the tables of a workbook, and packs it again as it should be."""

    def mutate(chance: random.Random, content: bytes) -> bytes:
        room = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(content)) as old,
            zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for name in old.namelist():
                member = old.read(name)
                if name.endswith(("sheet1.xml", "sharedStrings.xml")):
                    member = member.replace(b"<row", b"\n<row").replace(b"<si>", b"\n<si>")
                    member = mutation(chance, member)
                new.writestr(name, member)
        return room.getvalue()

    return mutate


BYTES: tuple[Mutation, ...] = (cut_off, flipped)
LINES: tuple[Mutation, ...] = (doubled, dropped, shifted)
SHEETS = tuple(map(in_the_sheets, (flipped, *LINES)))


def test_a_damaged_file_is_refused_in_one_line_or_imported_whole(official_dir, tmp_path):
    chance = random.Random(44)
    refused = imported = 0
    for name, content in official_kinds(official_dir):
        for mutation in mutations_of(name):
            number = refused + imported
            folder = tmp_path / str(number) / "in"
            folder.mkdir(parents=True)
            (folder / name).write_bytes(mutation(chance, content))
            write_what_it_joins(name, folder)
            if comes_through(tmp_path / str(number) / "data", folder):
                imported += 1
            else:
                refused += 1
    assert refused > 40
    assert imported > 20


def comes_through(data: Path, folder: Path) -> bool:
    """Whether *folder* was imported; whole if it was, without a trace if it was not."""
    releases = Releases(
        Folders(data), build_index=build_invented_index, open_index=InventedIndex.open
    )
    with closing(releases):
        try:
            reports = releases.import_paths([folder])
        except KnownError as fault:
            assert "\n" not in str(fault), folder  # noqa: PT017 - it may as well succeed
            assert fault.hint, fault  # noqa: PT017
            left = [path for path in (data / "releases").rglob("*") if path.name != ".install.lock"]
            assert left == [], fault  # noqa: PT017
            return False
        for report in reports:
            book = releases.reader(report.code_set, report.release)
            assert book.counts() == (report.codes, report.billable)
    return True


def official_kinds(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield one official file of each kind, whatever its year: its name, and its content."""
    seen = set()
    with official_files([folder]) as found:
        for file in found.files:
            kind = re.sub(r"\d|[ _-]|April", "", file.own_name).lower()
            if kind in seen or not file.own_name.endswith((".txt", ".xml", ".xlsx", ".pdf")):
                continue
            if file.own_name.endswith(".pdf") and file.own_name != GUIDELINES:
                continue
            seen.add(kind)
            content = b"".join(file.chunks())
            yield file.own_name, content[:LARGEST] if file.own_name.endswith(".txt") else content


def mutations_of(name: str) -> tuple[Mutation, ...]:
    if name.endswith(".xlsx"):
        return (*BYTES, *SHEETS)
    if name.endswith(".pdf"):
        return BYTES
    if name.endswith(".xml"):
        # What is shifted in XML is only printed otherwise, and takes its time.
        return (*BYTES, doubled, dropped, swapped)
    return (*BYTES, *LINES)


def write_what_it_joins(name: str, folder: Path) -> None:
    """Write an invented release of the year that *name* names, for *name* to join."""
    lowered = name.lower()
    named = re.search(r"20(\d\d)|fy(\d\d)", lowered)
    year = 2000 + int(named.group(1) or named.group(2)) if named else 2026
    if "pcs" in lowered or lowered.startswith("order_addenda"):
        if "tables" not in lowered:
            (folder / "t.xml").write_text(tables_xml(year=year), encoding="utf-8")
    elif ("icd" in lowered or "poa" in lowered) and "tabular" not in lowered:
        april = "-April" if "april" in lowered else ""
        (folder / f"t{year}{april}.xml").write_text(sample(year), encoding="utf-8")
