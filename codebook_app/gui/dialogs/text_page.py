"""A dialog with one page of text to read: help, the sheet of keys, the report of an import."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from codebook_app.gui.panels.rich_page import page_style
from codebook_app.gui.theme import Theme


class TextPageDialog(QDialog):
    """Shows a page in the theme's type; Escape closes it. It does not stop work in the window."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.browser = QTextBrowser()
        self.browser.setOpenLinks(False)
        self.browser.anchorClicked.connect(self._open_link)
        self.browser.setAccessibleName(title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.browser, 1)
        layout.addWidget(buttons)
        theme.changed.connect(self._dress)
        self._dress()
        self.browser.setFocus()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for a page's width, within the window it stands over."""
        wanted = QSize(self._theme.length(640), self._theme.length(600))
        parent = self.parentWidget()
        return wanted.boundedTo(parent.size() * 0.92) if parent is not None else wanted

    def set_page(self) -> None:
        """Set the text anew; called now and whenever the look changes."""

    def _dress(self) -> None:
        side = self._theme.space(5)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, side, side)
            layout.setSpacing(self._theme.space(4))
        document = self.browser.document()
        document.setDocumentMargin(self._theme.space(6))
        document.setDefaultFont(self._theme.font("body"))
        document.setDefaultStyleSheet(page_style(self._theme))
        self.set_page()

    def _open_link(self, url: QUrl) -> None:
        if url.scheme() in {"https", "http"}:
            QDesktopServices.openUrl(url)
