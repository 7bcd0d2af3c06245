"""Opens the print dialog on what the current book shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codebook_app.gui.panels.term_table import TermTable

if TYPE_CHECKING:
    from codebook_app.gui.dialogs.print_page import PrintDialog
    from codebook_app.gui.main_window import MainWindow
    from codebook_app.gui.panels.book import BookPanel
    from codebook_app.settings import Settings


def open_print(window: MainWindow, settings: Settings, *, to_file: bool) -> PrintDialog | None:
    """Show what of the current book can be printed; say so where it shows nothing to print.

    With *to_file* the dialog's Enter saves a PDF. Everything is imported when it is first wanted.
    """
    from codebook_app.gui.dialogs.print_page import PrintDialog
    from codebook_app.gui.printing.printables import printables

    panel = window.area.current
    offered = printables(window.area.book.found, line_in_focus(panel), panel.model.own_notes)
    if not offered:
        window.say("Open a code, a term or a table first: that is what is printed.")
        return None
    dialog = PrintDialog(offered, window.theme, settings, window, to_file=to_file)
    dialog.said.connect(window.say)
    dialog.show()
    return dialog


def line_in_focus(panel: BookPanel) -> int:
    """Return the id of the line or the term in focus, 0 where there is none."""
    view = panel.shown_view
    if isinstance(view, TermTable):
        at = view.currentIndex().row()
        return view.table.rows[at].id if at >= 0 else 0
    if not panel.shows_rows:
        return 0
    if (term := panel.view.current_term()) is not None:
        return term.term.id
    row = panel.view.current_row()
    return row.line.code.id if row is not None else 0
