"""The hits of one answer as rows for a list view, under the heading of the book's part."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from codebook_app.domain.index_term import IndexBook
from codebook_app.domain.search import Hit, HitKind
from codebook_app.gui.code_set_names import code_set_title, is_billed
from codebook_app.gui.models.hit_groups import BEST, HitLine, MoreHits, PartHeading, grouped

Index = QModelIndex | QPersistentModelIndex
_HERE = QModelIndex()

_CODED_LEVELS = {"category", "subcategory", "code", "modifier", "table", "terminated code"}
"""The levels that code something; a line of any other groups codes, unless it is billable."""


class HitRole(IntEnum):
    """What the delegate asks a row for."""

    ROW = Qt.ItemDataRole.UserRole + 1
    BOOK = Qt.ItemDataRole.UserRole + 2
    """Which book the hit stands in, in words; "" where the headings say enough."""
    FAVOURITE = Qt.ItemDataRole.UserRole + 3
    """Whether the person marked the hit's code as a favourite."""


class HitListModel(QAbstractListModel):
    """Shows search hits; knows nothing of where they came from.

    Hits of one part of the book stand together under a heading, in the order they were ranked;
    headings cannot be selected. A row that tells of more hits of a part can, and is opened by
    :meth:`open`.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[HitLine, ...] = ()
        self._hits: tuple[Hit, ...] = ()
        self._opened: frozenset[HitKind] = frozenset()
        self._best = BEST
        self._several = False
        self._several_indexes = False
        self._favourites: frozenset[tuple[str, str]] = frozenset()

    def set_favourites(self, codes: frozenset[tuple[str, str]]) -> None:
        """Mark these codes, each with its code set, as the person's favourites."""
        if codes != self._favourites:
            self._favourites = codes
            if self._rows:
                last = self.index(len(self._rows) - 1)
                self.dataChanged.emit(self.index(0), last, [HitRole.FAVOURITE])

    def show(self, hits: tuple[Hit, ...], *, keep_opened: bool = False, best: int = BEST) -> None:
        """Show *hits* in place of the current rows, the *best* few of each part but the last.

        *keep_opened* leaves open which parts were.
        """
        self._best = best
        self._opened = self._opened if keep_opened else frozenset()
        self._hits = hits
        self.beginResetModel()
        self._rows = grouped(hits, self._opened, best)
        self._several = len({hit.code_set for hit in hits}) > 1
        indexes = {
            (hit.code_set, hit.level)
            for hit in hits
            if hit.kind not in (HitKind.CODE, HitKind.NOTE)
        }
        self._several_indexes = len(indexes) > 1
        self.endResetModel()

    def more(self, index: Index) -> MoreHits | None:
        """Return what the row of *index* tells of, None where it is another row or none."""
        row = self._rows[index.row()] if index.isValid() else None
        return row if isinstance(row, MoreHits) else None

    def open(self, index: Index) -> QModelIndex:
        """Show the hits that the row of *index* tells of; return the first of them.

        Invalid, and nothing changed, where it is no such row.
        """
        more = self.more(index)
        if more is None:
            return QModelIndex()
        at = index.row()
        self._opened |= {more.kind}
        rows = grouped(self._hits, self._opened, self._best)
        self.beginInsertRows(QModelIndex(), at, at + more.count - 1)
        self._rows = (*rows[: at + more.count], more, *rows[at + more.count :])
        self.endInsertRows()
        self.beginRemoveRows(QModelIndex(), at + more.count, at + more.count)
        self._rows = rows
        self.endRemoveRows()
        return self.index(at)

    def hit(self, index: Index) -> Hit | None:
        """Return the hit in the row of *index*, None for another row or none."""
        row = self._rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Hit) else None

    def first(self) -> QModelIndex:
        """Return the first hit's index, invalid where there is none."""
        return self.index(1) if len(self._rows) > 1 else QModelIndex()

    def find(self, hit: Hit) -> QModelIndex:
        """Return the index of a hit on the same line as *hit*, invalid where it is not shown."""
        wanted = (hit.code_set, hit.kind, hit.code, hit.title)
        for number, row in enumerate(self._rows):
            if isinstance(row, Hit) and (row.code_set, row.kind, row.code, row.title) == wanted:
                return self.index(number)
        return QModelIndex()

    def step(self, index: Index, by: int) -> QModelIndex:
        """Return the row *by* rows after *index* (before it, when negative), stopping at the ends.

        Headings are passed over. From an invalid index the first hit is one step down.
        """
        hits = [number for number, row in enumerate(self._rows) if not isinstance(row, PartHeading)]
        if not hits:
            return QModelIndex()
        at = hits.index(index.row()) if index.isValid() and index.row() in hits else -1
        return self.index(hits[max(0, min(len(hits) - 1, at + by))])

    def rowCount(self, parent: Index = _HERE) -> int:  # noqa: N802 - Qt's name
        """Return the number of rows, headings included."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let hits, and rows that tell of more, be selected and headings not."""
        if not index.isValid() or isinstance(self._rows[index.row()], PartHeading):
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
        if role == HitRole.BOOK:
            return self._book_word(row) if isinstance(row, Hit) else ""
        if role == HitRole.FAVOURITE:
            return isinstance(row, Hit) and self._is_favourite(row)
        if not isinstance(row, Hit):
            return _line_data(row, role)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{row.code}  {row.title}".strip()
            case Qt.ItemDataRole.AccessibleTextRole:
                marked = ("favourite",) if self._is_favourite(row) else ()
                return ", ".join((*_spoken(row, self._book_word(row)), *marked))
            case Qt.ItemDataRole.ToolTipRole:
                return _tip(row)
            case _:
                return None

    def _is_favourite(self, hit: Hit) -> bool:
        return hit.kind is HitKind.CODE and (hit.code_set, hit.code) in self._favourites

    def _book_word(self, hit: Hit) -> str:
        of_code = hit.kind in (HitKind.CODE, HitKind.NOTE)
        return book_word(hit, several=self._several if of_code else self._several_indexes)


def _line_data(row: PartHeading | MoreHits, role: int) -> str | None:
    if isinstance(row, PartHeading):
        shown, spoken = row.title, f"{row.title.capitalize()}, {row.count} hits"
    else:
        shown, spoken = row.words, f"{row.words}, Enter shows them"
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return shown
        case Qt.ItemDataRole.AccessibleTextRole:
            return spoken
        case _:
            return None


def folded_word(hit: Hit) -> str:
    """Return the count of seventh-character codes folded under *hit* in words, or ""."""
    if not hit.folded:
        return ""
    return f"{hit.folded} with 7th character" if hit.folded > 1 else "1 with 7th character"


def level_word(hit: Hit) -> str:
    """Return what to say of a line that is no code to report: its level in the book, or ""."""
    if hit.kind is not HitKind.CODE or hit.billable or hit.level in _CODED_LEVELS:
        return ""
    return hit.level[:1].upper() + hit.level[1:]


def is_coded(hit: Hit) -> bool:
    """Whether *hit* is a line of a tabular that can be billable or not."""
    return hit.kind is HitKind.CODE and not level_word(hit) and hit.level != "modifier"


def state_word(hit: Hit) -> str:
    """Return whether *hit* can be billed, or used where nothing is; "" for what is no code."""
    if not is_coded(hit):
        return ""
    return "valid" if hit.billable and not is_billed(hit.code_set) else hit.billable_word


def book_word(hit: Hit, *, several: bool) -> str:
    """Return the index, or a code's code set, that *hit* stands in, where there are *several*.

    That a code is a modifier, or terminated, is said in any case.
    """
    if hit.kind is HitKind.NOTE:
        return code_set_title(hit.code_set) if several else ""
    if hit.kind is not HitKind.CODE:
        return IndexBook(hit.level).label if several and hit.level in set(IndexBook) else ""
    told = [code_set_title(hit.code_set)] if several else []
    if hit.level in {"modifier", "terminated code"}:
        told.append(hit.level)
    return " · ".join(told)


def _spoken(hit: Hit, book: str) -> tuple[str, ...]:
    parts = (
        f"{level_word(hit)} {hit.code}".strip(),
        hit.title,
        book,
        state_word(hit),
        folded_word(hit),
        f"{hit.reason}: {hit.reason_text}" if hit.reason else "",
    )
    return tuple(part for part in parts if part)


def _tip(hit: Hit) -> str:
    lines = [f"{hit.code}  {hit.title}".strip(), book_word(hit, several=True)]
    if is_coded(hit):
        lines.append("; ".join(filter(None, (state_word(hit), folded_word(hit)))))
    if hit.reason:
        lines.append(f"{hit.reason}: {hit.reason_text}")
    if hit.path:
        lines.append("in " + " › ".join(hit.path))
    return "\n".join(lines)
