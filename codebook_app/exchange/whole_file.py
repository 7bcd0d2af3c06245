"""A file written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from codebook_app.errors import KnownError


def write_whole(path: Path, content: bytes, what: str) -> None:
    """Write *content* to *path*; a file that was there is replaced, or stays where this fails.

    Raises :class:`KnownError` when it cannot be written; *what* begins the sentence: "The list".
    """
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError as fault:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise KnownError(
            f"{what} could not be saved to {path}: {fault.strerror or fault}.",
            "Choose a folder that may be written to and has room.",
        ) from fault
