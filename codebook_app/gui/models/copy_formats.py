"""The formats of a copy as a list under headings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from codebook_app.domain.copying import CopyFormat, Group

Index = QModelIndex | QPersistentModelIndex


class CopyFormatModel(QAbstractListModel):
    """Shows formats group by group; a heading can't be chosen, and keys step over it."""

    def __init__(self, heading_font: QFont, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heading_font = heading_font
        self._rows: tuple[Group | CopyFormat, ...] = ()

    def show(self, formats: Sequence[CopyFormat]) -> None:
        """Show *formats* in place of the current rows; a group that has none has no heading."""
        self.beginResetModel()
        rows: list[Group | CopyFormat] = []
        for group in Group:
            its = [one for one in formats if one.group is group]
            rows += [group, *its] if its else []
        self._rows = tuple(rows)
        self.endResetModel()

    def format_at(self, index: Index) -> CopyFormat | None:
        """Return the format of a row, None for a heading and beyond."""
        row = self._rows[index.row()] if index.isValid() else None
        return row if isinstance(row, CopyFormat) else None

    def index_of(self, name: str) -> QModelIndex:
        """Return where the format called *name* stands, else where the first one does."""
        rows = [at for at, row in enumerate(self._rows) if isinstance(row, CopyFormat)]
        for at in rows:
            row = self._rows[at]
            if isinstance(row, CopyFormat) and row.name == name:
                return self.index(at)
        return self.index(rows[0]) if rows else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many rows there are, headings among them."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let formats be chosen, and nothing else."""
        if self.format_at(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what *role* needs of one row."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        heading = isinstance(row, Group)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.value if isinstance(row, Group) else row.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.value if isinstance(row, Group) else f"{row.title}, {row.group.value}"
            case Qt.ItemDataRole.ToolTipRole:
                return None if isinstance(row, Group) else row.description
            case Qt.ItemDataRole.FontRole if heading:
                return self._heading_font
            case _:
                return None
