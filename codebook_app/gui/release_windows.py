"""The windows about releases: made when they are first asked for, one of each at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from codebook_app.gui.code_set_names import FIRST
from codebook_app.gui.release_desk import ReleaseDesk

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from codebook_app.domain.catalogue import CataloguedRelease
    from codebook_app.domain.page import Page
    from codebook_app.domain.release import InstallReport, Release, ReleaseChoice
    from codebook_app.gui.currency import CurrencyNews
    from codebook_app.gui.dialogs.releases import ReleasesDialog
    from codebook_app.gui.importing import Importing
    from codebook_app.gui.installing import Installation
    from codebook_app.gui.jobs import Worker
    from codebook_app.gui.theme import Theme
    from codebook_app.services.program import Program


class ReleaseWindows(QObject):
    """Opens the releases window, the guidelines and the licence over *window*.

    The dialogs are imported when they are wanted, off the way to the first paint.
    """

    releases_changed = Signal()
    """A release came, went or was switched on: what is shown must be read again."""
    open_asked = Signal(str)
    """The text of a place to open in the book."""
    failed = Signal(object, str)
    """A fault that needs a dialog, and what was being done."""
    said = Signal(str)

    def __init__(
        self,
        program: Program,
        window: QWidget,
        theme: Theme,
        *,
        reading: Worker,
        jobs: Worker,
        installation: Installation,
        importing: Importing,
    ) -> None:
        super().__init__(window)
        self._program = program
        self._window = window
        self._theme = theme
        self._installation = installation
        self._importing = importing
        self._reading = reading
        self._dialog: ReleasesDialog | None = None
        self._document: QDialog | None = None
        self._downloading = False
        self._desk = ReleaseDesk(
            program.releases, program.catalogue, program.changes, reading=reading, jobs=jobs
        )
        self._desk.removed.connect(self._on_removed)
        self._desk.confirmed.connect(self._on_confirmed)
        self._desk.failed.connect(self.failed)
        installation.imported.connect(self._on_imported)
        installation.progressed.connect(self._on_progress)
        installation.stopped.connect(self._on_stopped)
        installation.failed.connect(self._on_failed)

    def show_installed(self) -> None:
        """Show what is installed."""
        self._show(0)

    def show_catalogue(self, code_set: str = "", release: str = "") -> None:
        """Show what can be fetched, at a release where one is named."""
        dialog = self._show(1)
        if code_set:
            dialog.catalogue.prefer(code_set, release)

    def show_changes(self) -> None:
        """Show what changed between two releases."""
        self._show(2)

    def show_page_compared(
        self, code_set: str, code: str, before: str = "", after: str = ""
    ) -> None:
        """Show the page of *code* in two releases, by default the newest and the one before it.

        Where only *after* is named it is compared with the release before that.
        """
        from codebook_app.gui.dialogs.compared_codes import ComparedCodesDialog
        from codebook_app.gui.page_comparing import PageComparing

        comparing = PageComparing(
            self._program.page_comparisons, self._program.releases, self._reading
        )
        dialog = ComparedCodesDialog(comparing, self._theme, self._window)
        comparing.setParent(dialog)
        dialog.open_asked.connect(self.open_asked)
        dialog.compare(code_set, code, before, after)
        dialog.show()

    def show_guidelines_to(self, page: Page | None, choice: ReleaseChoice | None) -> None:
        """Show the guidelines that go with what is read: *page*, else the release chosen.

        They are those for diagnoses, whatever other code set is open.
        """
        if page is not None and page.choice.release.code_set == FIRST:
            chapter = (*page.ancestors, page.heading)[0].code
            self.show_guidelines(FIRST, page.choice.release.release, chapter)
        elif choice is not None and choice.release.code_set == FIRST:
            self.show_guidelines(FIRST, choice.release.release)
        else:
            self.show_guidelines(FIRST, "")

    def show_guideline_section(self, section: str, release: str) -> None:
        """Show the guidelines for diagnoses that go with *release* at *section*: I.C.9.a.2."""
        self.show_guidelines(FIRST, release, section=section)

    def show_guidelines(
        self, code_set: str, release: str, chapter: str = "", *, section: str = ""
    ) -> None:
        """Show the guidelines kept with a release, opened at a chapter's section, or at one."""
        from codebook_app.gui.dialogs.document import DocumentDialog
        from codebook_app.gui.documents import DocumentPages

        if self._document is not None and isValid(self._document):
            self._document.close()
        pages = DocumentPages(self._program.releases, code_set, release)
        self._document = DocumentDialog(pages, self._theme, chapter, self._window, section=section)
        self._document.show()

    def show_news(self, news: CurrencyNews) -> None:
        """Show which codes came and went."""
        from codebook_app.gui.dialogs.currency import CurrencyDialog

        CurrencyDialog(news, self._theme, self._window).show()

    def close(self) -> None:
        """Close what is open, the document's worker too."""
        for dialog in (self._document, self._dialog):
            if dialog is not None and isValid(dialog):
                dialog.close()

    def _show(self, tab: int) -> ReleasesDialog:
        from codebook_app.gui.dialogs.releases import ReleasesDialog

        if self._dialog is None or not isValid(self._dialog):
            self._dialog = ReleasesDialog(self._desk, self._theme, self._window)
            self._dialog.dropped.connect(self._importing.take)
            self._dialog.installed.import_asked.connect(self._importing.choose_files)
            self._dialog.installed.document_asked.connect(
                lambda release: self.show_guidelines(release.code_set, release.release)
            )
            self._dialog.download_asked.connect(self._download)
            self._dialog.cancel_asked.connect(self._installation.cancel)
            self._dialog.open_asked.connect(self.open_asked)
            self._dialog.compare_asked.connect(self.show_page_compared)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()
        self._dialog.show_tab(tab)
        return self._dialog

    def _download(self, entry: CataloguedRelease) -> None:
        self._downloading = True
        self._installation.download(self._program.catalogue, entry.code_set, entry.release)

    # What comes back ------------------------------------------------------------------------

    @property
    def _shown(self) -> ReleasesDialog | None:
        dialog = self._dialog
        return dialog if dialog is not None and isValid(dialog) else None

    def _on_progress(self, progress: object) -> None:
        if self._downloading and (dialog := self._shown) is not None:
            dialog.catalogue.show_progress(progress)  # type: ignore[arg-type]

    def _on_imported(self, reports: tuple[InstallReport, ...]) -> None:
        self._end()
        if (dialog := self._shown) is not None:
            dialog.refresh()
        self.releases_changed.emit()
        if any(report.notice for report in reports):
            self._show(0)  # its licence is to be confirmed

    def _on_stopped(self) -> None:
        self._end()

    def _on_failed(self, fault: Exception, _installing: bool) -> None:
        self._end(fault)

    def _end(self, fault: Exception | None = None) -> None:
        if self._downloading:
            self._downloading = False
            if (dialog := self._shown) is not None:
                dialog.catalogue.show_end(fault)

    def _on_removed(self, release: Release) -> None:
        self.said.emit(f"{release.title} was removed.")
        self.releases_changed.emit()

    def _on_confirmed(self, release: Release) -> None:
        self.said.emit(f"{release.title} can be searched and read now.")
        self.releases_changed.emit()
