"""The note editor that opens over the book at the code in focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from codebook_app.domain.notebook import OwnNote
from codebook_app.gui.notebook_desk import NotebookDesk
from codebook_app.gui.panels.note_pad import NotePad
from codebook_app.gui.theme import Theme

_WIDTH, _HEIGHT, _LEAST = 460, 240, 170


class NotePopover(QFrame):
    """A :class:`NotePad` floating in *window*; Escape, and the focus going elsewhere, close it.

    A text that could not be saved keeps it open, or brings it back, with the reason.
    """

    left = Signal()
    """It was closed by a key: the focus belongs back where it came from."""

    def __init__(self, desk: NotebookDesk, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._over = window
        self._beside = QRect()
        self.setProperty("role", "floating")
        self.setAccessibleName("Your note")
        self.pad = NotePad(desk, theme, self)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.pad)
        self.pad.closed.connect(self.close_pad)
        self.pad.kept.connect(self._on_kept)
        window.installEventFilter(self)
        theme.changed.connect(self._dress)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)
        self.hide()
        self._dress()

    def open(
        self, code_set: str, code: str, title: str, notes: tuple[OwnNote, ...], beside: QRect
    ) -> None:
        """Open at the line that fills *beside*, in the window's own coordinates."""
        self.pad.open(code_set, code, title, notes)
        self._beside = beside
        self._place()
        self.show()
        self.raise_()
        self.pad.focus()

    def close_pad(self) -> None:
        """Save, and close; the focus goes back."""
        self.pad.finish()
        self.hide()
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay inside a window that is made smaller."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Close on Escape, whichever button has the focus."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_pad()
        else:
            super().keyPressEvent(event)

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self.isVisible() or self.isAncestorOf(now):
            return
        if now.window() is self.window():
            self.pad.finish()
            self.hide()

    def _on_kept(self, kept: bool) -> None:
        if not kept and not self.isVisible() and not self.pad.is_kept:
            self.show()
            self.raise_()
            self.pad.focus()

    def _place(self) -> None:
        room = self._over.rect().adjusted(8, 8, -8, -8)
        width = min(self._theme.length(_WIDTH), room.width())
        gap = self._theme.space(2)
        left = self._beside.left() + self._theme.length(40)
        below, above = self._beside.bottom() + gap, self._beside.top() - gap
        height = min(self._theme.length(_HEIGHT), room.height())
        most = max(room.bottom() - below, above - room.top())
        height = min(height, max(most, self._theme.length(_LEAST)))
        top = below if below + height <= room.bottom() else above - height
        corner = QPoint(
            max(room.left(), min(left, room.right() - width)),
            max(room.top(), min(top, room.bottom() - height)),
        )
        self.setGeometry(QRect(corner.x(), corner.y(), width, height))

    def _dress(self) -> None:
        side = self._theme.space(4)
        self._column.setContentsMargins(side, side, side, self._theme.space(3))
        if self.isVisible():
            self._place()
