"""The neoplasm table and the table of drugs: read as one, from its first row to its last."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip, QWidget

from codebook_app.domain.index_page import TablePage
from codebook_app.domain.index_term import IndexTarget
from codebook_app.gui.models.index_rows import SEE, target_of
from codebook_app.gui.models.term_table import TermTableModel
from codebook_app.gui.panels.find_line import FindAnswer
from codebook_app.gui.panels.page_crumbs import Crumb
from codebook_app.gui.panels.table_headings import TableHeadings
from codebook_app.gui.panels.table_setting import TableSetter
from codebook_app.gui.places import Place, place_of_term
from codebook_app.gui.theme import Theme
from codebook_app.services.term_finding import TermFinder

Index = QModelIndex | QPersistentModelIndex

_WIDEST_CODE = "C44.1092-"
_LEAST_TERM = 200
_WIDEST_TERM = 460


_COLOURS = ("surface", "selection", "hover", "border", "link", "muted", "focus")


class _Looks(NamedTuple):
    """The colours of one painting."""

    surface: QColor
    selection: QColor
    hover: QColor
    border: QColor
    link: QColor
    muted: QColor
    focus: QColor


class TermTable(QTableView):
    """A table read by a term, whole: headings and terms stay in place while the codes scroll.

    ↑ ↓, Page Up, Page Down walk the rows, ← → the columns, Enter opens the code in focus, or the
    term that a row refers to. Typing letters is told by :attr:`typed`; see :meth:`go_to_row`. A
    click on a code opens it, beside it the cell is in focus.
    """

    opened = Signal(str)
    """The text of a place to open, or the link of a *see*, for :meth:`see_target`."""
    opened_apart = Signal(str)
    """The same, to be opened in a tab of its own."""
    add_pressed = Signal()
    copy_pressed = Signal()
    neighbour_pressed = Signal(int)
    focused = Signal()
    """Another cell is in focus, or another row at the top of the view."""
    typed = Signal(str)
    """A letter that is to find a row."""
    menu_asked = Signal(QPoint)
    """A menu for the cell in focus is wanted at this point of the screen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.table = TermTableModel(self)
        self._setter = TableSetter(theme, self.table)
        self._column = 1
        self._placed_width = -1
        self._pressed = ""
        self._letters: tuple[tuple[str, int], ...] = ()
        self._finder: TermFinder | None = None
        self._matches: tuple[int, ...] = ()
        self._match = -1
        self._fitting = False
        self.headings = TableHeadings(theme, self)
        self.setHorizontalHeader(self.headings)
        self.setModel(self.table)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMouseTracking(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        theme.changed.connect(self._on_theme_changed)

    # What is shown ------------------------------------------------------------------------

    def show_page(self, page: TablePage) -> None:
        """Show the table of *page* with the row that was asked for in focus.

        The table that is shown already stays and only the focus moves. The column in focus stays
        the same from one table to the next.
        """
        before = self.table.page
        if before is None or before.rows is not page.rows or before.columns != page.columns:
            self.table.show(page)
            self._letters = self.table.letters()
            self._finder, self._matches, self._match = None, (), -1
            self._setter.forget()
            self._lay_out()
            self.setAccessibleName(page.book.label)
            column = min(self._column, len(page.columns) - 1)
            self.go_to_row(self.table.row_of(page.focus), column)
        else:
            self.table.keep(page)
            self.go_to_row(self.table.row_of(page.focus))

    def go_to_row(self, row: int, column: int | None = None, *, at_top: bool = False) -> None:
        """Put a cell of *row* in focus, by default in the same column.

        In sight already nothing moves; else it comes a quarter of the way down, or *at_top*.
        """
        index = self.table.index(row, self._column if column is None else column)
        if not index.isValid():
            return
        bar, height = self.verticalScrollBar(), self.viewport().height()
        before = bar.value()
        self.setCurrentIndex(index)
        bar.setValue(before)  # Qt's own scrolling shows it at the edge
        top = self.rowViewportPosition(row)
        if at_top or not 0 <= top <= height - self.rowHeight(row):
            bar.setValue(bar.value() + top - (0 if at_top else height // 4))

    # Letters and words ----------------------------------------------------------------------

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters that terms begin with."""
        return tuple(letter for letter, _ in self._letters)

    def go_to_letter(self, letter: str) -> None:
        """Put the first term that begins with *letter* in focus, at the top."""
        row = dict(self._letters).get(letter)
        if row is not None:
            self.go_to_row(row, at_top=True)

    def letter_read(self) -> str:
        """Return the letter whose part of the table is read, "" above the first."""
        row = self.row_read()
        return max(((at, one) for one, at in self._letters if at <= row), default=(0, ""))[1]

    @property
    def find_prompt(self) -> str:
        """What can be typed to find a row."""
        return "The first letters of a term, or words of it cut short in any order"

    def find_words(self, text: str) -> FindAnswer:
        """Go to the first main term that begins with *text*, else to the first row it finds."""
        if self._finder is None:
            self._finder = TermFinder(self.table.rows)
        found = self._finder.find(text)
        self._setter.find(found.words)
        self.viewport().update()
        self._matches = found.matches
        begun = self._finder.begins(text, 1 if self.table.sites else 0) if found.matches else None
        self._match = bisect_left(found.matches, begun or 0) if found.matches else -1
        return self._at_match()

    def find_next(self, by: int) -> FindAnswer:
        """Go to the next row that was found or back to the one before, round the ends."""
        if self._matches:
            self._match = (self._match + by) % len(self._matches)
        return self._at_match()

    def end_find(self) -> None:
        """Mark nothing; what was found stays in focus."""
        self._setter.find(())
        self._matches, self._match = (), -1
        self.viewport().update()

    def _at_match(self) -> FindAnswer:
        if self._match >= 0:
            self._match = min(self._match, len(self._matches) - 1)
            self.go_to_row(self._matches[self._match])
        return FindAnswer(len(self._matches), self._match + 1)

    @property
    def focus_row(self) -> int:
        """The row in focus, -1 where there is none."""
        return self.currentIndex().row()

    def row_read(self) -> int:
        """Return the row that is read: the one in focus, out of sight the first that is seen."""
        row = self.focus_row
        if row >= 0 and 0 <= self.rowViewportPosition(row) < self.viewport().height():
            return row
        return self.rowAt(0)

    def term_page(self) -> TablePage | None:
        """Return the table that is shown."""
        return self.table.page

    def place(self) -> Place | None:
        """Return the place of the row in focus, None for none."""
        page, row = self.table.page, self.focus_row
        return place_of_term(page, self.table.rows[row].id) if page and row >= 0 else None

    def path(self) -> tuple[tuple[Crumb, ...], str]:
        """Return the terms above the row that is read, and its own title."""
        row, page = self.row_read(), self.table.page
        if row < 0 or page is None:
            return (), ""
        *above, here = self.table.path_of(row)
        crumbs = (
            Crumb.of_term(step.title, place_of_term(page, self.table.rows[step.row].id))
            for step in above
        )
        return tuple(crumbs), here.title

    # What is in focus ---------------------------------------------------------------------

    def current_code(self) -> str:
        """Return nothing: no code is added from a table before it was checked."""
        return ""

    def current_codes(self) -> tuple[str, ...]:
        """Return nothing, as :meth:`current_code`."""
        return ()

    def printed_code(self) -> str:
        """Return the code in focus as the table prints it, "" for none."""
        index = self.currentIndex()
        return self.table.code_at(index.row(), index.column()) if index.isValid() else ""

    def current_target(self) -> str:
        """Return what Enter would open, "" for nothing."""
        index = self.currentIndex()
        return self.table.target_at(index.row(), index.column()) if index.isValid() else ""

    def see_target(self, link: str) -> IndexTarget | None:
        """Return the term that *link* refers to, None where it is no *see* of this table."""
        return target_of(self.table.rows, link) if link.startswith(SEE) else None

    # Keyboard -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102, N802
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = held == Qt.KeyboardModifier.ControlModifier
        text = event.text()
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if control:
                self.add_pressed.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not held:
                if target := self.current_target():
                    self.opened.emit(target)
            case Qt.Key.Key_C | Qt.Key.Key_Insert if control:
                self.copy_pressed.emit()
            case Qt.Key.Key_BracketLeft | Qt.Key.Key_BracketRight if control:
                self.step_main(1 if event.key() == Qt.Key.Key_BracketRight else -1)
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown if held == Qt.KeyboardModifier.AltModifier:
                self.step_main(1 if event.key() == Qt.Key.Key_PageDown else -1)
            case Qt.Key.Key_Escape:
                event.ignore()
            case _ if _is_writing(text) and not control and text != "/":
                self.typed.emit(text)
            case _ if text and not control:
                event.ignore()  # Qt's own search would go by the beginning of the cell's text
            case _ if held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
                super().keyPressEvent(event)
            case _:
                event.ignore()

    def step_main(self, by: int) -> None:
        """Go to the main term after (1) or before (-1) the one in focus."""
        row = self.table.next_main(max(0, self.focus_row), by)
        if row is not None:
            self.go_to_row(row)

    # Mouse --------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802
        if event.button() not in (
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.RightButton,
            Qt.MouseButton.MiddleButton,
        ):
            event.ignore()  # back and forward buttons are the window's
            return
        point = event.position().toPoint()
        index = self.indexAt(point)
        if index.isValid():
            self.setCurrentIndex(index)
        self._pressed = self._link_at(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802
        pressed, self._pressed = self._pressed, ""
        if not pressed or pressed != self._link_at(event.position().toPoint()):
            return
        apart = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.button() is Qt.MouseButton.MiddleButton or apart:
            self.opened_apart.emit(pressed)
        elif event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(pressed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802
        over = bool(self._link_at(event.position().toPoint()))
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and (target := self.current_target()):
            self.opened.emit(target)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: D102, N802
        place = event.pos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            place = self.visualRect(self.currentIndex()).bottomLeft()
        self.menu_asked.emit(self.viewport().mapToGlobal(place))

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: D102, N802
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())
            words = index.data(Qt.ItemDataRole.AccessibleTextRole) if index.isValid() else ""
            QToolTip.showText(event.globalPos(), str(words), self.viewport())
            return True
        return super().viewportEvent(event)

    def _link_at(self, point: QPoint) -> str:
        index = self.indexAt(point)
        if not index.isValid():
            return ""
        row, column = index.row(), index.column()
        top = self.rowViewportPosition(row)
        if column == 0:
            return self._setter.link_at(row, QPointF(point.x(), point.y() - top))
        if code := self.table.code_at(row, column):
            rect = self._setter.code_rect(code, self.columnViewportPosition(column), top)
            return self.table.target_at(row, column) if rect.contains(point.toPointF()) else ""
        return ""

    # Layout -------------------------------------------------------------------------------

    def indexAt(self, point: QPoint) -> QModelIndex:  # noqa: D102, N802
        if point.x() < self.columnWidth(0):
            return self.table.index(self.rowAt(point.y()), 0)
        return super().indexAt(point)

    def visualRect(self, index: Index) -> QRect:  # noqa: D102, N802
        rect = super().visualRect(index)
        if index.isValid() and index.column() == 0:
            rect.moveLeft(0)
        return rect

    def scrollTo(  # noqa: D102, N802
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        bar = self.horizontalScrollBar()
        if index.column() == 0:
            across = bar.value()
            super().scrollTo(index, hint)
            bar.setValue(across)
            return
        super().scrollTo(index, hint)
        hidden = self.columnWidth(0) - self.columnViewportPosition(index.column())
        if hidden > 0:  # under the terms, which stay
            bar.setValue(bar.value() - hidden)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102, N802
        super().resizeEvent(event)
        if self.viewport().width() != self._placed_width:
            self._lay_out()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: D102, N802
        super().currentChanged(current, previous)
        if current.isValid():
            self._column = current.column()
            self._fit_rows()
            if self.visualRect(current).bottom() > self.viewport().height():
                self.scrollTo(current)  # it came into sight from below, and needed more lines
        self.headings.mark(current.column())
        self.viewport().update()
        self.focused.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: D102, N802
        super().scrollContentsBy(dx, dy)
        if dy:
            self._fit_rows()
        if dx:
            self.viewport().update()  # the terms stay where they are
            self.headings.viewport().update()
        if dy:
            self.focused.emit()

    def _lay_out(self) -> None:
        """Give the columns of codes what they need, the terms the rest, and rows their height."""
        if not self.table.columnCount():
            return
        width = self.viewport().width()
        self._placed_width = width
        code = self._setter.code_width(_WIDEST_CODE)
        needed = [max(code, wide) for wide in self.headings.widest_word()]
        term = width - sum(needed[1:])
        term = min(
            max(term, self._theme.length(_LEAST_TERM)), self._theme.length(_WIDEST_TERM), width
        )
        spare = max(0, width - term - sum(needed[1:])) // max(1, len(needed) - 1)
        widest = self._theme.length(24)
        for column, wide in enumerate(needed):
            self.setColumnWidth(column, term if column == 0 else wide + min(spare, widest))
        self._setter.begin(term)
        first, held = self.rowAt(0), self.currentIndex()
        self.verticalHeader().setDefaultSectionSize(self._setter.least_height)
        self.updateGeometries()
        if held.isValid():
            self.go_to_row(held.row())
        elif first > 0:
            self.scrollTo(self.table.index(first, 1), QTableView.ScrollHint.PositionAtTop)
        self._fit_rows()

    def _fit_rows(self) -> None:
        """Give the rows in sight the height their terms need; the others wait until they are seen.

        What is seen stays where it is: of a row that begins above, the end does.
        """
        row, count = self.rowAt(0), self.table.rowCount()
        if row < 0 or self._fitting:
            return
        self._fitting = True
        rows, bottom = self.verticalHeader(), self.viewport().height()
        y, grown, changed = self.rowViewportPosition(row), 0, False
        begins_above = y < 0
        while row < count and y < bottom:
            height, needed = rows.sectionSize(row), self._setter.height(row)
            if height != needed:
                rows.resizeSection(row, needed)
                changed = True
                if begins_above:
                    grown = needed - height
            begins_above = False
            y += needed
            row += 1
        if changed:
            self.updateGeometries()
        if grown:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + grown)
        self._fitting = False

    def _on_theme_changed(self) -> None:
        self._setter = TableSetter(self._theme, self.table)
        self._lay_out()
        self.headings.viewport().update()

    # Painting -----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102, N802
        part, colour = event.rect(), self._theme.colour
        looks = _Looks(*(colour(name) for name in _COLOURS))
        with QPainter(self.viewport()) as painter:
            painter.fillRect(part, looks.surface)
            first = self.rowAt(part.top())
            if first < 0:
                return
            for row in range(first, self.table.rowCount()):
                top = self.rowViewportPosition(row)
                if top > part.bottom():
                    break
                self._paint_row(painter, row, top, looks)

    def _paint_row(self, painter: QPainter, row: int, top: int, looks: _Looks) -> None:
        height, width, terms = self.rowHeight(row), self.viewport().width(), self.columnWidth(0)
        here, end = self.currentIndex(), min(width, self.headings.length())
        in_focus = row == here.row()
        ground = looks.selection if in_focus else looks.surface
        if in_focus:
            painter.fillRect(QRect(0, top, end, height), ground)
        painter.setFont(self._setter.code_font)
        for column in range(1, self.table.columnCount()):
            x, wide = self.columnViewportPosition(column), self.columnWidth(column)
            if x + wide <= terms or x > width:
                continue
            if column == here.column() and not in_focus:
                painter.fillRect(QRect(x, top, wide, height), looks.hover)
            if text := self.table.printed(row, column):
                painter.setPen(looks.link if self.table.code_at(row, column) else looks.muted)
                place = QPointF(x + self._setter.side, top + self._setter.baseline)
                painter.drawText(place, text)
        # The terms lie over the codes that have scrolled under them.
        painter.fillRect(QRect(0, top, terms, height), ground)
        for guide in self._setter.guides(row):
            painter.fillRect(QRectF(guide, top, 1, height), looks.border)
        if not in_focus:
            painter.fillRect(QRect(0, top + height - 1, end, 1), looks.border)
        self._setter.term(row).draw(painter, top)
        if self.horizontalOffset():
            painter.fillRect(QRect(terms - 1, top, 1, height), looks.border)
        if in_focus:
            self._paint_focus(painter, top, height, looks.focus)

    def _paint_focus(self, painter: QPainter, top: int, height: int, colour: QColor) -> None:
        has_focus = self.hasFocus()
        if has_focus:
            painter.fillRect(QRect(0, top, self._theme.length(4), height), colour)
        column = self.currentIndex().column()
        x = self.columnViewportPosition(column) if column else 0
        if column and x + self.columnWidth(column) <= self.columnWidth(0):
            return
        cell = QRectF(x, top, self.columnWidth(column), height)
        painter.setPen(QPen(colour, 2 if has_focus else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 3, 3)


def _is_writing(text: str) -> bool:
    return bool(text) and text.isprintable() and not text.isspace()
