"""What the window looked like and showed, kept between starts."""

from __future__ import annotations

import binascii
from dataclasses import dataclass

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QSplitter, QWidget

from codebook_app.gui.kept_books import KeptBooks
from codebook_app.settings import Settings

_FIRST_SIZE = (1500, 940)
_FIRST_PANES = (34, 56, 38)


@dataclass(frozen=True, slots=True)
class Session:
    """What the person looked at: the *query*, and the *books* that were open."""

    query: str
    books: KeptBooks


class WindowState:
    """Keeps sizes and the last session in the settings. Saving is the caller's matter."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def restore(self, window: QWidget, panes: QSplitter) -> None:
        """Give *window* and *panes* the sizes they had, or good first ones."""
        window.resize(*_fitting(window))
        try:
            kept = binascii.a2b_base64(self._settings.text("window.geometry"), strict_mode=True)
        except (binascii.Error, ValueError):
            kept = b""
        if kept:
            window.restoreGeometry(QByteArray(kept))
        sizes = self._settings.numbers("window.panes")
        if len(sizes) != panes.count() or any(size <= 0 for size in sizes):
            share = window.width() / sum(_FIRST_PANES)
            sizes = tuple(round(part * share) for part in _FIRST_PANES)
        panes.setSizes(list(sizes))

    def keep(self, window: QWidget, panes: QSplitter, session: Session) -> None:
        """Note sizes and session."""
        geometry = bytes(window.saveGeometry().data())
        self._settings.put("window.geometry", binascii.b2a_base64(geometry, newline=False).decode())
        self._settings.put("window.panes", tuple(panes.sizes()))
        self._settings.put("search.query", session.query)
        session.books.write(self._settings)

    def session(self) -> Session:
        """Return what was looked at last."""
        return Session(self._settings.text("search.query"), KeptBooks.read(self._settings))

    @property
    def theme(self) -> str:
        """The theme chosen: "system", "light", "dark" or "contrast"."""
        return self._settings.text("view.theme", "system")

    @property
    def scale(self) -> float:
        """The text size chosen."""
        return self._settings.number("view.scale", 1.0)

    @property
    def book(self) -> str:
        """The code set that was searched, "" for all."""
        return self._settings.text("search.book")

    def keep_book(self, code_set: str) -> None:
        """Note which code set is searched."""
        self._settings.put("search.book", code_set)

    @property
    def completions(self) -> bool:
        """Whether what is typed is completed."""
        return self._settings.text("search.completions", "on") != "off"

    def keep_completions(self, on: bool) -> None:
        """Note whether what is typed is completed."""
        self._settings.put("search.completions", "on" if on else "off")

    def keep_look(self, theme: str, scale: float) -> None:
        """Note theme and text size."""
        self._settings.put("view.theme", theme)
        self._settings.put("view.scale", scale)


def _fitting(window: QWidget) -> tuple[int, int]:
    """Return the first size: wide enough for three panes, within nine tenths of the screen."""
    room = window.screen().availableGeometry()
    return min(_FIRST_SIZE[0], room.width() * 9 // 10), min(_FIRST_SIZE[1], room.height() * 9 // 10)
