"""Whatever a release holds comes back out of the store as it went in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.whole_release import PlannedTerm, build_release, index_terms, line, tabular, target

from codebook_app.domain.content import Conversion, Fact, Listing, ReleaseContent
from codebook_app.domain.index_term import IndexBook, IndexTerm, TargetKind
from codebook_app.store.reference_db import ReferenceDb
from codebook_app.store.reference_keys import code_key

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
CODES = st.from_regex(r"[A-Z][0-9]{2}(\.[0-9A-Z]{1,4})?-?", fullmatch=True)
TARGETS = st.builds(target, CODES, st.sampled_from(TargetKind))
TITLES = st.one_of(WORDS, st.from_regex(r"[a-zé]{1,6}( \([a-z ,]{0,6}\)){0,3}", fullmatch=True))
CELLS = st.lists(st.one_of(st.just(""), st.just("--"), CODES), max_size=6).map(tuple)
TERMS = st.recursive(
    st.builds(PlannedTerm, TITLES, st.lists(TARGETS, max_size=3).map(tuple), CELLS, st.just(())),
    lambda below: st.builds(
        PlannedTerm,
        TITLES,
        st.lists(TARGETS, max_size=2).map(tuple),
        st.just(()),
        st.lists(below, max_size=3).map(tuple),
    ),
    max_leaves=8,
)


def round_trip(content: ReleaseContent) -> tuple[ReferenceDb, TemporaryDirectory[str]]:
    folder = TemporaryDirectory()
    return build_release(Path(folder.name), content), folder


@pytest.mark.slow
@settings(max_examples=12)
@given(st.lists(st.tuples(st.sampled_from(IndexBook), TERMS), max_size=4))
def test_terms_come_back_whole_with_their_subtrees_and_paths(mains):
    terms: tuple[IndexTerm, ...] = ()
    for index_book, main in sorted(mains, key=lambda each: list(IndexBook).index(each[0])):
        terms = index_terms(index_book, main, after=terms)
    book, folder = round_trip(ReleaseContent(tabular(line("A00", "Sample")), terms))
    with folder:
        stored = book.index_terms.terms([one.id for one in terms])
        paths = book.index_terms.path(list(stored))
        searchable = [one.id for one in book.searchable_terms()]
        subtrees = [book.index_terms.subtree(one) for one in terms]
        book.close()
    assert tuple(stored.values()) == terms
    assert searchable == [one.id for one in terms if one.targets or any(one.cells)]
    for one, subtree in zip(terms, subtrees, strict=True):
        assert subtree == terms[one.id - 1 : one.last_descendant_id]
        above = paths[one.parent_id] if one.parent_id else ()
        assert paths[one.id] == (*above, one.essential)


@pytest.mark.slow
@settings(max_examples=12)
@given(st.lists(st.one_of(CODES, WORDS), min_size=1, unique=True, max_size=6), WORDS, st.data())
def test_lines_and_what_is_said_of_them_come_back_whole(codes, word, data):
    lines = tabular(*(line(code, word) for code in codes))
    ids = st.integers(1, len(codes))
    facts = data.draw(st.lists(st.builds(Fact, ids, WORDS, WORDS, WORDS, st.booleans())))
    listings = data.draw(st.lists(st.builds(Listing, WORDS, st.sampled_from(codes), WORDS)))
    conversions = data.draw(
        st.lists(
            st.builds(
                Conversion,
                st.sampled_from(codes),
                st.lists(CODES, max_size=3).map(tuple),
                st.dates(date(1999, 1, 1)),
            )
        )
    )
    content = ReleaseContent(
        lines, facts=tuple(facts), listings=tuple(listings), conversions=tuple(conversions)
    )
    book, folder = round_trip(content)
    with folder:
        every_id = [one.id for one in lines.codes]
        stored, stored_facts = book.codes(every_id), book.facts(every_id)
        named = {one.code: book.code(one.code) for one in lines.codes}
        stored_lists = book.lists.of(codes)
        replaced = {code for one in conversions for code in one.previous}
        successors = book.lists.successors(replaced)
        book.close()
    assert tuple(stored.values()) == lines.codes
    assert [fact for of_line in stored_facts.values() for fact in of_line] == sorted(
        facts, key=lambda fact: fact.line_id
    )
    assert sorted(map(repr, listings)) == sorted(
        repr(one)
        for code in {x.code for x in listings}
        for one in stored_lists[code]
        if one.code == code
    )
    assert successors == {
        code: tuple(
            one for one in conversions if code_key(code) in {code_key(old) for old in one.previous}
        )
        for code in replaced
    }
    for code, found in named.items():
        if code.strip() == code and code.isascii() and code.isalnum():
            assert found is not None
            assert found.code.upper() == code.upper()
