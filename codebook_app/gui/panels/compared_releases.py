"""What changed between two releases of a code set, to be filtered, opened and saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.changes import ReleaseChanges
from codebook_app.domain.release import Release
from codebook_app.errors import KnownError
from codebook_app.gui.code_set_names import code_set_title, in_shown_order
from codebook_app.gui.list_file import write_list
from codebook_app.gui.models.changes import (
    COLUMNS,
    Change,
    ChangeKind,
    as_tsv,
    change_page,
    change_rows,
    counts_word,
    filtered,
)
from codebook_app.gui.models.columns import ColumnsModel
from codebook_app.gui.panels.rich_page import RichPage
from codebook_app.gui.panels.rows_view import RowsView
from codebook_app.gui.places import Place
from codebook_app.gui.release_desk import ReleaseDesk
from codebook_app.gui.theme import Theme

_ONE_IS_NOT_TWO = (
    "Two releases of a code set are compared. Install another one: drop its files on the window, "
    "or fetch it under “Get more”."
)
_TYPING_MILLISECONDS = 120

_NONE_SHOWN = (
    "No change is of this kind, in this chapter and with these words. "
    "Choose “Every change” and “Every chapter”, or clear the filter."
)
_NO_CHANGE = "Nothing differs between these two releases."


class ComparedReleases(QWidget):
    """Compares two releases as soon as both are chosen."""

    open_asked = Signal(str)
    """The text of a place: the changed code, in its book."""
    compare_asked = Signal(str, str, str, str)
    """A code set, a changed code, and the two releases to show its page in, side by side."""

    def __init__(self, desk: ReleaseDesk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = theme
        self._releases: tuple[Release, ...] = ()
        self._changes: ReleaseChanges | None = None
        self._rows: tuple[Change, ...] = ()
        self._shown_pair: tuple[str, str, str] = ("", "", "")
        self.code_set = self._choice("Code set")
        self.before = self._choice("From release")
        self.after = self._choice("To release")
        self.kind = self._choice("Kind of change")
        self.chapter = self._choice("Chapter")
        self.chapter.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.chapter.setMinimumContentsLength(16)
        self.text = QLineEdit(self)
        self.text.setPlaceholderText("Filter by code or words")
        self.text.setAccessibleName("Filter by code or words")
        self.text.setClearButtonEnabled(True)
        self.counts = QLabel(self)
        self.counts.setWordWrap(True)
        self.counts.setAccessibleName("What changed")
        self.model: ColumnsModel[Change] = ColumnsModel(COLUMNS, self)
        self.table = RowsView(self.model, "Changes", theme, (2, 3), self)
        self.detail = RichPage("The change in full", theme, self)
        self.save_button = QPushButton("&Save as TSV…", self)
        self.save_button.setToolTip("Save the changes shown, tab-separated, for a spreadsheet")
        self.save_button.setAutoDefault(False)
        self.compare_button = QPushButton("Side b&y side", self)
        self.compare_button.setToolTip("The page of the code in both releases (Enter)")
        self.compare_button.setAutoDefault(False)
        self.open_button = QPushButton("&Open in the book", self)
        self.open_button.setToolTip("The code in its book (Ctrl+Enter)")
        self.open_button.setAutoDefault(False)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MILLISECONDS)
        self._lay_out()
        self._connect(desk)
        self._dress()
        self._fill_kinds()
        self.show_releases(())

    def show_releases(self, releases: tuple[Release, ...]) -> None:
        """Offer the code sets of which two or more releases are installed."""
        self._releases = tuple(release for release in releases if release.confirmed)
        held = [release.code_set for release in self._releases]
        several = in_shown_order({name for name in held if held.count(name) > 1})
        before = self.code_set.currentData()
        self._fill(self.code_set, [(code_set_title(name), name) for name in several], before)
        self._offer_releases()
        if not several:
            self.counts.setText(_ONE_IS_NOT_TWO)

    def show_changes(self, changes: ReleaseChanges) -> None:
        """List *changes*."""
        self._changes = changes
        self._rows = change_rows(changes)
        self._fill(
            self.chapter,
            [("Every chapter", "")]
            + [(f"{one.code}  {one.title}", one.code) for one in changes.chapters],
            self.chapter.currentData(),
        )
        self._filter()

    def save_to(self, path: Path) -> None:
        """Write the changes shown to *path*; what goes wrong is said in one line."""
        try:
            write_list(path, as_tsv(self.model.rows))
        except KnownError as fault:
            self.counts.setText(str(fault))
        else:
            self.counts.setText(f"{len(self.model.rows):,} changes saved to {path}.")

    def _offer_releases(self) -> None:
        of_set = [one for one in self._releases if one.code_set == self.code_set.currentData()]
        of_set = of_set if len(of_set) > 1 else []
        names = [(one.release, one.release) for one in of_set]
        self._fill(self.before, names, self.before.currentData())
        self._fill(self.after, names, self.after.currentData())
        if names and self.before.currentIndex() == self.after.currentIndex():
            self.before.setCurrentIndex(len(names) - 2)
            self.after.setCurrentIndex(len(names) - 1)
        for part in (self.code_set, self.before, self.after):
            part.setEnabled(bool(names))
        self._compare()

    def _compare(self) -> None:
        pair = (
            str(self.code_set.currentData() or ""),
            str(self.before.currentData() or ""),
            str(self.after.currentData() or ""),
        )
        if pair == self._shown_pair:
            return
        self._shown_pair = pair
        self._changes, self._rows = None, ()
        self.table.teach("")
        self.model.show(())
        self._allow(False)
        if all(pair) and pair[1] != pair[2]:
            self.counts.setText(f"Comparing {pair[1]} with {pair[2]}…")
            self._desk.compare(*pair)
        elif all(pair):
            self.counts.setText("Choose two different releases.")

    def _filter(self) -> None:
        kind = self.kind.currentData()
        shown = filtered(
            self._rows,
            ChangeKind(kind) if kind else None,
            str(self.chapter.currentData() or ""),
            self.text.text(),
        )
        self.table.teach(_NONE_SHOWN if self._rows else _NO_CHANGE)
        self.model.show(shown)
        if self._changes is not None:
            words = counts_word(self._rows)
            some = f"   Shown: {len(shown):,}." if len(shown) != len(self._rows) else ""
            before, after = self._changes.before.release, self._changes.after.release
            self.counts.setText(f"{before} → {after}: {words}.{some}")
        self._allow(bool(shown))

    def _allow(self, there_is_something: bool) -> None:
        for button in (self.save_button, self.compare_button, self.open_button):
            button.setEnabled(there_is_something)
        for part in (self.kind, self.chapter, self.text):
            part.setEnabled(self._changes is not None)

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, "Save the changes", "", "Tab-separated text (*.tsv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("tsv")
        dialog.selectFile("-".join(("changes", *self._shown_pair)) + ".tsv")
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show_current(self) -> None:
        change = self.model.row_at(self.table.currentIndex())
        self.detail.show_html(change_page(change) if change is not None else "")

    def _compare_current(self) -> None:
        change = self.model.row_at(self.table.currentIndex())
        if change is not None:
            code_set, before, after = self._shown_pair
            self.compare_asked.emit(code_set, change.code, before, after)

    def _open_current(self) -> None:
        change = self.model.row_at(self.table.currentIndex())
        if change is not None:
            self.open_asked.emit(Place(self._shown_pair[0], change.code).text)

    def _on_fault(self, fault: Exception, doing: str) -> None:
        if doing.startswith("comparing"):
            self._shown_pair = ("", "", "")
            self.counts.setText(str(fault) if isinstance(fault, KnownError) else "Not compared.")

    # Building -------------------------------------------------------------------------------

    def _connect(self, desk: ReleaseDesk) -> None:
        desk.listed.connect(self.show_releases)
        desk.compared.connect(self.show_changes)
        desk.failed.connect(self._on_fault)
        self.code_set.activated.connect(lambda _: self._offer_releases())
        for part in (self.before, self.after):
            part.activated.connect(lambda _: self._compare())
        for part in (self.kind, self.chapter):
            part.activated.connect(lambda _: self._filter())
        self.text.textChanged.connect(lambda _: self._typing.start())
        self._typing.timeout.connect(self._filter)
        self.table.chosen.connect(self._compare_current)
        self.compare_button.clicked.connect(self._compare_current)
        self.open_button.clicked.connect(self._open_current)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._open_current)
        self.table.moved.connect(self._show_current)
        self.save_button.clicked.connect(self._ask_where)
        self._theme.changed.connect(self._dress)

    def _choice(self, name: str) -> QComboBox:
        made = QComboBox(self)
        made.setAccessibleName(name)
        made.setToolTip(name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return made

    def _fill(self, choice: QComboBox, rows: list[tuple[str, str]], wanted: object) -> None:
        choice.clear()
        for title, value in rows:
            choice.addItem(title, value)
        values = [value for _, value in rows]
        if wanted in values:
            choice.setCurrentIndex(values.index(str(wanted)))

    def _fill_kinds(self) -> None:
        kinds = [("Every change", ""), *((kind.value, kind.value) for kind in ChangeKind)]
        self._fill(self.kind, kinds, "")
        self._fill(self.chapter, [("Every chapter", "")], "")

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        arrow = QLabel("→", self)
        for widget in (self.code_set, self.before, arrow, self.after):
            self._first.addWidget(widget)
        self._first.addStretch(1)
        for button in (self.compare_button, self.open_button, self.save_button):
            self._first.addWidget(button)
        for widget in (self.kind, self.chapter):
            self._second.addWidget(widget)
        self._second.addWidget(self.text, 1)
        self._column.addLayout(self._first)
        self._column.addLayout(self._second)
        self._column.addWidget(self.counts)
        self._column.addWidget(self.table, 1)
        self._column.addWidget(self.detail)

    def _dress(self) -> None:
        side = self._theme.space(4)
        self._column.setContentsMargins(side, side, side, side)
        for layout in (self._column, self._first, self._second):
            layout.setSpacing(self._theme.space(3))
        self.detail.setFixedHeight(self._theme.length(78))
