"""The code list of one encounter, with what the checks found on each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from codebook_app.domain.encounter import EncounterLine
from codebook_app.domain.finding import Finding
from codebook_app.gui.code_set_names import FIRST, code_set_title

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


class EncounterLineModel(QAbstractListModel):
    """Shows the lines of an encounter and the worst finding on each; changes nothing itself.

    Dragging a line moves its row at once and asks for the move by :attr:`move_requested`; the
    encounter that comes back is the truth.
    """

    move_requested = Signal(str, int)
    """A line was dragged: its id, and the position (from 0) it is to have."""

    LineRole = Qt.ItemDataRole.UserRole + 1
    """The EncounterLine itself."""
    FindingsRole = Qt.ItemDataRole.UserRole + 2
    """The findings on the line, the most severe first; those set aside come last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[EncounterLine] = []
        self._findings: Mapping[str, tuple[Finding, ...]] = {}

    # What it is given -----------------------------------------------------------------------

    def show(self, lines: Sequence[EncounterLine]) -> None:
        """Show *lines* by the fewest row changes, so that selection and scrolling stay."""
        wanted = {line.id for line in lines}
        for row in reversed(range(len(self._lines))):
            if self._lines[row].id not in wanted:
                self.beginRemoveRows(NO_PARENT, row, row)
                del self._lines[row]
                self.endRemoveRows()
        for row, line in enumerate(lines):
            shown_at = self.row_of(line.id)
            if shown_at < 0:
                self.beginInsertRows(NO_PARENT, row, row)
                self._lines.insert(row, line)
                self.endInsertRows()
            elif shown_at > row:
                self.beginMoveRows(NO_PARENT, shown_at, shown_at, NO_PARENT, row)
                self._lines.insert(row, self._lines.pop(shown_at))
                self.endMoveRows()
        self._lines = list(lines)
        self._tell_all_changed()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Put *findings* beside the lines whose ids they carry."""
        by_line: dict[str, list[Finding]] = {}
        for finding in findings:
            for line_id in finding.line_ids:
                by_line.setdefault(line_id, []).append(finding)
        self._findings = {
            line_id: tuple(sorted(found, key=lambda finding: bool(finding.override_reason)))
            for line_id, found in by_line.items()
        }
        self._tell_all_changed()

    # What others ask ------------------------------------------------------------------------

    @property
    def lines(self) -> tuple[EncounterLine, ...]:
        """The lines as shown."""
        return tuple(self._lines)

    def row_of(self, line_id: str) -> int:
        """Return the row of a line, or -1."""
        return next((row for row, line in enumerate(self._lines) if line.id == line_id), -1)

    def line_at(self, row: int) -> EncounterLine | None:
        """Return the line in a row, or None where there is no such row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    # Qt's side ------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NO_PARENT) -> int:  # noqa: N802
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what *role* needs of one line, for the eye or for a screen reader."""
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        line = self._lines[index.row()]
        findings = self._findings.get(line.id, ())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{line.code}  {line.title}"
            case Qt.ItemDataRole.ToolTipRole:
                return _tool_tip(line, findings)
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(index.row() + 1, line, findings)
            case self.LineRole:
                return line
            case self.FindingsRole:
                return findings
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that lines can be dragged and that they are dropped between lines only."""
        flags = super().flags(index)
        if index.isValid():
            return flags | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsDropEnabled

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802
        """Return that a dragged line is moved."""
        return Qt.DropAction.MoveAction

    def dropMimeData(  # noqa: N802
        self, _data: QMimeData, _action: Qt.DropAction, _row: int, _column: int, _parent: Index
    ) -> bool:
        """Take nothing: a line is moved by :meth:`moveRows`, and dropped where it was it stays."""
        return False

    def moveRows(  # noqa: N802
        self,
        source_parent: Index,
        source_row: int,
        count: int,
        destination_parent: Index,
        destination_child: int,
    ) -> bool:
        """Move one row to stand before row *destination_child*, and ask for the move."""
        if (
            count != 1
            or source_parent.isValid()
            or destination_parent.isValid()
            or not 0 <= source_row < len(self._lines)
            or not 0 <= destination_child <= len(self._lines)
            or destination_child in (source_row, source_row + 1)
        ):
            return False
        self.beginMoveRows(NO_PARENT, source_row, source_row, NO_PARENT, destination_child)
        line = self._lines.pop(source_row)
        position = destination_child - (destination_child > source_row)
        self._lines.insert(position, line)
        self.endMoveRows()
        self._tell_all_changed()
        self.move_requested.emit(line.id, position)
        return True

    def roleNames(self) -> dict[int, QByteArray]:  # noqa: N802
        """Return the names of the roles."""
        return {
            **super().roleNames(),
            int(self.LineRole): QByteArray(b"line"),
            int(self.FindingsRole): QByteArray(b"findings"),
        }

    def _tell_all_changed(self) -> None:
        if self._lines:
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))


def _tool_tip(line: EncounterLine, findings: tuple[Finding, ...]) -> str:
    book = code_set_title(line.code_set)
    edition = f"{book} {line.release}" if line.release else f"{book}, in no installed release"
    told = [f"{line.code}  {line.title}".rstrip(), edition]
    told += [f"{finding_word(finding)}: {finding.text}" for finding in findings]
    return "\n".join(told)


def _spoken(sequence: int, line: EncounterLine, findings: tuple[Finding, ...]) -> str:
    book = "" if line.code_set == FIRST else code_set_title(line.code_set)
    told = [f"{sequence}", book, line.code, line.title]
    told += [f"{finding_word(finding)}: {finding.text}" for finding in findings]
    return ", ".join(part for part in told if part)


def finding_word(finding: Finding) -> str:
    """Return the word that stands beside a finding's shape; a warning set aside says so."""
    return "set aside" if finding.override_reason else finding.severity.value


def rule_words(rule: str) -> str:
    """Return a rule's name as a person reads it: "seventh_character" as "Seventh character"."""
    words = rule.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def short_words(finding: Finding, code: str) -> str:
    """Return a finding in the few words that fit beside *code*: "Excludes1 with E10.9"."""
    others = [other for other in finding.codes if other != code]
    return " with ".join([rule_words(finding.rule), *([", ".join(others)] if others else [])])
