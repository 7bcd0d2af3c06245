"""The window as a whole, over stand-ins for what is looked up and a real user database."""

from __future__ import annotations

import json
from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QToolButton,
    QWidget,
)
from support.invented_index import InventedIndex
from support.invented_services import (
    InventedCatalogue,
    InventedChanges,
    InventedValidity,
    SeveralReleases,
    newer_release,
)
from support.invented_window import CODES, InventedLookup, InventedReleases, hit_on, report
from support.list_reading import invented_import

from codebook_app.domain.audit import (
    AuditedList,
    AuditReport,
    KeptLine,
    KeptList,
    OutdatedCode,
    Standing,
)
from codebook_app.domain.encounter import Encounter, Setting
from codebook_app.domain.finding import CheckReport
from codebook_app.domain.flag import Flag
from codebook_app.domain.grouping import Drg, Grouped, GroupedCode
from codebook_app.domain.index_page import IndexPath
from codebook_app.domain.index_term import IndexBook
from codebook_app.domain.page import Entry
from codebook_app.domain.search import Hit, HitKind, SearchAnswer
from codebook_app.errors import KnownError
from codebook_app.gui.dialogs.audit import AuditDialog
from codebook_app.gui.dialogs.encounter_log import EncounterLogDialog
from codebook_app.gui.dialogs.grouping import GroupingDialog
from codebook_app.gui.dialogs.history import HistoryDialog
from codebook_app.gui.dialogs.import_report import ImportReportDialog
from codebook_app.gui.dialogs.list_import import ListImportDialog
from codebook_app.gui.dialogs.notebook import NotebookDialog
from codebook_app.gui.dialogs.print_page import PrintDialog
from codebook_app.gui.dialogs.releases import ReleasesDialog
from codebook_app.gui.main_window import MainWindow
from codebook_app.gui.models.page_rows import Row
from codebook_app.gui.panels.page_view import PageView
from codebook_app.gui.panels.welcome import Step
from codebook_app.gui.places import CONTENTS, Place
from codebook_app.gui.workers import Workers
from codebook_app.services.coding_summaries import CodingSummaries
from codebook_app.services.copying import Copying
from codebook_app.services.encounters import Encounters
from codebook_app.services.history import History
from codebook_app.services.list_import import ListImport
from codebook_app.services.notebook import Notebook
from codebook_app.services.page_comparison import PageComparisons
from codebook_app.services.procedures import ProcedureTables
from codebook_app.settings import Settings


class Unchecked:
    """A check that finds nothing."""

    def check(self, _encounter: object) -> CheckReport:
        return CheckReport((), ())


class Unaudited:
    """Finds nothing, and keeps the days it is asked about."""

    def __init__(self) -> None:
        self.days: list[date] = []

        self.lists: tuple[AuditedList, ...] = ()

    def steps(self, today: date) -> Generator[None, None, AuditReport]:
        self.days.append(today)
        yield
        return AuditReport(today, self.lists, len(self.lists))


class Ungrouped:
    """Groups every stay to the same invented one."""

    def group(self, encounter: Encounter) -> Grouped:
        codes = tuple(GroupedCode(one.id, one.code, one.code_set) for one in encounter.lines)
        return Grouped(Drg("902", "Sample group"), codes=codes)


@dataclass
class InventedProgram:
    """The program's parts over one folder, the way bootstrap builds them."""

    folders: object
    settings: Settings
    releases: InventedReleases
    lookup: InventedLookup
    encounters: Encounters
    checking: Unchecked
    history: History
    notebook: Notebook
    copying: Copying
    index_lookup: InventedIndex
    procedures: ProcedureTables
    catalogue: InventedCatalogue
    changes: InventedChanges
    page_comparisons: PageComparisons
    validity: InventedValidity
    audit: Unaudited
    summaries: CodingSummaries
    grouping: Ungrouped
    list_import: ListImport


@pytest.fixture
def releases():
    return InventedReleases()


@pytest.fixture
def program(folders, releases):
    folders.data.mkdir()
    made = InventedProgram(
        folders=folders,
        settings=Settings(folders.settings),
        releases=releases,
        lookup=InventedLookup(releases),
        encounters=Encounters(folders.user_db),
        history=History(folders.user_db),
        notebook=Notebook(folders.user_db),
        checking=Unchecked(),
        copying=Copying(),
        index_lookup=InventedIndex(releases),
        procedures=ProcedureTables(releases),
        catalogue=InventedCatalogue(),
        changes=InventedChanges(),
        page_comparisons=PageComparisons(InventedLookup(releases), releases),
        validity=InventedValidity(),
        audit=Unaudited(),
        summaries=CodingSummaries(releases, Unchecked().check),
        grouping=Ungrouped(),
        list_import=invented_import(),
    )
    yield made
    made.lookup.gate.set()
    releases.step.set()
    made.encounters.close()
    made.history.close()
    made.notebook.close()


@pytest.fixture
def open_window(qtbot, program, light_theme):
    opened: list[MainWindow] = []

    def open_it() -> MainWindow:
        window = MainWindow(program, light_theme, Workers.start())
        opened.append(window)
        qtbot.addWidget(window)
        window.resize(1280, 720)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.top_bar.field.hasFocus)
        window.start()
        return window

    yield open_it
    for window in opened:
        window.close()


@pytest.fixture
def window(qtbot, open_window):
    made = open_window()
    qtbot.waitUntil(lambda: made.reading.navigator.here == CONTENTS)
    return made


def press(keys: str) -> None:
    """Press *keys* wherever the focus is, as a person would."""
    combination = QKeySequence(keys)[0]
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, combination.key(), combination.keyboardModifiers())


def write(text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)


def codes(window: MainWindow) -> list[str]:
    encounter = window.encounter.encounter
    return [line.code for line in encounter.lines] if encounter else []


def current(window: MainWindow) -> str:
    hit = window.hits.current()
    return hit.code if hit else ""


# Search to encounter --------------------------------------------------------------------------


def test_from_typing_to_the_encounter_and_the_clipboard_by_keyboard(qtbot, window):
    write("inkblot left")
    qtbot.waitUntil(lambda: current(window) == "Q01.12")

    press("Return")
    qtbot.waitUntil(lambda: window.book.current_code() == "Q01.12")
    qtbot.waitUntil(lambda: window.panes.here == "Book")

    press("Ctrl+Return")
    qtbot.waitUntil(lambda: codes(window) == ["Q01.12"])
    press("Ctrl+Shift+C")
    qtbot.waitUntil(lambda: QApplication.clipboard().text() == "Q01.12")


def test_the_pane_of_the_encounter_has_all_that_the_menus_of_the_bar_do_with_it(window):
    bar = {action.text(): action.menu() for action in window.menuBar().actions()}

    *deeds, listed = window.encounter.head.menu_button.menu().actions()

    assert [one for one in deeds if one.text()] == [
        one for one in bar["En&counter"].actions() if one.text()
    ]
    assert listed.menu() is bar["&List"]


def test_stay_is_grouped_as_it_is_coded_and_its_group_opens_by_a_key(qtbot, window):
    write("shallow")
    press("Ctrl+Return")
    strip = window.encounter_windows.drg_strip
    qtbot.waitUntil(lambda: codes(window) == ["Q02.0"])
    assert strip.isHidden()

    window.encounter.edits.set_setting(Setting.INPATIENT)
    qtbot.waitUntil(lambda: not strip.isHidden())
    window.deeds["grouping"].trigger()

    (dialog,) = window.findChildren(GroupingDialog)
    assert dialog.heading.text() == "MS-DRG 902  Sample group"
    dialog.table.chosen.emit()
    qtbot.waitUntil(lambda: window.book.current_code() == "Q02.0")
    dialog.close()


def test_enter_typed_faster_than_the_answer_opens_what_was_typed(qtbot, window, program):
    program.lookup.gate.clear()
    write("paper cut, shallow")
    press("Return")
    program.lookup.gate.set()

    qtbot.waitUntil(lambda: window.book.current_code() == "Q02.0")


def test_down_and_enter_faster_than_the_answer_mean_the_hits_of_what_was_typed(
    qtbot, window, program
):
    write("p")
    qtbot.waitUntil(lambda: current(window) != "")
    program.lookup.gate.clear()
    write("a")
    window.top_bar.field.setText("inkblot")
    press("Down")
    press("Down")
    press("Return")
    program.lookup.gate.set()

    qtbot.waitUntil(lambda: window.book.current_code() == "Q01.11")


def test_adding_from_the_search_keeps_the_focus_and_readies_the_next_term(qtbot, window):
    write("shallow")
    press("Ctrl+Return")
    qtbot.waitUntil(lambda: codes(window) == ["Q02.0"])
    field = window.top_bar.field
    assert field.hasFocus()
    assert field.selectedText() == "shallow"

    write("inkblot right")
    press("Ctrl+Return")

    qtbot.waitUntil(lambda: codes(window) == ["Q02.0", "Q01.11"])


def test_adding_faster_than_the_answers_loses_no_code_and_keeps_the_order(qtbot, window, program):
    program.lookup.gate.clear()
    for text in ("shallow", "inkblot right", "inkblot left"):
        write(text)
        press("Ctrl+Return")
    program.lookup.gate.set()

    qtbot.waitUntil(lambda: len(codes(window)) == 3)
    assert codes(window) == ["Q02.0", "Q01.11", "Q01.12"]


def test_undo_right_after_adding_takes_the_code_back_from_the_search_field(qtbot, window):
    write("shallow")
    press("Ctrl+Return")
    qtbot.waitUntil(lambda: codes(window) == ["Q02.0"])
    qtbot.waitUntil(window.deeds["undo"].isEnabled)

    press("Ctrl+Z")
    qtbot.waitUntil(lambda: codes(window) == [])
    qtbot.waitUntil(window.deeds["redo"].isEnabled)
    press("Ctrl+Shift+Z")
    qtbot.waitUntil(lambda: codes(window) == ["Q02.0"])
    assert window.top_bar.field.text() == "shallow"


def test_the_code_list_is_resequenced_from_anywhere(qtbot, window):
    for text in ("shallow", "inkblot right"):
        write(text)
        press("Ctrl+Return")
    qtbot.waitUntil(lambda: codes(window) == ["Q02.0", "Q01.11"])

    press("Alt+Up")

    qtbot.waitUntil(lambda: codes(window) == ["Q01.11", "Q02.0"])


def test_a_chapter_or_section_is_no_code_to_add(qtbot, window):
    write("inky ailments")
    qtbot.waitUntil(lambda: current(window) == "Q01-Q02")

    press("Ctrl+Return")

    qtbot.waitUntil(lambda: "no code to report" in window.statusBar().currentMessage())
    assert codes(window) == []


# Several books at once ------------------------------------------------------------------------


def test_a_hit_is_opened_in_a_tab_and_the_tabs_are_there_at_the_next_start(
    qtbot, window, open_window
):
    write("inkblot left")
    qtbot.waitUntil(lambda: current(window) == "Q01.12")
    press("Return")
    qtbot.waitUntil(lambda: window.book.current_code() == "Q01.12")
    press("Ctrl+L")
    write("paper shallow")
    qtbot.waitUntil(lambda: current(window) == "Q02.0")

    press("Ctrl+K")
    qtbot.waitUntil(lambda: window.book.current_code() == "Q02.0")
    qtbot.waitUntil(lambda: window.panes.here == "Book")
    assert [book.place.code for book in window.area.books] == ["Q01.12", "Q02.0"]
    press("Ctrl+PgUp")
    assert window.area.book.place.code == "Q01.12"
    window.close()

    again = open_window()
    qtbot.waitUntil(lambda: again.book.current_code() == "Q01.12")
    assert [book.title.text for book in again.area.books] == ["Q01 Inkblot", "Q02 Paper cut"]


def test_f6_walks_two_columns_and_the_encounters_code_is_shown_beside(qtbot, window):
    write("inkblot left")
    qtbot.waitUntil(lambda: current(window) == "Q01.12")
    press("Ctrl+Return")
    qtbot.waitUntil(lambda: codes(window) == ["Q01.12"])
    press("Ctrl+\\")
    assert window.deeds["split"].isChecked()

    window.panes.enter("Book")
    walked = [window.panes.here]
    for _ in range(2):
        press("F6")
        walked.append(window.panes.here)
    assert walked == ["Book", "Second book", "Encounter"]

    press("Ctrl+Shift+K")
    second = window.area.columns.columns[0].current
    qtbot.waitUntil(lambda: second.panel.current_code() == "Q01.12")
    assert window.panes.here == "Encounter"
    window.area.take_focus()
    press("Ctrl+\\")
    assert not window.deeds["split"].isChecked()


def test_what_was_opened_is_found_in_the_history(qtbot, window):
    write("inkblot left")
    qtbot.waitUntil(lambda: current(window) == "Q01.12")
    press("Return")
    qtbot.waitUntil(lambda: window.book.current_code() == "Q01.12")

    press("Ctrl+Shift+H")

    qtbot.waitUntil(lambda: window.findChild(HistoryDialog) is not None)
    dialog = window.findChild(HistoryDialog)
    qtbot.waitUntil(lambda: [visit.code for visit in dialog.model.rows] == ["Q01.12"])
    dialog.close()


# The panes ------------------------------------------------------------------------------------


def test_arrows_in_the_search_preview_and_leave_no_trail(qtbot, window):
    write("inkblot")
    qtbot.waitUntil(lambda: current(window) == "Q01")
    for code in ("Q01.1", "Q01.11", "Q01.12"):
        press("Down")
        qtbot.waitUntil(lambda code=code: window.book.current_code() == code)
    assert window.top_bar.field.hasFocus()

    press("Return")
    qtbot.waitUntil(lambda: window.panes.here == "Book")
    press("Alt+Left")

    qtbot.waitUntil(lambda: window.reading.navigator.here == CONTENTS)
    press("Alt+Right")
    qtbot.waitUntil(lambda: window.book.current_code() == "Q01.12")


def test_f6_goes_round_and_escape_and_the_slash_return_to_the_search(qtbot, window):
    write("inkblot")
    qtbot.waitUntil(lambda: current(window) == "Q01")
    walked = []
    for _ in range(4):
        press("F6")
        walked.append(window.panes.here)
    assert walked == ["Hits", "Book", "Encounter", "Search"]

    press("F6")
    press("/")
    assert window.top_bar.field.hasFocus()
    assert window.top_bar.field.selectedText() == "inkblot"
    press("F6")
    press("Esc")
    assert window.top_bar.field.hasFocus()
    press("Esc")
    assert window.top_bar.field.text() == ""


def test_typing_in_the_hits_goes_on_in_the_search_field(qtbot, window):
    write("inkb")
    qtbot.waitUntil(lambda: current(window) == "Q01")
    press("F6")
    assert window.panes.here == "Hits"

    write("l")
    write("ot left")

    assert window.top_bar.field.text() == "inkblot left"
    qtbot.waitUntil(lambda: current(window) == "Q01.12")


def test_a_code_that_does_not_exist_leaves_the_page_and_says_so(qtbot, window):
    window.reading.navigator.open(Place("icd10cm", "Q01.11"))
    qtbot.waitUntil(lambda: window.book.current_code() == "Q01.11")

    window.book.open_requested.emit("Z99.9")

    qtbot.waitUntil(lambda: "Z99.9 is not in FY2099" in window.statusBar().currentMessage())
    assert window.book.current_code() == "Q01.11"


def test_enter_presses_the_button_in_focus(qtbot, window):
    write("shallow")
    press("Ctrl+Return")
    qtbot.waitUntil(lambda: codes(window) == ["Q02.0"])
    undo = next(
        one
        for one in window.findChildren(QToolButton)
        if one.text() == "Undo" or one.accessibleName().startswith("Undo")
    )
    qtbot.waitUntil(undo.isEnabled)
    undo.setFocus()

    press("Return")

    qtbot.waitUntil(lambda: codes(window) == [])


def test_the_date_of_service_reaches_search_book_and_bar(qtbot, window):
    window.encounter.date_changed.emit(date(2030, 5, 6))

    qtbot.waitUntil(lambda: "Date of service 2030-05-06 lies outside" in words(window.top_bar))


def words(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_the_window_fits_1280_by_720_at_every_text_size(qtbot, window, light_theme):
    write("inkblot of thumb")
    press("Ctrl+Return")
    qtbot.waitUntil(lambda: codes(window) == ["Q01.1"])
    for scale in (0.8, 1.0, 1.5, 2.0):
        light_theme.set_scale(scale)
        window.resize(1280, 690)
        qtbot.waitUntil(
            lambda: window.encounter.width() >= window.encounter.minimumSizeHint().width()
        )
        assert window.size() == QSize(1280, 690)
        for pane in (window.hits, window.book, window.encounter):
            assert pane.width() >= pane.minimumSizeHint().width()


def test_every_control_of_the_window_has_a_name(window):
    from PySide6.QtGui import QAccessible
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit

    nameless = [
        widget
        for kind in (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit)
        for widget in window.findChildren(kind)
        if widget.isVisible()
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]

    assert nameless == []


# Installing and importing ---------------------------------------------------------------------


def test_the_first_start_installs_behind_the_window_and_then_reads(
    qtbot, releases, program, open_window
):
    releases.installed_now = False
    releases.step.clear()
    window = open_window()
    qtbot.waitUntil(window.strip.isVisible)
    qtbot.waitUntil(lambda: "being installed" in words(window.top_bar))

    write("paper")
    qtbot.waitUntil(lambda: "No ICD-10-CM release is installed" in words(window.hits))
    releases.step.set()

    qtbot.waitUntil(lambda: current(window) == "Q02")
    qtbot.waitUntil(lambda: not window.strip.isVisible())
    qtbot.waitUntil(lambda: "FY2099" in words(window.top_bar))
    assert window.reading.navigator.here == CONTENTS


def test_cancel_stops_the_installation_and_install_takes_it_up_again(qtbot, releases, open_window):
    releases.installed_now = False
    releases.step.clear()
    window = open_window()
    qtbot.waitUntil(window.strip.isVisible)

    button(window, "Cancel").click()
    releases.step.set()
    qtbot.waitUntil(lambda: "Stopped. Nothing half-installed was kept." in words(window.strip))
    assert not releases.installed_now
    qtbot.waitUntil(lambda: "No ICD-10-CM release is installed" in words(window.top_bar))

    button(window, "Install").click()
    qtbot.waitUntil(lambda: window.reading.navigator.here == CONTENTS)
    assert releases.installed_now


def button(window: MainWindow, text: str) -> QPushButton:
    return next(
        one
        for one in window.strip.findChildren(QPushButton)
        if one.text() == text and one.isVisible()
    )


def test_a_full_disk_stops_the_installation_with_a_line_and_a_way_on(qtbot, releases, open_window):
    releases.installed_now = False
    releases.fault = KnownError("The disk is full.", "Make room.")
    window = open_window()

    qtbot.waitUntil(lambda: "Not installed: The disk is full. Make room." in words(window.strip))
    assert button(window, "Install").isEnabled()


def drop(window: MainWindow, dropped: Path) -> None:
    """Let *dropped* go over the window; Qt delivers a drop only during a drag of the desktop's."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(dropped))])
    window.drops.eventFilter(
        window,
        QDropEvent(
            QPointF(50, 50),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        ),
    )


def list_dialog(qtbot, window: MainWindow) -> ListImportDialog:
    """Return the dialog that reads a list, once it has read."""
    qtbot.waitUntil(lambda: window.findChild(ListImportDialog) is not None)
    dialog = window.findChild(ListImportDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.model.rowCount() > 0)
    return dialog


def test_a_pasted_list_is_added_in_one_step_that_undo_takes_back(qtbot, window):
    window.encounter.edits.take(lambda encounters: encounters.create("Visit 14"))
    qtbot.waitUntil(lambda: window.encounter.encounter is not None)
    window.panes.enter("Encounter")
    QApplication.clipboard().setText("E11.22 Y, I10, 99213-25")
    press("Ctrl+V")
    dialog = list_dialog(qtbot, window)

    dialog.accept()
    qtbot.waitUntil(lambda: codes(window) == ["E11.22", "I10", "99213"])
    qtbot.waitUntil(lambda: "3 codes added" in window.statusBar().currentMessage())
    assert window.encounter.encounter.lines[2].modifiers == ("25",)

    window.deeds["undo"].trigger()
    qtbot.waitUntil(lambda: codes(window) == [])


def test_what_a_note_states_is_set_with_its_codes_and_undone_with_them(qtbot, window):
    window.encounter.edits.take(lambda encounters: encounters.create("Visit 14"))
    qtbot.waitUntil(lambda: window.encounter.encounter is not None)
    window.panes.enter("Encounter")
    QApplication.clipboard().setText("Admitted 6/1/2025\n66 y/o F\nE11.22, I10")
    press("Ctrl+V")
    list_dialog(qtbot, window).accept()
    qtbot.waitUntil(lambda: codes(window) == ["E11.22", "I10"])
    shown = window.encounter.encounter
    assert (str(shown.admitted_on), shown.age, shown.sex) == ("2025-06-01", 66, "F")

    window.deeds["undo"].trigger()
    qtbot.waitUntil(lambda: codes(window) == [])
    shown = window.encounter.encounter
    assert (shown.admitted_on, shown.age, shown.sex) == (None, None, "")


def test_a_list_pasted_from_the_label_leaves_the_focus_where_undo_takes_it_back(qtbot, window):
    window.encounter.edits.take(lambda encounters: encounters.create("Visit 14"))
    qtbot.waitUntil(lambda: window.encounter.encounter is not None)
    window.encounter.head.rename()
    QApplication.clipboard().setText("E11.22 Y, I10, 99213-25")
    press("Ctrl+Alt+V")
    list_dialog(qtbot, window).accept()
    qtbot.waitUntil(lambda: codes(window) == ["E11.22", "I10", "99213"])
    qtbot.waitUntil(lambda: window.focusWidget() is window.encounter.list)


def test_a_dropped_table_is_read_as_a_list_for_a_new_encounter_where_wanted(
    qtbot, releases, window, tmp_path
):
    (tmp_path / "bill.csv").write_text("code,POA\nE11.22,Y\nI10,N\n")
    drop(window, tmp_path / "bill.csv")
    dialog = list_dialog(qtbot, window)
    dialog.into.setCurrentIndex(dialog.into.count() - 1)

    qtbot.waitUntil(lambda: not dialog._reader.busy)
    dialog.accept()
    qtbot.waitUntil(lambda: codes(window) == ["E11.22", "I10"])
    qtbot.waitUntil(lambda: "new encounter with 2 codes" in window.statusBar().currentMessage())
    assert releases.imported == []


def test_a_dropped_encounter_file_opens_as_a_new_encounter_with_its_overrides(
    qtbot, window, tmp_path
):
    document = {
        "label": "Visit 99",
        "setting": "inpatient",
        "diagnoses": [{"code": "E11.22", "poa": "Y"}, {"code": "I10"}],
        "overrides": [{"rule": "excludes1", "codes": ["E11.22", "I10"], "reason": "unrelated"}],
    }
    (tmp_path / "visit.json").write_text(json.dumps(document))
    drop(window, tmp_path / "visit.json")

    qtbot.waitUntil(lambda: codes(window) == ["E11.22", "I10"])
    shown = window.encounter.encounter
    assert shown.label == "Visit 99"
    assert shown.overrides[0].reason == "unrelated"
    assert window.findChild(ListImportDialog) is None


def test_a_dropped_encounter_file_with_a_fault_is_one_line_and_changes_nothing(
    qtbot, window, tmp_path
):
    (tmp_path / "visit.json").write_text('{"diagnoses": [{"kode": "E11.22"}]}')
    drop(window, tmp_path / "visit.json")

    qtbot.waitUntil(window.encounter.notice.isVisible)
    assert "visit.json: diagnoses[0]" in window.encounter.notice.text
    assert codes(window) == []


def test_dropped_files_are_imported_and_reported(qtbot, releases, window, tmp_path):
    dropped = tmp_path / "tabular.xml"
    drop(window, dropped)

    qtbot.waitUntil(lambda: window.findChild(ImportReportDialog) is not None)
    assert releases.imported == [(dropped,)]
    report = window.findChild(ImportReportDialog)
    assert "8 codes, 3 of them billable" in report.browser.toPlainText()


def test_dragging_files_over_the_window_says_what_dropping_them_does(window, tmp_path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "tabular.xml"))])
    entering = QDragEnterEvent(
        QPoint(50, 50),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted()
    assert window.drop_hint.isVisible()
    assert window.drop_hint.size() == window.centralWidget().size()

    QApplication.sendEvent(window, QDragLeaveEvent())

    assert not window.drop_hint.isVisible()


def test_no_field_takes_dragged_files_for_text(window):
    takers = [line for line in window.findChildren(QLineEdit) if line.acceptDrops()]

    assert takers == [window.top_bar.field]


def test_an_import_that_fails_is_told_in_one_dialog(qtbot, releases, window):
    releases.fault = KnownError("bad.xml, line 3: no tabular list.", "Choose the zip.")

    window.importing.take([Path("bad.xml")])

    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None)
    box = window.findChild(QMessageBox)
    assert box.text() == "bad.xml, line 3: no tabular list."
    box.close()


# Between starts -------------------------------------------------------------------------------


def test_session_and_look_are_kept_between_starts(qtbot, window, program, open_window, light_theme):
    write("inkblot right")
    press("Return")
    qtbot.waitUntil(lambda: window.book.current_code() == "Q01.11")
    press("Ctrl++")
    window.deeds["theme_dark"].trigger()
    window.close()

    program.settings = Settings(program.folders.settings)
    again = open_window()

    qtbot.waitUntil(lambda: again.book.current_code() == "Q01.11")
    assert again.top_bar.field.text() == "inkblot right"
    qtbot.waitUntil(lambda: current(again) == "Q01.11")
    assert program.settings.text("view.theme") == "dark"
    assert program.settings.number("view.scale", 0) == 1.1


def test_one_key_undoes_how_the_words_were_read_and_typing_on_reads_again(qtbot, window, program):
    program.lookup.read_as = "ink → inkblot"
    write("ink")
    qtbot.waitUntil(lambda: window.hits.read_as != "")

    press("Ctrl+T")
    qtbot.waitUntil(lambda: window.hits.read_as == "")
    assert "Searched as typed, not as: ink → inkblot" in words(window.hits)
    press("Ctrl+T")
    qtbot.waitUntil(lambda: window.hits.read_as != "")
    press("Ctrl+T")
    qtbot.waitUntil(lambda: window.hits.read_as == "")

    write("b")

    qtbot.waitUntil(lambda: window.hits.read_as != "")


def test_filters_are_told_over_the_hits_and_taken_away_one_by_one(qtbot, window):
    window.top_bar.book.setCurrentIndex(1)
    window.top_bar.book.activated.emit(1)
    window.top_bar.field.setFocus()
    write("inkblot billable:yes")
    qtbot.waitUntil(lambda: len(window.hits.line.chips) == 2)

    book, billable = window.hits.line.chips
    assert (book.text(), billable.text()) == ("ICD-10-CM", "billable only")
    billable.click()
    qtbot.waitUntil(lambda: len(window.hits.line.chips) == 1)
    assert window.top_bar.field.text() == "inkblot"
    window.hits.line.chips[0].click()

    qtbot.waitUntil(lambda: not window.hits.line.chips)
    assert window.top_bar.book.code_set == ""
    assert window.top_bar.field.hasFocus()


def test_completions_switched_off_stay_off(qtbot, window, program, open_window):
    write("inkb")
    qtbot.waitUntil(lambda: len(window.completing.offered) == 1)
    assert window.deeds["completions"].isChecked()

    window.deeds["completions"].trigger()
    assert window.completing.offered == ()
    window.close()
    program.settings = Settings(program.folders.settings)
    again = open_window()

    assert not again.deeds["completions"].isChecked()
    assert not again.completing.on


def test_a_last_page_that_is_in_no_release_any_more_gives_way_to_the_chapters(
    qtbot, program, open_window
):
    program.settings.put("book.place", "Z99.9")

    window = open_window()

    qtbot.waitUntil(lambda: window.reading.navigator.here == CONTENTS)


def test_closing_stops_a_search_and_an_installation_and_keeps_every_edit(
    qtbot, releases, program, open_window
):
    window = open_window()
    qtbot.waitUntil(lambda: window.reading.navigator.here == CONTENTS)
    write("shallow")
    press("Ctrl+Return")
    qtbot.waitUntil(lambda: codes(window) == ["Q02.0"])
    window.encounter.edits.add(
        program.lookup.entry("Q01.11").code, lambda: None
    )  # still queued when the window closes

    window.close()

    kept = Encounters(program.folders.user_db)
    assert [line.code for line in kept.latest().lines] == ["Q02.0", "Q01.11"]
    kept.close()


def test_the_first_paint_is_told_once(qtbot, program, light_theme):
    window = MainWindow(program, light_theme, Workers.start())
    qtbot.addWidget(window)
    painted: list[bool] = []
    window.painted.connect(lambda: painted.append(True))

    window.show()
    qtbot.waitUntil(lambda: painted == [True])
    window.repaint()
    window.close()

    assert painted == [True]


# Every code set, the indexes, the releases ----------------------------------------------------


def index_hit() -> Hit:
    return hit_on(
        CODES["Q01.12"],
        kind=HitKind.INDEX,
        entry_id=4,
        title="Inkblot, thumb, left",
        level="index",
    )


def show_hits(window: MainWindow, *hits: Hit) -> None:
    window.hits.show_answer(SearchAnswer("", "", hits, 0.1))


def test_moving_to_an_index_hit_shows_the_index_and_enter_the_tabular(qtbot, window):
    show_hits(window, hit_on(CODES["Q02"]), index_hit())
    press("Down")
    qtbot.waitUntil(lambda: window.book.shows_index)
    assert window.book.current_term().term.title == "left"

    press("Return")

    qtbot.waitUntil(lambda: window.book.current_code() == "Q01.12")
    assert not window.book.shows_index


def test_an_index_hit_is_opened_to_be_checked_and_then_added(qtbot, window):
    show_hits(window, index_hit())
    press("Ctrl+Return")

    qtbot.waitUntil(lambda: window.book.current_code() == "Q01.12")
    assert codes(window) == []
    assert "Never code from the index alone" in window.statusBar().currentMessage()
    qtbot.waitUntil(lambda: window.panes.here == "Book")

    press("Ctrl+Return")

    qtbot.waitUntil(lambda: codes(window) == ["Q01.12"])


def test_the_code_of_another_code_set_is_looked_up_there_and_added_with_it(qtbot, window, program):
    show_hits(window, hit_on(CODES["Q02.0"], code_set="hcpcs"))

    press("Ctrl+Return")

    qtbot.waitUntil(lambda: codes(window) == ["Q02.0"])
    assert "hcpcs" in program.lookup.looked_in


def test_a_modifier_is_no_line_of_its_own(qtbot, window, program, monkeypatch):
    modifier = replace(CODES["Q02.0"], code="LT", level="modifier", billable=False)
    monkeypatch.setitem(CODES, "LT", modifier)
    show_hits(window, hit_on(modifier, code_set="hcpcs"))

    press("Ctrl+Return")

    qtbot.waitUntil(lambda: "LT is a modifier" in window.statusBar().currentMessage())
    assert codes(window) == []


def test_the_table_of_a_procedure_is_no_line_and_is_opened_to_pick_the_rest(
    qtbot, window, program, monkeypatch
):
    table = replace(CODES["Q02.0"], code="0SR", level="table", billable=False, code_set="icd10pcs")
    monkeypatch.setitem(CODES, "0SR", table)
    said: list[str] = []
    window.adding.said.connect(said.append)
    show_hits(window, hit_on(table, code_set="icd10pcs"))

    press("Ctrl+Return")

    qtbot.waitUntil(lambda: any("0SR is the table of a code" in words for words in said))
    assert codes(window) == []


def test_the_book_chosen_is_the_one_searched_and_kept_between_starts(
    qtbot, window, program, open_window
):
    book = window.top_bar.book
    assert [book.itemText(row) for row in range(book.count())] == ["All books", "ICD-10-CM"]
    write("ink")
    qtbot.waitUntil(lambda: program.lookup.asked_of[-1:] == [()])

    book.setCurrentIndex(1)
    book.activated.emit(1)

    qtbot.waitUntil(lambda: program.lookup.asked_of[-1] == ("icd10cm",))
    window.close()
    again = open_window()
    qtbot.waitUntil(lambda: again.top_bar.book.code_set == "icd10cm")


def test_a_table_is_opened_whole_and_a_cell_of_it_in_the_tabular(qtbot, window):
    window.reading.open_link("@drugs:icd10cm:FY2099:0:")
    qtbot.waitUntil(lambda: window.book.shows_index)
    qtbot.waitUntil(window.book.shown_view.hasFocus)

    press("Return")

    qtbot.waitUntil(lambda: window.book.page is not None)
    assert window.book.current_code() == "Q01.11"


def test_the_banner_tells_of_a_newer_release_and_opens_its_download(qtbot, program, open_window):
    program.validity.news = newer_release()
    window = open_window()
    qtbot.waitUntil(window.banner.isVisible)

    window.banner.get.click()

    qtbot.waitUntil(lambda: window.findChild(ReleasesDialog) is not None)
    pane = window.findChild(ReleasesDialog).catalogue
    qtbot.waitUntil(lambda: pane.current is not None and pane.current.release == "FY2100")


def test_a_download_is_fetched_imported_reported_and_read(qtbot, program, window):
    press("Ctrl+Shift+R")
    dialog = window.findChild(ReleasesDialog)
    qtbot.waitUntil(lambda: dialog.catalogue.current is not None)

    dialog.catalogue.download_button.click()

    qtbot.waitUntil(lambda: program.catalogue.fetched == [("icd10cm", "FY2100")])
    qtbot.waitUntil(lambda: window.findChild(ImportReportDialog) is not None)
    assert "FY2100" in window.findChild(ImportReportDialog).browser.toPlainText()


def test_a_download_that_breaks_is_told_of_where_it_was_asked_for(qtbot, program, window):
    program.catalogue.fault = KnownError("The connection broke.", "Press Download to resume.")
    press("Ctrl+Shift+R")
    dialog = window.findChild(ReleasesDialog)
    qtbot.waitUntil(lambda: dialog.catalogue.current is not None)

    dialog.catalogue.download_button.click()

    qtbot.waitUntil(
        lambda: dialog.catalogue.word.text() == "The connection broke. Press Download to resume."
    )


def test_cancel_stops_a_download(qtbot, program, window):
    program.catalogue.step.clear()
    press("Ctrl+Shift+R")
    dialog = window.findChild(ReleasesDialog)
    qtbot.waitUntil(lambda: dialog.catalogue.current is not None)
    dialog.catalogue.download_button.click()
    qtbot.waitUntil(dialog.catalogue.cancel_button.isVisible)

    dialog.catalogue.cancel_button.click()
    program.catalogue.step.set()

    qtbot.waitUntil(dialog.catalogue.download_button.isEnabled)
    assert program.catalogue.fetched == []


def test_what_else_is_known_of_a_code_comes_to_its_notes(qtbot, window, program, monkeypatch):
    plain = program.lookup.entry
    path = IndexPath(IndexBook.INDEX, 5, ("Inkblot", "thumb", "right"), "Q01.11")

    def entry(code: str, **where: object) -> Entry:
        found = plain(code, **where)
        return replace(found, flags=(Flag("POA exempt"),), index_paths=(path,))

    monkeypatch.setattr(program.lookup, "entry", entry)
    window.reading.navigator.open(Place("icd10cm", "Q01.11"))

    notes = window.book.governing.notes
    qtbot.waitUntil(lambda: any(row.text.endswith("right") for row in rows_of(notes)))
    assert "POA exempt" in words(window.book.governing)
    with qtbot.waitSignal(window.book.open_requested) as opened:
        notes.opened.emit(next(row.target for row in rows_of(notes) if row.target))
    assert opened.args == ["@index:icd10cm:FY2099:5:"]


def rows_of(view: PageView) -> list[Row]:
    model = view.model()
    role = Qt.ItemDataRole.UserRole
    return [model.data(model.index(at, 0), role) for at in range(model.rowCount())]


def test_an_import_whose_licence_is_to_be_confirmed_leads_to_its_notice(
    qtbot, program, window, monkeypatch, tmp_path
):
    there = SeveralReleases()
    for name in ("installed", "confirm_licence", "dependents"):
        monkeypatch.setattr(program.releases, name, getattr(there, name), raising=False)
    monkeypatch.setattr(
        program.releases,
        "import_paths",
        lambda *_, **__: (report(code_set="cpt", release="2098", notice="Sample notice"),),
    )

    window.importing.take([tmp_path / "cpt"])

    qtbot.waitUntil(lambda: window.findChild(ReleasesDialog) is not None)
    installed = window.findChild(ReleasesDialog).installed
    qtbot.waitUntil(lambda: installed.current is not None and installed.current.code_set == "cpt")
    assert installed.licence_button.isVisible()
    told = window.findChild(ImportReportDialog).browser.toPlainText()
    assert "It stays off until you confirm that you are licensed to use it." in told


def test_a_release_that_is_removed_is_read_no_more(qtbot, program, window, monkeypatch):
    there = SeveralReleases()
    for name in ("installed", "remove", "dependents"):
        monkeypatch.setattr(program.releases, name, getattr(there, name), raising=False)
    press("Ctrl+R")
    dialog = window.findChild(ReleasesDialog)
    qtbot.waitUntil(lambda: dialog.installed.model.rowCount() == 3)
    dialog.installed.table.make_current(0)
    dialog.installed.remove_button.click()
    qtbot.waitUntil(lambda: dialog.findChild(QMessageBox) is not None)
    read = program.lookup.warmed

    next(one for one in dialog.findChild(QMessageBox).buttons() if one.text() == "Remove").click()

    qtbot.waitUntil(lambda: there.removed == ["FY2098"])
    qtbot.waitUntil(lambda: program.lookup.warmed > read)
    assert "was removed" in window.statusBar().currentMessage()


def test_enter_in_the_list_of_hits_goes_from_an_index_to_the_tabular_too(qtbot, window):
    show_hits(window, index_hit())
    press("F6")
    assert window.panes.here == "Hits"

    press("Return")

    qtbot.waitUntil(lambda: window.book.current_code() == "Q01.12")
    assert not window.book.shows_index


def test_the_releases_window_is_opened_again_after_it_was_closed(qtbot, window):
    press("Ctrl+R")
    first = window.findChild(ReleasesDialog)
    first.catalogue.show()
    first.close()
    qtbot.waitUntil(lambda: window.findChild(ReleasesDialog) is None)

    window.windows.show_changes()

    again = window.findChild(ReleasesDialog)
    assert again is not None
    qtbot.waitUntil(lambda: again.installed.model.rowCount() == 1)


def test_the_welcome_ticks_off_what_is_done_and_stays_closed_once_closed(qtbot, program, window):
    strip = window.welcoming.strip
    assert strip is not None
    assert window.top_bar.field.hasFocus()

    write("thumb")
    qtbot.waitUntil(lambda: strip.next_step is Step.READ)
    press("Down")
    press("Return")
    qtbot.waitUntil(lambda: strip.next_step is Step.ADD)
    press("Ctrl+Return")
    qtbot.waitUntil(lambda: strip.next_step is None)
    strip.close_button.click()

    assert window.welcoming.strip is None
    assert window.top_bar.field.hasFocus()
    assert program.settings.flag("welcome.open", True) is False


def test_who_has_closed_the_window_before_is_not_welcomed_again(program, open_window):
    program.settings.put("window.geometry", "AAAA")

    window = open_window()
    assert window.welcoming.strip is None

    window.deeds["welcome"].trigger()
    assert window.welcoming.strip is not None


# The notebook ---------------------------------------------------------------------------------


def test_a_note_a_favourite_and_a_bookmark_are_kept_from_the_code_in_focus(qtbot, window, program):
    write("Q01.12")
    qtbot.waitUntil(lambda: current(window) == "Q01.12")
    press("Return")
    qtbot.waitUntil(lambda: window.book.current_code() == "Q01.12")
    qtbot.waitUntil(lambda: window.panes.here == "Book")

    press("Ctrl+D")
    press("Ctrl+Shift+M")
    press("Ctrl+M")
    write("Ask which hand")
    press("Escape")
    qtbot.waitUntil(lambda: "Your note" in spoken(window))
    assert window.panes.here == "Book"
    assert ", favourite" in spoken(window)
    assert "Ask which hand" in spoken(window)
    contents = window.notebook.finder.contents
    assert [note.text for note in contents.notes] == ["Ask which hand"]
    assert [(one.code, one.place) for one in contents.bookmarks] == [("Q01.12", "icd10cm:Q01.12")]
    assert [one.code for one in contents.favourites] == ["Q01.12"]

    press("Ctrl+L")
    window.top_bar.field.clear()
    write("which hand")
    qtbot.waitUntil(lambda: current(window) == "Q01.12")
    assert window.hits.current().kind is HitKind.NOTE
    press("Ctrl+Return")
    qtbot.waitUntil(lambda: codes(window) == ["Q01.12"])


def test_a_term_of_the_index_is_bookmarked_by_its_path_and_opened_from_the_notebook(
    qtbot, window, program
):
    show_hits(window, hit_on(CODES["Q02"]), index_hit())
    press("Down")
    qtbot.waitUntil(lambda: window.book.shows_index)
    press("Ctrl+D")
    assert "Put the focus on a code" in window.statusBar().currentMessage()
    press("Ctrl+Shift+M")
    qtbot.waitUntil(lambda: window.notebook.finder is not None)
    qtbot.waitUntil(lambda: len(window.notebook.finder.contents.bookmarks) == 1)
    (kept,) = window.notebook.finder.contents.bookmarks
    assert kept.title == "Inkblot, thumb, left (Alphabetic index)"
    window.reading.open_link("Q02.0")
    qtbot.waitUntil(lambda: window.book.current_code() == "Q02.0")

    press("Ctrl+Shift+B")
    dialog = window.findChild(NotebookDialog)
    qtbot.waitUntil(lambda: dialog.tree.current.title == kept.title)
    dialog.open_button.click()
    qtbot.waitUntil(lambda: window.book.shows_index)
    assert window.book.current_term().term.title == "left"


def test_a_note_still_being_typed_is_kept_when_the_window_closes(qtbot, window, program):
    write("Q01.12")
    qtbot.waitUntil(lambda: current(window) == "Q01.12")
    press("Return")
    qtbot.waitUntil(lambda: window.panes.here == "Book")
    qtbot.waitUntil(lambda: window.book.current_code() == "Q01.12")
    press("Ctrl+M")
    write("Not lost")
    window.close()

    assert [note.text for note in program.notebook.contents().notes] == ["Not lost"]


def spoken(window: MainWindow) -> str:
    model = window.book.model
    role = Qt.ItemDataRole.AccessibleTextRole
    return " | ".join(str(model.index(row).data(role)) for row in range(model.rowCount()))


# The encounters that are kept -------------------------------------------------------------------


def test_all_lists_are_audited_at_the_start_after_an_import_and_on_another_day(
    qtbot, program, open_window
):
    window = open_window()
    window.start()
    qtbot.waitUntil(lambda: len(program.audit.days) == 1)

    window.on_releases_changed()
    qtbot.waitUntil(lambda: len(program.audit.days) == 2)

    window.encounter_windows.days.changed.emit(date(2099, 10, 1))
    qtbot.waitUntil(lambda: len(program.audit.days) == 3)


def test_the_line_leads_to_the_lists_and_enter_takes_one_in_hand(qtbot, program, open_window):
    visit = program.encounters.add(program.encounters.create("Visit 14"), CODES["Q01.11"])
    program.encounters.create("Visit 15")
    line = KeptLine(visit.lines[0].id, "icd10cm", "Q01.11", "")
    kept = KeptList(visit.id, "Visit 14", visit.kind, None, (line,))
    code = OutdatedCode(line, Standing.DELETED, "a list", date(2099, 10, 1))
    program.audit.lists = (AuditedList(kept, date(2099, 11, 1), (code,)),)
    window = open_window()
    window.start()
    qtbot.waitUntil(window.banner.audit.isVisible)
    assert "1 list holds codes deleted on 1 October 2099." in window.banner.word.text()

    window.banner.audit.click()
    dialog = window.findChild(AuditDialog)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    assert not window.banner.audit.isVisible()  # it was told now
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: window.encounter.head.label.text() == "Visit 14")


def test_nothing_is_printed_of_an_empty_list(qtbot, open_window):
    window = open_window()
    window.deeds["print_summary"].trigger()

    said = "There is nothing on the list yet: add a code first."
    qtbot.waitUntil(lambda: window.statusBar().currentMessage() == said)
    assert window.findChild(PrintDialog) is None


def test_the_summary_and_the_log_of_the_list_in_hand_are_shown(qtbot, program, open_window):
    program.encounters.add(program.encounters.create("Visit 14"), CODES["Q01.11"])
    window = open_window()
    window.start()
    qtbot.waitUntil(lambda: window.encounter.encounter is not None)

    window.deeds["print_summary"].trigger()
    qtbot.waitUntil(lambda: window.findChild(PrintDialog) is not None)
    printing = window.findChild(PrintDialog)
    qtbot.waitUntil(lambda: printing.proof is not None)
    assert printing.proof.sheet.title == "Visit 14"
    printing.close()
    window.deeds["encounter_log"].trigger()
    qtbot.waitUntil(lambda: window.findChild(EncounterLogDialog) is not None)
    log = window.findChild(EncounterLogDialog)
    qtbot.waitUntil(lambda: log.model.rowCount() > 0)
    assert "The log is whole" in log.word.text()
