"""The window that pictures are taken of, and how a screen of it is reached."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer, qInstallMessageHandler
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from codebook_app.bootstrap import open_program
from codebook_app.domain.encounter import Setting
from codebook_app.domain.index_term import IndexBook
from codebook_app.errors import KnownError
from codebook_app.gui.jobs import Worker
from codebook_app.gui.main_window import MainWindow
from codebook_app.gui.places import place_of_term
from codebook_app.gui.theme import Theme
from codebook_app.gui.workers import Workers

if TYPE_CHECKING:
    from screens import Screen

    from codebook_app.services.program import Program

FIRST_PATIENT_CODES = ("E11.22", "N18.30", "Z79.4", "S72.002")
"""The code list of the pictures: it has findings, and a code that is to be completed."""

_LONGEST_WAIT = 120.0
_STILL_FOR = 0.06
_STILL_TURNS = 4
_MODIFIERS = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}


class NotReached(Exception):  # noqa: N818 - the releases at hand lack something
    """Why a screen cannot be shown here, in one line."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the window looks: theme, text size as a factor, width and height in pixels."""

    theme: str
    scale: float
    width: int
    height: int


class Stage:
    """One window over the releases of a data folder, with a person's work of its own.

    Screens are reached as a person reaches them: by typing, by keys and by the menu's actions;
    :meth:`settle` waits until nothing is under way any more.
    """

    def __init__(
        self, data_dir: Path, aside: Path, look: Look, on: date | None, *, empty: bool
    ) -> None:
        """Open a window; *empty* is a first start, without releases and without work."""
        running = QApplication.instance()
        self.app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
        self.app.setCursorFlashTime(0)
        qInstallMessageHandler(_hear)
        folder = Path(mkdtemp(dir=aside))
        if not empty:
            (folder / "releases").symlink_to(data_dir / "releases", target_is_directory=True)
            if (data_dir / "licences.json").exists():
                (folder / "licences.json").write_bytes((data_dir / "licences.json").read_bytes())
        self.program: Program = open_program(folder)
        self.program.settings.put("welcome.open", empty)
        self.on = on or (None if empty else self._day_to_read())
        if not empty:
            self._fill()
        self._workers = Workers.start()
        self.theme = Theme(look.theme, look.scale)
        self.theme.prepare(self.app)
        self.window = MainWindow(self.program, self.theme, self._workers)
        self.theme.install(self.app)
        self.window.resize(look.width, look.height)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowExposed(self.window)
        self.spoilt = False
        """Whether a screen left its marks: the next one gets another window."""
        if not empty:
            # What is embedded is installed before, or not wanted.
            self.window.installation.install = lambda: None  # type: ignore[method-assign]
            self.window.start()
            self.settle()

    def take(self, screen: Screen, path: Path) -> str:
        """Write a picture of *screen* to *path*; return why there is none, "" if there is."""
        self.spoilt = screen.marks
        try:
            if not screen.alone:
                self._reset()
            screen.reach(self)
            if not screen.alone:
                self.settle()
        except (NotReached, KnownError) as why:
            return str(why)
        except Exception as fault:
            self.spoilt = True
            return f"{type(fault).__name__}: {fault}"
        self._picture().save(str(path))
        return ""

    def close(self) -> None:
        """Close the window and everything over it."""
        self._close_dialogs()
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.program.close()
        QTest.qWait(1)
        # What is left of the window goes here and now. Left to the collector, it might go on a
        # worker's thread of the next stage, and Qt's objects can't.
        del self.window, self.program, self.theme, self._workers
        gc.collect()

    # What screens are reached by ----------------------------------------------------------

    def type(self, text: str) -> None:
        """Put *text* into the search field and wait for its hits."""
        self.window.reading.go_to_search()
        self.window.top_bar.field.setText(text)
        self.settle()

    def press(self, *keys: str) -> None:
        """Press keys by Qt's names ("Down", "Ctrl+Return") where the focus is, one by one."""
        for one in keys:
            *held, name = one.split("+")
            modifiers = Qt.KeyboardModifier.NoModifier
            for modifier in held:
                modifiers |= _MODIFIERS[modifier]
            target = QApplication.focusWidget() or self.window
            QTest.keyClick(target, Qt.Key[f"Key_{name}"], modifiers)
            self.settle()

    def trigger(self, action: str) -> None:
        """Do what the menu's action of this name does."""
        # From the event loop, as a person would: a dialog that waits for its end then lets
        # the picture be taken.
        QTimer.singleShot(0, self.window, self.window.deeds[action].trigger)
        self.settle()

    def need(self, code_set: str) -> None:
        """Go on only where a release of *code_set* is installed; NotReached is raised otherwise."""
        if not any(one.code_set == code_set for one in self.program.releases.installed()):
            raise NotReached(f"no release of {code_set} is installed")

    def open(self, place: str) -> None:
        """Open the text of a place in the book, "icd10cm:E11.22"."""
        self.window.reading.open_link(place)
        self.settle()

    def open_term(self, *titles: str, book: IndexBook = IndexBook.INDEX) -> None:
        """Open a term of an index or table by the titles that lead to it."""
        page = self.program.index_lookup.find(titles, book=book, on=self.on)
        self.window.reading.navigator.open(place_of_term(page, page.focus))
        self.settle()

    def top(self) -> QWidget:
        """Return the dialog or menu on top, the window where there is none."""
        return QApplication.activePopupWidget() or (self._dialogs() or [self.window])[-1]

    def settle(self, still_for: float = _STILL_FOR) -> None:
        """Wait until no worker is busy and the window has painted what came."""
        began = last = time.monotonic()
        turns = 0
        # On a busy machine one turn of the loop may outlast the time, and what it asked for waits.
        while (now := time.monotonic()) - last < still_for or turns < _STILL_TURNS:
            QTest.qWait(5)
            turns += 1
            if self._busy():
                last, turns = time.monotonic(), 0
            if now - began > _LONGEST_WAIT:
                raise TimeoutError("still busy after two minutes")

    def glance_over(self, query: str) -> None:
        """Search and open the first hit, as many do before a tab is of use."""
        self.type(query)
        self.press("Return")

    def until(self, reached: Callable[[], object]) -> None:
        """Wait until *reached* holds, which is none of the workers' matter."""
        began = time.monotonic()
        while not reached():
            QTest.qWait(5)
            if time.monotonic() - began > _LONGEST_WAIT:
                raise TimeoutError("not reached in two minutes")

    # Within -------------------------------------------------------------------------------

    def _busy(self) -> bool:
        workers = (self._workers.lookup, self._workers.jobs, self._workers.desk)
        others = (one for top in QApplication.topLevelWidgets() for one in top.findChildren(Worker))
        return any(worker.busy for worker in (*workers, *others))

    def _day_to_read(self) -> date:
        """Return a day on which the newest ICD-10-CM release with an index is in force."""
        releases = [one for one in self.program.releases.installed() if one.code_set == "icd10cm"]
        if not releases:
            raise SystemExit("No ICD-10-CM release is installed in the data folder.")
        indexed = [one for one in releases if any(file.part == "index" for file in one.sources)]
        newest = max(indexed or releases, key=lambda one: one.effective_from)
        return newest.effective_from + timedelta(days=75)

    def _fill(self) -> None:
        encounters, lookup = self.program.encounters, self.program.lookup
        earlier = encounters.create("Visit 13", Setting.INPATIENT, self.on)
        for code in ("I21.4", "I10"):
            with _absent():
                earlier = encounters.add(earlier, lookup.entry(code, on=self.on).code)
        visit = encounters.create("Visit 14", Setting.OUTPATIENT, self.on)
        for code in FIRST_PATIENT_CODES:
            with _absent():
                visit = encounters.add(visit, lookup.entry(code, on=self.on).code)

        notebook = self.program.notebook
        notebook.write_note("icd10cm", "E11.22", "Ask for the stage: N18.1 to N18.6 go with it.")
        notebook.toggle_favourite("icd10cm", "I10", "Essential (primary) hypertension")

    def _reset(self) -> None:
        self._close_dialogs()
        self.window.top_bar.book.choose_all()
        self.window.top_bar.field.clear()
        self.window.top_bar.field.setFocus()
        self.window.reading.contents()
        self.settle()
        self.window.reading.go_to_search()

    def _dialogs(self) -> list[QWidget]:
        """Return what stands over the window, the lowest first."""
        return [
            top
            for top in QApplication.topLevelWidgets()
            if top is not self.window and top.isVisible() and top.isWindow()
        ]

    def _close_dialogs(self) -> None:
        for popup in iter(QApplication.activePopupWidget, None):
            popup.close()
        for dialog in reversed(self._dialogs()):
            dialog.close()
        for box in self.window.findChildren(QComboBox):
            box.hidePopup()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _picture(self) -> QPixmap:
        """Return the window with what stands over it, where it would stand."""
        picture = self.window.grab()
        painter = QPainter(picture)
        origin = self.window.mapToGlobal(QPoint(0, 0))
        for over in self._dialogs():
            at = over.mapToGlobal(QPoint(0, 0)) - origin
            painter.drawPixmap(at, over.grab())
            painter.setPen(self.theme.colour("control_border"))
            painter.drawRect(at.x() - 1, at.y() - 1, over.width() + 1, over.height() + 1)
        painter.end()
        return picture


def _hear(_kind: object, _context: object, message: str) -> None:
    """Pass on what Qt says, but for what this screen that nobody sees cannot do."""
    if not message.startswith("This plugin does not support"):
        print(message, file=sys.stderr)


@contextmanager
def _absent() -> Iterator[None]:
    """Go on without a code that the releases at hand do not have."""
    try:
        yield
    except KnownError:
        return


Reach = Callable[[Stage], object]
