"""How long it takes to read all that is published of an ICD-10-CM release."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from support.machine import Slowness

from codebook_app.codesets.archive import OfficialFile, official_files
from codebook_app.codesets.base import PartFile
from codebook_app.codesets.icd10cm.code_set import Icd10Cm
from codebook_app.codesets.icd10cm.index import read_index
from codebook_app.codesets.icd10cm.printed import PrintedIndex
from codebook_app.domain.content import ReleaseContent
from codebook_app.progress import silent

pytestmark = [pytest.mark.benchmark(timer=process_time), pytest.mark.official]

ROUNDS = 3
LOADED = 2
"""How much longer everything may take on a slower machine, or one that does other work too."""
FILES = (
    "assembled-icd10cm-table-and-index-2025.zip",
    "ICD10-CM Code Descriptions 2025.zip",
    "POAexemptCodesFY25.zip",
)


@pytest.fixture(scope="module")
def parts(official_dir: Path) -> Iterator[tuple[PartFile, ...]]:
    """Return the parts of FY2025 with index and tables: ten files, 50 MB."""
    code_set = Icd10Cm()
    chosen: dict[str, PartFile] = {}
    with official_files([official_dir / "icd10cm" / name for name in FILES]) as found:
        for file in found.files:
            part = code_set.part(file)
            if part is not None and part.preference == 0:
                chosen[part.kind] = PartFile(part, file)
        assert len(chosen) == 10
        yield tuple(chosen.values())


def test_read_a_release_with_all_its_parts(
    benchmark: BenchmarkFixture, parts: tuple[PartFile, ...], slowness: Slowness
) -> None:
    code_set = Icd10Cm()
    edition = next(code_set.edition(part) for part in parts if part.part.kind == "tabular")
    assert edition is not None

    def read() -> ReleaseContent:
        return code_set.read(parts, edition, silent, None)

    content = benchmark.pedantic(read, rounds=ROUNDS)
    assert content.tabular.billable == 74_260
    assert len(content.index_terms) == 98_455
    assert benchmark.stats.stats.min < 5.0 * LOADED * slowness()


def test_read_the_alphabetic_index(
    benchmark: BenchmarkFixture, parts: tuple[PartFile, ...], slowness: Slowness
) -> None:
    file: OfficialFile = next(part.file for part in parts if part.part.kind == "index")

    def read() -> PrintedIndex:
        return read_index(file.chunks(), file.name, file.size)

    printed = benchmark.pedantic(read, rounds=ROUNDS)
    assert len(printed.terms) == 81_024
    assert benchmark.stats.stats.min < 2.0 * LOADED * slowness()
