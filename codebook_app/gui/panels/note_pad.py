"""Where the coder writes a note on a code; what is typed is saved by itself."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.notebook import EarlierText, OwnNote
from codebook_app.errors import KnownError
from codebook_app.gui.announcing import announce
from codebook_app.gui.note_writing import NoteWriting, Saved
from codebook_app.gui.notebook_desk import NotebookDesk
from codebook_app.gui.panels.elided import Elided
from codebook_app.gui.theme import Theme

_PAUSE_MILLISECONDS = 500
_LONGEST_UNSAVED_MILLISECONDS = 2000
_TRY_AGAIN_MILLISECONDS = 5000
_MENU_TEXT = 60
_PLACEHOLDER = (
    "For coding: what to check, what a payer asks for, what to query. "
    "Nothing about a patient, please: no names, no dates, no numbers."
)


class NotePad(QWidget):
    """A text with what it is a note on above it, and what can be done with it below.

    A change is saved half a second after the last key, two seconds after the first one at the
    latest, and at :meth:`finish`. A text that could not be saved stays and is tried again.
    """

    closed = Signal()
    """Escape was pressed."""
    kept = Signal(bool)
    """Whether everything typed is saved, told after each attempt."""

    def __init__(self, desk: NotebookDesk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = theme
        self._writing: NoteWriting | None = None
        self._notes: tuple[OwnNote, ...] = ()
        self._shown_note: OwnNote | None = None
        self._unsaved = False
        self._since = QElapsedTimer()
        self._generation = 0
        self.heading = Elided(self)
        self.heading.setProperty("role", "heading")
        self.subject = Elided(self)
        self.subject.setProperty("role", "small")
        self.edit = _NoteEdit(self)
        self.edit.setPlaceholderText(_PLACEHOLDER)
        self.edit.setTabChangesFocus(True)
        self.edit.setAccessibleDescription(_PLACEHOLDER)
        self.status = QLabel(self)
        self.status.setProperty("role", "small")
        self.earlier = self._button("Earlier texts", "Bring back what this note said before")
        self.earlier.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self.earlier.setMenu(self._menu)
        self.delete = self._button("Delete", "Remove this note; its text is kept in the notebook")
        self.other = self._button("", "Show the next of your notes on this code")
        self.other.setAccessibleName("Next of your notes on this code")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._lay_out()
        self.edit.textChanged.connect(self._on_typed)
        self.edit.escaped.connect(self.closed)
        self._timer.timeout.connect(self.save)
        self.delete.clicked.connect(self.edit.clear_all)
        self.other.clicked.connect(self._show_other)
        self._menu.aboutToShow.connect(self._fill_menu)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def is_kept(self) -> bool:
        """Whether everything typed is saved."""
        return not self._unsaved

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in it."""
        return not self.edit.toPlainText()

    def open(
        self,
        code_set: str,
        code: str,
        title: str,
        notes: tuple[OwnNote, ...],
        note: OwnNote | None = None,
    ) -> None:
        """Show *note*, or the last of *notes*, or an empty one; what was typed before is saved."""
        self.finish()
        self._notes = notes
        chapter = code_set == "icd10cm" and code.isdecimal()
        self.heading.show_text(f"Your note on {f'chapter {code}' if chapter else code}")
        self.subject.show_text(title)
        self.subject.setVisible(bool(title))
        self._show_note(code_set, code, note or (notes[-1] if notes else None))

    def save(self) -> None:
        """Save what is typed now."""
        self._timer.stop()
        writing = self._writing
        if writing is None or not self._unsaved:
            return
        self._generation += 1
        generation, text = self._generation, self.edit.toPlainText()
        self._say("Saving…")

        def done(saved: Saved) -> None:
            if writing is self._writing:
                self._on_saved(saved, generation)

        def failed(fault: Exception) -> None:
            if writing is self._writing:
                self._on_failed(fault)

        self._desk.change(
            lambda notebook: writing.save(notebook, text), done, failed, "saving your note"
        )

    def finish(self) -> None:
        """Save what is not saved yet: the pad closes, or shows another note."""
        if self._unsaved:
            self.save()

    def focus(self) -> None:
        """Put the cursor at the end of the text."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        cursor = self.edit.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.edit.setTextCursor(cursor)

    # Within ---------------------------------------------------------------------------------

    def _show_note(self, code_set: str, code: str, note: OwnNote | None) -> None:
        self._writing = NoteWriting(code_set, code, note)
        self._shown_note = note
        self.edit.blockSignals(True)
        self.edit.setPlainText(note.text if note is not None else "")
        self.edit.blockSignals(False)
        self.edit.setAccessibleName(f"Your note on {code}")
        self._unsaved = False
        place = self._notes.index(note) + 1 if note in self._notes else 0
        self.other.setVisible(len(self._notes) > 1)
        self.other.setText(f"{place} of {len(self._notes)}")
        self._say(f"Written {_day(note)}" if note is not None else "Saved as you type")
        self._allow()

    def _show_other(self) -> None:
        if self._shown_note in self._notes:
            self.finish()
            following = (self._notes.index(self._shown_note) + 1) % len(self._notes)
            note = self._notes[following]
            self._show_note(note.code_set, note.code, note)
            self.focus()

    def _on_typed(self) -> None:
        if not self._unsaved:
            self._unsaved = True
            self._since.start()
        left = _LONGEST_UNSAVED_MILLISECONDS - self._since.elapsed()
        self._timer.start(max(0, min(_PAUSE_MILLISECONDS, left)))
        self._allow()

    def _on_saved(self, saved: Saved, generation: int) -> None:
        stands = saved.note
        if stands is not None and self._shown_note in self._notes:
            at = self._notes.index(self._shown_note)
            self._notes = (*self._notes[:at], stands, *self._notes[at + 1 :])
        self._shown_note = stands
        if generation == self._generation and not self._timer.isActive():
            self._unsaved = False
            gone = stands is None or not stands.text
            self._say("Nothing kept: the note is empty" if gone else "Saved")
        else:
            self._since.start()
        if saved.beside:
            self._say("Changed in another window too: both notes are kept", "warning")
        self._allow()
        self.kept.emit(self.is_kept)

    def _on_failed(self, fault: Exception) -> None:
        words = str(fault) if isinstance(fault, KnownError) else f"Not saved: {fault!r}"
        self._say(words, "error")
        announce(self, words)
        self._timer.start(_TRY_AGAIN_MILLISECONDS)
        self.kept.emit(False)

    def _fill_menu(self) -> None:
        self._menu.clear()
        note = self._shown_note
        self._menu.addAction("Looking…").setEnabled(False)
        if note is None:
            self._show_earlier(())
            return
        self._desk.ask(lambda notebook: notebook.earlier_texts(note), self._show_earlier)

    def _show_earlier(self, texts: tuple[EarlierText, ...]) -> None:
        self._menu.clear()
        shown = [one for one in texts if one.text.strip()]
        if not shown:
            self._menu.addAction("This note has no earlier text").setEnabled(False)
        for one in shown[:20]:
            line = " ".join(one.text.split())
            if len(line) > _MENU_TEXT:
                line = f"{line[:_MENU_TEXT].rstrip()}…"
            moment = one.until.astimezone().strftime("%Y-%m-%d %H:%M")
            action = QAction(f"{moment}   {line}".replace("&", "&&"), self._menu)
            action.triggered.connect(lambda _=False, text=one.text: self.edit.exchange(text))
            self._menu.addAction(action)

    def _allow(self) -> None:
        self.delete.setEnabled(bool(self.edit.toPlainText().strip()))
        self.earlier.setEnabled(self._shown_note is not None)

    def _say(self, words: str, role: str = "small") -> None:
        self.status.setText(words)
        self.status.setToolTip(words if role == "error" else "")
        if self.status.property("role") != role:
            self.status.setProperty("role", role)
            self.status.style().unpolish(self.status)
            self.status.style().polish(self.status)

    def _button(self, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        button.setText(text)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        self._foot = QHBoxLayout()
        self.status.setWordWrap(True)
        self._foot.addWidget(self.status, 1)
        for button in (self.other, self.earlier, self.delete):
            self._foot.addWidget(button)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addWidget(self.heading)
        self._whole.addWidget(self.subject)
        self._whole.addWidget(self.edit, 1)
        self._whole.addLayout(self._foot)

    def _dress(self) -> None:
        theme = self._theme
        self._whole.setContentsMargins(0, theme.space(1), 0, 0)
        self._whole.setSpacing(theme.space(2))
        self._foot.setSpacing(theme.space(2))
        side = theme.icon_size
        self.delete.setIcon(theme.icon("delete"))
        self.delete.setIconSize(QSize(side, side))
        self.delete.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.edit.setMinimumHeight(theme.length(72))


class _NoteEdit(QPlainTextEdit):
    """A plain text whose Escape is heard, and which is emptied and exchanged as typing would."""

    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def clear_all(self) -> None:
        """Take the whole text away; Ctrl+Z brings it back."""
        self.exchange("")

    def exchange(self, text: str) -> None:
        """Put *text* in the place of all there is; Ctrl+Z brings that back."""
        cursor = self.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)
        self.setFocus(Qt.FocusReason.OtherFocusReason)


def _day(note: OwnNote) -> str:
    return note.changed_at.astimezone().date().isoformat()
