"""The headings over a table's columns: full words on as many lines as they need."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from codebook_app.gui.theme import Theme

_FLAGS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
_TALLEST = 200


class TableHeadings(QHeaderView):
    """Paints the headings; that of the column in focus is darker, and has a bar under it.

    The first one stays in place while the others scroll to the side.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._marked = -1
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName("Columns")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def mark(self, column: int) -> None:
        """Show which column is in focus."""
        if column != self._marked:
            self._marked = column
            self.viewport().update()

    def widest_word(self) -> list[int]:
        """Return how wide the longest word of each heading is, with the room around it."""
        metrics = QFontMetrics(self._theme.font("label"))
        return [
            max(metrics.horizontalAdvance(word) for word in (self._words(column).split() or [""]))
            + 2 * self._side
            for column in range(self.count())
        ]

    def sizeHint(self) -> QSize:  # noqa: D102, N802
        metrics = QFontMetrics(self._theme.font("label"))
        tallest = metrics.height()
        for column in range(self.count()):
            room = QRect(0, 0, max(1, self.sectionSize(column) - 2 * self._side), _TALLEST * 10)
            tallest = max(
                tallest, metrics.boundingRect(room, int(_FLAGS), self._words(column)).height()
            )
        return QSize(super().sizeHint().width(), tallest + 3 * self._theme.space(2))

    def paintSection(self, painter: QPainter, rect: QRect, column: int) -> None:  # noqa: D102, N802
        if column == 0:
            # Over what has scrolled under it, once all the others are drawn.
            return
        self._paint_heading(painter, rect, column)
        last = self.count() - 1
        if column == last or self.sectionViewportPosition(column + 1) >= self.viewport().width():
            first = QRect(0, rect.top(), self.sectionSize(0), rect.height())
            self._paint_heading(painter, first, 0)

    def _paint_heading(self, painter: QPainter, rect: QRect, column: int) -> None:
        theme, marked = self._theme, column == self._marked
        painter.save()
        painter.fillRect(rect, theme.colour("hover" if marked else "window"))
        inside = rect.adjusted(self._side, 0, -self._side, -2 * theme.space(2))
        if column == 0:
            inside.setLeft(rect.left() + theme.space(5))
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("text" if marked else "muted"))
        painter.drawText(inside, int(_FLAGS), self._words(column))
        if marked:
            bar = theme.length(3)
            painter.fillRect(
                QRect(rect.left(), rect.bottom() - bar + 1, rect.width(), bar),
                theme.colour("focus"),
            )
        else:
            painter.fillRect(
                QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("border")
            )
        painter.restore()

    def _words(self, column: int) -> str:
        return str(self.model().headerData(column, self.orientation()) or "")

    @property
    def _side(self) -> int:
        return self._theme.space(2) + self._theme.space(1)
