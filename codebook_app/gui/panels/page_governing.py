"""What governs the code in focus: its own and inherited notes, as a coder reads them to decide."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.flag import Flag
from codebook_app.domain.page import Entry, Page
from codebook_app.gui.models.aside_rows import FlagsRow
from codebook_app.gui.models.index_rows import FactRow, PathRow
from codebook_app.gui.models.page import PageModel
from codebook_app.gui.models.page_order import governing_count, governing_rows
from codebook_app.gui.models.page_rows import LineRow, Row, SeventhRow
from codebook_app.gui.models.page_words import State, named
from codebook_app.gui.panels.elided import Elided
from codebook_app.gui.panels.page_view import PageView
from codebook_app.gui.places import Place
from codebook_app.gui.theme import Theme

_PATHS = 8
"""So many ways through the index are listed with a code; the index itself has them all."""
_SHARE = 0.36
"""How much of the pane all of it may take before the notes scroll."""


class GoverningNotes(QFrame):
    """Stands at the foot of the page like its footnotes and follows the line in focus.

    It grows with what it has to say up to a third of the pane, so that the page above never
    moves; it folds away to one line.
    """

    add_pressed = Signal()
    folded = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_open = True
        self._shown_state = State.NONE
        self._flags: tuple[Flag, ...] = ()
        self._unchecked: tuple[str, ...] = ()
        self._rows: tuple[Row, ...] = ()
        self._shown_code = ""
        self._model = PageModel(self)
        self.notes = PageView(self._model, theme, self)
        self.notes.setProperty("role", "ringed")
        self.notes.setAccessibleName("Governing notes")
        self.notes.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._name = QLabel(self)
        self._name.setProperty("role", "code")
        self._state = QLabel(self)
        self._state.setProperty("role", "small")
        self._told = Elided(self)
        self._told.setProperty("role", "small")
        self._title = QLabel(self)
        self._title.setWordWrap(True)
        self.fold = QToolButton(self)
        self.fold.setCheckable(True)
        self.fold.setChecked(True)
        self.fold.setProperty("role", "quiet")
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.toggled.connect(self.set_open)
        self.add = QToolButton(self)
        self.add.setText("Add")
        self.add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.add.clicked.connect(self.add_pressed)
        self._words = QHBoxLayout()
        self._words.addWidget(self._name)
        self._words.addWidget(self._state)
        # In a narrow pane they are cut; their sentences stand below.
        self._words.addWidget(self._told, 1)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.fold)
        self._buttons.addWidget(self.add)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.addLayout(self._words, 1)
        self._head.addLayout(self._buttons)
        self._whole = QVBoxLayout(self)
        self._whole.addLayout(self._head)
        self._whole.addWidget(self._title)
        self._whole.addWidget(self.notes)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def is_open(self) -> bool:
        """Whether the notes are shown, or folded away to one line."""
        return self._is_open

    @property
    def has_rows(self) -> bool:
        """Whether there is more to say of the code in focus than its name and state."""
        return bool(self._rows)

    @property
    def title(self) -> str:
        """The title of the code in focus, where the page does not show it."""
        return self._title.text()

    def set_open(self, is_open: bool) -> None:
        """Show the notes, or fold them away to one line."""
        if is_open == self._is_open:
            return
        self._is_open = is_open
        self.fold.setChecked(is_open)
        self._fit()
        self.folded.emit(not is_open)

    def show_code(self, page: Page, row: LineRow | SeventhRow, *, on_page: bool = False) -> None:
        """Show what governs the line *row* of *page*, but for what stands *on_page* around it."""
        state = row.state if isinstance(row, LineRow) else State.BILLABLE
        notes = () if on_page else governing_rows(page, row.line.code.id)
        flags, not_checked = row.flags, page.flagged.not_checked if state else ()
        told = [FlagsRow(flags, not_checked)] if flags or not_checked else []
        facts = (FactRow(fact) for fact in row.line.facts)
        rows: tuple[Row, ...] = (*told, *facts, *notes)
        count = 0 if on_page else governing_count(page, row.line.code.id)
        self._shown_code, self._rows = row.code, rows
        self._flags = flags
        self._unchecked = tuple(words.split(":")[0] for words in not_checked)
        self._name.setText(row.code if state else named(row.line.code))
        self._show_state(state)
        # The page shows the title of a line, but nowhere that of a code completed.
        self._title.setText(row.title if isinstance(row, SeventhRow) else "")
        self._title.setVisible(isinstance(row, SeventhRow))
        self.add.setVisible(bool(state) and state is not State.MODIFIER)
        self.add.setToolTip(f"Add {row.code} to the encounter (Ctrl+Enter)")
        self.add.setAccessibleName(f"Add {row.code} to the encounter")
        heading = row.code == page.heading.code
        words = f"{'Inherited' if heading else 'Governing'} notes: {count}" if count else "Details"
        self.fold.setText(words)
        self.fold.setVisible(bool(rows))
        self.fold.setToolTip(f"The notes that govern {row.code}, its own and inherited ones")
        self._model.show(rows)
        self._part_head()
        self.setVisible(bool(state or rows))
        self._fit()

    def show_entry(self, entry: Entry) -> None:
        """Add what came of looking up the code that is shown: more flags, where it is indexed.

        An entry of another code comes too late and is dropped.
        """
        if entry.code.code != self._shown_code or self.isHidden():
            return
        known = {flag.name for flag in self._flags}
        # The state says already that a seventh character is needed.
        self._flags += tuple(
            flag
            for flag in entry.flags
            if flag.name not in known and not flag.name.startswith("seventh")
        )
        release = entry.choice.release
        paths, above = [], None
        for path in entry.index_paths[:_PATHS]:
            place = Place(release.code_set, "", path.book, release.release, path.term_id)
            paths.append(PathRow(path, place.text, first=path.book is not above))
            above = path.book
        self._show_state(self._shown_state)
        if paths:
            self._model.show((*self._rows, *paths))
            self.fold.show()
            self._fit()

    def _show_state(self, state: State) -> None:
        self._shown_state = state
        mark, colour = ("●", "billable") if state.is_full else ("○", "not_billable")
        told = [f"{mark} {state.value}"] if state else []
        self._state.setText("".join(told))
        self._told.show_text(" · ".join([*(flag.name for flag in self._flags), *self._unchecked]))
        self._state.setStyleSheet(f"color: {self._theme.colour(colour).name()}")

    def refit(self) -> None:
        """Take the height that the notes need, as the pane has another size."""
        self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Never hold the page above wider than its pane: the head takes a second line instead."""
        return QSize(self._theme.length(120), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102, N802
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._part_head()
            self._fit()

    def _part_head(self) -> None:
        """Set the buttons below the words where both do not fit beside one another."""
        least = self._words.minimumSize().width() + self._buttons.minimumSize().width()
        narrow = least + self._theme.space(6) > self.width()
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._head.setDirection(below if narrow else beside)

    def _fit(self) -> None:
        shown = self._is_open and self._model.rowCount() > 0
        self.notes.setVisible(shown)
        icon = "chevron-down" if shown else "chevron-up"
        self.fold.setIcon(self._theme.icon(icon))
        if shown:
            parent = self.parentWidget()
            pane = parent.height() if parent is not None else self.height()
            head = self._head.sizeHint().height()
            if not self._title.isHidden():
                head += self._title.heightForWidth(self._title.width())
            most = max(self._theme.length(72), round(pane * _SHARE) - head)
            foot = self._theme.space(3)
            self.notes.setFixedHeight(self.notes.page_height(most - foot) + foot)

    def _dress(self) -> None:
        space, side = self._theme.space, self._theme.icon_size
        self._whole.setContentsMargins(0, space(2), 0, 0)
        self._whole.setSpacing(space(1))
        self._head.setContentsMargins(space(5), 0, space(3), 0)
        self._title.setContentsMargins(space(5), 0, space(5), space(2))
        for row in (self._head, self._words, self._buttons):
            row.setSpacing(space(3))
        for button in (self.add, self.fold):
            button.setIconSize(QSize(side, side))
        self.add.setIcon(self._theme.icon("add"))
        self.setObjectName("governing")
        self.setStyleSheet(
            f"#governing {{ background: {self._theme.colour('surface').name()};"
            f" border-top: 2px solid {self._theme.colour('border').name()}; }}"
        )
        self._show_state(self._shown_state)
        self._fit()
