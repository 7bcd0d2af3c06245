"""How the window is put together: the search over the hits, the books and the encounter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLineEdit, QSplitter, QVBoxLayout, QWidget

from codebook_app.gui.giving_way import HitsGiveWay
from codebook_app.gui.panels.book_area import BookArea
from codebook_app.gui.panes import PaneFrame, PaneRound
from codebook_app.gui.theme import Theme

_SHARES = (1, 3, 1)
"""How hits, books and encounter share what a wider window gives and a narrower one takes."""


class WindowLayout(QObject):
    """Lays the parts out in :attr:`centre` and knows the panes that F6 goes round."""

    def __init__(
        self,
        window: QWidget,
        *,
        field: QWidget,
        over: Sequence[QWidget],
        hits: QWidget,
        area: BookArea,
        encounter: QWidget,
        theme: Theme,
    ) -> None:
        """Put the widgets *over* the panes above them; *field* is the search field among them."""
        super().__init__(window)
        self._field = field
        self._area = area
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self._hits = PaneFrame("Hits", hits, theme)
        self._encounter = PaneFrame("Encounter", encounter, theme)
        for place, pane in enumerate((self._hits, area, self._encounter)):
            self.splitter.addWidget(pane)
            self.splitter.setStretchFactor(place, _SHARES[place])
        self.panes = PaneRound(self._stops(), self)
        self.panes.entered.connect(self._on_entered)
        area.columns.changed.connect(lambda: self.panes.set_stops(self._stops()))
        self.room = HitsGiveWay(self.splitter, self._hits, area.columns, self.panes, theme)
        self.centre = QWidget()
        self.column = QVBoxLayout(self.centre)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        for widget in over:
            self.column.addWidget(widget)
        self.column.addWidget(self.splitter, 1)
        for line in self.centre.findChildren(QLineEdit):
            if line is not field:  # which tells files from text
                line.setAcceptDrops(False)  # else files dropped there would be pasted as text

    def _stops(self) -> dict[str, QWidget]:
        panes = (self._hits, *self._area.columns.frames, self._encounter)
        return {"Search": self._field, **{frame.name: frame for frame in panes}}

    def _on_entered(self, name: str) -> None:
        self._area.columns.set_active_frame(name)
        for frame in (self._hits, self._encounter):
            frame.set_active(frame.name == name)
