"""tantivy over the same lines and terms, where it is installed."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from support.peers import BOOKS

from codebook_app.search import tantivy_peer
from codebook_app.search.tantivy_peer import TantivyPeer, tantivy_version


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[TantivyPeer]:
    pytest.importorskip("tantivy", reason="tantivy is not installed")
    TantivyPeer.build(tmp_path, BOOKS)
    opened = TantivyPeer(tmp_path)
    yield opened
    opened.close()


def test_all_words_are_found_the_last_one_cut_short(peer: TantivyPeer) -> None:
    assert peer.codes(["inkblot", "thu"]) == [("icd10cm", "Q011")]
    assert len(peer.search(["inkblot", "thu"])) == 1


def test_a_term_is_found_by_its_path_and_counts_as_its_code(peer: TantivyPeer) -> None:
    assert peer.codes(["smear", "old"]) == [("icd10cm", "Q02")]


def test_words_with_one_letter_wrong_are_found(peer: TantivyPeer) -> None:
    assert peer.codes(["inkbolt", "thumb"]) == [("icd10cm", "Q011")]


def test_where_not_all_words_stand_together_any_of_them_are_found(peer: TantivyPeer) -> None:
    assert set(peer.codes(["thumb", "service"])) == {("icd10cm", "Q011"), ("hcpcs", "J0001")}


def test_a_phrase_keeps_its_order(peer: TantivyPeer) -> None:
    assert peer.codes(["of", "thumb"], phrase=True) == [("icd10cm", "Q011")]
    assert peer.codes(["thumb", "of"], phrase=True) == []


def test_codes_are_found_by_what_they_begin_with(peer: TantivyPeer) -> None:
    assert set(peer.codes(["q01"])) == {("icd10cm", "Q01"), ("icd10cm", "Q011")}
    assert peer.search([]) == []


def test_where_it_is_not_installed_it_has_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(tantivy_peer, "version", missing)

    assert tantivy_version() == ""
