"""For which releases of licensed code sets the person confirmed to have a licence."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from codebook_app.services.disk import disk_faults, flush_folder

Confirmed = dict[str, dict[str, str]]


class Licences:
    """The confirmations, kept in a small file of the data folder. Safe from any thread.

    A confirmation is one of a notice: where a file of the same release carries another, it is asked
    for again. A file that cannot be read confirms nothing.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        self._guard = threading.Lock()
        self._stamp: tuple[int, ...] = ()
        self._read: Confirmed = {}

    def sign(self) -> tuple[int, ...]:
        """Return what differs once a licence was confirmed or forgotten; empty without any."""
        try:
            status = self._place.stat()
        except OSError:
            return ()
        return (status.st_mtime_ns, status.st_ino)

    def is_confirmed(self, code_set: str, release: str, notice: str) -> bool:
        """Whether the person confirmed a licence for *release* under this *notice*."""
        with self._guard:
            known = self._confirmed().get(f"{code_set} {release}")
        return known is not None and known.get("notice") == _digest(notice)

    def confirm(self, code_set: str, release: str, notice: str) -> None:
        """Keep that the person has a licence for *release* under this *notice*.

        Raises:
            KnownError: it cannot be written.
        """
        now = datetime.now(UTC).replace(microsecond=0).isoformat()
        with self._guard:
            confirmed = dict(self._confirmed())
            confirmed[f"{code_set} {release}"] = {"notice": _digest(notice), "confirmed_at": now}
            self._write(confirmed)

    def forget(self, code_set: str, release: str) -> None:
        """Forget the confirmation of a release that was removed.

        Raises:
            KnownError: it cannot be written.
        """
        with self._guard:
            confirmed = dict(self._confirmed())
            if confirmed.pop(f"{code_set} {release}", None) is not None:
                self._write(confirmed)

    def _confirmed(self) -> Confirmed:
        stamp = self.sign()
        if stamp != self._stamp:
            self._stamp, self._read = stamp, _read(self._place) if stamp else {}
        return self._read

    def _write(self, confirmed: Confirmed) -> None:
        with disk_faults(self._place.parent, "keep what was confirmed"):
            self._place.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._place.parent, prefix=f".{self._place.name}-")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(confirmed, file, indent=2)
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(self._place)
            except BaseException:
                with suppress(OSError):
                    Path(name).unlink()
                raise
            flush_folder(self._place.parent)


def _read(place: Path) -> Confirmed:
    try:
        content = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {
        str(name): {str(key): str(value) for key, value in known.items()}
        for name, known in content.items()
        if isinstance(known, dict)
    }


def _digest(notice: str) -> str:
    return hashlib.sha256(notice.encode()).hexdigest()
