"""The lists that hold codes which are not valid any more, and what to put in their place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QWidget,
)

from codebook_app.domain.audit import AuditReport, Standing
from codebook_app.domain.code import Code
from codebook_app.gui.auditing import Auditing
from codebook_app.gui.dialogs.fitting import fit
from codebook_app.gui.dialogs.framing import button_row, framed_column
from codebook_app.gui.encounter_shelf import EncounterShelf
from codebook_app.gui.models.audit import AuditRow, audit_columns, audit_rows
from codebook_app.gui.models.columns import ColumnsModel
from codebook_app.gui.panels.buttons import plain_button
from codebook_app.gui.panels.notice import NoticeBar
from codebook_app.gui.panels.rows_view import RowsView
from codebook_app.gui.theme import Theme

_CHOOSE = "Choose what to replace it by…"


class AuditDialog(QDialog):
    """Lists the outdated codes of all lists; Enter opens a list, Ctrl+Enter replaces a code.

    Nothing is replaced unasked, and each replacement is one step of undo of its list.
    """

    open_asked = Signal(str)
    """The id of the encounter to open."""

    def __init__(
        self,
        auditing: Auditing,
        shelf: EncounterShelf,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Re-audit")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._auditing = auditing
        self._shelf = shelf
        self._theme = theme
        self.summary = QLabel("Checking every list…", self)
        self.summary.setProperty("role", "heading")
        self.summary.setWordWrap(True)
        self.model: ColumnsModel[AuditRow] = ColumnsModel(audit_columns(), self)
        self.table = RowsView(self.model, "Outdated codes", theme, (0, 4), self)
        self.table.teach("Checking every list…")
        self.about = QLabel(self)
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setAccessibleName("About the code")
        self.successors = QComboBox(self)
        self.successors.setAccessibleName("Replace by")
        self.successors.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.successors.setMinimumContentsLength(12)
        self.unchecked = QLabel(self)
        self.unchecked.setProperty("role", "small")
        self.unchecked.setWordWrap(True)
        self.unchecked.setTextFormat(Qt.TextFormat.PlainText)
        self.notice = NoticeBar(theme, self)
        self.open_button = plain_button(self, "&Open the list", "Enter", self.accept)
        self.open_button.setProperty("role", "primary")
        self.open_button.setDefault(True)
        self.replace_button = plain_button(self, "&Replace", "Ctrl+Enter", self.replace)
        self.close_button = plain_button(self, "Close", "Escape", self.reject)
        self._lay_out()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.replace)
        self.table.moved.connect(self._show_current)
        self.table.chosen.connect(self.accept)
        self.successors.currentIndexChanged.connect(self._allow)
        auditing.told.connect(self._show)
        auditing.refused.connect(self._refuse)
        shelf.changed.connect(self._on_changed)
        shelf.failed.connect(self.notice.say_fault)
        self._show_current()
        auditing.run()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def current(self) -> AuditRow | None:
        """The row the keys act on."""
        return self.model.row_at(self.table.currentIndex())

    @property
    def chosen(self) -> Code | None:
        """What the current code is to be replaced by, None while nothing is chosen."""
        found = self.successors.currentData()
        return found if isinstance(found, Code) else None

    def accept(self) -> None:
        """Open the current list."""
        if (row := self.current) is not None:
            super().accept()
            self.open_asked.emit(row.audited.kept.id)

    def replace(self) -> None:
        """Put the chosen successor in the place of the current code."""
        row, code = self.current, self.chosen
        if row is not None and code is not None:
            self.replace_button.setEnabled(False)
            self._shelf.replace(row.audited.kept.id, row.code.line, code)

    # What comes back ------------------------------------------------------------------------

    def _show(self, report: AuditReport) -> None:
        at = max(0, self.table.currentIndex().row())
        before = self.current.key if self.current else None
        rows = audit_rows(report)
        self.summary.setText(report.summary)
        self.table.teach("Nothing to do: no list holds a code that is out of date.")
        self.model.show(rows)
        keys = [row.key for row in rows]
        if rows:
            self.table.make_current(
                keys.index(before) if before in keys else min(at, len(rows) - 1)
            )
        told = [f"Not checked: {one.rule}. {one.reason}" for one in report.not_checked]
        self.unchecked.setText("\n".join(told))
        self.unchecked.setVisible(bool(told))
        self._show_current()
        self._auditing.dismiss()  # it has been seen now

    def _refuse(self, fault: str) -> None:
        self.summary.setText("The lists could not be checked.")
        self.table.teach(fault)

    def _on_changed(self, _encounter_id: str) -> None:
        self._auditing.run()

    def _show_current(self) -> None:
        row = self.current
        self.about.setText(_about(row) if row else "")
        self.successors.blockSignals(True)
        self.successors.clear()
        offered = row.code.offered if row else ()
        if len(offered) > 1:
            self.successors.addItem(_CHOOSE, None)
        for code in offered:
            self.successors.addItem(f"{code.code}  {code.title}", code)
            self.successors.setItemData(
                self.successors.count() - 1, code.title, Qt.ItemDataRole.ToolTipRole
            )
        self.successors.blockSignals(False)
        self.successors.setVisible(bool(offered))
        self.replace_button.setVisible(bool(offered))
        self.open_button.setEnabled(row is not None)
        self._allow()

    def _allow(self) -> None:
        chosen = self.chosen
        self.replace_button.setEnabled(chosen is not None)
        self.replace_button.setText(f"&Replace by {chosen.code}" if chosen else "&Replace")

    # Looks ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        theme = self._theme
        column = framed_column(self, theme)
        column.addWidget(self.summary)
        column.addWidget(self.notice)
        column.addWidget(self.table, 1)
        column.addWidget(self.about)
        offer = QHBoxLayout()
        offer.setSpacing(theme.space(3))
        offer.addWidget(self.successors, 1)
        offer.addWidget(self.replace_button)
        column.addLayout(offer)
        column.addWidget(self.unchecked)
        column.addLayout(button_row(theme, (), (self.close_button, self.open_button)))
        fit(self, theme, 860, 540)


def _about(row: AuditRow) -> str:
    """Return the code's title, who says what became of it, and what can be done."""
    code = row.code
    title = f"{code.line.code}  {code.line.title}".strip()
    return f"{title}\n{code.words} ({code.source}). {_what_to_do(row)}"


def _what_to_do(row: AuditRow) -> str:
    code = row.code
    if code.offered:
        return "It can be replaced here, or in the list."
    if code.successors:
        named = " or ".join(code.successors)
        return f"{named} is in no installed release for the day: import that one to replace it."
    match code.standing:
        case Standing.NOT_YET:
            return "Check the date of service, or choose a code that was valid on it."
        case Standing.INCOMPLETE:
            return "Complete it in the list."
        case _:
            return "No successor is known: open the list and choose another code."
