"""The person's own notes among the hits of a search."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from codebook_app.domain.notebook import CodeTitles, NotebookContents, OwnNote
from codebook_app.domain.search import FailedWord, Hit, HitKind, SearchAnswer
from codebook_app.services.notebook_find import NotebookFinder
from codebook_app.services.notebook_hits import MOST_NOTES, note_hits, with_own_notes

START = datetime(2026, 1, 1, tzinfo=UTC)
BOOK = Hit("icd10cm", "FY2026", HitKind.CODE, 1, "Q01", "Inkblots", "category", (), True, score=1.0)


def a_note(number: int, code: str, text: str, code_set: str = "icd10cm") -> OwnNote:
    return OwnNote(f"n{number}", code_set, code, text, START + timedelta(days=number))


@pytest.fixture
def finder() -> NotebookFinder:
    notes = (
        a_note(1, "Q01", "Ask which\nhand it was"),
        a_note(2, "Q02.0", "Shallow cuts: ask for the hand"),
        a_note(3, "J0001", "Handed out by a nurse", "hcpcs"),
    )
    titles = CodeTitles({"icd10cm": {"Q01": "Inkblots"}})
    return NotebookFinder(NotebookContents(notes=notes), titles)


def test_notes_with_all_words_are_hits_the_newest_first_with_the_words_marked(finder):
    hits = note_hits(finder, "hand ask", "", ())

    assert [hit.code for hit in hits] == ["Q02.0", "Q01"]
    first = hits[1]
    assert (first.kind, first.title, first.level) == (HitKind.NOTE, "Ask which hand it was", "note")
    assert [first.title[start:end] for start, end in first.marks] == ["Ask", "hand"]
    assert (first.reason, first.reason_text) == ("On", "Inkblots")
    assert (hits[0].reason, hits[0].reason_text) == ("", "")


def test_only_the_code_sets_that_are_searched_count(finder):
    assert [hit.code for hit in note_hits(finder, "hand", "", ())] == ["J0001", "Q02.0", "Q01"]
    assert [hit.code for hit in note_hits(finder, "hand", "", ("hcpcs",))] == ["J0001"]


def test_how_the_words_were_read_counts_where_the_words_as_typed_find_none(finder):
    assert note_hits(finder, "hnd", "", ()) == ()
    assert len(note_hits(finder, "hnd", "hand", ())) == 3


def test_a_long_note_is_shown_around_the_words_that_matched():
    text = f"{'Beginning words go on and on ' * 12}needle in the middle {'and on ' * 40}"
    (hit,) = note_hits(
        NotebookFinder(NotebookContents(notes=(a_note(1, "Q01", text),))), "needle", "", ()
    )

    assert hit.title.startswith("…")
    assert hit.title.endswith("…")
    assert len(hit.title) <= 162
    assert [hit.title[start:end] for start, end in hit.marks] == ["needle"]


def test_no_more_notes_than_can_be_read_are_shown():
    notes = tuple(a_note(number, "Q01", "The same") for number in range(40))

    assert len(note_hits(NotebookFinder(NotebookContents(notes=notes)), "same", "", ())) == (
        MOST_NOTES
    )


def test_notes_come_last_and_are_told_where_the_books_have_all_words(finder):
    answer = with_own_notes(finder, SearchAnswer("shallow", "", (BOOK,), 1.0), (), as_typed=False)

    assert [hit.kind for hit in answer.hits] == [HitKind.CODE, HitKind.NOTE]
    assert answer.told == ("One of your notes has these words: see the end of the list.",)


@pytest.mark.parametrize(
    "answer",
    [
        SearchAnswer("shallow", "", (), 1.0),
        SearchAnswer("shallow", "", (BOOK,), 1.0, failed=(FailedWord("shallow"),)),
    ],
)
def test_notes_come_first_where_the_books_lack_a_word(finder, answer):
    shown = with_own_notes(finder, answer, (), as_typed=False)

    assert shown.hits[0].kind is HitKind.NOTE
    assert shown.told == ()


def test_as_typed_the_reading_does_not_count_for_notes_either(finder):
    answer = SearchAnswer("hnd", "hand", (BOOK,), 1.0)

    assert with_own_notes(finder, answer, (), as_typed=True) is answer
    assert len(with_own_notes(finder, answer, (), as_typed=False).hits) == 4
