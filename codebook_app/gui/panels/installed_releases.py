"""The installed releases: when each is in force, what was checked, and how to be rid of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.release import Release
from codebook_app.gui.models.columns import ColumnsModel
from codebook_app.gui.models.releases import release_columns, release_page
from codebook_app.gui.panels.buttons import plain_button
from codebook_app.gui.panels.rich_page import RichPage
from codebook_app.gui.panels.rows_view import RowsView
from codebook_app.gui.release_desk import ReleaseDesk
from codebook_app.gui.theme import Theme

_EMPTY = (
    "No code set is installed yet. Drop official files, a folder or a zip on the window, choose "
    "them with Import files, or fetch them under “Get more”."
)


class InstalledReleases(QWidget):
    """Lists the releases; the one that is current is told of in full below."""

    import_asked = Signal()
    licence_asked = Signal(object)
    """A :class:`Release` that is off: its notice is to be shown."""
    document_asked = Signal(object)
    """A :class:`Release` whose guidelines are to be shown."""

    def __init__(
        self,
        desk: ReleaseDesk,
        theme: Theme,
        today: Callable[[], date] = date.today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = theme
        self._today = today
        self._focus_wanted = False
        self.model: ColumnsModel[Release] = ColumnsModel(release_columns(today), self)
        self.table = RowsView(self.model, "Installed releases", theme, parent=self)
        self.page = RichPage("About the release", theme, self)
        self.empty = QLabel(_EMPTY, self)
        self.empty.setProperty("role", "muted")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.remove_button = plain_button(self, "&Remove…", "Delete", self._ask_removal)
        self.licence_button = plain_button(self, "&Confirm licence…", "", self._ask_licence)
        self.document_button = plain_button(self, "&Guidelines", "", self._ask_document)
        self.import_button = plain_button(self, "&Import files…", "Ctrl+I", self.import_asked.emit)
        self._lay_out()
        self.table.moved.connect(self._show_current)
        self.table.delete_asked.connect(self._ask_removal)
        desk.listed.connect(self.show_releases)
        desk.dependents_known.connect(self._confirm_removal)
        theme.changed.connect(self._dress)
        self._dress()
        self.show_releases(())

    @property
    def current(self) -> Release | None:
        """The release the buttons act on."""
        return self.model.row_at(self.table.currentIndex())

    def take_focus(self) -> None:
        """Put the focus into the table, once there are releases in it."""
        self._focus_wanted = not self.model.rowCount()
        wanted = self.import_button if self._focus_wanted else self.table
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_releases(self, releases: tuple[Release, ...]) -> None:
        """List *releases*; the one that was current stays so."""
        before = self.current.title if self.current else ""
        self.model.show(releases)
        titles = [release.title for release in releases]
        if before in titles:
            self.table.make_current(titles.index(before))
        self._split.setVisible(bool(releases))
        self.empty.setVisible(not releases)
        self._show_current()
        if releases and self._focus_wanted and self.window().focusWidget() is self.import_button:
            self.take_focus()

    def _show_current(self) -> None:
        release = self.current
        self.remove_button.setEnabled(release is not None)
        self.licence_button.setVisible(release is not None and not release.confirmed)
        self.document_button.setVisible(
            release is not None and any(file.part == "guidelines" for file in release.sources)
        )
        self.page.show_html(release_page(release, self._today()) if release else "")

    def _ask_removal(self) -> None:
        if (release := self.current) is not None:
            self._desk.ask_dependents(release)

    def _ask_licence(self) -> None:
        if (release := self.current) is not None:
            self.licence_asked.emit(release)

    def _ask_document(self) -> None:
        if (release := self.current) is not None:
            self.document_asked.emit(release)

    def _confirm_removal(self, release: Release, dependents: tuple[str, ...]) -> None:
        box = QMessageBox(
            QMessageBox.Icon.Question, "Remove a release", f"Remove {release.title}?", parent=self
        )
        box.setTextFormat(Qt.TextFormat.PlainText)
        depends = "\n".join(f"• {word}" for word in dependents)
        box.setInformativeText(
            f"{depends}\n\nIt can be imported again from the same files.".strip()
        )
        remove = box.addButton("Remove", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        remove.clicked.connect(lambda: self._desk.remove(release))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _lay_out(self) -> None:
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(self.table)
        self._split.addWidget(self.page)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 1)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._split, 1)
        self._column.addWidget(self.empty, 1)
        self._buttons = QHBoxLayout()
        for button in (self.remove_button, self.licence_button, self.document_button):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.import_button)
        self._column.addLayout(self._buttons)

    def _dress(self) -> None:
        side = self._theme.space(4)
        self._column.setContentsMargins(side, side, side, side)
        self._column.setSpacing(self._theme.space(3))
        self._buttons.setSpacing(self._theme.space(3))
