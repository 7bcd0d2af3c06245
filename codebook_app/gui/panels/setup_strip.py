"""The strip under the top bar: how far an installation is, and what to do when it ended early."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from codebook_app.gui.theme import Theme
from codebook_app.progress import Progress


class SetupStrip(QFrame):
    """Says what is being installed; hidden when nothing is to be said."""

    cancel_requested = Signal()
    install_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "strip")
        self._icon = QLabel()
        self._word = QLabel()
        self._word.setWordWrap(True)
        self._word.setAccessibleName("Installation")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Installation progress")
        self._percent = QLabel()
        self._percent.setProperty("role", "muted")
        self._cancel = QPushButton("Cancel")
        self._cancel.setAccessibleName("Cancel the installation")
        self._cancel.setAutoDefault(False)
        self._install = QPushButton("Install")
        self._install.setProperty("role", "primary")
        self._install.setAccessibleName("Install the code set that comes with Codebook")
        self._dismiss = QPushButton("Dismiss")
        self._dismiss.setProperty("role", "quiet")
        layout = QHBoxLayout(self)
        layout.addWidget(self._icon)
        layout.addWidget(self._word, 2)
        layout.addWidget(self._bar, 3)
        layout.addWidget(self._percent)
        layout.addWidget(self._cancel)
        layout.addWidget(self._install)
        layout.addWidget(self._dismiss)
        self._icon_name, self._icon_colour = "import", "accent"
        self._cancel.clicked.connect(self.cancel_requested)
        self._install.clicked.connect(self.install_requested)
        self._dismiss.clicked.connect(self.hide)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is; without a total the bar only says that work goes on."""
        self._parts(working=True, retry=False)
        self._say(progress.stage, "import", "accent")
        self._bar.setRange(0, 1000 if progress.total else 0)
        if progress.total:
            share = min(1.0, progress.done / progress.total)
            self._bar.setValue(round(share * 1000))
            self._percent.setText(f"{share:.0%}")
        else:
            self._percent.clear()

    def show_stopping(self) -> None:
        """Say that the work is being stopped."""
        self._cancel.setEnabled(False)
        self._word.setText("Stopping…")

    def show_trouble(self, word: str, *, retry: bool) -> None:
        """Say why nothing goes on; with *retry* the Install button stands beside it."""
        self._parts(working=False, retry=retry)
        self._say(word, "warning", "warning")

    def _say(self, word: str, icon: str, colour: str) -> None:
        if (icon, colour) != (self._icon_name, self._icon_colour):
            self._icon_name, self._icon_colour = icon, colour
            self._dress()
        if self._word.text() != word:
            self._word.setText(word)
        self.show()

    def _parts(self, *, working: bool, retry: bool) -> None:
        self._cancel.setEnabled(True)
        for part in (self._bar, self._percent, self._cancel):
            part.setVisible(working)
        self._install.setVisible(retry)
        self._dismiss.setVisible(not working and not retry)

    def _dress(self) -> None:
        theme = self._theme
        side, high = theme.space(5), theme.space(2)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(side, high, side, high)
            layout.setSpacing(theme.space(4))
        icon = theme.icon(self._icon_name, self._icon_colour)
        self._icon.setPixmap(icon.pixmap(theme.icon_size, theme.icon_size))
        self._percent.setMinimumWidth(
            self._percent.fontMetrics().horizontalAdvance("100%") + theme.space(1)
        )
