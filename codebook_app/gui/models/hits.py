"""The hits of one answer as rows for a list view, under the heading of the book's part."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from codebook_app.domain.search import Hit, HitKind

Index = QModelIndex | QPersistentModelIndex
_HERE = QModelIndex()

_PARTS = {HitKind.CODE: "TABULAR", HitKind.INDEX: "INDEX", HitKind.TABLE: "TABLES"}


class HitRole(IntEnum):
    """What the delegate asks a row for."""

    ROW = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class PartHeading:
    """The heading over the hits of one part of the book: "TABULAR", with how many follow."""

    title: str
    count: int


class HitListModel(QAbstractListModel):
    """Shows search hits; knows nothing of where they came from.

    Hits of one part of the book stand together under a heading, in the order they were ranked;
    headings cannot be selected.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[PartHeading | Hit, ...] = ()

    def show(self, hits: tuple[Hit, ...]) -> None:
        """Show *hits* in place of the current rows."""
        rows: list[PartHeading | Hit] = []
        order = {kind: place for place, kind in enumerate(dict.fromkeys(hit.kind for hit in hits))}
        for kind, group in groupby(sorted(hits, key=lambda hit: order[hit.kind]), _kind):
            together = tuple(group)
            rows.append(PartHeading(_PARTS[kind], len(together)))
            rows.extend(together)
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def hit(self, index: Index) -> Hit | None:
        """Return the hit in the row of *index*, None for a heading or no row."""
        row = self._rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Hit) else None

    def first(self) -> QModelIndex:
        """Return the first hit's index, invalid where there is none."""
        return self.index(1) if len(self._rows) > 1 else QModelIndex()

    def find(self, code: str) -> QModelIndex:
        """Return the index of the hit on *code*, invalid where it is not shown."""
        for number, row in enumerate(self._rows):
            if isinstance(row, Hit) and row.code == code:
                return self.index(number)
        return QModelIndex()

    def step(self, index: Index, by: int) -> QModelIndex:
        """Return the hit *by* hits after *index* (before it, when negative), stopping at the ends.

        From an invalid index the first hit is one step down.
        """
        hits = [number for number, row in enumerate(self._rows) if isinstance(row, Hit)]
        if not hits:
            return QModelIndex()
        at = hits.index(index.row()) if index.isValid() and index.row() in hits else -1
        return self.index(hits[max(0, min(len(hits) - 1, at + by))])

    def rowCount(self, parent: Index = _HERE) -> int:  # noqa: N802 - Qt's name
        """Return the number of rows, headings included."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let hits be selected and headings not."""
        if self.hit(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what *role* needs of one row, for the eye or for a screen reader."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == HitRole.ROW:
            return row
        if isinstance(row, PartHeading):
            match role:
                case Qt.ItemDataRole.DisplayRole:
                    return row.title
                case Qt.ItemDataRole.AccessibleTextRole:
                    return f"{row.title.capitalize()}, {row.count} hits"
                case _:
                    return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{row.code}  {row.title}"
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(_spoken(row))
            case Qt.ItemDataRole.ToolTipRole:
                return _tip(row)
            case _:
                return None


def folded_word(hit: Hit) -> str:
    """Return the count of seventh-character codes folded under *hit* in words, or ""."""
    if not hit.folded:
        return ""
    return f"{hit.folded} with 7th character" if hit.folded > 1 else "1 with 7th character"


def level_word(hit: Hit) -> str:
    """Return what to say of a line that is no code to report: its level in the book, or ""."""
    return hit.level.capitalize() if hit.level in {"chapter", "section"} else ""


def _kind(hit: Hit) -> HitKind:
    return hit.kind


def _spoken(hit: Hit) -> tuple[str, ...]:
    parts = (
        f"{level_word(hit)} {hit.code}".strip(),
        hit.title,
        "" if level_word(hit) else hit.billable_word,
        folded_word(hit),
        f"{hit.reason}: {hit.reason_text}" if hit.reason else "",
    )
    return tuple(part for part in parts if part)


def _tip(hit: Hit) -> str:
    lines = [f"{hit.code}  {hit.title}", hit.billable_word]
    if hit.folded:
        lines[1] += f"; {folded_word(hit)}"
    if hit.reason:
        lines.append(f"{hit.reason}: {hit.reason_text}")
    if hit.path:
        lines.append("in " + " › ".join(hit.path))
    return "\n".join(lines)
