"""The windows about what the book shows: history, two releases, guidelines, print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codebook_app.gui.places import Place
from codebook_app.gui.visits import Visits

if TYPE_CHECKING:
    from codebook_app.gui.main_window import MainWindow
    from codebook_app.settings import Settings


class BookWindows:
    """Opens them over *window*, each imported when it is first wanted."""

    def __init__(self, window: MainWindow, visits: Visits, settings: Settings) -> None:
        self._window = window
        self._visits = visits
        self._settings = settings

    def show_history(self) -> None:
        """Show what was opened in the book."""
        from codebook_app.gui.dialogs.history import HistoryDialog

        area = self._window.area
        dialog = HistoryDialog(self._visits, self._window.theme, self._window)
        dialog.open_asked.connect(lambda text: area.open(Place.parse(text)))
        dialog.open_apart_asked.connect(lambda text: area.open_apart(Place.parse(text)))
        dialog.show()

    def compare_page(self) -> None:
        """Show the page of the code in focus in two releases of its code set."""
        window = self._window
        code_set, code, release = window.area.book.compared
        if code:
            window.windows.show_page_compared(code_set, code, "", release)
        else:
            window.say("Open a page of a code set first: it is shown in two releases side by side.")

    def show_guidelines(self) -> None:
        """Show the guidelines of the release that is read, at the chapter of the open page."""
        window = self._window
        window.windows.show_guidelines_to(window.book.page, window.release.choice)

    def show_print(self, *, to_file: bool) -> None:
        """Offer what the current book shows for print, or as a PDF."""
        from codebook_app.gui.print_opening import open_print

        open_print(self._window, self._settings, to_file=to_file)
