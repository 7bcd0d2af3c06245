"""A page in two releases side by side, walked from difference to difference."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from codebook_app.domain.page_comparison import LinePair
from codebook_app.gui.models.compared_lines import ComparedLinesModel, spoken_line
from codebook_app.gui.panels.compared_text import ComparedText
from codebook_app.gui.theme import Theme

_BATCH = 24
_BAR = 3


class _LineDelegate(QStyledItemDelegate):
    """Measures and paints lines; a height is kept until the width or the theme is another."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._text = ComparedText(theme)
        self._heights: dict[int, int] = {}

    def forget(self) -> None:
        """Measure and set anew."""
        self._text = ComparedText(self._theme)
        self._heights.clear()

    def sizeHint(  # noqa: N802 - Qt's name
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height of a line in the width of the view."""
        row = index.row()
        if row not in self._heights:
            document = self._text.document(self._line(index), self._width())
            self._heights[row] = round(document.size().height())
        return QSize(self._view.viewport().width(), self._heights[row])

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a line, with a bar beside the current one."""
        theme, rect = self._theme, QRect(option.rect)
        painter.save()
        painter.translate(rect.left() + self._bar(), rect.top())
        self._text.document(self._line(index), self._width()).drawContents(painter)
        painter.restore()
        middle = rect.left() + self._bar() + self._width() // 2
        painter.fillRect(QRect(middle, rect.top(), 1, rect.height()), theme.colour("border"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("border"))
        if option.state & QStyle.StateFlag.State_Selected:
            focused = self._view.hasFocus()
            colour = theme.colour("focus" if focused else "control_border")
            painter.fillRect(QRect(rect.topLeft(), QSize(self._bar(), rect.height())), colour)
            if focused:
                painter.setPen(colour)
                painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def _line(self, index: QModelIndex | QPersistentModelIndex) -> LinePair:
        model = index.model()
        assert isinstance(model, ComparedLinesModel)  # noqa: S101
        line = model.line_at(index)
        assert line is not None  # noqa: S101
        return line

    def _bar(self) -> int:
        return self._theme.length(_BAR)

    def _width(self) -> int:
        return max(1, self._view.viewport().width() - self._bar())


class ComparedLines(QListView):
    """Shows a :class:`ComparedLinesModel`: N and Shift+N, or F8, walk the differences."""

    moved = Signal()
    """Another line is current."""
    chosen = Signal(str)
    """Enter or a double click: the code of the line."""

    def __init__(
        self, model: ComparedLinesModel, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lines = model
        self._delegate = _LineDelegate(theme, self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("The page in both releases")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFrameShape(QListView.Shape.NoFrame)
        # The lines in sight are set at once, those below when there is time for it.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_BATCH)
        self.verticalScrollBar().setSingleStep(2 * QFontMetrics(theme.font("body")).height())
        self._sought = -1
        self.verticalScrollBar().rangeChanged.connect(lambda *_: self._bring_into_sight())
        model.modelReset.connect(self._delegate.forget)
        self.selectionModel().currentChanged.connect(lambda *_: self.moved.emit())
        self.doubleClicked.connect(lambda _: self._choose())
        theme.changed.connect(self._on_theme_changed)

    @property
    def current(self) -> LinePair | None:
        """The current line."""
        return self._lines.line_at(self.currentIndex())

    def make_current(self, row: int) -> None:
        """Make *row* the current one, with room above it."""
        index = self._lines.index(row)
        if index.isValid():
            self.setCurrentIndex(index)
            self._sought = row
            self._bring_into_sight()

    def step_difference(self, by: int) -> bool:
        """Go to the next (1) or previous (-1) difference; return whether there is one."""
        row = self._lines.next_difference(self.currentIndex().row(), by)
        if row >= 0:
            self.make_current(row)
        return row >= 0

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk the differences, open and copy; the rest is the list's."""
        line = self.current
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        plain = not event.modifiers()
        if event.key() == Qt.Key.Key_N and (plain or shift):
            self.step_difference(-1 if shift else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._choose()
        elif (
            event.key() == Qt.Key.Key_C
            and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            and line is not None
        ):
            QGuiApplication.clipboard().setText(spoken_line(line))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Set the lines anew when the width is another."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._delegate.forget()
            self.scheduleDelayedItemsLayout()

    def _bring_into_sight(self) -> None:
        """Scroll to the line that was made current, once it is laid out: it may stand far below."""
        index = self._lines.index(self._sought)
        if self._sought < 0 or index.row() != self.currentIndex().row():
            self._sought = -1  # the person has gone on
        elif not self.visualRect(index).isEmpty():
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
            self._sought = -1 if self._is_laid_out() else self._sought

    def _is_laid_out(self) -> bool:
        last = self._lines.index(self._lines.rowCount() - 1)
        return not last.isValid() or not self.visualRect(last).isEmpty()

    def _choose(self) -> None:
        if (line := self.current) is not None:
            self.chosen.emit(line.code)

    def _on_theme_changed(self) -> None:
        self._delegate.forget()
        self.scheduleDelayedItemsLayout()
