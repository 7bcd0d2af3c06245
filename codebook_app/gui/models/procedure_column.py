"""The values that one character of a procedure code may take, as rows for a list view."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from codebook_app.domain.procedure_column import Column

Index = QModelIndex | QPersistentModelIndex
_HERE = QModelIndex()


class ValueRole(IntEnum):
    """What the delegate asks a row for."""

    ROW = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A value as it is shown: its key, what it is called, and what picking it means.

    *remark* says in a few words what the eye must know besides, "" for nothing. It *drops* what
    else is picked where no code has both.
    """

    character: str
    label: str
    codes: int
    picked: bool
    remark: str = ""
    drops: bool = False

    @property
    def spoken(self) -> str:
        """The row for a screen reader."""
        codes = "1 code" if self.codes == 1 else f"{self.codes:,} codes"
        words = [f"{self.character}, {self.label}", "picked" if self.picked else ""]
        words += [self.remark, codes if self.codes else "drops what it does not go with"]
        return ", ".join(word for word in words if word)


class ProcedureColumnModel(QAbstractListModel):
    """Shows one column of a growing code."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ValueRow, ...] = ()

    @property
    def rows(self) -> tuple[ValueRow, ...]:
        """The values shown."""
        return self._rows

    def show(self, column: Column, *, alone: bool = False) -> bool:
        """Show the values of *column*; *alone* where what is picked there picked itself.

        Returns whether anything is other than before.
        """
        taken = column.picked_values
        rows = tuple(
            ValueRow(
                one.value.character,
                one.value.label,
                one.codes,
                one in taken,
                "only one left" if alone and one in taken else "",
                bool(column.picked) and not one.codes,
            )
            for one in column.values
        )
        if rows == self._rows:
            return False
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return True

    def row_of(self, character: str) -> int:
        """Return the row of the value with this key, -1 where there is none."""
        found = (at for at, row in enumerate(self._rows) if row.character == character)
        return next(found, -1)

    def rowCount(self, parent: Index = _HERE) -> int:  # noqa: N802 - Qt's name
        """Return the number of values."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what *role* needs of one row, for the eye or for a screen reader."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{row.character}  {row.label}"
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return row.spoken
            case ValueRole.ROW:
                return row
            case _:
                return None
