"""What stands over a page: back and forward, breadcrumbs, release, neighbours, a word of care."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.gui.models.page_words import named, printed_title
from codebook_app.gui.panels.elided import Elided
from codebook_app.gui.panels.page_crumbs import Crumb, Crumbs, crumb_text
from codebook_app.gui.places import place_of_term

if TYPE_CHECKING:
    from codebook_app.domain.index_page import IndexPage
    from codebook_app.domain.index_term import IndexTerm
    from codebook_app.domain.page import Page
    from codebook_app.domain.release import ReleaseChoice
    from codebook_app.gui.theme import Theme

_LONGEST_NEIGHBOUR = 13


class PageHeader(QWidget):
    """The head of the book pane; shows what it is given and says what was pressed."""

    opened = Signal(str)
    back_pressed = Signal()
    forward_pressed = Signal()
    trail_asked = Signal(int)
    """The list of places before (-1) or after (1) is about to open: its menu is to be filled."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._neighbours: tuple[str, ...] = (
            "",
            "",
        )  # what the buttons open, as the text of a place
        self.back = self._button("Back", "Alt+←")
        self.forward = self._button("Forward", "Alt+→")
        self._trail_menus = {-1: self._trail_of(self.back, -1), 1: self._trail_of(self.forward, 1)}
        self.crumbs = Crumbs(theme, self)
        self.release = Elided(self)
        self.release.setProperty("role", "small")
        self._linked = ""
        self.link = QToolButton(self)
        self.link.setProperty("role", "inline")
        self.link.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.link.clicked.connect(lambda: self.opened.emit(self._linked))
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

    def trail_menu(self, direction: int) -> QMenu:
        """Return the list of places before (-1) or after (1), which a long press opens."""
        return self._trail_menus[direction]

    def show_page(self, page: Page) -> None:
        """Show the release, the neighbours and whether the release is in force."""
        self._show_release(page.choice)
        codes = (page.previous, page.following)
        self._neighbours = tuple(code.code if code else "" for code in codes)
        for button, code, word in zip(self._both, codes, ("Previous", "Next"), strict=True):
            button.setVisible(code is not None)
            if code is not None:
                title = printed_title(code)[0]
                self._name(button, crumb_text(code), f"{word} {code.level}: {named(code)}", title)

    def show_index(self, page: IndexPage) -> None:
        """Show the same of a page of an index: its neighbours are main terms."""
        self._show_release(page.choice, page.book.label)
        terms = (page.previous, page.following)
        self._neighbours = tuple(
            place_of_term(page, term.id).text if term else "" for term in terms
        )
        for button, term, word in zip(self._both, terms, ("Previous", "Next"), strict=True):
            button.setVisible(term is not None)
            if term is not None:
                self._name(button, _short(term), f"{word} main term: {term.title}", "")

    def show_other(
        self,
        choice: ReleaseChoice,
        title: str,
        neighbours: tuple[str, str] = ("", ""),
        book: str = "",
    ) -> None:
        """Show the release of a page that is neither, what it is called, and its neighbours.

        *book* is the index's table it is of.
        """
        self.clear(title)
        self._show_release(choice, book)
        self._neighbours = neighbours
        for button, code, word in zip(self._both, neighbours, ("Previous", "Next"), strict=True):
            button.setVisible(bool(code))
            self._name(button, code, f"{word}: {code}", "")

    def show_link(self, text: str, target: str = "") -> None:
        """Offer another way to show what is in focus: *text* opens *target*; "" for none."""
        self._linked = target
        self.link.setText(text)
        self.link.setAccessibleName(text)
        self.link.setVisible(bool(text))

    @property
    def _both(self) -> tuple[QToolButton, QToolButton]:
        return self.previous, self.following

    def _name(self, button: QToolButton, text: str, said: str, title: str) -> None:
        button.setText(text)
        button.setToolTip(f"{said} {title}".rstrip())
        button.setAccessibleName(f"{said}, {title}" if title else said)

    def _show_release(self, choice: ReleaseChoice, book: str = "") -> None:
        release = choice.release
        shown = f"{release.title} · {release.dates_word}"
        if book:
            shown = f"{book} · {shown}"
        self.release.show_text(shown)
        # The word of care names the release and its dates too: one of the two stands there, in a
        # single line, since every line taken here is one less of the book.
        self._warning_word.show_text(f"Not in force on this date · {shown}", choice.word)
        self.warning.setVisible(not choice.in_force)
        self.release.setVisible(choice.in_force)

    def show_path(self, path: tuple[Crumb, ...], here: str) -> None:
        """Show where what is read stands."""
        self.crumbs.show_path(path, here)

    @property
    def warning_word(self) -> str:
        """What the strip of care says of the release."""
        return self._warning_word.accessibleName()

    def clear(self, title: str = "") -> None:
        """Show no page; *title* stands where the crumbs would."""
        self._neighbours = ("", "")
        self.show_link("")
        self.release.show_text("")
        self.previous.hide()
        self.following.hide()
        self.warning.hide()
        self.crumbs.show_path((), title)

    def open_neighbour(self, which: int) -> None:
        """Open the previous (0) or the following (1) page of the same level, if there is one."""
        if neighbour := self._neighbours[which]:
            self.opened.emit(neighbour)

    def _button(self, name: str, keys: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        button.setAutoRaise(True)
        button.setAccessibleName(name)
        button.setToolTip(f"{name} ({keys})" if keys else name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _trail_of(self, button: QToolButton, direction: int) -> QMenu:
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: self.trail_asked.emit(direction))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.DelayedPopup)
        button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        button.customContextMenuRequested.connect(
            lambda _: menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
        )
        return menu

    def _lay_out(self) -> None:
        self._path_line = QHBoxLayout()
        for widget in (self.back, self.forward, self.crumbs):
            self._path_line.addWidget(widget)
        self._release_line = QHBoxLayout()
        self._release_line.addWidget(self.release, 1)
        self._release_line.addWidget(self.warning, 1)
        self._release_line.addWidget(self.link)
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


def _short(term: IndexTerm) -> str:
    title = term.essential or term.title
    if len(title) <= _LONGEST_NEIGHBOUR:
        return title
    return f"{title[: _LONGEST_NEIGHBOUR - 1].rstrip()}…"
