"""How long reading a pasted list takes: 1,000 codes in less than a second."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from support.embedded_book import embedded_book, embedded_reference
from support.list_reading import RELEASE
from support.machine import Slowness

from codebook_app.domain.release import ReleaseChoice
from codebook_app.errors import KnownError
from codebook_app.services.known_codes import KnownCodes
from codebook_app.services.list_import import ListImport
from codebook_app.services.releases import Releases


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ListImport, list[str]]]:
    book = embedded_reference(embedded_book(tmp_path_factory))

    def choose(code_set: str, _on: object) -> ReleaseChoice:
        if code_set != "icd10cm":
            raise KnownError("not installed")
        return ReleaseChoice(RELEASE, True, "")

    releases = SimpleNamespace(choose=choose, installed=lambda: (), reader=lambda *_: book)
    codes = [one.code for one in book.starting_with("S", 4000) if one.billable][:1000]
    yield ListImport(KnownCodes(cast("Releases", releases))), codes
    book.close()


@pytest.mark.parametrize("kind", ["whole", "odd"])
def test_1000_codes_are_read_within_a_second(
    benchmark: Any, reading: tuple[ListImport, list[str]], kind: str, slowness: Slowness
) -> None:
    importing, codes = reading
    assert len(codes) == 1000
    # Half of the odd ones are in no release, and the neighbours of some of these are looked for.
    pasted = [f"{one[:-1]}9" if at % 2 else one[:5] for at, one in enumerate(codes)]
    text = "\n".join(codes if kind == "whole" else pasted)
    result = benchmark.pedantic(importing.read_text, args=(text,), rounds=5, warmup_rounds=1)
    assert len(result.codes) == 1000
    if benchmark.enabled:
        assert benchmark.stats.stats.min < 1.0 * slowness()
