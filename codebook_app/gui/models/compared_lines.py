"""A page in two releases, a row for each line, as the eye and a screen reader take it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from codebook_app.domain.page_comparison import (
    LinePair,
    Mark,
    NotePair,
    PageComparison,
    TextPair,
)

Index = QModelIndex | QPersistentModelIndex
_HERE = QModelIndex()

LINE_ROLE = Qt.ItemDataRole.UserRole + 1
"""The :class:`LinePair` of a row."""


def spoken_line(line: LinePair) -> str:
    """Return what a screen reader says of a line: what it is now, and what it was."""
    told = [line.code, line.title.text_after or line.title.text_before]
    if line.words:
        told.insert(1, line.words)
    if line.mark is Mark.RETITLED:
        told.append(f"before: {line.title.text_before}")
    if line.mark is Mark.CHANGED:
        told.append(f"{line.state.text_before}, now {line.state.text_after}")
    told += [_spoken_note(note) for note in line.notes if note.mark and line.before and line.after]
    return ", ".join(filter(None, told))


def _spoken_note(note: NotePair) -> str:
    if note.mark is Mark.CHANGED:
        return f"{note.label} changed from {note.text.text_before} to {note.text.text_after}"
    return f"{note.label} {note.mark.value}: {note.text.text_after or note.text.text_before}"


class ComparedLinesModel(QAbstractListModel):
    """Shows the lines of a comparison, all of them or only those that differ."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._comparison: PageComparison | None = None
        self._lines: tuple[LinePair, ...] = ()
        self._only_differences = False

    @property
    def lines(self) -> tuple[LinePair, ...]:
        """The lines shown."""
        return self._lines

    @property
    def only_differences(self) -> bool:
        """Whether lines that are the same are left out."""
        return self._only_differences

    def show(self, comparison: PageComparison | None, *, only_differences: bool) -> None:
        """Show the lines of *comparison* in place of the current ones."""
        self.beginResetModel()
        self._comparison = comparison
        self._only_differences = only_differences
        lines: Sequence[LinePair] = comparison.lines if comparison is not None else ()
        if comparison is not None and comparison.inherited:
            lines = (_above(comparison), *lines)
        self._lines = tuple(line for line in lines if line.differs or not only_differences)
        self.endResetModel()

    def line_at(self, index: Index) -> LinePair | None:
        """Return the line in the row of *index*, None for no row."""
        return self._lines[index.row()] if index.isValid() else None

    def row_of(self, code: str) -> int:
        """Return the row of a code, -1 where it is not shown."""
        codes = [line.code for line in self._lines]
        return codes.index(code) if code in codes else -1

    def next_difference(self, row: int, by: int) -> int:
        """Return the row of the difference after (1) or before (-1) *row*; -1 for none."""
        rows = range(row + 1, len(self._lines)) if by > 0 else range(row - 1, -1, -1)
        return next((at for at in rows if self._lines[at].differs), -1)

    def place_of(self, row: int) -> tuple[int, int]:
        """Return the number of the difference in *row* (0 for none), and how many there are."""
        differing = [at for at, line in enumerate(self._lines) if line.differs]
        return (differing.index(row) + 1 if row in differing else 0), len(differing)

    def rowCount(self, parent: Index = _HERE) -> int:  # noqa: N802 - Qt's name
        """Return the number of lines shown."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what *role* needs of a line."""
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        line = self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{line.code}  {line.title.text_after or line.title.text_before}".strip()
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken_line(line)
            case _ if role == LINE_ROLE:
                return line
            case _:
                return None


def _above(comparison: PageComparison) -> LinePair:
    """Return the notes of the lines above that differ as a line of their own."""
    head = comparison.lines[0]
    return LinePair(
        head.before, head.after, 0, Mark.SAME, TextPair(), TextPair(), comparison.inherited
    )
