"""Printing what the book shows, or saving it as a PDF, with a preview of the very pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from codebook_app.errors import KnownError
from codebook_app.gui.panels.document_view import DocumentView
from codebook_app.gui.printing.paper import PAPERS, usual_paper
from codebook_app.gui.printing.press import Press, Proof
from codebook_app.gui.printing.printables import Printable
from codebook_app.gui.printing.tabular_sheet import PrintChoice
from codebook_app.gui.printing.typesetting import Inks, Paper
from codebook_app.gui.theme import Theme, Tokens
from codebook_app.settings import Settings

_ZOOMS = (("Small", 0.85), ("Normal", 1.0), ("Large", 1.3), ("Very large", 1.7))
_ASIDE = 0.45
"""The choices take no more of the width than this: the rest is the page's."""
_NOT_IN_A_NAME = '<>:"/\\|?*'


class PrintDialog(QDialog):
    """Offers what there is to print, how, and shows each page as it will be.

    Pages are set on a worker; another choice stops the setting under way, closing does too.
    """

    said = Signal(str)
    """One line for the window's status bar: what was printed or saved."""

    def __init__(
        self,
        printables: tuple[Printable, ...],
        theme: Theme,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        to_file: bool = False,
        today: Callable[[], date] = date.today,
    ) -> None:
        """Offer *printables*, the first one chosen; with *to_file* Enter saves a PDF."""
        super().__init__(parent)
        self._printables = printables
        self._theme = theme
        self._settings = settings
        self._today = today
        self._proof: Proof | None = None
        self.setWindowTitle("Save as PDF" if to_file else "Print")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.press = Press()
        self.what = _choice(self, "What to print", [one.name for one in printables])
        self.paper = _choice(self, "Paper", list(PAPERS))
        self.paper.setCurrentText(settings.text("print.paper") or usual_paper())
        self.text_size = _choice(self, "Text size", [name for name, _ in _ZOOMS])
        self.text_size.setCurrentText(settings.text("print.size", "Normal"))
        self.inherited = QCheckBox("&Inherited notes", self)
        self.inherited.setChecked(settings.flag("print.inherited", True))
        self.sevenths = QCheckBox("E&very 7th-character code", self)
        self.sevenths.setChecked(settings.flag("print.sevenths", False))
        self.own_notes = QCheckBox("&Your own notes", self)
        self.own_notes.setChecked(settings.flag("print.own_notes", True))
        self.view = DocumentView(theme, self)
        self.view.setAccessibleName("Preview")
        self.word = QLabel(self)
        self.word.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.word.setWordWrap(True)
        self.word.setProperty("role", "muted")
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Setting the pages")
        self.count = QLabel(self)
        self.count.setProperty("role", "small")
        self.count.setWordWrap(True)
        self.print_button = QPushButton("&Print…", self)
        self.save_button = QPushButton("&Save as PDF…", self)
        first, other = self.print_button, self.save_button
        if to_file:
            first, other = other, first
        first.setProperty("role", "primary")
        first.setDefault(True)
        other.setAutoDefault(False)
        self._lay_out()
        self._connect()
        self._set_anew()
        self.what.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def proof(self) -> Proof | None:
        """What is previewed, None while it is being set."""
        return self._proof

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for a page beside its choices, within the window it stands over."""
        wanted = QSize(self._theme.length(1080), self._theme.length(760))
        parent = self.parentWidget()
        return wanted.boundedTo(parent.size() * 0.96) if parent is not None else wanted

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stop setting and drawing."""
        self.press.close()
        super().closeEvent(event)

    def done(self, result: int) -> None:
        """Stop setting and drawing, on Escape too."""
        self.press.close()
        super().done(result)

    def save_to(self, path: Path) -> None:
        """Save what is previewed as a PDF at *path*."""
        if self._proof is not None:
            self._work("Saving…")
            self.press.save(path)

    # Within -------------------------------------------------------------------------------

    @property
    def _chosen(self) -> Printable:
        return self._printables[max(0, self.what.currentIndex())]

    def _paper(self) -> Paper:
        zoom = dict(_ZOOMS)[self.text_size.currentText()]
        return replace(PAPERS[self.paper.currentText()], zoom=zoom)

    def _set_anew(self) -> None:
        chosen, paper, today = self._chosen, self._paper(), self._today()
        choice = PrintChoice(
            self.inherited.isChecked(), self.sevenths.isChecked(), self.own_notes.isChecked()
        )
        self.inherited.setVisible(chosen.has_notes)
        self.sevenths.setVisible(chosen.has_sevenths)
        self.own_notes.setVisible(chosen.has_own_notes)
        self._proof = None
        self._work("Setting the pages…")
        self.press.set(
            lambda: chosen.build(choice, today, paper.text_width), paper, inks(self._theme)
        )

    def _work(self, word: str) -> None:
        self.count.setText(word)
        self.bar.setVisible(True)
        self._offer(False)

    def _offer(self, ready: bool) -> None:
        for button in (self.print_button, self.save_button):
            button.setEnabled(ready)

    def _show(self, proof: Proof) -> None:
        self._proof = proof
        self.bar.hide()
        self._offer(True)
        self._stack.setCurrentWidget(self.view)
        pages = "1 page" if proof.pages == 1 else f"{proof.pages:,} pages"
        self.count.setText(f"{pages}\n{proof.sheet.release_words}")
        self.view.show_pages([(proof.paper.width, proof.paper.height)] * proof.pages)

    def _on_drawn(self, page: int, width: int, picture: QImage) -> None:
        self.view.show_picture(page, width, picture)

    def _on_fault(self, fault: Exception) -> None:
        self.bar.hide()
        self._offer(self._proof is not None)
        if not isinstance(fault, KnownError):
            raise fault  # a bug: the crash dialog has its log
        self.count.setText(f"{fault.message} {fault.hint}")
        if self._proof is None:
            self.word.setText(str(fault))
            self._stack.setCurrentWidget(self.word)

    def _ask_file(self) -> None:
        if self._proof is None:
            return
        name = "".join(" " if one in _NOT_IN_A_NAME else one for one in self._proof.sheet.title)
        folder = Path(self._settings.text("print.folder") or Path.home())
        asked, _ = QFileDialog.getSaveFileName(
            self,
            "Save as PDF",
            str(folder / f"{self._proof.sheet.book} {name[:80].strip()}.pdf"),
            "PDF (*.pdf)",
        )
        if asked:
            path = Path(asked)
            self._settings.put("print.folder", str(path.parent))
            self.save_to(
                path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
            )

    def _ask_printer(self) -> None:
        if self._proof is None:
            return
        # Late: it asks the system for its printers, which may take a while.
        from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter

        from codebook_app.gui.printing.paper import page_layout

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._proof.sheet.title)
        printer.setPageLayout(page_layout(self._proof.paper))
        asking = QPrintDialog(printer, self)
        asking.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
        asking.setMinMax(1, self._proof.pages)

        def go() -> None:
            self._work(f"Printing on {printer.printerName() or 'the printer'}…")
            self.press.print_on(printer)

        asking.accepted.connect(go)
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        QDialog.open(asking)  # Qt's own wants a slot's name

    def _on_saved(self, path: Path) -> None:
        self._end(f"Saved as {path}.")

    def _on_printed(self) -> None:
        pages = self._proof.pages if self._proof is not None else 0
        self._end(f"{pages} pages are with the printer." if pages != 1 else "Sent to the printer.")

    def _end(self, word: str) -> None:
        self._keep()
        self.said.emit(word)
        self.accept()

    def _keep(self) -> None:
        """Note the choices for the next time."""
        self._settings.put("print.paper", self.paper.currentText())
        self._settings.put("print.size", self.text_size.currentText())
        self._settings.put("print.inherited", self.inherited.isChecked())
        self._settings.put("print.sevenths", self.sevenths.isChecked())
        self._settings.put("print.own_notes", self.own_notes.isChecked())

    def _connect(self) -> None:
        for box in (self.what, self.paper, self.text_size):
            box.currentIndexChanged.connect(self._set_anew)
        for check in (self.inherited, self.sevenths, self.own_notes):
            check.toggled.connect(self._set_anew)
        self.view.wanted.connect(self.press.want)
        self.press.ready.connect(self._show)
        self.press.drawn.connect(self._on_drawn)
        self.press.saved.connect(self._on_saved)
        self.press.printed.connect(self._on_printed)
        self.press.failed.connect(self._on_fault)
        self.print_button.clicked.connect(self._ask_printer)
        self.save_button.clicked.connect(self._ask_file)

    def _lay_out(self) -> None:
        theme = self._theme
        choices = QVBoxLayout()
        choices.setSpacing(theme.space(2))
        for label, box in (
            ("&What", self.what),
            ("Pape&r", self.paper),
            ("&Text size", self.text_size),
        ):
            said = QLabel(label, self)
            said.setProperty("role", "label")
            said.setBuddy(box)
            choices.addWidget(said)
            choices.addWidget(box)
            choices.addSpacing(theme.space(3))
        for check in (self.inherited, self.sevenths, self.own_notes):
            choices.addWidget(check)
        choices.addStretch(1)
        offered = QWidget(self)
        offered.setLayout(choices)
        scroll = QScrollArea(self)
        scroll.setWidget(offered)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        buttons = QDialogButtonBox(Qt.Orientation.Vertical, self)
        buttons.addButton(self.print_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        beside = QVBoxLayout()
        side = theme.space(5)
        beside.setContentsMargins(0, 0, 0, side)
        beside.setSpacing(theme.space(3))
        choices.setContentsMargins(side, side, side, 0)
        beside.addWidget(scroll, 1)
        for below in (self.count, self.bar, buttons):
            line = QVBoxLayout()
            line.setContentsMargins(side, 0, side, 0)
            line.addWidget(below)
            beside.addLayout(line)
        aside = QWidget(self)
        aside.setLayout(beside)
        aside.setFixedWidth(min(theme.length(300), round(self.sizeHint().width() * _ASIDE)))
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.word)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._stack, 1)
        whole.addWidget(aside)
        self.resize(self.sizeHint())


def inks(theme: Theme) -> Inks:
    """Return type and colours for paper: the window's faces, the light theme's colours always."""
    return Inks(
        {
            family: theme.font(role).families()
            for family, role in (("text", "body"), ("code", "code"))
        },
        Tokens.read("light").colours,
    )


def _choice(parent: QWidget, name: str, offered: list[str]) -> QComboBox:
    box = QComboBox(parent)
    box.setAccessibleName(name)
    box.addItems(offered)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    for at, one in enumerate(offered):
        box.setItemData(at, one, Qt.ItemDataRole.ToolTipRole)
    return box
