"""The help pages, and the page about the program."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget

from codebook_app import __version__
from codebook_app.gui.dialogs.text_page import TextPageDialog
from codebook_app.gui.theme import Theme
from codebook_app.paths import resource

PAGES = {
    "getting-started": "Getting started",
    "searching": "Searching",
    "book": "The book",
    "encounters": "Encounters",
    "importing-lists": "Importing lists",
    "checks": "The checks",
    "search": "The search, measured",
    "releases": "Releases",
    "formats": "Copy formats",
    "grouping": "Groups of a stay",
    "about": "About Codebook",
}


class HelpDialog(TextPageDialog):
    """Shows a page of ``resources/help``; links between the pages are followed."""

    def __init__(self, page: str, theme: Theme, parent: QWidget | None = None) -> None:
        self._page = page
        super().__init__(PAGES[page], theme, parent)

    @property
    def page(self) -> str:
        """The page shown."""
        return self._page

    def set_page(self) -> None:
        """Set the page from its Markdown."""
        text = resource("help", f"{self._page}.md").read_text(encoding="utf-8")
        self.browser.setMarkdown(text.replace("{version}", __version__))
        self.setWindowTitle(PAGES[self._page])

    def _open_link(self, url: QUrl) -> None:
        page = url.path().removesuffix(".md")
        if not url.scheme() and page in PAGES:
            self._page = page
            self.set_page()
        else:
            super()._open_link(url)
