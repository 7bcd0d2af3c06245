"""The bar that finds words on the page that is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QKeyEvent,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from codebook_app.gui.models.page_find import Occurrence, Wanted
from codebook_app.gui.panels.page_shapes import SetRow
from codebook_app.gui.panels.page_text import SetText, units
from codebook_app.gui.panels.page_view import PageView
from codebook_app.gui.theme import Theme

Marks = Sequence[QTextLayout.FormatRange]


class FoundMarks:
    """Marks the words that were found in the rows that are painted."""

    def __init__(self, theme: Theme, wanted: Wanted, found: Sequence[Occurrence]) -> None:
        self._wanted = wanted
        self._counts = Counter(one.position for one in found)
        self._current: Occurrence | None = None
        self._plain = _format(theme.colour("mark"), theme.colour("on_mark"))
        self._strong = _format(theme.colour("accent"), theme.colour("on_accent"))

    def set_current(self, current: Occurrence | None) -> None:
        """Mark one of them more strongly than the others."""
        self._current = current

    def of(self, position: int, row: SetRow) -> list[Marks]:
        """Return the marks of each text of the row at *position*, nothing for a row without."""
        left = self._counts.get(position, 0)
        if not left:
            return []
        nth = 0
        marked: list[Marks] = []
        for text in row.texts:
            of_text: list[QTextLayout.FormatRange] = []
            for start, end in self._wanted.spans(text.layout.text()):
                # Badges and states are not searched, and come behind the words that are.
                if nth >= left:
                    break
                current = self._current == Occurrence(position, nth)
                of_text.append(self._range(text, start, end, strong=current))
                nth += 1
            marked.append(of_text)
        return marked

    def _range(
        self, text: SetText, start: int, end: int, *, strong: bool
    ) -> QTextLayout.FormatRange:
        words = text.layout.text()
        spread = QTextLayout.FormatRange()
        spread.start = units(words[:start])
        spread.length = units(words[start:end])
        spread.format = self._strong if strong else self._plain
        return spread


class FindBar(QFrame):
    """Finds words in the rows of *view*: a field, how many there are, the next and the previous.

    Enter goes to the next, Shift+Enter to the previous, Escape closes the bar. It searches what is
    shown; where that holds nothing, Enter opens the first closed part that does.
    """

    def __init__(self, view: PageView, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._theme = theme
        self._wanted = Wanted("")
        self._found: tuple[Occurrence, ...] = ()
        self._at: int | None = None
        self._marks: FoundMarks | None = None
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Find on this page")
        self.field.setAccessibleName("Find on this page")
        self.count = QLabel(self)
        self.count.setProperty("role", "small")
        self.previous = self._button("Previous match (Shift+Enter)")
        self.following = self._button("Next match (Enter)")
        self.close_button = self._button("Close (Esc)")
        self._line = QHBoxLayout(self)
        self._line.addWidget(self.field, 1)
        for widget in (self.count, self.previous, self.following, self.close_button):
            self._line.addWidget(widget)
        self.field.textChanged.connect(self._on_typed)
        self.previous.clicked.connect(lambda: self.step(-1))
        self.following.clicked.connect(lambda: self.step(1))
        self.close_button.clicked.connect(self.leave)
        model = view.model()
        for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            changed.connect(self._on_page_changed)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def begin(self) -> None:
        """Open the bar, ready to type; what was looked for last is selected."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._search()

    def leave(self) -> None:
        """Close the bar; the line found last is in focus on the page."""
        self.hide()
        self._view.set_marks(None)
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) match, round the page."""
        if not self._found and (closed := self._wanted.closed(self._view.page_rows)) is not None:
            self._view.toggle(closed)
            if self._found:
                self._go_to(0)
        elif self._found:
            at = self._at
            self._go_to((at + by if at is not None else min(by, 0)) % len(self._found))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102, N802
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Escape:
                self.leave()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_F3:
                self.step(-1 if shift else 1)
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                self.step(1 if event.key() == Qt.Key.Key_Down else -1)
            case _:
                super().keyPressEvent(event)

    def _on_typed(self, words: str) -> None:
        self._wanted = Wanted(words)
        self._search()
        if self._found:
            self._go_to(self._nearest())

    def _on_page_changed(self) -> None:
        if self.isVisible():
            self._search()

    def _search(self) -> None:
        """Look through the page; nothing is gone to yet."""
        self._found = self._wanted.occurrences(self._view.page_rows) if self._wanted else ()
        self._at = None
        self._marks = FoundMarks(self._theme, self._wanted, self._found)
        self._view.set_marks(self._marks if self._found else None)
        self._tell()

    def _nearest(self) -> int:
        """Return the first match from the line in focus on, else the first of the page."""
        focus = self._view.focus_row or 0
        return next((at for at, one in enumerate(self._found) if one.position >= focus), 0)

    def _go_to(self, at: int) -> None:
        self._at = at
        one = self._found[at]
        if self._marks is not None:
            self._marks.set_current(one)
        self._view.show_found(one.position)
        self._tell()

    def _tell(self) -> None:
        many = len(self._found)
        if not self._wanted:
            words = ""
        elif not many and self._wanted.closed(self._view.page_rows) is not None:
            words = "closed: Enter opens"
        elif not many:
            words = "no match"
        elif self._at is None:
            words = "1 match" if many == 1 else f"{many:,} matches"
        else:
            words = f"{self._at + 1:,} of {many:,}"
        self.count.setText(words)
        for button in (self.previous, self.following):
            button.setEnabled(bool(many) or words.startswith("closed"))
        if words and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.count, words))

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        button.setAutoRaise(True)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _dress(self) -> None:
        space, side = self._theme.space, self._theme.icon_size
        self._line.setContentsMargins(space(3), space(1), space(3), space(1))
        self._line.setSpacing(space(2))
        for button, icon in (
            (self.previous, "chevron-up"),
            (self.following, "chevron-down"),
            (self.close_button, "close"),
        ):
            button.setIcon(self._theme.icon(icon))
            button.setIconSize(QSize(side, side))
        if self.isVisible():
            self._search()


def _format(ground: QColor, text: QColor) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setBackground(ground)
    made.setForeground(text)
    return made
