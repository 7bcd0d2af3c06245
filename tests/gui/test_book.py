"""The book pane: what it shows of a page, what governs the code in focus, what it asks for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView
from support.pages import OUT_OF_FORCE, category_page, chapter_page, chapters, long_page

from codebook_app.gui.book_reader import Contents
from codebook_app.gui.models.page_rows import GroupRow, LineRow, NoteRow, OriginRow
from codebook_app.gui.panels.book import BookPanel

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def book(qtbot, light_theme):
    made = BookPanel(light_theme)
    qtbot.addWidget(made)
    made.resize(640, 800)
    made.show()
    return made


def press(book: BookPanel, *keys: Key, held=Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(book.view, key, held)


def governing(book: BookPanel) -> list[str]:
    return [
        row.text
        for row in book.governing.notes.model().rows
        if isinstance(row, OriginRow | NoteRow)
    ]


# What is asked for is in focus ----------------------------------------------------------------


def test_a_category_opens_with_its_heading_in_focus(book):
    book.show_page(category_page("Q10"))

    assert book.current_code() == "Q10"


def test_a_code_opens_its_categorys_page_with_its_line_in_focus(book):
    book.show_page(category_page("Q10.02"))

    assert book.current_code() == "Q10.02"
    assert book.header.crumbs.texts == ["Chapter 1", "Q10–Q19", "Q10", "Q10.0", "Q10.02"]


def test_a_seventh_character_code_opens_the_table_with_its_row_in_focus(book):
    book.show_page(category_page("Q10.12XD"))

    assert book.current_code() == "Q10.12XD"
    assert book.model.row_of("Q10.12XA") is not None
    assert book.model.row_of("Q10.11XA") is None
    assert book.header.crumbs.texts[-2:] == ["Q10.12", "Q10.12XD"]


def test_a_line_that_needs_a_seventh_character_opens_with_its_table(book):
    book.show_page(category_page("Q10.11"))

    assert book.current_code() == "Q10.11"
    assert book.model.row_of("Q10.11XA") is not None


def test_the_page_that_is_shown_stays_where_it_is_read(qtbot, book):
    book.show_page(category_page("Q10"))
    press(book, Key.Key_Down, Key.Key_Down)
    book.view.toggle(book.model.row_of("Q10.12"))
    resets: list[None] = []
    book.model.modelReset.connect(lambda: resets.append(None))
    at = book.model.row_of("Q10.0")
    top = book.view.visualRect(book.model.index(at)).top()

    book.show_page(category_page("Q10.0"))

    assert book.current_code() == "Q10.0"
    assert book.header.crumbs.texts[-1] == "Q10.0"
    assert book.view.visualRect(book.model.index(at)).top() == top
    assert book.model.row_of("Q10.12XA") is not None
    assert resets == []


def test_the_page_that_is_shown_tells_when_its_release_is_not_in_force(book):
    book.show_page(category_page("Q10"))

    book.show_page(category_page("Q10", choice=OUT_OF_FORCE))

    assert book.header.warning.isVisible()


def test_chapters_and_sections_are_no_codes_to_add(qtbot, book):
    book.show_page(chapter_page())

    assert book.current_code() == ""
    with qtbot.assertNotEmitted(book.add_requested):
        press(book, Key.Key_Return, held=CONTROL)


def test_a_section_on_its_chapters_page_is_opened_by_enter(qtbot, book):
    book.show_page(chapter_page())
    press(book, Key.Key_Down, Key.Key_Down)

    with qtbot.waitSignal(book.open_requested) as opened:
        press(book, Key.Key_Return)

    assert opened.args == ["Q20-Q29"]


# What is asked of the program -----------------------------------------------------------------


def test_control_enter_adds_the_code_in_focus(qtbot, book):
    book.show_page(category_page("Q10.12XD"))

    with qtbot.waitSignal(book.add_requested) as added:
        press(book, Key.Key_Return, held=CONTROL)

    assert added.args == ["Q10.12XD"]


def test_the_add_button_adds_the_code_in_focus(qtbot, book):
    book.show_page(category_page("Q10.0"))
    press(book, Key.Key_Down)

    with qtbot.waitSignal(book.add_requested) as added:
        book.governing.add.click()

    assert added.args == ["Q10.01"]


def test_control_c_copies_the_code_in_focus(qtbot, book):
    book.show_page(category_page("Q10.12XD"))

    press(book, Key.Key_C, held=CONTROL)
    assert QGuiApplication.clipboard().text() == "Q10.12XD"

    book.copy_code_and_title()
    assert QGuiApplication.clipboard().text() == "Q10.12XD\tInkblot of left sleeve, blot seen again"


def test_crumbs_open_what_they_name(qtbot, book):
    book.show_page(category_page("Q10.02"))
    names = {button.accessibleName(): button for button in book.header.crumbs.buttons}
    assert list(names) == [
        "Chapter 1, Invented diseases",
        "Q10-Q19, Inky ailments",
        "Q10, Inkblot",
        "Q10.0, Inkblot of thumb",
    ]
    assert names["Q10-Q19, Inky ailments"].toolTip() == "Inky ailments"

    with qtbot.waitSignal(book.open_requested) as opened:
        names["Chapter 1, Invented diseases"].click()
    assert opened.args == ["1"]


def test_crumbs_that_do_not_fit_fold_into_a_menu(qtbot, book):
    book.show_page(category_page("Q10.02"))
    book.resize(260, 800)
    crumbs = book.header.crumbs
    qtbot.waitUntil(lambda: crumbs.texts[0] == "…")

    folded = crumbs.menu.actions()

    assert crumbs.texts[-1] == "Q10.02"
    assert folded[0].text() == "Chapter 1  Invented diseases"
    with qtbot.waitSignal(book.open_requested) as opened:
        folded[0].trigger()
    assert opened.args == ["1"]


def test_the_neighbouring_pages_are_opened_by_button_or_by_call(qtbot, book):
    book.show_page(category_page())

    with qtbot.waitSignal(book.open_requested) as opened:
        book.turn_page(0)
    assert opened.args == ["Q09"]
    with qtbot.waitSignal(book.open_requested) as opened:
        book.header.following.click()
    assert opened.args == ["Q11"]
    assert book.header.following.accessibleName() == "Next category: Q11, Neighbour Q11"


@pytest.mark.parametrize(
    ("key", "held", "code"),
    [
        (Key.Key_PageUp, Qt.KeyboardModifier.AltModifier, "Q09"),
        (Key.Key_PageDown, Qt.KeyboardModifier.AltModifier, "Q11"),
        (Key.Key_BracketLeft, CONTROL, "Q09"),
        (Key.Key_BracketRight, CONTROL, "Q11"),
    ],
)
def test_the_neighbouring_pages_are_opened_by_key(qtbot, book, key, held, code):
    book.show_page(category_page())

    with qtbot.waitSignal(book.open_requested) as opened:
        press(book, key, held=held)

    assert opened.args == [code]


def test_a_page_at_the_end_of_the_book_has_no_next_one(qtbot, book):
    book.show_page(category_page(following=""))

    with qtbot.assertNotEmitted(book.open_requested):
        book.turn_page(1)
    assert book.header.following.isHidden()


def test_back_and_forward_are_there_when_there_are_pages_to_go_to(qtbot, book):
    assert not book.header.back.isEnabled()
    book.set_history(True, False)

    assert book.header.back.isEnabled()
    assert not book.header.forward.isEnabled()
    with qtbot.waitSignal(book.back_requested):
        book.header.back.click()
    book.set_history(False, True)
    with qtbot.waitSignal(book.forward_requested):
        book.header.forward.click()


# What governs the code in focus ---------------------------------------------------------------


def test_the_notes_that_govern_the_code_in_focus_follow_it(book):
    book.show_page(category_page("Q10.01"))
    assert governing(book)[:4] == [
        "Own notes of Q10.01",
        "old blot of right thumb (Q14.1)",
        "Inherited from Q10.0  Inkblot of thumb",
        ", if known, the hand (Q11.0)",
    ]

    press(book, Key.Key_Down, Key.Key_Down)

    assert book.current_code() == "Q10.1"
    assert governing(book)[:2] == [
        "Inherited from Q10  Inkblot",
        "blot of paper (Q12.-); blot of parchment (Q13.1-Q13.4)",
    ]
    assert book.governing.fold.text() == "Governing notes: 11"


def test_a_seventh_character_code_is_governed_as_the_line_it_completes(book):
    book.show_page(category_page("Q10.11"))
    of_line = governing(book)

    book.show_page(category_page("Q10.11XD"))

    assert [row for row in governing(book) if not row.startswith("Own")] == of_line


def test_the_title_of_a_completed_code_stands_beside_it(book):
    book.show_page(category_page("Q10.12XD"))
    assert book.governing.title == "Inkblot of left sleeve, blot seen again"

    press(book, Key.Key_Left, Key.Key_Left)
    assert book.current_code() == "Q10.12"
    assert book.governing.title == ""


def test_links_in_the_governing_notes_are_followed(qtbot, book):
    book.show_page(category_page("Q10.01"))
    book.governing.notes.setFocus()
    QTest.keyClick(book.governing.notes, Key.Key_Tab)
    QTest.keyClick(book.governing.notes, Key.Key_Tab)

    with qtbot.waitSignal(book.open_requested) as opened:
        QTest.keyClick(book.governing.notes, Key.Key_Return)

    assert opened.args == ["Q141"]


def test_the_keys_of_the_page_work_among_the_governing_notes_too(qtbot, book):
    book.show_page(category_page("Q10.01"))

    with qtbot.waitSignal(book.add_requested) as added:
        QTest.keyClick(book.governing.notes, Key.Key_Return, CONTROL)
    assert added.args == ["Q10.01"]
    QTest.keyClick(book.governing.notes, Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "Q10.01"


def test_the_governing_notes_fold_away_and_stay_so(qtbot, book):
    book.show_page(category_page("Q10.01"))
    assert book.governing.notes.isVisible()

    with qtbot.waitSignal(book.governing.folded) as folded:
        book.governing.set_open(False)
    assert folded.args == [True]
    book.show_page(category_page("Q10.02"))
    assert not book.governing.notes.isVisible()
    assert book.governing.fold.isVisible()

    book.governing.fold.click()
    assert book.governing.notes.isVisible()


def test_the_governing_notes_leave_most_of_the_pane_to_the_page(qtbot, book):
    book.show_page(category_page("Q10.01"))

    qtbot.waitUntil(lambda: book.view.height() > book.height() // 2)


def test_the_heading_has_all_that_governs_it_around_it(book):
    book.show_page(category_page("Q10"))

    assert isinstance(book.model.rows[0], GroupRow)
    assert book.model.rows[0].open
    assert governing(book) == []

    book.view.toggle(0)
    assert governing(book)[0] == "Inherited from Q10-Q19  Inky ailments"


def test_inherited_notes_once_closed_stay_closed_on_the_next_page(book):
    book.show_page(category_page("Q10"))
    book.view.toggle(0)

    book.show_page(long_page(100))
    assert not book.model.rows[0].open

    book.view.toggle(0)
    book.show_page(category_page("Q10"))
    assert book.model.rows[0].open


def test_the_inherited_notes_in_focus_stand_for_the_heading(book):
    book.show_page(category_page("Q10.01"))
    press(book, Key.Key_Home)

    assert isinstance(book.model.rows[book.view.focus_row], GroupRow)
    assert book.current_code() == "Q10"
    assert book.header.crumbs.texts[-1] == "Q10"


def test_the_line_in_focus_stays_in_sight_when_the_governing_notes_grow(qtbot, book):
    book.resize(640, 420)
    book.show_page(category_page("Q10.9"))
    for _ in range(8):
        press(book, Key.Key_Up)
        at = book.view.focus_row
        qtbot.waitUntil(
            lambda at=at: (
                book.view.viewport()
                .rect()
                .contains(book.view.visualRect(book.model.index(at)).topLeft())
            )
        )


# The head of the page -------------------------------------------------------------------------


def test_the_release_and_its_dates_stand_over_the_page(book):
    book.show_page(category_page())

    assert book.header.release.accessibleName() == (
        "ICD-10-CM FY2099 (invented) · in force 2098-10-01 to 2099-09-30"
    )
    assert book.header.warning.isHidden()


def test_a_release_not_in_force_on_the_date_of_service_says_so(book):
    book.show_page(category_page(choice=OUT_OF_FORCE))

    assert book.header.warning.isVisible()
    assert book.header.warning_word == OUT_OF_FORCE.word


# Without a page -------------------------------------------------------------------------------


def test_the_welcome_teaches_and_lets_one_browse_by_chapter(qtbot, book):
    book.show_welcome(Contents("icd10cm", chapters(22), ()), "ICD-10-CM FY2099 is being installed.")

    texts = [row.text for row in book.model.rows]
    assert "ICD-10-CM FY2099 is being installed." in texts
    assert any("E1122" in text for text in texts)
    assert [row.code for row in book.model.rows if isinstance(row, LineRow)] == [
        str(number) for number in range(1, 23)
    ]

    press(book, Key.Key_Down)
    with qtbot.waitSignal(book.open_requested) as opened:
        press(book, Key.Key_Return)
    assert opened.args == ["2"]


def test_a_message_stands_alone(book):
    book.show_page(category_page("Q10.01"))

    book.show_message("Q99 is not in FY2099.")

    assert [row.text for row in book.model.rows] == ["Q99 is not in FY2099."]
    assert book.current_code() == ""
    assert book.governing.isHidden()
    assert book.header.previous.isHidden()


# Menu, theme, screen readers ------------------------------------------------------------------


def test_the_context_menu_offers_what_the_keys_do(qtbot, book):
    book.show_page(category_page("Q10.11"))

    menu = book.menu()

    actions = {action.text(): action for action in menu.actions() if action.text()}
    assert list(actions) == [
        "Open Q10.11\tEnter",
        "Add Q10.11 to the encounter\tCtrl+Enter",
        "Copy Q10.11\tCtrl+C",
        "Copy code and title",
        "Close seventh characters\t←",
        "Open in a new tab\tCtrl+K",
        "Show in the other column\tCtrl+Shift+K",
        "Previous category: Q09",
        "Next category: Q11",
    ]
    with qtbot.waitSignal(book.add_requested) as added:
        actions["Add Q10.11 to the encounter\tCtrl+Enter"].trigger()
    assert added.args == ["Q10.11"]
    actions["Close seventh characters\t←"].trigger()
    assert book.model.row_of("Q10.11XA") is None


def test_the_menu_opens_at_the_line_in_focus_when_asked_for_by_key(book):
    book.show_page(category_page("Q10.02"))
    line = book.view.visualRect(book.model.index(book.view.focus_row))

    assert book.view.menu_place(QPoint(600, 3)).y() == line.bottom()
    assert book.view.menu_place(line.center()) == line.center()


def test_every_control_has_a_name_for_a_screen_reader(book):
    book.show_page(category_page("Q10.01"))
    controls = book.findChildren(QAbstractButton) + book.findChildren(QAbstractItemView)

    names = [
        QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)
        for control in controls
        if control.isVisible()
    ]

    assert len(names) >= 8
    assert all(names)


def test_the_page_names_itself_to_a_screen_reader(book):
    book.show_page(category_page("Q10.01"))

    assert book.view.accessibleName() == "Page Q10, Inkblot"


def test_focus_goes_to_the_page(qtbot, book):
    book.show_page(category_page())

    book.setFocus()

    qtbot.waitUntil(book.view.hasFocus)


def test_another_theme_colours_every_part(book, light_theme):
    book.show_page(category_page("Q10.01", choice=OUT_OF_FORCE))
    light_theme.choose("dark")

    surface = light_theme.colour("surface")
    page = book.view.viewport().grab().toImage()
    notes = book.governing.notes.viewport().grab().toImage()

    assert page.pixelColor(page.width() - 2, 2) == surface
    assert notes.pixelColor(notes.width() - 2, 2) == surface


def test_the_welcome_begins_at_its_first_words_in_a_low_pane_too(qtbot, book):
    book.resize(480, 260)
    book.show_welcome(Contents("icd10cm", chapters(22), ()), "ICD-10-CM FY2099 is installed.")

    assert book.view.focus_row is not None
    assert book.view.verticalScrollBar().value() == 0
