"""The releases that can be fetched from their publishers, when the person asks for it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.catalogue import CataloguedRelease
from codebook_app.errors import KnownError
from codebook_app.gui.models.columns import ColumnsModel
from codebook_app.gui.models.releases import catalogue_columns, catalogue_page
from codebook_app.gui.panels.rich_page import RichPage
from codebook_app.gui.panels.rows_view import RowsView
from codebook_app.gui.release_desk import ReleaseDesk
from codebook_app.gui.theme import Theme
from codebook_app.progress import Progress

_PROMISE = "Codebook uses the network only here, and only when you press Download."


class CataloguedReleases(QWidget):
    """Lists the catalogue; what is current can be fetched, with progress and a way to stop."""

    download_asked = Signal(object)
    """A :class:`CataloguedRelease` to fetch and import."""
    cancel_asked = Signal()

    def __init__(self, desk: ReleaseDesk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._busy = False
        self._wanted: tuple[str, str] | None = None
        self.model: ColumnsModel[CataloguedRelease] = ColumnsModel(catalogue_columns(), self)
        self.table = RowsView(self.model, "Releases that can be fetched", theme, (0, 1), self)
        self.page = RichPage("Where it is published", theme, self)
        self.word = QLabel(_PROMISE, self)
        self.word.setWordWrap(True)
        self.word.setTextFormat(Qt.TextFormat.PlainText)
        self.word.setProperty("role", "small")
        self.word.setAccessibleName("Download")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Download progress")
        self.bar.hide()
        self.page_button = QPushButton("Open publisher's &page", self)
        self.page_button.setAutoDefault(False)
        self.page_button.clicked.connect(self._open_page)
        self.cancel_button = QPushButton("Cancel download", self)
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self._cancel)
        self.cancel_button.hide()
        self.download_button = QPushButton("&Download", self)
        self.download_button.setProperty("role", "primary")
        self.download_button.setAutoDefault(False)
        self.download_button.clicked.connect(self.download)
        self._lay_out()
        self.table.moved.connect(self._show_current)
        self.table.chosen.connect(self.download)
        desk.catalogued.connect(self.show_catalogue)
        theme.changed.connect(self._dress)
        self._dress()
        self._show_current()

    @property
    def current(self) -> CataloguedRelease | None:
        """The release the buttons act on."""
        return self.model.row_at(self.table.currentIndex())

    def show_catalogue(self, entries: tuple[CataloguedRelease, ...]) -> None:
        """List *entries*; the one that was current stays so."""
        before = self.current
        wanted = self._wanted or ((before.code_set, before.release) if before else None)
        self._wanted = None
        self.model.show(entries)
        if wanted is not None:
            self.make_current(*wanted)
        self._show_current()

    def prefer(self, code_set: str, release: str) -> None:
        """Make a release current, once it is listed: the list may still be on its way."""
        self._wanted = None if self.model.rows else (code_set, release)
        self.make_current(code_set, release)

    def make_current(self, code_set: str, release: str) -> bool:
        """Make a release current, with its code set's newest where it is not listed."""
        rows = self.model.rows
        exact = [
            at for at, one in enumerate(rows) if (one.code_set, one.release) == (code_set, release)
        ]
        of_set = [at for at, one in enumerate(rows) if one.code_set == code_set]
        for at in [*exact, *of_set][:1]:
            self.table.make_current(at)
        return bool(exact)

    def download(self) -> None:
        """Fetch the current release, if it can be fetched and nothing else is under way."""
        entry = self.current
        if entry is not None and entry.places and not self._busy:
            self.download_asked.emit(entry)

    def show_progress(self, progress: Progress) -> None:
        """Show how far the work is; without a total the bar only says that it goes on."""
        self._set_busy(True)
        self.word.setText(progress.stage)
        self.bar.setRange(0, 1000 if progress.total else 0)
        if progress.total:
            self.bar.setValue(round(1000 * min(1.0, progress.done / progress.total)))

    def show_end(self, fault: Exception | None = None) -> None:
        """Say that the work ended: well, stopped by the person, or with a fault in one line."""
        self._set_busy(False)
        self.word.setProperty("role", "error" if fault is not None else "small")
        self.word.style().polish(self.word)
        if fault is None:
            self.word.setText(_PROMISE)
        elif isinstance(fault, KnownError):
            self.word.setText(str(fault))
        else:
            self.word.setText("The download ended with a fault in Codebook; the log has the rest.")

    def _cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self.word.setText("Stopping…")
        self.cancel_asked.emit()

    def _set_busy(self, busy: bool) -> None:
        if busy and self.word.property("role") != "small":
            self.word.setProperty("role", "small")
            self.word.style().polish(self.word)
        if busy != self._busy:
            self._busy = busy
            self.cancel_button.setEnabled(True)
            self.cancel_button.setVisible(busy)
            self.bar.setVisible(busy)
            self._show_current()

    def _open_page(self) -> None:
        if (entry := self.current) is not None and entry.page:
            QDesktopServices.openUrl(QUrl(entry.page))

    def _show_current(self) -> None:
        entry = self.current
        self.page.show_html(catalogue_page(entry) if entry else "")
        fetchable = entry is not None and bool(entry.places)
        self.download_button.setEnabled(fetchable and not self._busy)
        again = entry is not None and entry.installed and not entry.lacking
        self.download_button.setText("&Download again" if again else "&Download")
        self.page_button.setEnabled(entry is not None and bool(entry.page))

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self.table)
        split.addWidget(self.page)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        self._column = QVBoxLayout(self)
        self._column.addWidget(split, 1)
        self._column.addWidget(self.bar)
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self.word, 1)
        for button in (self.page_button, self.cancel_button, self.download_button):
            self._buttons.addWidget(button)
        self._column.addLayout(self._buttons)

    def _dress(self) -> None:
        side = self._theme.space(4)
        self._column.setContentsMargins(side, side, side, side)
        self._column.setSpacing(self._theme.space(3))
        self._buttons.setSpacing(self._theme.space(3))
