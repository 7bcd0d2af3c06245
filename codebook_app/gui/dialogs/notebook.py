"""The notebook's window: favourites, bookmarks in folders, notes; found as the person types."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
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
    NotebookContents,
    NotebookImport,
    OwnNote,
)
from codebook_app.errors import KnownError
from codebook_app.gui.dialogs.fitting import fit
from codebook_app.gui.models.notebook_rows import NotebookRow
from codebook_app.gui.notebook_desk import NotebookDesk
from codebook_app.gui.panels.note_pad import NotePad
from codebook_app.gui.panels.notebook_tree import NotebookTree
from codebook_app.gui.panels.notice import NoticeBar
from codebook_app.gui.theme import Theme

if TYPE_CHECKING:
    from codebook_app.services.notebook import Notebook
    from codebook_app.services.notebook_find import NotebookFinder

_STEPS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FILES = "Notebook (*.json);;For reading (*.md)"
_LESSON = (
    "Nothing is in your notebook yet.\n\n"
    "In the book, with a code in focus:\n"
    "Ctrl+M writes a note on it\n"
    "Ctrl+D makes it a favourite\n"
    "Ctrl+Shift+M keeps the place as a bookmark"
)
_REMOVED_SHOWN = 30
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
        self._want = ""
        self._rename_wanted = False

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

        self.keep = self._button("&Bookmark this page", "bookmark", "Ctrl+Shift+M", self._bookmark)
        self.folder = self._button("New &folder", "folder", "Ctrl+Shift+N", self._new_folder)
        self.rename = self._button("&Rename", "edit", "F2", self.tree.rename)
        self.remove = self._button("Re&move", "delete", "Delete, in the list", self._remove_current)
        self.more = QToolButton(self)
        self.more.setText("More")
        self.more.setAccessibleName("More: export, import, sort, removed notes")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._menu = QMenu(self)
        self.more.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._removed = QMenu("Removed &notes", self)
        self._removed.aboutToShow.connect(self._fill_removed)
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

    def look_for(self, text: str) -> None:
        """Show what answers *text*."""
        self.line.setText(text)
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def undo(self) -> None:
        """Take the notebook's last change back, whoever made it."""
        self.notice.pass_over()
        self._desk.undo(None, self._tell_undone)

    def redo(self) -> None:
        """Make the change that was undone last again."""

        def done(change: NotebookChange) -> None:
            self.notice.say(
                f"Done again: {change.word}." if change.number else "There is nothing to redo."
            )

        self._change(lambda notebook: notebook.redo(), done)

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

    def _show(self) -> None:
        finder = self._desk.finder
        if finder is None:
            return
        typed = self.line.text().strip()
        found = finder.found(typed)
        self.tree.show_contents(found, finder.titles, only_found=bool(typed), want=self._want)
        want, self._want = self._want, ""
        has_any = bool(found.notes or found.bookmarks or found.favourites or found.folders)
        shown = has_any if not typed else self.tree.tree_model.rowCount() > 0
        self.tree.setVisible(shown)
        self.empty.setVisible(not shown)
        self.empty.setText(
            f"Nothing in your notebook has “{typed}” in its words or its code."
            if typed
            else _LESSON
        )
        if self._rename_wanted and want and self.tree.current is not None:
            self._rename_wanted = False
            if self.tree.current.key == want:
                self.tree.rename()
        self._on_moved()

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

    # Changes --------------------------------------------------------------------------------

    def _bookmark(self) -> None:
        place, code_set, code, title = self._place_in_focus()
        if not place:
            self.notice.say("Open a page of a book first: that page is then kept here.")
            return
        within = self.tree.current.folder_id if self.tree.current is not None else ""

        def done(made: tuple[Bookmark, NotebookChange]) -> None:
            self._want_row(f"bookmark {made[0].id}")

        self._change(
            lambda notebook: notebook.bookmarks.add(place, code_set, code, title, within), done
        )

    def _new_folder(self) -> None:
        within = self.tree.current.folder_id if self.tree.current is not None else ""

        def done(made: tuple[Folder, NotebookChange]) -> None:
            self._rename_wanted = True
            self._want_row(f"folder {made[0].id}")

        self.line.clear()
        self._change(lambda notebook: notebook.bookmarks.create_folder("New folder", within), done)

    def _on_rename(self, entry: Folder | Bookmark, name: str) -> None:
        def work(notebook: Notebook) -> NotebookChange:
            if isinstance(entry, Folder):
                return notebook.bookmarks.rename_folder(entry, name)
            return notebook.bookmarks.rename(entry, name)

        self._change(work)

    def _on_move(self, entry: Folder | Bookmark, folder_id: str, at: int | None) -> None:
        def work(notebook: Notebook) -> NotebookChange:
            if isinstance(entry, Folder):
                return notebook.bookmarks.move_folder(entry, folder_id, at)
            return notebook.bookmarks.move(entry, folder_id, at)

        self._change(work)

    def _remove_current(self) -> None:
        self._with_current(self._remove)

    def _remove(self, row: NotebookRow) -> None:
        entry = row.entry
        what = f"The {row.kind} {row.code or f'“{row.title}”'}"
        if isinstance(entry, OwnNote):
            what = f"Your note on {entry.code}"

        def work(notebook: Notebook) -> NotebookChange | None:
            match entry:
                case OwnNote():
                    return notebook.remove_note(entry)
                case Folder():
                    return notebook.bookmarks.remove_folder(entry)
                case Bookmark():
                    return notebook.bookmarks.remove(entry)
                case Favourite():
                    return notebook.remove_favourite(entry)
            return None

        def done(change: NotebookChange | None) -> None:
            if change is not None:
                self.notice.offer(
                    f"{what} was removed.",
                    "Undo (Ctrl+Z)",
                    lambda: self._desk.undo(change, self._tell_undone),
                )

        if isinstance(entry, OwnNote):
            self.pad.finish()
        self._change(work, done)

    def _sort(self) -> None:
        within = self.tree.current.folder_id if self.tree.current is not None else ""
        self._change(lambda notebook: notebook.bookmarks.sort(within))

    def _export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Export the notebook", "codebook-notebook.json", _FILES
        )
        if name:
            self.export_to(Path(name))

    def export_to(self, file: Path) -> None:
        """Write the whole notebook to *file*."""
        self.pad.finish()

        def done(contents: NotebookContents) -> None:
            number = len(contents.notes) + len(contents.bookmarks) + len(contents.favourites)
            self.notice.say(f"{number} entries were written to {file}.")

        self._change(lambda notebook: notebook.export(file), done)

    def _import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Import a notebook", "", "Notebook (*.json)")
        if name:
            self.import_from(Path(name))

    def import_from(self, file: Path) -> None:
        """Add what an exported notebook holds to this one."""

        def done(report: NotebookImport) -> None:
            words = report.words
            if report.change.number:
                self.notice.offer(
                    words,
                    "Undo (Ctrl+Z)",
                    lambda: self._desk.undo(report.change, self._tell_undone),
                )
            else:
                self.notice.say(words)

        self._change(lambda notebook: notebook.import_file(file), done)

    def _restore(self, note: OwnNote) -> None:
        self._want = f"note {note.id}"
        self._change(lambda notebook: notebook.restore(note.id))

    def _change(
        self,
        work: Callable[[Notebook], object],
        done: Callable[..., None] | None = None,
    ) -> None:
        def answered(result: object) -> None:
            if done is not None:
                done(result)

        self._desk.change(work, answered, self._tell_fault)

    def _tell_fault(self, fault: Exception) -> None:
        if isinstance(fault, KnownError):
            self.notice.say_fault(str(fault))
        else:
            self._desk.failed.emit(fault, "changing the notebook")

    def _tell_undone(self, change: NotebookChange) -> None:
        self.notice.say(f"Undone: {change.word}." if change.number else "There is nothing to undo.")

    def _want_row(self, key: str) -> None:
        self._want = key
        self._show()

    # What a row stands for ------------------------------------------------------------------

    def _with_current(self, use: Callable[[NotebookRow], None]) -> None:
        if self.tree.current is not None:
            use(self.tree.current)

    def _open(self, row: NotebookRow) -> None:
        if row.place:
            self.pad.finish()
            self.hide()
            self.open_asked.emit(row.place)

    def _add(self, row: NotebookRow) -> None:
        if row.code:
            self.add_asked.emit(row.code, row.code_set)

    # Looks ----------------------------------------------------------------------------------

    def _fill_menu(self) -> None:
        self._menu.clear()
        self._menu.addAction("&Export…", self._export)
        self._menu.addAction("&Import…", self._import)
        self._menu.addSeparator()
        self._menu.addAction("&Sort this folder", self._sort)
        self._menu.addMenu(self._removed)
        self._menu.addSeparator()
        self._menu.addAction("&Undo\tCtrl+Z", self.undo)
        self._menu.addAction("Re&do\tCtrl+Y", self.redo)

    def _fill_removed(self) -> None:
        self._removed.clear()
        self._removed.addAction("Looking…").setEnabled(False)
        self._desk.ask(lambda notebook: notebook.deleted_notes(), self._show_removed)

    def _show_removed(self, notes: tuple[OwnNote, ...]) -> None:
        self._removed.clear()
        if not notes:
            self._removed.addAction("No note was removed").setEnabled(False)
        for note in notes[:_REMOVED_SHOWN]:
            text = " ".join(note.text.split())[:60].replace("&", "&&")
            action = self._removed.addAction(f"{note.code}   {text}")
            action.setToolTip("Bring this note back")
            action.triggered.connect(lambda _=False, note=note: self._restore(note))

    def _button(self, words: str, icon: str, keys: str, answer: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        button.setText(words)
        button.setToolTip(keys)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIcon(self._theme.icon(icon))
        button.setIconSize(QSize(self._theme.icon_size, self._theme.icon_size))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(answer)
        return button

    def _connect(self) -> None:
        model = self.tree.tree_model
        self.tree.moved.connect(self._on_moved)
        self.tree.opened.connect(self._open)
        self.tree.add_asked.connect(self._add)
        self.tree.remove_asked.connect(self._remove)
        model.rename_requested.connect(self._on_rename)
        model.move_requested.connect(self._on_move)
        self.pad.closed.connect(lambda: self.tree.setFocus(Qt.FocusReason.OtherFocusReason))
        self._desk.refreshed.connect(self._on_refreshed)
        # What came while a name was being typed is shown now.
        self.tree.itemDelegate().closeEditor.connect(
            lambda *_: QTimer.singleShot(0, self, self._show)
        )
        for keys, answer in (
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
            ("Ctrl+Shift+Z", self.redo),
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
        side = theme.space(5)
        column = QVBoxLayout(self)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme.space(3))
        column.addWidget(self.line)
        tools = QHBoxLayout()
        tools.setSpacing(theme.space(2))
        for button in (self.keep, self.folder, self.rename, self.remove):
            tools.addWidget(button)
        tools.addStretch(1)
        tools.addWidget(self.more)
        column.addLayout(tools)
        column.addWidget(self.notice)
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
        column.addWidget(parts, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space(3))
        foot.addStretch(1)
        foot.addWidget(self.add)
        foot.addWidget(self.open_button)
        column.addLayout(foot)
        self.more.setProperty("role", "quiet")
        self.more.setIcon(theme.icon("more"))
        self.more.setIconSize(QSize(theme.icon_size, theme.icon_size))
        self.pad.hide()
        fit(self, theme, 560, 620)
        self.setTabOrder(self.line, self.tree)
