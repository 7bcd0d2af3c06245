"""The gate: Whoosh's stock queries and ours agree, whatever codec or writer made the index."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.embedded_book import embedded_book
from support.entries import sample_entries
from support.flat_query import FlatQuery, StoredWeights, flat_lists
from whoosh import fields, index, query
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from codebook_app.search.flat_codec import FlatCodec, WeighedWords
from codebook_app.search.index import build_index
from codebook_app.search.query import Choice, Slice, Word, WordGroup
from codebook_app.search.schema import CODES, COMPLETED, INDEX_NAME, LINES
from codebook_app.search.scored import Span

DOCUMENTS = [
    [("alpha", 1.5), ("beta", 0.25)],
    [("alpha", 0.5), ("alpine", 2.25), ("gamma", 1.0)],
    [],
    [("alpine", 1.75), ("beta", 1.25), ("al", 3.0)],
    [("βeta", 1.0), ("alpha", 2.0)],
]


def written(storage: Any, codec: object) -> Any:
    """Return a searcher over DOCUMENTS, written by Whoosh's own writer with *codec*."""
    made = storage.create_index(fields.Schema(words=WeighedWords(), other=WeighedWords()))
    writer = SegmentWriter(made, codec=codec, compound=False)
    for document in DOCUMENTS:
        writer.add_document(words=document, other=document[:1])
    writer.commit()
    return made.searcher(weighting=StoredWeights())


def ranked(searcher: Any, asked: Any, limit: int | None = 100) -> list[tuple[int, float]]:
    found = [(hit.docnum, hit.score) for hit in searcher.search(asked, limit=limit)]
    return sorted(found, key=lambda hit: (-round(hit[1], 4), hit[0]))


def same(ours: list[tuple[int, float]], theirs: list[tuple[int, float]]) -> bool:
    """Tell whether documents, their order and (but for float32's last digits) scores agree."""
    return [document for document, _ in ours] == [document for document, _ in theirs] and bool(
        np.allclose([score for _, score in ours], [score for _, score in theirs], rtol=1e-5)
    )


QUERIES = [
    query.Term("words", "alpha"),
    query.Term("words", "absent"),
    query.Term("other", "alpha"),
    query.Term("words", "βeta"),
    query.Prefix("words", "al"),
    query.Prefix("words", "b"),
    query.And([query.Term("words", "alpha"), query.Term("words", "beta")]),
    query.And([query.Prefix("words", "al"), query.Term("words", "gamma", boost=3.0)]),
    query.Or([query.Term("words", "alpine"), query.Term("words", "beta")]),
    query.Not(query.Term("words", "beta")),
]


@pytest.fixture(params=["folder", "memory"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Any]:
    def make(name: str) -> Any:
        if request.param == "memory":
            return RamStorage()
        (tmp_path / name).mkdir()
        return FileStorage(str(tmp_path / name))

    return make


@pytest.mark.parametrize("asked", QUERIES, ids=str)
def test_stock_queries_find_the_same_through_whooshs_codec_and_ours(
    storage: Callable[[str], Any], asked: Any
) -> None:
    theirs = written(storage("theirs"), W3Codec())
    ours = written(storage("ours"), FlatCodec())
    assert same(ranked(ours, asked), ranked(theirs, asked))
    theirs.close()
    ours.close()


def test_the_dictionary_tells_the_same_as_whooshs(storage: Callable[[str], Any]) -> None:
    theirs = written(storage("theirs"), W3Codec())
    ours = written(storage("ours"), FlatCodec())
    terms = list(ours.reader().all_terms())
    assert terms == list(theirs.reader().all_terms())
    for name, term in terms:
        mine, other = ours.term_info(name, term), theirs.term_info(name, term)
        assert mine.doc_frequency() == other.doc_frequency()
        assert mine.weight() == pytest.approx(other.weight())
        assert mine.max_weight() == pytest.approx(other.max_weight())
        assert (mine.min_id(), mine.max_id()) == (other.min_id(), other.max_id())
    theirs.close()
    ours.close()


def test_a_term_and_a_prefix_are_slices(storage: Callable[[str], Any]) -> None:
    searcher = written(storage("ours"), FlatCodec())
    field = flat_lists(searcher.reader()).field("words")
    assert field.terms == [b"al", b"alpha", b"alpine", b"beta", b"gamma", "βeta".encode()]
    assert field.prefix(b"al") == (0, 3)
    assert field.prefix(b"zz") == (5, 5)
    assert field.number(b"beta") == 3
    assert field.number(b"alp") == -1
    documents, weights = field.postings(1, 3)
    assert documents.tolist() == [0, 1, 4, 1, 3]
    assert weights.tolist() == [1.5, 0.5, 2.0, 2.25, 1.75]
    assert field.size(1, 3) == 5
    searcher.close()


def group(*choices: Sequence[Sequence[Slice]]) -> WordGroup:
    made = [Choice(tuple(Word(tuple(word)) for word in choice)) for choice in choices]
    return WordGroup("", tuple(made))


Scored = dict[int, float]


def by_stock_terms(
    searcher: Any, field: str, groups: Sequence[WordGroup]
) -> list[tuple[int, float]]:
    """Return what *groups* find by stock Term queries alone, added up in plain Python.

    Prefixes are expanded by Whoosh's own dictionary. Its DisjunctionMax is no help: it gives an
    entry the score of the other branch's current entry.
    """

    def term(text: str, boost: float) -> Scored:
        return dict(ranked(searcher, query.Term(field, text, boost=boost), None))

    def best(answers: Sequence[Scored]) -> Scored:
        scores: Scored = {}
        for answer in answers:
            for document, score in answer.items():
                scores[document] = max(score, scores.get(document, 0.0))
        return scores

    def every(answers: Sequence[Scored]) -> Scored:
        shared = set.intersection(*map(set, answers))
        return {document: sum(answer[document] for answer in answers) for document in shared}

    def word(slices: Sequence[Slice]) -> Scored:
        expand = searcher.reader().expand_prefix
        return best(
            [
                term(text, part.boost)
                for part in slices
                for text in (
                    [term.decode() for term in expand(field, part.text)]
                    if part.prefix
                    else [part.text]
                )
            ]
        )

    found = every(
        [
            best([every([word(each.slices) for each in choice.words]) for choice in one.choices])
            for one in groups
        ]
    )
    return sorted(found.items(), key=lambda hit: (-round(hit[1], 4), hit[0]))


GROUPS = [
    [group([[Slice("sugar", 1.0)]])],
    [group([[Slice("s", 1.0, prefix=True)]])],
    [group([[Slice("sugar", 2.0)]]), group([[Slice("kidney", 1.5)]])],
    [group([[Slice("fract", 0.5, prefix=True), Slice("fracture", 1.0)]])],
    [group([[Slice("absent", 1.0)]], [[Slice("chronic", 0.5)], [Slice("kid", 0.5, prefix=True)]])],
    [group([[Slice("sugar", 1.0)]]), group([[Slice("absent", 1.0)]])],
]
STOCK = [
    ([group([[Slice("sugar", 1.0)]])], query.Term(LINES, "sugar")),
    (
        [group([[Slice("sugar", 2.0)]]), group([[Slice("kidney", 1.5)]])],
        query.And([query.Term(LINES, "sugar", boost=2.0), query.Term(LINES, "kidney", boost=1.5)]),
    ),
    (
        [group([[Slice("type", 1.0)]]), group([[Slice("2", 4.0)]]), group([[Slice("sugar", 1.0)]])],
        query.And(
            [
                query.Term(LINES, "type"),
                query.Term(LINES, "2", boost=4.0),
                query.Term(LINES, "sugar"),
            ]
        ),
    ),
    ([group([[Slice("sug", 1.0, prefix=True)]])], query.Prefix(LINES, "sug")),
]
"""Our queries, and the one of Whoosh's own that must give the same entries with the same scores."""


def indexed(folder: Path) -> Any:
    storage = FileStorage(str(folder), readonly=True)
    return FileIndex(storage, indexname=INDEX_NAME).searcher(weighting=StoredWeights())


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("small")
    build_index(sample_entries().all, folder)
    searcher = indexed(folder)
    yield searcher
    searcher.close()


@pytest.mark.parametrize(("groups", "stock"), STOCK, ids=lambda value: str(value)[:40])
def test_and_term_and_prefix_of_whooshs_own_give_what_our_query_gives(
    small: Any, groups: list[WordGroup], stock: Any
) -> None:
    ours = FlatQuery(LINES, groups, Span(0, small.doc_count_all()), 10_000)
    found = ranked(small, ours, None)
    assert found
    assert same(found, ranked(small, stock, None))


@pytest.mark.parametrize("field", [LINES, COMPLETED])
@pytest.mark.parametrize("groups", GROUPS)
def test_our_query_gives_what_stock_terms_add_up_to(
    small: Any, field: str, groups: list[WordGroup]
) -> None:
    ours = FlatQuery(field, groups, Span(0, small.doc_count_all()), 10_000)
    assert same(ranked(small, ours, None), by_stock_terms(small, field, groups))


@pytest.mark.parametrize("prefix", ["s", "su", "sugar", "zz"])
def test_a_prefix_finds_the_entries_of_whooshs_prefix(small: Any, prefix: str) -> None:
    ours = FlatQuery(
        LINES,
        [group([[Slice(prefix, 1.0, prefix=True)]])],
        Span(0, small.doc_count_all()),
        10_000,
    )
    stock = query.Prefix(LINES, prefix)
    assert {d for d, _ in ranked(small, ours)} == {d for d, _ in ranked(small, stock)}


def test_the_best_k_are_the_first_k_of_all(small: Any) -> None:
    groups = GROUPS[1]
    span = Span(0, small.doc_count_all())
    every = ranked(small, FlatQuery(LINES, groups, span, 10_000))
    assert ranked(small, FlatQuery(LINES, groups, span, 3)) == every[:3]


def test_whoosh_reads_the_columns_of_a_bulk_built_index(small: Any) -> None:
    entries = sample_entries()
    codes = flat_lists(small.reader()).field(CODES)
    columns = {name: small.reader().column_reader(name) for name in ("entry", "billable")}
    documents = codes.postings(*codes.prefix(b"E11"))[0].tolist()
    shown = {
        entries.code(columns["entry"][document]): columns["billable"][document]
        for document in documents
    }
    assert shown == {"E11": 0, "E112": 0, "E1122": 1, "E119": 1}
    assert small.doc_count_all() == len(entries.all)


def test_a_bulk_built_index_equals_one_written_entry_by_entry(small: Any, tmp_path: Path) -> None:
    """The postings of the bulk writer, handed to Whoosh's own writer and codec one by one."""
    lists = flat_lists(small.reader())
    values: dict[int, dict[str, list[tuple[str, float]]]] = {}
    for name in (LINES, COMPLETED):
        field = lists.field(name)
        for number, term in enumerate(field.terms):
            for document, weight in zip(*field.postings(number, number + 1), strict=True):
                posted = values.setdefault(int(document), {}).setdefault(name, [])
                posted.append((term.decode(), float(weight)))
    schema = fields.Schema(**{LINES: WeighedWords(), COMPLETED: WeighedWords()})
    made = index.create_in(str(tmp_path), schema)
    writer = SegmentWriter(made, codec=W3Codec())
    for document in range(small.doc_count_all()):
        writer.add_document(**values.get(document, {}))
    writer.commit()
    plain = made.searcher(weighting=StoredWeights())
    for groups in GROUPS:
        for name in (LINES, COMPLETED):
            ours = FlatQuery(name, groups, Span(0, small.doc_count_all()), 10_000)
            assert same(ranked(small, ours), by_stock_terms(plain, name, groups))
    plain.close()


REAL = ["diabetes", "fracture femur", "type 2 kidney", "hepatitis b", "open wound", "neoplasm of"]


@pytest.mark.slow
@pytest.mark.parametrize("text", REAL)
@pytest.mark.parametrize("field", [LINES, COMPLETED])
def test_on_the_embedded_release_too_our_query_gives_what_whooshs_own_give(
    tmp_path_factory: pytest.TempPathFactory, text: str, field: str
) -> None:
    searcher = indexed(embedded_book(tmp_path_factory) / "index")
    size = searcher.doc_count_all()
    words = text.split()
    exact = [group([[Slice(word, 1.25)]]) for word in words]
    ours = ranked(searcher, FlatQuery(field, exact, Span(0, size), size), None)
    stock = query.And([query.Term(field, word, boost=1.25) for word in words])
    assert same(ours, ranked(searcher, stock, None))
    cut = [*exact[:-1], group([[Slice(words[-1], 2.0), Slice(words[-1], 0.75, prefix=True)]])]
    ours = ranked(searcher, FlatQuery(field, cut, Span(0, size), size), None)
    assert same(ours, by_stock_terms(searcher, field, cut))
    prefixed = query.And(
        [query.Term(field, word) for word in words[:-1]] + [query.Prefix(field, words[-1])]
    )
    assert {document for document, _ in ours} == {
        hit.docnum for hit in searcher.search(prefixed, limit=None)
    }
    assert ours or field == COMPLETED
    searcher.close()
