"""The running head of a page: where one reads, once the heading has scrolled away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from codebook_app.domain.code import Code
from codebook_app.gui.models.page import PageModel
from codebook_app.gui.models.page_rows import LineRow
from codebook_app.gui.models.page_words import named, printed_title
from codebook_app.gui.panels.page_scroll import ScrolledPage
from codebook_app.gui.theme import Theme


class RunningHead(QWidget):
    """One line at the top of a page: the codes above what is read, and the nearest one's title."""

    pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._path: tuple[Code, ...] = ()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def show_path(self, path: Sequence[Code]) -> None:
        """Show the lines above what is read, from the heading down; nothing for none."""
        if tuple(path) == self._path:
            return
        self._path = tuple(path)
        told = [f"{named(code)}  {printed_title(code)[0]}" for code in path]
        self.setToolTip("\n".join(told))
        self.setAccessibleName(f"Reading in {', '.join(told)}" if told else "")
        self.setVisible(bool(path))
        self.update()

    @property
    def text(self) -> str:
        """What is shown, where there is room for it."""
        if not self._path:
            return ""
        return f"{self._codes()}  {printed_title(self._path[-1])[0]}"

    @property
    def line_height(self) -> int:
        """How much of the page the head takes while it is shown."""
        metrics = QFontMetricsF(self._theme.font("small"))
        return round(metrics.height()) + 2 * self._theme.space(2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102, N802
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._theme.colour("raised"))
            edge = QRect(0, self.height() - 1, self.width(), 1)
            painter.fillRect(edge, self._theme.colour("border"))
            if self._path:
                self._write(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802
        if event.button() is Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def _codes(self) -> str:
        return " › ".join(named(code) for code in self._path)

    def _write(self, painter: QPainter) -> None:
        left, right = self._theme.space(5), self.width() - self._theme.space(5)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(self._theme.font("label"))
        painter.setPen(self._theme.colour("accent"))
        codes = self._codes()
        painter.drawText(QRect(left, 0, right - left, self.height() - 1), middle, codes)
        left += painter.fontMetrics().horizontalAdvance(codes) + self._theme.space(4)
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.colour("muted"))
        title = printed_title(self._path[-1])[0]
        room = max(0, right - left)
        title = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, 0, room, self.height() - 1), middle, title)


class HeadedPage(ScrolledPage):
    """A page that says at its top where one reads, while its heading is out of sight."""

    def __init__(self, model: PageModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(model, theme, parent)
        self.running_head = RunningHead(theme, self)
        self.running_head.pressed.connect(self._go_up)
        self._head_row: int | None = None
        self._heading: int | None = None
        self._above: tuple[int, ...] = ()
        self.verticalScrollBar().valueChanged.connect(self._tell_place)
        for changes in (
            model.modelAboutToBeReset,
            model.rowsAboutToBeInserted,
            model.rowsAboutToBeRemoved,
        ):
            changes.connect(self._forget_place)
        for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            changed.connect(self._tell_place)
        theme.changed.connect(self._place_head)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102, N802
        super().resizeEvent(event)
        self._place_head()

    def _place_head(self) -> None:
        area = self.viewport().geometry()
        height = self.running_head.line_height
        self.running_head.setGeometry(area.x(), area.y(), area.width(), height)
        self.running_head.update()
        self._tell_place()

    def _inset(self, position: int) -> int:
        heading = self._heading_row()
        if heading is None or position <= heading:
            return 0
        return self.running_head.line_height

    def _heading_row(self) -> int | None:
        if self._heading is None:
            rows = enumerate(self._page.rows)
            found = (at for at, row in rows if isinstance(row, LineRow) and row.depth == 0)
            self._heading = next(found, -1)
        return self._heading if self._heading >= 0 else None

    def _forget_place(self) -> None:
        self._heading = self._head_row = None
        self._above = ()

    def _tell_place(self) -> None:
        """Show the path of the first line that can be read."""
        heading = self._heading_row()
        if heading is None or self._geometry.top(heading + 1) > self._scroll:
            self._head_row = None
            self.running_head.show_path(())
            return
        row = self._geometry.row_at(self._scroll + self.running_head.line_height)
        if row != self._head_row:
            self._head_row = row
            self._above = self._page.lines_above(row)
            above = (self._page.rows[at] for at in self._above)
            self.running_head.show_path([up.line.code for up in above if isinstance(up, LineRow)])

    def _go_up(self) -> None:
        """Go to the line that the head names last."""
        if self._above:
            self.show_row(self._above[-1])
