"""A file written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from pathlib import Path

from codebook_app.errors import KnownError

_BINARY = getattr(os, "O_BINARY", 0)  # Windows alone has it


def write_whole(path: Path, content: bytes, what: str) -> None:
    """Write *content* to *path*; a file that was there is replaced, or stays where this fails.

    A new file may be read by whom the person's others may; one that is replaced keeps its rights,
    and where *path* is a link the file it leads to is replaced. Raises :class:`KnownError` when it
    cannot be written; *what* begins the sentence: "The list".
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name[:80]}-{secrets.token_hex(6)}")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, temporary)
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
    except OSError as fault:
        raise KnownError(
            f"{what} could not be saved to {path}: {fault.strerror or fault}.",
            "Choose a folder that may be written to and has room, or close the program that has "
            "the file open.",
        ) from fault
