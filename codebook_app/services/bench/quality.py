"""Whether a search finds: at which place the right code stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from codebook_app.services.bench.questions import Question, bare


@dataclass(frozen=True, slots=True)
class Quality:
    """The shares of *questions* whose right code is first, and among the first ten codes.

    *mrr* is the mean of one over the place of the right code, 0 where it is not among the hits.
    """

    questions: int
    hit_at_1: float
    hit_at_10: float
    mrr: float


def place(shown: Iterable[tuple[str, str]], question: Question) -> int:
    """Return the place, from 1, of the first right one among the code sets and codes *shown*.

    A code is right where it is a wanted one or lies under it, in the question's code set; 0 where
    none is. Each code counts once, an index hit as the code it leads to, and one that leads to none
    is passed over.
    """
    codes = dict.fromkeys((code_set, code) for code_set, one in shown if (code := bare(one)))
    right = (
        at
        for at, (code_set, code) in enumerate(codes, 1)
        if code.startswith(question.wanted) and question.code_set in {"", code_set}
    )
    return next(right, 0)


def quality(places: Sequence[int]) -> Quality:
    """Return what *places*, one for each question and at least one, say together."""
    count = len(places)
    return Quality(
        questions=count,
        hit_at_1=sum(one == 1 for one in places) / count,
        hit_at_10=sum(0 < one <= 10 for one in places) / count,
        mrr=sum(1 / one for one in places if one) / count,
    )
