"""The line that says that a newer release is in force than the one installed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from codebook_app.gui.announcing import announce
from codebook_app.gui.currency import CurrencyNews, news_line
from codebook_app.gui.theme import Theme


class CurrencyBanner(QFrame):
    """Hidden while all is well; closed by the person it stays so for the same news."""

    get_asked = Signal(str, str)
    """The code set and the release that is in force and not here."""
    details_asked = Signal(object)
    """The :class:`CurrencyNews` in full."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._news: CurrencyNews | None = None
        self._closed: set[str] = set()
        self.setProperty("role", "strip")
        self._icon = QLabel()
        self.word = QLabel()
        self.word.setWordWrap(True)
        self.word.setTextFormat(Qt.TextFormat.PlainText)
        self.word.setAccessibleName("Release in force")
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
        for button in (self.details, self.get, self.close_button):
            self._row.addWidget(button)
        self.details.clicked.connect(lambda: self.details_asked.emit(self._news))
        self.get.clicked.connect(self._get)
        self.close_button.clicked.connect(self._close)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def show_news(self, news: CurrencyNews) -> None:
        """Show *news*, or nothing where there is none."""
        line = news_line(news)
        if line in self._closed or not line:
            self._news = news
            self.hide()
            return
        if self._news is None or news_line(self._news) != line:
            announce(self, line)
        self._news = news
        self.word.setText(line)
        first = news.currencies[0]
        self.get.setText(f"Get {first.in_force}…" if first.can_be_fetched else "Releases…")
        self.get.setAccessibleName(f"Get {first.in_force}")
        self.show()

    def _get(self) -> None:
        if self._news is not None and self._news.currencies:
            first = self._news.currencies[0]
            self.get_asked.emit(first.code_set, first.in_force)

    def _close(self) -> None:
        if self._news is not None:
            self._closed.add(news_line(self._news))
        self.hide()

    def _dress(self) -> None:
        theme = self._theme
        side = theme.icon_size
        self._row.setContentsMargins(theme.space(5), theme.space(1), theme.space(3), theme.space(1))
        self._row.setSpacing(theme.space(3))
        self._icon.setPixmap(theme.icon("warning", "warning").pixmap(side, side))
        self.close_button.setIcon(theme.icon("close", "muted"))
        self.close_button.setIconSize(QSize(side, side))
