"""The groups of an MDC as the rows of a table that can be sorted by each column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from codebook_app.domain.group_page import DrgGroup

Index = QModelIndex | QPersistentModelIndex
_HERE = QModelIndex()
_NONE = "–"
_MEMBER = "    "


class GroupRole(IntEnum):
    """What a view asks a row for besides its cells."""

    GROUP = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    said: str
    key: Callable[[DrgGroup], object]
    number: bool = False


def _of(number: float | None) -> float:
    return -1.0 if number is None else number


COLUMNS = (
    _Column("DRG", "MS-DRG number", lambda group: group.code),
    _Column("Title", "title", lambda group: group.title.casefold()),
    _Column("Type", "type", lambda group: group.type),
    _Column("Weight", "relative weight", lambda group: _of(group.weight), number=True),
    _Column("GMLOS", "geometric mean length of stay", lambda group: _of(group.gmlos), number=True),
    _Column("AMLOS", "arithmetic mean length of stay", lambda group: _of(group.amlos), number=True),
)


class DrgTableModel(QAbstractTableModel):
    """Shows groups; by number a family stands together, its title told once.

    Sorted by another column each row tells its whole title.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[DrgGroup, ...] = ()
        self._rows: tuple[DrgGroup, ...] = ()
        self._sorted_by = 0
        self._order = Qt.SortOrder.AscendingOrder

    @property
    def rows(self) -> tuple[DrgGroup, ...]:
        """The groups in the order shown."""
        return self._rows

    @property
    def by_number(self) -> bool:
        """Whether families stand together."""
        return self._sorted_by == 0 and self._order == Qt.SortOrder.AscendingOrder

    def show(self, groups: tuple[DrgGroup, ...]) -> None:
        """Show *groups*, which come by number, in the order chosen."""
        self.beginResetModel()
        self._groups = groups
        self._put_in_order()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in the order of *column*; alike ones stay in the order of their numbers."""
        if (column, order) == (self._sorted_by, self._order) or column < 0:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        groups = [self._rows[index.row()] for index in before]
        self._sorted_by, self._order = column, order
        self._put_in_order()
        at = {group.code: row for row, group in enumerate(self._rows)}
        after = [
            self.index(at[group.code], index.column())
            for group, index in zip(groups, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def row_of(self, code: str) -> int:
        """Return the row of the group with this number, -1 where there is none."""
        return next((at for at, group in enumerate(self._rows) if group.code == code), -1)

    def rowCount(self, parent: Index = _HERE) -> int:  # noqa: N802 - Qt's name
        """Return the number of groups."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _HERE) -> int:  # noqa: N802 - Qt's name
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the titles of the columns."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return COLUMNS[section].title
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{COLUMNS[section].said}: click to sort by it"
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(section)
            case _:
                return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what *role* needs of one cell, for the eye or for a screen reader."""
        if not self.checkIndex(index, QAbstractTableModel.CheckIndexOption.IndexIsValid):
            return None
        group = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.text(group, index.column())
            case Qt.ItemDataRole.ToolTipRole:
                return group.title if index.column() == 1 else None
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(group) if index.column() == 0 else self.text(group, index.column())
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(index.column())
            case GroupRole.GROUP:
                return group
            case _:
                return None

    def text(self, group: DrgGroup, column: int) -> str:
        """Return what stands in *column* of the row of *group*."""
        match column:
            case 0:
                return group.code
            case 1 if self.by_number and group.severity:
                family = f"{group.family}\n" if group.first else ""
                return f"{family}{_MEMBER}{group.severity}"
            case 1:
                return group.title
            case 2:
                return group.type
            case 3:
                return _NONE if group.weight is None else f"{group.weight:.4f}"
            case _:
                days = group.gmlos if column == 4 else group.amlos
                return _NONE if days is None else f"{days:.1f}"

    def _put_in_order(self) -> None:
        key = COLUMNS[self._sorted_by].key
        backwards = self._order == Qt.SortOrder.DescendingOrder
        self._rows = tuple(sorted(self._groups, key=key, reverse=backwards))  # type: ignore[arg-type]


def spoken(group: DrgGroup) -> str:
    """Return a row in words."""
    told = [f"MS-DRG {group.code}, {group.title}", group.type]
    if group.weight is not None:
        told.append(f"weight {group.weight:.4f}")
    if group.gmlos is not None:
        told.append(f"GMLOS {group.gmlos:.1f} days")
    if group.amlos is not None:
        told.append(f"AMLOS {group.amlos:.1f} days")
    return ", ".join(words for words in told if words)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if COLUMNS[column].number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignTop
