"""The codes found in a text, as they would be added."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from codebook_app.domain.encounter import EncounterLine
from codebook_app.domain.list_reading import FoundCode, ListReading, Oddity

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
_NOTHING = ListReading("", "", ())


class FoundCodesModel(QAbstractListModel):
    """Shows what was read, a row for each code, with the person's answers."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reading = _NOTHING
        self._answers: dict[int, int] = {}
        self._remembered: dict[tuple[str, Oddity | None], int] = {}

    @property
    def reading(self) -> ListReading:
        """What is shown."""
        return self._reading

    @property
    def lines(self) -> tuple[EncounterLine, ...]:
        """The lines to add, with the answers given."""
        return self._reading.lines(self._answers)

    @property
    def open_questions(self) -> tuple[int, ...]:
        """The rows that are asked about and not answered yet."""
        return tuple(
            row
            for row, found in enumerate(self._reading.codes)
            if found.oddity is not None and row not in self._answers
        )

    def show(self, reading: ListReading) -> None:
        """Show *reading* in place of the rows.

        Answers to questions that are the same as before are kept, as happens while text is typed
        and for the visits of one text, whichever of them was shown.
        """
        now = {
            (found.written, found.oddity): self._answers[row]
            for row, found in enumerate(self._reading.codes)
            if row in self._answers
        }
        of_same = bool(reading.parts.visits) and reading.text == self._reading.text
        before = self._remembered = {**self._remembered, **now} if of_same else now
        self.beginResetModel()
        self._reading = reading
        self._answers = {
            row: before[found.written, found.oddity]
            for row, found in enumerate(reading.codes)
            if (found.written, found.oddity) in before
        }
        self.endResetModel()

    def found_at(self, row: int) -> FoundCode | None:
        """Return the code in a row, None where there is no such row."""
        return self._reading.codes[row] if 0 <= row < len(self._reading.codes) else None

    def line_at(self, row: int) -> EncounterLine | None:
        """Return the line that a row adds, None where it adds none."""
        found = self.found_at(row)
        if found is None or found.oddity is None or row not in self._answers:
            return None if found is None else found.line
        return found.oddity.choices[self._answers[row]].line

    def chosen_at(self, row: int) -> int:
        """Return the choice that holds for the question of a row, answered or suggested."""
        found = self.found_at(row)
        if found is None or found.oddity is None:
            return -1
        return self._answers.get(row, found.oddity.suggested)

    def is_answered(self, row: int) -> bool:
        """Whether the person answered the question of a row."""
        return row in self._answers

    def answer(self, row: int, choice: int) -> None:
        """Take the person's answer to the question of a row."""
        found = self.found_at(row)
        if found is None or found.oddity is None or not 0 <= choice < len(found.oddity.choices):
            return
        self._answers[row] = choice
        index = self.index(row)
        self.dataChanged.emit(index, index)

    def row_at(self, place: int) -> int:
        """Return the row of the code that stands at *place* of the text, -1 where none does."""
        return next(
            (
                row
                for row, found in enumerate(self._reading.codes)
                if found.start <= place <= found.end and found.end
            ),
            -1,
        )

    def rowCount(self, parent: Index = NO_PARENT) -> int:  # noqa: N802 - Qt's name
        """Return how many codes were found."""
        return 0 if parent.isValid() else len(self._reading.codes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what *role* needs of one code, for the eye or for a screen reader."""
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        found = self._reading.codes[index.row()]
        line = self.line_at(index.row())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{found.written}  left out" if line is None else _named(line)
            case Qt.ItemDataRole.ToolTipRole:
                return found.oddity.text if found.oddity is not None else found.remark or None
            case Qt.ItemDataRole.AccessibleTextRole:
                parts = [f"{found.written} left out" if line is None else _named(line)]
                if line is not None:
                    parts += beside_words(line)
                if found.oddity is not None:
                    state = "answered" if self.is_answered(index.row()) else "question"
                    parts.append(f"{state}: {found.oddity.text}")
                elif found.remark:
                    parts.append(found.remark)
                return ", ".join(parts)
            case _:
                return None


def beside_words(line: EncounterLine) -> list[str]:
    """Return what was read beside a code, in short words."""
    parts = [
        line.role.value.replace("_", " "),
        f"POA {line.poa}" if line.poa else "",
        " ".join(line.modifiers),
        f"× {line.units}" if line.units is not None else "",
        f"→ {''.join(line.pointers)}" if line.pointers else "",
        "" if line.performed_on is None else line.performed_on.isoformat(),
        f"${line.charge}" if line.charge is not None else "",
        f"rev {line.revenue_code}" if line.revenue_code else "",
    ]
    return [part for part in parts if part]


def _named(line: EncounterLine) -> str:
    return f"{line.code}  {line.title}".strip()
