"""What the person sees of installations and imports: the strip, the dialogs, the report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from codebook_app.domain.release import InstallReport
from codebook_app.errors import KnownError
from codebook_app.gui.installing import Installation
from codebook_app.gui.messages import Messages
from codebook_app.gui.panels.setup_strip import SetupStrip
from codebook_app.gui.theme import Theme

_FILTER = (
    "Official files (*.zip *.xml *.txt *.xlsx *.pdf *.csv *.tsv *.claml)"
    ";;Archives (*.zip);;All files (*)"
)


class Importing(QObject):
    """Ties an :class:`Installation` to what is shown of it over *window*."""

    said = Signal(str)
    """One line for the status bar."""

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        installation: Installation,
        strip: SetupStrip,
        messages: Messages,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._installation = installation
        self._strip = strip
        self._messages = messages
        strip.cancel_requested.connect(self._stop)
        strip.install_requested.connect(installation.install)
        installation.progressed.connect(strip.show_progress)
        installation.installed.connect(self._on_installed)
        installation.imported.connect(self._on_imported)
        installation.stopped.connect(self._on_stopped)
        installation.failed.connect(self._on_failed)

    def choose_files(self) -> None:
        """Let the person choose files to import."""
        dialog = QFileDialog(self._window, "Import files", "", _FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self._ask(dialog)

    def choose_folder(self) -> None:
        """Let the person choose a folder whose releases are to be imported."""
        dialog = QFileDialog(self._window, "Import folder")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._ask(dialog)

    def take(self, paths: Sequence[Path]) -> None:
        """Import *paths*, chosen or dropped."""
        if paths:
            self.said.emit(f"Importing {', '.join(path.name for path in paths)}…")
            self._installation.import_paths(paths)

    def _ask(self, dialog: QFileDialog) -> None:
        dialog.filesSelected.connect(lambda names: self.take([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _stop(self) -> None:
        self._strip.show_stopping()
        self._installation.cancel()

    def _on_installed(self, reports: tuple[InstallReport, ...]) -> None:
        self._strip.hide()
        if reports:
            from codebook_app.gui.dialogs.import_report import (
                summary,  # late: no first paint needs it
            )

            codes = sum(report.billable for report in reports)
            seconds = sum(report.seconds for report in reports)
            named = summary(reports).removeprefix("Imported: ").rstrip(".")
            self.said.emit(f"Installed {codes:,} codes in {seconds:.0f} seconds: {named}.")

    def _on_imported(self, reports: tuple[InstallReport, ...]) -> None:
        from codebook_app.gui.dialogs.import_report import ImportReportDialog, summary

        self._strip.hide()
        self.said.emit(summary(reports))
        ImportReportDialog(reports, self._theme, self._window).show()

    def _on_stopped(self) -> None:
        self._strip.show_trouble("Stopped. Nothing half-installed was kept.", retry=True)

    def _on_failed(self, fault: Exception, installing: bool) -> None:
        if installing and isinstance(fault, KnownError):
            self._strip.show_trouble(f"Not installed: {fault}", retry=True)
            return
        self._strip.hide()
        self._messages.show(fault, "installing the code set" if installing else "importing")
        if installing:
            self._strip.show_trouble("The code set could not be installed.", retry=True)


def local_paths(dragged: QMimeData) -> list[Path]:
    """Return the files and folders of this computer that are being dragged."""
    return [Path(url.toLocalFile()) for url in dragged.urls() if url.isLocalFile()]
