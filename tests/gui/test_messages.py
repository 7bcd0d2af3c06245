"""What the person is told when something goes wrong, and what the log keeps."""

from __future__ import annotations

import logging
import sys
import threading

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from codebook_app.errors import KnownError
from codebook_app.gui.messages import LOG, CrashHandler, Messages, close_log, open_log
from codebook_app.progress import Cancelled


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "codebook.log"
    handler = open_log(path)
    yield path
    close_log(handler)


@pytest.fixture
def messages(qtbot, log):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    made = Messages(window, log)
    made.test_window = window
    return made


def boxes(messages: Messages) -> list[QMessageBox]:
    return [box for box in messages.test_window.findChildren(QMessageBox) if box.isVisible()]


def test_a_known_error_is_told_with_what_to_do(messages, log):
    messages.show(KnownError("bad.xml is no tabular list.", "Choose the zip."), "importing")

    (box,) = boxes(messages)
    assert box.text() == "bad.xml is no tabular list."
    assert box.informativeText() == "Choose the zip."
    assert "While importing: bad.xml is no tabular list. Choose the zip." in log.read_text()


def test_a_bug_is_told_calmly_and_its_traceback_is_in_the_log_only(messages, log):
    try:
        raise ZeroDivisionError("the secret detail")
    except ZeroDivisionError as fault:
        messages.show(fault, "opening E11.22")

    (box,) = boxes(messages)
    assert box.text() == "Something in Codebook went wrong while opening E11.22."
    assert "secret detail" not in box.text() + box.informativeText()
    assert "Traceback" in log.read_text()
    assert "ZeroDivisionError: the secret detail" in log.read_text()


def test_stopped_work_is_no_fault(messages, log):
    messages.show(Cancelled(), "importing")

    assert boxes(messages) == []
    assert not log.exists()


def test_a_second_fault_joins_the_dialog_that_is_open(messages):
    messages.show(KnownError("First."), "importing")
    messages.show(KnownError("Second.", "Do this."), "importing")

    (box,) = boxes(messages)
    assert box.text() == "First."
    assert "Second. Do this." in box.informativeText()


def test_after_the_dialog_is_closed_the_next_fault_opens_another(qtbot, messages):
    messages.show(KnownError("First."), "importing")
    boxes(messages)[0].close()
    qtbot.waitUntil(lambda: boxes(messages) == [])

    messages.show(KnownError("Second."), "importing")

    assert [box.text() for box in boxes(messages)] == ["Second."]


def test_details_open_the_log(messages, log, monkeypatch):
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    messages.show(KnownError("First."), "importing")
    (box,) = boxes(messages)

    next(button for button in box.buttons() if button.text() == "Details").click()

    assert opened == [log.as_posix()]


def test_what_nothing_caught_is_logged_and_told_on_any_thread(qtbot, log):
    handler = CrashHandler()
    told: list[bool] = []
    handler.crashed.connect(lambda: told.append(True))
    handler.install()
    try:
        thread = threading.Thread(target=lambda: {}[0], name="the worker")
        thread.start()
        thread.join()
        try:
            raise LookupError("on the window's thread")
        except LookupError:
            sys.excepthook(*sys.exc_info())
        qtbot.waitUntil(lambda: told == [True, True])
    finally:
        handler.remove()

    text = log.read_text()
    assert "KeyError" in text
    assert "the worker" in text
    assert "LookupError: on the window's thread" in text


def test_qts_own_warnings_go_to_the_log(qapp, log):
    handler = CrashHandler()
    handler.install()
    try:
        qWarning("a widget is unhappy")
    finally:
        handler.remove()

    assert "Qt: a widget is unhappy" in log.read_text()


def test_the_handlers_are_given_back(qapp):
    before = sys.excepthook, threading.excepthook
    handler = CrashHandler()

    handler.install()
    handler.remove()

    assert (sys.excepthook, threading.excepthook) == before


def test_the_log_turns_over_and_keeps_three(tmp_path):
    path = tmp_path / "codebook.log"
    handler = open_log(path)
    try:
        for _ in range(60):
            LOG.warning("x" * 100_000)
    finally:
        close_log(handler)

    kept = sorted(file.name for file in tmp_path.iterdir())
    assert kept == ["codebook.log", "codebook.log.1", "codebook.log.2", "codebook.log.3"]
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 4_500_000


def test_a_log_that_cannot_be_written_is_no_fault_of_its_own(tmp_path, capsys):
    handler = open_log(tmp_path / "absent" / "codebook.log")
    try:
        LOG.warning("nobody hears this")
    finally:
        close_log(handler)

    assert capsys.readouterr() == ("", "")
    assert logging.getLogger("codebook_app").handlers == []
