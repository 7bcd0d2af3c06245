"""A code list on the clipboard: text, table and CSV at once, and off it again in time."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QTimer, Signal

from codebook_app.exchange import gnumeric
from codebook_app.exchange.written import cells_of

if TYPE_CHECKING:
    from PySide6.QtGui import QClipboard

    from codebook_app.domain.copying import Rendered

_MARK = "application/x-codebook-copy"
"""A format of ours: by its bytes a copy is known again as the one that was laid there."""

_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
_UNKEPT = {
    "x-kde-passwordManagerHint": b"secret",
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): b"1",
}
"""By these the programs that keep a history of the clipboard know what not to keep."""


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
    """Return one object that carries the text, the html and the csv, for clipboard or drag.

    A spreadsheet, a word processor and a billing screen each take their own, and Gnumeric its own
    again, in which codes of digits stay codes.
    """
    carried = QMimeData()
    carried.setText(rendered.text)
    if rendered.html:
        carried.setHtml(html_document(rendered))
    if rendered.csv:
        carried.setData("text/csv", rendered.csv.encode())
        if sys.platform == "win32":
            # Excel's own name for it, and Excel reads it in the code page of the system.
            carried.setData(_WINDOWS.format("Csv"), rendered.csv.encode("mbcs", "replace"))
    cells = cells_of(rendered.csv) or [[line] for line in rendered.text.split("\n")]
    carried.setData(gnumeric.MIME, gnumeric.clipboard_range(cells).encode())
    return carried


class ListClipboard(QObject):
    """Lays lists on the clipboard, and takes them off after a time where that is wanted.

    What another program, or this one, laid there meanwhile is never touched. What is to be cleared
    and still lies there at the end of the program is cleared then.
    """

    cleared = Signal()
    """The list was taken off the clipboard."""

    def __init__(self, clipboard: QClipboard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self._laid = b""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._clear_at_the_end)

    def lay(self, rendered: Rendered, clear_after: int = 0) -> None:
        """Lay *rendered* on the clipboard for *clear_after* seconds, 0 for as long as it stays.

        What was there before is gone.
        """
        carried = clipboard_data(rendered)
        self._laid = os.urandom(16)
        carried.setData(_MARK, self._laid)
        self._timer.stop()
        if clear_after:
            for name, value in _UNKEPT.items():
                carried.setData(name, value)
            self._timer.start(clear_after * 1000)
        self._clipboard.setMimeData(carried)

    def clear(self) -> None:
        """Take the list that was laid last off the clipboard, if it still lies there."""
        self._timer.stop()
        there = self._clipboard.mimeData()
        if self._laid and there is not None and there.data(_MARK).data() == self._laid:
            self._clipboard.clear()
            self.cleared.emit()
        self._laid = b""

    def _clear_at_the_end(self) -> None:
        if self._timer.isActive():
            self.clear()
