"""A table of things under named columns; what stands in a column is told when it is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
_HERE = QModelIndex()
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column: its *title*, what it prints of a row, and whether that is a *number*."""

    title: str
    text: Callable[[T], str]
    number: bool = False


class ColumnsModel(QAbstractTableModel, Generic[T]):
    """Shows rows under columns; knows nothing of where they came from.

    A screen reader hears a row whole at its first column, headings included.
    """

    def __init__(self, columns: Sequence[Column[T]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: tuple[T, ...] = ()

    def show(self, rows: Sequence[T]) -> None:
        """Show *rows* in place of the current ones."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    @property
    def rows(self) -> tuple[T, ...]:
        """The rows shown."""
        return self._rows

    def row_at(self, index: Index) -> T | None:
        """Return what stands in the row of *index*, None for no row."""
        return self._rows[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = _HERE) -> int:  # noqa: N802 - Qt's name
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _HERE) -> int:  # noqa: N802 - Qt's name
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(  # noqa: N802 - Qt's name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return the titles of the columns."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._columns[section].title
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(section)
            case _:
                return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what *role* needs of one cell, for the eye or for a screen reader."""
        if not self.checkIndex(index, QAbstractTableModel.CheckIndexOption.IndexIsValid):
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return column.text(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return column.text(row) if index.column() else self._spoken(row)
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(index.column())
            case _:
                return None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self._columns[column].number else None
        return Qt.AlignmentFlag.AlignVCenter | (side or Qt.AlignmentFlag.AlignLeft)

    def _spoken(self, row: T) -> str:
        told = [(column.title, column.text(row)) for column in self._columns]
        return ", ".join(
            words if number == 0 else f"{title} {words}"
            for number, (title, words) in enumerate(told)
            if words
        )
