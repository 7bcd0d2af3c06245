"""One character of a procedure code: a list of the values it may take, picked by their keys."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from codebook_app.domain.procedure_column import Column
from codebook_app.gui.models.procedure_column import ProcedureColumnModel, ValueRole, ValueRow
from codebook_app.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_WRAP = int(Qt.TextFlag.TextWordWrap)
_TALLEST = 400


@dataclass(frozen=True, slots=True)
class _Look:
    body: QFont
    small: QFont
    code: QFont
    side: int
    gap: int
    key: int
    radius: int
    bar: int


class ValueDelegate(QStyledItemDelegate):
    """Paints a value: its key as on a keyboard, its name in as many lines as it needs."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._heights: dict[tuple[str, str, int], int] = {}
        self._look = self._looked()
        theme.changed.connect(self._dress)

    @property
    def beside_text(self) -> int:
        """The width in pixels that a row takes beside its words, the scroll bar included."""
        look = self._look
        return 2 * look.side + look.key + look.gap + self._theme.length(13)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: D102, N802
        row: ValueRow = index.data(ValueRole.ROW)
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        return QSize(width, self._height(row, width))

    def paint(  # noqa: D102
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        row: ValueRow = index.data(ValueRole.ROW)
        theme, look = self._theme, self._look
        state = option.state
        rect: QRect = option.rect
        active = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = rect.adjusted(look.gap // 2, 1, -look.gap // 2, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if row.picked or active:
            painter.setBrush(theme.colour("selection" if row.picked else "hover"))
            painter.drawRoundedRect(inner, look.radius, look.radius)
        if row.picked:
            painter.setBrush(theme.colour("accent"))
            bar = QRect(inner.left(), inner.top() + 2, look.bar, inner.height() - 4)
            painter.drawRect(bar)
        if active:
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner.adjusted(1, 1, -1, -1), look.radius, look.radius)
        self._paint_key(painter, row, rect)
        text = rect.adjusted(look.side + look.key + look.gap, look.gap, -look.side, -look.gap)
        name = "on_selection" if row.picked else "muted" if row.drops else "text"
        painter.setPen(theme.colour(name))
        painter.setFont(look.body)
        drawn = painter.drawText(text, _WRAP, row.label)
        if row.remark:
            painter.setFont(look.small)
            painter.drawText(text.adjusted(0, drawn.height(), 0, 0), _WRAP, row.remark)
        painter.restore()

    def _paint_key(self, painter: QPainter, row: ValueRow, rect: QRect) -> None:
        theme, look = self._theme, self._look
        height = QFontMetrics(look.body).height()
        cap = QRect(rect.left() + look.side, rect.top() + look.gap, look.key, height)
        pen = QPen(theme.colour("accent" if row.picked else "control_border"), 1)
        if row.drops:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.colour("accent" if row.picked else "raised"))
        painter.drawRoundedRect(cap, 3, 3)
        painter.setPen(theme.colour("on_accent" if row.picked else "text"))
        painter.setFont(look.code)
        painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), row.character)

    def _height(self, row: ValueRow, width: int) -> int:
        key = (row.label, row.remark, width)
        known = self._heights.get(key)
        if known is None:
            look = self._look
            room = QRect(0, 0, max(width - 2 * look.side - look.key - look.gap, 20), _TALLEST)
            known = QFontMetrics(look.body).boundingRect(room, _WRAP, row.label).height()
            if row.remark:
                known += QFontMetrics(look.small).boundingRect(room, _WRAP, row.remark).height()
            known = self._heights[key] = known + 2 * look.gap
        return known

    def _dress(self) -> None:
        self._heights.clear()
        self._look = self._looked()

    def _looked(self) -> _Look:
        theme = self._theme
        code = theme.font("code")
        return _Look(
            body=theme.font("body"),
            small=theme.font("small"),
            code=code,
            side=theme.space(3),
            gap=theme.space(2),
            key=QFontMetrics(code).horizontalAdvance("M") + theme.space(3),
            radius=theme.radius,
            bar=theme.length(3),
        )


class ProcedureColumn(QListView):
    """The values of one axis. ↑ ↓ walk them; every other key that has a use is told of."""

    picked = Signal(str, str)
    """A value is chosen by its key; by Enter or a click with its label too."""
    entered = Signal()
    """Enter on the value that is picked already."""
    stepped = Signal(int)
    """← or →: the column before or after."""
    step_back = Signal()
    """Backspace."""
    add_pressed = Signal()
    copy_pressed = Signal()
    neighbour_pressed = Signal(int)
    moved = Signal()
    """Another value is in focus, or the column came into focus."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.values = ProcedureColumnModel(self)
        self.setModel(self.values)
        self.setItemDelegate(ValueDelegate(theme, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Rows are as tall as their width makes them, which must not change with what they hold. A
        # bar that has nothing to scroll is not seen.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(lambda *_: self.moved.emit())
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def narrowest(self, longest: str) -> int:
        """Return the width in pixels in which *longest*, a word, is not cut."""
        delegate = self.itemDelegate()
        room = delegate.beside_text if isinstance(delegate, ValueDelegate) else 0
        return QFontMetrics(self._theme.font("body")).horizontalAdvance(longest) + room

    def show_column(self, column: Column, *, alone: bool) -> None:
        """Show the values of *column* with what is picked in sight."""
        if self.values.show(column, alone=alone):
            self.go_to()

    def current(self) -> ValueRow | None:
        """Return the value in focus, None in an empty column."""
        row: ValueRow | None = self.currentIndex().data(ValueRole.ROW)
        return row

    def go_to(self, character: str = "") -> None:
        """Put the focus on the value with this key, else on what is picked, else on the first."""
        at = self.values.row_of(character) if character else -1
        if at < 0:
            at = next((at for at, row in enumerate(self.values.rows) if row.picked), 0)
        self.setCurrentIndex(self.values.index(at))
        self.scrollTo(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102, N802
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.doItemsLayout()  # each row is as tall as its words need in this width

    def event(self, event: QEvent) -> bool:  # noqa: D102
        # A key that names a value is a value here, whatever the window uses it for.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _plain(event)
            and (_key_of(event) or event.key() == Qt.Key.Key_Backspace)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102, N802
        if not self._use(event):
            if _walks(event):
                super().keyPressEvent(event)
            else:
                event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            row: ValueRow = index.data(ValueRole.ROW)
            if not row.picked:
                self.picked.emit(row.character, row.label)

    def focusInEvent(self, event: object) -> None:  # noqa: D102, N802
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.moved.emit()

    def _use(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.ControlModifier:
            return self._use_with_control(event.key())
        if held == Qt.KeyboardModifier.AltModifier:
            used = event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
            if used:
                self.neighbour_pressed.emit(int(event.key() == Qt.Key.Key_PageDown))
            return used
        return _plain(event) and self._use_key(event)

    def _use_with_control(self, key: int) -> bool:
        match key:
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.add_pressed.emit()
            case Qt.Key.Key_C | Qt.Key.Key_Insert:
                self.copy_pressed.emit()
            case Qt.Key.Key_BracketLeft | Qt.Key.Key_BracketRight:
                self.neighbour_pressed.emit(int(key == Qt.Key.Key_BracketRight))
            case _:
                return False
        return True

    def _use_key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._enter()
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self.stepped.emit(1 if event.key() == Qt.Key.Key_Right else -1)
            case Qt.Key.Key_Backspace:
                self.step_back.emit()
            case _ if character := _key_of(event):
                self.picked.emit(character, "")
            case _:
                return False
        return True

    def _enter(self) -> None:
        row = self.current()
        if row is not None and row.picked:
            self.entered.emit()
        elif row is not None:
            self.picked.emit(row.character, row.label)


def _plain(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~(
        Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
    )
    return held == Qt.KeyboardModifier.NoModifier


def _key_of(event: QKeyEvent) -> str:
    """Return the character of a code that a key types, "" for another key."""
    text = event.text().upper()
    return text if len(text) == 1 and text.isascii() and text.isalnum() else ""


def _walks(event: QKeyEvent) -> bool:
    return event.key() in (
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    )
