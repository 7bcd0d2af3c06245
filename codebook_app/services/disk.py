"""What the disk can do to us, in words, and what keeps its content whole through a crash."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from codebook_app.errors import KnownError

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_FOLDER = {errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENOENT}


@contextmanager
def disk_faults(place: Path, doing: str) -> Iterator[None]:
    """Turn an OSError of the block into one clear line: *doing* failed at *place*, and why.

    *doing* is what was attempted, "install FY2026".
    """
    try:
        yield
    except OSError as fault:
        raise _known(fault, place, doing) from fault


def flush_folder(folder: Path) -> None:
    """Have the names in *folder* survive a power cut; Windows does so by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_file(file: Path) -> None:
    """Have the content of *file* survive a power cut."""
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def remove_tree(folder: Path) -> None:
    """Remove *folder* with all it holds, as far as the system lets us; none there is fine."""
    shutil.rmtree(folder, ignore_errors=True)


def _known(fault: OSError, place: Path, doing: str) -> KnownError:
    at = fault.filename or place
    if fault.errno in _FULL:
        return KnownError(
            f"Could not {doing}: the disk that holds {place} is full.",
            "Make room and try again.",
        )
    if fault.errno in _FORBIDDEN:
        return KnownError(
            f"Could not {doing}: {at} may not be written to.",
            "Check the rights of the folder, close other Codebook windows, or choose another"
            " folder with --data-dir.",
        )
    if fault.errno in _NO_FOLDER:
        return KnownError(
            f"Could not {doing}: {at} is not a folder ({fault.strerror}).",
            "Move what is there out of the way, or choose another folder with --data-dir.",
        )
    return KnownError(
        f"Could not {doing}: {at}: {fault.strerror or fault}.", "Check the disk and try again."
    )
