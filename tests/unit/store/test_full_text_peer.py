"""FTS5 over the same lines and terms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.peers import BOOKS

from codebook_app.store.full_text_peer import FullTextPeer


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[FullTextPeer]:
    FullTextPeer.build(tmp_path / "full_text.db", BOOKS)
    opened = FullTextPeer(tmp_path / "full_text.db")
    yield opened
    opened.close()


def test_all_words_are_found_the_last_one_cut_short(peer: FullTextPeer) -> None:
    assert peer.codes(["inkblot", "thu"]) == [("icd10cm", "Q011")]
    assert len(peer.search(["inkblot", "thu"])) == 1


def test_a_term_is_found_by_its_path_and_counts_as_its_code(peer: FullTextPeer) -> None:
    assert peer.codes(["smear", "old"]) == [("icd10cm", "Q02")]


def test_where_not_all_words_stand_together_any_of_them_are_found(peer: FullTextPeer) -> None:
    found = peer.codes(["thumb", "service"])

    assert set(found) == {("icd10cm", "Q011"), ("hcpcs", "J0001")}


def test_a_phrase_keeps_its_order(peer: FullTextPeer) -> None:
    assert peer.codes(["of", "thumb"], phrase=True) == [("icd10cm", "Q011")]
    assert peer.codes(["thumb", "of"], phrase=True) == []


def test_codes_are_found_by_what_they_begin_with(peer: FullTextPeer) -> None:
    assert set(peer.codes(["q01"])) == {("icd10cm", "Q01"), ("icd10cm", "Q011")}
    assert peer.search([]) == []
