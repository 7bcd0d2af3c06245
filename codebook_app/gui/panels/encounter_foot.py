"""The foot of the encounter pane: copy, save as a file, undo and redo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from codebook_app.domain.copying import Group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codebook_app.domain.copying import CopyFormat
    from codebook_app.domain.encounter import Encounter
    from codebook_app.gui.copy_choice import CopyChoice
    from codebook_app.gui.theme import Theme


_MENU_WORDS = {
    Group.TEXT: "&Text",
    Group.CLAIM: "&Claim",
    Group.DATA: "&Data",
    Group.OWN: "&Your templates",
}


class EncounterFoot(QWidget):
    """Buttons that say what they will do: "Copy 3 codes", "Undo add E11.22"."""

    copy_asked = Signal()
    """Copy in the last used format."""
    copy_as_asked = Signal(object)
    """Copy in this CopyFormat from now on."""
    options_asked = Signal()
    """Show the formats, the options and the preview."""
    templates_asked = Signal()
    """Show the person's own templates."""
    save_asked = Signal()
    """Save the list in the last used format to a file."""
    undo_asked = Signal()
    redo_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._formats: tuple[CopyFormat, ...] = ()
        self._filled: object = None
        self._words: tuple[str, ...] = ("Copy",)
        self.copy_button = QPushButton("Copy", self)
        self.copy_button.setProperty("role", "primary")
        self.copy_button.clicked.connect(self.copy_asked)
        self.more_button = QToolButton(self)
        self.more_button.setText("Copy as")
        self.more_button.setAccessibleName("Copy as another format, preview, save as a file")
        self.more_button.setToolTip("Other formats, preview, save as a file")
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.menu = QMenu(self.more_button)
        self.more_button.setMenu(self.menu)
        self.undo_button = self._quiet(self.undo_asked)
        self.redo_button = self._quiet(self.redo_asked)

        self._layout = QHBoxLayout(self)
        self._layout.addWidget(self.copy_button)
        self._layout.addWidget(self.more_button)
        self._layout.addStretch(1)
        self._layout.addWidget(self.undo_button)
        self._layout.addWidget(self.redo_button)
        theme.changed.connect(self._dress)
        self._dress()

    def show_encounter(
        self,
        encounter: Encounter | None,
        choice: CopyChoice | None,
        formats: Sequence[CopyFormat] = (),
    ) -> None:
        """Show what copy, undo and redo would do now, and the *formats* once they are there."""
        number = len(encounter.lines) if encounter else 0
        self._words = ("Copy",)
        if number:
            self._words = (f"Copy {number} {'code' if number == 1 else 'codes'}", f"Copy {number}")
        self._fit()
        self.copy_button.setAccessibleName(self._words[0])
        self.copy_button.setEnabled(number > 0)
        self.copy_button.setToolTip(f"Copy{f' as {choice.words}' if choice else ''} (Ctrl+Shift+C)")
        self.more_button.setEnabled(number > 0)
        filled = (tuple(formats), choice)
        if filled != self._filled:  # and not at every edit of the list
            self._filled = filled
            self._formats = tuple(formats)
            self._fill_menu(choice)
        for button, word, change, keys in (
            (self.undo_button, "Undo", encounter.undo_word if encounter else "", "Ctrl+Z"),
            (self.redo_button, "Redo", encounter.redo_word if encounter else "", "Ctrl+Shift+Z"),
        ):
            button.setEnabled(bool(change))
            button.setAccessibleName(f"{word} {change}".rstrip())
            button.setToolTip(
                f"{word} {change} ({keys})" if change else f"Nothing to {word.lower()}"
            )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Say what Copy does in as many words as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.copy_button.ensurePolished()
        for words in self._words:
            self.copy_button.setText(words)
            if self._layout.sizeHint().width() <= self.width():
                return

    def _fill_menu(self, choice: CopyChoice | None) -> None:
        """Fill the menu: a menu of its own for each group of formats."""
        self.menu.clear()
        for before in self.menu.findChildren(QMenu):
            before.deleteLater()  # clear() leaves the menus within a menu to whoever made them
        for group in Group:
            formats = [one for one in self._formats if one.group is group]
            if not formats and group is not Group.OWN:
                continue
            menu = self.menu.addMenu(_MENU_WORDS[group])
            for format_ in formats:
                action = QAction(format_.title.replace("&", "&&"), menu)
                action.setCheckable(True)
                action.setChecked(choice is not None and format_.name == choice.format.name)
                action.setToolTip(format_.description)
                action.triggered.connect(
                    lambda _=False, chosen=format_: self.copy_as_asked.emit(chosen)
                )
                menu.addAction(action)
            if group is Group.OWN:
                if formats:
                    menu.addSeparator()
                menu.addAction("&Make and change…").triggered.connect(self.templates_asked)
        self.menu.addSeparator()
        self.menu.addAction("&Preview and options…\tCtrl+Alt+C").triggered.connect(
            self.options_asked
        )
        self.menu.addAction("&Save as a file…").triggered.connect(self.save_asked)

    def _quiet(self, asked: object) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(asked)
        return button

    def _dress(self) -> None:
        theme = self._theme
        self._layout.setContentsMargins(
            theme.space(4), theme.space(2), theme.space(4), theme.space(2)
        )
        self._layout.setSpacing(theme.space(2))
        side = QSize(theme.icon_size, theme.icon_size)
        for button in (self.copy_button, self.more_button, self.undo_button, self.redo_button):
            button.setIconSize(side)
        self.copy_button.setIcon(theme.icon("copy", "on_accent"))
        self.more_button.setIcon(theme.icon("chevron-down", "muted"))
        self.undo_button.setIcon(theme.icon("undo", "muted"))
        self.redo_button.setIcon(theme.icon("redo", "muted"))
