"""The notebook as a tree: sections, folders, bookmarks, favourites and notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from codebook_app.domain.notebook import Bookmark, CodeTitles, Folder, NotebookContents
from codebook_app.gui.models.notebook_rows import NotebookRow, Section, notebook_rows

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_MOVED = "application/x-codebook-notebook-entry"


class NotebookModel(QAbstractItemModel):
    """Shows what it is given; renames and moves are asked for, and shown once they are made."""

    rename_requested = Signal(object, str)
    """A :class:`Folder` or :class:`Bookmark`, and its new name."""
    move_requested = Signal(object, str, object)
    """A :class:`Folder` or :class:`Bookmark`, the folder's id it goes to, and its place there."""

    def __init__(self) -> None:
        super().__init__()
        self._root = notebook_rows(NotebookContents(), CodeTitles(), only_found=False)

    def show(self, contents: NotebookContents, titles: CodeTitles, *, only_found: bool) -> None:
        """Show *contents* in place of what is shown; *only_found* leaves empty folders out."""
        self.beginResetModel()
        self._root = notebook_rows(contents, titles, only_found=only_found)
        self.endResetModel()

    def row_at(self, index: Index) -> NotebookRow | None:
        """Return the row of *index*, None for none."""
        if not index.isValid():
            return None
        row: NotebookRow = index.internalPointer()
        return row

    def index_of(self, key: str) -> QModelIndex:
        """Return where the row named *key* stands, an invalid index where it is not shown."""
        waiting = list(self._root.rows)
        while waiting:
            row = waiting.pop()
            if row.key == key:
                return self._index_of_row(row)
            waiting += row.rows
        return QModelIndex()

    def siblings(self, row: NotebookRow) -> list[NotebookRow]:
        """Return the rows of the same kind beside *row*, itself too, in their order."""
        if row.parent is None:
            return []
        return [one for one in row.parent.rows if type(one.entry) is type(row.entry)]

    # Qt's side ----------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """Return the index of a row below *parent*."""
        rows = self._below(parent).rows
        if column != 0 or not 0 <= row < len(rows):
            return QModelIndex()
        return self.createIndex(row, 0, rows[row])

    def parent(self, index: Index = _NOWHERE) -> Any:
        """Return the index of the row above *index*."""
        row = self.row_at(index)
        if row is None or row.parent is None or row.parent is self._root:
            return QModelIndex()
        return self._index_of_row(row.parent)

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return how many rows stand below *parent*."""
        return 0 if parent.column() > 0 else len(self._below(parent).rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: ARG002, N802 - Qt's name
        """Return 1: a row shows all it has in one cell."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what *role* needs of a row."""
        row = self.row_at(index)
        if row is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.text
            case Qt.ItemDataRole.EditRole:
                return row.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.spoken
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(part for part in (row.text, row.detail) if part)
        return None

    def setData(  # noqa: N802 - Qt's name
        self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Ask for another name; it is shown once it is kept."""
        row = self.row_at(index)
        name = str(value).strip()
        if (
            role == Qt.ItemDataRole.EditRole
            and row is not None
            and isinstance(row.entry, Folder | Bookmark)
            and name
            and name != row.title
        ):
            self.rename_requested.emit(row.entry, name)
        return False

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a row: folders and bookmarks are renamed and moved."""
        row = self.row_at(index)
        flag = Qt.ItemFlag
        if row is None:
            return flag.NoItemFlags
        flags = flag.ItemIsEnabled | flag.ItemIsSelectable
        if isinstance(row.entry, Folder | Bookmark):
            flags |= flag.ItemIsEditable | flag.ItemIsDragEnabled
        if isinstance(row.entry, Folder) or row.entry is Section.BOOKMARKS:
            flags |= flag.ItemIsDropEnabled
        if not isinstance(row.entry, Folder | Section):
            flags |= flag.ItemNeverHasChildren
        return flags

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802 - Qt's name
        """Return that what is dropped is moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:  # noqa: N802 - Qt's name
        """Return what can be dropped: rows of this tree."""
        return [_MOVED]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802 - Qt's name
        """Return what is dragged: the row, by its key."""
        mime = QMimeData()
        for index in indexes:
            if (row := self.row_at(index)) is not None:
                mime.setData(_MOVED, row.key.encode())
        return mime

    def canDropMimeData(  # noqa: N802 - Qt's name
        self,
        data: QMimeData,
        action: Qt.DropAction,  # noqa: ARG002
        row: int,  # noqa: ARG002
        column: int,  # noqa: ARG002
        parent: Index,
    ) -> bool:
        """Say whether the row that is dragged may lie below *parent*: never within itself."""
        dragged, target = self._dragged(data), self.row_at(parent)
        if dragged is None or target is None or target.section is not Section.BOOKMARKS:
            return False
        if not isinstance(target.entry, Folder) and target.entry is not Section.BOOKMARKS:
            return False
        above: NotebookRow | None = target
        while above is not None:
            if above is dragged:
                return False
            above = above.parent
        return True

    def dropMimeData(  # noqa: N802 - Qt's name
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Ask for the move; it is shown once it is made, so the tree itself moves nothing."""
        dragged, target = self._dragged(data), self.row_at(parent)
        if (
            dragged is not None
            and target is not None
            and self.canDropMimeData(data, action, row, column, parent)
        ):
            at = None if row < 0 else _place_among(target, dragged, row)
            self.move_requested.emit(dragged.entry, target.folder_id, at)
        return False

    # Within -------------------------------------------------------------------------------

    def _below(self, parent: Index) -> NotebookRow:
        return self.row_at(parent) or self._root

    def _index_of_row(self, row: NotebookRow) -> QModelIndex:
        return self.createIndex(row.position, 0, row)

    def _dragged(self, data: QMimeData) -> NotebookRow | None:
        key = bytes(data.data(_MOVED).data()).decode()
        row = self.row_at(self.index_of(key)) if key else None
        return row if row is not None and isinstance(row.entry, Folder | Bookmark) else None


def _place_among(target: NotebookRow, dragged: NotebookRow, row: int) -> int:
    """Return the place before row *row* of *target*, counted among the rows of one kind.

    The row that is dragged is not counted: it is taken out before it is put in.
    """
    return sum(
        1
        for one in target.rows[:row]
        if type(one.entry) is type(dragged.entry) and one is not dragged
    )
