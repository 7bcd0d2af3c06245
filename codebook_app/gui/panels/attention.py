"""Whether the person is at work in a part of the window: what gives way to other parts hears it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget


class Attention(QObject):
    """Tells when the focus comes into a part of the window by a key, and when it has left it.

    A list that opens, a dialog and another program are no leaving: the person comes back from
    them. Where a click took the focus elsewhere, leaving is told once a double click is over, so
    that nothing moves away below the pointer.
    """

    came = Signal()
    left = Signal()

    def __init__(self, part: QWidget) -> None:
        super().__init__(part)
        self._part = part
        self._inside = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._leave)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    @property
    def inside(self) -> bool:
        """Whether the focus is in the part, or was last among the parts of its window."""
        return self._inside

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or now.window() is not self._part.window():
            return
        if now is self._part or self._part.isAncestorOf(now):
            self._later.stop()
            if not self._inside:
                self._inside = True
                self.came.emit()
        elif self._inside:
            pressed = bool(QApplication.mouseButtons())
            self._later.start(QApplication.doubleClickInterval() if pressed else 0)

    def _leave(self) -> None:
        self._inside = False
        self.left.emit()
