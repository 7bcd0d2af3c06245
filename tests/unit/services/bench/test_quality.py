"""At which place the right code stands, and what the places say together."""

from __future__ import annotations

import pytest

from codebook_app.services.bench.quality import Quality, place, quality
from codebook_app.services.bench.questions import Question


def placed(*codes: str, wanted: tuple[str, ...] = ("E112",)) -> int:
    return place([("icd10cm", code) for code in codes], Question("", wanted, "icd10cm"))


def test_a_code_is_right_where_it_is_wanted_or_lies_under_one_that_is() -> None:
    assert placed("E11.2") == 1
    assert placed("E10.2", "E11.22") == 2
    assert placed("E11.9", "I10", wanted=("K35", "I10")) == 2


def test_a_code_above_the_wanted_one_or_of_another_branch_is_not_right() -> None:
    assert placed("E11", "E11.1", "XE11.2") == 0


def test_an_index_hit_counts_as_the_code_it_leads_to() -> None:
    assert placed("E11.2-") == 1
    assert placed("E11.-") == 0


def test_each_code_counts_once_and_hits_without_a_code_are_passed_over() -> None:
    assert placed("E10.1", "", "E10.1", "E101", "-", "E11.2") == 2


def test_a_code_of_another_code_set_is_not_right_and_keeps_its_place() -> None:
    shown = [("hcpcs", "E1120"), ("icd10cm", "E11.20")]

    assert place(shown, Question("", ("E112",), "icd10cm")) == 2
    assert place(shown, Question("", ("E112",))) == 1


def test_shares_and_mean_reciprocal_rank_are_of_all_questions() -> None:
    assert quality([1, 2, 10, 11, 0]) == Quality(
        questions=5,
        hit_at_1=0.2,
        hit_at_10=0.6,
        mrr=pytest.approx((1 + 1 / 2 + 1 / 10 + 1 / 11) / 5),
    )
