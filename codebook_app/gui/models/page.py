"""The model of a page of the book: rows in reading order, some of which open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from codebook_app.gui.models.aside_rows import OwnNoteRow
from codebook_app.gui.models.page_rows import LineRow, Row, SeventhRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from codebook_app.domain.notebook import OwnNote

Index = QModelIndex | QPersistentModelIndex

"""The role that gives the :class:`~codebook_app.gui.models.page_rows.Row` itself."""


class PageModel(QAbstractListModel):
    """Shows the rows of a page; knows nothing of where they came from.

    A row with members opens and closes: its members stand below the notes that belong to it.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._own_notes: Mapping[str, Sequence[OwnNote]] = {}
        self._favourites: frozenset[str] = frozenset()

    def show(self, rows: Sequence[Row]) -> None:
        """Show *rows* in place of the current ones; those that are open have their members."""
        self.beginResetModel()
        self._rows = []
        waiting: Sequence[Row] = ()
        for row in rows:
            if waiting and row.stops:
                self._rows.extend(waiting)
                waiting = ()
            self._rows.append(row)
            if isinstance(row, LineRow):
                waiting = [*self._own_notes_of(row), *(self._members_of(row) if row.open else ())]
            elif row.open and row.opens:
                self._rows.extend(row.members)
        self._rows.extend(waiting)
        self._rows = [self._marked(row) for row in self._rows]
        self.endResetModel()

    @property
    def own_notes(self) -> Mapping[str, Sequence[OwnNote]]:
        """What the person wrote on codes of the page, by the code as printed."""
        return self._own_notes

    def set_own_notes(self, notes: Mapping[str, Sequence[OwnNote]]) -> None:
        """Show the person's own *notes*, by the code as printed, below the official ones.

        They take the place of those shown, on this page and on those shown after it.
        """
        if notes == self._own_notes:
            return
        self._own_notes = notes
        for position in range(len(self._rows) - 1, -1, -1):
            if isinstance(self._rows[position], OwnNoteRow):
                self.beginRemoveRows(QModelIndex(), position, position)
                del self._rows[position]
                self.endRemoveRows()
        for position in range(len(self._rows) - 1, -1, -1):
            row = self._rows[position]
            if isinstance(row, LineRow | SeventhRow) and (own := self._own_notes_of(row)):
                first = self.belongings(position).stop
                self.beginInsertRows(QModelIndex(), first, first + len(own) - 1)
                self._rows[first:first] = own
                self.endInsertRows()

    def set_favourites(self, codes: frozenset[str]) -> None:
        """Mark the rows of these codes as the person's favourites, and no others."""
        if codes == self._favourites:
            return
        self._favourites = codes
        for position, row in enumerate(self._rows):
            marked = self._marked(row)
            if marked is not row:
                self._rows[position] = marked
                changed = self.index(position)
                self.dataChanged.emit(changed, changed)

    @property
    def rows(self) -> Sequence[Row]:
        """The rows that are shown, members of open ones included."""
        return self._rows

    def row_of(self, code: str) -> int | None:
        """Return the row that shows *code* as printed, None where none does."""
        return next(
            (
                position
                for position, row in enumerate(self._rows)
                if isinstance(row, LineRow | SeventhRow) and row.code == code
            ),
            None,
        )

    def row_of_line(self, code_id: int) -> int | None:
        """Return the row that shows the line with *code_id*, None where none does."""
        return next(
            (
                position
                for position, row in enumerate(self._rows)
                if isinstance(row, LineRow) and row.line.code.id == code_id
            ),
            None,
        )

    def owner_of(self, position: int) -> int:
        """Return the row that *position* opened under, *position* itself where under none."""
        row = self._rows[position]
        if isinstance(row, SeventhRow):
            while not isinstance(self._rows[position], LineRow):
                position -= 1
        return position

    def line_above(self, position: int) -> int | None:
        """Return the line that the row at *position* stands under in the book."""
        owner = self.owner_of(position)
        if owner != position:
            return owner
        row = self._rows[position]
        if not isinstance(row, LineRow):
            return None
        for above in range(position - 1, -1, -1):
            candidate = self._rows[above]
            if isinstance(candidate, LineRow) and candidate.depth < row.depth:
                return above
        return None

    def lines_above(self, position: int) -> tuple[int, ...]:
        """Return the lines that the row at *position* stands under, from the heading down."""
        found: list[int] = []
        row = self._rows[position]
        depth = row.depth if isinstance(row, LineRow) else None
        for above in range(position - 1, -1, -1):
            candidate = self._rows[above]
            if isinstance(candidate, LineRow) and (depth is None or candidate.depth < depth):
                found.append(above)
                depth = candidate.depth
                if not depth:
                    break
        return tuple(reversed(found))

    def set_open(self, position: int, is_open: bool) -> bool:
        """Open or close the row; return whether that changed anything."""
        row = self._rows[position]
        if not row.opens or row.open is is_open:
            return False
        self._rows[position] = replace(row, open=is_open)
        first = self._members_begin(position)
        members = self._members_of(row)
        last = first + len(members) - 1
        if is_open:
            self.beginInsertRows(QModelIndex(), first, last)
            self._rows[first:first] = [self._marked(member) for member in members]
            self.endInsertRows()
        else:
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
        changed = self.index(position)
        self.dataChanged.emit(changed, changed)
        return True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what *role* needs of one row, for the eye or for a screen reader."""
        if not self.checkIndex(
            index,
            QAbstractListModel.CheckIndexOption.IndexIsValid
            | QAbstractListModel.CheckIndexOption.ParentIsInvalid,
        ):
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.spoken}, favourite" if row.favourite else row.spoken
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._description(index.row())
            case Qt.ItemDataRole.UserRole:
                return row
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that rows can be read, and those the arrow keys stop at chosen."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._rows[index.row()].stops:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsEnabled

    def belongings(self, position: int) -> range:
        """Return the rows that belong to the stop at *position*, itself first."""
        end = position + 1
        while end < len(self._rows) and not self._rows[end].stops:
            end += 1
        return range(position, end)

    def after_members(self, position: int) -> int:
        """Return the row after what belongs to the stop at *position*, its open members too."""
        after = self.belongings(position).stop
        while after < len(self._rows) and isinstance(self._rows[after], SeventhRow):
            after = self.belongings(after).stop
        return after

    def stop_at(self, position: int) -> int | None:
        """Return the stop that the row belongs to, None above the first one."""
        while position >= 0 and not self._rows[position].stops:
            position -= 1
        return position if position >= 0 else None

    def _members_of(self, row: Row) -> list[Row]:
        """Return what stands below *row* while it is open, with the person's own notes there."""
        return [
            shown
            for member in row.members
            for shown in (
                member,
                *(self._own_notes_of(member) if isinstance(member, SeventhRow) else ()),
            )
        ]

    def _own_notes_of(self, row: LineRow | SeventhRow) -> list[OwnNoteRow]:
        notes = self._own_notes.get(row.code, ())
        return [OwnNoteRow(note, row.depth, row.characters) for note in notes]

    def _marked(self, row: Row) -> Row:
        """Return *row* marked as a favourite, or not, as the person has it."""
        if not isinstance(row, LineRow | SeventhRow):
            return row
        favourite = row.code in self._favourites
        return row if row.favourite is favourite else replace(row, favourite=favourite)

    def _members_begin(self, position: int) -> int:
        """Return where the members go: a line's below its own notes, any other's right below."""
        if isinstance(self._rows[position], LineRow):
            return self.belongings(position).stop
        return position + 1

    def _description(self, position: int) -> str:
        """Return the flags and notes of a line in a breath, for a screen reader that is there."""
        row = self._rows[position]
        if not isinstance(row, LineRow | SeventhRow):
            return ""
        said = [flag.sentence.rstrip(".") for flag in row.flags]
        if isinstance(row, LineRow):
            said += [self._rows[below].spoken for below in self.belongings(position)[1:]]
        return ". ".join(said)
