"""The lines above the hits: how words were read, which word failed, which filters are in force."""

from __future__ import annotations

import re
from html import escape

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from codebook_app.domain.search import FailedWord, SearchAnswer
from codebook_app.gui.panels.flow import FlowLayout
from codebook_app.gui.query_filters import FilterInForce
from codebook_app.gui.theme import Theme

_KEY = "Ctrl+T"
_WIDE = 220
"""From which width in pixels at 100 % on the button stands beside the words."""


class AnswerLine(QWidget):
    """Says what was made of the query and offers to change it; not there where it is as typed."""

    reading_toggled = Signal()
    """The words are wanted as typed, or read again."""
    query_chosen = Signal(str)
    """This query is wanted instead."""
    filter_removed = Signal(object)
    """This :class:`FilterInForce` is wanted no more."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._filters: tuple[FilterInForce, ...] = ()
        self._chips: list[QToolButton] = []
        self._answer: SearchAnswer | None = None
        self._words = _small("How the search was read")
        self.button = QToolButton()
        self.button.setProperty("role", "inline")
        self.button.clicked.connect(self.reading_toggled)
        self._told = _small("What was left aside")
        self._failed = _small("Words that were not found")
        self._failed.setTextFormat(Qt.TextFormat.RichText)
        self._failed.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._failed.linkActivated.connect(self.query_chosen)
        self._read = QWidget()
        self._reading = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._read)
        self._reading.setContentsMargins(0, 0, 0, 0)
        self._reading.addWidget(self._words, 1)
        self._reading.addWidget(
            self.button, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        )
        self._held = QWidget()
        self._held.setAccessibleName("Filters in force")
        self._flow = FlowLayout()
        self._held.setLayout(self._flow)
        layout = QVBoxLayout(self)
        for widget in (self._read, self._failed, self._told, self._held):
            layout.addWidget(widget)
        theme.changed.connect(self._dress)
        self.clear()
        self._dress()

    @property
    def chips(self) -> tuple[QToolButton, ...]:
        """The buttons of the filters in force; clicking one takes its filter away."""
        return tuple(self._chips)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the button under the words where there is no room beside them."""
        super().resizeEvent(event)
        self._turn()

    def clear(self) -> None:
        """Say nothing: there is no answer."""
        self._answer = None
        self._show_filters(())
        self.hide()

    def show_answer(
        self, answer: SearchAnswer, undone: str, filters: tuple[FilterInForce, ...]
    ) -> None:
        """Say how *answer* was read; *undone* is the reading that the person took back."""
        self._answer = answer
        if undone:
            self._words.setText(f"Searched as typed, not as: {undone}")
            self.button.setText("Read again")
        else:
            self._words.setText(f"Read as: {answer.read_as}")
            self.button.setText("As typed")
        self.button.setToolTip(f"{self._words.text()}\n{self.button.text()}: {_KEY}")
        self.button.setAccessibleName(
            "Read the words again" if undone else "Search the words as typed"
        )
        self._read.setVisible(bool(undone or answer.read_as))
        self._told.setText(" ".join(answer.told))
        self._told.setVisible(bool(answer.told))
        self._write_failed()
        self._failed.setVisible(bool(answer.hits and self._not_said(answer)))
        self._show_filters(filters)
        self._held.setVisible(bool(filters))
        lines = (self._read, self._told, self._failed, self._held)
        self.setVisible(any(not line.isHidden() for line in lines))

    def _show_filters(self, filters: tuple[FilterInForce, ...]) -> None:
        if filters == self._filters:
            return
        self._filters = filters
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self._chips = [self._chip(one) for one in filters]
        for chip in self._chips:
            self._flow.addWidget(chip)

    def _chip(self, filter_: FilterInForce) -> QToolButton:
        chip = QToolButton()
        chip.setProperty("role", "chip")
        chip.setText(filter_.words)
        self._dress_chip(chip)
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands behind the words
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chip.setToolTip(f"Search without this: {filter_.typed or filter_.words}")
        chip.setAccessibleName(f"Filter {filter_.words}, remove")
        chip.clicked.connect(lambda: self.filter_removed.emit(filter_))
        return chip

    def _dress_chip(self, chip: QToolButton) -> None:
        side = self._theme.length(14)
        chip.setIcon(self._theme.icon("close", "muted"))
        chip.setIconSize(QSize(side, side))

    def _turn(self) -> None:
        is_wide = self.width() >= self._theme.length(_WIDE)
        direction = QBoxLayout.Direction
        self._reading.setDirection(direction.LeftToRight if is_wide else direction.TopToBottom)

    def _write_failed(self) -> None:
        answer = self._answer
        if answer is None:
            return
        lines = [failed_html(answer.query, failed) for failed in self._not_said(answer)]
        self._failed.setText(link_style(self._theme) + "<br>".join(lines))

    @staticmethod
    def _not_said(answer: SearchAnswer) -> list[FailedWord]:
        """Return the words that failed, without a code read as its only neighbour: that is said."""
        said = answer.read_as
        return [
            failed
            for failed in answer.failed
            if len(failed.nearest) != 1 or not said.endswith(f"→ {failed.nearest[0]}")
        ]

    def _dress(self) -> None:
        theme = self._theme
        side = theme.space(4)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(side, theme.space(3), side, theme.space(1))
            layout.setSpacing(theme.space(2))
        self._flow.setSpacing(theme.space(2))
        for chip in self._chips:
            self._dress_chip(chip)
        self._turn()
        self._write_failed()


def link_style(theme: Theme) -> str:
    """Return the style sheet of small rich text with links."""
    colours = theme.tokens.colours
    return (
        f"<style>a {{ color: {colours['link']}; text-decoration: none; }}"
        f" .muted {{ color: {colours['muted']}; }}</style>"
    )


def failed_html(query: str, failed: FailedWord) -> str:
    """Return what is said of a word that failed, with *query* put right as the links' targets."""
    word = f"“{escape(failed.word)}”"
    is_code = any(letter.isdigit() for letter in failed.word)
    others = len(query.split()) > 1
    if is_code and not others:
        said = f"{word} is no code."
    else:
        said = f"Not found{' with the other words' if others else ''}: {word}."
    if not failed.nearest:
        return said
    links = " · ".join(
        f"<a href='{escape(put_right(query, failed.word, near), quote=True)}'>"
        f"<b>{escape(near)}</b></a>"
        for near in failed.nearest
    )
    return f"{said} Nearest: {links}"


def put_right(query: str, word: str, near: str) -> str:
    """Return *query* with *near* in place of *word*; *near* alone where the word is not in it."""
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    if not pattern.search(query):
        return near
    return pattern.sub(lambda _: near, query, count=1)


def _small(name: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", "small")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAccessibleName(name)
    return label
