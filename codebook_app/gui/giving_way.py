"""Room for two columns in a narrow window: the hits stand only while they are used."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QSplitter, QWidget

from codebook_app.gui.panels.book_columns import FIRST, SECOND, BookColumns
from codebook_app.gui.panes import PaneRound
from codebook_app.gui.theme import Theme

_WIDE_ENOUGH = 1500
"""A window of so many pixels, at 100 %, holds hits, two columns and the encounter."""
_NARROW_HITS = 230


class HitsGiveWay(QObject):
    """Hides the hits while two columns are read in a window too narrow for all; else does nothing.

    Once the search field has the focus they are back, as narrow as they can be read, and once the
    window is wide enough or there is one column, as wide as they were.
    """

    def __init__(
        self,
        panes: QSplitter,
        hits: QWidget,
        columns: BookColumns,
        round_: PaneRound,
        theme: Theme,
    ) -> None:
        super().__init__(panes)
        self._panes = panes
        self._hits = hits
        self._columns = columns
        self._theme = theme
        self._reading = False
        self._sizes: list[int] = []
        columns.changed.connect(self._settle)
        round_.entered.connect(self._on_entered)
        theme.changed.connect(self._settle)
        panes.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Settle anew when the window is wider or narrower."""
        if event.type() == QEvent.Type.Resize:
            self._settle()
        return super().eventFilter(watched, event)

    def come_back(self) -> None:
        """Show the hits at the width they had."""
        self._hits.show()
        if self._sizes:
            self._panes.setSizes(self._sizes)
            self._sizes = []

    def _on_entered(self, name: str) -> None:
        if name in {FIRST, SECOND}:
            self._reading = True
        elif name in {"Search", "Hits"}:
            self._reading = False
        self._settle()

    def _settle(self) -> None:
        narrow = self._panes.width() < self._theme.length(_WIDE_ENOUGH)
        if not (self._columns.several and narrow):
            self.come_back()
            return
        if not self._sizes:
            self._sizes = self._panes.sizes()
        if self._reading:
            self._hits.hide()
        elif self._hits.isHidden() or self._panes.sizes() == self._sizes:
            self._hits.show()
            hits, books, encounter = self._sizes
            least = min(hits, self._theme.length(_NARROW_HITS))
            self._panes.setSizes([least, books + hits - least, encounter])
