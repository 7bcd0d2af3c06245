"""The breadcrumbs over a page: where the line in focus stands in its book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from codebook_app.domain.code import Code
from codebook_app.gui.models.page_words import named, printed_title
from codebook_app.gui.places import Place
from codebook_app.gui.theme import Theme

_LONGEST_TERM = 28


def crumb_text(code: Code) -> str:
    """Return what a crumb prints: "Chapter 4", "E08–E13", "E11.2"."""
    return named(code).replace("-", "–")


@dataclass(frozen=True, slots=True)
class Crumb:
    """A part of a path: what is printed, its whole *title*, its *name* if read out, what it opens.

    *target* is a bare code of the code set shown, or the text of a place.
    """

    text: str
    title: str
    name: str
    target: str

    @classmethod
    def of_code(cls, code: Code) -> Self:
        """Return the crumb of a line of the tabular."""
        title = printed_title(code)[0]
        return cls(crumb_text(code), title, f"{named(code)}, {title}", code.code)

    @classmethod
    def of_term(cls, title: str, place: Place) -> Self:
        """Return the crumb of a term of an index, a long one cut short."""
        whole = len(title) <= _LONGEST_TERM
        short = title if whole else f"{title[: _LONGEST_TERM - 1].rstrip()}…"
        return cls(short, title, title, place.text)


def code_crumbs(path: Sequence[Code], here: str) -> tuple[Crumb, ...]:
    """Return the crumbs of the lines above *here*, from the chapter down.

    A block of one category bears the category's name: once is enough.
    """
    above = [code for at, code in enumerate(path) if at == 0 or code.code != path[at - 1].code]
    if above and above[-1].code == here:
        del above[-1]
    return tuple(Crumb.of_code(code) for code in above)


class Crumbs(QWidget):
    """One line of crumbs, each opening its page.

    Where they do not fit, the first ones fold into a "…" button with a menu, so that the line never
    grows taller and the page below stays where it is.
    """

    opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._path: tuple[Crumb, ...] = ()
        self._named = ""
        self._buttons: list[QToolButton] = []
        self._signs: list[QLabel] = []
        self._more = self._new_button()
        self._more.setText("…")
        self._more.setAccessibleName("Further up")
        self._more.setToolTip("Further up")
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self._more)
        self._more.setMenu(self.menu)
        self._here = QLabel(self)
        self._here.setStyleSheet("font-weight: 600")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._lay_out)

    def show_path(self, path: Sequence[Crumb], here: str) -> None:
        """Show the parts of a path, and the name of what is *here*."""
        if (tuple(path), here) == (self._path, self._named):
            return
        self._path, self._named = tuple(path), here
        self._here.setText(here)
        self._lay_out()

    @property
    def buttons(self) -> list[QToolButton]:
        """The crumbs that are shown, from the left."""
        return [button for button in self._buttons if not button.isHidden()]

    @property
    def texts(self) -> list[str]:
        """What is shown, from the left."""
        shown = [button.text() for button in self.buttons]
        folded = ["…"] if not self._more.isHidden() else []
        return [*folded, *shown, self._here.text()]

    def sizeHint(self) -> QSize:  # noqa: D102, N802
        return QSize(self._theme.length(200), self._more.sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: D102, N802
        return QSize(self._theme.length(60), self._more.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102, N802
        super().resizeEvent(event)
        self._lay_out()

    def _new_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _grow(self) -> None:
        while len(self._buttons) < len(self._path):
            button = self._new_button()
            place = len(self._buttons)
            button.clicked.connect(lambda _=False, at=place: self._open(at))
            sign = QLabel("›", self)
            sign.setProperty("role", "muted")
            self._buttons.append(button)
            self._signs.append(sign)

    def _open(self, place: int) -> None:
        self.opened.emit(self._path[place].target)

    def _lay_out(self) -> None:
        self._grow()
        self._here.setText(self._named)
        wide: list[int] = []
        for at, button in enumerate(self._buttons):
            shown = at < len(self._path)
            button.setVisible(shown)
            self._signs[at].setVisible(shown)
            if shown:
                crumb = self._path[at]
                button.setText(crumb.text)
                button.setToolTip(crumb.title)
                button.setAccessibleName(crumb.name)
                wide.append(button.sizeHint().width() + self._signs[at].sizeHint().width())
        folded = self._folded(wide)
        self._more.setVisible(folded > 0)
        self.menu.clear()
        x, height = 0, self._more.sizeHint().height()
        if folded:
            for crumb in self._path[:folded]:
                said = crumb.title if crumb.title == crumb.name else f"{crumb.text}  {crumb.title}"
                action = self.menu.addAction(said)
                action.triggered.connect(
                    lambda _=False, target=crumb.target: self.opened.emit(target)
                )
            x = self._place(self._more, x, height)
        for at in range(len(self._path)):
            if at < folded:
                self._buttons[at].hide()
                self._signs[at].hide()
                continue
            x = self._place(self._buttons[at], x, height)
            x = self._place(self._signs[at], x, height)
        x += self._theme.space(2)
        # The path of an index term may be longer than the line.
        room = max(0, self.width() - x)
        fits = self._here.fontMetrics().elidedText(self._named, Qt.TextElideMode.ElideRight, room)
        self._here.setText(fits)
        self._here.setToolTip("" if fits == self._named else self._named)
        self._place(self._here, x, height)

    def _folded(self, wide: Sequence[int]) -> int:
        """Return how many crumbs from the left do not fit."""
        room = self.width() - self._here.sizeHint().width() - self._theme.space(2)
        folded = 0
        more = 0
        while folded < len(wide) and sum(wide[folded:]) + more > room:
            folded += 1
            more = self._more.sizeHint().width()
        return folded

    def _place(self, widget: QWidget, x: int, height: int) -> int:
        hint = widget.sizeHint()
        widget.setGeometry(x, (height - hint.height()) // 2, hint.width(), hint.height())
        return x + hint.width()
