"""A code list saved as a file."""

from __future__ import annotations

from pathlib import Path

from codebook_app.exchange.whole_file import write_whole


def write_list(path: Path, text: str) -> None:
    """Write *text* to *path* as UTF-8, whole or not at all, the last line ended too.

    A table with characters beyond ASCII begins with a byte order mark, by which spreadsheets know
    that it is UTF-8. Raises :class:`KnownError` when it cannot be written; what was there stays.
    """
    marked = path.suffix.lower() in (".tsv", ".csv") and not text.isascii()
    write_whole(path, f"{text}\n".encode("utf-8-sig" if marked else "utf-8"), "The list")
