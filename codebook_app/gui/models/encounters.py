"""The person's encounters as the open dialog lists them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from codebook_app.domain.encounter import EncounterSummary, Kind

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()

_KINDS = {Kind.ENCOUNTER: "", Kind.TEMPLATE: " template"}
COLUMNS = ("Label", "Date of service", "Setting", "Codes", "Last change")


class EncounterTableModel(QAbstractTableModel):
    """Shows encounters, one a row; knows nothing of where they came from.

    The label can be edited; what is typed is asked for by :attr:`rename_requested` and shown once
    it comes back.
    """

    rename_requested = Signal(str, str)
    """An encounter's id, and the label it is to have."""

    SummaryRole = Qt.ItemDataRole.UserRole + 1
    """The EncounterSummary of a row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._summaries: tuple[EncounterSummary, ...] = ()
        self._today = date.min

    def show(self, summaries: Sequence[EncounterSummary], today: date) -> None:
        """Show *summaries* in place of the rows; changes made *today* tell their time of day."""
        self.beginResetModel()
        self._summaries = tuple(summaries)
        self._today = today
        self.endResetModel()

    def summary_at(self, row: int) -> EncounterSummary | None:
        """Return the encounter in a row, or None where there is no such row."""
        return self._summaries[row] if 0 <= row < len(self._summaries) else None

    def row_of(self, encounter_id: str) -> int:
        """Return the row of an encounter, or -1."""
        ids = [summary.id for summary in self._summaries]
        return ids.index(encounter_id) if encounter_id in ids else -1

    def rowCount(self, parent: Index = NO_PARENT) -> int:  # noqa: N802
        """Return the number of encounters."""
        return 0 if parent.isValid() else len(self._summaries)

    def columnCount(self, parent: Index = NO_PARENT) -> int:  # noqa: N802
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(  # noqa: N802
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return the name of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what *role* needs of one cell, for the eye or for a screen reader."""
        if not self.checkIndex(index, QAbstractTableModel.CheckIndexOption.IndexIsValid):
            return None
        summary = self._summaries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                star = "★ " if summary.favourite and index.column() == 0 else ""
                return f"{star}{self._cells(summary)[index.column()]}"
            case Qt.ItemDataRole.EditRole:
                return self._cells(summary)[index.column()]
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(summary.codes) or "No codes yet"
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(summary, index.column())
            case self.SummaryRole:
                return summary
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that labels can be edited."""
        flags = super().flags(index)
        if index.isValid() and index.column() == 0:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(  # noqa: N802
        self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Ask for another label; nothing is shown before it is saved."""
        summary = self.summary_at(index.row())
        label = " ".join(str(value).split())
        if role == Qt.ItemDataRole.EditRole and summary and label not in ("", summary.label):
            self.rename_requested.emit(summary.id, label)
        return False

    def _cells(self, summary: EncounterSummary) -> tuple[str, ...]:
        day = summary.date_of_service
        return (
            summary.label,
            day.isoformat() if day else "",
            f"{summary.setting.value.capitalize()}{_KINDS[summary.kind]}",
            " ".join(summary.codes),
            self._when(summary.changed_at),
        )

    def _spoken(self, summary: EncounterSummary, column: int) -> str:
        if column > 0:
            return f"{COLUMNS[column]}: {self._cells(summary)[column] or 'none'}"
        day = summary.date_of_service
        number = len(summary.codes)
        codes = ", ".join(summary.codes)
        return ", ".join(
            (
                summary.label,
                *(("favourite",) if summary.favourite else ()),
                *(("template",) if summary.kind is Kind.TEMPLATE else (_spoken_day(day),)),
                summary.setting.value,
                f"{number} {'code' if number == 1 else 'codes'}" + (f": {codes}" if codes else ""),
            )
        )

    def _when(self, moment: datetime) -> str:
        local = moment.astimezone()
        if local.date() == self._today:
            return local.strftime("%H:%M")
        return local.date().isoformat()


def _spoken_day(day: date | None) -> str:
    return f"date of service {day.isoformat()}" if day else "no date of service"
