"""The scores of groups, put together: what meets how many of them, in the order of the book."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from codebook_app.search.codec import FlatField
from codebook_app.search.meeting import Meeting, meeting
from codebook_app.search.query import Choice, Slice, Word, WordGroup
from codebook_app.search.scored import Scored, Span
from codebook_app.search.scoring import GroupScores

POSTINGS = {
    "arm": {10: 1.0, 12: 2.0, 15: 0.5},
    "armor": {11: 3.0},
    "arms": {12: 2.5, 14: 1.0},
    "bone": {10: 1.0, 12: 1.5, 13: 2.0, 14: 0.25},
    "cut": {14: 4.0},
}
SPAN = Span(10, 6)


def field() -> FlatField:
    terms = sorted(POSTINGS)
    lists = [sorted(POSTINGS[term].items()) for term in terms]
    flat = [posting for one in lists for posting in one]
    return FlatField(
        [term.encode() for term in terms],
        np.cumsum([0, *map(len, lists)]).astype(np.uint32),
        np.array([document for document, _ in flat], np.uint32),
        np.array([weight for _, weight in flat], np.float32),
    )


def group(*choices: Sequence[Sequence[Slice]], typed: str = "x") -> WordGroup:
    return WordGroup(typed, tuple(Choice(tuple(Word(tuple(w)) for w in one)) for one in choices))


def shown(scored: Scored) -> dict[int, float]:
    return {int(at) + SPAN.first: round(float(scored.scores[at]), 4) for at in scored.documents}


def test_a_word_cut_short_finds_what_begins_so_and_the_word_itself_counts_by_its_own_boost() -> (
    None
):
    asked = group([[Slice("arm", 2.0), Slice("arm", 0.5, prefix=True)]])
    found = GroupScores(field(), SPAN).of(asked)
    assert shown(found) == {10: 2.0, 11: 1.5, 12: 4.0, 14: 0.5, 15: 1.0}


def test_a_beginning_that_counts_more_than_the_word_keeps_it() -> None:
    asked = group([[Slice("arm", 0.5), Slice("arm", 2.0, prefix=True)]])
    assert shown(GroupScores(field(), SPAN).of(asked))[10] == 2.0


@pytest.mark.parametrize("cut", [False, True])
def test_words_of_a_choice_count_only_together(cut: bool) -> None:
    asked = group([[Slice("arm", 1.0, prefix=cut)], [Slice("bone", 2.0)]])
    wanted = {10: 3.0, 12: 5.5, 14: 1.5} if cut else {10: 3.0, 12: 5.0}
    assert shown(GroupScores(field(), SPAN).of(asked)) == wanted


def test_a_choice_with_a_word_that_is_nowhere_finds_nothing() -> None:
    asked = group([[Slice("arm", 1.0)], [Slice("leg", 2.0)]], [[Slice("cut", 1.0)]])
    assert shown(GroupScores(field(), SPAN).of(asked)) == {14: 4.0}


def test_the_best_choice_counts() -> None:
    asked = group([[Slice("bone", 1.0)]], [[Slice("arm", 1.0)], [Slice("bone", 1.0)]])
    assert shown(GroupScores(field(), SPAN).of(asked)) == {10: 2.0, 12: 3.5, 13: 2.0, 14: 0.25}


def found() -> list[Scored]:
    scores = GroupScores(field(), SPAN)
    asked = [[Slice("bone", 1.0)], [Slice("arm", 1.0, prefix=True)], [Slice("cut", 1.0)]]
    return scores.of_all([group([one], typed=one[0].text) for one in asked])


@pytest.mark.parametrize("needed", [1, 2, 3])
def test_what_meets_enough_groups_is_what_counting_each_document_says(needed: int) -> None:
    groups = found()
    totals = meeting(groups, needed)
    met = [sum(bool(one.scores[at] > 0) for one in groups) for at in range(SPAN.size)]
    wanted = [at for at in range(SPAN.size) if met[at] >= needed]
    assert totals.documents.tolist() == wanted
    assert totals.met.tolist() == [met[at] for at in wanted]
    sums = [float(sum(one.scores[at] for one in groups)) for at in wanted]
    assert totals.scores.tolist() == pytest.approx(sums)


def test_what_meets_the_rarest_group_may_be_asked_for_besides() -> None:
    scores = GroupScores(field(), SPAN)
    words = ("bone", "arms", "arm", "armor")
    every = scores.of_all([group([[Slice(word, 1.0)]], typed=word) for word in words])
    together = Meeting(every)
    assert together.at_least(2).documents.tolist() == [0, 2, 4]
    assert together.at_least(2, or_rarest=True).documents.tolist() == [0, 1, 2, 4]


def test_groups_that_were_typed_alike_but_mean_something_else_are_told_apart() -> None:
    scores = GroupScores(field(), SPAN)
    assert shown(scores.of(group([[Slice("cut", 1.0)]]))) == {14: 4.0}
    assert shown(scores.of(group([[Slice("armor", 1.0)]]))) == {11: 3.0}


@pytest.mark.parametrize("documents", [[], [0], [1, 2, 4], [0, 1, 2, 3, 4]])
def test_looked_for_among_some_documents_each_has_the_score_it_has_among_all(
    documents: list[int],
) -> None:
    scores = GroupScores(field(), SPAN)
    asked = group([[Slice("arm", 1.0, prefix=True)]], [[Slice("arm", 1.0)], [Slice("cut", 1.0)]])
    whole = scores.of(asked)
    some = scores.among(np.array(documents, np.intp), asked)
    assert some.scores.tolist() == whole.scores[documents].tolist()
    assert some.bound == whole.bound


@pytest.mark.parametrize("needed", [1, 2, 3])
def test_what_meets_enough_groups_among_some_documents_is_the_same_as_among_all(
    needed: int,
) -> None:
    scores = GroupScores(field(), SPAN)
    groups = [group([[Slice(word, 1.0)]], typed=word) for word in ("bone", "arm", "cut")]
    documents = np.array([0, 2, 3, 4], np.intp)
    together = Meeting([scores.among(documents, one) for one in groups], documents)
    every = Meeting(scores.of_all(groups)).at_least(needed)
    kept = every.where(np.isin(every.documents, documents))
    found = together.at_least(needed)
    assert found.documents.tolist() == kept.documents.tolist()
    assert found.scores.tolist() == kept.scores.tolist()
    assert found.met.tolist() == kept.met.tolist() == together.met_by(found.documents).tolist()


@pytest.mark.parametrize("or_rarest", [False, True])
@pytest.mark.parametrize("needed", [1, 2, 3, 4])
def test_counting_where_the_rarest_groups_are_finds_what_counting_everywhere_does(
    needed: int, or_rarest: bool
) -> None:
    random = np.random.default_rng(needed)
    shares = (0.01, 0.02, 0.3, 0.5)
    marks = [random.random(1000) < share for share in shares]
    every = [Scored(one.astype(np.float32), int(one.sum())) for one in marks]
    found = Meeting(every).at_least(needed, or_rarest=or_rarest)
    met = np.sum(marks, axis=0)
    wanted = (met >= needed) | (marks[0] if or_rarest and 1 < needed < 4 else False)
    assert found.documents.tolist() == np.flatnonzero(wanted).tolist()
    assert found.met.tolist() == met[wanted].tolist()
