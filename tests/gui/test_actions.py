"""The actions as data: menus, shortcuts, and the sheet of keys made from them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QMainWindow

from codebook_app.gui.action_list import ACTIONS, PANE_KEYS
from codebook_app.gui.action_spec import MENUS
from codebook_app.gui.actions import Actions, key_sheet
from codebook_app.gui.dialogs.help import PAGES, HelpDialog
from codebook_app.gui.dialogs.keys import KeysDialog
from codebook_app.paths import resource

UX_KEYS = {
    "search": {"Ctrl+L", "/"},
    "next_hit": {"Down"},
    "open_hit": {"Return"},
    "add": {"Ctrl+Return"},
    "back": {"Alt+Left"},
    "forward": {"Alt+Right"},
    "move_up": {"Alt+Up"},
    "move_down": {"Alt+Down"},
    "next_pane": {"F6"},
    "copy_list": {"Ctrl+Shift+C"},
    "new_encounter": {"Ctrl+N"},
    "undo": {"Ctrl+Z"},
    "redo": {"Ctrl+Shift+Z"},
    "larger": {"Ctrl++"},
    "smaller": {"Ctrl+-"},
    "actual_size": {"Ctrl+0"},
    "keys": {"F1"},
}


@pytest.fixture
def done():
    return []


@pytest.fixture
def window(qtbot, light_theme, done):
    made = QMainWindow()
    made.field = QLineEdit()
    made.setCentralWidget(made.field)
    qtbot.addWidget(made)
    handlers = {spec.name: (lambda name=spec.name: done.append(name)) for spec in ACTIONS}
    made.deeds = Actions(made, light_theme, handlers)
    made.deeds.fill(made.menuBar())
    made.show()
    made.activateWindow()
    made.field.setFocus()
    qtbot.waitUntil(made.field.hasFocus)
    return made


@pytest.mark.parametrize("name", UX_KEYS)
def test_every_key_of_the_design_is_an_actions(name):
    spec = next(spec for spec in ACTIONS if spec.name == name)

    assert UX_KEYS[name] <= set(spec.keys)


def test_no_two_actions_claim_the_same_key():
    claimed = Counter(
        QKeySequence(keys).toString() for spec in ACTIONS if not spec.pane for keys in spec.keys
    )

    assert [keys for keys, times in claimed.items() if times > 1] == []


def test_no_two_actions_of_a_menu_share_a_mnemonic():
    for menu in MENUS:
        letters = Counter(
            spec.text[spec.text.index("&") + 1].casefold()
            for spec in ACTIONS
            if spec.menu == menu and "&" in spec.text
        )
        assert [letter for letter, times in letters.items() if times > 1] == []


def test_every_action_is_in_its_menu_with_its_keys(window):
    shown = {
        action.text().split("\t")[0].replace("&", "")
        for menu in window.menuBar().actions()
        for action in menu.menu().actions()
        if not action.isSeparator()
    }

    assert shown == {spec.plain_text for spec in ACTIONS}


def test_a_menu_has_its_icons_when_it_opens_in_the_colours_of_the_theme(window, light_theme):
    at = list(MENUS).index("encounter")
    menu = window.menuBar().actions()[at].menu()
    assert window.deeds["new_encounter"].icon().isNull()

    menu.aboutToShow.emit()
    light = window.deeds["new_encounter"].icon().pixmap(16, 16).toImage()
    light_theme.choose("dark")
    menu.aboutToShow.emit()

    assert not window.deeds["new_encounter"].icon().isNull()
    assert window.deeds["new_encounter"].icon().pixmap(16, 16).toImage() != light


def test_the_sheet_of_keys_names_every_action_that_has_one():
    sheet = {row.what for _, rows in key_sheet() for row in rows}

    for spec in ACTIONS:
        assert (spec.plain_text.rstrip("…") in sheet) == bool(spec.keys)


def test_the_sheet_dialog_shows_keys_and_meanings(qtbot, light_theme):
    dialog = KeysDialog(light_theme)
    qtbot.addWidget(dialog)

    text = dialog.browser.toPlainText()

    assert "Ctrl+Shift+C" in text
    assert "Ctrl+Enter" in text
    assert "Copy the encounter's code list in the format used last" in text


def test_an_action_without_a_handler_is_refused(qtbot, light_theme):
    bare = QMainWindow()
    qtbot.addWidget(bare)

    with pytest.raises(KeyError, match="quit"):
        Actions(bare, light_theme, {s.name: print for s in ACTIONS if s.name != "quit"})


def test_shortcuts_act_and_a_slash_while_typing_is_a_slash(qtbot, window, done):
    qtbot.keyClick(window.field, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.field, "1/2")

    assert done == ["search"]
    assert window.field.text() == "1/2"


def test_a_key_that_belongs_to_a_pane_is_shown_and_not_claimed(qtbot, window, done):
    window.field.setText("abc")
    window.field.setCursorPosition(0)

    qtbot.keyClick(window.field, Qt.Key.Key_Delete)

    assert window.field.text() == "bc"
    assert done == []
    assert (
        window.deeds["remove_line"]
        .text()
        .endswith(f"\t{QKeySequence('Del').toString(QKeySequence.SequenceFormat.NativeText)}")
    )


@pytest.mark.parametrize("page", PAGES)
def test_every_help_page_opens_and_its_links_lead_somewhere(qtbot, light_theme, page):
    dialog = HelpDialog(page, light_theme)
    qtbot.addWidget(dialog)

    assert len(dialog.browser.toPlainText()) > 200
    assert "{version}" not in dialog.browser.toPlainText()
    for target in re.findall(r'href="([^"]+)"', dialog.browser.toHtml()):
        assert target.startswith("https://") or target.removesuffix(".md") in PAGES


REPOSITORY = Path(__file__).resolve().parents[2]
KEY = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+)+(?:Page Up|Page Down|[^\s*+]+|\+)|F\d\d?")


def pages() -> dict[str, str]:
    """Return the texts for people by their names: the help's pages and the read-me."""
    found = {page: resource("help", f"{page}.md").read_text(encoding="utf-8") for page in PAGES}
    found["README"] = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    return found


@pytest.mark.parametrize("text", pages().values(), ids=pages().keys())
def test_no_text_names_a_key_that_does_nothing(text):
    known = {key for spec in ACTIONS for key in spec.keys} | {
        key for keys, _, _ in PANE_KEYS for key in keys
    }
    spelled = {"Page Up": "PgUp", "Page Down": "PgDown", "←": "Left", "→": "Right"}
    spelled |= {"↑": "Up", "↓": "Down", "\\\\": "\\"}

    for bold in re.findall(r"\*\*([^*]+)\*\*", text):
        if (key := KEY.fullmatch(bold.strip())) is None:
            continue
        named = key[0]
        for word, short in spelled.items():
            named = named.replace(word, short)
        assert {named, bold.strip()} & known, bold


@pytest.mark.parametrize("text", pages().values(), ids=pages().keys())
def test_no_text_names_a_menu_entry_that_is_not_there(text):
    there = {(MENUS[spec.menu].replace("&", ""), spec.plain_text.rstrip("…")) for spec in ACTIONS}

    named = {
        (menu, entry.rstrip("…"))
        for menu, entry in re.findall(r"\*(\w+)\s+›\s+([^*]+)\*", text)
        if menu in {title for title, _ in there}
    }
    assert {(menu, " ".join(entry.split())) for menu, entry in named} <= there


def test_a_link_to_another_help_page_opens_it(qtbot, light_theme):
    from PySide6.QtCore import QUrl

    dialog = HelpDialog("getting-started", light_theme)
    qtbot.addWidget(dialog)

    dialog.browser.anchorClicked.emit(QUrl("releases.md"))

    assert dialog.page == "releases"
    assert dialog.windowTitle() == "Releases"
