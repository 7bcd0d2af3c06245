"""Finding an encounter again by its label or a code, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.encounter import EncounterSummary
from codebook_app.gui.dialogs.fitting import fit
from codebook_app.gui.encounter_shelf import EncounterShelf
from codebook_app.gui.models.encounters import EncounterTableModel
from codebook_app.gui.panels.notice import NoticeBar
from codebook_app.gui.theme import Theme

_STEPS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class OpenEncounterDialog(QDialog):
    """Lists the encounters as the person types; Enter opens, F2 renames, Delete deletes.

    What is deleted can be brought back until the dialog is closed.
    """

    open_asked = Signal(str)
    """The id of the encounter to open."""
    new_asked = Signal()
    """A new encounter is wanted."""

    def __init__(
        self,
        shelf: EncounterShelf,
        theme: Theme,
        *,
        current_id: str = "",
        today: Callable[[], date] = date.today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Open an encounter")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._shelf = shelf
        self._theme = theme
        self._today = today
        self._wanted = current_id
        self._deleted: list[EncounterSummary] = []

        self.line = QLineEdit(self)
        self.line.setProperty("role", "search")
        self.line.setPlaceholderText("Label or code, for example “visit 14” or “E11.22”")
        self.line.setAccessibleName("Find an encounter by label or code")
        self.line.setClearButtonEnabled(True)
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._find)
        self.model = EncounterTableModel(self)
        self.model.rename_requested.connect(self._shelf.rename)
        self.table = self._make_table()
        self.empty = QLabel(self)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("role", "muted")
        self.empty.setWordWrap(True)
        self.notice = NoticeBar(theme, self)

        self.open_button = QPushButton("&Open", self)
        self.open_button.setProperty("role", "primary")
        self.open_button.setDefault(True)
        self.open_button.clicked.connect(self.accept)
        self.rename_button = self._button("&Rename", "F2", self.rename)
        self.delete_button = self._button("&Delete", "Delete, in the list", self.delete)
        self.new_button = self._button("&New encounter", "Ctrl+N", self._new)
        self.close_button = self._button("Close", "Escape", self.reject)
        self._lay_out()

        for keys, answer in (("F2", self.rename), ("Ctrl+N", self._new), ("Ctrl+Z", self.restore)):
            QShortcut(QKeySequence(keys), self).activated.connect(answer)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.delete)
        shelf.found.connect(self._show)
        shelf.deleted.connect(self._offer_restore)
        shelf.changed.connect(self._on_changed)
        shelf.failed.connect(self.notice.say_fault)
        self.table.hide()  # nothing is said of encounters before the first answer
        self._allow(False)
        self._find()

    @property
    def current(self) -> EncounterSummary | None:
        """The encounter the keys act on."""
        return self.model.summary_at(self.table.currentIndex().row())

    # What the person does -------------------------------------------------------------------

    def accept(self) -> None:
        """Open the current encounter."""
        if self.current is not None:
            encounter_id = self.current.id
            super().accept()
            self.open_asked.emit(encounter_id)

    def rename(self) -> None:
        """Edit the label of the current encounter in its row."""
        if self.current is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.table.edit(self.model.index(self.table.currentIndex().row(), 0))

    def delete(self) -> None:
        """Delete the current encounter, and offer to bring it back."""
        summary = self.current
        if summary is None:
            return
        row = self.table.currentIndex().row()
        beside = self.model.summary_at(row + 1) or self.model.summary_at(row - 1)
        self._wanted = beside.id if beside else ""
        self._shelf.delete(summary)

    def restore(self) -> None:
        """Bring back what was deleted last."""
        if self._deleted:
            summary = self._deleted.pop()
            self._wanted = summary.id
            self.notice.pass_over()
            self._shelf.restore(summary.id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Let ↑ and ↓ move in the list while the person types."""
        if (
            watched is self.line
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _STEPS
        ):
            # Straight to the handler: sent as an event it would come back to the line unhandled.
            self.table.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    # Answers --------------------------------------------------------------------------------

    def _find(self, _text: str = "") -> None:
        self._shelf.find(self.line.text())

    def _on_changed(self, _encounter_id: str) -> None:
        self._find()

    def _offer_restore(self, gone: EncounterSummary) -> None:
        self._deleted.append(gone)
        self.notice.offer(f"“{gone.label}” was deleted.", "Undo (Ctrl+Z)", self.restore)

    def _show(self, found: tuple[EncounterSummary, ...]) -> None:
        wanted = self._wanted or (self.current.id if self.current else "")
        self.model.show(found, self._today())
        self._wanted = ""
        row = max(0, self.model.row_of(wanted))
        if found:
            self.table.setCurrentIndex(self.model.index(row, 0))
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        typed = self.line.text().strip()
        self.empty.setText(
            f"No encounter has “{typed}” in its label or its codes."
            if typed
            else "No encounters yet. Ctrl+N begins one."
        )
        self._allow(bool(found))

    def _allow(self, allowed: bool) -> None:
        for button in (self.open_button, self.rename_button, self.delete_button):
            button.setEnabled(allowed)

    def _new(self) -> None:
        super().accept()
        self.new_asked.emit()

    # Looks ----------------------------------------------------------------------------------

    def _make_table(self) -> QTableView:
        table = QTableView(self)
        table.setModel(self.model)
        table.setAccessibleName("Encounters")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        mode = QHeaderView.ResizeMode
        for column, how in enumerate(
            (mode.Stretch, mode.ResizeToContents, mode.ResizeToContents, mode.Stretch)
        ):
            header.setSectionResizeMode(column, how)
        header.setSectionResizeMode(4, mode.ResizeToContents)
        table.verticalHeader().setDefaultSectionSize(self._theme.length(30))
        # As far in as the words of the header.
        table.setStyleSheet(f"QTableView::item {{ padding: 0 {self._theme.space(3)}px; }}")
        table.doubleClicked.connect(self.accept)
        return table

    def _button(self, words: str, keys: str, answer: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setToolTip(keys)
        button.setAutoDefault(False)
        button.clicked.connect(answer)
        return button

    def _lay_out(self) -> None:
        theme = self._theme
        column = QVBoxLayout(self)
        side = theme.space(5)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme.space(4))
        column.addWidget(self.line)
        column.addWidget(self.notice)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space(3))
        for button in (self.new_button, self.rename_button, self.delete_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.open_button)
        column.addLayout(buttons)
        fit(self, theme, 760, 460)
