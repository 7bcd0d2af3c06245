"""A code list on the clipboard: text and table at once, so that every program finds its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard

if TYPE_CHECKING:
    from codebook_app.domain.copying import Rendered


def html_document(rendered: Rendered) -> str:
    """Return the html as it is laid on the clipboard: the fragment in a document of its own.

    The document names its encoding, since word processors otherwise take the bytes for Latin-1 and
    "Ménière's" arrives garbled.
    """
    return (
        '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head>'
        f"<body>{rendered.html}</body></html>"
    )


def clipboard_data(rendered: Rendered) -> QMimeData:
    """Return one object that carries the text and the html, for clipboard or drag."""
    carried = QMimeData()
    carried.setText(rendered.text)
    carried.setHtml(html_document(rendered))
    return carried


def put_on_clipboard(rendered: Rendered, clipboard: QClipboard) -> None:
    """Lay *rendered* on the clipboard; what was there before is gone."""
    clipboard.setMimeData(clipboard_data(rendered))
