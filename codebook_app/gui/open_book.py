"""A book that is open in a tab: its pane, where it has been, and how pages come into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from codebook_app.domain.index_page import IndexPage, TablePage
from codebook_app.errors import KnownError
from codebook_app.gui.book_reader import BookReader, Contents, Found
from codebook_app.gui.found_titles import NO_TITLE, FoundTitle, found_title
from codebook_app.gui.navigation import Navigator
from codebook_app.gui.panels.book import BookPanel
from codebook_app.gui.places import CONTENTS, Place

if TYPE_CHECKING:
    from datetime import date

    from codebook_app.domain.index_term import IndexTarget
    from codebook_app.gui.asked import Asked, Where
    from codebook_app.gui.jobs import Worker
    from codebook_app.gui.theme import Theme

_LONGEST_TRAIL = 20


class OpenBook(QObject):
    """One tab. Nothing of it is built or read before :attr:`panel` is first asked for."""

    shown = Signal(object)
    """What is shown now, a :data:`~codebook_app.gui.book_reader.Found`."""
    visited = Signal(object, object)
    """A :class:`Place` the person opened, and what stands there."""
    titled = Signal()
    """:attr:`title` is another."""
    focus_wanted = Signal()
    """What was opened should have the focus."""
    elsewhere_wanted = Signal(object, object)
    """A :class:`Where`, and what opens there what was asked for: called with the
    :class:`Navigator` of that book, and whether the focus should go there."""
    add_requested = Signal(str, str)
    """A code, as printed, that is to go to the encounter, and its code set."""
    note_requested = Signal(str, str)
    """The person's own note on a code is to be written on: its code set and the code."""
    code_focused = Signal(str, str)
    """Another code is in focus: its code set and the code, both "" where none is."""
    said = Signal(str)
    """One line for the status bar."""
    went_wrong = Signal(object, str)
    """A fault that needs a dialog, and what was being done."""

    def __init__(self, theme: Theme, reader: BookReader, worker: Worker, word: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._panel: BookPanel | None = None
        self._waiting: Place | None = None
        self._word = word
        self.title = NO_TITLE
        self.found: Found | None = None
        """What is shown, None before the first page."""
        self.navigator = Navigator(reader, worker)
        self.navigator.ready.connect(self._show)
        self.navigator.visited.connect(self.visited)
        self.navigator.failed.connect(self._on_failed)
        self.navigator.not_resolved.connect(self._on_not_resolved)

    @property
    def panel(self) -> BookPanel:
        """The pane, built and filled once it is asked for."""
        if self._panel is None:
            self._panel = self._made()
            if self._waiting is not None:
                self.navigator.restore(self._waiting)
        return self._panel

    @property
    def awake(self) -> bool:
        """Whether the pane is built."""
        return self._panel is not None

    @property
    def place(self) -> Place:
        """The place shown, or that waits to be shown; the list of all books before the first."""
        return self.navigator.here or self._waiting or CONTENTS

    @property
    def compared(self) -> tuple[str, str, str]:
        """The code set, the code in focus or of the page, and the release; "" where there is none.

        An index is no page of codes.
        """
        found = self.found
        if found is None or isinstance(found, Contents | IndexPage | TablePage):
            return "", "", ""
        release = found.choice.release
        row = self.panel.current_row()
        code = row.code if row is not None else self.panel.current_code() or self.title.code
        return release.code_set, code, release.release

    def restore(self, place: Place, title: FoundTitle | None = None) -> None:
        """Show *place* as that of the last session: at once, or once the pane is asked for."""
        self._waiting = place
        if title is not None:
            self._name(title)
        if self._panel is not None:
            self.navigator.restore(place)

    def open_link(self, text: str) -> None:
        """Open what a link names, as a place's text or as a bare code of the code set shown."""
        self.navigator.open(self.place_of_link(text))

    def place_of_link(self, text: str) -> Place:
        """Return the place that a link names; a bare code is one of the code set shown."""
        return Place.parse(text, self.panel.code_set)

    def set_date(self, on: date | None) -> None:
        """Read the release in force on another date of service."""
        self.navigator.set_date(on)

    def release_came(self, word: str, first: Place) -> None:
        """Show what a new release holds; where nothing is shown yet, *first*."""
        self._word = word
        if self._panel is None:
            return
        if self.navigator.here is None:
            self.navigator.restore(self._waiting or first)
        else:
            self.navigator.reload()

    def no_release(self, word: str) -> None:
        """Say that there is nothing to read yet."""
        self._word = word
        if self._panel is not None:
            self._panel.show_welcome(None, word)

    def close(self) -> None:
        """Drop the page under way, and let the pane go."""
        self.navigator.close()
        if self._panel is not None:
            self._panel.deleteLater()
            self._panel = None

    def _made(self) -> BookPanel:
        panel = BookPanel(self._theme)
        panel.open_requested.connect(self.open_link)
        panel.elsewhere_requested.connect(self._ask_elsewhere)
        panel.stood_at.connect(self.navigator.stand_at)
        panel.glance_requested.connect(lambda text: self.navigator.glance(Place.parse(text)))
        panel.see_requested.connect(self.navigator.follow)
        panel.add_requested.connect(lambda code: self.add_requested.emit(code, panel.code_set))
        panel.note_requested.connect(self.note_requested)
        panel.code_focused.connect(self.code_focused)
        panel.check_first.connect(self.said)
        panel.stack.moved.connect(lambda text: self.navigator.stand_at(Place.parse(text)))
        panel.back_requested.connect(self.navigator.back)
        panel.forward_requested.connect(self.navigator.forward)
        panel.header.trail_asked.connect(self._offer_trail)
        self.navigator.history_changed.connect(panel.set_history)
        return panel

    def _show(self, found: Found, focus: bool) -> None:
        self.found = found
        self.panel.show_found(found, self._word)
        self._name(found_title(found))
        self.shown.emit(found)
        if focus:
            self.focus_wanted.emit()

    def _ask_elsewhere(self, where: Where, asked: Asked) -> None:
        place = self.place_of_link(asked.place)

        def go(navigator: Navigator, focus: bool) -> None:
            if asked.page is not None and asked.term is not None:
                navigator.follow(asked.page, asked.term, focus=focus)
            else:
                navigator.open(place, focus=focus)

        self.elsewhere_wanted.emit(where, go)

    def _offer_trail(self, direction: int) -> None:
        trail = self.navigator.trail
        titles = trail.earlier if direction < 0 else trail.later
        menu = self.panel.header.trail_menu(direction)
        menu.clear()
        for steps, title in enumerate(titles[:_LONGEST_TRAIL], 1):
            action = menu.addAction((title or "Book").replace("&", "&&"))
            action.triggered.connect(
                lambda _=False, steps=steps: self.navigator.travel(direction * steps)
            )

    def _name(self, title: FoundTitle) -> None:
        if title != self.title:
            self.title = title
            self.titled.emit()

    def _on_not_resolved(self, target: IndexTarget) -> None:
        self.said.emit(
            f"“{target.text}” is no term of this index: it says what to look up instead."
        )

    def _on_failed(self, place: Place, fault: Exception) -> None:
        if not isinstance(fault, KnownError):
            doing = f"opening {place.code}" if place.code else "opening the book"
            self.went_wrong.emit(fault, doing)
        elif self.navigator.here is None and not place.is_contents:
            self.navigator.restore(CONTENTS)  # the last session's place is in no release now
        elif self.navigator.here is None:
            self.panel.show_welcome(None, self._word or str(fault))
        else:
            self.said.emit(str(fault))
