"""The page as it is read: walking lines and links by key and mouse, opening, scrolling."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from support.pages import category_page, long_page

from codebook_app.gui.models.page import PageModel
from codebook_app.gui.models.page_order import governing_rows, page_rows
from codebook_app.gui.panels.page_text import LinkAct
from codebook_app.gui.panels.page_view import PageView

Key = Qt.Key


@pytest.fixture
def model(qapp):
    return PageModel()


@pytest.fixture
def view(qtbot, model, light_theme):
    made = PageView(model, light_theme)
    qtbot.addWidget(made)
    made.resize(560, 900)
    made.show()
    return made


@pytest.fixture
def page_of_inkblots(view, model):
    model.show(page_rows(category_page(), inherited_open=False))
    view.show_row(model.row_of("Q10"))
    return view


def code_in_focus(view: PageView, model: PageModel) -> str:
    return "" if view.focus_row is None else model.rows[view.focus_row].code


def press(view: PageView, *keys: Key, held=Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(view, key, held)


def walked(view: PageView, model: PageModel, key: Key, times: int) -> list[str]:
    seen = []
    for _ in range(times):
        press(view, key)
        seen.append(code_in_focus(view, model))
    return seen


def rect_of(view: PageView, row: int):
    return view.visualRect(view.model().index(row, 0))


# Walking lines --------------------------------------------------------------------------------


def test_down_and_up_walk_the_lines_and_pass_over_notes(page_of_inkblots, model):
    assert walked(page_of_inkblots, model, Key.Key_Down, 3) == ["Q10.0", "Q10.01", "Q10.02"]
    assert walked(page_of_inkblots, model, Key.Key_Up, 3) == ["Q10.01", "Q10.0", "Q10"]


def test_home_and_end_go_to_the_first_and_the_last_line(page_of_inkblots, model):
    press(page_of_inkblots, Key.Key_End)
    assert code_in_focus(page_of_inkblots, model) == "Q10.9"

    press(page_of_inkblots, Key.Key_Home)
    assert page_of_inkblots.focus_row == 0


def test_right_opens_the_seventh_characters_and_steps_into_them(page_of_inkblots, model):
    page_of_inkblots.show_row(model.row_of("Q10.11"))

    press(page_of_inkblots, Key.Key_Right)
    assert model.row_of("Q10.11XS") is not None
    assert code_in_focus(page_of_inkblots, model) == "Q10.11"

    press(page_of_inkblots, Key.Key_Right)
    assert code_in_focus(page_of_inkblots, model) == "Q10.11XA"


def test_left_closes_the_seventh_characters_then_goes_to_the_line_above(page_of_inkblots, model):
    page_of_inkblots.show_row(model.row_of("Q10.11"))
    press(page_of_inkblots, Key.Key_Right, Key.Key_Right)

    assert walked(page_of_inkblots, model, Key.Key_Left, 4) == ["Q10.11", "Q10.11", "Q10.1", "Q10"]
    assert model.row_of("Q10.11XA") is None


def test_right_on_the_heading_opens_what_its_seventh_characters_mean(page_of_inkblots, model):
    before = model.rowCount()

    press(page_of_inkblots, Key.Key_Right)

    assert model.rowCount() == before + 3
    assert code_in_focus(page_of_inkblots, model) == "Q10"


def test_closing_from_a_seventh_character_with_the_mouse_leaves_focus_on_its_line(
    page_of_inkblots, model
):
    line = model.row_of("Q10.11")
    page_of_inkblots.toggle(line)
    page_of_inkblots.show_row(model.row_of("Q10.11XS"))

    page_of_inkblots.toggle(line)

    assert code_in_focus(page_of_inkblots, model) == "Q10.11"


def test_enter_opens_the_line_in_focus(qtbot, page_of_inkblots, model):
    page_of_inkblots.show_row(model.row_of("Q10.02"))

    with qtbot.waitSignal(page_of_inkblots.opened) as opened:
        press(page_of_inkblots, Key.Key_Return)

    assert opened.args == ["Q10.02"]


def test_enter_on_the_inherited_notes_opens_and_closes_them(page_of_inkblots, model):
    before = model.rowCount()
    press(page_of_inkblots, Key.Key_Up)

    press(page_of_inkblots, Key.Key_Return)
    assert model.rowCount() == before + 5

    press(page_of_inkblots, Key.Key_Return)
    assert model.rowCount() == before


def test_control_enter_and_control_c_ask_to_add_and_to_copy(qtbot, page_of_inkblots):
    with qtbot.waitSignal(page_of_inkblots.add_pressed):
        press(page_of_inkblots, Key.Key_Return, held=Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(page_of_inkblots.copy_pressed):
        press(page_of_inkblots, Key.Key_C, held=Qt.KeyboardModifier.ControlModifier)


def test_letters_and_the_windows_keys_are_left_to_the_window(qtbot, light_theme, model):
    heard: list[int] = []

    class Window(QWidget):
        def keyPressEvent(self, event):  # noqa: N802
            if event.key() != Key.Key_Alt:
                heard.append(event.key())

    window = Window()
    qtbot.addWidget(window)
    view = PageView(model, light_theme, window)
    model.show(page_rows(category_page(), inherited_open=False))
    view.show_row(1)

    press(view, Key.Key_D, Key.Key_Slash, Key.Key_Escape)
    press(view, Key.Key_Left, held=Qt.KeyboardModifier.AltModifier)
    press(view, Key.Key_Up, held=Qt.KeyboardModifier.AltModifier)

    assert heard == [Key.Key_D, Key.Key_Slash, Key.Key_Escape, Key.Key_Left, Key.Key_Up]
    assert view.focus_row == 1


# Links ----------------------------------------------------------------------------------------


def test_tab_walks_the_links_of_the_line_in_focus_and_its_notes(page_of_inkblots):
    seen = []
    for _ in range(6):
        press(page_of_inkblots, Key.Key_Tab)
        seen.append(page_of_inkblots.focus_link.spoken)

    assert seen == [
        "Q80.1",
        "Q80.2-",
        "Q12.-",
        "Q13.1-Q13.4",
        "Q10.1",
        "what the seventh characters mean",
    ]


def test_tab_leaves_the_page_after_the_last_link_and_shift_tab_before_the_first(
    qtbot, light_theme, model
):
    window = QWidget()
    qtbot.addWidget(window)
    before, view, after = QLineEdit(), PageView(model, light_theme), QLineEdit()
    layout = QVBoxLayout(window)
    for widget in (before, view, after):
        layout.addWidget(widget)
    model.show(page_rows(category_page(), inherited_open=False))
    window.show()
    view.show_row(model.row_of("Q10.0"))
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)

    press(view, Key.Key_Tab)
    assert view.focus_link.spoken == "Q11.0"
    press(view, Key.Key_Backtab)
    assert view.focus_link is None
    assert view.hasFocus()
    press(view, Key.Key_Tab, Key.Key_Tab)
    qtbot.waitUntil(after.hasFocus)
    assert view.focus_link is None
    view.setFocus()
    press(view, Key.Key_Backtab)
    qtbot.waitUntil(before.hasFocus)


def test_enter_follows_the_link_that_tab_walked_to(qtbot, page_of_inkblots):
    press(page_of_inkblots, Key.Key_Tab, Key.Key_Tab, Key.Key_Tab)

    with qtbot.waitSignal(page_of_inkblots.opened) as opened:
        press(page_of_inkblots, Key.Key_Return)

    assert opened.args == ["Q12"]


def test_escape_and_walking_on_let_go_of_the_link(page_of_inkblots):
    press(page_of_inkblots, Key.Key_Tab)
    press(page_of_inkblots, Key.Key_Escape)
    assert page_of_inkblots.focus_link is None

    press(page_of_inkblots, Key.Key_Tab, Key.Key_Down)
    assert page_of_inkblots.focus_link is None


def test_a_click_on_a_code_in_a_note_opens_it(qtbot, page_of_inkblots, model):
    at = next(row for row, shown in enumerate(model.rows) if "(Q13.1-Q13.4)" in shown.text)
    point = page_of_inkblots.link_rect(at, 0).center()

    with qtbot.waitSignal(page_of_inkblots.opened) as opened:
        QTest.mouseClick(page_of_inkblots.viewport(), Qt.MouseButton.LeftButton, pos=point)

    assert opened.args == ["Q131-Q134"]


def test_letting_go_of_the_button_elsewhere_opens_nothing(qtbot, page_of_inkblots, model):
    at = next(row for row, shown in enumerate(model.rows) if "(Q13.1-Q13.4)" in shown.text)
    point = page_of_inkblots.link_rect(at, 0).center()
    viewport = page_of_inkblots.viewport()

    with qtbot.assertNotEmitted(page_of_inkblots.opened):
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=point)
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=point + QPoint(0, 60))


def test_the_pointer_becomes_a_hand_over_a_link_and_says_what_it_opens(page_of_inkblots, model):
    at = next(row for row, shown in enumerate(model.rows) if "(Q12.-)" in shown.text)
    viewport = page_of_inkblots.viewport()

    QTest.mouseMove(viewport, page_of_inkblots.link_rect(at, 0).center())
    assert viewport.cursor().shape() is Qt.CursorShape.PointingHandCursor
    assert page_of_inkblots.tip_of((at, 0)) == "Open Q12.- in the book"

    QTest.mouseMove(viewport, page_of_inkblots.link_rect(at, 0).center() - QPoint(60, 0))
    assert viewport.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_a_click_on_7th_opens_and_closes_the_table(page_of_inkblots, model):
    at = model.row_of("Q10.12")
    assert page_of_inkblots.tip_of((at, 0)).startswith("Open seventh characters of Q10.12")

    for shown in (True, False):
        point = page_of_inkblots.link_rect(at, 0).center()
        QTest.mouseClick(page_of_inkblots.viewport(), Qt.MouseButton.LeftButton, pos=point)
        assert (model.row_of("Q10.12XA") is not None) is shown


def test_a_click_puts_a_line_in_focus_and_a_double_click_opens_it(qtbot, page_of_inkblots, model):
    at = model.row_of("Q10.02")
    point = rect_of(page_of_inkblots, at).center()
    viewport = page_of_inkblots.viewport()

    with qtbot.assertNotEmitted(page_of_inkblots.opened):
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=point)
    assert code_in_focus(page_of_inkblots, model) == "Q10.02"

    with qtbot.waitSignal(page_of_inkblots.opened) as opened:
        QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=point)
    assert opened.args == ["Q10.02"]


def test_a_click_on_a_note_puts_its_line_in_focus(page_of_inkblots, model):
    at = next(row for row, shown in enumerate(model.rows) if shown.text == "Blotted thumb")

    QTest.mouseClick(
        page_of_inkblots.viewport(),
        Qt.MouseButton.LeftButton,
        pos=rect_of(page_of_inkblots, at).center(),
    )

    assert code_in_focus(page_of_inkblots, model) == "Q10.0"


def test_a_click_below_the_last_line_changes_nothing(page_of_inkblots, model):
    page_of_inkblots.resize(560, page_of_inkblots.page_height() + 100)

    QTest.mouseClick(
        page_of_inkblots.viewport(),
        Qt.MouseButton.LeftButton,
        pos=QPoint(60, page_of_inkblots.viewport().height() - 10),
    )

    assert code_in_focus(page_of_inkblots, model) == "Q10"


def test_a_page_of_notes_alone_is_scrolled_by_the_arrow_keys_and_walked_by_tab(view, model):
    page = category_page()
    leaf = page.lines[2].code
    model.show(governing_rows(page, leaf.id))
    view.resize(320, 90)
    view.show_row(None)

    press(view, Key.Key_Tab)
    assert view.focus_link.spoken == "Q10.01"
    press(view, Key.Key_Down)
    assert view.verticalScrollBar().value() > 0
    assert view.focus_row is None


# Layout ---------------------------------------------------------------------------------------


def test_the_row_asked_for_is_in_sight_however_long_the_page(view, model):
    model.show(page_rows(long_page(2000), inherited_open=True))

    view.show_row(model.row_of("Q10.1250"))

    rect = rect_of(view, model.row_of("Q10.1250"))
    assert 0 <= rect.top() < view.viewport().height() // 2


@pytest.mark.parametrize("width", [240, 340, 440, 560])
def test_a_line_near_the_end_of_a_long_page_is_in_sight_when_asked_for(view, model, width):
    view.resize(width, 600)
    model.show(page_rows(long_page(300), inherited_open=True))
    last = len(model.rows) - 1
    while not model.rows[last].code:
        last -= 1

    view.show_row(last)
    view.grab()

    rect = rect_of(view, last)
    assert 0 <= rect.top() <= rect.bottom() <= view.viewport().height()


def test_rows_out_of_sight_are_laid_out_when_idle_without_moving_those_in_sight(qtbot, view, model):
    model.show(page_rows(long_page(600), inherited_open=True))
    at = model.row_of("Q10.0350")
    view.show_row(at)
    top = rect_of(view, at).top()

    qtbot.waitUntil(lambda: view.all_laid_out)

    assert rect_of(view, at).top() == top


def test_narrowing_the_page_wraps_the_text_and_keeps_the_line_in_its_place(qtbot, view, model):
    model.show(page_rows(long_page(300), inherited_open=True))
    at = model.row_of("Q10.0150")
    view.show_row(at)
    press(view, Key.Key_Down)
    at = view.focus_row
    top, height = rect_of(view, at).top(), view.page_height()

    view.resize(340, 900)

    assert rect_of(view, at).top() == top
    assert view.page_height() > height


def test_a_lower_page_keeps_the_line_in_focus_in_sight(view, model):
    model.show(page_rows(long_page(300), inherited_open=True))
    view.show_row(model.row_of("Q10.0150"))
    while rect_of(view, view.focus_row).bottom() < 800:
        press(view, Key.Key_Down)

    view.resize(560, 500)

    assert rect_of(view, view.focus_row).bottom() <= view.viewport().height()


def test_all_rows_fit_the_width_at_the_largest_text(view, model, light_theme):
    model.show(page_rows(category_page(), inherited_open=True))
    for at in range(model.rowCount() - 1, -1, -1):
        model.set_open(at, True)

    for scale in (0.8, 1.0, 1.5, 2.0):
        light_theme.set_scale(scale)
        for width in (480, 640, 900):
            view.resize(width, 900)
            ends = [
                rect.right()
                for row in range(model.rowCount())
                for number in range(len(view.links_of(row)))
                for rect in [view.link_rect(row, number)]
            ]
            assert ends
            assert max(ends) <= view.viewport().width()


def test_another_theme_and_text_size_lay_the_page_out_anew(view, model, light_theme):
    model.show(page_rows(category_page(), inherited_open=True))
    view.show_row(model.row_of("Q10"))
    before, height = view.grab().toImage(), view.page_height()

    light_theme.set_scale(1.5)
    assert view.page_height() > height
    light_theme.set_scale(1.0)
    assert view.page_height() == height
    light_theme.choose("dark")

    after = view.grab().toImage()
    assert before.pixelColor(5, before.height() - 5) == light_theme_surface("light")
    assert after.pixelColor(5, after.height() - 5) == light_theme_surface("dark")


def light_theme_surface(name: str):
    from PySide6.QtGui import QColor

    from codebook_app.gui.tokens import Tokens

    return QColor(Tokens.read(name).colours["surface"])


def test_the_line_in_focus_is_painted_apart_from_the_others(page_of_inkblots, model, light_theme):
    at = model.row_of("Q10.02")
    page_of_inkblots.show_row(at)
    point = rect_of(page_of_inkblots, at).topRight() + QPoint(-3, 3)

    in_focus = page_of_inkblots.viewport().grab().toImage().pixelColor(point)
    page_of_inkblots.show_row(model.row_of("Q10.01"))
    elsewhere = page_of_inkblots.viewport().grab().toImage().pixelColor(point)

    assert in_focus == light_theme.colour("selection")
    assert elsewhere == light_theme.colour("surface")


def test_notes_longer_than_the_page_are_scrolled_through_before_the_next_line(view, model):
    view.resize(320, 100)
    model.show(page_rows(category_page(), inherited_open=False))
    view.show_row(model.row_of("Q10"))

    seen = walked(view, model, Key.Key_Down, 12)

    assert seen[0] == "Q10"
    assert "Q10.0" in seen
    assert view.verticalScrollBar().value() > 0


def test_page_down_and_up_move_a_page_and_take_the_focus_along(view, model):
    model.show(page_rows(long_page(500), inherited_open=True))
    view.show_row(model.row_of("Q10"))

    press(view, Key.Key_PageDown, Key.Key_PageDown)
    low = view.focus_row
    assert 0 <= rect_of(view, low).top() < view.viewport().height()
    press(view, Key.Key_PageUp)

    assert low > model.row_of("Q10.0")
    assert view.focus_row < low


def test_opening_far_below_moves_nothing_above(page_of_inkblots, model):
    at = model.row_of("Q10.12")
    before = rect_of(page_of_inkblots, model.row_of("Q10.0")).top()

    page_of_inkblots.toggle(at)

    assert rect_of(page_of_inkblots, model.row_of("Q10.0")).top() == before


# Screen readers -------------------------------------------------------------------------------


def test_a_screen_reader_finds_the_rows_with_their_words_and_places(page_of_inkblots, model):
    page = QAccessible.queryAccessibleInterface(page_of_inkblots)
    at = model.row_of("Q10.01")

    row = page.child(at)

    assert page.role() is QAccessible.Role.List
    assert page.childCount() == model.rowCount()
    assert row.text(QAccessible.Text.Name) == "Q10.01, Inkblot of right thumb, billable"
    assert row.text(QAccessible.Text.Description) == ("Excludes2: old blot of right thumb (Q14.1)")
    assert row.rect().height() == rect_of(page_of_inkblots, at).height()


# In a tab of its own ---------------------------------------------------------------------------


def test_a_link_clicked_with_ctrl_or_the_middle_button_is_wanted_in_a_tab(qtbot, page_of_inkblots):
    view = page_of_inkblots
    row, number, target = next(
        (at, number, link.target)
        for at in range(view.model().rowCount())
        for number, link in enumerate(view.links_of(at))
        if link.act is not LinkAct.TOGGLE_ROW
    )
    point = view.link_rect(row, number).center()
    opened: list[str] = []
    view.opened.connect(opened.append)

    for button, held in (
        (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier),
        (Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier),
    ):
        with qtbot.waitSignal(view.opened_apart) as apart:
            QTest.mouseClick(view.viewport(), button, held, point)
        assert apart.args == [target]
    assert opened == []


def test_a_line_clicked_with_the_middle_button_is_wanted_in_a_tab(qtbot, page_of_inkblots, model):
    view = page_of_inkblots
    point = rect_of(view, model.row_of("Q10.02")).center()

    with qtbot.waitSignal(view.opened_apart) as apart:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.MiddleButton, pos=point)

    assert apart.args == ["Q10.02"]
