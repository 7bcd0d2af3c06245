"""The notebook from where the person reads: notes, favourites and bookmarks of what is in focus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtWidgets import QWidget

from codebook_app.domain.index_page import IndexPage
from codebook_app.gui.models.index_rows import steps_to
from codebook_app.gui.models.page_rows import SeventhRow
from codebook_app.gui.models.page_words import printed_title
from codebook_app.gui.places import Place, place_of_term

if TYPE_CHECKING:
    from codebook_app.domain.notebook import Bookmark, NotebookChange, OwnNote
    from codebook_app.gui.dialogs.notebook import NotebookDialog
    from codebook_app.gui.notebook_desk import NotebookDesk
    from codebook_app.gui.panels.book import BookPanel
    from codebook_app.gui.panels.book_area import BookArea
    from codebook_app.gui.panels.hits import HitsPanel
    from codebook_app.gui.panels.note_popover import NotePopover
    from codebook_app.gui.searching import SearchController
    from codebook_app.gui.theme import Theme
    from codebook_app.services.notebook import Notebook
    from codebook_app.services.notebook_find import NotebookFinder


@dataclass(frozen=True, slots=True)
class InFocus:
    """The code the person looks at, with its title, "" where the book does not tell it."""

    code_set: str
    code: str
    title: str


class Noting(QObject):
    """Keeps notes, favourites and bookmarks of what the book has in focus, and shows them there."""

    said = Signal(str)
    """One line for the status bar."""
    went_wrong = Signal(object, str)
    """A fault that needs a dialog, and what was being done."""
    focus_wanted = Signal()
    """The focus belongs back into the book."""
    add_asked = Signal(str, str)
    """A code that is to go to the encounter, and its code set."""

    def __init__(
        self,
        desk: NotebookDesk,
        theme: Theme,
        window: QWidget,
        *,
        area: BookArea,
        hits: HitsPanel,
        search: SearchController,
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._area = area
        self._hits = hits
        self._search = search
        self._theme = theme
        self._window = window
        self._popover: NotePopover | None = None
        self._dialog: NotebookDialog | None = None
        self._folder = ""
        self._wanted: tuple[str, str, str] | None = None
        desk.refreshed.connect(self._on_refreshed)
        desk.failed.connect(self.went_wrong)
        area.shown.connect(lambda _: self._show_on_pages())
        area.switched.connect(self._show_on_pages)
        area.note_requested.connect(self.open_note)

    # What is done with what is in focus -----------------------------------------------------

    def write_note(self) -> None:
        """Open the note on the code in focus."""
        focus = self._in_focus()
        if not focus.code:
            self.said.emit("Put the focus on a code in the book, then write your note on it.")
            return
        self.open_note(focus.code_set, focus.code, focus.title)

    def open_note(self, code_set: str, code: str, title: str = "") -> None:
        """Open the note on a code, beside its line where the book shows it.

        Before the notebook was read for the first time it opens empty, and shows the note there is
        as soon as that is known, unless something was typed by then: that is a note of its own.
        """
        finder = self._desk.finder
        notes: tuple[OwnNote, ...] = ()
        if finder is None:
            self._wanted = (code_set, code, title)
        else:
            title = title or finder.titles.title(code_set, code)
            notes = finder.notes_on(code_set).get(code, ())
        self._note_popover().open(code_set, code, title, notes, self._focus_place())

    def toggle_favourite(self) -> None:
        """Mark the code in focus as a favourite, or take the mark away."""
        focus = self._in_focus()
        if not focus.code:
            self.said.emit("Put the focus on a code in the book to mark it as a favourite.")
            return

        def work(notebook: Notebook) -> bool:
            return notebook.toggle_favourite(focus.code_set, focus.code, focus.title)

        def done(marked: bool) -> None:
            self.said.emit(
                f"{focus.code} is a favourite now: Ctrl+Shift+B lists them."
                if marked
                else f"{focus.code} is no favourite any more."
            )

        self._desk.change(work, done, doing=f"marking {focus.code}")

    def bookmark(self) -> None:
        """Keep the place in focus as a bookmark, in the folder used last."""
        place, code_set, code, title = self.place_in_focus()
        if not place:
            self.said.emit("Open a page of a book to bookmark it.")
            return
        finder = self._desk.finder
        folders = finder.contents.folders if finder is not None else ()
        folder = next((one for one in folders if one.id == self._folder), None)
        where = f"in “{folder.name}”" if folder is not None else "among your bookmarks"
        folder_id = folder.id if folder is not None else ""

        def work(notebook: Notebook) -> tuple[Bookmark, NotebookChange]:
            return notebook.bookmarks.add(place, code_set, code, title, folder_id)

        def done(made: tuple[Bookmark, NotebookChange]) -> None:
            kept, change = made
            name = kept.code or kept.title
            self.said.emit(
                f"{name} is kept {where}: Ctrl+Shift+B shows and sorts them."
                if change.number
                else f"{name} is kept {where} already."
            )

        self._desk.change(work, done, doing="bookmarking")

    def show_notebook(self) -> None:
        """Show everything that is kept, beside the book."""
        dialog = self._dialog
        if dialog is None:
            from codebook_app.gui.dialogs.notebook import NotebookDialog  # late: first paint

            dialog = NotebookDialog(self._desk, self._theme, self.place_in_focus, self._window)
            dialog.open_asked.connect(self._open_place)
            dialog.add_asked.connect(self.add_asked)
            dialog.folder_used.connect(self._use_folder)
            self._dialog = dialog
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def place_in_focus(self) -> tuple[str, str, str, str]:
        """Return place, code set, code and title of what is in focus, all "" before a page."""
        focus = self._in_focus()
        if focus.code:
            return Place(focus.code_set, focus.code).text, *_three(focus)
        book = self._area.book
        term, page = self._area.current.current_term(), book.found
        if term is not None and isinstance(page, IndexPage):
            steps = ", ".join(step.essential for step in steps_to(page, term.term))
            place = place_of_term(page, term.term.id)
            return place.text, place.code_set, "", f"{steps} ({page.book.label})"
        if book.found is None:
            return "", "", "", ""
        title = f"{book.title.text} ({book.title.book})" if book.title.book else book.title.text
        return book.place.text, book.place.code_set, "", title

    def finish(self) -> None:
        """Save what is being typed: the window closes."""
        if self._popover is not None:
            self._popover.pad.finish()
        if self._dialog is not None:
            self._dialog.pad.finish()

    # Within ---------------------------------------------------------------------------------

    def _open_place(self, text: str) -> None:
        self._window.activateWindow()
        self._area.open(Place.parse(text))

    def _use_folder(self, folder_id: str) -> None:
        self._folder = folder_id

    def _in_focus(self) -> InFocus:
        panel = self._area.current
        row = panel.current_row()
        if row is None:
            return InFocus(panel.code_set, panel.current_code(), "")
        title = row.title if isinstance(row, SeventhRow) else printed_title(row.line.code)[0]
        return InFocus(panel.code_set, row.code, title)

    def _note_popover(self) -> NotePopover:
        if self._popover is None:
            from codebook_app.gui.panels.note_popover import NotePopover  # late: first paint

            self._popover = NotePopover(self._desk, self._theme, self._window)
            self._popover.left.connect(self.focus_wanted)
        return self._popover

    def _focus_place(self) -> QRect:
        """Return where the line in focus stands in the window, else the head of the book."""
        panel = self._area.current
        view = panel.view
        if panel.shows_rows and view.focus_row is not None:
            rect = view.visualRect(panel.model.index(view.focus_row))
            rect = rect.intersected(view.viewport().rect())
            if rect.isValid():
                return QRect(self._point(view.viewport(), rect.topLeft()), rect.size())
        return QRect(self._point(panel, QPoint(0, 0)), panel.header.size())

    def _point(self, widget: QWidget, point: QPoint) -> QPoint:
        return widget.mapTo(self._window, point)

    def _on_refreshed(self, finder: NotebookFinder) -> None:
        self._search.notebook = finder
        self._hits.set_favourites(
            frozenset((one.code_set, one.code) for one in finder.contents.favourites)
        )
        self._show_on_pages()
        wanted, self._wanted = self._wanted, None
        popover = self._popover
        if wanted is None or popover is None or not popover.isVisible():
            return
        if popover.pad.is_empty:
            self.open_note(*wanted)

    def _show_on_pages(self) -> None:
        for book in self._area.books:
            if book.awake:
                self._show_on(book.panel)

    def _show_on(self, panel: BookPanel) -> None:
        finder = self._desk.finder
        if finder is None or not panel.code_set:
            return
        panel.show_notebook(finder.notes_on(panel.code_set), finder.favourites_of(panel.code_set))


def _three(focus: InFocus) -> tuple[str, str, str]:
    return focus.code_set, focus.code, focus.title or focus.code
