"""Something that is opened when it is first asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from codebook_app.errors import KnownError

Opened = TypeVar("Opened")


class Late(Generic[Opened]):
    """Opens a part once, by the thread that first asks; None where it cannot be opened."""

    def __init__(self, build: Callable[[], Opened] | None) -> None:
        self._build = build
        self._lock = threading.Lock()
        self._built: Opened | None = None

    def get(self) -> Opened | None:
        """Return it, None where there is nothing to open or opening it failed."""
        with self._lock:
            if self._build is not None:
                try:
                    self._built = self._build()
                except KnownError:
                    self._built = None
                self._build = None
            return self._built
