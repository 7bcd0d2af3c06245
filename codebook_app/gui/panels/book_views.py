"""Which view shows which kind of page. The tabular, the index and the contents are rows."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from codebook_app.gui.panels.book_view import MakeView
from codebook_app.gui.theme import Theme


def view_makers() -> dict[str, MakeView]:
    """Return what makes the view for each kind of page, by its class's name, not shown as rows.

    By name, and imported late by its maker, a view costs nothing before its first page.
    """
    return {
        "TablePage": _term_table,
        "ProcedurePage": _procedure_table,
        "GroupPage": _drg_table,
    }


def _term_table(theme: Theme, parent: QWidget) -> QWidget:
    from codebook_app.gui.panels.term_table import TermTable

    return TermTable(theme, parent)


def _drg_table(theme: Theme, parent: QWidget) -> QWidget:
    from codebook_app.gui.panels.drg_table import DrgTable

    return DrgTable(theme, parent)


def _procedure_table(theme: Theme, parent: QWidget) -> QWidget:
    from codebook_app.gui.panels.procedure_table import ProcedureTableView

    return ProcedureTableView(theme, parent)
