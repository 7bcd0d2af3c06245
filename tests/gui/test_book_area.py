"""Several books at once: tabs, two columns, and what is kept of them between starts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from support.invented_index import InventedIndex

from codebook_app.gui.asked import Where
from codebook_app.gui.book_reader import BookReader
from codebook_app.gui.found_titles import FoundTitle
from codebook_app.gui.kept_books import KeptBooks, KeptColumn, KeptTab
from codebook_app.gui.panels.book_area import BookArea
from codebook_app.gui.places import CONTENTS, Place
from codebook_app.services.procedures import ProcedureTables
from codebook_app.settings import Settings

Key = Qt.Key


@pytest.fixture
def area(qtbot, light_theme, lookup_worker, invented_lookup, invented_releases):
    reader = BookReader(
        invented_lookup,
        InventedIndex(invented_releases),
        invented_releases,
        ProcedureTables(invented_releases),
    )
    made = BookArea(light_theme, reader, lookup_worker)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    made.activateWindow()
    return made


def at(code: str) -> Place:
    return Place("icd10cm", code)


def kept_tabs(*codes: str) -> tuple[KeptTab, ...]:
    return tuple(KeptTab(at(code).text, FoundTitle(code, f"Title of {code}")) for code in codes)


def tabs_of(area: BookArea) -> list[list[str]]:
    return [[book.title.code for book in column.books] for column in area.columns.columns]


@pytest.fixture
def open_at(qtbot, area):
    def open_them(*codes: str) -> None:
        for number, code in enumerate(codes):
            if number:
                area.open_apart(at(code))
            else:
                area.open(at(code))
            qtbot.waitUntil(lambda code=code: area.current.current_code() == code)

    return open_them


# Tabs -----------------------------------------------------------------------------------------


def test_one_book_has_no_row_of_tabs_and_several_have(area, open_at):
    open_at("Q01")
    assert not area.columns.active.tabs.isVisible()

    open_at("Q01", "Q02")

    assert area.columns.active.tabs.isVisible()
    assert tabs_of(area) == [["Q01", "Q02"]]


def test_a_tab_opens_beside_the_one_it_came_from_and_each_has_its_own_way_back(
    area, open_at, qtbot
):
    open_at("Q01", "Q02")
    area.step_tab(-1)
    area.open_apart(at("Q01.11"))
    qtbot.waitUntil(lambda: area.current.current_code() == "Q01.11")

    assert [book.place.code for book in area.books] == ["Q01", "Q01.11", "Q02"]
    assert not area.navigator.can_back


def test_what_was_only_glanced_at_goes_back_when_it_is_opened_in_a_tab(area, open_at, qtbot):
    open_at("Q01")
    area.navigator.glance(at("Q02"))
    qtbot.waitUntil(lambda: area.current.current_code() == "Q02")
    first = area.book

    area.open_apart(at("Q02"))

    qtbot.waitUntil(lambda: first.panel.current_code() == "Q01")
    qtbot.waitUntil(lambda: area.current.current_code() == "Q02")
    assert area.book is not first


def test_a_tab_is_closed_and_opened_again_and_the_last_one_stays(area, open_at, qtbot):
    said: list[str] = []
    area.said.connect(said.append)
    open_at("Q01", "Q02")

    area.close_tab()
    assert tabs_of(area) == [["Q01"]]
    area.close_tab()
    assert said == ["This is the only book that is open; it stays."]
    area.reopen_tab()

    qtbot.waitUntil(lambda: area.current.current_code() == "Q02")
    assert tabs_of(area) == [["Q01", "Q02"]]
    area.reopen_tab()
    assert said[-1] == "No tab was closed."


def test_a_tab_is_closed_by_the_middle_button_by_its_button_and_by_delete(area, open_at):
    open_at("Q01", "Q02", "Q01.1", "Q02.0")
    tabs = area.columns.active.tabs

    QTest.mouseClick(tabs, Qt.MouseButton.MiddleButton, pos=tabs.tabRect(0).center())
    assert tabs_of(area) == [["Q02", "Q01", "Q02"]]
    tabs.tabButton(1, tabs.ButtonPosition.RightSide).click()
    assert tabs_of(area) == [["Q02", "Q02"]]
    tabs.setFocus()
    QTest.keyClick(tabs, Key.Key_Delete)
    assert tabs_of(area) == [["Q02"]]


def test_tabs_that_are_moved_keep_their_books(area, open_at):
    open_at("Q01", "Q02")
    front = area.book

    area.columns.active.tabs.moveTab(1, 0)

    assert tabs_of(area) == [["Q02", "Q01"]]
    assert area.book is front


def test_the_focus_goes_with_the_tab_that_comes_to_the_front(area, open_at, qtbot):
    open_at("Q01", "Q02")
    qtbot.waitUntil(area.current.view.hasFocus)

    area.step_tab(1)

    assert area.book.place == at("Q01")
    assert area.current.view.hasFocus()


def test_a_link_is_opened_in_a_tab_from_the_page(area, open_at, qtbot):
    open_at("Q01")

    area.current.open_current(Where.APART)

    qtbot.waitUntil(lambda: len(list(area.books)) == 2)
    assert area.book.place.code in {"Q01", ""}
    qtbot.waitUntil(lambda: area.book.place == at("Q01"))


def test_only_the_current_book_is_heard(area, open_at, qtbot):
    open_at("Q01", "Q02")
    heard: list[str] = []
    area.code_focused.connect(lambda _, code: heard.append(code))
    behind = next(iter(area.books))

    behind.panel.tell_focus()
    assert heard == []
    area.step_tab(1)

    assert heard == ["Q01"]


# Two columns ----------------------------------------------------------------------------------


def test_split_view_shows_the_place_twice_and_its_end_keeps_every_tab(area, open_at, qtbot):
    open_at("Q01", "Q02")

    area.split()
    second = area.columns.columns[1]
    qtbot.waitUntil(lambda: second.current.panel.current_code() == "Q02")
    assert all(column.tabs.isVisible() for column in area.columns.columns)
    assert [frame.name for frame in area.columns.frames] == ["Book", "Second book"]

    area.unsplit()
    assert tabs_of(area) == [["Q01", "Q02", "Q02"]]
    assert area.book.place == at("Q02")
    assert len(area.columns.frames) == 1


def test_the_focus_stays_in_the_books_when_two_columns_become_one(area, open_at, qtbot):
    open_at("Q01", "Q02")
    area.move_beside()
    qtbot.waitUntil(area.current.view.hasFocus)

    area.toggle_split()

    assert area.current.view.hasFocus()
    assert area.book.place == at("Q02")


def test_what_was_only_glanced_at_is_shown_beside_and_not_twice(area, open_at, qtbot):
    open_at("Q01")
    area.navigator.glance(at("Q02"))
    qtbot.waitUntil(lambda: area.current.current_code() == "Q02")

    area.open_beside(at("Q02"))

    qtbot.waitUntil(lambda: area.current.current_code() == "Q01")
    other = area.columns.columns[1].current
    qtbot.waitUntil(lambda: other.panel.current_code() == "Q02")


def test_what_has_the_focus_is_the_column_that_is_acted_on(area, open_at, qtbot):
    open_at("Q01")
    area.split()
    second = area.columns.columns[1].current
    qtbot.waitUntil(lambda: second.panel.current_code() == "Q01")

    second.panel.setFocus()
    area.open(at("Q02"))

    qtbot.waitUntil(lambda: second.panel.current_code() == "Q02")
    assert area.book is second
    assert area.columns.columns[0].current.place == at("Q01")


def test_a_place_is_shown_beside_without_taking_the_focus(area, open_at, qtbot):
    open_at("Q01")
    qtbot.waitUntil(area.current.view.hasFocus)
    first = area.book

    area.open_beside(at("Q02"))

    other = area.columns.columns[1].current
    qtbot.waitUntil(lambda: other.panel.current_code() == "Q02")
    assert area.book is first
    assert first.panel.view.hasFocus()


def test_a_tab_moves_into_the_other_column_with_the_focus(area, open_at, qtbot):
    open_at("Q01", "Q02")
    qtbot.waitUntil(area.current.view.hasFocus)

    area.move_beside()

    assert tabs_of(area) == [["Q01"], ["Q02"]]
    assert area.current.view.hasFocus()
    area.move_beside()
    assert tabs_of(area) == [["Q01", "Q02"]]
    assert area.book.place == at("Q02")


def test_the_last_tab_of_a_column_closes_the_column(area, open_at, qtbot):
    open_at("Q01", "Q02")
    area.move_beside()

    area.close_tab()

    assert tabs_of(area) == [["Q01"]]
    assert area.book.place == at("Q01")


# Between starts -------------------------------------------------------------------------------


def test_what_was_open_is_open_again_and_only_what_stands_in_front_is_read(
    area, qtbot, invented_lookup
):
    kept = KeptBooks(
        (KeptColumn(kept_tabs("Q01", "Q02", "Q01.1"), 1), KeptColumn(kept_tabs("Q02.0"))), 1
    )

    area.restore(kept)

    qtbot.waitUntil(lambda: area.current.current_code() == "Q02.0")
    qtbot.waitUntil(lambda: area.columns.columns[0].current.found is not None)
    assert len(invented_lookup.looked_in) == 2
    assert [book.awake for book in area.books] == [False, True, False, True]
    again = area.kept()
    assert (again.active, [column.front for column in again.columns]) == (1, [1, 0])
    assert [[tab.place for tab in column.tabs] for column in again.columns] == [
        [tab.place for tab in column.tabs] for column in kept.columns
    ]


def test_a_tab_that_waits_is_read_once_it_comes_to_the_front(area, qtbot):
    area.restore(KeptBooks((KeptColumn(kept_tabs("Q01", "Q02")),)))
    qtbot.waitUntil(lambda: area.current.current_code() == "Q01")

    area.step_tab(1)

    qtbot.waitUntil(lambda: area.current.current_code() == "Q02")


def test_a_place_that_is_in_no_release_now_is_answered_with_the_contents(area, qtbot):
    area.restore(KeptBooks((KeptColumn(kept_tabs("Z99")),)))

    qtbot.waitUntil(lambda: area.navigator.here == CONTENTS)


def test_open_books_are_kept_in_the_settings(tmp_path):
    settings = Settings(tmp_path / "settings.toml")
    title = FoundTitle("S72", "Fracture\tof femur", "ICD-10-CM", "CM")
    kept = KeptBooks(
        (
            KeptColumn((KeptTab("icd10cm:S72", title), KeptTab("", FoundTitle("", "Welcome"))), 1),
            KeptColumn((KeptTab("@index:icd10cm:FY2099:3:"),)),
        ),
        1,
        (500, 480),
    )

    kept.write(settings)
    settings.save()
    read = KeptBooks.read(Settings(tmp_path / "settings.toml"))

    assert read.columns[0].tabs[0].title.title == "Fracture of femur"
    assert (read.columns[0].front, read.active, read.sizes) == (1, 1, (500, 480))
    assert read.columns[1] == kept.columns[1]
    assert read.place == "@index:icd10cm:FY2099:3:"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("book.fronts", (99, -1)),
        ("book.active", 7),
        ("book.left", ("only a place",)),
        ("book.left", ("a\tb\tc\td\te\tf\tg",)),
        ("book.right", ("icd10cm:Q01",)),
    ],
)
def test_whatever_the_settings_hold_of_open_books_can_be_opened(tmp_path, name, value):
    settings = Settings(tmp_path / "settings.toml")
    settings.put("book.left", ("icd10cm:Q02\tQ02\tPaper cut\tICD-10-CM\tCM",))
    settings.put(name, value)

    kept = KeptBooks.read(settings)

    assert kept.place == kept.columns[kept.active].tabs[kept.columns[kept.active].front].place


def test_the_place_that_an_earlier_version_kept_is_opened(tmp_path):
    settings = Settings(tmp_path / "settings.toml")
    settings.put("book.place", "icd10cm:Q02")

    assert KeptBooks.read(settings).place == "icd10cm:Q02"


def test_a_long_press_on_back_lists_the_places_before_and_goes_there(area, qtbot):
    for code in ("Q01", "Q02", "Q01.11"):
        area.open(at(code))
        qtbot.waitUntil(lambda code=code: area.current.current_code() == code)
    menu = area.current.header.trail_menu(-1)

    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == ["Q02 Paper cut", "Q01 Inkblot"]
    menu.actions()[1].trigger()

    qtbot.waitUntil(lambda: area.current.current_code() == "Q01")
    later = area.current.header.trail_menu(1)
    later.aboutToShow.emit()
    assert [action.text() for action in later.actions()] == ["Q02 Paper cut", "Q01 Inkblot"]
