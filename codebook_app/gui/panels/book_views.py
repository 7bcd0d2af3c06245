"""Which view shows which kind of page. The tabular, the index and the contents are rows."""

from __future__ import annotations

from codebook_app.gui.panels.book_view import MakeView


def view_makers() -> dict[type, MakeView]:
    """Return what makes the view for each kind of page that is not shown as rows.

    Imported late by a maker, a view costs nothing before its first page.
    """
    return {}
