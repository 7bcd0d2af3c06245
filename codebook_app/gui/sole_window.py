"""One window per data folder: a second start brings the first to the front and ends."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from codebook_app.errors import KnownError
from codebook_app.gui.folder_lock import FolderLock

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_ANSWER_MILLISECONDS = 3000


class SoleWindow(QObject):
    """Holds a data folder for one window.

    The lock is the operating system's own and goes with the process that holds it, so one of a
    program that was killed never stands in the way.
    """

    raise_requested = Signal()
    """Another start asked for the window."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._lock = FolderLock(folder / "window.lock")
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Take the folder for this process; return False where another window has it.

        Raises :class:`KnownError` where the folder cannot be made or written to.
        """
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _probe(self._folder)
            return self._lock.acquire()
        except OSError as fault:
            raise KnownError(
                f"Codebook cannot write to its data folder {self._folder}: "
                f"{fault.strerror or fault}.",
                "Give it the right to write there, make room on the disk, or choose another "
                "folder with --data-dir.",
            ) from fault

    def listen(self) -> None:
        """Hear from later starts from now on."""
        from PySide6.QtNetwork import QLocalServer  # not before the first paint

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        # Whatever lies there is of a program that was killed: the lock is ours.
        QLocalServer.removeServer(self._name())
        server.newConnection.connect(self._on_call)
        server.listen(self._name())
        self._server = server

    def call_first(self) -> bool:
        """Ask the window that has the folder to come to the front; return whether it answered."""
        from PySide6.QtNetwork import QLocalSocket

        if sys.platform == "win32":
            import ctypes

            # Windows lets only the program in front hand the front to another.
            ctypes.windll.user32.AllowSetForegroundWindow(-1)
        socket = QLocalSocket()
        socket.connectToServer(self._name())
        if not socket.waitForConnected(_ANSWER_MILLISECONDS):
            return False
        return bool(socket.waitForReadyRead(_ANSWER_MILLISECONDS))

    def release(self) -> None:
        """Let the folder go."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.release()

    def _on_call(self) -> None:
        while self._server is not None and (caller := self._server.nextPendingConnection()):
            caller.write(b"here\n")
            caller.flush()
            caller.disconnected.connect(caller.deleteLater)
            self.raise_requested.emit()

    def _name(self) -> str:
        folder = str(self._folder.resolve())
        return f"codebook-{hashlib.sha256(folder.encode()).hexdigest()[:24]}"


def _probe(folder: Path) -> None:
    """Write a page and remove it: a folder that takes an empty lock file may yet be full."""
    probe = folder / ".writable"
    try:
        probe.write_bytes(b"\0" * 4096)
    finally:
        probe.unlink(missing_ok=True)
