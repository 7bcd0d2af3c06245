"""Everything that was opened in the book, found again by a code or a word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMessageBox, QWidget

from codebook_app.domain.notebook import Visit
from codebook_app.gui.code_set_names import code_set_title
from codebook_app.gui.dialogs.find_dialog import FindDialog
from codebook_app.gui.dialogs.fitting import fit
from codebook_app.gui.models.columns import Column, ColumnsModel
from codebook_app.gui.panels.rows_view import RowsView
from codebook_app.gui.theme import Theme
from codebook_app.gui.visits import Visits

_TYPING_MILLISECONDS = 80


def when_word(moment: datetime, now: datetime) -> str:
    """Return *moment* as the list prints it, both in the same zone: the nearer, the shorter."""
    time = f"{moment:%H:%M}"
    if moment.date() == now.date():
        return f"Today {time}"
    if moment.date() == now.date() - timedelta(days=1):
        return f"Yesterday {time}"
    return f"{moment:%Y-%m-%d} {time}"


class HistoryDialog(FindDialog):
    """Lists the visits as the person types; Enter opens, Delete forgets."""

    open_asked = Signal(str)
    """The text of a place to open."""
    open_apart_asked = Signal(str)
    """The same, in a tab of its own."""

    def __init__(
        self,
        visits: Visits,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        super().__init__(
            "History",
            theme,
            parent,
            offered="Code or words, for example “S72” or “femur”",
            said="Find what was opened, by code or words",
        )
        self._visits = visits
        self._row = 0
        columns: tuple[Column[Visit], ...] = (
            Column("Code", lambda visit: visit.code),
            Column("Title", lambda visit: visit.title),
            Column("Book", lambda visit: code_set_title(visit.code_set)),
            Column("Opened", lambda visit: when_word(visit.visited_at.astimezone(), now())),
        )
        self.model: ColumnsModel[Visit] = ColumnsModel(columns, self)
        self.table = RowsView(self.model, "Places opened", theme, (1,), self)
        self.step_in(self.table)
        self.open_button = self.first_button("&Open", self.accept)
        self.apart_button = self.button("Open in a new &tab", "Ctrl+K", self.open_apart)
        self.remove_button = self.button("&Remove", "Delete, in the list", self.remove)
        self.clear_button = self.button("&Clear history…", "Forget every place", self._ask_clear)
        self.close_button = self.button("Close", "Escape", self.reject)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MILLISECONDS)
        self.stack(
            (self.table, self.empty),
            (self.clear_button, self.remove_button),
            (self.close_button, self.apart_button, self.open_button),
            self.table,
        )
        fit(self, theme, 820, 480)
        QShortcut(QKeySequence("Ctrl+K"), self).activated.connect(self.open_apart)
        self.line.textChanged.connect(lambda _: self._typing.start())
        self._typing.timeout.connect(self._find)
        self.table.chosen.connect(self.accept)
        self.table.delete_asked.connect(self.remove)
        visits.found.connect(self._show)
        visits.failed.connect(lambda fault: self._say(str(fault)))
        self._say("")
        self._find()

    @property
    def current(self) -> Visit | None:
        """The visit the keys act on."""
        return self.model.row_at(self.table.currentIndex())

    def accept(self) -> None:
        """Open the current place."""
        if (visit := self.current) is not None:
            super().accept()
            self.open_asked.emit(visit.place)

    def open_apart(self) -> None:
        """Open the current place in a tab of its own."""
        if (visit := self.current) is not None:
            super().accept()
            self.open_apart_asked.emit(visit.place)

    def remove(self) -> None:
        """Forget the current visit; the next one is current then."""
        if (visit := self.current) is not None:
            self._row = self.table.currentIndex().row()
            self._visits.forget(visit)

    def _find(self) -> None:
        self._visits.find(self.line.text())

    def _show(self, visits: tuple[Visit, ...]) -> None:
        self.model.show(visits)
        typed = self.line.text().strip()
        if visits:
            self.table.make_current(min(self._row, len(visits) - 1))
            self._say("")
        elif typed:
            self._say(f"Nothing that was opened has “{typed}” in its code or title.")
        else:
            self._say("What is opened in the book is listed here, the newest first.")
        self._row = 0

    def _say(self, words: str) -> None:
        self.empty.setText(words)
        self.empty.setVisible(bool(words))
        self.table.setVisible(not words)
        some = bool(self.model.rows)
        for button in (self.open_button, self.apart_button, self.remove_button):
            button.setEnabled(some)
        self.clear_button.setEnabled(some or bool(self.line.text().strip()))

    def _ask_clear(self) -> None:
        box = QMessageBox(
            QMessageBox.Icon.Question, "Clear history", "Forget every place opened?", parent=self
        )
        box.setInformativeText("Bookmarks, notes and open tabs stay. This cannot be undone.")
        clear = box.addButton("Clear history", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        clear.clicked.connect(self._visits.clear)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
