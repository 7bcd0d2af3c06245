"""The rows and columns of a table that is read by a term, and what each cell opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from codebook_app.domain.index_page import TablePage
from codebook_app.domain.index_term import IndexTerm
from codebook_app.gui.models.index_rows import Lead, leads_of
from codebook_app.gui.places import place_of_code

Index = QModelIndex | QPersistentModelIndex

_A_LETTERS_RUN = 5
"""Where so many main terms follow one another with a letter, the letter's part begins."""


@dataclass(frozen=True, slots=True)
class Step:
    """A term on the way to a row: its *title* without modifiers, and the *row* it stands in."""

    title: str
    row: int


class TermTableModel(QAbstractTableModel):
    """Shows the rows of a table; knows nothing of where they came from.

    Column 0 are the terms, the others the codes under the table's headings. The display text of a
    code is as printed, that of an empty cell in a row that has codes is the dash that the book
    prints there.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page: TablePage | None = None
        self._rows: Sequence[IndexTerm] = ()
        self._columns: Sequence[str] = ()
        self._first = 0

    def show(self, page: TablePage | None) -> None:
        """Show the table of *page* in place of the current one, None for no table."""
        self.beginResetModel()
        self._page = page
        self._rows = page.rows if page is not None else ()
        self._columns = page.columns if page is not None else ()
        self._first = self._rows[0].id if self._rows else 0
        self.endResetModel()

    def keep(self, page: TablePage) -> None:
        """Take *page* for that of the table that is shown: the same rows, another focus."""
        self._page = page

    @property
    def page(self) -> TablePage | None:
        """The table that is shown."""
        return self._page

    @property
    def rows(self) -> Sequence[IndexTerm]:
        """The terms that are shown, a row each."""
        return self._rows

    @property
    def columns(self) -> Sequence[str]:
        """The headings, the term's own first."""
        return self._columns

    def row_of(self, term_id: int) -> int:
        """Return the row of the term with this id, the first one where it is not of the table."""
        row = term_id - self._first
        return row if 0 <= row < len(self._rows) else 0

    def path_of(self, row: int) -> tuple[Step, ...]:
        """Return the terms from the main term down to *row*, itself last."""
        steps: list[Step] = []
        at: int | None = row
        while at is not None:
            term = self._rows[at]
            steps.append(Step(term.essential, at))
            at = self.row_of(term.parent_id) if term.parent_id is not None else None
        return tuple(reversed(steps))

    def shown_depth(self, row: int) -> int:
        """Return how far the term is set in: what stands below the one main term is not."""
        depth = self._rows[row].depth
        return max(0, depth - 1) if self.sites else depth

    @property
    def sites(self) -> bool:
        """Whether all rows stand under one main term, as those of the neoplasm table do."""
        return bool(self._rows) and self._rows[0].last_descendant_id == self._rows[-1].id

    def next_main(self, row: int, by: int) -> int | None:
        """Return the row of the main term after (1) or before (-1) that of *row*, None for none.

        Under one main term it is the next of its subterms.
        """
        depth = 1 if self.sites else 0
        at = row + by
        if by < 0:
            while row > 0 and self._rows[row].depth > depth:
                row -= 1
            at = row - 1
        while 0 <= at < len(self._rows):
            if self._rows[at].depth <= depth:
                return at
            at += by
        return None

    def leads(self, row: int) -> tuple[Lead, ...]:
        """Return the other terms that the term at *row* refers to."""
        return leads_of(self._rows[row], self._code_set)

    def code_at(self, row: int, column: int) -> str:
        """Return the code of a cell as printed, "" for a dash, an empty one and a term."""
        cells = self._rows[row].cells
        cell = cells[column - 1] if 0 < column <= len(cells) else ""
        return cell if cell.strip("-– ") else ""

    def printed(self, row: int, column: int) -> str:
        """Return what a cell prints: a term with what it refers to, a code, a dash, or nothing."""
        term = self._rows[row]
        if column == 0:
            told = [f"{lead.words} {lead.text}".strip() for lead in self.leads(row)]
            return "  ".join([term.title, *told])
        return self.code_at(row, column) or ("–" if any(term.cells) else "")

    def target_at(self, row: int, column: int) -> str:
        """Return what a cell opens, as the text of a place; a term opens the one it refers to.

        "" where nothing does.
        """
        if code := self.code_at(row, column):
            return place_of_code(self._code_set, code).text
        if column == 0 or not any(self._rows[row].cells):
            return next((lead.target for lead in self.leads(row) if lead.target), "")
        return ""

    def letters(self) -> tuple[tuple[str, int], ...]:
        """Return each letter that terms begin with, and the row where its part begins."""
        depth = 1 if self.sites else 0
        begun = [
            (row, term.title[:1].upper())
            for row, term in enumerate(self._rows)
            if term.depth == depth
        ]
        found: dict[str, int] = {}
        passing: dict[str, int] = {}
        for at, (row, letter) in enumerate(begun):
            if not letter.isalpha() or not letter.isascii() or letter in found:
                continue
            passing.setdefault(letter, row)
            following = [one for _, one in begun[at : at + _A_LETTERS_RUN]]
            # "Para-" among the A's does not begin the P's.
            if following.count(letter) * 2 > len(following):
                found[letter] = row
        return tuple(sorted((passing | found).items()))

    # What Qt asks of a model --------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many terms are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many headings there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what *role* needs of one cell, for the eye or for a screen reader."""
        if not self.checkIndex(index, QAbstractTableModel.CheckIndexOption.IndexIsValid):
            return None
        row, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.printed(row, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(row, column)
            case _:
                return None

    def headerData(  # noqa: N802
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return the heading of a column in full words."""
        shown = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        across = orientation is Qt.Orientation.Horizontal
        return self._columns[section] if shown and across and section < len(self._columns) else None

    # Within -------------------------------------------------------------------------------

    @property
    def _code_set(self) -> str:
        return self._page.choice.release.code_set if self._page is not None else ""

    def _spoken(self, row: int, column: int) -> str:
        path = " › ".join(step.title for step in self.path_of(row))
        if column == 0:
            told = [f"{lead.words} {lead.text}".strip() for lead in self.leads(row)]
            return ", ".join([path, *told])
        code = self.code_at(row, column)
        said = code or "no code"
        if code.endswith("-"):
            said = f"{code}, more characters needed"
        return f"{path}, {self._columns[column]}, {said}"
