"""The MS-DRGs of an MDC: a table by family, with weights and lengths of stay in columns."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.group_page import DrgGroup, GroupPage
from codebook_app.gui.models.drg_table import COLUMNS, DrgTableModel, GroupRole
from codebook_app.gui.panels.elided import Elided
from codebook_app.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_TITLE = 1
_TALLEST = 600
_LEAST, _LOWEST = 200, 220
_WIDEST = ("0000", "", "surgical", "00.0000", "00.0", "00.0")


class DrgTable(QWidget):
    """Shows a :class:`GroupPage`. ↑ ↓ walk the groups, Ctrl+Enter adds the one in focus."""

    opened = Signal(str)
    opened_apart = Signal(str)
    add_pressed = Signal()
    copy_pressed = Signal()
    neighbour_pressed = Signal(int)
    focused = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.model = DrgTableModel(self)
        self.heading = Elided(self)
        self.heading.setProperty("role", "heading")
        self.missing = QLabel(self)
        self.missing.setWordWrap(True)
        self.missing.setProperty("role", "small")
        self.order = QComboBox(self)
        for column in COLUMNS:
            self.order.addItem(f"{column.said[:1].upper()}{column.said[1:]}")
        self.order.setAccessibleName("Sort by")
        self.table = GroupsView(self.model, theme, self)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self.setFocusProxy(self.table)
        self.order.activated.connect(self._sort)
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._on_sorted)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._on_moved())
        for mine, of in (
            (self.add_pressed, self.table.add_pressed),
            (self.copy_pressed, self.table.copy_pressed),
            (self.neighbour_pressed, self.table.neighbour_pressed),
        ):
            of.connect(mine)
        theme.changed.connect(self._dress)
        self._dress()

    def show_page(self, page: GroupPage) -> None:
        """Show *page* with the group that was asked for in focus."""
        heading = page.heading
        self.heading.show_text(f"{heading.code}  {heading.title}")
        self.table.setAccessibleName(f"{heading.code}, {heading.title}")
        weights = any(group.weight is not None for group in page.groups)
        self.missing.setText(_missing(page))
        self.missing.setVisible(not weights)
        self.table.show_weights(weights)
        if page.groups != self.model.rows:
            self.model.show(page.groups)
        self.table.go_to(page.focus_code)

    def current(self) -> DrgGroup | None:
        """Return the group in focus, None in an empty table."""
        group: DrgGroup | None = self.table.currentIndex().data(GroupRole.GROUP)
        return group

    def current_code(self) -> str:
        """Return the number of the group in focus."""
        group = self.current()
        return group.code if group is not None else ""

    def current_codes(self) -> tuple[str, ...]:
        """Return the group in focus alone."""
        return (self.current_code(),) if self.current_code() else ()

    def current_target(self) -> str:
        """Return the group in focus: its page is this one."""
        return self.current_code()

    def minimumSizeHint(self) -> QSize:  # noqa: D102, N802
        return QSize(self._theme.length(_LEAST), self._theme.length(_LOWEST))

    def sizeHint(self) -> QSize:  # noqa: D102, N802
        return self.minimumSizeHint()

    def hasHeightForWidth(self) -> bool:  # noqa: D102, N802
        return False  # the table takes what room there is

    def _sort(self, column: int) -> None:
        self.table.sortByColumn(column, _first_order(column))

    def _on_sorted(self, column: int, _order: Qt.SortOrder) -> None:
        self.order.setCurrentIndex(column)
        self.table.fit_rows()
        self.table.setCurrentIndex(self.model.index(0, 0))  # the heaviest, the longest
        self.table.scrollToTop()

    def _on_moved(self) -> None:
        group = self.current()
        self.told.setText(told_of(group) if group is not None else "")
        self.focused.emit()

    def _lay_out(self) -> None:
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.told, 1)
        label = QLabel("&Sort by", self)
        label.setProperty("role", "small")
        label.setBuddy(self.order)
        self._foot.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        self._foot.addWidget(self.order, 0, Qt.AlignmentFlag.AlignTop)
        self._whole = QVBoxLayout(self)
        self._whole.addWidget(self.heading)
        self._whole.addWidget(self.missing)
        self._whole.addWidget(self.table, 1)
        self._whole.addLayout(self._foot)

    def _dress(self) -> None:
        space = self._theme.space
        self._whole.setContentsMargins(space(4), space(3), space(4), space(3))
        self._whole.setSpacing(space(3))
        self._foot.setSpacing(space(3))
        self.order.setMaximumWidth(self._theme.length(190))
        self.order.setMinimumContentsLength(14)
        self.order.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.told.setMinimumHeight(2 * QFontMetrics(self._theme.font("body")).lineSpacing())


class GroupsView(QTableView):
    """The table itself: whole rows, titles in as many lines as they need."""

    add_pressed = Signal()
    copy_pressed = Signal()
    neighbour_pressed = Signal(int)

    def __init__(self, model: DrgTableModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._groups = model
        self.setModel(model)
        self.setProperty("role", "ringed")
        self.setItemDelegate(_FamilyDelegate(model, theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        # The title's column gets its width after the table and the other columns got theirs.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.fit_rows)
        header.sectionResized.connect(lambda *_: self._later.start())
        model.modelReset.connect(self.fit_rows)
        theme.changed.connect(self._dress)
        self._dress()

    def go_to(self, code: str) -> None:
        """Put the focus on the group *code*, else on the first one."""
        at = self._groups.row_of(code)
        self.setCurrentIndex(self._groups.index(max(at, 0), 0))
        self._show_current()

    def show_weights(self, is_shown: bool) -> None:
        """Show the columns that Table 5 fills, or leave their room to the titles."""
        for column, shown in enumerate(COLUMNS):
            if shown.number:
                self.setColumnHidden(column, not is_shown)

    def fit_rows(self) -> None:
        """Give each row the height that its title needs."""
        theme = self._theme
        metrics = QFontMetrics(theme.font("body"))
        width = self.columnWidth(_TITLE) - 2 * theme.space(3) - 8
        room = QRect(0, 0, max(width, 40), _TALLEST)
        wrap, gap = int(Qt.TextFlag.TextWordWrap), theme.space(3)
        for row, group in enumerate(self._groups.rows):
            lines = metrics.boundingRect(room, wrap, self._groups.text(group, _TITLE))
            self.setRowHeight(row, lines.height() + gap)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102, N802
        super().resizeEvent(event)
        if event.size() != event.oldSize():
            self.fit_rows()
            self._show_current()
            self._later.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102, N802
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = held == Qt.KeyboardModifier.ControlModifier
        if control and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.add_pressed.emit()
        elif control and key in (Qt.Key.Key_C, Qt.Key.Key_Insert):
            self.copy_pressed.emit()
        elif control and key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            self.neighbour_pressed.emit(int(key == Qt.Key.Key_BracketRight))
        elif held == Qt.KeyboardModifier.AltModifier and key in (
            Qt.Key.Key_PageUp,
            Qt.Key.Key_PageDown,
        ):
            self.neighbour_pressed.emit(int(key == Qt.Key.Key_PageDown))
        else:
            super().keyPressEvent(event)

    def _show_current(self) -> None:
        # In the middle, so that the head of its family is seen with it.
        self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _dress(self) -> None:
        self.setStyleSheet(
            f"QTableView::item {{ padding: {self._theme.space(2)}px {self._theme.space(3)}px; }}"
        )
        body, label = (QFontMetrics(self._theme.font(role)) for role in ("body", "label"))
        header = self.horizontalHeader()
        arrow = self._theme.length(16)
        for column, widest in enumerate(_WIDEST):
            if column == _TITLE:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
                continue
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            named = label.horizontalAdvance(COLUMNS[column].title) + arrow
            width = max(body.horizontalAdvance(widest), named) + 3 * self._theme.space(3)
            self.setColumnWidth(column, width)
        self.fit_rows()


class _FamilyDelegate(QStyledItemDelegate):
    """Sets numbers in the type of codes, and draws a line above each family."""

    def __init__(self, model: DrgTableModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802
        super().initStyleOption(option, index)
        if index.column() == 0:
            option.font = self._theme.font("code")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        group: DrgGroup = index.data(GroupRole.GROUP)
        if self._model.by_number and group.first and index.row():
            painter.setPen(QPen(self._theme.colour("border"), 1))
            rect: QRect = option.rect
            painter.drawLine(rect.topLeft(), rect.topRight())


def told_of(group: DrgGroup) -> str:
    """Return what Table 5 says of *group*, in sentences."""
    facts = {fact.name: fact for fact in group.line.facts}
    words = [f"{group.code}: {group.type}." if group.type else f"{group.code}."]
    if group.weight is not None:
        weight = f"Relative weight {group.weight:.4f}"
        before = facts.get("Weight before the cap")
        if before is not None and before.value != facts["Relative weight"].value:
            weight += f" (with the 10% cap on decreases; {before.value} before it)"
        words.append(f"{weight}.")
    if group.gmlos is not None and group.amlos is not None:
        words.append(f"Mean stay {group.gmlos:.1f} days geometric, {group.amlos:.1f} arithmetic.")
    if group.transfer:
        special = ", with its special payment" if group.special_pay else ""
        words.append(f"The post-acute care transfer policy applies{special}.")
    return " ".join(words)


def _missing(page: GroupPage) -> str:
    return (
        f"{page.choice.release.title} came without weights and lengths of stay. Table 5 of CMS's"
        " final rule for that fiscal year has them: import it (Ctrl+I)."
    )


def _first_order(column: int) -> Qt.SortOrder:
    """Return the order that a column is wanted in first: the heaviest, the longest at the top."""
    number = COLUMNS[column].number
    return Qt.SortOrder.DescendingOrder if number else Qt.SortOrder.AscendingOrder
