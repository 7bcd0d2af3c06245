"""What a view of the book offers to the pane that holds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from codebook_app.gui.theme import Theme


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


MakeView = Callable[[Theme, QWidget], QWidget]
"""Makes a :class:`BookView`, once the first page of its kind is to be shown."""
