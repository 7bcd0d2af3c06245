"""What a view of the book offers to the pane that holds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from codebook_app.gui.theme import Theme

if TYPE_CHECKING:
    from codebook_app.domain.index_page import TablePage
    from codebook_app.domain.index_term import IndexTarget
    from codebook_app.gui.panels.find_line import FindAnswer
    from codebook_app.gui.panels.page_crumbs import Crumb
    from codebook_app.gui.places import Place


class BookView(Protocol):
    """A widget that shows one kind of page: walked by keys, with something in focus.

    The pane asks for what is in focus after :attr:`focused`, so that a view tells only that it
    moved. Where no code is in focus the answers are empty.
    """

    opened: SignalInstance
    """``str``: the text of a :class:`~codebook_app.gui.places.Place`, or a bare code of the code
    set that is shown."""
    opened_apart: SignalInstance
    """``str``: the same, to be opened in a tab of its own (Ctrl+click, a middle click)."""
    add_pressed: SignalInstance
    """Ctrl+Enter: what :meth:`current_codes` says is to go to the encounter."""
    copy_pressed: SignalInstance
    """Ctrl+C."""
    neighbour_pressed: SignalInstance
    """``int``: the previous (0) or the following (1) page is wanted."""
    focused: SignalInstance
    """The focus moved, whatever the signal carries."""

    def show_page(self, page: Any) -> None:
        """Show a page of the kind this view was registered for."""

    def current_code(self) -> str:
        """Return the code in focus as printed, "" for none."""

    def current_codes(self) -> tuple[str, ...]:
        """Return the codes in focus: both of a dagger and asterisk pair, etiology first."""

    def current_target(self) -> str:
        """Return what Enter would open, as :attr:`opened` would name it, "" for nothing."""


@runtime_checkable
class TermView(Protocol):
    """A view of a table that is read by a term, from which nothing is coded alone."""

    typed: SignalInstance
    """``str``: a letter that is to find a row."""
    menu_asked: SignalInstance
    """``QPoint``: a menu for what is in focus is wanted at this point of the screen."""

    @property
    def find_prompt(self) -> str:
        """What can be typed, for the empty field; "" where there is nothing to find in."""

    def term_page(self) -> TablePage | None:
        """Return the table that is shown."""

    def place(self) -> Place | None:
        """Return the place of the row in focus."""

    def path(self) -> tuple[tuple[Crumb, ...], str]:
        """Return the terms above the row that is read, and its own title."""

    def see_target(self, link: str) -> IndexTarget | None:
        """Return the term that *link* refers to, None where it is no *see*."""

    def printed_code(self) -> str:
        """Return the code in focus as printed, which is not added before it was checked."""

    def step_main(self, by: int) -> None:
        """Go to the main term after (1) or before (-1) the one in focus."""

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters that terms begin with."""

    def go_to_letter(self, letter: str) -> None:
        """Show where the terms that begin with *letter* begin."""

    def letter_read(self) -> str:
        """Return the letter whose part is read."""

    def find_words(self, text: str) -> FindAnswer:
        """See :class:`FindsWords`."""

    def find_next(self, by: int) -> FindAnswer:
        """See :class:`FindsWords`."""

    def end_find(self) -> None:
        """See :class:`FindsWords`."""


@runtime_checkable
class MovingView(Protocol):
    """A view in which the person goes on without another page being read."""

    moved: SignalInstance
    """``str``: the text of the place that would show what is shown now."""


MakeView = Callable[[Theme, QWidget], QWidget]
"""Makes a :class:`BookView`, once the first page of its kind is to be shown."""
