"""The notebook's window: walked, found in, sorted and changed, by keys and by dragging."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit

from codebook_app.domain.notebook import CodeTitles, NotebookContents
from codebook_app.errors import KnownError
from codebook_app.gui.dialogs.notebook import NotebookDialog
from codebook_app.gui.models.notebook import NotebookModel
from codebook_app.gui.models.notebook_rows import Section
from codebook_app.gui.notebook_desk import NotebookDesk
from codebook_app.services.notebook import Notebook

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
HERE = ("icd10cm:Q01", "icd10cm", "Q01", "Inkblots")


@pytest.fixture
def notebook(user_db: Path):
    kept = Notebook(user_db)
    kidney, _ = kept.bookmarks.create_folder("Kidney")
    kept.bookmarks.create_folder("Eye")
    for code in ("N17", "N18"):
        kept.bookmarks.add(f"icd10cm:{code}", "icd10cm", code, f"Sample {code}", kidney.id)
    kept.bookmarks.add("icd10cm:A01", "icd10cm", "A01", "Sample A01")
    kept.toggle_favourite("icd10cm", "E11.22", "Sample sugar")
    kept.write_note("icd10cm", "N18", "Query the stage")
    yield kept
    kept.close()


@pytest.fixture
def desk(notebook, worker):
    return NotebookDesk(notebook, worker)


@pytest.fixture
def dialog(qtbot, desk, light_theme, worker):
    made = NotebookDialog(desk, light_theme, lambda: HERE)
    QAbstractItemModelTester(
        made.tree.tree_model, QAbstractItemModelTester.FailureReportingMode.Fatal, made
    )
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: not worker.busy)
    return made


@pytest.fixture
def settle(qtbot, worker):
    return lambda: qtbot.waitUntil(lambda: not worker.busy)


def shown(model: NotebookModel) -> list[str]:
    """Return the rows, each set in by its level."""
    lines: list[str] = []

    def walk(parent: QModelIndex, depth: int) -> None:
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            lines.append("  " * depth + str(index.data()))
            walk(index, depth + 1)

    walk(QModelIndex(), 0)
    return lines


def go_to(dialog: NotebookDialog, text: str) -> None:
    model = dialog.tree.tree_model

    def find(parent: QModelIndex) -> QModelIndex | None:
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            if text in str(index.data()):
                return index
            if (found := find(index)) is not None:
                return found
        return None

    index = find(QModelIndex())
    assert index is not None, text
    dialog.tree.setCurrentIndex(index)
    dialog.tree.setFocus()


def bookmarks(notebook: Notebook) -> list[tuple[str, str]]:
    contents = notebook.contents()
    names = {folder.id: folder.name for folder in contents.folders} | {"": ""}
    return [(names[one.folder_id], one.code) for one in contents.bookmarks]


def test_sections_folders_and_entries_stand_in_their_order(dialog):
    assert shown(dialog.tree.tree_model) == [
        "Favourites",
        "  E11.22  Sample sugar",
        "Bookmarks",
        "  Kidney",
        "    N17  Sample N17",
        "    N18  Sample N18",
        "  Eye",
        "  A01  Sample A01",
        "Your notes",
        "  N18",
    ]


def test_finding_as_one_types_leaves_what_answers_and_its_folders(qtbot, dialog):
    qtbot.keyClicks(dialog.line, "n18")
    assert shown(dialog.tree.tree_model) == [
        "Bookmarks",
        "  Kidney",
        "    N18  Sample N18",
        "Your notes",
        "  N18",
    ]
    assert dialog.tree.current.text == "N18  Sample N18"
    qtbot.keyClicks(dialog.line, " zebra")
    assert dialog.empty.isVisible()
    assert "has “n18 zebra”" in dialog.empty.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert len(shown(dialog.tree.tree_model)) == 10
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_an_empty_notebook_teaches_its_keys(qtbot, light_theme, worker, empty_user_db, tmp_path):
    file = tmp_path / "empty.db"
    file.write_bytes(empty_user_db.read_bytes())
    empty = Notebook(file)
    made = NotebookDialog(NotebookDesk(empty, worker), light_theme, lambda: HERE)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: not worker.busy)

    assert "Ctrl+M writes a note" in made.empty.text()
    made.pad.finish()
    worker.submit(empty.close, lambda _: None, lambda _: None)
    qtbot.waitUntil(lambda: not worker.busy)


def test_enter_opens_in_the_book_and_ctrl_enter_adds_from_the_field_too(qtbot, dialog):
    opened: list[str] = []
    added: list[tuple[str, str]] = []
    dialog.open_asked.connect(opened.append)
    dialog.add_asked.connect(lambda *code: added.append(code))

    qtbot.keyClick(dialog.line, Qt.Key.Key_Return, CTRL)
    assert dialog.isVisible()
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    dialog.show()
    assert dialog.tree.current.code == "E11.22"
    go_to(dialog, "N18  Sample")
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Enter, CTRL | Qt.KeyboardModifier.KeypadModifier)
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Return)
    dialog.show()

    assert opened == ["icd10cm:E11.22", "icd10cm:N18"]
    assert added == [("E11.22", "icd10cm"), ("N18", "icd10cm")]
    go_to(dialog, "Kidney")
    assert not dialog.open_button.isEnabled()
    assert not dialog.add.isEnabled()
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Return)
    assert not dialog.tree.isExpanded(dialog.tree.currentIndex())


def test_what_is_removed_comes_back_with_undo(qtbot, dialog, notebook, settle):
    whole = shown(dialog.tree.tree_model)
    for text in ("E11.22", "Kidney", "A01"):
        go_to(dialog, text)
        qtbot.keyClick(dialog.tree, Qt.Key.Key_Delete)
        settle()
    assert shown(dialog.tree.tree_model) == [
        "Favourites", "Bookmarks", "  Eye", "Your notes", "  N18",
    ]  # fmt: skip
    assert dialog.notice.text == "The bookmark A01 was removed."

    dialog.notice.answer_button.click()
    settle()
    assert "  A01  Sample A01" in shown(dialog.tree.tree_model)
    assert dialog.notice.text == "Undone: remove the bookmark Sample A01."
    for _ in range(2):
        dialog.changes.undo()
        settle()
    assert shown(dialog.tree.tree_model) == whole
    dialog.changes.redo()
    settle()
    assert "  E11.22  Sample sugar" not in shown(dialog.tree.tree_model)


def test_a_removed_note_is_brought_back_from_the_menu(qtbot, dialog, settle):
    go_to(dialog, "Your notes")
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Delete)
    settle()
    assert shown(dialog.tree.tree_model)[-1] == "Your notes"
    dialog.menu.fill_removed()
    settle()

    (action,) = dialog.menu.removed.actions()
    assert action.text() == "N18   Query the stage"
    action.trigger()
    settle()
    assert shown(dialog.tree.tree_model)[-1] == "  N18"
    assert dialog.tree.current.detail == "Query the stage"


def test_a_row_beside_a_removed_one_is_current(qtbot, dialog, settle):
    go_to(dialog, "N17")
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Delete)
    settle()
    assert dialog.tree.current.code == "N18"
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Delete)
    settle()
    assert dialog.tree.current.title == "Kidney"


def test_alt_and_the_arrows_move_within_out_of_and_into_folders(qtbot, dialog, notebook, settle):
    def move(key: Qt.Key) -> None:
        qtbot.keyClick(dialog.tree, key, ALT)
        settle()

    go_to(dialog, "N18  Sample")
    move(Qt.Key.Key_Up)
    assert bookmarks(notebook) == [("", "A01"), ("Kidney", "N18"), ("Kidney", "N17")]
    assert dialog.tree.current.code == "N18"
    move(Qt.Key.Key_Down)
    move(Qt.Key.Key_Left)
    assert bookmarks(notebook) == [("", "A01"), ("", "N18"), ("Kidney", "N17")]
    move(Qt.Key.Key_Right)
    assert ("Eye", "N18") in bookmarks(notebook)
    go_to(dialog, "Eye")
    move(Qt.Key.Key_Right)
    assert shown(dialog.tree.tree_model)[2:7] == [
        "Bookmarks",
        "  Kidney",
        "    Eye",
        "      N18  Sample N18",
        "    N17  Sample N17",
    ]
    move(Qt.Key.Key_Left)
    assert [folder.name for folder in notebook.contents().folders] == ["Kidney", "Eye"]


def test_a_folder_is_made_named_and_renamed_in_its_row(qtbot, dialog, notebook, settle):
    go_to(dialog, "Bookmarks")
    dialog.folder.click()
    settle()
    qtbot.waitUntil(lambda: dialog.tree.state() == QAbstractItemView.State.EditingState)
    name = QApplication.focusWidget()
    assert isinstance(name, QLineEdit)
    name.setText("Heart")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.tree.state() == QAbstractItemView.State.NoState)
    qtbot.waitUntil(lambda: dialog.tree.current.title == "Heart")
    settle()
    assert [folder.name for folder in notebook.contents().folders] == ["Kidney", "Eye", "Heart"]

    go_to(dialog, "A01")
    qtbot.keyClick(dialog.tree, Qt.Key.Key_F2)
    name = QApplication.focusWidget()
    assert isinstance(name, QLineEdit)
    name.setText("My page")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.tree.state() == QAbstractItemView.State.NoState)
    qtbot.waitUntil(lambda: "  A01  My page" in shown(dialog.tree.tree_model))
    assert dialog.isVisible()  # the Enter that ends the name opens nothing


def test_this_page_is_kept_in_the_folder_in_focus(dialog, notebook, settle):
    used: list[str] = []
    dialog.folder_used.connect(used.append)
    go_to(dialog, "Eye")
    dialog.keep.click()
    settle()

    assert ("Eye", "Q01") in bookmarks(notebook)
    assert dialog.tree.current.code == "Q01"
    assert used[-1] == next(one.id for one in notebook.contents().folders if one.name == "Eye")


def test_a_note_is_read_and_written_below_the_tree(qtbot, dialog, notebook, settle):
    assert not dialog.pad.isVisible()
    go_to(dialog, "Your notes")
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Down)
    assert dialog.pad.isVisible()
    assert dialog.pad.edit.toPlainText() == "Query the stage"

    dialog.pad.focus()
    qtbot.keyClicks(dialog.pad.edit, " first")
    dialog.pad.finish()
    settle()
    (note,) = notebook.contents().notes
    assert note.text == "Query the stage first"
    dialog.tree.setFocus()
    settle()
    go_to(dialog, "A01")
    assert not dialog.pad.isVisible()


def test_an_export_and_an_import_are_told_and_undone(dialog, notebook, settle, tmp_path):
    dialog.changes.export_to(tmp_path / "mine.json")
    settle()
    assert "5 entries were written" in dialog.notice.text
    dialog.notice.pass_over()
    go_to(dialog, "A01")
    dialog.remove.click()
    settle()
    dialog.notice.pass_over()

    dialog.changes.import_from(tmp_path / "mine.json")
    settle()
    assert dialog.notice.text.startswith("Added: 1 bookmark.")
    assert ("", "A01") in bookmarks(notebook)
    dialog.notice.answer_button.click()
    settle()
    assert ("", "A01") not in bookmarks(notebook)
    dialog.notice.pass_over()
    (tmp_path / "bad.json").write_text("{")
    dialog.changes.import_from(tmp_path / "bad.json")
    settle()
    assert dialog.notice.text.startswith("bad.json is not JSON")


def test_a_change_made_in_another_window_is_told_and_shown(dialog, notebook, settle):
    go_to(dialog, "A01")
    (stale,) = (one for one in notebook.contents().bookmarks if one.code == "A01")
    notebook.bookmarks.rename(stale, "Theirs")
    dialog.changes.rename(stale, "Ours")
    settle()

    assert "was changed in another window" in dialog.notice.text
    assert "  A01  Theirs" in shown(dialog.tree.tree_model)


# The model by itself ----------------------------------------------------------------------


@pytest.fixture
def model(notebook, qtmodeltester):
    made = NotebookModel()
    qtmodeltester.check(made)
    made.show(notebook.contents(), CodeTitles({"icd10cm": {"E11.22": "Now so"}}), only_found=False)
    return made


def place(model: NotebookModel, *path: int) -> QModelIndex:
    index = QModelIndex()
    for row in path:
        index = model.index(row, 0, index)
        assert index.isValid()
    return index


def test_codes_that_the_release_does_not_have_are_told_and_others_by_their_title(model):
    favourite, bookmark = place(model, 0, 0), place(model, 1, 2)
    spoken = Qt.ItemDataRole.AccessibleTextRole

    assert favourite.data() == "E11.22  Now so"
    assert "not in the release" not in favourite.data(spoken)
    assert bookmark.data(spoken) == (
        "bookmark, A01, ICD-10-CM, Sample A01, not in the release in force"
    )
    assert model.row_at(bookmark).gone
    assert place(model, 1, 0).data(spoken) == "folder, Kidney, 2 entries"
    assert "Query the stage" in place(model, 2, 0).data(spoken)


def test_a_drop_asks_for_the_move_and_moves_nothing_itself(model):
    asked: list[tuple[str, str, int | None]] = []
    model.move_requested.connect(
        lambda entry, folder, at: asked.append(
            (getattr(entry, "code", "") or entry.name, folder, at)
        )
    )
    root, kidney, eye = place(model, 1), place(model, 1, 0), place(model, 1, 1)
    action = Qt.DropAction.MoveAction
    n17 = model.mimeData([place(model, 1, 0, 0)])

    assert not model.dropMimeData(n17, action, -1, -1, eye)
    assert not model.dropMimeData(n17, action, 2, 0, kidney)
    assert not model.dropMimeData(n17, action, 3, 0, root)
    assert not model.dropMimeData(model.mimeData([kidney]), action, 2, 0, root)
    eye_id, kidney_id = model.row_at(eye).entry.id, model.row_at(kidney).entry.id
    assert asked == [
        ("N17", eye_id, None),
        ("N17", kidney_id, 1),
        ("N17", "", 1),
        ("Kidney", "", 1),
    ]
    assert shown(model)[3:6] == ["  Kidney", "    N17  Sample N17", "    N18  Sample N18"]


def test_nothing_is_dropped_into_itself_or_among_notes_and_favourites(model):
    action = Qt.DropAction.MoveAction
    kidney = model.mimeData([place(model, 1, 0)])
    favourite = model.mimeData([place(model, 0, 0)])

    assert not model.canDropMimeData(kidney, action, -1, -1, place(model, 1, 0))
    assert not model.canDropMimeData(kidney, action, -1, -1, place(model, 0))
    assert not model.canDropMimeData(kidney, action, -1, -1, QModelIndex())
    assert not model.canDropMimeData(favourite, action, -1, -1, place(model, 1))
    assert model.canDropMimeData(kidney, action, -1, -1, place(model, 1, 1))


def test_rows_keep_to_the_rules_of_models_through_changes(qtmodeltester, notebook):
    made = NotebookModel()
    qtmodeltester.check(made)
    for contents in (notebook.contents(), NotebookContents(), notebook.contents()):
        for only_found in (True, False):
            made.show(contents, CodeTitles(), only_found=only_found)
            qtmodeltester.check(made)
    assert [str(place(made, row).data()) for row in range(3)] == [one.value for one in Section]


def test_a_fault_of_the_file_reaches_who_asked(qtbot, desk, worker):
    told: list[str] = []
    desk.failed.connect(lambda fault, doing: told.append(f"{doing}: {fault}"))

    def refuse(_: Notebook) -> None:
        raise KnownError("Full.", "Make room.")

    desk.change(refuse, doing="writing")
    qtbot.waitUntil(lambda: not worker.busy)
    assert told == ["writing: Full. Make room."]
