"""The parts of a copy template, to be written, and the fields that can stand in them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QMenu, QToolButton, QWidget

from codebook_app.domain.copying import CopyTemplate
from codebook_app.exchange.own_templates import LINE_FIELDS, LIST_FIELDS
from codebook_app.gui.theme import Theme

_PARTS = (
    ("name", "&Name", "How it is called among the formats"),
    ("header", "&Header", r"Before the first line, for example Codes for {label}:\n"),
    ("line", "&Line", r"For each code, for example {code}\t{title}"),
    ("between", "Be&tween", r"Between two lines: \n begins a new line"),
    ("footer", "&Footer", r"Behind the last line, for example \nMS-DRG {drg}"),
)


class CopyTemplateFields(QWidget):
    """A field for each part of a template, and a menu that writes a field in braces."""

    changed = Signal()
    """:meth:`template` gives another."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts: dict[str, QLineEdit] = {}
        self._last = "line"
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space(4))
        grid.setVerticalSpacing(theme.space(3))
        for row, (name, words, hint) in enumerate(_PARTS):
            field = QLineEdit(self)
            field.setAccessibleName(words.replace("&", ""))
            field.setAccessibleDescription(hint)
            field.setPlaceholderText(hint)
            field.setToolTip(hint)
            field.setMaxLength(2000)
            if name != "name":
                field.setFont(theme.font("code"))
            field.textEdited.connect(self.changed)
            field.selectionChanged.connect(lambda part=name: self._remember(part))
            field.cursorPositionChanged.connect(lambda *_, part=name: self._remember(part))
            caption = QLabel(words, self)
            caption.setProperty("role", "label")
            caption.setBuddy(field)
            grid.addWidget(caption, row, 0)
            grid.addWidget(field, row, 1)
            self.parts[name] = field
        self.insert_button = QToolButton(self)
        self.insert_button.setText("&Insert a field")
        self.insert_button.setIcon(theme.icon("chevron-down", "muted"))
        self.insert_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.insert_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.insert_button.setToolTip("Write a field where the cursor was")
        menu = QMenu(self.insert_button)
        for title, fields in (("Of each code", LINE_FIELDS), ("Of the list", LIST_FIELDS)):
            group = menu.addMenu(title)
            for name, what in fields.items():
                group.addAction(f"{{{name}}}  {what}").triggered.connect(
                    lambda _=False, field=name: self.insert(field)
                )
        self.insert_button.setMenu(menu)
        grid.addWidget(self.insert_button, len(_PARTS), 1)

    def template(self, kept: CopyTemplate) -> CopyTemplate:
        """Return *kept* with the parts as they are written now."""
        text = {name: field.text() for name, field in self.parts.items()}
        return replace(
            kept,
            name=text["name"],
            header=text["header"],
            line=text["line"],
            between=text["between"],
            footer=text["footer"],
        )

    def show_template(self, template: CopyTemplate) -> None:
        """Show the parts of *template*; says nothing."""
        for name, field in self.parts.items():
            with QSignalBlocker(field):
                field.setText(getattr(template, name))
                field.setCursorPosition(0)
        self._last = "line"
        self.parts["line"].end(False)

    def insert(self, field: str) -> None:
        """Write *field* in braces where the cursor was last."""
        part = self.parts["line" if self._last == "name" else self._last]
        part.insert(f"{{{field}}}")
        part.setFocus()
        self.changed.emit()

    def _remember(self, part: str) -> None:
        self._last = part
