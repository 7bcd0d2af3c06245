"""The code list: its rows as they are painted, and the keys a coder resequences with."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from codebook_app.domain.encounter import EncounterLine
from codebook_app.gui.models.encounter import EncounterLineModel, finding_word, short_words
from codebook_app.gui.panels.severity import colour_name, icon_name
from codebook_app.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_EMPTY_TITLE = "No codes yet"
_EMPTY_TEXT = "Search, then Ctrl+Enter adds the code here."


class EncounterLineDelegate(QStyledItemDelegate):
    """Paints a line: number, code and title, and under them the worst finding in shape and word."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Return the height of one row of text, or of two where there is a finding."""
        theme = self._theme
        height = self._line_height() + 2 * theme.space(2)
        if index.data(EncounterLineModel.FindingsRole):
            height += self._mark_height() + theme.space(1)
        return QSize(theme.length(180), height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line in the theme's colours."""
        theme = self._theme
        line = index.data(EncounterLineModel.LineRole)
        findings = index.data(EncounterLineModel.FindingsRole)
        painter.save()
        selected = self._ground(painter, option)
        ink = theme.colour("on_selection" if selected else "text")
        quiet = theme.colour("on_selection" if selected else "muted")

        area = option.rect.adjusted(
            theme.space(3), theme.space(2), -theme.space(3), -theme.space(2)
        )
        row = QRect(area.left(), area.top(), area.width(), self._line_height())
        small = theme.font("small")
        code_font = theme.font("code")
        number_width = QFontMetrics(small).horizontalAdvance("00")
        centre = Qt.AlignmentFlag.AlignVCenter

        painter.setFont(small)
        painter.setPen(quiet)
        number = QRect(row.left(), row.top(), number_width, row.height())
        painter.drawText(number, centre | Qt.AlignmentFlag.AlignRight, str(index.row() + 1))

        left = number.right() + theme.space(3)
        painter.setFont(code_font)
        painter.setPen(ink)
        code_width = QFontMetrics(code_font).horizontalAdvance("S72.002A")
        code_width = max(code_width, QFontMetrics(code_font).horizontalAdvance(line.code))
        painter.drawText(QRect(left, row.top(), code_width, row.height()), centre, line.code)

        body = theme.font("body")
        painter.setFont(body)
        title = QRect(row)
        title.setLeft(left + code_width + theme.space(3))
        shown = QFontMetrics(body).elidedText(
            line.title, Qt.TextElideMode.ElideRight, title.width()
        )
        painter.drawText(title, centre, shown)

        if findings:
            mark = QRect(left, row.bottom() + theme.space(1), area.right() - left, 0)
            mark.setHeight(self._mark_height())
            self._paint_mark(painter, mark, index, selected=selected)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> bool:
        """Paint what lies under a line; return whether it is selected."""
        theme = self._theme
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(option.rect, theme.colour("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, theme.colour("hover"))
        if selected and option.state & QStyle.StateFlag.State_HasFocus:
            bar = QRect(option.rect)
            bar.setWidth(theme.space(2))
            painter.fillRect(bar, theme.colour("focus"))
        return selected

    def _paint_mark(self, painter: QPainter, area: QRect, index: Index, *, selected: bool) -> None:
        theme = self._theme
        findings = index.data(EncounterLineModel.FindingsRole)
        worst = findings[0]
        words = short_words(worst, index.data(EncounterLineModel.LineRole).code)
        colour = colour_name(worst)
        centre = Qt.AlignmentFlag.AlignVCenter

        side = self._mark_side()
        icon = QRect(area.left(), area.top() + (area.height() - side) // 2, side, side)
        theme.icon(icon_name(worst), colour).paint(painter, icon)

        label, small = theme.font("label"), theme.font("small")
        word = finding_word(worst)
        painter.setFont(label)
        painter.setPen(
            theme.colour("on_selection" if selected and worst.override_reason else colour)
        )
        rest = area.adjusted(side + theme.space(2), 0, 0, 0)
        painter.drawText(rest, centre, word)
        rest.adjust(QFontMetrics(label).horizontalAdvance(word) + theme.space(3), 0, 0, 0)

        painter.setFont(small)
        painter.setPen(theme.colour("on_selection" if selected else "muted"))
        metrics = QFontMetrics(small)
        if len(findings) > 1:
            more = f"+{len(findings) - 1}"
            painter.drawText(rest, centre | Qt.AlignmentFlag.AlignRight, more)
            rest.adjust(0, 0, -metrics.horizontalAdvance(more) - theme.space(3), 0)
        painter.drawText(
            rest,
            centre,
            metrics.elidedText(words, Qt.TextElideMode.ElideRight, rest.width()),
        )

    def _line_height(self) -> int:
        return max(
            QFontMetrics(self._theme.font("body")).height(),
            QFontMetrics(self._theme.font("code")).height(),
        )

    def _mark_height(self) -> int:
        return QFontMetrics(self._theme.font("small")).height()

    def _mark_side(self) -> int:
        return self._theme.length(14)


class EncounterLineView(QListView):
    """The list itself. Enter opens a line in the book, → its completions, Delete takes it off.

    Alt+↑ and Alt+↓ move it, as does dragging.
    """

    open_asked = Signal(str)
    """The code to show in the book."""
    remove_asked = Signal()
    move_asked = Signal(int)
    """How many places the current line is to move, negative for up."""
    complete_asked = Signal()
    """The ways to complete the current line are to be offered."""
    copy_asked = Signal(str)
    """The code of the current line is wanted on the clipboard."""

    def __init__(
        self, theme: Theme, model: EncounterLineModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines = model
        self.setModel(model)
        self.setItemDelegate(EncounterLineDelegate(theme, self))
        self.setAccessibleName("Codes of the encounter")
        self.setAccessibleDescription(
            f"{_EMPTY_TEXT} Enter opens the code in the book, Delete takes it off the list, "
            "Alt and up or down moves it, right offers what completes it."
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropOverwriteMode(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.activated.connect(self._open)
        model.dataChanged.connect(self.scheduleDelayedItemsLayout)  # rows grow with a finding
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    @property
    def current_line(self) -> EncounterLine | None:
        """The line the keys act on."""
        return self._lines.line_at(self.currentIndex().row())

    def make_current(self, row: int) -> None:
        """Make the line in *row* the current one, and bring it into sight."""
        if 0 <= row < self._lines.rowCount():
            index = self._lines.index(row)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Take the coder's keys; the others move in the list."""
        key = event.key()
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        line = self.current_line
        if alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_asked.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Delete:
            self.remove_asked.emit()
        elif key == Qt.Key.Key_Right and not event.modifiers() and line is not None:
            self.complete_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Copy) and line is not None:
            self.copy_asked.emit(line.code)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and line is not None:
            # Not left to "activated": some desktops would rather edit the line with this key.
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer what can be done with a line, each with its key."""
        line = self.current_line
        if line is not None:
            self.menu_for(line).popup(event.globalPos())

    def menu_for(self, line: EncounterLine) -> QMenu:
        """Return the menu of *line*; it deletes itself once closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row, last = self.currentIndex().row(), self._lines.rowCount() - 1

        def offer(words: str, icon: str, keys: str) -> QAction:
            return menu.addAction(self._theme.icon(icon, "muted"), f"{words}\t{keys}")

        offer(f"Open {line.code} in the book", "book", "Enter").triggered.connect(
            lambda: self.open_asked.emit(line.code)
        )
        offer("Copy this code", "copy", "Ctrl+C").triggered.connect(
            lambda: self.copy_asked.emit(line.code)
        )
        menu.addSeparator()
        up = offer("Move up", "up", "Alt+↑")
        up.setEnabled(row > 0)
        up.triggered.connect(lambda: self.move_asked.emit(-1))
        down = offer("Move down", "down", "Alt+↓")
        down.setEnabled(row < last)
        down.triggered.connect(lambda: self.move_asked.emit(1))
        menu.addSeparator()
        offer("Remove", "remove", "Del").triggered.connect(self.remove_asked)
        return menu

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the lines, or what to do where there are none."""
        super().paintEvent(event)
        if self._lines.rowCount() == 0:
            self._paint_lesson()

    def _paint_lesson(self) -> None:
        theme = self._theme
        painter = QPainter(self.viewport())
        area = self.viewport().rect().adjusted(theme.space(5), 0, -theme.space(5), 0)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        heading, body = theme.font("heading"), theme.font("body")
        title = QFontMetrics(heading).boundingRect(area, flags, _EMPTY_TITLE)
        text = QFontMetrics(body).boundingRect(area, flags, _EMPTY_TEXT)
        height = title.height() + theme.space(3) + text.height()
        top = max(theme.space(4), (area.height() - height) // 3)
        painter.setFont(heading)
        painter.setPen(theme.colour("text"))
        painter.drawText(QRect(area.left(), top, area.width(), title.height()), flags, _EMPTY_TITLE)
        painter.setFont(body)
        painter.setPen(theme.colour("muted"))
        below = QRect(area)
        below.setTop(top + title.height() + theme.space(3))
        painter.drawText(below, flags, _EMPTY_TEXT)
        painter.end()

    def _open(self, index: Index) -> None:
        line = self._lines.line_at(index.row())
        if line is not None:
            self.open_asked.emit(line.code)
