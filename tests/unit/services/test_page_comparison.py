"""A page in two releases: lines aligned by code, and what differs in each of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.two_releases import (
    AFTER,
    BEFORE,
    EARLIER,
    LATER,
    SmudgeLookup,
    SmudgeReleases,
    line,
)

from codebook_app.domain.note import NoteKind
from codebook_app.domain.page_comparison import LinePair, Mark, PageComparison
from codebook_app.errors import KnownError
from codebook_app.services.page_comparison import (
    PageComparisons,
    compared_lines,
    compared_notes,
    compared_text,
)


@pytest.fixture
def comparisons() -> PageComparisons:
    return PageComparisons(SmudgeLookup(), SmudgeReleases())  # type: ignore[arg-type]


@pytest.fixture
def comparison(comparisons: PageComparisons) -> PageComparison:
    return comparisons.between("icd10cm", "Q30", "FY2098", "FY2099")


def by_code(comparison: PageComparison) -> dict[str, LinePair]:
    return {pair.code: pair for pair in comparison.lines}


def own(text: tuple[object, ...]) -> list[str]:
    return [run.text.strip() for run in text if run.own]  # type: ignore[attr-defined]


def test_lines_stand_in_printed_order_each_with_what_became_of_it(comparison):
    assert [(pair.code, pair.mark) for pair in comparison.lines] == [
        ("Q30", Mark.SAME),
        ("Q30.0", Mark.CHANGED),
        ("Q30.01", Mark.ADDED),
        ("Q30.1", Mark.RETITLED),
        ("Q30.2", Mark.DELETED),
        ("Q30.9", Mark.SAME),
    ]
    assert comparison.differences == (1, 2, 3, 4, 5)
    assert (comparison.before, comparison.after) == (EARLIER, LATER)
    assert comparison.summary == (
        "1 added · 1 deleted · 1 retitled · 1 changed · 1 with changed notes"
        " · 1 inherited note changed"
    )


def test_a_title_is_marked_word_by_word(comparison):
    title = by_code(comparison)["Q30.1"].title

    assert own(title.before) == []
    assert own(title.after) == ["but cuff"]
    assert title.text_after == "Smudge of sleeve, any part but cuff"


def test_a_note_reworded_is_one_that_changed(comparison):
    pair = by_code(comparison)["Q30.1"]
    (note,) = pair.notes

    assert (note.label, note.kind, note.mark) == ("Excludes1", NoteKind.EXCLUDES1, Mark.CHANGED)
    assert own(note.text.before) == ["(Q31.0)"]
    assert pair.words == "retitled, 1 note changed"


def test_a_code_that_is_no_longer_billable_has_changed(comparison):
    state = by_code(comparison)["Q30.0"].state

    assert (state.text_before, state.text_after) == ("billable", "not billable")


def test_a_seventh_character_that_came_is_told_at_its_line(comparison):
    pair = by_code(comparison)["Q30.9"]

    assert [(note.label, note.text.text_after, note.mark) for note in pair.notes] == [
        ("7th character", "A first", Mark.SAME),
        ("7th character", "D later", Mark.ADDED),
    ]
    assert pair.words == "1 note added"


def test_notes_from_above_are_told_with_their_origin_where_they_differ(comparison):
    (note,) = comparison.inherited

    assert (note.label, note.mark) == ("Note at 1", Mark.ADDED)


def test_notes_with_little_in_common_are_two_notes():
    before = (("Excludes1", NoteKind.EXCLUDES1, "stain of collar"),)
    after = (("Excludes1", NoteKind.EXCLUDES1, "ink on the desk, dry"),)

    assert [note.mark for note in compared_notes(before, after)] == [Mark.DELETED, Mark.ADDED]


def test_notes_of_another_kind_are_never_the_same_note():
    before = (("Excludes1", NoteKind.EXCLUDES1, "stain of collar"),)
    after = (("Excludes2", NoteKind.EXCLUDES2, "stain of collar"),)

    assert [note.mark for note in compared_notes(before, after)] == [Mark.DELETED, Mark.ADDED]


def test_a_page_without_changes_says_so():
    lines = compared_lines(BEFORE, BEFORE)

    assert PageComparison("Q30", EARLIER, LATER, lines).summary == "Nothing differs."
    assert not any(pair.differs for pair in lines)


def test_texts_with_little_in_common_are_marked_whole():
    pair = compared_text("Smudge of hand", "Cut by paper, deep")

    assert [run.own for run in (*pair.before, *pair.after)] == [True, True]


@given(st.text("ab ,.(-)", max_size=40), st.text("ab ,.(-)", max_size=40))
def test_runs_put_together_are_the_texts(before, after):
    pair = compared_text(before, after)

    assert (pair.text_before, pair.text_after) == (before, after)
    assert pair.differs == (before != after)


@given(st.lists(st.sampled_from("ABCDEFG"), unique=True), st.lists(st.sampled_from("ABCDEFG")))
def test_every_line_of_both_pages_is_shown_once(before, after):
    old = [line(f"Q3{ord(name)}", name) for name in before]
    new = [line(f"Q3{ord(name)}", name) for name in dict.fromkeys(after)]

    pairs = compared_lines(old, new)

    assert [pair.before for pair in pairs if pair.before] == [one.code for one in old]
    assert [pair.after for pair in pairs if pair.after] == [one.code for one in new]


# Where the pages come from ----------------------------------------------------------------------


@pytest.mark.parametrize("code", ["Q30.01", "Q30.2"])
def test_a_code_of_one_release_is_compared_on_its_page(comparisons, code):
    found = comparisons.between("icd10cm", code, "FY2098", "FY2099")

    assert found.heading == "Q30"
    assert len(found.lines) == 6


def test_asked_the_other_way_round_it_answers_so(comparisons):
    found = comparisons.between("icd10cm", "Q30", "FY2099", "FY2098")

    assert by_code(found)["Q30.01"].mark is Mark.DELETED


def test_a_release_is_not_compared_with_itself_nor_with_one_that_is_not_there(comparisons):
    with pytest.raises(KnownError, match="cannot be compared with itself"):
        comparisons.between("icd10cm", "Q30", "FY2098", "FY2098")
    with pytest.raises(KnownError, match="FY2050 is not installed"):
        comparisons.between("icd10cm", "Q30", "FY2050", "FY2098")


def test_a_code_of_neither_release_is_told_of(comparisons):
    with pytest.raises(KnownError, match="in neither"):
        comparisons.between("icd10cm", "Z99", "FY2098", "FY2099")


def test_the_pages_of_lines_that_only_one_release_has_stand_alone():
    pairs = compared_lines((), AFTER)

    assert {pair.mark for pair in pairs} == {Mark.ADDED}
