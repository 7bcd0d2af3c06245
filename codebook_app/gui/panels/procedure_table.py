"""The ICD-10-PCS builder: a column for each axis, a value by its key, the code grows at the top."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.procedure_build import LENGTH, TABLE, Column, GrowingCode, Pick
from codebook_app.domain.procedure_page import ProcedurePage
from codebook_app.gui.announcing import announce
from codebook_app.gui.panels.flow import FlowLayout
from codebook_app.gui.panels.procedure_boxes import Box, ProcedureBoxes
from codebook_app.gui.panels.procedure_column import ProcedureColumn
from codebook_app.gui.panels.procedure_meaning import meaning_html
from codebook_app.gui.panels.rich_page import RichPage
from codebook_app.gui.places import BUILT, PRINTED, PROCEDURES, Place
from codebook_app.gui.theme import Theme

_FIRST = range(1, TABLE + 1)
_LAST = range(TABLE + 1, LENGTH + 1)
_WIDE = 860
"""From this width on, in pixels at 100 %, the meaning stands beside the columns, else below."""
_LEAST = 200
"""The narrowest the pane may be, in pixels at 100 %: then one column is shown at a time."""
_LOW, _LOWEST = 380, 280
"""Below the first height the code is told in fewer words; the second is the least there may be."""
_LEAST_HEIGHT = 80
_LEAST_MEANING = 90
"""Below the columns, the value and two lines of what it means."""
_SHARES = 16, 32
_LONGEST_WORD = 16
"""The least and the most of the width that a column takes, in letters of its longest value."""


class ProcedureTableView(QWidget):
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
        super().__init__(parent)
        self._theme = theme
        self._code: GrowingCode | None = None
        self._position = 1
        self._typed = ""
        self._waiting_for = ""
        self._word = ""
        self._refreshing = False
        self.boxes = ProcedureBoxes(theme, self)
        self.boxes.chosen.connect(self.go_to_column)
        self.title = QLabel(self)
        self.title.setWordWrap(True)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.said.setProperty("role", "small")
        self._headings = {at: QLabel(self) for at in (*_FIRST, *_LAST)}
        self.columns = {at: ProcedureColumn(theme, self) for at in (*_FIRST, *_LAST)}
        self._holders = {at: self._held(at) for at in self.columns}
        self._beside = QFrame(self)
        self._beside.setProperty("role", "strip")
        self.meaning = RichPage("What the value in focus means", theme, self._beside)
        self.meaning.setProperty("role", "ringed")
        self.add = self._button(
            "Add", "Add the finished code to the encounter (Ctrl+Enter)", self.add_pressed.emit
        )
        self.open = self._button(
            "Open entry", "Open the entry of the finished code (Enter)", self._open_finished
        )
        self.back = self._button(
            "Step back", "Take back what was picked last (Backspace)", self.step_back
        )
        self.printed = self._button(
            "As printed", "Show the table as it is printed", self._open_printed
        )
        self._lay_out()
        theme.changed.connect(self._dress)
        self._dress()

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
        self._word = _derived_word(page)
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
            self._say(_not_offered(column, character))
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
        stage = _FIRST if self._position <= TABLE else _LAST
        alone = {pick.position for pick in code.picks if pick.alone}
        boxes = []
        for at in range(1, LENGTH + 1):
            column = code.column(at)
            boxes.append(Box(column.title, column.picked, code.label(at), at in alone))
            if at in stage:
                self.columns[at].show_column(column, alone=at in alone)
                self._headings[at].setText(column.title)
                self.columns[at].setAccessibleName(_column_name(column, code.label(at)))
                if (share := _share(column)) != self._across.stretch(at - 1):
                    self._across.setStretch(at - 1, share)
        self._show_columns()
        self.boxes.show_boxes(tuple(boxes), self._position)
        finished = code.code
        self.title.setText(f"{finished}  {code.title}" if finished else _remaining_word(code))
        role = "heading" if finished else ""
        if self.title.property("role") != role:
            self.title.setProperty("role", role)
            self.title.style().polish(self.title)
        self.said.setText(self._word)
        self.said.setVisible(bool(self._word))
        self.add.setEnabled(bool(finished))
        self.open.setEnabled(bool(finished))
        self.back.setEnabled(bool(code.picks))
        self.printed.setEnabled(code.page.table is not None and not code.table_wanted)

    def _show_columns(self) -> None:
        """Show the columns of the stage; in a narrow pane those about the one in focus."""
        stage = _FIRST if self._position <= TABLE else _LAST
        gap = self._theme.space(3)
        room = self.width() - 2 * self._theme.space(4)
        if self._is_wide:
            room = room * 7 // 10 - gap
        widths = {at: self.columns[at].narrowest(_word(self.code.column(at))) for at in stage}
        shown = [self._position]
        left = room - widths[self._position]
        behind = range(self._position + 1, stage.stop)
        before = range(self._position - 1, stage.start - 1, -1)
        for side in (behind, before):
            for at in side:
                if widths[at] + gap > left:
                    break
                left -= widths[at] + gap
                shown.append(at)
        for at, holder in self._holders.items():
            holder.setVisible(at in shown)
            holder.setMinimumWidth(widths[at] if at in shown else 0)

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
            titles = _joined([code.axis_title(at) for at in dropped])
            words.append(f"Dropped, since no code has it with this: {titles}.")
        if picks:
            told = [
                f"{code.axis_title(pick.position)} {pick.character} {code.label(pick.position)}"
                for pick in picks
            ]
            words.append(f"Picked by itself, as the only one left: {'; '.join(told)}.")
        derived = _derived_word(code.page)
        self._word = " ".join([*words, *([derived] if derived and not words else [])])
        spoken = [*words, code.title or _remaining_word(code)]
        announce(self, " ".join(spoken))

    def _tell_place(self) -> None:
        """Tell where the code would be built on; what is picked behind a gap is left out."""
        self.moved.emit(Place(PROCEDURES, self.code.beginning, shown_as=BUILT).text)

    def _say(self, words: str) -> None:
        self._word = words
        self.said.setText(words)
        self.said.setVisible(bool(words))
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
            self._say(f"The code is not finished: {_remaining_word(self.code)}")

    # How it is laid out -----------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102, N802
        super().resizeEvent(event)
        self._place_meaning()
        if self._code is not None:
            self._show_columns()

    def minimumSizeHint(self) -> QSize:  # noqa: D102, N802
        return QSize(self._theme.length(_LEAST), self._theme.length(_LOWEST))

    def sizeHint(self) -> QSize:  # noqa: D102, N802
        return self.minimumSizeHint()

    def hasHeightForWidth(self) -> bool:  # noqa: D102, N802
        return False  # it takes the height there is, and leaves out what has no room

    @property
    def _is_wide(self) -> bool:
        return self.width() >= self._theme.length(_WIDE)

    def _place_meaning(self) -> None:
        wide = self._is_wide
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._middle.direction() != direction:
            self._middle.setDirection(direction)
        self._middle.setStretch(0, 7 if wide else 3)
        self._middle.setStretch(1, 3 if wide else 2)
        low = self.height() < self._theme.length(_LOW)
        self.boxes.set_low(low)
        self._beside.setVisible(wide or not low)
        self._beside.setMinimumHeight(0 if wide else self._theme.length(_LEAST_MEANING))

    def _held(self, position: int) -> QWidget:
        holder = QWidget(self)
        stack = QVBoxLayout(holder)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        heading, column = self._headings[position], self.columns[position]
        heading.setProperty("role", "label")
        heading.setBuddy(column)
        stack.addWidget(heading)
        stack.addWidget(column, 1)
        column.picked.connect(lambda *value: self._pick_at(position, *value))
        column.entered.connect(self._on_enter)
        column.stepped.connect(self._step)
        column.step_back.connect(self.step_back)
        column.add_pressed.connect(self._on_add)
        column.copy_pressed.connect(self.copy_pressed)
        column.neighbour_pressed.connect(self._open_neighbour)
        column.moved.connect(lambda: self._on_moved(position))
        return holder

    def _pick_at(self, position: int, character: str, label: str) -> None:
        self._position = position
        self.pick(character, label)

    def _open_neighbour(self, which: int) -> None:
        table = self.code.page.neighbours[which]
        if table:
            self.opened.emit(Place(PROCEDURES, table, shown_as=BUILT).text)

    def _button(self, text: str, said: str, pressed: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(said)
        button.setAccessibleName(said)
        button.clicked.connect(lambda _checked: pressed())
        return button

    def _lay_out(self) -> None:
        self._across = QHBoxLayout()
        for holder in self._holders.values():
            self._across.addWidget(holder, 1)
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.addLayout(self._across)
        self._middle.addWidget(self._beside)
        inside = QVBoxLayout(self._beside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.meaning)
        self._foot = FlowLayout()
        for button in (self.add, self.open, self.back, self.printed):
            self._foot.addWidget(button)
        for part in (*self._holders.values(), *self.columns.values(), self._beside, self.meaning):
            # They take what is left, and ask for nothing: the pane scrolls only where it must.
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._whole = QVBoxLayout(self)
        # As wide as the pane lets it be, whatever the columns would like.
        self._whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._whole.addWidget(self.boxes)
        self._whole.addWidget(self.title)
        self._whole.addWidget(self.said)
        self._whole.addLayout(self._middle, 1)
        self._whole.addLayout(self._foot)

    def _dress(self) -> None:
        space = self._theme.space
        self._whole.setContentsMargins(space(4), space(3), space(4), space(3))
        self._whole.setSpacing(space(3))
        self._across.setSpacing(space(3))
        self._middle.setSpacing(space(3))
        self._foot.setSpacing(space(3))
        side = self._theme.icon_size
        for button, icon in ((self.add, "add"), (self.open, "open"), (self.back, "back")):
            button.setIcon(self._theme.icon(icon))
            button.setIconSize(QSize(side, side))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for holder in self._holders.values():
            holder.setMinimumHeight(self._theme.length(_LEAST_HEIGHT))
        for heading in self._headings.values():
            heading.setContentsMargins(space(3), 0, 0, space(1))
        self._place_meaning()


def _share(column: Column) -> int:
    least, most = _SHARES
    longest = max((len(one.value.label) for one in column.values), default=0)
    return min(max(longest, least), most)


def _word(column: Column) -> str:
    """Return the longest word of the column, of those that a line may be broken between."""
    words = (word for one in column.values for word in one.value.label.split())
    return max(words, key=len, default="")[:_LONGEST_WORD]


def _printed_place(table: str) -> str:
    return Place(PROCEDURES, table, shown_as=PRINTED).text


def _remaining_word(code: GrowingCode) -> str:
    left = code.remaining
    codes = "1 code" if left == 1 else f"{left:,} codes"
    if code.table_wanted:
        return f"{codes} in this table."
    axis = code.axis_title(min(code.next_position, LENGTH))
    return f"{codes} left. Pick the {axis.lower()} by its key."


def _not_offered(column: Column, character: str) -> str:
    if not column.values:
        return "Nothing can be picked here yet."
    keys = " ".join(dict.fromkeys(one.value.character for one in column.values))
    return f"{character} is no {column.title.lower()} here. There are: {keys}"


def _column_name(column: Column, label: str) -> str:
    return f"{column.title}, {column.picked} {label} picked" if column.picked else column.title


def _derived_word(page: ProcedurePage) -> str:
    if not page.outline.derived:
        return ""
    return "This release has no tables: what values are called is read from the titles."


def _joined(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
