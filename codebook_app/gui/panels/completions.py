"""The list of completions that floats under the search field and leaves the keyboard to it."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.search import Completion
from codebook_app.gui.announcing import announce
from codebook_app.gui.models.completions import CompletionListModel, CompletionRole, hits_word
from codebook_app.gui.panels.search_field import SearchField
from codebook_app.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_NARROWEST, _WIDEST = 220, 460


class CompletionRow(QStyledItemDelegate):
    """Paints a completion: what is typed, the word it adds in bold, how many hits it leads to."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802
        """Return the height of one line; the width is the list's."""
        theme = self._theme
        return QSize(0, QFontMetrics(theme.font("body")).height() + theme.space(2) * 2)

    def width(self, completion: Completion) -> int:
        """Return the width that *completion* needs to be shown whole, in pixels."""
        body, small = QFontMetrics(self._bold()), QFontMetrics(self._theme.font("small"))
        return (
            body.horizontalAdvance(completion.text.strip())
            + small.horizontalAdvance(hits_word(completion))
            + self._theme.space(4) * 3
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        theme = self._theme
        completion: Completion = index.data(CompletionRole.ROW)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(area, theme.colour("selection"))
            bar = QRect(area.left(), area.top(), theme.length(3), area.height())
            painter.fillRect(bar, theme.colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.colour("hover"))
        text = theme.colour("on_selection" if selected else "text")
        inner = area.adjusted(theme.space(4), 0, -theme.space(4), 0)
        painter.setFont(theme.font("small"))
        painter.setPen(text if selected else theme.colour("muted"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        count = hits_word(completion)
        painter.drawText(inner, right, count)
        inner.setRight(inner.right() - painter.fontMetrics().horizontalAdvance(count))
        if count:
            inner.setRight(inner.right() - theme.space(4))
        self._paint_text(painter, inner, completion, selected=selected)
        painter.restore()

    def _paint_text(
        self, painter: QPainter, area: QRect, completion: Completion, *, selected: bool
    ) -> None:
        """Paint the text; of one too long its beginning is left out, the word never."""
        theme = self._theme
        whole = completion.text.strip()
        at = len(whole) - len(completion.word) if whole.endswith(completion.word) else 0
        bold = QFontMetrics(self._bold())
        word_width = min(area.width(), bold.horizontalAdvance(whole[at:]))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        before = QFontMetrics(theme.font("body")).elidedText(
            whole[:at], Qt.TextElideMode.ElideLeft, area.width() - word_width
        )
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("on_selection" if selected else "text"))
        painter.drawText(area, left, before)
        area.setLeft(area.left() + painter.fontMetrics().horizontalAdvance(before))
        painter.setFont(self._bold())
        painter.drawText(
            area, left, bold.elidedText(whole[at:], Qt.TextElideMode.ElideRight, area.width())
        )

    def _bold(self) -> QFont:
        font = self._theme.font("body")
        font.setWeight(QFont.Weight.DemiBold)
        return font


class CompletionList(QFrame):
    """Completions under the search field, beside the list of hits as far as there is room.

    Never takes the focus: the field hears the keys and the mouse chooses here.
    """

    chosen = Signal(str)
    """The person clicked this completion: the whole text."""
    marked = Signal(str)
    """This completion, the whole text, is now the one that Tab takes."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._model = CompletionListModel(self)
        self._view = QListView()
        self._view.setModel(self._model)
        self._row = CompletionRow(theme, self._view)
        self._view.setItemDelegate(self._row)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setMouseTracking(True)
        self._view.setAccessibleName("Completions")
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._hint = QLabel()
        self._hint.setProperty("role", "small")
        layout = QVBoxLayout(self)
        layout.addWidget(self._view)
        layout.addWidget(self._hint)
        self.setProperty("role", "floating")
        self.setAccessibleName("Completions")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.clicked.connect(self._on_clicked)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    @property
    def completions(self) -> tuple[Completion, ...]:
        """What is listed."""
        return self._model.rows

    def show_below(
        self, completions: tuple[Completion, ...], field: SearchField, beside: QWidget
    ) -> None:
        """List *completions* under *field*, to the right of *beside* where there is room."""
        self._model.show(completions)
        keys = "Tab or → takes it" if field.word_begun else "→ takes it"
        self._hint.setText(f"{keys}, Ctrl+↓ the next")
        self._hint.ensurePolished()
        self._view.setCurrentIndex(self._model.index(0))
        self._place(field, beside)
        self.show()
        self.raise_()

    def mark(self, by: int) -> None:
        """Mark the completion *by* rows further, round the ends, and say it."""
        rows = self._model.rowCount()
        if rows:
            index = self._model.index((self._view.currentIndex().row() + by) % rows)
            self._view.setCurrentIndex(index)
            announce(self, str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
            self.marked.emit(self._model.rows[index.row()].text)

    def _on_clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(self._model.rows[index.row()].text)

    def _place(self, field: SearchField, beside: QWidget) -> None:
        theme, window = self._theme, self._window
        side = theme.length(1)
        wanted = max(
            [
                self._hint.sizeHint().width() + theme.space(4),
                *(self._row.width(one) for one in self._model.rows),
                theme.length(_NARROWEST),
            ]
        )
        width = min(wanted, theme.length(_WIDEST)) + side * 2
        row = self._row.sizeHint(QStyleOptionViewItem(), self._model.index(0)).height()
        self._view.setFixedHeight(row * self._model.rowCount())
        height = self._view.height() + self._hint.sizeHint().height() + side * 2
        top = field.mapTo(window, QPoint(0, field.height() + theme.space(1))).y()
        word = field.mapTo(window, QPoint(field.word_left(), 0)).x() - theme.space(4)
        clear = beside.mapTo(window, QPoint(beside.width(), 0)).x() + theme.space(2)
        left = min(max(word, clear), window.width() - width - theme.space(2))
        self.setGeometry(max(0, left), top, min(width, window.width()), height)

    def _dress(self) -> None:
        theme = self._theme
        layout, side = self.layout(), theme.length(1)
        if layout is not None:
            layout.setContentsMargins(side, side, side, side)
            layout.setSpacing(0)
        self._hint.setContentsMargins(
            theme.space(4), theme.space(2), theme.space(4), theme.space(2)
        )
