"""The code list of one encounter, with what the checks found on each line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

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

from codebook_app.domain.encounter import Encounter, EncounterLine, Setting
from codebook_app.domain.finding import Finding, Severity
from codebook_app.gui.code_set_names import FIRST, code_set_title
from codebook_app.gui.models.encounter_rows import LineRow, rows_of

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()

_MOST_OTHERS = 2
_ABBREVIATIONS = frozenset({"poa", "cpt", "icf", "hcpcs", "hcc"})
"""Words of a rule's name that are no words."""


class EncounterLineModel(QAbstractListModel):
    """Shows the lines of an encounter as the claim has them, with findings; changes nothing itself.

    Dragging a line moves its row at once and asks for the move by :attr:`move_requested`; the
    encounter that comes back is the truth.
    """

    move_requested = Signal(str, int)
    """A line was dragged: its id, and the position (from 0) it is to have."""

    LineRole = Qt.ItemDataRole.UserRole + 1
    """The EncounterLine itself."""
    FindingsRole = Qt.ItemDataRole.UserRole + 2
    """The findings on the line, the most severe first; those set aside come last."""
    RowRole = Qt.ItemDataRole.UserRole + 3
    """The LineRow: place, heading, POA and the like."""

    reshaped = Signal()
    """A row wants another height than it had."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._encounter: Encounter | None = None
        self._exempt: frozenset[str] | None = None
        self._rows: list[LineRow] = []
        self._findings: Mapping[str, tuple[Finding, ...]] = {}

    # What it is given -----------------------------------------------------------------------

    def show(self, encounter: Encounter | None) -> None:
        """Show the lines of *encounter* by the fewest row changes: selection and scrolling stay."""
        self._encounter = encounter
        wanted = rows_of(encounter, self._exempt) if encounter is not None else ()
        ids = {row.line.id for row in wanted}
        for at in reversed(range(len(self._rows))):
            if self._rows[at].line.id not in ids:
                self.beginRemoveRows(NO_PARENT, at, at)
                del self._rows[at]
                self.endRemoveRows()
        for at, row in enumerate(wanted):
            shown_at = self.row_of(row.line.id)
            if shown_at < 0:
                self.beginInsertRows(NO_PARENT, at, at)
                self._rows.insert(at, row)
                self.endInsertRows()
            elif shown_at > at:
                self.beginMoveRows(NO_PARENT, shown_at, shown_at, NO_PARENT, at)
                self._rows.insert(at, self._rows.pop(shown_at))
                self.endMoveRows()
        self._take(wanted)

    def show_exempt(self, exempt: frozenset[str] | None) -> None:
        """Show which codes are exempt from POA reporting; None where no list says so."""
        if exempt != self._exempt:
            self._exempt = exempt
            self._read_anew()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Put *findings* beside the lines whose ids they carry.

        Information that many lines share is told once, below the list; a missing POA is the badge's
        own matter.
        """
        by_line: dict[str, list[Finding]] = {}
        for finding in findings:
            shared = len(finding.line_ids) > _MOST_OTHERS
            if finding.rule == "poa_missing" or (
                shared and finding.severity is Severity.INFORMATION
            ):
                continue
            for line_id in finding.line_ids:
                by_line.setdefault(line_id, []).append(finding)
        before = self._findings
        self._findings = {
            line_id: tuple(sorted(found, key=lambda finding: bool(finding.override_reason)))
            for line_id, found in by_line.items()
        }
        self._tell_changed(
            at
            for at, row in enumerate(self._rows)
            if before.get(row.line.id, ()) != self._findings.get(row.line.id, ())
        )
        if before.keys() != self._findings.keys():
            self.reshaped.emit()

    # What others ask ------------------------------------------------------------------------

    @property
    def lines(self) -> tuple[EncounterLine, ...]:
        """The lines as shown."""
        return tuple(row.line for row in self._rows)

    @property
    def encounter(self) -> Encounter | None:
        """The encounter whose lines are shown."""
        return self._encounter

    @property
    def setting(self) -> Setting | None:
        """Where the service took place, None without an encounter."""
        return self._encounter.setting if self._encounter is not None else None

    @property
    def exempt(self) -> frozenset[str] | None:
        """The codes shown as exempt from POA reporting, None where no list says so."""
        return self._exempt

    def row_of(self, line_id: str) -> int:
        """Return the row of a line, or -1."""
        return next((at for at, row in enumerate(self._rows) if row.line.id == line_id), -1)

    def line_at(self, row: int) -> EncounterLine | None:
        """Return the line in a row, or None where there is no such row."""
        return self._rows[row].line if 0 <= row < len(self._rows) else None

    # Qt's side ------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NO_PARENT) -> int:  # noqa: N802
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what *role* needs of one line, for the eye or for a screen reader."""
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        row = self._rows[index.row()]
        line = row.line
        findings = self._findings.get(line.id, ())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{line.code}  {line.title}"
            case Qt.ItemDataRole.ToolTipRole:
                return _tool_tip(row, findings)
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(row, findings)
            case self.LineRole:
                return line
            case self.FindingsRole:
                return findings
            case self.RowRole:
                return row
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
            or not 0 <= source_row < len(self._rows)
            or not 0 <= destination_child <= len(self._rows)
            or destination_child in (source_row, source_row + 1)
        ):
            return False
        self.beginMoveRows(NO_PARENT, source_row, source_row, NO_PARENT, destination_child)
        row = self._rows.pop(source_row)
        position = destination_child - (destination_child > source_row)
        self._rows.insert(position, row)
        self.endMoveRows()
        self._read_anew()
        self.move_requested.emit(row.line.id, position)
        return True

    def roleNames(self) -> dict[int, QByteArray]:  # noqa: N802
        """Return the names of the roles."""
        return {
            **super().roleNames(),
            int(self.LineRole): QByteArray(b"line"),
            int(self.FindingsRole): QByteArray(b"findings"),
            int(self.RowRole): QByteArray(b"row"),
        }

    def _read_anew(self) -> None:
        """Tell anew what the lines are on the claim, in the order they are shown in."""
        if self._encounter is not None:
            shown = replace(self._encounter, lines=self.lines)
            self._take(rows_of(shown, self._exempt))

    def _take(self, rows: Sequence[LineRow]) -> None:
        """Show *rows*, those of the lines that are shown already."""
        changed = [
            at for at, (old, new) in enumerate(zip(self._rows, rows, strict=True)) if old != new
        ]
        reshaped = [_shape(row) for row in self._rows] != [_shape(row) for row in rows]
        self._rows = list(rows)
        self._tell_changed(changed)
        if reshaped:
            self.reshaped.emit()

    def _tell_changed(self, rows: Iterable[int]) -> None:
        changed = sorted(rows)
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))


def _shape(row: LineRow) -> tuple[bool, bool]:
    """Return what decides how high a row is, beside its findings."""
    return bool(row.heading), bool(row.details)


def _tool_tip(row: LineRow, findings: tuple[Finding, ...]) -> str:
    line = row.line
    book = code_set_title(line.code_set)
    edition = f"{book} {line.release}" if line.release else f"{book}, in no installed release"
    told = [f"{line.code}  {line.title}".rstrip(), edition]
    on_claim = ", ".join(part for part in (row.role, row.spoken) if part)
    told.append(on_claim[:1].upper() + on_claim[1:])
    told += [f"{finding_word(finding)}: {finding.text}" for finding in findings]
    return "\n".join(told)


def _spoken(row: LineRow, findings: tuple[Finding, ...]) -> str:
    line = row.line
    book = "" if line.code_set == FIRST else code_set_title(line.code_set)
    told = [row.place, row.role, book, line.code, line.title, row.spoken]
    told += [f"{finding_word(finding)}: {finding.text}" for finding in findings]
    return ", ".join(part for part in told if part)


def finding_word(finding: Finding) -> str:
    """Return the word that stands beside a finding's shape; a warning set aside says so."""
    return "set aside" if finding.override_reason else finding.severity.value


def rule_words(rule: str) -> str:
    """Return a rule's name as a person reads it: "seventh_character" as "Seventh character"."""
    words = " ".join(
        word.upper() if word in _ABBREVIATIONS else word for word in rule.strip("_ ").split("_")
    )
    return words[:1].upper() + words[1:]


def short_words(finding: Finding, code: str) -> str:
    """Return a finding in the few words that fit beside *code*: "Excludes1 with E10.9".

    Of a finding about half the list the others are not named.
    """
    others = [other for other in finding.codes if other != code]
    if not others or len(others) > _MOST_OTHERS:
        return rule_words(finding.rule)
    return f"{rule_words(finding.rule)} with {', '.join(others)}"
