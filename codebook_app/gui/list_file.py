"""A code list saved as a file."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from codebook_app.errors import KnownError


def write_list(path: Path, text: str) -> None:
    """Write *text* to *path* as UTF-8, whole or not at all, the last line ended too.

    A table with characters beyond ASCII begins with a byte order mark, by which spreadsheets know
    that it is UTF-8. Raises :class:`KnownError` when it cannot be written; what was there stays.
    """
    marked = path.suffix.lower() in (".tsv", ".csv") and not text.isascii()
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with os.fdopen(handle, "wb") as file:
            file.write(f"{text}\n".encode("utf-8-sig" if marked else "utf-8"))
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError as fault:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise KnownError(
            f"The list could not be saved to {path}: {fault.strerror or fault}.",
            "Choose a folder that may be written to and has room.",
        ) from fault
