"""What goes to the clipboard, before it does."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTabWidget, QTextBrowser, QVBoxLayout, QWidget

from codebook_app.domain.copying import Rendered
from codebook_app.gui.clipboard import html_document
from codebook_app.gui.theme import Theme


class CopyPreview(QWidget):
    """Shows the text to the character, and the table as a word processor takes it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setFont(theme.font("code"))
        self.text.setAccessibleName("Preview of the text")
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setTabStopDistance(self.text.fontMetrics().horizontalAdvance("0") * 12)
        self.table = QTextBrowser(self)
        self.table.setAccessibleName("Preview of the table as a word processor takes it")
        self.table.setTabChangesFocus(True)
        self.table.setOpenLinks(False)
        self.table.setLineWrapMode(QTextBrowser.LineWrapMode.NoWrap)
        self.table.document().setDefaultStyleSheet(
            f"td, th {{ padding: {theme.space(1)}px {theme.space(3)}px; }}"
        )
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName("Preview")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.text, "&Text")
        self.tabs.addTab(self.table, "Ta&ble")
        self.counts = QLabel(self)
        self.counts.setProperty("role", "small")
        self.counts.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        column.addWidget(self.tabs, 1)
        column.addWidget(self.counts)

    def show_rendered(self, rendered: Rendered, codes: int) -> None:
        """Show *rendered*, a list of so many *codes*."""
        self.text.setPlainText(rendered.text)
        self.table.setHtml(html_document(rendered))
        lines = rendered.text.count("\n") + 1 if rendered.text else 0
        self.counts.setText(
            f"{_many(codes, 'code')}, {_many(lines, 'line')}, "
            f"{_many(len(rendered.text), 'character')}. "
            "Text and table go to the clipboard together."
        )


def _many(number: int, word: str) -> str:
    return f"{number} {word if number == 1 else word + 's'}"
