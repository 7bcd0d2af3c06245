"""Printing pages of the book or a coding summary, or saving them as a PDF, with a preview."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QImage
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
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
from codebook_app.gui.dialogs.paper_asking import ask_pdf, ask_printer
from codebook_app.gui.panels.document_view import DocumentView
from codebook_app.gui.panels.print_choices import PrintChoices
from codebook_app.gui.printing.inks import inks
from codebook_app.gui.printing.press import Press, Proof
from codebook_app.gui.printing.printables import Printable
from codebook_app.gui.theme import Theme
from codebook_app.settings import Settings

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_ASIDE = 0.45
"""The choices take no more of the width than this: the rest is the page's."""


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
        self._theme = theme
        self._settings = settings
        self._today = today
        self._proof: Proof | None = None
        self.setWindowTitle("Save as PDF" if to_file else "Print")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.press = Press()
        self.choices = PrintChoices(printables, theme, settings, self)
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
        self.choices.what.setFocus(Qt.FocusReason.OtherFocusReason)

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

    def _set_anew(self) -> None:
        chosen, paper, today = self.choices.chosen, self.choices.on_paper, self._today()
        choice = self.choices.choice
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
        if self._proof is not None:
            path = ask_pdf(self._proof, self._settings, self)
            if path is not None:
                self.save_to(path)

    def _ask_printer(self) -> None:
        if self._proof is None:
            return

        def go(printer: QPrinter) -> None:
            self._work(f"Printing on {printer.printerName() or 'the printer'}…")
            self.press.print_on(printer)

        ask_printer(self._proof, self, go)

    def _on_saved(self, path: Path) -> None:
        self._end(f"Saved as {path}.")

    def _on_printed(self) -> None:
        pages = self._proof.pages if self._proof is not None else 0
        self._end(f"{pages} pages are with the printer." if pages != 1 else "Sent to the printer.")

    def _end(self, word: str) -> None:
        self.choices.keep()
        self.said.emit(word)
        self.accept()

    def _connect(self) -> None:
        self.choices.changed.connect(self._set_anew)
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
        scroll = QScrollArea(self)
        scroll.setWidget(self.choices)
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
