"""A row that breaks into more rows where it does not fit."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem
from shiboken6 import isValid


class FlowLayout(QLayout):
    """Sets what it holds side by side and goes on in a new row; nothing is wider than a row."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addWidget(self, widget: QWidget) -> None:  # noqa: N802
        """Take *widget* after those held."""
        # Made here and not by Qt: the binding mixes up places in memory that Qt gives back and
        # takes again without its knowing, and then holds a new place for one that is gone.
        self.addChildWidget(widget)
        self.addItem(QWidgetItem(widget))

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        """Take *item* after those held."""
        self._held.append(item)

    def count(self) -> int:
        """Return how many are held."""
        return len(self._held)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Return what is held at *index*, or None."""
        return self._held[index] if 0 <= index < len(self._held) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Let go of what is held at *index*."""
        return self._held.pop(index) if 0 <= index < len(self._held) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        """Return that the rows take no more room than they need."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Return that the height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height of all rows in *width*."""
        return self._placed(QRect(0, 0, width, 0), place=False)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size of a single row."""
        sizes = [held.sizeHint() for held in self._living()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802
        """Return the height of a row; in a pane too narrow, what is held is cut, not its frame."""
        return QSize(0, self.sizeHint().height())

    def setGeometry(self, area: QRect) -> None:  # noqa: N802
        """Set what is held into *area*."""
        super().setGeometry(area)
        self._placed(area, place=True)

    def _living(self) -> list[QLayoutItem]:
        """Return what is held but for what Qt has deleted already, as while a window closes."""
        return [held for held in self._held if isValid(held)]

    def _placed(self, area: QRect, *, place: bool) -> int:
        """Walk through the rows, placing or only measuring; return their height."""
        rows: list[list[tuple[QLayoutItem, QSize]]] = [[]]
        used = 0
        for held in self._living():
            size = held.sizeHint().boundedTo(QSize(area.width(), held.sizeHint().height()))
            if rows[-1] and used + size.width() > area.width():
                rows.append([])
                used = 0
            rows[-1].append((held, size))
            used += size.width() + self.spacing()
        top = area.top()
        for row in rows:
            height = max((size.height() for _, size in row), default=0)
            left = area.left()
            for held, size in row:
                if place:
                    middle = top + (height - size.height()) // 2
                    held.setGeometry(QRect(QPoint(left, middle), size))
                left += size.width() + self.spacing()
            top += height + self.spacing()
        return max(0, top - self.spacing() - area.top())
