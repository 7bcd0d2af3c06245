"""The notebook's window: favourites, bookmarks in folders, notes; found as the person types."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.notebook import (
    Bookmark,
    Favourite,
    Folder,
    NotebookChange,
    OwnNote,
)
from codebook_app.gui.dialogs.fitting import fit
from codebook_app.gui.models.notebook_rows import NotebookRow
from codebook_app.gui.notebook_changes import NotebookChanges
from codebook_app.gui.notebook_desk import NotebookDesk
from codebook_app.gui.panels.note_pad import NotePad
from codebook_app.gui.panels.notebook_menu import NotebookMenu
from codebook_app.gui.panels.notebook_tree import NotebookTree
from codebook_app.gui.panels.notice import NoticeBar
from codebook_app.gui.theme import Theme

if TYPE_CHECKING:
    from codebook_app.services.notebook_find import NotebookFinder

_STEPS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LESSON = (
    "Nothing is in your notebook yet.\n\n"
    "In the book, with a code in focus:\n"
    "Ctrl+M writes a note on it\n"
    "Ctrl+D makes it a favourite\n"
    "Ctrl+Shift+M keeps the place as a bookmark"
)
_PAD = 170


class NotebookDialog(QDialog):
    """Shows the notebook: Enter opens in the book, Ctrl+Enter adds to the encounter.

    Opening gives way to the book; shown again, it is as it was left. Every change is kept at once
    and taken back by Ctrl+Z. The note in focus is read and written below the tree.
    """

    open_asked = Signal(str)
    """The text of a place to open in the book."""
    add_asked = Signal(str, str)
    """A code that is to go to the encounter, and its code set."""
    folder_used = Signal(str)
    """New bookmarks go into the folder of this id now."""

    def __init__(
        self,
        desk: NotebookDesk,
        theme: Theme,
        place_in_focus: Callable[[], tuple[str, str, str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Notebook")
        self._desk = desk
        self._theme = theme
        self._place_in_focus = place_in_focus
        self._icons: dict[QToolButton, str] = {}
        self.changes = NotebookChanges(desk, self)

        self.line = QLineEdit(self)
        self.line.setProperty("role", "search")
        self.line.setPlaceholderText("Find in your notes, bookmarks and favourites")
        self.line.setAccessibleName("Find in the notebook")
        self.line.setClearButtonEnabled(True)
        self.line.installEventFilter(self)
        self.line.textChanged.connect(lambda _: self._show())
        self.tree = NotebookTree(theme, self)
        self.empty = QLabel(self)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("role", "muted")
        self.empty.setWordWrap(True)
        self.pad = NotePad(desk, theme, self)
        self.notice = NoticeBar(theme, self)

        self.keep = self._button("&Bookmark this page", "bookmark", "Ctrl+Shift+M")
        self.folder = self._button("New &folder", "folder", "Ctrl+Shift+N")
        self.rename = self._button("&Rename", "edit", "F2")
        self.remove = self._button("Re&move", "delete", "Delete, in the list")
        self.more = self._button("More", "more", "Export, import, sort, removed notes, undo")
        self.more.setAccessibleName("More: export, import, sort, removed notes")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = NotebookMenu(desk, self.changes, self._folder_in_focus, self)
        self.more.setMenu(self.menu)
        self.add = QPushButton("&Add to encounter", self)
        self.add.setToolTip("Ctrl+Enter")
        self.add.clicked.connect(lambda: self._with_current(self._add))
        self.open_button = QPushButton("&Open", self)
        self.open_button.setProperty("role", "primary")
        self.open_button.setToolTip("Enter")
        self.open_button.clicked.connect(lambda: self._with_current(self._open))
        for button in (self.add, self.open_button):
            button.setAutoDefault(False)
        self._lay_out()
        self._connect()
        desk.refresh()

    # What the person does -------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let the arrows and Enter act on the tree while the person types."""
        if (
            watched is self.line
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (*_STEPS, *_ENTER)
        ):
            # Straight to the handler: sent as an event it would come back to the line unhandled.
            self.tree.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Show what has changed meanwhile, ready to look for something else."""
        super().showEvent(event)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()
        self._show()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Close in any case, whatever is looked for."""
        self.line.clear()
        super().closeEvent(event)

    def reject(self) -> None:
        """Close; a field that finds something is cleared first."""
        if self.line.text():
            self.line.clear()
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.pad.finish()
        super().reject()

    # What is shown --------------------------------------------------------------------------

    def _show(self, want: str = "", *, rename: bool = False) -> None:
        finder = self._desk.finder
        if finder is None:
            return
        typed = self.line.text().strip()
        found = finder.found(typed)
        self.tree.show_contents(found, finder.titles, only_found=bool(typed), want=want)
        has_any = bool(found.notes or found.bookmarks or found.favourites or found.folders)
        shown = has_any if not typed else self.tree.tree_model.rowCount() > 0
        self.tree.setVisible(shown)
        self.empty.setVisible(not shown)
        self.empty.setText(
            f"Nothing in your notebook has “{typed}” in its words or its code."
            if typed
            else _LESSON
        )
        self._on_moved()
        if rename and self.tree.current is not None and self.tree.current.key == want:
            self.tree.rename()

    def _on_refreshed(self, _finder: NotebookFinder) -> None:
        editing = self.tree.state() == NotebookTree.State.EditingState
        if self.isVisible() and not editing and not self._is_typing():
            self._show()

    def _on_moved(self) -> None:
        row = self.tree.current if self.tree.isVisibleTo(self) else None
        entry = row.entry if row is not None else None
        has_code = row is not None and bool(row.code)
        self.open_button.setEnabled(row is not None and bool(row.place))
        self.add.setEnabled(has_code)
        self.rename.setEnabled(isinstance(entry, Folder | Bookmark))
        self.remove.setEnabled(isinstance(entry, Folder | Bookmark | Favourite | OwnNote))
        if isinstance(entry, OwnNote) and row is not None:
            if not self._is_typing():
                self.pad.open(entry.code_set, entry.code, row.title, (entry,))
            self.pad.show()
        elif not self._is_typing():
            self.pad.finish()
            self.pad.hide()
        self.folder_used.emit(row.folder_id if row is not None else "")

    def _is_typing(self) -> bool:
        return self.pad.isVisible() and (self.pad.edit.hasFocus() or not self.pad.is_kept)

    # What a row stands for ------------------------------------------------------------------

    def _with_current(self, use: Callable[[NotebookRow], None]) -> None:
        if self.tree.current is not None:
            use(self.tree.current)

    def _folder_in_focus(self) -> str:
        return self.tree.current.folder_id if self.tree.current is not None else ""

    def _bookmark(self) -> None:
        self.changes.bookmark(*self._place_in_focus(), self._folder_in_focus())

    def _new_folder(self) -> None:
        self.line.clear()
        self.changes.new_folder(self._folder_in_focus())

    def _remove(self, row: NotebookRow) -> None:
        self.pad.finish()
        self.changes.remove(row)

    def _offer_undo(self, words: str, change: NotebookChange) -> None:
        self.notice.offer(words, "Undo (Ctrl+Z)", lambda: self.changes.undo(change))

    def _undo(self) -> None:
        self.notice.pass_over()
        self.changes.undo()

    def _open(self, row: NotebookRow) -> None:
        if row.place:
            self.pad.finish()
            self.hide()
            self.open_asked.emit(row.place)

    def _add(self, row: NotebookRow) -> None:
        if row.code:
            self.add_asked.emit(row.code, row.code_set)

    # Looks ----------------------------------------------------------------------------------

    def _button(self, words: str, icon: str, keys: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        button.setText(words)
        button.setToolTip(keys)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._icons[button] = icon
        return button

    def _connect(self) -> None:
        model = self.tree.tree_model
        self.tree.moved.connect(self._on_moved)
        self.tree.opened.connect(self._open)
        self.tree.add_asked.connect(self._add)
        self.tree.remove_asked.connect(self._remove)
        model.rename_requested.connect(self.changes.rename)
        model.move_requested.connect(self.changes.move)
        self.keep.clicked.connect(self._bookmark)
        self.folder.clicked.connect(self._new_folder)
        self.rename.clicked.connect(self.tree.rename)
        self.remove.clicked.connect(lambda: self._with_current(self._remove))
        self.changes.row_wanted.connect(lambda key, rename: self._show(key, rename=rename))
        self.changes.said.connect(self.notice.say)
        self.changes.faulted.connect(self.notice.say_fault)
        self.changes.offered.connect(self._offer_undo)
        self.menu.aboutToShow.connect(self.pad.finish)  # what is typed is exported too
        self._theme.changed.connect(self._dress)
        self.pad.closed.connect(lambda: self.tree.setFocus(Qt.FocusReason.OtherFocusReason))
        self._desk.refreshed.connect(self._on_refreshed)
        # What came while a name was being typed is shown now.
        self.tree.itemDelegate().closeEditor.connect(
            lambda *_: QTimer.singleShot(0, self, self._show)
        )
        for keys, answer in (
            ("Ctrl+Z", self._undo),
            ("Ctrl+Y", self.changes.redo),
            ("Ctrl+Shift+Z", self.changes.redo),
            ("Ctrl+Shift+N", self._new_folder),
            ("Ctrl+Shift+M", self._bookmark),
            ("Ctrl+L", self.line.setFocus),
            ("Ctrl+F", self.line.setFocus),
            ("Ctrl+M", self.pad.focus),
            ("Ctrl+Shift+B", self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(answer)

    def _lay_out(self) -> None:
        theme = self._theme
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.line)
        self._tools = QHBoxLayout()
        for button in (self.keep, self.folder, self.rename, self.remove):
            self._tools.addWidget(button)
        self._tools.addStretch(1)
        self._tools.addWidget(self.more)
        self._column.addLayout(self._tools)
        self._column.addWidget(self.notice)
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.setChildrenCollapsible(False)
        upper = QWidget()
        stacked = QVBoxLayout(upper)
        stacked.setContentsMargins(0, 0, 0, 0)
        stacked.addWidget(self.tree, 1)
        stacked.addWidget(self.empty, 1)
        parts.addWidget(upper)
        parts.addWidget(self.pad)
        parts.setStretchFactor(0, 1)
        parts.setSizes([theme.length(400), theme.length(_PAD)])
        self._column.addWidget(parts, 1)
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        self._foot.addWidget(self.add)
        self._foot.addWidget(self.open_button)
        self._column.addLayout(self._foot)
        self.pad.hide()
        self.setTabOrder(self.line, self.tree)
        self._dress()
        fit(self, theme, 560, 620)

    def _dress(self) -> None:
        theme = self._theme
        side = theme.space(5)
        self._column.setContentsMargins(side, side, side, side)
        self._column.setSpacing(theme.space(3))
        self._tools.setSpacing(theme.space(2))
        self._foot.setSpacing(theme.space(3))
        for button, icon in self._icons.items():
            button.setIcon(theme.icon(icon))
            button.setIconSize(QSize(theme.icon_size, theme.icon_size))
