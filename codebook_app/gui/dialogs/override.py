"""Asks why a warning is set aside."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.finding import Finding
from codebook_app.gui.theme import Theme

_COMMON_REASONS = (
    "The two conditions are unrelated to each other",
    "Both are documented by the provider as separate conditions",
    "Confirmed by a query to the provider",
)


class OverrideDialog(QDialog):
    """Shows the warning and takes the reason, in the person's words or one of those offered."""

    reason_given = Signal(str)
    """The person gave this reason, never an empty one."""

    def __init__(
        self,
        finding: Finding,
        earlier_reasons: Sequence[str],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Override a warning")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        title = QLabel(" with ".join(finding.codes), self)
        title.setProperty("role", "heading")
        title.setWordWrap(True)
        text = QLabel(finding.text, self)
        source = QLabel(finding.source, self)
        source.setProperty("role", "small")
        for label in (text, source):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)

        caption = QLabel("&Reason, kept with the encounter", self)
        caption.setProperty("role", "label")
        self.reason = QComboBox(self)
        self.reason.setEditable(True)
        self.reason.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.reason.addItems(list(dict.fromkeys((*earlier_reasons, *_COMMON_REASONS))))
        self.reason.setCurrentIndex(-1)
        self.reason.setAccessibleName("Reason for the override")
        line = self.reason.lineEdit()
        if line is not None:
            line.setPlaceholderText("Why both are coded; ↓ offers reasons")
            line.setMaxLength(500)
        caption.setBuddy(self.reason)
        self.reason.editTextChanged.connect(self._on_typed)

        buttons = QDialogButtonBox(self)
        self.override_button = QPushButton("Override", self)
        self.override_button.setProperty("role", "primary")
        self.override_button.setDefault(True)
        self.override_button.setEnabled(False)
        buttons.addButton(self.override_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)

        column = QVBoxLayout(self)
        side = theme.space(6)
        column.setContentsMargins(side, theme.space(5), side, theme.space(5))
        column.setSpacing(theme.space(3))
        for widget in (title, text, source):
            column.addWidget(widget)
        column.addSpacing(theme.space(3))
        column.addWidget(caption)
        column.addWidget(self.reason)
        column.addSpacing(theme.space(3))
        column.addStretch(1)
        column.addWidget(buttons)
        width = theme.length(460)
        self.setMinimumWidth(width)
        self.resize(width, column.totalHeightForWidth(width))
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        """Give the reason and close; without one, stay."""
        reason = " ".join(self.reason.currentText().split())
        if reason:
            self.reason_given.emit(reason)
            super().accept()

    def _on_typed(self, text: str) -> None:
        self.override_button.setEnabled(bool(text.strip()))
