"""Asks for a code set's licence: its owner's notice is shown, and nothing of it before a yes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.release import Release
from codebook_app.gui.dialogs.fitting import fit
from codebook_app.gui.theme import Theme


class LicenceDialog(QDialog):
    """Shows the owner's notice as the file carries it; the release stays off until confirmed."""

    confirmed = Signal(object)
    """The person has a licence for this :class:`Release`."""

    def __init__(self, release: Release, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._release = release
        self.setWindowTitle("Confirm a licence")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = QLabel(release.title, self)
        title.setProperty("role", "heading")
        word = QLabel(
            "This code set belongs to its owner, whose notice stands below. It is installed and "
            "off: it is searched and shown once you confirm that you are licensed to use it. "
            "Nothing of it leaves this computer.",
            self,
        )
        word.setWordWrap(True)
        self.notice = QPlainTextEdit(release.notice or "The file carries no notice.", self)
        self.notice.setReadOnly(True)
        self.notice.setTabChangesFocus(True)
        self.notice.setAccessibleName("The owner's notice")
        self.agreed = QCheckBox("I am &licensed to use this release", self)
        box = self.agreed.palette()
        box.setColor(QPalette.ColorRole.Window, theme.colour("control_border"))
        self.agreed.setPalette(box)  # Qt draws the box in a darker shade of this
        buttons = QDialogButtonBox(self)
        self.confirm_button = QPushButton("Confirm", self)
        self.confirm_button.setProperty("role", "primary")
        self.confirm_button.setDefault(True)
        self.confirm_button.setEnabled(False)
        buttons.addButton(self.confirm_button, QDialogButtonBox.ButtonRole.AcceptRole)
        later = buttons.addButton("Leave it off", QDialogButtonBox.ButtonRole.RejectRole)
        later.setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.agreed.toggled.connect(self.confirm_button.setEnabled)
        column = QVBoxLayout(self)
        side = theme.space(6)
        column.setContentsMargins(side, theme.space(5), side, theme.space(5))
        column.setSpacing(theme.space(3))
        for widget in (title, word):
            column.addWidget(widget)
        column.addWidget(self.notice, 1)
        column.addWidget(self.agreed)
        column.addWidget(buttons)
        fit(self, theme, 560, 460)
        self.agreed.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        """Confirm and close; unless the box is ticked, stay."""
        if self.agreed.isChecked():
            self.confirmed.emit(self._release)
            super().accept()
