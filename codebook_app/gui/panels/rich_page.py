"""A page of HTML in the theme's type, beside a list or in a dialog."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QTextBrowser, QWidget

from codebook_app.gui.theme import Theme


class RichPage(QTextBrowser):
    """Shows HTML; links to the web open in the browser when they are followed."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._html = ""
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.anchorClicked.connect(_open)
        self.setTabChangesFocus(True)
        theme.changed.connect(self._dress)
        self._dress()

    def show_html(self, html: str) -> None:
        """Show *html* from its beginning."""
        self._html = html
        self.setHtml(html)

    def _dress(self) -> None:
        theme, document = self._theme, self.document()
        document.setDocumentMargin(theme.space(4))
        document.setDefaultFont(theme.font("body"))
        document.setDefaultStyleSheet(page_style(theme))
        self.setHtml(self._html)


def page_style(theme: Theme) -> str:
    """Return the style sheet of HTML pages in the theme's colours and sizes."""
    colours = theme.tokens.colours
    return (
        f"a {{ color: {colours['link']}; }} .muted {{ color: {colours['muted']}; }}"
        f" .keys {{ background: {colours['hover']}; font-weight: 600; }}"
        f" .heading {{ font-size: {theme.font('heading').pointSizeF()}pt; font-weight: 600; }}"
        f" ul {{ margin-left: {theme.space(2)}px; -qt-list-indent: 1; }}"
        f" h1 {{ font-size: {theme.font('title').pointSizeF()}pt; font-weight: 600; }}"
        f" h2 {{ font-size: {theme.font('heading').pointSizeF()}pt; font-weight: 600; }}"
    )


def _open(url: QUrl) -> None:
    if url.scheme() in {"https", "http"}:
        QDesktopServices.openUrl(url)
