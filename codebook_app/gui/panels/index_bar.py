"""What stands over a book that is read by a term: its letters, and a line to find with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from codebook_app.gui.panels.find_line import FindLine, FindsWords
from codebook_app.gui.panels.letter_bar import LetterBar
from codebook_app.gui.places import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codebook_app.domain.index_page import IndexPage
    from codebook_app.domain.index_term import IndexBook
    from codebook_app.domain.release import Release
    from codebook_app.gui.book_reader import Contents
    from codebook_app.gui.panels.book_view import TermView
    from codebook_app.gui.theme import Theme

_FIND_KEY = "f"
_FIRST_LETTERS = "The first letters of a main term"


class IndexBar(QWidget):
    """Letters to go by, and finding in what is open. Hidden over books without letters.

    Over the list of a book's main terms the line stands open: what is typed there shows the main
    terms that begin so. Over a term or a table it comes up when it is asked for.
    """

    opened = Signal(str)
    """The text of a place to open."""
    glanced = Signal(str)
    """The text of a place to show; the focus stays here."""
    stepped = Signal(int)
    """The row after (1) or before (-1) the one in focus is wanted in focus."""
    entered = Signal()
    """What is in focus in the page is to be opened."""
    check_pressed = Signal()
    """Ctrl+Enter: what is in focus is to be opened and checked."""
    left = Signal()
    """The focus belongs into the page."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: FindsWords | None = None
        self._table: TermView | None = None
        self._release: Release | None = None
        self._book: IndexBook | None = None
        self._listed = False
        self._began_with_f = False
        self._beginning = ""
        self._typed = ""
        self._enter_waits = False
        self.letters = LetterBar(theme, self)
        self.line = FindLine(theme, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.letters)
        whole.addWidget(self.line)
        self.letters.passed.connect(lambda letter: self._go(letter, focus=False))
        self.letters.chosen.connect(lambda letter: self._go(letter, focus=True))
        self.line.typed.connect(self._on_typed)
        self.line.stepped.connect(self._on_stepped)
        self.line.entered.connect(self._on_entered)
        self.line.opened.connect(self.check_pressed)
        self.line.ended.connect(self.end)
        self.clear()

    # What it stands over ------------------------------------------------------------------

    def clear(self) -> None:
        """Stand over no such book."""
        self._view = self._table = None
        self._listed = False
        self.letters.hide()
        self.line.hide()
        self.hide()

    def show_contents(self, contents: Contents) -> None:
        """Stand over the list of what there is; of a book's main terms, those that begin so."""
        if contents.book is None or contents.choice is None:
            self.clear()
            return
        stays = self._listed and self.line.isVisible() and self.line.field.hasFocus()
        # While it is typed in, the line is not taken away even for a moment: the focus would go.
        self._begin(contents.choice.release, contents.book, contents.letters, keeps_line=stays)
        self._listed = True
        self._beginning = contents.beginning
        if not stays:
            self._typed = contents.beginning
        self.letters.mark(contents.beginning[:1].upper())
        count = len(contents.terms)
        word = "main term" if count == 1 else "main terms"
        if not stays:
            self.line.begin(_FIRST_LETTERS, "", focus=False)
        self.line.want_steps(False)
        self.line.say(f"{count} {word}" if contents.beginning else "")
        self.line.show()
        if self._enter_waits and self._beginning == self._typed:
            self._enter_waits = False
            # Once the list stands in the page, which is shown after its letters.
            QTimer.singleShot(0, self, self.entered.emit)

    def show_index(self, page: IndexPage, view: FindsWords) -> None:
        """Stand over a main term."""
        self._begin(page.choice.release, page.book, page.letters)
        self._view = view
        self.letters.mark(page.path[0][:1].upper())
        self.line.want_steps(True)

    def show_table(self, table: TermView) -> None:
        """Stand over a table, whose letters are places in it."""
        page = table.term_page()
        if page is None:
            return
        letters = tuple((letter, 0) for letter in table.letters)
        self._begin(page.choice.release, page.book, letters)
        self._view = self._table = table
        self.line.want_steps(True)
        self.letters.mark(table.letter_read())

    def follow(self) -> None:
        """Mark the letter that is read in the table."""
        if self._table is not None:
            self.letters.mark(self._table.letter_read())

    # Finding ------------------------------------------------------------------------------

    @property
    def finding(self) -> bool:
        """Whether something is being found in what is open."""
        return self._view is not None and not self.line.isHidden()

    def begin_find(self, text: str = "") -> bool:
        """Bring up the line, *text* typed already; return whether there is anything to find in."""
        if self._listed:
            self.line.field.setFocus()
            if text:
                self.line.put(text)
            return True
        if self._view is None or not self._view.find_prompt:
            return False
        if not self.line.isHidden() and not text:
            self.line.field.setFocus()
            self.line.field.selectAll()
            return True
        self._began_with_f = text.casefold() == _FIND_KEY
        self.line.begin(self._view.find_prompt)
        if text:
            self.line.put(text)
        return True

    def hears(self, typed: str) -> bool:
        """Whether a letter typed in the page has a use here; it then was used."""
        if self._listed and typed and typed.isprintable() and not typed.isspace() and typed != "/":
            return self.begin_find(self.line.field.text() + typed)
        return typed.casefold() == _FIND_KEY and self._table is None and self.begin_find()

    def end(self) -> None:
        """Show the page as it was and put the focus into it, on what was found."""
        if self._listed:
            if self.line.field.text():
                self.line.put("")
                return
        elif self._view is not None:
            self.line.hide()
            self._view.end_find()
        self.left.emit()

    def forget(self) -> None:
        """End finding without moving the focus: another page is shown."""
        if self._view is not None and not self.line.isHidden():
            self.line.hide()
            self._view.end_find()

    def _on_typed(self, text: str) -> None:
        if self._listed:
            self._typed, self._enter_waits = text.strip() or self.letters.current, False
            self.glanced.emit(self._place(self._typed))
            return
        if self._view is None:
            return
        answer = self._view.find_words(text)
        if self._began_with_f and not answer.count and len(text) > 1:
            # F was pressed to find, as it does in an index, and not for the letter.
            self._began_with_f = False
            answer = self._view.find_words(text[1:])
            self.line.field.setText(text[1:])
        one = answer.count == 1
        self.line.say(
            "" if not text.strip() else "1 found, Enter opens it" if one else answer.words
        )

    def _on_stepped(self, by: int) -> None:
        if self._listed:
            self.stepped.emit(by)
        elif self._view is not None:
            self.line.say(self._view.find_next(by).words)

    def _on_entered(self) -> None:
        if self._listed and self._beginning == self._typed:
            self.entered.emit()
        elif self._listed:
            self._enter_waits = True  # for the list of what is typed now
        elif self._view is not None:
            answer = self._view.find_next(1)
            if answer.count == 1:
                self.entered.emit()
            else:
                self.line.say(answer.words)

    # Within -------------------------------------------------------------------------------

    def _begin(
        self,
        release: Release,
        book: IndexBook,
        letters: Sequence[tuple[str, int]],
        *,
        keeps_line: bool = False,
    ) -> None:
        changed = (release, book) != (self._release, self._book) or self._listed
        if changed and not keeps_line:
            self.line.hide()
        self._view = self._table = None
        self._listed = False
        self._release, self._book = release, book
        named = [
            (letter, f"{count} main terms" if count > 1 else "1 main term" if count else "")
            for letter, count in letters
            if letter.isalpha()
        ]
        self.letters.show_letters(named, self.letters.current)
        self.letters.setVisible(len(named) > 1)
        self.show()

    def _go(self, letter: str, *, focus: bool) -> None:
        if self._table is not None:
            self._table.go_to_letter(letter)
            if focus:
                self.left.emit()
        elif focus:
            self.opened.emit(self._place(letter))
        else:
            self.glanced.emit(self._place(letter))

    def _place(self, beginning: str) -> str:
        release, book = self._release, self._book
        assert release is not None  # noqa: S101 - a letter is one of a book
        return Place(release.code_set, beginning.replace(":", ""), book, release.release).text
