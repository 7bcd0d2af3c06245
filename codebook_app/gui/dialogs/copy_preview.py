"""What goes to the clipboard, before it does."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTabWidget, QTextBrowser, QVBoxLayout, QWidget

from codebook_app.domain.copying import Rendered
from codebook_app.gui.clipboard import html_document
from codebook_app.gui.theme import Theme


class CopyPreview(QWidget):
    """Shows the text to the character, the table as a word processor takes it, and the CSV."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = exact_text("Preview of the text", theme, self)
        self.table = QTextBrowser(self)
        self.table.setAccessibleName("Preview of the table as a word processor takes it")
        self.table.setTabChangesFocus(True)
        self.table.setOpenLinks(False)
        self.table.setLineWrapMode(QTextBrowser.LineWrapMode.NoWrap)
        self.table.document().setDefaultStyleSheet(
            f"td, th {{ padding: {theme.space(1)}px {theme.space(3)}px; }}"
        )
        self.csv = exact_text("Preview of the CSV as a spreadsheet takes it", theme, self)
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName("Preview")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.text, "&Text")
        self.tabs.addTab(self.table, "Ta&ble")
        self.tabs.addTab(self.csv, "CS&V")
        for view in (self.text, self.table, self.csv):
            view.setMinimumHeight(theme.length(34))  # in large type, what is said comes first
        self.counts = QLabel(self)
        self.counts.setProperty("role", "small")
        self.counts.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(self.tabs, 1)
        column.addWidget(self.counts)

    def show_rendered(self, rendered: Rendered, codes: int) -> None:
        """Show *rendered*, a list of so many *codes*."""
        self.text.setPlainText(rendered.text)
        self.table.setHtml(html_document(rendered))
        self.csv.setPlainText(rendered.csv)
        self.tabs.setTabVisible(self.tabs.indexOf(self.csv), bool(rendered.csv))
        lines = rendered.text.count("\n") + 1 if rendered.text else 0
        together = "text, table and CSV" if rendered.csv else "text and table"
        self.counts.setText(
            f"{_many(codes, 'code')}, {_many(lines, 'line')}, "
            f"{_many(len(rendered.text), 'character')}, as {together}."
        )

    def show_nothing(self, words: str = "") -> None:
        """Show nothing, and *words* where the counts stand."""
        for view in (self.text, self.csv):
            view.clear()
        self.table.clear()
        self.counts.setText(words)


def exact_text(name: str, theme: Theme, parent: QWidget) -> QPlainTextEdit:
    """Return a view that shows text to the character, called *name*."""
    view = QPlainTextEdit(parent)
    view.setReadOnly(True)
    view.setFont(theme.font("code"))
    view.setAccessibleName(name)
    view.setTabChangesFocus(True)
    view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    view.setTabStopDistance(view.fontMetrics().horizontalAdvance("0") * 12)
    return view


def _many(number: int, word: str) -> str:
    return f"{number} {word if number == 1 else word + 's'}"
