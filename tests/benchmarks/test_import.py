"""How long the embedded ICD-10-CM takes to become a book."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from support.invented_releases import InventedIndex

from codebook_app.codesets.base import CodeSets
from codebook_app.codesets.icd10cm.assembly import assemble
from codebook_app.codesets.icd10cm.code_set import EMBEDDED, Icd10Cm
from codebook_app.codesets.icd10cm.printed import PrintedTabular
from codebook_app.codesets.icd10cm.tabular import read_tabular
from codebook_app.domain.content import ReleaseContent
from codebook_app.domain.search import SearchableEntry
from codebook_app.domain.tabular import TabularList
from codebook_app.paths import Folders
from codebook_app.services.releases import Releases
from codebook_app.store.reference_build import build_reference_db
from codebook_app.store.reference_db import ReferenceDb

ROUNDS = 3


def printed() -> PrintedTabular:
    (file,) = EMBEDDED[0].official_files()
    return read_tabular(file.chunks(), file.name, file.size)


def assembled(lines: PrintedTabular) -> TabularList:
    return assemble(lines, "icd10cm", "FY2026-04")


@pytest.fixture(scope="module")
def content() -> ReleaseContent:
    return ReleaseContent(assembled(printed()))


def test_parse_the_tabular_xml(benchmark: BenchmarkFixture) -> None:
    found = benchmark.pedantic(printed, rounds=ROUNDS)
    assert len(found.lines) == 47_200


def test_complete_codes_and_find_references(benchmark: BenchmarkFixture) -> None:
    lines = printed()
    found = benchmark.pedantic(lambda: assembled(lines), rounds=ROUNDS)
    assert found.billable == 74_719


def test_build_the_reference_db(
    benchmark: BenchmarkFixture, content: ReleaseContent, tmp_path: Path
) -> None:
    number = iter(range(ROUNDS))
    path = tmp_path / "0.db"
    benchmark.pedantic(
        lambda: build_reference_db(tmp_path / f"{next(number)}.db", content), rounds=ROUNDS
    )
    benchmark.extra_info["megabytes"] = round(path.stat().st_size / 2**20, 1)
    book = ReferenceDb.open(path, "icd10cm", "FY2026-04")
    assert book.counts() == (98_186, 74_719)
    book.close()


def test_install_the_embedded_release_but_for_its_index(
    benchmark: BenchmarkFixture, tmp_path: Path
) -> None:
    """Goal: 8 seconds, with kept source, manifest, checks and flushing to the disk."""
    number = iter(range(ROUNDS))

    def no_index(_: Iterable[SearchableEntry], directory: Path, *rest: object) -> None:
        (directory / "index.txt").write_text("whole 0")

    def install() -> Releases:
        folders = Folders(tmp_path / str(next(number)))
        releases = Releases(
            folders, CodeSets((Icd10Cm(),)), build_index=no_index, open_index=InventedIndex.open
        )
        releases.setup()
        return releases

    releases = benchmark.pedantic(install, rounds=ROUNDS)
    assert releases.installed()[0].billable == 74_719
    releases.close()


# One process a round: a process's peak of memory never falls again.
_IMPORT = """
import json, resource, sys, time
from pathlib import Path
from codebook_app.bootstrap import open_program

program = open_program(Path(sys.argv[1]))
began = time.perf_counter()
reports = program.releases.import_paths([Path(path) for path in sys.argv[2:]])
seconds = time.perf_counter() - began
program.close()
both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
peak = max(resource.getrusage(whose).ru_maxrss for whose in both)
print(json.dumps({"seconds": seconds, "megabytes": peak / 1024, "releases": len(reports)}))
"""


def imported(data: Path, *paths: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT, str(data), *map(str, paths)],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


@pytest.mark.official
@pytest.mark.skipif(sys.platform == "win32", reason="asks POSIX for the peak of memory")
def test_import_everything_official(
    benchmark: BenchmarkFixture, tmp_path: Path, official_dir: Path
) -> None:
    """Goals: 60 seconds and 700 MB for all files, imported and indexed."""
    told = benchmark.pedantic(
        lambda: imported(tmp_path / "data", official_dir), rounds=1, iterations=1
    )
    benchmark.extra_info.update(told)
    assert told["releases"] == 8
    assert told["megabytes"] < 700


@pytest.mark.official
@pytest.mark.skipif(sys.platform == "win32", reason="asks POSIX for the peak of memory")
def test_import_icd10cm_with_its_index_and_tables(
    benchmark: BenchmarkFixture, tmp_path: Path, official_dir: Path
) -> None:
    """Goal: 20 seconds."""
    folder = official_dir / "icd10cm"
    told = benchmark.pedantic(
        lambda: imported(tmp_path / "data", folder / "assembled-icd10cm-table-and-index-2025.zip"),
        rounds=1,
        iterations=1,
    )
    benchmark.extra_info.update(told)
    assert told["releases"] == 1


def test_hand_every_line_to_the_index(
    benchmark: BenchmarkFixture, content: ReleaseContent, tmp_path: Path
) -> None:
    build_reference_db(tmp_path / "x.db", content)
    book = ReferenceDb.open(tmp_path / "x.db", "icd10cm", "FY2026-04")
    count = benchmark.pedantic(lambda: sum(1 for _ in book.searchable()), rounds=ROUNDS)
    assert count == 98_505
    book.close()
