"""A coder's day with the mouse unplugged: every step by keys alone, and seen to be done."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QLabel
from support import icf_files, tabular_xml
from support.every_book import IN_FORCE, every_book
from support.hands import Hands, Unplugged

from codebook_app.domain.encounter import Setting
from codebook_app.gui.dialogs.compared_codes import ComparedCodesDialog
from codebook_app.gui.dialogs.history import HistoryDialog
from codebook_app.gui.dialogs.notebook import NotebookDialog
from codebook_app.gui.installing import Installation
from codebook_app.gui.panels.procedure_table import ProcedureTableView
from codebook_app.gui.panels.term_table import TermTable

INSTALLER = Path(__file__).resolve().parents[2] / "installer"
BEFORE = "Type 2 sample diabetes, as it was worded before"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shelf(tmp_path_factory) -> Path:
    """Every invented book, ICF among them, and the year before of the tabular list."""
    folder = tmp_path_factory.mktemp("without-a-mouse")
    releases = every_book(folder)
    more = folder / "more"
    more.mkdir()
    (more / "icf.xml").write_text(icf_files.claml(*icf_files.CLASSES), encoding="utf-8")
    (more / "tabular.xml").write_text(tabular_xml.sample(2098, BEFORE), encoding="utf-8")
    releases.import_paths([more])
    releases.close()
    return folder / "data"


@pytest.fixture
def hands(shelf, tmp_path, qapp, monkeypatch) -> Iterator[Hands]:
    """The keys of a window with "Visit 14" open: E11.22, N18.30, Z79.4."""
    monkeypatch.syspath_prepend(str(INSTALLER))
    monkeypatch.setattr(Installation, "install", lambda _self: None)
    stage_module = sys.modules.get("stage") or __import__("stage")
    stage = stage_module.Stage(
        shelf,
        tmp_path,
        stage_module.Look("light", 1.0, 1280, 720),
        IN_FORCE + timedelta(days=1),
        empty=False,
    )
    mouse = Unplugged(qapp)
    yield Hands(stage)
    mouse.end()
    stage.close()
    assert mouse.seen == []


def test_a_chart_is_searched_read_and_coded(hands):
    hands.type("diab kidn")
    assert hands.window.hits.current is not None
    hands.press("Return")
    assert hands.at == "icd10cm:E11.2"
    assert hands.where.startswith("Page E11")

    hands.press("Down", "Down")
    assert hands.code == "E11.22"
    hands.press("Tab", "Return")
    assert hands.at.startswith("icd10cm:N18")
    hands.press("Alt+Left")
    assert hands.at == "icd10cm:E11.2"
    hands.press("Alt+Right")
    assert hands.at.startswith("icd10cm:N18")
    hands.press("Alt+PgDown")
    assert hands.at == "icd10cm:S06"
    hands.press("Alt+PgUp")
    assert hands.at == "icd10cm:N18"

    hands.press("Ctrl+L")
    hands.type("S52.01")
    hands.press("Return", "Right", "Down")
    assert hands.code == "S52.01XB"
    hands.press("Ctrl+Return")
    assert hands.listed == ["E11.22", "N18.30", "Z79.4", "S52.01XB"]


def test_the_list_is_sequenced_corrected_and_copied(hands):
    hands.press("F6", "F6", "F6")
    assert hands.where == "Codes of the encounter"
    hands.press("Down", "Alt+Up")
    assert hands.listed == ["N18.30", "E11.22", "Z79.4"]
    hands.press("Ctrl+Z")
    assert hands.listed == ["E11.22", "N18.30", "Z79.4"]
    hands.press("Ctrl+Shift+Z")
    assert hands.listed == ["N18.30", "E11.22", "Z79.4"]
    hands.press("Del")
    assert hands.listed == ["E11.22", "Z79.4"]
    hands.press("Ctrl+Z", "Ctrl+Shift+C")
    assert QGuiApplication.clipboard().text().split() == ["N18.30", "E11.22", "Z79.4"]
    hands.press("Return")
    assert hands.where.startswith("Page N18")

    hands.press("F2")
    hands.type("Visit 15")
    hands.press("Tab", "Down")
    shown = hands.window.encounter.encounter
    assert shown.label == "Visit 15"
    assert shown.setting is not Setting.OUTPATIENT


def test_findings_are_completed_and_overridden(hands):
    hands.type("S52.01")
    hands.press("Ctrl+Return", "F6", "F6", "F6", "End")
    hands.tab_to("Seventh character")
    hands.press("Space", "B")
    assert hands.listed[-1] == "S52.01XB"

    hands.press("Ctrl+L")
    hands.type("E10.9")
    hands.press("Ctrl+Return", "F6", "F6", "F6")
    hands.tab_to("Override: E10.9")
    hands.press("Space")
    assert hands.where == "Reason for the override"
    hands.type("two visits in one")
    hands.press("Return")
    pane = hands.window.encounter.findings
    (reason,) = (c.finding.override_reason for c in pane.cards if c.finding.rule == "excludes1")
    assert reason == "two visits in one"
    hands.tab_to("Withdraw")
    hands.press("Space")
    assert [
        card.finding.override_reason for card in pane.cards if card.finding.override_reason
    ] == []


def test_tab_goes_round_the_window_and_is_caught_nowhere(hands):
    hands.type("diab")
    hands.press("Return", "Ctrl+L")

    forth = hands.walk("Tab")
    back = hands.walk("Shift+Tab")

    assert {"Hits", "Codes of the encounter", "Copy 3 codes", "Encounter menu"} <= set(forth)
    assert {"Date of service", "Label of the encounter", "Outpatient"} <= set(back)


def test_books_stand_in_tabs_and_columns(hands):
    hands.type("E11")
    hands.press("Return", "Down", "Ctrl+K")
    assert hands.tabs == [2]
    hands.press("Ctrl+Shift+N")
    assert hands.tabs == [3]
    assert hands.at == ""
    hands.press("Ctrl+PgUp")
    assert hands.at == "icd10cm:E11.2"
    hands.press("Ctrl+Tab", "Ctrl+W")
    assert hands.tabs == [2]
    hands.press("Ctrl+Shift+T")
    assert (hands.tabs, hands.at) == ([3], "")
    hands.press("Ctrl+PgUp", "Ctrl+Shift+\\")
    assert hands.tabs == [2, 1]
    assert hands.at == "icd10cm:E11.2"

    hands.press("Down", "Ctrl+Shift+K")
    other = hands.window.area.columns.other.current
    assert other.place.text == "icd10cm:E11.21"
    assert hands.at == "icd10cm:E11.2"
    hands.press("Shift+F6")
    assert hands.at == "icd10cm:E11.21"
    hands.press("Ctrl+\\")
    assert len(hands.tabs) == 1


def test_the_index_is_read_by_letters_found_in_and_followed(hands):
    hands.press("Alt+1")
    hands.type("Sample fr")
    assert hands.where == "Find on this page"
    hands.press("Return")
    assert hands.where.endswith("Sample fracture")
    hands.press("Tab", "Return")
    assert hands.where.endswith("Sample injury")

    hands.press("Alt+1")
    hands.type("Sample diab")
    hands.press("Return", "F")
    hands.type("arthr")
    hands.press("Return")
    assert hands.at == "icd10cm:E11.2"

    # The index gave two codes: the etiology is added and the manifestation is opened.
    hands.press("Down", "Ctrl+Return")
    assert hands.listed[-1] == "E11.21"
    assert hands.at.startswith("icd10cm:M14.8")
    hands.press("Down", "Ctrl+Return")
    assert hands.listed[-2:] == ["E11.21", "M14.80"]


def test_the_tables_are_walked_by_arrows_and_coded_after_a_check(hands):
    hands.press("Alt+3")
    table = hands.window.book.shown_view
    assert isinstance(table, TermTable)
    assert table.printed_code() == "C80.1"
    hands.press("Right", "Down")
    assert (table.focus_row, table.currentIndex().column()) == (1, 2)
    hands.press("Left")
    assert table.printed_code() == "C76.4-"

    hands.press("Alt+4")
    hands.type("drug")
    hands.press("Esc", "Right", "Right", "Right", "Right")
    drugs = hands.window.book.shown_view
    assert drugs.printed_code() == "T36.0X5"
    hands.press("Ctrl+Return")
    assert hands.at == "icd10cm:T36.0X5"
    assert hands.listed == ["E11.22", "N18.30", "Z79.4"]
    hands.press("Right", "Ctrl+Return")
    assert hands.listed[-1] == "T36.0X5A"


def test_a_procedure_is_built_value_by_value_into_the_encounter(hands):
    hands.press("Ctrl+Alt+B")
    view = hands.window.book.shown_view
    assert isinstance(view, ProcedureTableView)
    hands.press("0", "1")  # one body system only: it picks itself
    assert hands.at == "icd10pcs/build:001"
    hands.press("1", "0", "7")
    assert hands.code == "001107Z"
    assert view.title.text().startswith(hands.code)
    hands.press("Backspace")
    assert hands.code == ""
    hands.press("Z")
    assert hands.code == "00110ZZ"
    hands.press("Return")
    assert hands.at == "icd10pcs:00110ZZ"
    hands.press("Ctrl+Return")
    assert hands.listed[-1] == "00110ZZ"


def test_the_other_code_sets_are_read_and_added(hands):
    hands.type("A0001")
    hands.press("Return", "Ctrl+Return")
    assert hands.at == "hcpcs:A0001"
    assert hands.listed[-1] == "A0001"

    hands.press("Ctrl+L")
    hands.type("280")
    hands.press("Return")
    assert hands.where.startswith("MDC 05")
    hands.press("Down")
    assert hands.code == "281"

    hands.press("Ctrl+L")
    hands.type("b114")
    hands.press("Return", ".", "2")
    assert hands.window.book.qualifiers.qualified("b114") == "b114.2"
    hands.press("Return")
    assert hands.listed[-1] == "b114.2"
    hands.press("Esc")
    assert hands.where.startswith("Page b114")


def test_releases_are_compared_and_words_found_on_a_page(hands):
    hands.type("E11.22")
    hands.press("Return", "Ctrl+F")
    hands.type("kidney")
    bar = hands.window.book.find_bar
    assert "of" in bar.count.text()
    first = hands.code, bar.count.text()
    hands.press("Return")
    assert (hands.code, bar.count.text()) != first
    hands.press("Esc")
    assert hands.where.startswith("Page E11")

    hands.press("Ctrl+Shift+E")
    dialog = hands.top
    assert isinstance(dialog, ComparedCodesDialog)
    rows = dialog.model.rowCount()
    hands.tab_to("Only differences")
    hands.press("Space")
    assert dialog.findChild(QCheckBox).isChecked()
    assert 0 < dialog.model.rowCount() < rows
    hands.press("Esc")
    assert hands.top is hands.window


def test_the_notebook_is_kept_and_sorted(hands):
    hands.type("N18.31")
    hands.press("Return", "Ctrl+D", "Ctrl+M")
    hands.type("ask for the stage")
    hands.press("Esc")
    assert hands.where.startswith("Page N18")
    assert [one.text for one in hands.window.book.model.own_notes["N18.31"]] == [
        "ask for the stage"
    ]
    hands.press("Ctrl+Shift+M", "Ctrl+Shift+B")
    dialog = hands.top
    assert isinstance(dialog, NotebookDialog)
    hands.type("stage")
    assert "ask for the stage" in hands.read_all(dialog.tree)
    hands.press("Esc", "Tab", "Ctrl+Shift+N")
    hands.type("Kidneys")
    hands.press("Return")
    assert "Kidneys" in hands.read_all(dialog.tree)
    hands.press("F2")
    hands.press("Ctrl+A")
    hands.type("Renal")
    hands.press("Return")
    assert "Renal" in hands.read_all(dialog.tree)
    hands.press("Del")
    assert "Renal" not in hands.read_all(dialog.tree)
    hands.press("Ctrl+Z")
    assert "Renal" in hands.read_all(dialog.tree)
    hands.press("Ctrl+L")
    hands.type("N18.31")
    hands.until(lambda: dialog.tree.current is not None and dialog.tree.current.code)
    hands.press("Ctrl+Return")
    assert hands.listed[-1] == "N18.31"
    hands.press("Return")
    assert hands.top is hands.window
    assert hands.at == "icd10cm:N18.31"


def test_what_was_opened_is_found_again_in_the_history(hands):
    hands.type("E11.21")
    hands.press("Return", "Ctrl+L")
    hands.type("S52")
    hands.press("Return", "Ctrl+Shift+H")
    dialog = hands.top
    assert isinstance(dialog, HistoryDialog)
    hands.type("E11")
    hands.until(lambda: dialog.model.rowCount() == 1 and dialog.current is not None)
    hands.press("Return")
    assert hands.at == "icd10cm:E11.21"
    assert hands.top is hands.window


@pytest.mark.parametrize(
    ("keys", "title", "focus"),
    [
        ("F1", "Keys", "Keys"),
        ("Ctrl+O", "Open an encounter", "Find an encounter by label, code or date"),
        ("Ctrl+I", "Import files", "File name:"),
        ("Ctrl+R", "Releases", "Installed releases"),
        ("Ctrl+Shift+R", "Releases", "Releases that can be fetched"),
        ("Ctrl+Shift+D", "Releases", "Changes"),
        ("Ctrl+P", "Print", "The whole page"),
        ("Ctrl+Shift+P", "Save as PDF", "The whole page"),
        ("Ctrl+Alt+C", "Copy “Visit 14”", "Format"),
        ("Ctrl+G", "Guidelines", "Find a section"),
        ("Ctrl+Shift+B", "Notebook", "Find in the notebook"),
        ("Ctrl+Shift+H", "History", "Find what was opened"),
        ("Ctrl+Shift+E", "E11 in two releases", "The page in both releases"),
    ],
)
def test_a_dialog_opens_on_something_useful_and_gives_the_focus_back(hands, keys, title, focus):
    hands.type("E11.22")
    hands.press("Return", "Down")
    had, code = hands.focus, hands.code

    hands.press(keys)
    dialog = hands.top
    assert (dialog.windowTitle(), dialog.isVisible()) == (title, True)
    assert hands.focus.window() is dialog
    assert hands.where.startswith(focus)
    assert hands.shared_mnemonics(dialog) == []
    hands.press("Esc")

    assert hands.top is hands.window
    assert (hands.focus, hands.code) == (had, code)


def test_look_and_welcome_are_chosen_in_the_menus(hands):
    hands.press("Alt+V", "D")
    assert hands.window.theme.choice == "dark"
    hands.press("Ctrl++")
    assert hands.window.theme.scale > 1
    hands.press("Ctrl+0")
    assert hands.window.theme.scale == 1

    hands.press("Alt+H", "W")
    assert hands.window.welcoming.strip.isVisible()
    assert hands.shared_mnemonics(hands.window) == []
    hands.press("Ctrl+L")
    hands.tab_to("Close the welcome")
    hands.press("Space")
    assert hands.window.welcoming.strip is None
    assert hands.where == "Search"


def test_every_menu_opens_by_its_letter_and_every_action_is_reached(hands):
    bar = hands.window.menuBar()
    letters = [action.text()[action.text().index("&") + 1] for action in bar.actions()]
    assert len({letter.casefold() for letter in letters}) == len(letters)

    for letter, top in zip(letters, bar.actions(), strict=True):
        hands.press(f"Alt+{letter}")
        assert hands.target is top.menu()
        hands.press("Esc", "Esc")
        assert hands.shared_mnemonics(top.menu()) == []
        lost = [
            action.text()
            for action in top.menu().actions()
            if not action.isSeparator() and "&" not in action.text() and not action.shortcuts()
        ]
        assert lost == []


def test_no_key_of_the_window_means_two_things(hands):
    assert hands.shared_keys() == []
    assert not any(label.text().startswith("&") for label in hands.window.findChildren(QLabel))


def test_a_stay_is_made_ready_for_the_claim(hands):
    hands.press("F2")
    hands.type("Stay 1")
    hands.press("Tab", "Up", "Shift+F4")
    assert hands.where == "Age or birth date"
    hands.type("67")
    hands.press("Tab")
    hands.type("F")
    hands.press("Tab", "Tab")
    pane = hands.window.encounter
    assert pane.head.stay.status.hasFocus()
    hands.type("03")
    hands.press("Tab")
    assert pane.head.stay.exempt.hasFocus()
    hands.press("Tab", "Home", "Y", "Down", "N", "Down", "F4")
    assert pane.body.fields.poa.hasFocus()
    hands.type("U")
    hands.press("Return")
    assert hands.where == "Codes of the encounter"

    stay = pane.encounter
    assert (stay.setting, stay.age, stay.sex, stay.discharge_status) == (
        Setting.INPATIENT,
        67,
        "F",
        "03",
    )
    assert [line.poa for line in stay.lines] == ["Y", "N", "U"]


def test_one_chart_follows_another_with_few_keys(hands):
    hands.press("Ctrl+N")
    assert hands.where == "Label of the encounter"
    hands.type("4/5")
    assert hands.window.encounter.head.label.text() == "4/5"
    hands.press("Return")
    assert hands.focus is hands.window.top_bar.field
    hands.type("S52.01")
    hands.press("Ctrl+Return")
    hands.type("E10.9")
    hands.press("Ctrl+Return")
    assert hands.listed == ["S52.01", "E10.9"]
    assert hands.window.encounter.encounter.label == "4/5"

    hands.press("F6", "F6", "F6", "Home", "F8")
    assert hands.where == "Seventh character"
    hands.press("Space", "B")
    assert hands.listed == ["S52.01XB", "E10.9"]
    assert hands.window.encounter.list.current_line.code == "S52.01XB"
    hands.press("Ctrl+Z")
    assert hands.window.encounter.list.current_line.code == "S52.01"
    hands.press("Ctrl+E")
    assert hands.listed == ["E11.22", "N18.30", "Z79.4"]
    hands.press("Ctrl+N", "Tab")
    assert hands.focus is hands.window.encounter.head.setting
    hands.press("Return")
    assert hands.focus is hands.window.top_bar.field
    hands.press("F6", "F6", "F6", "/")
    assert hands.focus is hands.window.top_bar.field


def test_f8_goes_to_the_findings_and_back(hands):
    hands.type("S52.01")
    hands.press("Ctrl+Return", "F6", "F6", "F6", "End", "F8")
    assert hands.window.encounter.findings.isAncestorOf(hands.focus)
    hands.press("F8")
    assert hands.where == "Codes of the encounter"
