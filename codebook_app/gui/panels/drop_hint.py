"""What lies over the window while files are dragged over it: let go, and they are imported."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from codebook_app.gui.theme import Theme

_VEIL = 225
_WORDS = "Drop to import"
_MORE = (
    "Official files, folders and zips of any code set, or a list of codes (CSV, text, JSON) for the"
    " encounter: what they are is seen by their content."
)


class DropHint(QWidget):
    """Covers *over* while it is shown; the pointer goes through it."""

    def __init__(self, over: QWidget, theme: Theme) -> None:
        super().__init__(over)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(_WORDS)
        over.installEventFilter(self)
        self.hide()

    def show_over(self) -> None:
        """Cover what it lies over."""
        over = self.parentWidget()
        if over is not None:
            self.setGeometry(over.rect())
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Go with the size of what it covers."""
        if event.type() == QEvent.Type.Resize and self.isVisible() and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint a veil, a frame and the words."""
        theme = self._theme
        veil = QColor(theme.colour("surface"))
        veil.setAlpha(_VEIL)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), veil)
            inset = theme.space(5)
            painter.setPen(QPen(theme.colour("accent"), theme.length(2), Qt.PenStyle.DashLine))
            frame = QRectF(self.rect().adjusted(inset, inset, -inset, -inset))
            painter.drawRoundedRect(frame, 2 * theme.radius, 2 * theme.radius)
            upper, lower = QRectF(frame), QRectF(frame)
            upper.setBottom(frame.center().y())
            lower.setTop(frame.center().y() + theme.space(3))
            middle = Qt.AlignmentFlag.AlignHCenter
            painter.setPen(theme.colour("text"))
            painter.setFont(theme.font("title"))
            painter.drawText(upper, middle | Qt.AlignmentFlag.AlignBottom, _WORDS)
            painter.setPen(theme.colour("muted"))
            painter.setFont(theme.font("body"))
            wrapped = middle | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(lower.adjusted(inset, 0, -inset, 0), wrapped, _MORE)
