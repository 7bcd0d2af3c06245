"""The first whole path, by keyboard: from an empty folder to a code on the clipboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QWidget

from codebook_app.bootstrap import open_program
from codebook_app.gui.main_window import MainWindow
from codebook_app.gui.panels.page_view import PageView
from codebook_app.gui.theme import Theme
from codebook_app.gui.workers import Workers

pytestmark = pytest.mark.slow  # installs the whole embedded release

INSTALLED_WITHIN = 300_000
SHOWN_WITHIN = 120_000


@pytest.fixture
def window(qtbot, folders):
    program = open_program(folders.data)
    folders.data.mkdir()
    made = MainWindow(program, Theme("light"), Workers.start())
    qtbot.addWidget(made)
    made.painted.connect(made.start)
    made.resize(1280, 720)
    made.show()
    made.activateWindow()
    yield made
    made.close()
    program.close()
    QGuiApplication.styleHints().unsetColorScheme()


def press(keys: str) -> None:
    """Press *keys* wherever the focus is."""
    combination = QKeySequence(keys)[0]
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, combination.key(), combination.keyboardModifiers())


def said(widget: QWidget) -> list[str]:
    """What the labels, the lists and the pages in *widget* say to a screen reader."""
    words = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    for view in [*widget.findChildren(QAbstractItemView), *widget.findChildren(PageView)]:
        if view.isVisible():
            model = view.model
            model = model() if callable(model) else model
            words.extend(
                str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))
                for row in range(model.rowCount())
            )
    return words


def test_from_an_empty_folder_to_the_clipboard_by_keyboard(qtbot, window, folders):
    # The window is there at once and says what it is doing.
    qtbot.waitUntil(window.top_bar.field.hasFocus)
    qtbot.waitUntil(window.strip.isVisible, timeout=SHOWN_WITHIN)

    # It reads the book as soon as that stands, and searches it once its index does.
    qtbot.waitUntil(
        lambda: any("Endocrine, nutritional" in word for word in said(window.book)),
        timeout=INSTALLED_WITHIN,
    )
    QTest.keyClicks(window.top_bar.field, "diabetes type 2 ckd")
    qtbot.waitUntil(
        lambda: (hit := window.hits.current()) is not None and hit.code == "E11.22",
        timeout=INSTALLED_WITHIN,
    )

    # Opened, the code shows the inherited Excludes1 and where it comes from.
    press("Return")
    qtbot.waitUntil(lambda: window.book.current_code() == "E11.22", timeout=SHOWN_WITHIN)
    qtbot.waitUntil(lambda: window.panes.here == "Book")
    inherited = [word for word in said(window.book) if word.startswith("Excludes1")]
    assert any("gestational diabetes" in word and "E11" in word for word in inherited)

    # Added, checked and copied.
    press("Ctrl+Return")
    qtbot.waitUntil(
        lambda: (
            window.encounter.encounter is not None
            and [line.code for line in window.encounter.encounter.lines] == ["E11.22"]
        ),
        timeout=SHOWN_WITHIN,
    )
    press("Ctrl+Shift+C")
    qtbot.waitUntil(lambda: QApplication.clipboard().text() == "E11.22", timeout=SHOWN_WITHIN)
    assert "<" in QApplication.clipboard().mimeData().html()

    # And all of it is on the disk: the releases whole, the encounter saved.
    qtbot.waitUntil(lambda: not window.installation.running, timeout=INSTALLED_WITHIN)
    assert [path.name for path in (folders.releases / "icd10cm").iterdir()] == ["FY2026-04"]
    window.close()
    again = open_program(folders.data)
    assert not again.releases.needs_setup()
    assert again.releases.installed()[0].billable == 74_719
    latest = again.encounters.latest()
    assert latest is not None
    assert [line.code for line in latest.lines] == ["E11.22"]
    again.close()
