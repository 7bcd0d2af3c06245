"""The second code that an index gave with the one that is read, until both are added."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from codebook_app.gui.panels.pair_strip import CodePair, PairStrip
from codebook_app.gui.theme import Theme


class PairOffer(QObject):
    """Keeps the pair that is offered, and says it in its :attr:`strip` over the page."""

    add_requested = Signal(str)
    """A code, as printed, that is to go to the encounter."""
    open_requested = Signal(str)
    """The text of a place: the other code is to be chosen there."""
    said = Signal(str)
    """What was done, and what is left to do, in one line."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.strip = PairStrip(theme, parent)
        self._pair: CodePair | None = None
        self.strip.refused.connect(self.forget)

    @property
    def pair(self) -> CodePair | None:
        """The pair that is offered."""
        return self._pair

    def stands_for(self, code: str) -> bool:
        """Whether *code* is one of the two that are offered."""
        return self._pair is not None and self._pair.stands_for(code)

    def take(self, pair: CodePair | None) -> None:
        """Offer *pair* once one of its codes is read."""
        self._pair = pair

    def forget(self) -> None:
        """Offer nothing."""
        self._pair = None
        self.strip.show_pair(None, "")

    def follow(self, code: str) -> None:
        """Say it where *code*, which is in focus, is one of the two."""
        self.strip.show_pair(self._pair if self.stands_for(code) else None, code)

    def add(self, code: str) -> None:
        """Add both codes, the etiology first, where *code*, one of the two, has been checked.

        Where the other one must be completed yet it is opened.
        """
        pair = self._pair
        if pair is None:
            return
        codes, other = pair.codes(code), pair.other(code)
        if codes:
            self.forget()
        else:
            self.strip.show_pair(pair, code)
        for one in codes:
            self.add_requested.emit(one)
        if len(codes) > 1:
            self.said.emit(f"{codes[0]} and {codes[1]} go to the encounter, etiology first.")
            return
        self.open_requested.emit(pair.place_of_other(code))
        self.said.emit(
            f"{code} goes to the encounter. Choose the code of {other} here; Ctrl+Enter adds it "
            "second."
            if codes
            else f"The etiology comes first: choose the code of {other} here."
        )
