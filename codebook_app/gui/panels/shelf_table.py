"""The table of kept encounters and templates."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from codebook_app.gui.models.encounters import EncounterTableModel
from codebook_app.gui.theme import Theme

_DAY, _CODES, _CHANGED = 1, 3, 4
_WITH_CODES, _WITH_CHANGE = 620, 460
"""The widths, at 100 % text size, below which a column gives way."""


class ShelfTable(QTableView):
    """Shows an :class:`EncounterTableModel`, a whole row current; labels are edited in place."""

    def __init__(self, model: EncounterTableModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setModel(model)
        self.setAccessibleName("Encounters")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.length(30))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        mode = QHeaderView.ResizeMode
        for column in range(model.columnCount()):
            how = mode.Interactive if column == _CODES else mode.ResizeToContents
            header.setSectionResizeMode(column, mode.Stretch if column == 0 else how)
        header.resizeSection(_CODES, theme.length(150))
        # As far in as the words of the header.
        self.setStyleSheet(f"QTableView::item {{ padding: 0 {theme.space(3)}px; }}")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the label its room: what the preview tells too gives way first."""
        width = self.viewport().width()
        for column, needed in ((_CODES, _WITH_CODES), (_CHANGED, _WITH_CHANGE)):
            self.setColumnHidden(column, width < self._theme.length(needed))
        super().resizeEvent(event)

    def show_days(self, shown: bool) -> None:
        """Show the column of the dates of service, which templates have none of."""
        self.setColumnHidden(_DAY, not shown)

    def make_current(self, row: int) -> None:
        """Make *row* current."""
        self.setCurrentIndex(self.model().index(row, 0))

    def edit_label(self) -> None:
        """Edit the label of the current row in place."""
        row = self.currentIndex().row()
        if row >= 0:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.edit(self.model().index(row, 0))
