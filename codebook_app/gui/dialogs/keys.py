"""The sheet of keys, made from the same data as the menus."""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QWidget

from codebook_app.gui.actions import KeyRow, key_sheet
from codebook_app.gui.dialogs.text_page import TextPageDialog
from codebook_app.gui.theme import Theme


class KeysDialog(TextPageDialog):
    """Every key of the window on one page."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Keys", theme, parent)

    def set_page(self) -> None:
        """Set the groups of keys as a table each."""
        space = self._theme.space(3)
        parts = ["<h1>Keys</h1>"]
        for title, rows in key_sheet():
            parts.append(f"<h2>{escape(title)}</h2>")
            parts.append(f'<table cellspacing="0" cellpadding="{space}" width="100%">')
            parts.extend(_row(row) for row in rows)
            parts.append("</table>")
        self.browser.setHtml("".join(parts))


def _row(row: KeyRow) -> str:
    keys = " ".join(f'<span class="keys">&nbsp;{escape(key)}&nbsp;</span>' for key in row.keys)
    tip = f'<br><span class="muted">{escape(row.tip)}</span>' if row.tip else ""
    return f'<tr><td width="38%">{keys}</td><td>{escape(row.what)}{tip}</td></tr>'
