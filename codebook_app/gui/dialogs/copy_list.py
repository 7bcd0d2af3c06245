"""Choosing how a code list is copied, with a preview of exactly what goes to the clipboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.copying import CopyFormat, Rendered
from codebook_app.domain.encounter import Encounter
from codebook_app.gui.copy_choice import CopyChoice
from codebook_app.gui.dialogs.copy_options import CopyOptionsBox
from codebook_app.gui.dialogs.copy_preview import CopyPreview
from codebook_app.gui.dialogs.fitting import fit
from codebook_app.gui.panels.severity import mark
from codebook_app.gui.theme import Theme

Render = Callable[[Encounter, CopyChoice], Rendered]


class CopyListDialog(QDialog):
    """Offers the formats and their options beside the preview; Enter copies.

    The preview is the very text and html that :attr:`copy_asked` asks for.
    """

    copy_asked = Signal(object, object)
    """The CopyChoice, and the Rendered of the preview."""
    save_asked = Signal(object, object)
    """The CopyChoice, and the Rendered of the preview, for a file."""

    def __init__(
        self,
        encounter: Encounter,
        formats: tuple[CopyFormat, ...],
        choice: CopyChoice,
        render: Render,
        theme: Theme,
        *,
        fault_words: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Show *encounter*; *fault_words* say what is wrong with its list, empty where nothing."""
        super().__init__(parent)
        self.setWindowTitle(f"Copy “{encounter.label}”")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._encounter = encounter
        self._render = render
        self._rendered = Rendered("", "")

        self.options = CopyOptionsBox(formats, choice, theme, self)
        self.preview = CopyPreview(theme, self)
        self.fault = _fault(fault_words, theme, self)
        self.copy_button = QPushButton("&Copy", self)
        self.copy_button.setProperty("role", "primary")
        self.copy_button.setDefault(True)
        self.copy_button.setToolTip("Ctrl+Shift+C")
        self.save_button = QPushButton("&Save as…", self)
        self.save_button.setAutoDefault(False)
        self._lay_out(theme)

        self.options.changed.connect(self._show_preview)
        self.options.accepted.connect(self.accept)
        self.save_button.clicked.connect(self.save)
        QShortcut(QKeySequence("Ctrl+Shift+C"), self).activated.connect(self.accept)
        self._show_preview()
        self.options.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def choice(self) -> CopyChoice:
        """The format and options as chosen now."""
        return self.options.choice

    @property
    def rendered(self) -> Rendered:
        """What the preview shows and Copy asks for."""
        return self._rendered

    def accept(self) -> None:
        """Close, and ask for the copy of what is previewed."""
        super().accept()
        self.copy_asked.emit(self.choice, self._rendered)

    def save(self) -> None:
        """Close, and ask for a file with what is previewed."""
        super().accept()
        self.save_asked.emit(self.choice, self._rendered)

    def _show_preview(self) -> None:
        self._rendered = self._render(self._encounter, self.choice)
        self.preview.show_rendered(self._rendered, len(self._encounter.lines))

    def _lay_out(self, theme: Theme) -> None:
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        halves = QHBoxLayout()
        halves.setSpacing(theme.space(6))
        halves.addWidget(self.options, 2)
        halves.addWidget(self.preview, 3)
        column = QVBoxLayout(self)
        side = theme.space(6)
        column.setContentsMargins(side, theme.space(5), side, theme.space(5))
        column.setSpacing(theme.space(5))
        column.addLayout(halves, 1)
        column.addWidget(self.fault)
        column.addWidget(buttons)
        fit(self, theme, 760, 470)


def _fault(words: str, theme: Theme, parent: QWidget) -> QWidget:
    """Return the line that says what is wrong with the list; hidden where nothing is."""
    line = QWidget(parent)
    line.setAccessibleName(words)
    icon, label = QLabel(line), QLabel(words, line)
    icon.setPixmap(mark(theme, "error", "error", parent))
    label.setProperty("role", "error")
    label.setWordWrap(True)
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(icon)
    row.addWidget(label, 1)
    line.setVisible(bool(words))
    return line
