"""What came of a file before its transfer broke off, kept beside it so that the rest can come."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from codebook_app.errors import KnownError


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a part: the *total* of bytes (0: unknown), and what tells it unchanged."""

    url: str
    etag: str
    modified: str
    total: int

    @property
    def validator(self) -> str:
        """The value for If-Range; empty where the place gave none that is certain."""
        strong = self.etag and not self.etag.startswith("W/")
        return self.etag if strong else self.modified


class PartOfFile:
    """The part at *path* of the file *name* that the address *url* has, to become *target*.

    Whatever writes raises :class:`KnownError` where the disk refuses.
    """

    def __init__(self, folder: Path, name: str, url: str) -> None:
        self.target = folder / name
        self.path = folder / f"{name}.part"
        self._about = folder / f"{name}.part.json"
        self._url = url

    def size(self) -> int:
        """Return how many bytes of it are there."""
        return self.path.stat().st_size if self.path.is_file() else 0

    def kept(self) -> Kept | None:
        """Return what was noted of it, None where nothing was or it cannot be read."""
        try:
            about = json.loads(self._about.read_text(encoding="utf-8"))
            return Kept(
                str(about["url"]), str(about["etag"]), str(about["modified"]), int(about["total"])
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def begin(self, etag: str, modified: str, total: int) -> None:
        """Forget what is there, and note what the part that begins now is of."""
        about = {"url": self._url, "etag": etag, "modified": modified, "total": total}
        with self.disk():
            self.path.unlink(missing_ok=True)
            self._about.write_text(json.dumps(about), encoding="utf-8")

    def forget(self) -> None:
        """Keep nothing of it."""
        with self.disk():
            self.path.unlink(missing_ok=True)
            self._about.unlink(missing_ok=True)

    def forget_foreign(self) -> None:
        """Forget a part whose origin is not known, or that is of another address."""
        with self.disk():
            self.target.parent.mkdir(parents=True, exist_ok=True)
        kept = self.kept()
        if kept is None or kept.url != self._url:
            self.forget()

    def finish(self) -> Path:
        """Give the whole part the name of the file, and return where that is."""
        with self.disk():
            self.path.replace(self.target)
            self._about.unlink(missing_ok=True)
        return self.target

    @contextmanager
    def disk(self) -> Iterator[None]:
        """Say in one line what the disk refuses within."""
        try:
            yield
        except OSError as fault:
            raise KnownError(
                f"{self.path} cannot be written ({fault.strerror or fault}).",
                "Check that the disk is not full and that you may write there.",
            ) from fault
