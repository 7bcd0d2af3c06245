"""Taking a query apart: phrases, words left out, filters, and what is not whole yet."""

from __future__ import annotations

import pytest

from codebook_app.search.syntax import Filters, Phrase, read_query


def phrase(text: str, *, is_open: bool = False) -> Phrase:
    return Phrase(text, tuple(text.split()), is_open)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "type 2 diabetes",
        "e08 - e13",
        "E08-E13",
        "S72.-",
        "ratio 3:1",
        "dx: pain",
        'burn 5" long',
        "heart-failure",
        "a -",
        "mother's",
    ],
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    asked = read_query(text)
    assert (asked.text, asked.filters, asked.told) == (text, Filters(), ())


@pytest.mark.parametrize("typed", ["DRG 65", "drg065", "MS-DRG 65", " ms drg #65 "])
def test_a_group_by_its_name_is_looked_for_among_the_groups(typed: str) -> None:
    asked = read_query(typed)
    assert asked.text == "065"
    assert asked.filters == Filters(books=("msdrg",))
    assert read_query(f"{typed} stroke").filters == Filters()


def test_words_in_quotes_are_a_phrase() -> None:
    asked = read_query('chronic "low back" pain')
    assert asked.text == "chronic pain"
    assert asked.filters.phrases == (phrase("low back"),)
    assert read_query("“low back”").filters.phrases == (phrase("low back"),)


def test_a_phrase_that_is_still_typed_is_open() -> None:
    assert read_query('pain "low ba').filters.phrases == (phrase("low ba", is_open=True),)
    assert read_query('pain "').filters == Filters()


def test_a_dash_before_a_word_or_a_phrase_leaves_it_out() -> None:
    asked = read_query('diabetes -gestational -"type 1" ')
    assert asked.text == "diabetes "
    assert asked.filters.without == (phrase("gestational"), phrase("type 1"))


def test_only_words_to_leave_out_are_told() -> None:
    asked = read_query("-pregnancy")
    assert asked.text == ""
    assert asked.told == ("Only words to leave out: type what to look for.",)


def test_filters_are_read_in_any_case_and_spelling() -> None:
    asked = read_query("Code:e11.2 book:ICD-10-PCS chapter:iv billable:Yes renal")
    assert asked.text == "renal"
    assert asked.filters == Filters(
        codes=("E112",), books=("icd10pcs",), chapters=("IV",), billable=True
    )


def test_several_values_of_a_filter_widen_it_and_the_last_answer_counts() -> None:
    asked = read_query("code:E10,E11 code:e10 book:index book:drugs billable:yes billable:no x")
    assert asked.filters == Filters(codes=("E10", "E11"), books=("index", "drugs"), billable=False)


def test_a_range_of_codes_keeps_its_dash() -> None:
    assert read_query("code:e08-e13").filters.codes == ("E08-E13",)
    assert read_query("code:s72.-").filters.codes == ("S72",)


@pytest.mark.parametrize("text", ["code:", "book:", "chapter:", "billable:", "billable:,"])
def test_a_filter_without_a_value_is_told_and_left_aside(text: str) -> None:
    asked = read_query(f"renal {text}")
    assert (asked.text, asked.filters) == ("renal", Filters())
    assert len(asked.told) == 1
    assert asked.told[0].startswith(text.rstrip(",") + " is left aside until it names ")


@pytest.mark.parametrize("text", ["book:xyz", "billable:maybe", "code:?", "chapter:§"])
def test_a_value_that_a_filter_does_not_take_is_told(text: str) -> None:
    asked = read_query(f"{text} renal")
    assert (asked.text, asked.filters) == ("renal", Filters())
    assert asked.told[0].startswith(f"{text} is left aside: it takes ")


@pytest.mark.parametrize(
    ("text", "meant"),
    [("chap:4", "chapter"), ("chaptre:4", "chapter"), ("bok:cpt", "book"), ("codes:E1", "code")],
)
def test_a_filter_almost_named_is_told_and_left_aside(text: str, meant: str) -> None:
    asked = read_query(f"renal {text}")
    assert asked.text == "renal"
    assert asked.told == (
        f"{text.split(':', maxsplit=1)[0]}: is no filter and is left aside; {meant}: is one.",
    )


def test_another_word_with_a_colon_stays_text_and_is_told() -> None:
    asked = read_query("stage:three renal")
    assert asked.text == "stage:three renal"
    assert asked.told == ("stage: is no filter; its words are searched.",)
