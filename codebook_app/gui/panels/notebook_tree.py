"""The tree of the notebook: walked, moved in and renamed by keys; dragged with the mouse."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from codebook_app.domain.notebook import Bookmark, CodeTitles, Folder, NotebookContents
from codebook_app.gui.models.notebook import NotebookModel
from codebook_app.gui.models.notebook_rows import NotebookRow, Section
from codebook_app.gui.panels.notebook_delegate import NotebookDelegate
from codebook_app.gui.theme import Theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NotebookTree(QTreeView):
    """Shows a :class:`NotebookModel`. What is open and what is current outlives every change.

    Enter opens, Ctrl+Enter adds, Delete removes, F2 renames, Alt with ↑ ↓ moves among its like,
    with ← out of its folder and with → into the folder above it.
    """

    opened = Signal(object)
    """The :class:`NotebookRow` to open in the book."""
    add_asked = Signal(object)
    """The row whose code is to go to the encounter."""
    remove_asked = Signal(object)
    moved = Signal()
    """Another row is current."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._closed: set[str] = set()
        self._finding = False
        self.tree_model = NotebookModel()
        self.setModel(self.tree_model)
        self.setItemDelegate(NotebookDelegate(theme, self))
        self.setAccessibleName("Notebook")
        self.setHeaderHidden(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setExpandsOnDoubleClick(False)
        self.selectionModel().currentChanged.connect(lambda *_: self.moved.emit())
        self.doubleClicked.connect(self._open_index)
        self.collapsed.connect(lambda index: self._note_open(index, is_open=False))
        self.expanded.connect(lambda index: self._note_open(index, is_open=True))
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def current(self) -> NotebookRow | None:
        """The row the keys act on."""
        return self.tree_model.row_at(self.currentIndex())

    def show_contents(
        self, contents: NotebookContents, titles: CodeTitles, *, only_found: bool, want: str = ""
    ) -> None:
        """Show *contents*; the row named *want*, else the one that was current, is current."""
        before = self.current
        key = want or (before.key if before is not None else "")
        # What was found is walked from its first entry; a removed row's place is another's.
        beside = [] if only_found else self._beside(before)
        if only_found and not want and before is not None and before.rows:
            key = ""
        scrolled = self.verticalScrollBar().value()
        self._finding = only_found
        self.tree_model.show(contents, titles, only_found=only_found)
        self._open_all()
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(scrolled)
        for wanted in (key, *beside):
            index = self.tree_model.index_of(wanted) if wanted else QModelIndex()
            if index.isValid():
                break
        else:
            index = self._first()
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        self.moved.emit()

    def rename(self) -> None:
        """Edit the name of the current folder or bookmark in its row."""
        index = self.currentIndex()
        if index.isValid() and self.tree_model.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Do what the keys of the notebook stand for; the rest is Qt's."""
        row, key, modifiers = self.current, event.key(), event.modifiers()
        plain = modifiers & ~Qt.KeyboardModifier.KeypadModifier
        if self.state() == self.State.EditingState:
            event.accept()  # the Enter that ends a name goes on to here, and means no more
        elif row is None:
            super().keyPressEvent(event)
        elif key in _ENTER and plain == Qt.KeyboardModifier.ControlModifier:
            self.add_asked.emit(row)
        elif key in _ENTER and not plain:
            self._open_index(self.currentIndex())
        elif key == Qt.Key.Key_Delete and not plain:
            self.remove_asked.emit(row)
        elif key == Qt.Key.Key_F2:
            self.rename()
        elif plain == Qt.KeyboardModifier.AltModifier and self._move(row, Qt.Key(key)):
            event.accept()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Wrap the notes to the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()

    # Within -------------------------------------------------------------------------------

    def _move(self, row: NotebookRow, key: Qt.Key) -> bool:
        """Ask for the move that Alt and an arrow stand for; False where the key is none of them."""
        if key not in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
            return False
        entry = row.entry
        if not isinstance(entry, Folder | Bookmark) or row.parent is None:
            return True
        siblings = self.tree_model.siblings(row)
        at = siblings.index(row)
        within = row.parent.folder_id
        move = self.tree_model.move_requested
        if key == Qt.Key.Key_Up and at > 0:
            move.emit(entry, within, at - 1)
        elif key == Qt.Key.Key_Down and at < len(siblings) - 1:
            move.emit(entry, within, at + 1)
        elif key == Qt.Key.Key_Left and isinstance(row.parent.entry, Folder):
            above = row.parent
            outside = above.parent.folder_id if above.parent is not None else ""
            after = self.tree_model.siblings(above).index(above) + 1
            move.emit(entry, outside, after if isinstance(entry, Folder) else None)
        elif key == Qt.Key.Key_Right and (into := self._folder_above(row)) is not None:
            move.emit(entry, into.folder_id, None)
        return True

    def _folder_above(self, row: NotebookRow) -> NotebookRow | None:
        """Return the last folder that stands above *row* in the same place."""
        above = row.parent.rows[: row.position] if row.parent is not None else []
        return next((one for one in reversed(above) if isinstance(one.entry, Folder)), None)

    def _beside(self, row: NotebookRow | None) -> list[str]:
        """Return the keys of the rows that take a removed row's place: below, above, around it."""
        if row is None or row.parent is None:
            return []
        rows, at = row.parent.rows, row.position
        near = [*rows[at + 1 : at + 2], *rows[max(0, at - 1) : at], row.parent]
        return [one.key for one in near]

    def _first(self) -> QModelIndex:
        """Return the first entry that is no folder, else the first section."""
        model = self.tree_model
        waiting = [model.index(row, 0) for row in range(model.rowCount())]
        while waiting:
            index = waiting.pop(0)
            row = model.row_at(index)
            if row is not None and not isinstance(row.entry, Folder | Section):
                return index
            waiting[:0] = [model.index(below, 0, index) for below in range(model.rowCount(index))]
        return model.index(0, 0)

    def _open_index(self, index: QModelIndex) -> None:
        row = self.tree_model.row_at(index)
        if row is None:
            return
        if isinstance(row.entry, Folder | Section):
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self.opened.emit(row)

    def _open_all(self) -> None:
        """Open everything that the person has not closed; while finding, everything."""
        model = self.tree_model
        self.blockSignals(True)
        waiting = [model.index(row, 0) for row in range(model.rowCount())]
        while waiting:
            index = waiting.pop()
            row = model.row_at(index)
            self.setExpanded(
                index, self._finding or (row is not None and row.key not in self._closed)
            )
            waiting += [model.index(below, 0, index) for below in range(model.rowCount(index))]
        self.blockSignals(False)

    def _note_open(self, index: QModelIndex, *, is_open: bool) -> None:
        row = self.tree_model.row_at(index)
        if row is None or self._finding:
            return
        if is_open:
            self._closed.discard(row.key)
        else:
            self._closed.add(row.key)

    def _dress(self) -> None:
        self.setIndentation(self._theme.length(20))
        self.scheduleDelayedItemsLayout()
