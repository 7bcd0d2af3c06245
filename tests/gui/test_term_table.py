"""The tables that are read by a term: the whole of one, walked by rows and columns."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from support.invented_index import CHOICE, COLUMNS, index_page, table_page

from codebook_app.domain.index_page import TablePage
from codebook_app.domain.index_term import IndexBook, IndexTarget, IndexTerm, TargetKind
from codebook_app.gui.models.term_table import TermTableModel
from codebook_app.gui.panels.book import BookPanel
from codebook_app.gui.panels.term_table import TermTable

TITLES = ("Acid", "Aspic", "Para-acid", "Axle grease", "Brine", "Broth", "Cream", "Fog", "Famoto")


def long_table() -> TablePage:
    """Return a table whose every main term has twelve subterms, one below the other."""
    rows: list[IndexTerm] = []
    for title in TITLES:
        first = len(rows) + 1
        cells = (f"Q{first:02}.1", f"Q{first:02}.2-", "")
        rows.append(IndexTerm(first, IndexBook.DRUGS, title, 0, None, first + 12, (), cells))
        rows += [
            IndexTerm(
                first + below,
                IndexBook.DRUGS,
                f"{title.lower()} mixture {below} of a kind with quite a long name (dry)",
                1 + below % 3,
                first,
                first + below,
                (),
                cells,
                ((0, 0),),
            )
            for below in range(1, 13)
        ]
    rows.append(
        IndexTerm(
            len(rows) + 1,
            IndexBook.DRUGS,
            "Zinc",
            0,
            None,
            len(rows) + 1,
            (IndexTarget(TargetKind.SEE, "Brine"),),
        )
    )
    return TablePage(IndexBook.DRUGS, tuple(rows), COLUMNS, 1, CHOICE)


# The model ------------------------------------------------------------------------------------


@pytest.fixture
def model(qapp):
    made = TermTableModel()
    made.show(long_table())
    return made


def said(model: TermTableModel, row: int, column: int) -> str:
    return model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole)


def test_the_model_keeps_qts_rules(qapp):
    made = TermTableModel()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for page in (table_page(), long_table(), None, table_page(8)):
        made.show(page)
    assert tester.model() is made


def test_a_cell_is_as_printed_and_an_empty_one_a_dash(model):
    assert [model.index(0, column).data() for column in range(4)] == [
        "Acid",
        "Q01.1",
        "Q01.2-",
        "–",
    ]
    assert model.index(model.rowCount() - 1, 1).data() == ""
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Accidental"


def test_a_screen_reader_hears_row_path_column_and_code(model):
    assert said(model, 0, 1) == "Acid, Accidental, Q01.1"
    assert said(model, 0, 2) == "Acid, Assault, Q01.2-, more characters needed"
    assert said(model, 0, 3) == "Acid, Adverse effect, no code"
    assert said(model, 1, 1).startswith("Acid › acid mixture 1 of a kind")
    assert said(model, model.rowCount() - 1, 0) == "Zinc, see Brine"


def test_a_cell_opens_its_code_and_a_row_without_codes_what_it_refers_to(model):
    last = model.rowCount() - 1
    assert model.target_at(0, 2) == "icd10cm:Q01.2"
    assert model.target_at(0, 3) == ""
    assert model.target_at(last, 2) == model.target_at(last, 0) == f"@see:{last + 1}:0"


def test_a_letters_part_begins_where_its_terms_follow_one_another(model):
    assert [(letter, model.rows[row].title) for letter, row in model.letters()] == [
        ("A", "Acid"),
        ("B", "Brine"),
        ("C", "Cream"),
        ("F", "Fog"),
        ("P", "Para-acid"),
        ("Z", "Zinc"),
    ]


def test_below_one_main_term_its_subterms_are_what_is_gone_by(qapp):
    page = long_table()
    under = tuple(
        replace(row, id=row.id + 1, depth=row.depth + 1, parent_id=(row.parent_id or 0) + 1)
        for row in page.rows
    )
    top = IndexTerm(1, IndexBook.NEOPLASM, "Growth", 0, None, under[-1].id)
    model = TermTableModel()
    model.show(replace(page, book=IndexBook.NEOPLASM, rows=(top, *under)))

    assert model.sites
    assert [model.shown_depth(row) for row in range(3)] == [0, 0, 2]
    assert model.next_main(0, 1) == 1
    assert model.next_main(3, -1) == 0
    assert dict(model.letters())["B"] == 53


# The view -------------------------------------------------------------------------------------


@pytest.fixture
def table(qtbot, light_theme):
    made = TermTable(light_theme)
    qtbot.addWidget(made)
    made.resize(420, 400)
    made.show_page(long_table())
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def in_focus(table: TermTable) -> tuple[str, int]:
    index = table.currentIndex()
    return table.table.rows[index.row()].title.split(" mix")[0], index.column()


def test_arrows_walk_rows_and_columns_and_the_column_stays_in_another_table(qtbot, table):
    for key in ("Right", "Right", "Down"):
        qtbot.keyClick(table, getattr(Qt.Key, f"Key_{key}"))

    assert in_focus(table) == ("acid", 3)
    table.show_page(table_page())
    assert in_focus(table) == ("Ink", 3)


def test_terms_stay_where_they_are_while_the_codes_scroll(qtbot, table):
    for _ in range(3):
        qtbot.keyClick(table, Qt.Key.Key_Right)

    assert table.horizontalScrollBar().value() > 0
    rect = table.visualRect(table.currentIndex())
    assert rect.left() >= table.columnWidth(0)
    assert rect.right() <= table.viewport().width()
    assert table.indexAt(QPoint(5, 5)).column() == 0
    assert table.visualRect(table.table.index(0, 0)).left() == 0


def test_enter_opens_the_code_in_focus_and_follows_a_see(qtbot, table):
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == ["icd10cm:Q01.1"]

    table.go_to_row(table.table.rowCount() - 1)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    target = table.see_target(opened.args[0])
    assert target is not None
    assert target.text == "Brine"


def test_a_click_on_a_code_opens_it_and_beside_it_the_cell_is_in_focus(qtbot, table):
    cell = table.visualRect(table.table.index(2, 1))
    opened: list[str] = []
    table.opened.connect(opened.append)

    qtbot.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(cell.right() - 2, cell.center().y())
    )
    assert opened == []
    assert table.currentIndex().row() == 2

    qtbot.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=cell.topLeft() + QPoint(14, 12)
    )
    assert opened == ["icd10cm:Q01.1"]


def test_main_terms_are_stepped_through(qtbot, table):
    qtbot.keyClick(table, Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    assert in_focus(table) == ("Aspic", 1)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_PageUp, Qt.KeyboardModifier.AltModifier)
    assert in_focus(table) == ("Acid", 1)


def test_a_long_term_gives_its_row_the_lines_it_needs(table):
    wide = table.rowHeight(1)
    assert wide > table.rowHeight(0)
    table.resize(1400, 400)
    assert table.rowHeight(1) < wide


def test_every_word_of_every_term_that_is_seen_has_room_in_its_row(qtbot, table):
    for _ in range(table.table.rowCount() - 1):
        qtbot.keyClick(table, Qt.Key.Key_Down)
        row = table.focus_row
        text = table._setter.term(row)
        assert text.y + text.height <= table.rowHeight(row) + 1, table.table.rows[row].title
        assert table.visualRect(table.currentIndex()).bottom() <= table.viewport().height()


def test_scrolling_up_into_long_terms_leaves_what_is_seen_where_it_is(table):
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    for _ in range(40):
        row = table.rowAt(table.viewport().height() // 2)
        before = table.rowViewportPosition(row)
        table.verticalScrollBar().setValue(table.verticalScrollBar().value() - 7)
        assert 7 <= table.rowViewportPosition(row) - before <= 60


def test_the_path_is_that_of_the_row_in_focus_or_at_the_top(table):
    table.go_to_row(2)
    crumbs, here = table.path()
    assert [crumb.text for crumb in crumbs] == ["Acid"]
    assert here.startswith("acid mixture 2")

    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    crumbs, here = table.path()
    assert table.focus_row == 2
    assert [crumb.text for crumb in crumbs] + [here] != ["Acid"]
    assert table.letter_read() != "A"


def test_find_goes_to_what_begins_so_and_then_to_any_words(qtbot, table):
    assert table.find_words("br").words == "1 of 26"
    assert in_focus(table)[0] == "Brine"
    assert table.find_words("mix bri 4").words == "1 of 1"
    assert in_focus(table)[0] == "brine"
    assert table.find_words("nothing so").words == "nothing found"
    assert in_focus(table)[0] == "brine"


def test_the_text_size_lays_the_table_out_anew(table, light_theme):
    before = table.rowHeight(0)
    light_theme.set_scale(2.0)
    assert table.rowHeight(0) > before * 3 // 2
    assert table.headings.sizeHint().height() > before


# In the book ----------------------------------------------------------------------------------


@pytest.fixture
def book(qtbot, light_theme):
    made = BookPanel(light_theme)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    made.show_found(long_table())
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(lambda: isinstance(QGuiApplication.focusObject(), TermTable))
    return made


def type_letters(qtbot, text: str) -> None:
    for letter in text:
        qtbot.keyClicks(QGuiApplication.focusObject(), letter)


def shown_table(book: BookPanel) -> TermTable:
    view = book.shown_view
    assert isinstance(view, TermTable)
    return view


def test_letters_typed_in_a_table_go_to_the_row_that_begins_so(qtbot, book):
    type_letters(qtbot, "bro")

    assert in_focus(shown_table(book))[0] == "Broth"
    assert book.index.line.field.text() == "bro"
    assert book.index.letters.current == "B"
    qtbot.keyClick(book.index.line.field, Qt.Key.Key_Escape)
    assert shown_table(book).hasFocus()
    assert book.index.line.isHidden()
    assert in_focus(shown_table(book))[0] == "Broth"


def test_f_is_a_letter_in_a_table_and_the_key_to_find_where_no_word_begins_so(qtbot, book):
    type_letters(qtbot, "fam")
    assert in_focus(shown_table(book))[0] == "Famoto"
    qtbot.keyClick(book.index.line.field, Qt.Key.Key_Escape)

    type_letters(qtbot, "fcre")
    assert in_focus(shown_table(book))[0] == "Cream"
    assert book.index.line.field.text() == "cre"


def test_a_letter_of_the_bar_shows_its_part_of_the_table(qtbot, book):
    book.index.letters.chosen.emit("C")

    assert in_focus(shown_table(book))[0] == "Cream"
    assert shown_table(book).rowViewportPosition(shown_table(book).focus_row) == 0
    assert book.header.crumbs.texts == ["Cream"]


def test_nothing_is_added_from_a_table_alone(qtbot, book):
    told: list[str] = []
    added: list[str] = []
    book.check_first.connect(told.append)
    book.add_requested.connect(added.append)
    with qtbot.waitSignal(book.open_requested) as opened:
        qtbot.keyClick(shown_table(book), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert opened.args == ["icd10cm:Q01.1"]
    assert added == []
    assert told[0].startswith("Never code from the index alone: check Q01.1 here")


def test_copy_takes_the_cells_code_as_printed(qtbot, book):
    qtbot.keyClick(shown_table(book), Qt.Key.Key_Right)
    qtbot.keyClick(shown_table(book), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == "Q01.2-"


def test_the_menu_of_a_cell_opens_its_code(qtbot, book):
    asked: list[QPoint] = []
    shown_table(book).menu_asked.connect(asked.append)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    shown_table(book).contextMenuEvent(event)
    assert len(asked) == 1
    actions = {action.text(): action for action in book.menu().actions()}

    with qtbot.waitSignal(book.open_requested) as opened:
        actions["Open Q01.1 in the tabular\tEnter"].trigger()

    assert opened.args == ["icd10cm:Q01.1"]


def test_an_index_that_settles_behind_the_table_leaves_the_tables_path(qtbot, book):
    book.show_found(index_page(4))
    book.show_found(long_table())
    assert book.header.crumbs.texts == ["Acid"]

    book.view.scrolled.emit()

    assert book.header.crumbs.texts == ["Acid"]
