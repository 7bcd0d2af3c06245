"""Opens the window over a program and keeps it open until the person closes it."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from codebook_app import __version__
from codebook_app.errors import KnownError
from codebook_app.gui.garbage import GarbageLook
from codebook_app.gui.messages import CrashHandler, close_log, open_log
from codebook_app.gui.sole_window import SoleWindow
from codebook_app.gui.theme import Theme
from codebook_app.gui.window_state import WindowState
from codebook_app.paths import resource

if TYPE_CHECKING:
    from codebook_app.services.program import Program

_IMPORTED_AT = time.perf_counter()

DONE = 0
COULD_NOT = 3


def run(program: Program, smoke: bool = False) -> int:
    """Show the window over *program* until it is closed; close the program; return the exit code.

    0 when the window was shown, 3 when it could not be: no screen, no right to the data folder, a
    full disk, or another window has the folder and was brought to the front. One line on the
    error stream then says so. With *smoke* the window closes itself after its first paint and the
    milliseconds since the process began are printed.
    """
    try:
        if word := _no_screen():
            return _refuse(word, "", show=False)
        app = _application()
        show = not smoke and QGuiApplication.platformName() not in {"offscreen", "minimal"}
        sole = SoleWindow(program.folders.data)
        try:
            if not sole.claim():
                return _refuse(*_already_open(sole), show=False)
        except KnownError as fault:
            return _refuse(fault.message, fault.hint, show=show)
        try:
            return _show(app, program, sole, smoke)
        finally:
            sole.release()
    finally:
        program.close()


def _application() -> QApplication:
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    QCoreApplication.setApplicationName("Codebook")
    QCoreApplication.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName("codebook")
    app = QApplication(sys.argv[:1])
    app.setWindowIcon(QIcon(str(resource("codebook.svg"))))
    # Ctrl+C in the terminal that started the window ends it; edits are saved as they are made.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return app


def _show(app: QApplication, program: Program, sole: SoleWindow, smoke: bool) -> int:
    from codebook_app.gui.main_window import MainWindow
    from codebook_app.gui.workers import Workers

    log = open_log(program.folders.log)
    crashes = CrashHandler()
    crashes.install()
    workers = Workers.start()
    try:
        state = WindowState(program.settings)
        theme = Theme(state.theme, state.scale)
        theme.prepare(app)
        window = MainWindow(program, theme, workers)
        theme.install(app)
        crashes.crashed.connect(window.messages.tell_of_bug)
        sole.raise_requested.connect(window.raise_up)
        garbage = GarbageLook(window)
        window.painted.connect(garbage.start)
        if smoke:
            window.painted.connect(_tell_first_paint)
        else:
            window.painted.connect(window.start)
            window.painted.connect(sole.listen)
        window.show()
        app.exec()
        garbage.stop()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    finally:
        workers.close()
        crashes.remove()
        close_log(log)
    return DONE


def _tell_first_paint() -> None:
    print(f"first paint after {milliseconds_since_start():.0f} ms", flush=True)
    QApplication.closeAllWindows()


def _already_open(sole: SoleWindow) -> tuple[str, str]:
    if sole.call_first():
        return (
            "Codebook is already open on this data folder; its window was brought to the front.",
            "",
        )
    return (
        "Codebook is already open on this data folder, but its window does not answer.",
        "Close or end that program first, or choose another folder with --data-dir.",
    )


def _refuse(message: str, hint: str, *, show: bool) -> int:
    print(f"{message} {hint}".strip(), file=sys.stderr)
    if show:
        box = QMessageBox(QMessageBox.Icon.Warning, "Codebook", message)
        box.setInformativeText(hint)
        box.exec()
    return COULD_NOT


def _no_screen() -> str:
    """Return why no window can be shown, "" where one can: Qt itself would abort the process."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    return (
        "There is no screen to open the window on (neither DISPLAY nor WAYLAND_DISPLAY is set). "
        "The commands work without one: codebook --help."
    )


def milliseconds_since_start() -> float:
    """Return the milliseconds since this process began; elsewhere than Linux since the import."""
    try:
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        began = int(fields[19]) / os.sysconf("SC_CLK_TCK")
        return (time.clock_gettime(time.CLOCK_BOOTTIME) - began) * 1000
    except (OSError, AttributeError, ValueError, IndexError):
        return (time.perf_counter() - _IMPORTED_AT) * 1000
