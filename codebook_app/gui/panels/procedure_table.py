"""The ICD-10-PCS builder: a column for each axis, a value by its key, the code grows at the top."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from codebook_app.domain.procedure_build import GrowingCode
from codebook_app.domain.procedure_column import LENGTH, TABLE, Pick
from codebook_app.domain.procedure_page import ProcedurePage
from codebook_app.gui.announcing import announce
from codebook_app.gui.panels.procedure_boxes import Box
from codebook_app.gui.panels.procedure_column import ProcedureColumn
from codebook_app.gui.panels.procedure_frame import ProcedureFrame
from codebook_app.gui.panels.procedure_meaning import meaning_html
from codebook_app.gui.panels.procedure_words import (
    column_name,
    derived_word,
    joined,
    not_offered,
    remaining_word,
)
from codebook_app.gui.places import BUILT, PRINTED, PROCEDURES, Place
from codebook_app.gui.theme import Theme


class ProcedureTableView(ProcedureFrame):
    """Builds a code, beginning with its section or anywhere after it.

    The first three characters are picked in columns that stand side by side, then the four of the
    table they name. Keys: a value's own key picks it in the column in focus; ↑ ↓ walk a column,
    ← → change to another; Enter picks, and opens the finished code; Backspace takes back what was
    picked last, with what that had left alone; Ctrl+Enter adds the finished code. What is typed
    while a table is still being read is picked in it.
    """

    opened = Signal(str)
    opened_apart = Signal(str)
    add_pressed = Signal()
    copy_pressed = Signal()
    neighbour_pressed = Signal(int)
    focused = Signal()
    moved = Signal(str)
    """The text of the place where the code is built as far as it has come."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._typed = ""
        self._waiting_for = ""
        self._word = ""
        self._refreshing = False
        self.boxes.chosen.connect(self.go_to_column)
        for position, column in self.columns.items():
            self._connect(position, column)
        self.add.clicked.connect(self.add_pressed)
        self.open.clicked.connect(self._open_finished)
        self.back.clicked.connect(self.step_back)
        self.printed.clicked.connect(self._open_printed)

    # What the pane asks -------------------------------------------------------------------

    @property
    def code(self) -> GrowingCode:
        """The code as far as it has grown; there is one once a page is shown."""
        if self._code is None:
            raise RuntimeError("no page is shown")
        return self._code

    @property
    def position(self) -> int:
        """The position whose column is in focus."""
        return self._position

    def show_page(self, page: ProcedurePage) -> None:
        """Show *page*, with the first character that is not picked in focus.

        Where it brings the table that was asked for by picking its name, what was picked before
        stays as far as it means the same there.
        """
        if self._code is not None and self._waiting_for and self._waiting_for == page.chosen:
            self._code = self._code.on(page)
        else:
            self._code = GrowingCode.begun(page)
            self._typed = ""
        self._waiting_for = ""
        self._word = derived_word(page)
        self._tell_alone([pick for pick in self._code.picks if pick.alone])
        finished = bool(self._code.code)
        self.go_to_column(TABLE + 1 if finished else self._code.next_position)
        typed, self._typed = self._typed, ""
        for character in typed:
            self.pick(character)

    def current_code(self) -> str:
        """Return the finished code, "" before that."""
        return self._code.code if self._code is not None else ""

    def current_codes(self) -> tuple[str, ...]:
        """Return the finished code alone, nothing before that."""
        return (self.current_code(),) if self.current_code() else ()

    def current_target(self) -> str:
        """Return the finished code's entry, else the table as it is printed, else nothing."""
        if self.current_code():
            return self.current_code()
        table = self._code.page.table if self._code is not None else None
        return _printed_place(table.code) if table is not None else ""

    # The steps ------------------------------------------------------------------------------

    def pick(self, character: str, label: str = "") -> None:
        """Pick the value with the key *character* in the column in focus, if it is offered.

        *label* says which one where the key has several.
        """
        code, position = self.code, self._position
        if self._waiting_for:
            self._typed += character
            return
        column = code.column(position)
        if column.value(character) is None:
            self._say(not_offered(column, character))
            return
        several = sum(one.value.character == character for one in column.values) > 1
        grown = code.picked(position, character, label if several else "")
        self._code = grown
        before = {pick.position for pick in code.picks if pick.position != position}
        self._tell_alone(
            [pick for pick in grown.picks if pick.alone and pick not in code.picks],
            dropped=sorted(before - set(grown.chosen)),
        )
        if wanted := grown.table_wanted:
            self._waiting_for = wanted
            self.go_to_column(TABLE)
            self.opened.emit(Place(PROCEDURES, wanted, shown_as=BUILT).text)
            return
        self._tell_place()
        after = next((at for at in range(position + 1, 8) if at not in grown.chosen), 0)
        self.go_to_column(after or min(grown.next_position, position if grown.code else LENGTH))

    def step_back(self) -> None:
        """Take back what was picked last, and what that had left alone."""
        before = self.code
        self._waiting_for = self._typed = ""
        self._code = before.stepped_back()
        gone = [pick for pick in before.picks if pick not in self._code.picks]
        if not gone:
            self._say("Nothing is picked: this is where a code begins.")
            return
        taken = gone[0]
        self._word = ""
        self._tell_place()
        self._say(f"Taken back: {before.axis_title(taken.position)} {taken.character}.")
        self.go_to_column(taken.position)

    def go_to_column(self, position: int) -> None:
        """Put the focus into the column of *position*, as far as the code has come."""
        code = self.code
        if not code.column(position).values:
            position = min(code.next_position, LENGTH)
            if position > TABLE and not code.column(position).values:
                position = TABLE
        had_focus = self.isAncestorOf(self.focusWidget()) and self.hasFocusWithin()
        self._position = position
        column = self.columns[position]
        self._refreshing = True
        self._refresh()
        self.setFocusProxy(column)
        for at, each in self.columns.items():
            here = at == position
            each.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)
        column.go_to()
        if had_focus:
            column.setFocus(Qt.FocusReason.OtherFocusReason)
        self._refreshing = False
        self._show_meaning()
        self.focused.emit()

    def hasFocusWithin(self) -> bool:  # noqa: N802 - as Qt would name it
        """Whether the focus is in the view, in whichever part."""
        window = self.window()
        holder = window.focusWidget() if window is not None else None
        return holder is not None and (holder is self or self.isAncestorOf(holder))

    # Within ---------------------------------------------------------------------------------

    def _refresh(self) -> None:
        code = self.code
        alone = {pick.position for pick in code.picks if pick.alone}
        boxes = []
        for at in range(1, LENGTH + 1):
            column = code.column(at)
            boxes.append(Box(column.title, column.picked, code.label(at), at in alone))
            if at in self._stage:
                self.columns[at].show_column(column, alone=at in alone)
                self._head(at, column)
                self.columns[at].setAccessibleName(column_name(column, code.label(at)))
        self._show_columns(code)
        self.boxes.show_boxes(tuple(boxes), self._position)
        finished = code.code
        self.title.setText(f"{finished}  {code.title}" if finished else remaining_word(code))
        role = "heading" if finished else ""
        if self.title.property("role") != role:
            self.title.setProperty("role", role)
            self.title.style().polish(self.title)
        super()._say(self._word)
        self.add.setEnabled(bool(finished))
        self.open.setEnabled(bool(finished))
        self.back.setEnabled(bool(code.picks))
        self.printed.setEnabled(code.page.table is not None and not code.table_wanted)

    def _show_meaning(self) -> None:
        row = self.columns[self._position].current()
        html = meaning_html(self.code, self._position, row) if row is not None else ""
        self.meaning.show_html(html)

    def _on_moved(self, position: int) -> None:
        if self._code is None or self._refreshing:
            return
        if position != self._position and self.columns[position].hasFocus():
            self.go_to_column(position)
        elif position == self._position:
            self._show_meaning()

    def _step(self, by: int) -> None:
        position = self._position + by
        if 1 <= position <= LENGTH and self.code.column(position).values:
            self.go_to_column(position)
        elif by > 0:
            self._say(f"Pick the {self.code.axis_title(self._position).lower()} first.")

    def _tell_alone(self, picks: Sequence[Pick], dropped: Sequence[int] = ()) -> None:
        code = self.code
        words = []
        if dropped:
            titles = joined([code.axis_title(at) for at in dropped])
            words.append(f"Dropped, since no code has it with this: {titles}.")
        if picks:
            told = [
                f"{code.axis_title(pick.position)} {pick.character} {code.label(pick.position)}"
                for pick in picks
            ]
            words.append(f"Picked by itself, as the only one left: {'; '.join(told)}.")
        derived = derived_word(code.page)
        self._word = " ".join([*words, *([derived] if derived and not words else [])])
        spoken = [*words, code.title or remaining_word(code)]
        announce(self, " ".join(spoken))

    def _tell_place(self) -> None:
        """Tell where the code would be built on; what is picked behind a gap is left out."""
        self.moved.emit(Place(PROCEDURES, self.code.beginning, shown_as=BUILT).text)

    def _say(self, words: str) -> None:
        self._word = words
        super()._say(words)
        announce(self, words)

    def _open_finished(self) -> None:
        if code := self.current_code():
            self.opened.emit(code)

    def _open_printed(self) -> None:
        table = self.code.page.table
        if table is not None:
            self.opened.emit(_printed_place(table.code))

    def _on_enter(self) -> None:
        if self.current_code():
            self._open_finished()
        else:
            self._step(1)

    def _on_add(self) -> None:
        if self.current_code():
            self.add_pressed.emit()
        else:
            self._say(f"The code is not finished: {remaining_word(self.code)}")

    def _pick_at(self, position: int, character: str, label: str) -> None:
        self._position = position
        self.pick(character, label)

    def _open_neighbour(self, which: int) -> None:
        table = self.code.page.neighbours[which]
        if table:
            self.opened.emit(Place(PROCEDURES, table, shown_as=BUILT).text)

    def _connect(self, position: int, column: ProcedureColumn) -> None:
        column.picked.connect(lambda *value: self._pick_at(position, *value))
        column.entered.connect(self._on_enter)
        column.stepped.connect(self._step)
        column.step_back.connect(self.step_back)
        column.add_pressed.connect(self._on_add)
        column.copy_pressed.connect(self.copy_pressed)
        column.neighbour_pressed.connect(self._open_neighbour)
        column.moved.connect(lambda: self._on_moved(position))


def _printed_place(table: str) -> str:
    return Place(PROCEDURES, table, shown_as=PRINTED).text
