"""The completions of the word being typed as rows for a list view."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from codebook_app.domain.search import Completion

Index = QModelIndex | QPersistentModelIndex
_HERE = QModelIndex()


class CompletionRole(IntEnum):
    """What the delegate asks a row for."""

    ROW = Qt.ItemDataRole.UserRole + 1


class CompletionListModel(QAbstractListModel):
    """Shows completions in the order they were given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Completion, ...] = ()

    @property
    def rows(self) -> tuple[Completion, ...]:
        """The completions shown."""
        return self._rows

    def show(self, completions: tuple[Completion, ...]) -> None:
        """Show *completions* in place of the current ones."""
        self.beginResetModel()
        self._rows = completions
        self.endResetModel()

    def rowCount(self, parent: Index = _HERE) -> int:  # noqa: N802 - Qt's name
        """Return the number of completions."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what *role* needs of one row, for the eye or for a screen reader."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return row.text.strip()
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.text.strip()}, {hits_word(row)}".rstrip(", ")
            case CompletionRole.ROW:
                return row
            case _:
                return None


def hits_word(completion: Completion) -> str:
    """Return how much there is of *completion* in words, "" for the name of a filter."""
    if not completion.hits:
        return ""
    return "1 hit" if completion.hits == 1 else f"{completion.hits:,} hits"
