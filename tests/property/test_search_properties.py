"""Whatever is typed, the search answers; whatever stands in the book, it finds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.embedded_book import embedded_book, embedded_reference
from support.entries import opened_index, sample_entries, sample_terms

from codebook_app.domain.search import HitKind
from codebook_app.search.codes import read_code
from codebook_app.search.cutting import TextCutter
from codebook_app.search.forms import form_key
from codebook_app.search.found import MatchedIn
from codebook_app.search.index import SearchIndex
from codebook_app.search.text import asides, placed_words, without_codes, words
from codebook_app.store.reference_db import ReferenceDb

ENTRIES = sample_entries()
BY_ID = {entry.id: entry for entry in ENTRIES.all}
TERMS = {term.id: term for term in sample_terms()}
KNOWN = sorted({word for entry in ENTRIES.all for word in words(entry.title)})
TYPED = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from([*KNOWN, "ckd", "xq", "of", "s/p", "2", "b"]), max_size=8).map(
        " ".join
    ),
    st.from_regex(r"[A-Za-z][0-9][0-9A-Za-z][.\- ]?[0-9A-Za-z]{0,5}[.\-]*", fullmatch=True),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    folder = tmp_path_factory.mktemp("properties") / "index"
    opened = opened_index(folder, ENTRIES.all, sample_terms())
    yield opened
    opened.close()


@given(text=TYPED, limit=st.integers(0, 60), billable=st.booleans())
def test_no_query_fails_and_every_answer_is_in_order(
    index: SearchIndex, text: str, limit: int, billable: bool
) -> None:
    found = index.search(text, limit=limit, billable=billable)
    ids = [(match.kind, match.entry_id) for match in found.matches]
    scores = [match.score for match in found.matches]
    assert len(ids) == len(set(ids)) <= limit
    assert scores == sorted(scores, reverse=True)
    if billable:
        assert all(kind is HitKind.CODE and BY_ID[each].billable for kind, each in ids)
    for match in found.matches:
        known = BY_ID if match.kind is HitKind.CODE else TERMS
        title = known[match.entry_id].title
        marks = found.words.marks(title)
        assert all(0 <= start < end <= len(title) for start, end in marks)
        by_term = match.said.matched is MatchedIn.TERM
        assert match.said.origin in (TERMS if by_term else {0, *BY_ID})


@given(entry=st.sampled_from(ENTRIES.all), cut=st.integers(3, 12))
def test_a_title_typed_whole_or_its_words_cut_finds_its_entry(
    index: SearchIndex, entry: object, cut: int
) -> None:
    assert isinstance(entry, type(ENTRIES.all[0]))
    for text in (entry.title, " ".join(word[:cut] for word in words(entry.title))):
        found = index.search(text).matches
        shown = {match.entry_id for match in found if match.kind is HitKind.CODE}
        # A completed code may be folded under the line it completes.
        assert entry.id in shown or entry.completes in shown, text


@given(entry=st.sampled_from(ENTRIES.all), data=st.data())
def test_a_code_is_found_first_however_it_is_written(
    index: SearchIndex, entry: object, data: st.DataObject
) -> None:
    assert isinstance(entry, type(ENTRIES.all[0]))
    code = entry.code
    if len(code) > 3 and "-" not in code:
        code = data.draw(st.sampled_from([code, f"{code[:3]}.{code[3:]}"]))
    code = data.draw(st.sampled_from([code, code.lower(), f" {code} "]))
    assert index.search(code).matches[0].entry_id == entry.id


@given(st.text(max_size=80))
def test_words_and_their_places_agree_in_any_text(text: str) -> None:
    placed = list(placed_words(text))
    assert all(text[start:end].strip() for _, start, end in placed)
    assert [start for _, start, _ in placed] == sorted(start for _, start, _ in placed)
    assert len(asides(text)) == len(words(text))
    assert all(word and word == word.lower() for word in words(text))
    if text.isascii():
        assert [word for word, _, _ in placed] == words(text)
    without_codes(text)


@given(st.lists(st.text(st.sampled_from("aB2é'’()[]-_ \x00\x01α"), max_size=12), max_size=6))
def test_many_texts_are_cut_as_one_is(texts: list[str]) -> None:
    cutter = TextCutter()
    for text in texts:
        cutter.add(text)
    cut = cutter.finish()
    for number, text in enumerate(texts):
        own = slice(cut.starts[number], cut.starts[number + 1])
        assert [cut.words[token] for token in cut.tokens[own]] == words(text)
        assert cut.places[own].astype(bool).tolist() == asides(text)


@given(st.text(max_size=20))
def test_the_key_of_a_form_is_stable(word: str) -> None:
    assert form_key(word) == form_key(word)
    assert bool(form_key(word)) == bool(word)


@given(st.text(max_size=40))
def test_reading_a_code_never_fails(index: SearchIndex, text: str) -> None:
    typed = read_code(text, index.volume.codes)
    assert typed is None or typed.prefix


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ReferenceDb, SearchIndex]]:
    folder = embedded_book(tmp_path_factory)
    book, opened = embedded_reference(folder), SearchIndex.open(folder / "index")
    yield book, opened
    opened.close()
    book.close()


@pytest.mark.slow
def test_any_title_of_the_embedded_release_typed_whole_finds_its_code_in_the_first_ten(
    embedded: tuple[ReferenceDb, SearchIndex],
) -> None:
    book, index = embedded
    lines = [entry for entry in book.searchable() if not entry.completes]
    by_id = {entry.id: entry for entry in lines}
    missed = []
    for entry in lines[::37]:
        shown = [
            by_id[match.entry_id]
            for match in index.search(entry.title, limit=10).matches
            if match.entry_id in by_id
        ]
        # Some lines have the title of the line above them, or that of another.
        if not any(each.id == entry.id or each.title == entry.title for each in shown):
            missed.append((entry.code, entry.title))
    assert not missed


@pytest.mark.slow
@pytest.mark.parametrize("text", ["fracture", "s72", "type 2", "wound sequela", "e11", "o"])
def test_all_hits_in_the_embedded_release_are_billable_when_asked(
    embedded: tuple[ReferenceDb, SearchIndex], text: str
) -> None:
    book, index = embedded
    codes = book.codes([match.entry_id for match in index.search(text, billable=True).matches])
    assert len(codes) == 50 or text in {"s72", "e11"}
    assert codes
    assert all(code.billable for code in codes.values())
