"""What stands over a page: back and forward, breadcrumbs, release, neighbours, a word of care."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.code import Code
from codebook_app.domain.page import Page
from codebook_app.gui.models.page_words import named, printed_title
from codebook_app.gui.panels.elided import Elided
from codebook_app.gui.panels.page_crumbs import Crumbs, crumb_text
from codebook_app.gui.theme import Theme


class PageHeader(QWidget):
    """The head of the book pane; shows what it is given and says what was pressed."""

    opened = Signal(str)
    back_pressed = Signal()
    forward_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._neighbours: tuple[Code | None, Code | None] = (None, None)
        self.back = self._button("Back", "Alt+←")
        self.forward = self._button("Forward", "Alt+→")
        self.crumbs = Crumbs(theme, self)
        self.release = Elided(self)
        self.release.setProperty("role", "small")
        self.previous = self._button("Previous", "")
        self.following = self._button("Next", "")
        self.following.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        for button in (self.previous, self.following):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.warning = QFrame(self)
        self._warning_icon = QLabel(self.warning)
        self._warning_word = Elided(self.warning)
        self._warning_word.setProperty("role", "warning")
        self._lay_out()
        self.back.clicked.connect(self.back_pressed)
        self.forward.clicked.connect(self.forward_pressed)
        self.previous.clicked.connect(lambda: self.open_neighbour(0))
        self.following.clicked.connect(lambda: self.open_neighbour(1))
        self.crumbs.opened.connect(self.opened)
        theme.changed.connect(self._dress)
        self.set_history(can_back=False, can_forward=False)
        self.clear()
        self._dress()

    def set_history(self, *, can_back: bool, can_forward: bool) -> None:
        """Say whether there are pages to go back or forward to."""
        self.back.setEnabled(can_back)
        self.forward.setEnabled(can_forward)

    def show_page(self, page: Page) -> None:
        """Show the release, the neighbours and whether the release is in force."""
        release = page.choice.release
        shown = f"{release.title} · {release.dates_word}"
        self.release.show_text(shown)
        self._neighbours = (page.previous, page.following)
        for button, neighbour, word in (
            (self.previous, page.previous, "Previous"),
            (self.following, page.following, "Next"),
        ):
            button.setVisible(neighbour is not None)
            if neighbour is not None:
                said = f"{word} {neighbour.level}: {named(neighbour)}"
                button.setText(crumb_text(neighbour))
                button.setToolTip(f"{said} {printed_title(neighbour)[0]}")
                button.setAccessibleName(f"{said}, {printed_title(neighbour)[0]}")
        # The word of care names the release and its dates too: one of the two stands there, in a
        # single line, since every line taken here is one less of the book.
        self._warning_word.show_text(f"Not in force on this date · {shown}", page.choice.word)
        self.warning.setVisible(not page.choice.in_force)
        self.release.setVisible(page.choice.in_force)

    def show_path(self, path: tuple[Code, ...], here: str) -> None:
        """Show where the line in focus stands."""
        self.crumbs.show_path(path, here)

    @property
    def warning_word(self) -> str:
        """What the strip of care says of the release."""
        return self._warning_word.accessibleName()

    def clear(self, title: str = "") -> None:
        """Show no page; *title* stands where the crumbs would."""
        self._neighbours = (None, None)
        self.release.show_text("")
        self.previous.hide()
        self.following.hide()
        self.warning.hide()
        self.crumbs.show_path((), title)

    def open_neighbour(self, which: int) -> None:
        """Open the previous (0) or the following (1) page of the same level, if there is one."""
        neighbour = self._neighbours[which]
        if neighbour is not None:
            self.opened.emit(neighbour.code)

    def _button(self, name: str, keys: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        button.setAutoRaise(True)
        button.setAccessibleName(name)
        button.setToolTip(f"{name} ({keys})" if keys else name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        self._path_line = QHBoxLayout()
        for widget in (self.back, self.forward, self.crumbs):
            self._path_line.addWidget(widget)
        self._release_line = QHBoxLayout()
        self._release_line.addWidget(self.release, 1)
        self._release_line.addWidget(self.warning, 1)
        self._release_line.addWidget(self.previous)
        self._release_line.addWidget(self.following)
        self._warning_line = QHBoxLayout(self.warning)
        self._warning_line.addWidget(self._warning_icon)
        self._warning_line.addWidget(self._warning_word, 1)
        self._whole = QVBoxLayout(self)
        self._whole.addLayout(self._path_line)
        self._whole.addLayout(self._release_line)

    def _dress(self) -> None:
        space = self._theme.space
        side = self._theme.icon_size
        for button, name in (
            (self.back, "back"),
            (self.forward, "forward"),
            (self.previous, "chevron-left"),
            (self.following, "chevron-right"),
        ):
            button.setIcon(self._theme.icon(name))
            button.setIconSize(QSize(side, side))
        self._warning_icon.setPixmap(self._theme.icon("warning", "warning").pixmap(side, side))
        self._path_line.setSpacing(space(1))
        self._release_line.setSpacing(space(1))
        self._whole.setContentsMargins(space(3), space(2), space(3), space(2))
        self._whole.setSpacing(space(1))
        self._release_line.setContentsMargins(space(2), 0, 0, 0)
        self._warning_line.setContentsMargins(space(2), space(1), space(2), space(1))
        self.warning.setStyleSheet(
            f"QFrame {{ border: 0; }} .QFrame {{ border-left: {self._theme.length(3)}px solid"
            f" {self._theme.colour('warning').name()};"
            f" background: {self._theme.colour('raised').name()}; }}"
        )
