"""The releases window: what is installed, what can be fetched, what changed, and the licence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QMessageBox,
    QWidget,
)
from support.invented_services import (
    EARLIER,
    LICENSED,
    NEXT,
    InventedCatalogue,
    InventedChanges,
    SeveralReleases,
    invented_changes,
)
from support.invented_window import RELEASE

from codebook_app.errors import KnownError
from codebook_app.gui.dialogs.licence import LicenceDialog
from codebook_app.gui.dialogs.releases import CATALOGUE, CHANGES, INSTALLED, ReleasesDialog
from codebook_app.gui.models.changes import (
    COLUMNS,
    ChangeKind,
    as_tsv,
    change_page,
    change_rows,
    counts_word,
    filtered,
)
from codebook_app.gui.models.columns import ColumnsModel
from codebook_app.gui.models.releases import (
    catalogue_page,
    release_columns,
    release_page,
    size_word,
    state_word,
)
from codebook_app.gui.release_desk import ReleaseDesk
from codebook_app.progress import Progress

DAY = date(2099, 1, 1)


# In words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("release", "word"),
    [
        (RELEASE, "In force"),
        (EARLIER, "Past"),
        (replace(RELEASE, effective_from=date(2099, 4, 1)), "From 2099-04-01"),
        (replace(RELEASE, searchable=False), "Pages only: search index missing"),
        (LICENSED, "Off: confirm the licence"),
    ],
)
def test_the_state_of_a_release_is_said_in_words(release, word):
    assert state_word(release, DAY) == word


def test_a_release_is_told_of_with_what_was_checked_read_and_left_out():
    page = release_page(EARLIER, DAY)

    for said in ("7 codes, as many as expected.", "tabular.xml (tabular, 1.2 MB)", "readme.pdf"):
        assert said in page


def test_the_owners_notice_is_shown_as_it_is():
    page = release_page(replace(LICENSED, notice="© <owner>\nAll rights"), DAY)

    assert "© &lt;owner&gt;<br>All rights" in page


def test_an_address_that_was_not_seen_says_so():
    assert "address not verified yet" in catalogue_page(NEXT)


@pytest.mark.parametrize(("size", "word"), [(0, ""), (900, "1 kB"), (4_200_000, "4.2 MB")])
def test_sizes_are_for_people(size, word):
    assert size_word(size) == word


# The changes ----------------------------------------------------------------------------------


def test_every_change_is_a_row_with_what_it_was():
    rows = change_rows(invented_changes())

    assert [(row.kind.value, row.code, row.detail) for row in rows] == [
        ("Added", "Q01.11", ""),
        ("Added", "Q02.0", ""),
        ("Deleted", "Q01.9", ""),
        ("Header added", "Q02", ""),
        ("Retitled", "Q01.12", "Blot of left thumb"),
        ("Notes", "Q01", "Excludes1: − =HYPERLINK()   + paper cut (Q02.-)"),
    ]
    assert counts_word(rows) == "2 codes added · 1 deleted · 1 retitled · 1 with changed notes"


def test_changes_are_filtered_by_kind_chapter_and_words():
    rows = change_rows(invented_changes())

    assert [row.code for row in filtered(rows, ChangeKind.ADDED, "", "")] == ["Q01.11", "Q02.0"]
    assert [row.code for row in filtered(rows, None, "2", "")] == ["Q01.9"]
    assert [row.code for row in filtered(rows, None, "", "THUMB left")] == ["Q01.12"]
    assert [row.code for row in filtered(rows, None, "", "q0112")] == ["Q01.12"]


def test_the_changes_of_a_title_and_of_notes_are_told_in_full():
    *_, retitled, noted = change_rows(invented_changes())

    assert "Blot of left thumb" in change_page(retitled)
    assert "− =HYPERLINK()<br>+ paper cut (Q02.-)" in change_page(noted)


def test_saved_changes_hold_no_formula_and_no_stray_tab():
    rows = change_rows(invented_changes())
    odd = replace(rows[0], title="=1+1", detail="a\tb\nc")

    lines = as_tsv((odd,)).splitlines()

    assert lines == ["Change\tCode\tTitle\tBefore, or the note", "Added\tQ01.11\t'=1+1\ta b c"]


@pytest.mark.parametrize("rows", [(RELEASE,), (), (EARLIER, RELEASE)])
def test_the_table_model_keeps_qts_rules(qapp, rows):
    model = ColumnsModel(release_columns(lambda: DAY))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show((EARLIER,))
    model.show(rows)

    assert tester.model() is model
    assert model.rowCount() == len(rows)


def test_a_screen_reader_hears_a_row_with_its_headings(qapp):
    model = ColumnsModel(COLUMNS)
    model.show(change_rows(invented_changes())[4:5])

    spoken = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)

    assert spoken == (
        "Retitled, Code Q01.12, Title Inkblot of left thumb, Before, or the note Blot of left thumb"
    )


# The window -----------------------------------------------------------------------------------


@pytest.fixture
def releases():
    return SeveralReleases()


@pytest.fixture
def catalogue():
    return InventedCatalogue()


@pytest.fixture
def changes():
    return InventedChanges()


@pytest.fixture
def desk(releases, catalogue, changes, lookup_worker):
    return ReleaseDesk(releases, catalogue, changes, reading=lookup_worker, jobs=lookup_worker)


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    made.resize(1280, 720)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(qtbot, desk, light_theme, parent):
    made = ReleasesDialog(desk, light_theme, parent)
    made.show()
    qtbot.waitUntil(lambda: made.installed.model.rowCount() == 3)
    qtbot.waitUntil(lambda: made.catalogue.model.rowCount() == 2)
    return made


def test_the_releases_are_listed_and_the_current_one_told_of(qtbot, dialog):
    dialog.installed.table.make_current(0)

    assert "7 codes, as many as expected." in dialog.installed.page.toPlainText()
    assert not dialog.installed.licence_button.isVisible()


def test_the_list_gets_the_focus_once_there_is_one(qtbot, desk, light_theme, parent):
    made = ReleasesDialog(desk, light_theme, parent)
    made.show()
    made.show_tab(INSTALLED)
    made.installed.show_releases(())
    assert made.focusWidget() is made.installed.import_button

    qtbot.waitUntil(lambda: made.installed.model.rowCount() == 3)

    assert made.focusWidget() is made.installed.table


def test_the_focus_stays_where_the_person_took_it_before_the_list_came(
    qtbot, desk, light_theme, parent
):
    made = ReleasesDialog(desk, light_theme, parent)
    made.show()
    made.show_tab(INSTALLED)
    made.tabs.tabBar().setFocus()

    qtbot.waitUntil(lambda: made.installed.model.rowCount() == 3)

    assert made.focusWidget() is made.tabs.tabBar()


def test_removing_says_what_depends_on_it_and_asks(qtbot, dialog, releases):
    dialog.installed.table.make_current(0)
    qtbot.keyClick(dialog.installed.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: dialog.findChild(QMessageBox) is not None)
    box = dialog.findChild(QMessageBox)
    assert "2 lines of encounters are coded with FY2098." in box.informativeText()
    assert releases.removed == []

    next(button for button in box.buttons() if button.text() == "Remove").click()

    qtbot.waitUntil(lambda: releases.removed == ["FY2098"])
    qtbot.waitUntil(lambda: dialog.installed.model.rowCount() == 2)


def test_without_a_yes_nothing_is_removed(qtbot, dialog, releases, lookup_worker):
    dialog.installed.table.make_current(0)
    dialog.installed.remove_button.click()
    qtbot.waitUntil(lambda: dialog.findChild(QMessageBox) is not None)

    dialog.findChild(QMessageBox).reject()

    qtbot.waitUntil(lambda: not lookup_worker.busy)
    assert releases.removed == []


def test_a_licensed_release_is_switched_on_by_a_ticked_yes_only(qtbot, dialog, releases):
    assert dialog.installed.current.code_set == "cpt"  # what is off comes to the front
    dialog.installed.licence_button.click()
    licence = dialog.findChild(LicenceDialog)
    assert licence.notice.toPlainText() == "Sample notice of an invented owner."

    licence.accept()
    assert licence.isVisible()
    assert not releases.there[2].confirmed
    licence.agreed.setChecked(True)
    licence.confirm_button.click()

    qtbot.waitUntil(lambda: releases.there[2].confirmed)
    qtbot.waitUntil(lambda: not dialog.installed.licence_button.isVisible())


def test_what_can_be_fetched_is_asked_for_and_its_progress_shown(qtbot, dialog):
    dialog.show_tab(CATALOGUE)
    pane = dialog.catalogue
    with qtbot.waitSignal(pane.download_asked) as asked:
        qtbot.keyClick(pane.table, Qt.Key.Key_Return)
    assert asked.args == [NEXT]

    pane.show_progress(Progress("Fetching t.zip", 1, 4))
    assert pane.bar.isVisible()
    assert pane.bar.value() == 250
    assert not pane.download_button.isEnabled()
    with qtbot.waitSignal(pane.cancel_asked):
        pane.cancel_button.click()

    pane.show_end()
    assert pane.download_button.isEnabled()
    assert not pane.bar.isVisible()


def test_a_download_that_failed_is_told_of_in_one_line(dialog):
    dialog.show_tab(CATALOGUE)
    dialog.catalogue.show_progress(Progress("Fetching t.zip", 0, 0))

    dialog.catalogue.show_end(KnownError("The server sent a web page.", "Try later."))

    assert dialog.catalogue.word.text() == "The server sent a web page. Try later."


def test_what_is_sold_by_its_owner_cannot_be_fetched(qtbot, dialog):
    dialog.show_tab(CATALOGUE)
    dialog.catalogue.table.make_current(1)

    assert not dialog.catalogue.download_button.isEnabled()
    assert "Get it from its owner" in dialog.catalogue.page.toPlainText()


def test_a_release_that_is_wanted_becomes_the_current_one(dialog):
    assert dialog.catalogue.make_current("cpt", "2099")
    assert not dialog.catalogue.make_current("icd10cm", "FY2150")

    assert dialog.catalogue.current is NEXT


def test_two_releases_are_compared_as_soon_as_there_are_two(qtbot, dialog, changes, tmp_path):
    dialog.show_tab(CHANGES)
    pane = dialog.changes

    qtbot.waitUntil(lambda: pane.model.rowCount() == 6)
    assert changes.asked == [("icd10cm", "FY2098", "FY2099")]
    assert pane.counts.text().startswith("FY2098 → FY2099: 2 codes added")

    pane.text.setText("thumb")
    qtbot.waitUntil(lambda: pane.model.rowCount() == 2)
    pane.save_to(tmp_path / "changes.tsv")
    saved = (tmp_path / "changes.tsv").read_text(encoding="utf-8-sig")
    assert [line.split("\t")[1] for line in saved.splitlines()] == ["Code", "Q01.11", "Q01.12"]
    assert pane.table.lesson == ""

    pane.text.setText("parchment")
    qtbot.waitUntil(lambda: pane.model.rowCount() == 0)
    assert "clear the filter" in pane.table.lesson
    assert pane.table.grab().toImage() != dialog.installed.table.grab().toImage()


def test_a_change_is_shown_side_by_side_and_opened_in_its_book(qtbot, dialog):
    dialog.show_tab(CHANGES)
    pane = dialog.changes
    qtbot.waitUntil(lambda: pane.model.rowCount() == 6)

    with qtbot.waitSignal(dialog.compare_asked) as compared:
        qtbot.keyClick(pane.table, Qt.Key.Key_Return)
    assert compared.args == ["icd10cm", "Q01.11", "FY2098", "FY2099"]
    with qtbot.waitSignal(dialog.open_asked) as opened:
        pane.open_button.click()
    assert opened.args == ["icd10cm:Q01.11"]


def test_a_list_that_cannot_be_saved_says_so_in_one_line(qtbot, dialog, tmp_path):
    dialog.show_tab(CHANGES)
    qtbot.waitUntil(lambda: dialog.changes.model.rowCount() == 6)

    dialog.changes.save_to(tmp_path / "none" / "changes.tsv")

    assert "could not be saved" in dialog.changes.counts.text()


def test_with_one_release_the_window_says_what_to_do(qtbot, dialog, releases):
    releases.there = [RELEASE]
    dialog.refresh()

    qtbot.waitUntil(lambda: "Install another one" in dialog.changes.counts.text())
    assert not dialog.changes.before.isEnabled()


def test_with_nothing_installed_the_list_teaches(qtbot, dialog, releases):
    releases.there = []
    dialog.refresh()
    dialog.show_tab(INSTALLED)

    qtbot.waitUntil(dialog.installed.empty.isVisible)
    assert "Drop official files" in dialog.installed.empty.text()
    assert not dialog.installed.remove_button.isEnabled()


def test_files_dropped_on_the_window_are_handed_on(qtbot, dialog, tmp_path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.zip", "b.xml")])
    copy = Qt.DropAction.CopyAction
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

    with qtbot.waitSignal(dialog.dropped) as dropped:
        dialog.dropEvent(QDropEvent(QPointF(5, 5), copy, mime, button, none))

    assert dropped.args == [[tmp_path / "a.zip", tmp_path / "b.xml"]]


def test_every_control_has_a_name_and_the_window_fits_at_every_size(qtbot, dialog, light_theme):
    nameless = []
    for tab in (INSTALLED, CATALOGUE, CHANGES):
        dialog.show_tab(tab)
        nameless += [
            widget
            for kind in (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit)
            for widget in dialog.findChildren(kind)
            if widget.isVisible()
            and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        ]
    assert nameless == []
    for scale in (0.8, 1.5, 2.0):
        light_theme.set_scale(scale)
        assert dialog.minimumSizeHint().width() <= 1200
        assert dialog.minimumSizeHint().height() <= 680
