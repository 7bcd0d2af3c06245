"""Two codes that the index gives together: etiology and manifestation, until both are added."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from codebook_app.gui.panels.elided import Elided
from codebook_app.gui.places import place_of_code
from codebook_app.gui.theme import Theme


@dataclass(frozen=True, slots=True)
class CodePair:
    """Two codes as the index prints them under *term*: ``E85.4 [I43]``.

    The etiology is coded first, the manifestation second (ICD-10-CM Official Guidelines, I.A.13). A
    code printed with a dash stands for every code that begins like it.
    """

    term: str
    code_set: str
    first: str
    second: str

    def stands_for(self, code: str) -> bool:
        """Whether *code* is one of the two, or completes one of them."""
        return bool(code) and (_completes(code, self.first) or _completes(code, self.second))

    def codes(self, code: str) -> tuple[str, ...]:
        """Return what is added, in order, where *code* has been checked.

        Both; where the other one must be completed yet, *code* alone if it is the first of them,
        else nothing: the first has to be chosen before.
        """
        if _completes(code, self.first):
            return (code,) if self.second.endswith("-") else (code, self.second)
        return () if self.first.endswith("-") else (self.first, code)

    def other(self, code: str) -> str:
        """Return the one of the two that *code* is not, as printed."""
        return self.second if _completes(code, self.first) else self.first

    def place_of_other(self, code: str) -> str:
        """Return where the other one stands, as the text of a place."""
        return place_of_code(self.code_set, self.other(code)).text


class PairStrip(QFrame):
    """Says over a page that its code is one of two, and which Ctrl+Enter adds."""

    opened = Signal(str)
    """The text of a place: the other code is to be read too."""
    refused = Signal()
    """Only the code in focus is wanted."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._place = ""
        self.words = Elided(self)
        self.other = self._button()
        self.alone = self._button()
        self.setProperty("role", "strip")
        self._line = QHBoxLayout(self)
        self._line.addWidget(self.words, 1)
        self._line.addWidget(self.other)
        self._line.addWidget(self.alone)
        self.other.clicked.connect(lambda: self.opened.emit(self._place))
        self.alone.clicked.connect(self.refused)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def show_pair(self, pair: CodePair | None, code: str) -> None:
        """Show what *code* is added with; None for nothing."""
        self.setVisible(pair is not None)
        if pair is None:
            return
        codes = pair.codes(code)
        if len(codes) > 1:
            how = f"Ctrl+Enter adds {codes[0]}, then {codes[1]}"
        elif codes:
            how = f"Ctrl+Enter adds {code} and opens {pair.second} to be chosen"
        else:
            how = f"Ctrl+Enter opens {pair.first} to be chosen first"
        self.words.show_text(
            f"Two codes: {how}",
            f"The index gives two codes for {pair.term}: {pair.first} [{pair.second}]. {how}.",
        )
        self._place = pair.place_of_other(code)
        self.other.setText(f"Read {pair.other(code)}")
        self.alone.setText(f"Only {code}")
        self.alone.setToolTip(f"Ctrl+Enter then adds {code} alone")

    def _button(self) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "inline")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _dress(self) -> None:
        space = self._theme.space
        self._line.setContentsMargins(space(5), space(2), space(3), space(2))
        self._line.setSpacing(space(3))


def _completes(code: str, printed: str) -> bool:
    beginning = printed.rstrip("-").rstrip(".")
    if printed.endswith("-"):
        return code.startswith(beginning)
    # A seventh character may follow what the index prints whole.
    return code.rstrip(".").startswith(beginning)
