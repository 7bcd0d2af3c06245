"""An index in the book: its letters, finding inside a main term, the path, pairs of codes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from support.invented_index import CHOICE, TERMS, index_page, letters_of
from support.pages import category_page

from codebook_app.domain.index_page import IndexPage
from codebook_app.domain.index_term import IndexBook, IndexTarget, IndexTerm, TargetKind
from codebook_app.gui.book_reader import Contents
from codebook_app.gui.panels.book import BookPanel
from codebook_app.gui.panels.pair_strip import CodePair


def deep_page(levels: int = 9) -> IndexPage:
    """Return a main term with ten branches, each as deep as the index goes."""
    terms = [IndexTerm(1, IndexBook.INDEX, "Sample trouble", 0, None, 10 * levels + 1)]
    for branch in range(10):
        for level in range(1, levels + 1):
            own = len(terms) + 1
            title = f"site {branch}" if level == 1 else f"part {branch} {'abcdefghi'[level - 1]}"
            terms.append(
                IndexTerm(
                    own,
                    IndexBook.INDEX,
                    title,
                    level,
                    1 if level == 1 else own - 1,
                    (branch + 1) * levels + 1,
                    (IndexTarget(TargetKind.CODE, f"Q{branch}{level}.0", f"Q{branch}{level}0"),),
                )
            )
    return replace(index_page(2), terms=tuple(terms), path=("Sample trouble",), focus=1)


@pytest.fixture
def book(qtbot, light_theme):
    made = BookPanel(light_theme)
    qtbot.addWidget(made)
    made.resize(620, 420)
    made.show()
    made.show_index(deep_page())
    made.activateWindow()
    made.view.setFocus()
    qtbot.waitUntil(made.view.hasFocus)
    return made


def titles(book: BookPanel) -> list[str]:
    return [row.term.title for row in book.model.rows]


def term(book: BookPanel) -> str:
    row = book.current_term()
    return row.term.title if row is not None else ""


def press(qtbot, key: str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QGuiApplication.focusObject(), getattr(Qt.Key, f"Key_{key}"), held)


def type_text(qtbot, text: str) -> None:
    for letter in text:
        qtbot.keyClicks(QGuiApplication.focusObject(), letter)


# Finding in the main term ---------------------------------------------------------------------


def test_f_finds_subterms_and_leaves_those_above_and_below_them(qtbot, book):
    type_text(qtbot, "fsite par 3 b")

    assert titles(book)[:3] == ["Sample trouble", "site 3", "part 3 b"]
    assert len(titles(book)) == 10
    assert term(book) == "part 3 b"
    assert [row.above for row in book.model.rows[:3]] == [True, True, False]
    assert book.index.line.count.text() == "1 found, Enter opens it"


def test_enter_goes_from_one_to_the_next_and_round_the_ends(qtbot, book):
    type_text(qtbot, "fpar 3")
    assert book.index.line.count.text() == "1 of 8"

    press(qtbot, "Return")
    assert (term(book), book.index.line.count.text()) == ("part 3 c", "2 of 8")
    press(qtbot, "Return", Qt.KeyboardModifier.ShiftModifier)
    press(qtbot, "Up")
    assert (term(book), book.index.line.count.text()) == ("part 3 i", "8 of 8")


def test_enter_opens_the_only_one_that_was_found(qtbot, book):
    type_text(qtbot, "fpart 3 b")
    with qtbot.waitSignal(book.open_requested) as opened:
        press(qtbot, "Return")

    assert opened.args == ["icd10cm:Q32.0"]


def test_escape_shows_the_whole_term_with_what_was_found_in_focus(qtbot, book):
    type_text(qtbot, "fpart 7 d")
    press(qtbot, "Escape")

    assert len(titles(book)) == 91
    assert term(book) == "part 7 d"
    assert book.view.hasFocus()
    assert book.view.is_in_sight(book.view.focus_row)
    assert book.index.line.isHidden()


def test_what_is_not_there_leaves_what_was_found_before(qtbot, book):
    type_text(qtbot, "fpart 7 d")
    type_text(qtbot, "xyz")

    assert book.index.line.count.text() == "nothing found"
    assert term(book) == "part 7 d"
    for _ in range(12):
        press(qtbot, "Backspace")
    assert len(titles(book)) == 91


def test_a_page_that_comes_in_place_of_the_term_ends_finding(qtbot, book):
    type_text(qtbot, "fpart 7 d")

    book.show_index(index_page(4))

    assert book.index.line.isHidden()
    assert titles(book) == ["Inkblot (acute) (dry)", "thumb", "left", "right"]


def test_ctrl_enter_while_finding_opens_what_is_in_focus_to_be_checked(qtbot, book):
    type_text(qtbot, "fpar 3")
    told: list[str] = []
    book.check_first.connect(told.append)
    with qtbot.waitSignal(book.open_requested) as opened:
        press(qtbot, "Return", Qt.KeyboardModifier.ControlModifier)

    assert opened.args == ["icd10cm:Q32.0"]
    assert told[0].startswith("Never code from the index alone")


# The path -------------------------------------------------------------------------------------


def test_the_path_leads_to_the_subterm_in_focus_and_each_part_opens(qtbot, book):
    book.show_index(replace(deep_page(), focus=4))

    assert book.header.crumbs.texts == ["Sample trouble", "site 0", "part 0 b", "part 0 c"]
    with qtbot.waitSignal(book.open_requested) as opened:
        book.header.crumbs.buttons[1].click()
    assert opened.args == ["@index:icd10cm:FY2099:2:"]


def test_the_path_is_of_the_top_of_the_page_once_the_focus_is_out_of_sight(qtbot, book):
    assert book.header.crumbs.texts == ["Sample trouble"]

    bar = book.view.verticalScrollBar()
    bar.setValue(bar.maximum())

    assert term(book) == "Sample trouble"
    top = book.model.rows[book.view.first_in_sight()].term.title
    assert book.header.crumbs.texts[-1] == top
    assert book.header.crumbs.texts[-1].startswith(("site", "part"))


@pytest.mark.parametrize("width", [300, 620, 1200])
def test_the_deepest_level_has_room_for_its_words_at_every_width(book, width):
    book.resize(width, 420)
    row = next(at for at, one in enumerate(book.model.rows) if one.depth == 9)

    assert book.view.visualRect(book.model.index(row)).height() < 60


def test_leaving_a_term_says_where_to_come_back_to(qtbot, book):
    press(qtbot, "Down")
    with qtbot.waitSignal(book.stood_at) as stood:
        press(qtbot, "Return")

    assert stood.args[0].term_id == 2


def test_an_enter_on_words_that_are_nowhere_opens_nothing_found_before(qtbot, book):
    opened: list[str] = []
    book.open_requested.connect(opened.append)
    press(qtbot, "F")
    type_text(qtbot, "site 3 part 3 d")
    assert book.index.line.count.text()
    type_text(qtbot, "zzz")

    press(qtbot, "Return")

    assert opened == []


# Letters --------------------------------------------------------------------------------------


def contents(beginning: str = "", *terms: IndexTerm) -> Contents:
    letters = letters_of(IndexBook.INDEX)
    return Contents(
        "icd10cm", (), (), (), IndexBook.INDEX, terms, CHOICE, letters, beginning=beginning
    )


def test_a_term_stands_under_its_letter_and_another_letter_opens_its_list(qtbot, book):
    book.show_index(index_page(4))

    assert book.index.letters.letters == ("B", "I", "P")
    assert book.index.letters.current == "I"
    with qtbot.waitSignal(book.open_requested) as opened:
        book.index.letters.chosen.emit("P")
    assert opened.args == ["@index:icd10cm:FY2099:0:P"]


def test_the_arrows_go_through_the_letters_without_leaving_them(qtbot, book):
    book.show_index(index_page(4))
    book.index.letters.setFocus()

    with qtbot.waitSignal(book.glance_requested) as glanced:
        press(qtbot, "Right")

    assert glanced.args == ["@index:icd10cm:FY2099:0:P"]
    assert book.index.letters.accessibleTabName(2) == "P, 1 main term"
    with qtbot.waitSignal(book.open_requested):
        press(qtbot, "Return")


def test_letters_typed_in_the_list_ask_for_what_begins_so(qtbot, book):
    book.show_welcome(contents(), "")
    asked: list[str] = []
    book.glance_requested.connect(asked.append)

    type_text(qtbot, "i")
    book.show_welcome(contents("i", TERMS[1]), "")
    type_text(qtbot, "n")

    assert asked == ["@index:icd10cm:FY2099:0:i", "@index:icd10cm:FY2099:0:in"]
    assert book.index.line.field.hasFocus()
    assert book.index.line.count.text() == "1 main term"
    book.show_welcome(contents("in", TERMS[1]), "")
    with qtbot.waitSignal(book.open_requested) as opened:
        press(qtbot, "Return")
    assert opened.args == ["@index:icd10cm:FY2099:2:"]


def test_an_enter_before_the_list_has_come_opens_from_that_list(qtbot, book):
    book.show_welcome(contents("", TERMS[0]), "")
    asked: list[str] = []
    book.open_requested.connect(asked.append)

    type_text(qtbot, "in")
    press(qtbot, "Return")
    book.show_welcome(contents("i", TERMS[0], TERMS[1]), "")  # what was typed first
    assert asked == []
    book.show_welcome(contents("in", TERMS[1]), "")

    qtbot.waitUntil(lambda: asked == ["@index:icd10cm:FY2099:2:"])


def test_the_list_of_what_begins_so_leaves_the_focus_in_the_letters_typed(qtbot, book):
    book.show_welcome(contents(), "")
    type_text(qtbot, "i")
    came_to: list[object] = []
    hear = lambda _left, here: came_to.append(here)  # noqa: E731 - the same one is disconnected
    QApplication.instance().focusChanged.connect(hear)

    book.show_welcome(contents("i", TERMS[1]), "")

    QApplication.instance().focusChanged.disconnect(hear)
    assert came_to == []  # anywhere else it would not come back: a window has more than the book
    assert book.index.line.field.hasFocus()


def test_other_pages_have_no_letters(qtbot, book):
    book.show_page(category_page("Q10.9"))

    assert book.index.isHidden()
    book.show_welcome(None, "")
    assert book.index.isHidden()


# Two codes ------------------------------------------------------------------------------------


def paired(first: str, second: str) -> IndexPage:
    """Return the page of a term that leads to two codes."""
    targets = (
        IndexTarget(TargetKind.CODE, first, first.replace(".", "").rstrip("-")),
        IndexTarget(TargetKind.MANIFESTATION, second, second.replace(".", "").rstrip("-")),
    )
    term = IndexTerm(1, IndexBook.INDEX, "Ink sickness (dry)", 0, None, 1, targets)
    return replace(index_page(2), terms=(term,), path=("Ink sickness",), focus=1)


@pytest.mark.parametrize(
    ("first", "second", "checked", "added"),
    [
        ("E85.4", "I43", "E85.4", ("E85.4", "I43")),
        ("E85.4", "I43", "I43", ("E85.4", "I43")),
        ("E08.-", "I43", "E08.59", ("E08.59", "I43")),
        ("E85.4", "M36.-", "E85.4", ("E85.4",)),
        ("E08.-", "I43", "I43", ()),
    ],
)
def test_a_pair_is_added_in_the_order_etiology_then_manifestation(first, second, checked, added):
    pair = CodePair("Ink sickness", "icd10cm", first, second)
    assert pair.stands_for(checked)
    assert pair.codes(checked) == added


def test_a_pair_does_not_stand_for_any_other_code():
    pair = CodePair("Ink sickness", "icd10cm", "E08.-", "I43")
    assert not pair.stands_for("E09.1")
    assert not pair.stands_for("")


def test_two_codes_are_opened_to_be_checked_and_then_added_together(qtbot, book):
    book.show_index(paired("Q10.9", "Q01.12"))
    assert book.current_term().spoken.endswith("Q10.9, [Q01.12], two codes, etiology first")
    told: list[str] = []
    added: list[str] = []
    book.check_first.connect(told.append)
    book.add_requested.connect(added.append)

    with qtbot.waitSignal(book.open_requested) as opened:
        press(qtbot, "Return", Qt.KeyboardModifier.ControlModifier)
    assert opened.args == ["icd10cm:Q10.9"]
    assert added == []
    assert told[-1].endswith("Ctrl+Enter then adds Q10.9 and Q01.12, in this order.")

    book.show_page(category_page("Q10.9"))
    assert book.pair.strip.isVisible()
    assert "Ctrl+Enter adds Q10.9, then Q01.12" in book.pair.strip.words.accessibleName()
    press(qtbot, "Return", Qt.KeyboardModifier.ControlModifier)

    assert added == ["Q10.9", "Q01.12"]
    assert book.pair.strip.isHidden()
    press(qtbot, "Return", Qt.KeyboardModifier.ControlModifier)
    assert added == ["Q10.9", "Q01.12", "Q10.9"]


def test_only_the_code_in_focus_is_added_where_the_pair_is_refused(qtbot, book):
    book.show_index(paired("Q10.9", "Q01.12"))
    added: list[str] = []
    book.add_requested.connect(added.append)
    press(qtbot, "Return")
    book.show_page(category_page("Q10.9"))

    book.pair.strip.alone.click()
    book.add_current()

    assert added == ["Q10.9"]
