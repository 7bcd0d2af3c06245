"""Asks where the pages go: which file, or which printer and which of the pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from codebook_app.gui.dialogs.file_asking import ended
from codebook_app.gui.printing.press import Proof
from codebook_app.settings import Settings

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_NOT_IN_A_NAME = '<>:"/\\|?*'


def ask_pdf(proof: Proof, settings: Settings, parent: QWidget) -> Path | None:
    """Return where a PDF of *proof* is to be saved, None where it is not; the folder is kept."""
    name = "".join(" " if one in _NOT_IN_A_NAME else one for one in proof.sheet.title)
    folder = Path(settings.text("print.folder") or Path.home())
    asked, _ = QFileDialog.getSaveFileName(
        parent,
        "Save as PDF",
        str(folder / f"{proof.sheet.book} {name[:80].strip()}.pdf"),
        "PDF (*.pdf)",
    )
    if not asked:
        return None
    path = Path(asked)
    settings.put("print.folder", str(path.parent))
    return ended(path, (".pdf",), parent)


def ask_printer(proof: Proof, parent: QWidget, answered: Callable[[QPrinter], object]) -> None:
    """Show the system's dialog of printers for *proof*; *answered* gets the one that was set up."""
    # Late: it asks the system for its printers, which may take a while.
    from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter

    from codebook_app.gui.printing.paper import page_layout

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(proof.sheet.title)
    printer.setPageLayout(page_layout(proof.paper))
    asking = QPrintDialog(printer, parent)
    asking.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
    asking.setMinMax(1, proof.pages)
    asking.accepted.connect(lambda: answered(printer))
    asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    QDialog.open(asking)  # Qt's own wants a slot's name
