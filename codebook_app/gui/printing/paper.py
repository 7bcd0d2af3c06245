"""A set sheet on paper: into a PDF file, or through the system's printer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QLocale, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from codebook_app.errors import KnownError
from codebook_app.gui.printing.paper_sizes import A4, LETTER, UNITS_PER_INCH, Paper
from codebook_app.gui.printing.typesetting import Typeset

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PAPERS = {"Letter": LETTER, "A4": A4}
"""The papers to choose from, by their names."""


def usual_paper(locale: QLocale | None = None) -> str:
    """Return the paper people use where the computer stands: Letter in the US, else A4."""
    system = (locale or QLocale.system()).measurementSystem()
    return "Letter" if system == QLocale.MeasurementSystem.ImperialUSSystem else "A4"


def page_layout(paper: Paper) -> QPageLayout:
    """Return *paper* for Qt, without margins of its own: those are set with the text."""
    return QPageLayout(
        QPageSize(QSizeF(paper.width, paper.height), QPageSize.Unit.Point),
        QPageLayout.Orientation.Portrait,
        QMarginsF(),
    )


def pdf(
    typeset: Typeset, paper: Paper, title: str, stop: Callable[[], object] = lambda: None
) -> bytes:
    """Return *typeset* as a PDF; *stop* is called at each page and may raise to end the work."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(UNITS_PER_INCH)
    writer.setTitle(title)
    writer.setCreator("Codebook")
    writer.setPageLayout(page_layout(paper))
    painter = QPainter(writer)
    try:
        for number in range(typeset.count):
            stop()
            if number:
                writer.newPage()
            typeset.paint(painter, number, UNITS_PER_INCH)
    finally:
        painter.end()
    buffer.close()
    return bytes(buffer.data().data())


def print_on(
    printer: QPrinter, typeset: Typeset, stop: Callable[[], object] = lambda: None
) -> None:
    """Print the pages the printer's dialog asked for, as often as it asked.

    Raises:
        KnownError: the printer took nothing.
    """
    printer.setFullPage(True)
    first = max(1, printer.fromPage())
    last = min(typeset.count, printer.toPage() or typeset.count)
    # Where the system makes the copies itself, it is given one.
    copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    pages = [number for _ in range(copies) for number in range(first - 1, last)]
    painter = QPainter()
    if not painter.begin(printer):
        raise KnownError(
            f"“{printer.printerName()}” took nothing to print.", "See whether it is switched on."
        )
    try:
        for place, number in enumerate(pages):
            stop()
            if place:
                printer.newPage()
            typeset.paint(painter, number, printer.resolution())
    finally:
        painter.end()
