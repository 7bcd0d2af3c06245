"""What the person is told when something goes wrong, and the log behind it."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    QUrl,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from codebook_app.errors import KnownError
from codebook_app.progress import Cancelled

LOG = logging.getLogger("codebook_app")

_LOG_BYTES = 1_000_000
_LOGS_KEPT = 3
_LINE = "%(asctime)s %(levelname)s %(threadName)s %(message)s"


class _LogFile(logging.Handler):
    """The log file, opened at its first line; silent when the disk is full or not ours."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write *record*, turning the file over when it is full."""
        if self._file is None:
            self._file = self._opened()
        self._file.emit(record)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None
        super().close()

    def _opened(self) -> logging.Handler:
        from logging.handlers import RotatingFileHandler  # 15 ms that a start without faults saves

        class Quiet(RotatingFileHandler):
            def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
                """Go on: there is no better place left to write to."""

        file = Quiet(
            self._path, maxBytes=_LOG_BYTES, backupCount=_LOGS_KEPT, encoding="utf-8", delay=True
        )
        file.setFormatter(logging.Formatter(_LINE))
        return file


def open_log(path: Path) -> logging.Handler:
    """Write what :data:`LOG` is told to *path*, three older megabytes kept beside it.

    The file is made at the first line. A log that cannot be written to is no reason to stop.
    """
    handler = _LogFile(path)
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    return handler


def close_log(handler: logging.Handler) -> None:
    """End what :func:`open_log` began."""
    LOG.removeHandler(handler)
    LOG.propagate = True
    handler.close()


class Messages(QObject):
    """Shows faults over *window*: one dialog at a time, none that stops the program's work."""

    def __init__(self, window: QWidget, log: Path) -> None:
        super().__init__(window)
        self._window = window
        self._log = log
        self._shown: QMessageBox | None = None

    def show(self, fault: Exception, doing: str) -> None:
        """Tell of *fault*, met while *doing* ("opening E11.22"); a stopped work is no fault."""
        if isinstance(fault, Cancelled):
            return
        if isinstance(fault, KnownError):
            LOG.warning("While %s: %s", doing, fault)
            self._tell(fault.message, fault.hint, QMessageBox.Icon.Warning)
        else:
            LOG.error("While %s", doing, exc_info=fault)
            self.tell_of_bug(doing)

    def tell_of_bug(self, doing: str = "") -> None:
        """Say calmly that the program itself is at fault; the log has the rest."""
        where = f" while {doing}" if doing else ""
        self._tell(
            f"Something in Codebook went wrong{where}.",
            "Your encounters are saved. You can go on working; if it happens again, close Codebook "
            "and open it anew. Details opens the log, which says what happened.",
            QMessageBox.Icon.Critical,
        )

    def open_log(self) -> None:
        """Open the log with the system's own viewer, its folder where there is no log yet."""
        target = self._log if self._log.exists() else self._log.parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))

    def _tell(self, message: str, hint: str, icon: QMessageBox.Icon) -> None:
        if self._shown is not None:
            if self._shown.text() != message:
                self._shown.setInformativeText(
                    f"{self._shown.informativeText()}\n\n{message} {hint}".strip()
                )
            return
        box = QMessageBox(icon, "Codebook", message, parent=self._window)
        box.setInformativeText(hint)
        box.setTextFormat(Qt.TextFormat.PlainText)
        details = box.addButton("Details", QMessageBox.ButtonRole.HelpRole)
        details.clicked.connect(self.open_log)
        ok = box.addButton(QMessageBox.StandardButton.Ok)
        box.setDefaultButton(ok)
        box.setEscapeButton(ok)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.finished.connect(self._forget)
        self._shown = box
        box.open()

    def _forget(self, _result: int) -> None:
        self._shown = None


class CrashHandler(QObject):
    """Writes down what nothing caught, on any thread, and tells the window once it may paint."""

    crashed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._before: tuple[Callable[..., object], Callable[..., object]] | None = None

    def install(self) -> None:
        """Take over from Python's own handlers and Qt's, until :meth:`remove`."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        qInstallMessageHandler(_log_qt)

    def remove(self) -> None:
        """Give the handlers back."""
        if self._before is not None:
            sys.excepthook, threading.excepthook = self._before
            qInstallMessageHandler(None)
            self._before = None

    def _on_exception(
        self,
        kind: type[BaseException],
        fault: BaseException,
        traceback: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, traceback)
            return
        LOG.critical("Nothing caught this", exc_info=(kind, fault, traceback))
        self.crashed.emit()

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
    level = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.DEBUG,
        QtMsgType.QtWarningMsg: logging.WARNING,
    }.get(kind, logging.ERROR)
    LOG.log(level, "Qt: %s", message)
