"""Pasting or importing a list: the text, the codes found in it, and a question for each oddity."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.encounter import Encounter, EncounterLine
from codebook_app.domain.list_reading import ListReading, Part
from codebook_app.gui.dialogs.fitting import fit
from codebook_app.gui.importing import local_paths
from codebook_app.gui.list_reader import ListReader
from codebook_app.gui.models.found_codes import FoundCodesModel
from codebook_app.gui.panels.adding_to import AddingTo, Into
from codebook_app.gui.panels.found_codes import FoundCodesView
from codebook_app.gui.panels.list_parts import ListParts
from codebook_app.gui.panels.oddity_card import OddityCard
from codebook_app.gui.panels.pasted_text import PastedText
from codebook_app.gui.panels.reading_progress import ReadingProgress
from codebook_app.gui.reading_words import (
    counts_said,
    every_ignored,
    ignored_said,
    many,
    visit_said,
)
from codebook_app.gui.theme import Theme
from codebook_app.services.dropped_files import LIST_SUFFIXES
from codebook_app.services.kept_encounters import MOST_LINES
from codebook_app.services.list_told import stated_said

_FILTER = f"Lists ({' '.join(f'*{one}' for one in sorted(LIST_SUFFIXES))});;All files (*)"


class ListImportDialog(QDialog):
    """Shows what is read while text is pasted or typed; nothing is added before Add is pressed.

    A question that is not answered keeps what its row shows.
    """

    add_asked = Signal(object, object, bool)
    """The ListReading, the lines to add, and whether into a new encounter."""
    each_asked = Signal(object, object)
    """What reads each visit, for a worker, and the lines answered for some of them by name."""

    def __init__(
        self,
        reader: ListReader,
        encounter: Encounter | None,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        """Read with *reader*, which is the dialog's own from here on."""
        super().__init__(parent)
        self.setWindowTitle("Paste or import a list")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._reader = reader
        self._current = encounter
        self._held = encounter.lines if encounter else ()
        self._room = MOST_LINES - (len(encounter.lines) if encounter else 0)
        self._file_text = False
        self._parted = False
        self._answered: dict[str, tuple[EncounterLine, ...]] = {}
        reader.setParent(self)

        self.text = PastedText(theme, self)
        self.model = FoundCodesModel(self)
        self.found = FoundCodesView(self.model, theme, self)
        self.card = OddityCard(theme, self)
        self.counts = QLabel(self)
        self.counts.setWordWrap(True)
        self.counts.setTextFormat(Qt.TextFormat.PlainText)
        self.ignored = QLabel(self)
        self.ignored.setProperty("role", "small")
        self.ignored.setWordWrap(True)
        self.ignored.setTextFormat(Qt.TextFormat.PlainText)
        self.parts = ListParts(theme, self)
        self.progress = ReadingProgress(theme, self)
        self.into = AddingTo(encounter, theme, self)
        self.add_button = _AddButton("&Add", self)
        self.add_button.setProperty("role", "primary")
        self.add_button.setToolTip("Ctrl+Enter")
        self.add_button.setAutoDefault(False)
        self.file_button = QPushButton("&Open file…", self)
        self.file_button.setAutoDefault(False)
        self._lay_out(theme)
        self._connect()
        self._on_into()

    def paste(self, text: str) -> None:
        """Read *text*, as if it had been pasted, and go to the first question."""
        self._file_text = True
        self.text.setPlainText(text)
        self._begin("Reading…" if text.strip() else "")
        self._reader.read_text(self.text.toPlainText())
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def read_file(self, path: Path) -> None:
        """Read a file in place of what is shown."""
        self._file_text = True
        self._begin(f"Reading {path.name}…")
        self._reader.read_file(path)

    def accept(self) -> None:
        """Close, and ask for the codes to be added; without any, or while reading, do nothing."""
        if not self.add_button.isEnabled() or self._reader.busy:
            return
        reading, into = self.model.reading, self.into.place
        lines = self.model.lines[: self._most]
        super().accept()
        if into is Into.EACH:
            self._answered[reading.parts.visit] = lines
            self.each_asked.emit(self._reader.every_visit(reading), self._answered)
        else:
            self.add_asked.emit(reading, lines, into is Into.NEW)

    # What is read ---------------------------------------------------------------------------

    def _on_into(self) -> None:
        self._reader.hold(self._held if self.into.place is Into.CURRENT else ())
        self._show_counts()

    def _on_typed(self) -> None:
        if self.text.toPlainText().strip():
            self._begin("Reading…")
        self._reader.typed(self.text.toPlainText())

    def _begin(self, words: str) -> None:
        self._say(words, "")
        self.progress.begin()

    def _on_stopped(self) -> None:
        self._reader.stop()
        self._on_refused("Stopped. Nothing was read.")

    def _on_read(self, reading: ListReading) -> None:
        self.progress.end()
        if reading.text != self.text.toPlainText() and (self._file_text or self._parted):
            self.text.blockSignals(True)
            self.text.setPlainText(reading.text)
            self.text.blockSignals(False)
        before = self.found.currentIndex().row()
        same = reading.text == self.model.reading.text
        if not same:
            self._answered.clear()
        self.model.show(reading)
        self.parts.show_parts(reading.parts)
        self.into.offer_each(len(reading.parts.visits))
        self.text.show_reading(reading)
        rows = self.model.open_questions
        row = before if 0 <= before < self.model.rowCount() else (rows[0] if rows else 0)
        if self._file_text and rows:
            row = rows[0]
        self._go(row)
        if self._file_text and self.model.rowCount():
            self.found.setFocus(Qt.FocusReason.OtherFocusReason)
        self._file_text = self._parted = False
        self._show_counts()
        if reading.encounter is not None and reading.stated is None and not same:
            self.into.setCurrentIndex(self.into.count() - 1)

    def _on_part(self, part: Part) -> None:
        """Read another part; what was answered of a visit is kept."""
        reading = self.model.reading
        if reading.parts.visit:
            self._answered[reading.parts.visit] = self.model.lines
        self._parted = True
        self.progress.begin()
        self._reader.choose(part)

    def _on_refused(self, why: str) -> None:
        self.progress.end()
        self.model.show(ListReading("", "", ()))
        self.text.show_reading(None)
        self._file_text = False
        self._show_counts()
        self._say(why, "error")

    # The questions --------------------------------------------------------------------------

    def _on_current(self, index: QModelIndex) -> None:
        found = self.model.found_at(index.row())
        self.card.show_code(found, self.model.chosen_at(index.row()))
        self.text.show_current(found)

    def _answer(self, choice: int) -> None:
        row = self.found.currentIndex().row()
        found = self.model.found_at(row)
        if found is None or found.oddity is None or choice >= len(found.oddity.choices):
            return
        self.model.answer(row, choice)
        self.card.mark_chosen(choice)
        self.found.scheduleDelayedItemsLayout()
        self._show_counts()

    def _leave_out(self) -> None:
        found = self.model.found_at(self.found.currentIndex().row())
        if found is not None and found.oddity is not None:
            self._answer(found.oddity.leave_out)

    def _next(self) -> None:
        """Go to the next open question, taking the suggested answer; add where there is none."""
        row = self.found.currentIndex().row()
        if row in self.model.open_questions:
            self._answer(self.model.chosen_at(row))
        waiting = self.model.open_questions
        if not waiting:
            if self.into.place is Into.EACH and self.parts.go_on(self._answered):
                return
            if self.add_button.isEnabled():
                self.add_button.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self._go(next((one for one in waiting if one > row), waiting[0]))
        self.found.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, row: int) -> None:
        index = self.model.index(row)
        self.found.setCurrentIndex(index)
        self.found.scrollTo(index)
        self._on_current(index)

    def _on_place(self, place: int) -> None:
        row = self.model.row_at(place)
        if row >= 0 and row != self.found.currentIndex().row():
            self._go(row)

    # What is said ---------------------------------------------------------------------------

    @property
    def _most(self) -> int:
        """How many lines the encounter chosen has room for."""
        return self._room if self.into.place is Into.CURRENT else MOST_LINES

    def _show_counts(self) -> None:
        reading, adding = self.model.reading, len(self.model.lines)
        most = self._most
        fits = min(adding, most)
        self.add_button.setEnabled(fits > 0)
        adds = many(fits, "code")
        if self.into.place is Into.EACH:
            adds = many(len(reading.parts.visits), "encounter")
        self.add_button.setText(f"&Add {adds}" if fits else "&Add")
        if not reading.text.strip():
            self._say("", "")
            self.ignored.hide()
            return
        waiting = len(self.model.open_questions)
        told = counts_said(reading, adding=adding, waiting=waiting, most=most)
        into = self._current if self.into.place is Into.CURRENT else None
        if stated := stated_said(into, reading.stated):
            told = f"{told} {stated}"
        if self.into.place is Into.EACH:
            told = f"{visit_said(reading.parts)} {told}"
        self._say(told, "warning" if adding > most else "")
        self.ignored.setText(ignored_said(reading.ignored))
        self.ignored.setToolTip(every_ignored(reading.ignored))
        self.ignored.setVisible(bool(reading.ignored))

    def _say(self, words: str, role: str) -> None:
        self.counts.setProperty("role", role)
        self.counts.style().unpolish(self.counts)
        self.counts.style().polish(self.counts)
        self.counts.setText(words)

    def _take_dropped(self, dragged: QMimeData) -> None:
        for path in local_paths(dragged)[:1]:
            self.read_file(path)

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, "Open a list of codes", "", _FILTER)
        dialog.setOption(QFileDialog.Option.HideNameFilterDetails)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.read_file(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # Building -------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._reader.read.connect(self._on_read)
        self._reader.refused.connect(self._on_refused)
        self._reader.progressed.connect(self.progress.show_progress)
        self.progress.stop_asked.connect(self._on_stopped)
        self.finished.connect(lambda _result: self._reader.stop())
        self.parts.chosen.connect(self._on_part)
        self.text.textChanged.connect(self._on_typed)
        self.text.place_changed.connect(self._on_place)
        self.text.file_dropped.connect(self._take_dropped)
        self.found.selectionModel().currentChanged.connect(
            lambda current, _before: self._on_current(current)
        )
        self.found.answered.connect(self._answer)
        self.found.left_out.connect(self._leave_out)
        self.found.next_asked.connect(self._next)
        self.found.question_asked.connect(self.card.enter)
        self.card.chosen.connect(self._answer)
        self.card.finished.connect(self._next)
        self.card.left.connect(self.found.setFocus)
        self.into.currentIndexChanged.connect(self._on_into)
        self.add_button.clicked.connect(self.accept)
        self.file_button.clicked.connect(self._choose_file)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.accept)

    def _lay_out(self, theme: Theme) -> None:
        left, right = QWidget(self), QWidget(self)
        texts, codes = QVBoxLayout(left), QVBoxLayout(right)
        for column in (texts, codes):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(theme.space(3))
        texts.setContentsMargins(0, 0, theme.space(4), 0)
        codes.setContentsMargins(theme.space(4), 0, 0, 0)
        texts.addWidget(_caption("&Text", self.text, self))
        texts.addWidget(self.text, 1)
        codes.addWidget(_caption("Codes &found", self.found, self))
        codes.addWidget(self.found, 3)
        codes.addWidget(self.card, 2)
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.setAccessibleName("Text and codes")
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(1)
        halves.addWidget(left)
        halves.addWidget(right)
        halves.setStretchFactor(0, 4)
        halves.setStretchFactor(1, 6)
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.add_button, QDialogButtonBox.ButtonRole.ActionRole)
        cancel = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        cancel.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space(3))
        foot.addWidget(self.file_button)
        foot.addStretch(1)
        foot.addWidget(_caption("A&dd to", self.into, self))
        foot.addWidget(self.into)
        foot.addWidget(buttons)
        column = QVBoxLayout(self)
        side = theme.space(6)
        column.setContentsMargins(side, theme.space(5), side, theme.space(5))
        column.setSpacing(theme.space(4))
        column.addWidget(self.parts)
        column.addWidget(halves, 1)
        column.addWidget(self.progress)
        column.addWidget(self.counts)
        column.addWidget(self.ignored)
        column.addLayout(foot)
        fit(self, theme, 1040, 640)
        halves.setSizes([theme.length(420), theme.length(600)])


class _AddButton(QPushButton):
    """Pressed by Enter while it has the focus, and never from elsewhere as a default is."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def _caption(words: str, buddy: QWidget, parent: QWidget) -> QLabel:
    caption = QLabel(words, parent)
    caption.setProperty("role", "label")
    caption.setBuddy(buddy)
    return caption
