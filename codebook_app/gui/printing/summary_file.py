"""The coding summary as a PDF where there is no window, and perhaps no display."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from codebook_app.domain.coding_summary import CodingSummary
from codebook_app.exchange.whole_file import write_whole
from codebook_app.gui.printing.encounter_sheet import encounter_sheet
from codebook_app.gui.printing.inks import inks
from codebook_app.gui.printing.paper import PAPERS, pdf, usual_paper
from codebook_app.gui.printing.typesetting import Typeset
from codebook_app.gui.theme import Theme


def save_summary(summary: CodingSummary, path: Path, paper_name: str = "") -> int:
    """Save *summary* as a PDF at *path*, whole or not at all, and return how many pages it has.

    *paper_name* is one of :data:`~codebook_app.gui.printing.paper.PAPERS`, empty for what is usual
    where the computer stands. Where no application runs, one that shows nothing is begun.

    Raises:
        KnownError: the file cannot be written.
    """
    application = QGuiApplication.instance()
    if application is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        application = QGuiApplication(["codebook"])
    paper = PAPERS[paper_name or usual_paper()]
    sheet = encounter_sheet(summary, date.today(), paper.text_width)
    typeset = Typeset(sheet, paper, inks(Theme("light")))
    write_whole(path, pdf(typeset, paper, f"{sheet.book}: {sheet.title}"), "The PDF")
    return typeset.count
