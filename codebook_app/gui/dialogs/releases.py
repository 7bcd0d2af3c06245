"""The releases window: what is installed, what can be fetched, what changed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QTabWidget, QVBoxLayout, QWidget

from codebook_app.domain.release import Release
from codebook_app.gui.dialogs.licence import LicenceDialog
from codebook_app.gui.importing import local_paths
from codebook_app.gui.panels.catalogued_releases import CataloguedReleases
from codebook_app.gui.panels.compared_releases import ComparedReleases
from codebook_app.gui.panels.installed_releases import InstalledReleases
from codebook_app.gui.release_desk import ReleaseDesk
from codebook_app.gui.theme import Theme

INSTALLED, CATALOGUE, CHANGES = range(3)
"""The tabs, from the left."""


class ReleasesDialog(QDialog):
    """Three tabs over one desk; it does not stop work in the window."""

    dropped = Signal(object)
    """Files and folders to import: a list of paths."""
    download_asked = Signal(object)
    """A :class:`CataloguedRelease` to fetch and import."""
    cancel_asked = Signal()
    open_asked = Signal(str)
    """The text of a place to open in the book."""
    compare_asked = Signal(str, str, str, str)
    """A code set, a code, and the two releases its page is to be compared in."""

    def __init__(self, desk: ReleaseDesk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = theme
        self.setWindowTitle("Releases")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self._holders = (QWidget(self), QWidget(self), QWidget(self))
        self._catalogue: CataloguedReleases | None = None
        self._changes: ComparedReleases | None = None
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Releases")
        for holder, words in zip(
            self._holders, ("I&nstalled", "Get &more", "W&hat changed"), strict=True
        ):
            inside = QVBoxLayout(holder)
            inside.setContentsMargins(0, 0, 0, 0)
            self.tabs.addTab(holder, words)
        self.installed = InstalledReleases(desk, theme, parent=self)
        self._put(INSTALLED, self.installed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space(2), 0, 0)
        column.addWidget(self.tabs)
        self.tabs.currentChanged.connect(self._fill)
        self.installed.licence_asked.connect(self.ask_licence)
        desk.listed.connect(self._offer_licence)
        desk.removed.connect(self._on_changed)
        desk.confirmed.connect(self._on_changed)
        self._offered: set[str] = set()
        self.resize(self.sizeHint())  # Qt by itself stops at two thirds of the screen
        self.refresh()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for room for a wide table, within the window it stands over."""
        wanted = QSize(self._theme.length(980), self._theme.length(640))
        parent = self.parentWidget()
        return wanted.boundedTo(parent.size() * 0.94) if parent is not None else wanted

    def show_tab(self, tab: int) -> None:
        """Bring *tab* to the front with the focus in its list."""
        self.tabs.setCurrentIndex(tab)
        if tab == CATALOGUE:
            self.catalogue.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif tab == CHANGES:
            self.changes.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.installed.take_focus()

    # A tab is made when it is first wanted: all three at once would hold up the window.

    @property
    def catalogue(self) -> CataloguedReleases:
        """The tab of what can be fetched."""
        if self._catalogue is None:
            self._catalogue = CataloguedReleases(self._desk, self._theme, self)
            self._put(CATALOGUE, self._catalogue)
            self._catalogue.download_asked.connect(self.download_asked)
            self._catalogue.cancel_asked.connect(self.cancel_asked)
            self._desk.browse()
        return self._catalogue

    @property
    def changes(self) -> ComparedReleases:
        """The tab of what changed."""
        if self._changes is None:
            self._changes = ComparedReleases(self._desk, self._theme, self)
            self._put(CHANGES, self._changes)
            self._changes.open_asked.connect(self.open_asked)
            self._changes.compare_asked.connect(self.compare_asked)
            self._desk.list()
        return self._changes

    def _fill(self, tab: int) -> None:
        if tab == CATALOGUE:
            self.catalogue.show()
        elif tab == CHANGES:
            self.changes.show()

    def _put(self, tab: int, content: QWidget) -> None:
        inside = self._holders[tab].layout()
        if inside is not None:
            inside.addWidget(content)

    def refresh(self) -> None:
        """List all anew: a release has come or gone."""
        self._desk.list()
        self._desk.browse()

    def ask_licence(self, release: Release) -> None:
        """Show the owner's notice of *release*."""
        dialog = LicenceDialog(release, self._theme, self)
        dialog.confirmed.connect(self._desk.confirm)
        dialog.open()

    def _on_changed(self, _release: Release) -> None:
        self.refresh()

    def _offer_licence(self, releases: tuple[Release, ...]) -> None:
        """Once the list shows a release that is off, make it the current one."""
        for row, release in enumerate(releases):
            if not release.confirmed and release.title not in self._offered:
                self._offered.add(release.title)
                self.installed.table.make_current(row)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files and folders, to be imported."""
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Import what was dropped."""
        event.acceptProposedAction()
        self.dropped.emit(local_paths(event.mimeData()))
