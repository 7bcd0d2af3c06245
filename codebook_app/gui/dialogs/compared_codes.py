"""The window that shows a page in two releases side by side."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.page_comparison import PageComparison
from codebook_app.domain.release import Release
from codebook_app.errors import KnownError
from codebook_app.gui.models.compared_lines import ComparedLinesModel
from codebook_app.gui.page_comparing import PageComparing, pair_around
from codebook_app.gui.panels.compared_codes import ComparedLines
from codebook_app.gui.panels.elided import Elided
from codebook_app.gui.places import Place
from codebook_app.gui.theme import Theme

_SHORT = 400
"""A page of so many lines is shown whole; of a longer one only what differs at first."""


class ComparedCodesDialog(QDialog):
    """Two releases of a page, each chosen above its column."""

    open_asked = Signal(str)
    """The text of a place to open in the book."""

    def __init__(
        self, comparing: PageComparing, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Two releases")
        self._comparing = comparing
        self._theme = theme
        self._code_set = self._code = ""
        self._wanted = ("", "")
        self._releases: tuple[Release, ...] = ()
        self._comparison: PageComparison | None = None
        self.model = ComparedLinesModel(self)
        self.lines = ComparedLines(self.model, theme, self)
        self.before, self.after = self._choice("Earlier release"), self._choice("Later release")
        self.dates = Elided(self), Elided(self)
        self.title = Elided(self)
        self.title.setProperty("role", "heading")
        self.summary = QLabel(self)
        self.summary.setWordWrap(True)
        self.summary.setAccessibleName("What differs")
        self.only = QCheckBox("Only &differences", self)
        self.place = QLabel(self)
        self.place.setProperty("role", "muted")
        self.previous = self._button("&Previous difference", "Shift+N, Shift+F8", -1)
        self.following = self._button("&Next difference", "N, F8", 1)
        self._lay_out()
        for keys, by in (("F8", 1), ("Shift+F8", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(
                lambda by=by: self.lines.step_difference(by)
            )
        comparing.offered.connect(self._offer)
        comparing.compared.connect(self._show)
        comparing.failed.connect(self._say_fault)
        for choice in (self.before, self.after):
            choice.activated.connect(lambda _: self._compare())
        self.only.toggled.connect(self._fill)
        self.lines.moved.connect(self._tell_place)
        self.lines.chosen.connect(lambda code: self.open_asked.emit(self._place(code)))

    def compare(self, code_set: str, code: str, before: str, after: str) -> None:
        """Show the page of *code*; where *before* is "", compare *after* with the one before it."""
        self._code_set, self._code, self._wanted = code_set, code, (before, after)
        self.title.show_text(code)
        self.summary.setText("Reading both releases…")
        self.model.show(None, only_differences=False)
        self._tell_place()
        self._comparing.offer(code_set)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for two columns that read well."""
        wanted = QSize(self._theme.length(1120), self._theme.length(720))
        screen = self.screen().availableGeometry().size()
        return wanted.boundedTo(screen * 0.88)

    def _offer(self, releases: tuple[Release, ...]) -> None:
        self._releases = releases
        before, after = self._wanted
        try:
            around = pair_around(releases, after)
        except KnownError as fault:
            self._say_fault(fault)
            return
        pair = (before, after) if before else around
        for choice, name in zip((self.before, self.after), pair, strict=True):
            choice.clear()
            for release in releases:
                choice.addItem(release.title, release.release)
            choice.setCurrentIndex(max(0, choice.findData(name)))
        self._compare()

    def _compare(self) -> None:
        names = (str(self.before.currentData()), str(self.after.currentData()))
        by_name = {one.release: one.dates_word for one in self._releases}
        for told, name in zip(self.dates, names, strict=True):
            told.show_text(by_name.get(name, ""))
        self._comparing.compare(self._code_set, self._code, *names)

    def _show(self, comparison: PageComparison) -> None:
        self._comparison = comparison
        head = comparison.lines[0].title
        title = f"{comparison.heading}  {head.text_after or head.text_before}"
        self.title.show_text(title)
        self.setWindowTitle(f"{comparison.heading} in two releases")
        self.summary.setText(comparison.summary)
        self.only.blockSignals(True)
        self.only.setChecked(len(comparison.lines) > _SHORT)
        self.only.blockSignals(False)
        self._fill()

    def _fill(self) -> None:
        comparison, current = self._comparison, self.lines.current
        self.model.show(comparison, only_differences=self.only.isChecked())
        wanted = current.code if current is not None else self._code
        row = self.model.row_of(wanted)
        line = self.model.lines[row] if row >= 0 else None
        if line is None or (current is None and not line.differs):
            # Opened to see what differs: the first difference rather than a line that is the same.
            first = self.model.next_difference(-1, 1)
            row = first if first >= 0 else row
        self.lines.make_current(max(row, 0))
        self.lines.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell_place()

    def _say_fault(self, fault: Exception) -> None:
        self._comparison = None
        self.model.show(None, only_differences=False)
        self.summary.setText(str(fault))
        self._tell_place()

    def _tell_place(self) -> None:
        row = self.lines.currentIndex().row()
        number, of = self.model.place_of(row)
        words = f"Difference {number} of {of}" if number else f"{of:,} lines differ" if of else ""
        self.place.setText(words)
        self.previous.setEnabled(self.model.next_difference(row, -1) >= 0)
        self.following.setEnabled(self.model.next_difference(row, 1) >= 0)
        self.only.setEnabled(self._comparison is not None)

    def _place(self, code: str) -> str:
        return Place(self._code_set, code).text

    def _choice(self, name: str) -> QComboBox:
        made = QComboBox(self)
        made.setAccessibleName(name)
        made.setToolTip(name)
        return made

    def _button(self, words: str, keys: str, by: int) -> QPushButton:
        button = QPushButton(words, self)
        button.setToolTip(keys)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self.lines.step_difference(by))
        return button

    def _lay_out(self) -> None:
        space = self._theme.space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(4), space(4), space(4))
        column.setSpacing(space(3))
        first = QHBoxLayout()
        first.addWidget(self.title, 1)
        for widget in (self.only, self.place, self.previous, self.following):
            first.addWidget(widget)
        first.setSpacing(space(3))
        heads = QHBoxLayout()
        heads.setSpacing(space(4))
        for choice, dates in zip((self.before, self.after), self.dates, strict=True):
            head = QVBoxLayout()
            head.setSpacing(space(1))
            dates.setProperty("role", "small")
            head.addWidget(choice)
            head.addWidget(dates)
            heads.addLayout(head, 1)
        column.addLayout(first)
        column.addWidget(self.summary)
        column.addLayout(heads)
        column.addWidget(self.lines, 1)
        self.resize(self.sizeHint())
