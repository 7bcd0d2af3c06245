"""Notes, favourites and bookmarks of what the book has in focus, in the window as it is used."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtWidgets import QWidget

from codebook_app.domain.notebook import OwnNote
from codebook_app.errors import KnownError
from codebook_app.gui.notebook_desk import NotebookDesk
from codebook_app.gui.noting import Noting
from codebook_app.gui.panels.note_pad import NotePad
from codebook_app.gui.panels.note_popover import NotePopover
from codebook_app.services.notebook import Notebook


@pytest.fixture
def notebook(user_db: Path):
    kept = Notebook(user_db)
    yield kept
    kept.close()


@pytest.fixture
def desk(notebook, worker):
    return NotebookDesk(notebook, worker)


@pytest.fixture
def settle(qtbot, worker):
    return lambda: qtbot.waitUntil(lambda: not worker.busy)


@pytest.fixture
def pad(qtbot, desk, light_theme):
    made = NotePad(desk, light_theme)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def texts(notebook: Notebook, code: str = "Q01") -> list[str]:
    return [note.text for note in notebook.notes_on("icd10cm", [code]).get(code, ())]


def test_what_is_typed_is_saved_by_itself_after_a_pause(qtbot, pad, notebook, worker):
    pad.open("icd10cm", "Q01", "Inkblots", ())
    qtbot.keyClicks(pad.edit, "Ask for the hand")
    assert not pad.is_kept

    qtbot.waitUntil(lambda: pad.is_kept)
    assert texts(notebook) == ["Ask for the hand"]
    assert pad.status.text() == "Saved"


def test_a_hand_that_never_rests_is_saved_all_the_same(qtbot, pad, notebook, monkeypatch, settle):
    monkeypatch.setattr("codebook_app.gui.panels.note_pad._PAUSE_MILLISECONDS", 60_000)
    monkeypatch.setattr("codebook_app.gui.panels.note_pad._LONGEST_UNSAVED_MILLISECONDS", 1)
    pad.open("icd10cm", "Q01", "", ())
    qtbot.keyClicks(pad.edit, "Never resting")

    qtbot.waitUntil(lambda: pad.is_kept)
    assert texts(notebook) == ["Never resting"]


def test_saves_asked_for_in_a_row_make_one_note_with_the_last_text(qtbot, pad, notebook, settle):
    pad.open("icd10cm", "Q01", "", ())
    for part in ("Ask", " for", " more"):
        qtbot.keyClicks(pad.edit, part)
        pad.save()
    settle()

    assert texts(notebook) == ["Ask for more"]
    assert pad.is_kept


def test_opening_another_note_saves_what_was_typed_in_the_first(qtbot, pad, notebook, settle):
    pad.open("icd10cm", "Q01", "", ())
    qtbot.keyClicks(pad.edit, "First")
    pad.open("icd10cm", "Q02", "", ())
    qtbot.keyClicks(pad.edit, "Second")
    pad.finish()
    settle()

    assert (texts(notebook), texts(notebook, "Q02")) == (["First"], ["Second"])
    assert pad.edit.toPlainText() == "Second"


def test_a_note_changed_elsewhere_meanwhile_is_kept_beside_ours(qtbot, pad, notebook, settle):
    note = notebook.write_note("icd10cm", "Q01", "Common")
    pad.open("icd10cm", "Q01", "", (note,))
    notebook.write_note("icd10cm", "Q01", "Theirs", note)
    qtbot.keyClicks(pad.edit, "Ours ")
    pad.finish()
    settle()

    assert sorted(texts(notebook)) == ["Ours Common", "Theirs"]
    assert "both notes are kept" in pad.status.text()


def test_a_save_that_fails_says_so_and_is_tried_again(qtbot, pad, notebook, monkeypatch, settle):
    monkeypatch.setattr("codebook_app.gui.panels.note_pad._TRY_AGAIN_MILLISECONDS", 20)
    write, full = notebook.write_note, threading.Event()
    full.set()

    def refuse(*details: object) -> OwnNote | None:
        if full.is_set():
            raise KnownError("The disk is full.", "Make room.")
        return write(*details)

    monkeypatch.setattr(notebook, "write_note", refuse)
    pad.open("icd10cm", "Q01", "", ())
    qtbot.keyClicks(pad.edit, "Kept")
    pad.save()
    qtbot.waitUntil(lambda: pad.status.text() == "The disk is full. Make room.")
    assert not pad.is_kept
    assert pad.edit.toPlainText() == "Kept"
    full.clear()

    qtbot.waitUntil(lambda: pad.is_kept)
    settle()
    assert texts(notebook) == ["Kept"]


def test_an_earlier_text_is_brought_back_and_undone_by_the_editor(qtbot, pad, notebook, settle):
    note = notebook.write_note("icd10cm", "Q01", "Old & first")
    note = notebook.write_note("icd10cm", "Q01", "New", note)
    pad.open("icd10cm", "Q01", "", (note,))
    pad._fill_menu()
    settle()
    (action,) = pad._menu.actions()
    assert action.text().endswith("Old && first")
    action.trigger()
    pad.finish()
    settle()
    assert texts(notebook) == ["Old & first"]

    pad.edit.undo()
    assert pad.edit.toPlainText() == "New"


def test_delete_empties_the_note_which_is_then_gone(qtbot, pad, notebook, settle):
    note = notebook.write_note("icd10cm", "Q01", "Old")
    pad.open("icd10cm", "Q01", "", (note,))
    pad.delete.click()
    pad.finish()
    settle()

    assert texts(notebook) == []
    assert [one.text for one in notebook.deleted_notes()] == ["Old"]
    assert not pad.delete.isEnabled()


def test_several_notes_on_a_code_are_gone_round(qtbot, pad, notebook, settle):
    first = notebook.write_note("icd10cm", "Q01", "One")
    second = notebook.write_note("icd10cm", "Q01", "Two")
    pad.open("icd10cm", "Q01", "", (first, second))
    assert (pad.edit.toPlainText(), pad.other.text()) == ("Two", "2 of 2")

    pad.other.click()
    assert (pad.edit.toPlainText(), pad.other.text()) == ("One", "1 of 2")
    qtbot.keyClicks(pad.edit, " more")
    pad.finish()
    settle()
    assert sorted(texts(notebook)) == ["One more", "Two"]


def test_the_editor_asks_for_nothing_about_a_patient(pad):
    assert "Nothing about a patient" in pad.edit.placeholderText()
    assert pad.edit.accessibleDescription() == pad.edit.placeholderText()


@pytest.fixture
def popover(qtbot, desk, light_theme):
    window = QWidget()
    window.resize(800, 500)
    qtbot.addWidget(window)
    made = NotePopover(desk, light_theme, window)
    window.show()
    qtbot.waitExposed(window)
    return made


@pytest.mark.parametrize("top", [0, 240, 470])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_popover_stays_in_the_window_and_off_its_line(popover, light_theme, top, scale):
    light_theme.set_scale(scale)
    line = QRect(300, top, 480, 22)
    popover.open("icd10cm", "Q01", "Inkblots", (), line)

    assert popover.parentWidget().rect().contains(popover.geometry())
    if scale == 1.0:
        assert not popover.geometry().intersects(line)
    popover.parentWidget().resize(500, 300)
    assert popover.parentWidget().rect().contains(popover.geometry())


def test_escape_saves_closes_and_gives_the_focus_back(qtbot, popover, notebook, settle):
    popover.open("icd10cm", "Q01", "", (), QRect(0, 0, 400, 20))
    qtbot.keyClicks(popover.pad.edit, "Quick")
    with qtbot.waitSignal(popover.left):
        qtbot.keyClick(popover.pad.edit, Qt.Key.Key_Escape)
    settle()

    assert not popover.isVisible()
    assert texts(notebook) == ["Quick"]


def test_a_note_that_could_not_be_saved_comes_back_with_the_reason(
    qtbot, popover, notebook, monkeypatch
):
    def refuse(*_: object) -> OwnNote | None:
        raise KnownError("The disk is full.", "Make room.")

    monkeypatch.setattr(notebook, "write_note", refuse)
    popover.open("icd10cm", "Q01", "", (), QRect(0, 0, 400, 20))
    qtbot.keyClicks(popover.pad.edit, "Kept")
    qtbot.keyClick(popover.pad.edit, Qt.Key.Key_Escape)

    qtbot.waitUntil(popover.isVisible)
    assert popover.pad.edit.toPlainText() == "Kept"
    assert "The disk is full." in popover.pad.status.text()


def test_a_note_there_is_shown_once_known_unless_something_was_typed(
    qtbot, light_theme, notebook, worker, monkeypatch, settle
):
    """Ctrl+M right after the start: the notebook has not been read yet."""
    notebook.write_note("icd10cm", "Q01", "Known")
    for typed, shown in (("", "Known"), ("Typed at once", "Typed at once")):
        window = QWidget()
        qtbot.addWidget(window)
        window.show()
        desk = NotebookDesk(notebook, worker)
        area = Area()
        noting = Noting(desk, light_theme, window, area=area, hits=Hits(), search=Search())
        monkeypatch.setattr(noting, "_focus_place", lambda: QRect(0, 0, 300, 20))
        noting.open_note("icd10cm", "Q01")
        popover = window.findChild(NotePopover)
        qtbot.keyClicks(popover.pad.edit, typed)
        desk.refresh()
        settle()
        assert popover.pad.edit.toPlainText() == shown
        noting.finish()
        settle()
    assert sorted(texts(notebook)) == ["Known", "Typed at once"]


class Area(QObject):
    """A book area without books."""

    shown = Signal(object)
    switched = Signal()
    note_requested = Signal(str, str)
    books = ()


class Hits:
    def set_favourites(self, _codes: object) -> None:
        """Take them."""


class Search:
    notebook = None
