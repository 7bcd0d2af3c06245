"""What stands above the hits: how words were read, which failed, which filters are in force."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from support.invented_window import CODES, hit_on

from codebook_app.domain.search import FailedWord, SearchAnswer
from codebook_app.gui.panels.answer_line import failed_html, put_right
from codebook_app.gui.panels.hits import HitsPanel
from codebook_app.gui.query_filters import FilterInForce, filters_in_force, without_filter

HIT = hit_on(CODES["Q01.11"])


@pytest.fixture
def panel(qtbot, light_theme):
    made = HitsPanel(light_theme)
    qtbot.addWidget(made)
    made.resize(300, 500)
    made.show()
    return made


def said(panel: HitsPanel) -> list[str]:
    return [
        label.text()
        for label in panel.line.findChildren(QLabel)
        if label.isVisible() and label.text()
    ]


def answer(query="thmb ink", read_as="", hits=(HIT,), failed=(), told=()) -> SearchAnswer:
    return SearchAnswer(query, read_as, hits, 0.1, "", failed, told)


def test_the_line_says_how_words_were_read_and_its_button_takes_that_back(qtbot, panel):
    panel.show_answer(answer(read_as="thmb → thumb"))

    assert said(panel) == ["Read as: thmb → thumb"]
    with qtbot.waitSignal(panel.reading_toggled):
        panel.line.button.click()


def test_a_reading_taken_back_is_told_and_offered_again(panel):
    panel.show_answer(answer(), undone="thmb → thumb")

    assert said(panel) == ["Searched as typed, not as: thmb → thumb"]
    assert panel.line.button.accessibleName() == "Read the words again"


def test_there_is_no_line_where_the_words_are_as_typed(panel):
    panel.show_answer(answer())

    assert not panel.line.isVisible()


def test_beside_hits_the_word_that_failed_is_named_with_the_nearest_as_links(qtbot, panel):
    failed = (FailedWord("thmb", ("thumb", "limb")),)
    panel.show_answer(answer(read_as="ink → inkblot", failed=failed))

    words, told = said(panel)
    assert words == "Read as: ink → inkblot"
    assert "Not found with the other words: “thmb”." in told
    with qtbot.waitSignal(panel.example_chosen) as chosen:
        label = next(one for one in panel.line.findChildren(QLabel) if one.text() == told)
        label.linkActivated.emit("limb ink")
    assert chosen.args == ["limb ink"]
    assert "href='thumb ink'" in told


def test_without_a_hit_the_empty_page_names_the_word_and_the_line_does_not(panel):
    panel.show_answer(answer("thmb", hits=(), failed=(FailedWord("thmb", ("thumb",)),)))

    lesson = next(
        one.text() for one in panel.findChildren(QLabel) if "Nothing found for" in one.text()
    )
    assert "Not found: “thmb”." in lesson
    assert "href='thumb'" in lesson
    assert said(panel) == []


def test_a_mistyped_code_is_called_one_and_near_codes_are_offered():
    html = failed_html("Q01.91", FailedWord("Q01.91", ("Q01.11", "Q01.12")))

    assert html.startswith("“Q01.91” is no code. Nearest: ")
    assert "href='Q01.11'" in html


def test_what_is_typed_cannot_become_markup():
    html = failed_html("<b>'x", FailedWord("<b>'x", ("<i>",)))

    assert "<b>'x" not in html
    assert "&lt;b&gt;" in html


def test_a_word_is_put_right_where_it_stands_alone():
    assert put_right("inkle ink stain", "ink", "blot") == "inkle blot stain"
    assert put_right("Ink", "ink", r"\1") == r"\1"
    assert put_right("ink", "thumb", "blot") == "blot"


def test_what_was_left_aside_is_told(panel):
    panel.show_answer(answer(told=("bok: is no filter and is left aside; book: is one.",)))

    assert said(panel) == ["bok: is no filter and is left aside; book: is one."]


# Filters --------------------------------------------------------------------------------------


def test_filters_in_force_are_told_in_words():
    query = 'billable:yes book:icd10pcs,neoplasm code:Q01-Q02 chapter:4 -left "low back"'

    words = [one.words for one in filters_in_force(query, "hcpcs")]

    assert words == [
        "HCPCS Level II",
        "billable only",
        "ICD-10-PCS or Neoplasm table",
        "codes Q01-Q02…",
        "chapter 4",
        "without “left”",
    ]


@pytest.mark.parametrize("query", ["ink", "code:", "book:nonsense ink", "x-ray", "T36-T50"])
def test_what_narrows_nothing_is_no_filter(query):
    assert filters_in_force(query, "") == ()


def test_a_filter_that_was_left_aside_is_not_in_force():
    told = ("book:index is left aside: it is not among what is searched.",)

    in_force = filters_in_force("book:index billable:no ink", "", told)

    assert [one.words for one in in_force] == ["headings only"]


def test_a_filter_is_taken_out_of_the_text_and_nothing_else():
    query = "ink billable:yes blot"
    (only,) = filters_in_force(query, "")

    assert without_filter(query, only) == "ink blot"
    assert without_filter("ink blot", only) == "ink blot"


def test_each_filter_is_a_button_that_the_keyboard_reaches(qtbot, panel):
    chosen = (FilterInForce("billable only", "billable:yes"), FilterInForce("ICD-10-PCS", ""))
    panel.show_answer(answer(), filters=chosen)

    first, second = panel.line.chips
    assert first.accessibleName() == "Filter billable only, remove"
    assert second.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(panel.filter_removed) as removed:
        qtbot.keyClick(first, Qt.Key.Key_Space)
    assert removed.args == [chosen[0]]

    panel.show_answer(answer(hits=()), filters=chosen[1:])
    assert [chip.text() for chip in panel.line.chips] == ["ICD-10-PCS"]


def test_the_line_takes_the_colours_of_another_theme(panel, light_theme):
    panel.show_answer(
        answer(failed=(FailedWord("thmb", ("thumb",)),)),
        filters=(FilterInForce("billable only", "billable:yes"),),
    )
    before = panel.line.chips[0].icon().pixmap(16, 16).toImage()
    (told,) = said(panel)

    light_theme.choose("dark")

    assert panel.line.chips[0].icon().pixmap(16, 16).toImage() != before
    assert said(panel) != [told]
