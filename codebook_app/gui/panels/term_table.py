"""The neoplasm table and the table of drugs: read as one, from its first row to its last."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip, QWidget

from codebook_app.domain.index_page import TablePage
from codebook_app.domain.index_term import IndexTarget
from codebook_app.gui.models.index_rows import SEE, target_of
from codebook_app.gui.models.term_table import TermTableModel
from codebook_app.gui.panels.find_line import FindAnswer
from codebook_app.gui.panels.page_crumbs import Crumb
from codebook_app.gui.panels.standing_column import StandingColumn
from codebook_app.gui.panels.table_finding import FIND_PROMPT, TableFinding
from codebook_app.gui.panels.table_headings import TableHeadings
from codebook_app.gui.panels.table_measures import column_widths, fit_rows_in_sight
from codebook_app.gui.panels.table_mouse import TableMouse
from codebook_app.gui.panels.table_painting import TablePainter
from codebook_app.gui.panels.table_setting import TableSetter
from codebook_app.gui.places import Place, place_of_term
from codebook_app.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_OUR_BUTTONS = (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton)


class TermTable(StandingColumn):
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
        self._painter = TablePainter(self, self._setter, theme)
        self._mouse = TableMouse(self, self._setter)
        self._finding = TableFinding(self.table)
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
            self._finding = TableFinding(self.table)
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
        return self._finding.letters

    def go_to_letter(self, letter: str) -> None:
        """Put the first term that begins with *letter* in focus, at the top."""
        row = self._finding.row_of(letter)
        if row is not None:
            self.go_to_row(row, at_top=True)

    def letter_read(self) -> str:
        """Return the letter whose part of the table is read, "" above the first."""
        return self._finding.letter_of(self.row_read())

    @property
    def find_prompt(self) -> str:
        """What can be typed to find a row."""
        return FIND_PROMPT

    def find_words(self, text: str) -> FindAnswer:
        """Go to the first main term that begins with *text*, else to the first row it finds."""
        self._finding.find(text)
        self._mark_words()
        return self._at_match()

    def find_next(self, by: int) -> FindAnswer:
        """Go to the next row that was found or back to the one before, round the ends."""
        self._finding.step(by)
        return self._at_match()

    def end_find(self) -> None:
        """Mark nothing; what was found stays in focus."""
        self._finding.end()
        self._mark_words()

    def _mark_words(self) -> None:
        self._setter.find(self._finding.words)
        self.viewport().update()

    def _at_match(self) -> FindAnswer:
        if self._finding.row is not None:
            self.go_to_row(self._finding.row)
        return self._finding.answer

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
        if event.button() not in _OUR_BUTTONS:
            event.ignore()  # back and forward buttons are the window's
            return
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.setCurrentIndex(index)
        self._mouse.press(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802
        link, apart = self._mouse.release(event)
        if link:
            (self.opened_apart if apart else self.opened).emit(link)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802
        self.viewport().setCursor(self._mouse.shape(event))

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

    # Layout -------------------------------------------------------------------------------

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
        """Set the widths of the columns, and the rows' heights anew."""
        if not self.table.columnCount():
            return
        width = self.viewport().width()
        self._placed_width = width
        widths = column_widths(width, self.headings.widest_word(), self._setter, self._theme)
        for column, wide in enumerate(widths):
            self.setColumnWidth(column, wide)
        self._setter.begin(widths[0])
        first, held = self.rowAt(0), self.currentIndex()
        self.verticalHeader().setDefaultSectionSize(self._setter.least_height)
        self.updateGeometries()
        if held.isValid():
            self.go_to_row(held.row())
        elif first > 0:
            self.scrollTo(self.table.index(first, 1), QTableView.ScrollHint.PositionAtTop)
        self._fit_rows()

    def _fit_rows(self) -> None:
        if not self._fitting:  # a row that grows scrolls, and that would fit them again
            self._fitting = True
            fit_rows_in_sight(self, self._setter)
            self._fitting = False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102, N802
        self._painter.paint(event.rect())

    def _on_theme_changed(self) -> None:
        self._setter = TableSetter(self._theme, self.table)
        self._painter = TablePainter(self, self._setter, self._theme)
        self._mouse = TableMouse(self, self._setter)
        self._lay_out()
        self.headings.viewport().update()


def _is_writing(text: str) -> bool:
    return bool(text) and text.isprintable() and not text.isspace()
