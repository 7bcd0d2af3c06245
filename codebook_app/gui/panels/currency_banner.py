"""The line that says that a newer release is in force, and what that did to kept lists."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from codebook_app.gui.announcing import announce
from codebook_app.gui.currency import CurrencyNews, news_line, short_line
from codebook_app.gui.theme import Theme


class CurrencyBanner(QFrame):
    """Hidden while all is well; closed by the person it stays so for the same news."""

    get_asked = Signal(str, str)
    """The code set and the release that is in force and not here."""
    details_asked = Signal(object)
    """The :class:`CurrencyNews` in full."""
    audit_asked = Signal()
    """The lists that hold codes which are not valid any more."""
    audit_closed = Signal()
    """The person has read what was said of them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._news: CurrencyNews | None = None
        self._audited = ""
        self._closed: set[str] = set()
        self.setProperty("role", "strip")
        self._icon = QLabel()
        self.word = QLabel()
        self.word.setWordWrap(True)
        self.word.setTextFormat(Qt.TextFormat.PlainText)
        self.word.setAccessibleName("Release in force")
        self.audit = QPushButton("Show lists")
        self.audit.setAccessibleName("Show the lists with codes that are not valid any more")
        self.audit.setToolTip("Ctrl+Alt+A")
        self.details = QPushButton("Details")
        self.details.setProperty("role", "quiet")
        self.details.setAccessibleName("Which codes came and went")
        self.get = QPushButton()
        self.close_button = QToolButton()
        self.close_button.setProperty("role", "quiet")
        self.close_button.setAccessibleName("Close this notice")
        self.close_button.setToolTip("Close")
        self.close_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon)
        self._row.addWidget(self.word, 1)
        for button in (self.audit, self.details, self.get, self.close_button):
            self._row.addWidget(button)
        self.audit.clicked.connect(self.audit_asked)
        self.details.clicked.connect(lambda: self.details_asked.emit(self._news))
        self.get.clicked.connect(self._get)
        self.close_button.clicked.connect(self._close)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def show_news(self, news: CurrencyNews) -> None:
        """Show *news*, or nothing of the kind where there is none."""
        self._show(news, self._audited)

    def show_audit(self, words: str) -> None:
        """Show what the re-audit found, in the same line; empty where it is nothing new."""
        self._show(self._news, words)

    def _show(self, news: CurrencyNews | None, audited: str) -> None:
        before = self.word.text() if not self.isHidden() else ""
        self._news, self._audited = news, audited
        line = news_line(news) if news is not None else ""
        told = news is not None and bool(line) and line not in self._closed
        for button in (self.details, self.get):
            button.setVisible(told)
        self.audit.setVisible(bool(audited))
        if told and news is not None:
            first = news.currencies[0]
            self.get.setText(f"Get {first.in_force}…" if first.can_be_fetched else "Releases…")
            self.get.setAccessibleName(f"Get {first.in_force}")
            # Two lines of news leave too little of a small screen.
            words = f"{audited} {short_line(news)}" if audited else line
        else:
            words = audited
        self.word.setText(words)
        self.setVisible(bool(words))
        if words and words != before:
            announce(self, words)

    def _get(self) -> None:
        if self._news is not None and self._news.currencies:
            first = self._news.currencies[0]
            self.get_asked.emit(first.code_set, first.in_force)

    def _close(self) -> None:
        if self._news is not None:
            self._closed.add(news_line(self._news))
        had_audit = bool(self._audited)
        self._show(self._news, "")
        if had_audit:
            self.audit_closed.emit()

    def _dress(self) -> None:
        theme = self._theme
        side = theme.icon_size
        self._row.setContentsMargins(theme.space(5), theme.space(1), theme.space(3), theme.space(1))
        self._row.setSpacing(theme.space(3))
        self._icon.setPixmap(theme.icon("warning", "warning").pixmap(side, side))
        self.close_button.setIcon(theme.icon("close", "muted"))
        self.close_button.setIconSize(QSize(side, side))
