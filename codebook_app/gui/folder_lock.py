"""A lock on a folder that the operating system takes back when its holder ends, however it ends.

The package filelock does the same for installations; loading it takes a tenth of the time to the
first paint, most of it for asyncio, and this lock is taken before that paint.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

_HELD_BY_ANOTHER = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
_NO_LOCKS_HERE = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


class FolderLock:
    """The lock file *path*. The file stays; the lock on it goes with the process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def acquire(self) -> bool:
        """Take the lock without waiting; return False where another process has it.

        On a file system without locks it counts as taken. Raises OSError where the file cannot be
        opened for writing.
        """
        if self._file is not None:
            return True
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            _lock(file)
        except OSError as fault:
            if fault.errno in _HELD_BY_ANOTHER:
                os.close(file)
                return False
            if fault.errno not in _NO_LOCKS_HERE:
                os.close(file)
                raise
        self._file = file
        return True

    def release(self) -> None:
        """Let the lock go; without holding it nothing happens."""
        if self._file is not None:
            os.close(self._file)  # which is what unlocks it
            self._file = None


if sys.platform == "win32":

    def _lock(file: int) -> None:
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:

    def _lock(file: int) -> None:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
