"""Where the codes of a list go: the encounter in hand, a new one, a new one for each visit."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtWidgets import QComboBox, QWidget

from codebook_app.domain.encounter import Encounter
from codebook_app.gui.theme import Theme

MOST_AT_ONCE = 200
"""Visits of one file that are made encounters in one go."""
_WIDEST = 260


class Into(StrEnum):
    """A place that codes are added to."""

    CURRENT = "current"
    NEW = "new"
    EACH = "each"


class AddingTo(QComboBox):
    """Offers the places there are."""

    def __init__(
        self, encounter: Encounter | None, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("Add to")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaximumWidth(theme.length(_WIDEST))
        if encounter is not None:
            self.addItem(f"“{encounter.label}”", Into.CURRENT)
        self.addItem("A new encounter", Into.NEW)

    @property
    def place(self) -> Into:
        """The place chosen."""
        return Into(self.currentData())

    def offer_each(self, visits: int) -> None:
        """Offer a new encounter for each of several *visits*, and no longer where there are none.

        More than :data:`MOST_AT_ONCE` are taken one by one.
        """
        at = self.findData(Into.EACH)
        if 1 < visits <= MOST_AT_ONCE:
            words = f"{visits} new encounters, one each"
            if at < 0:
                self.addItem(words, Into.EACH)
            else:
                self.setItemText(at, words)
        elif at >= 0:
            self.removeItem(at)
