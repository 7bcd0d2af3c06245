"""Sets and draws pages on a worker of its own, and takes them to a file or a printer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QPainter

from codebook_app.exchange.whole_file import write_whole
from codebook_app.gui.jobs import Worker
from codebook_app.gui.printing.inks import Inks
from codebook_app.gui.printing.paper import pdf, print_on
from codebook_app.gui.printing.paper_sizes import Paper
from codebook_app.gui.printing.sheet import Sheet
from codebook_app.gui.printing.typesetting import Typeset
from codebook_app.progress import Cancelled, CancelToken

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


@dataclass(frozen=True, slots=True)
class Proof:
    """What was set: the *sheet*, how many pages it takes, the paper."""

    sheet: Sheet
    pages: int
    paper: Paper


class Press(QObject):
    """Sets one sheet at a time; a newer one stops the one under way. Close it after use.

    All signals are emitted on the window's thread.
    """

    ready = Signal(object)
    """A :class:`Proof`: its pages can be drawn, saved and printed."""
    drawn = Signal(int, int, object)
    """A page from 1, the width in pixels it was drawn for, and its QImage."""
    saved = Signal(object)
    """The path a PDF was saved to."""
    printed = Signal()
    """All pages are with the printer."""
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._worker = Worker("press")
        self._token = CancelToken()
        self._held: Typeset | None = None
        self._proof: Proof | None = None
        self._wanted: frozenset[tuple[int, int]] = frozenset()

    def set(self, build: Callable[[], Sheet], paper: Paper, inks: Inks) -> None:
        """Set what *build* makes, on the worker."""
        self._token.cancel()
        self._wanted = frozenset()
        token = self._token = CancelToken()

        def work() -> Proof:
            token.raise_if_cancelled()
            sheet = build()
            self._held = Typeset(sheet, paper, inks, token.raise_if_cancelled)
            return Proof(sheet, self._held.count, paper)

        def show(proof: Proof) -> None:
            if token is self._token:
                self._proof = proof
                self.ready.emit(proof)

        self._worker.submit(work, show, self._fail)

    def want(self, pages: Sequence[int], width: int) -> None:
        """Draw *pages* at *width* pixels; what was wanted before and is not any more is not."""
        before, self._wanted = self._wanted, frozenset((page, width) for page in pages)
        for page in pages:
            if (page, width) not in before:
                self._draw(page, width)

    def save(self, path: Path) -> None:
        """Save all pages as a PDF; the file is whole or not there."""
        token, proof = self._token, self._proof

        def work() -> Path:
            assert self._held is not None  # noqa: S101 - asked for once it is ready
            assert proof is not None  # noqa: S101
            made = pdf(self._held, proof.paper, proof.sheet.title, token.raise_if_cancelled)
            write_whole(path, made, "The PDF")
            return path

        self._worker.submit(work, self.saved.emit, self._fail)

    def print_on(self, printer: QPrinter) -> None:
        """Print on what the printer's dialog set up."""
        token = self._token

        def work() -> None:
            assert self._held is not None  # noqa: S101 - asked for once ready
            print_on(printer, self._held, token.raise_if_cancelled)

        self._worker.submit(work, lambda _: self.printed.emit(), self._fail)

    def close(self) -> None:
        """Stop what is under way and wait for it."""
        self._token.cancel()
        self._wanted = frozenset()
        self._worker.close(drain=False)
        self._held = None

    def _fail(self, fault: Exception) -> None:
        if not isinstance(fault, Cancelled):
            self.failed.emit(fault)

    def _draw(self, page: int, width: int) -> None:
        proof = self._proof

        def draw() -> QImage | None:
            if (page, width) not in self._wanted or self._held is None or proof is None:
                return None
            return _picture(self._held, proof.paper, page - 1, width)

        def tell(image: QImage | None) -> None:
            if image is not None and proof is self._proof:
                self.drawn.emit(page, width, image)

        self._worker.submit(draw, tell, self._fail)


def _picture(typeset: Typeset, paper: Paper, number: int, width: int) -> QImage:
    """Return a page on white, as it will be printed, *width* pixels wide."""
    image = QImage(width, round(width * paper.height / paper.width), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    try:
        typeset.paint(painter, number, width * 72 / paper.width)
    finally:
        painter.end()
    return image
