"""Tells whether two official files are the very same."""

from __future__ import annotations

import hashlib

from codebook_app.codesets.archive import OfficialFile
from codebook_app.progress import CancelToken


class Digests:
    """The SHA-256 of the files of one import, in hex, each computed once, and only if asked for."""

    def __init__(self, cancel: CancelToken | None) -> None:
        self._cancel = cancel
        self._known: dict[int, str] = {}

    def of(self, file: OfficialFile) -> str:
        """Return that of *file*, which must live as long as this does.

        Raises:
            KnownError: the file cannot be read.
            Cancelled: the person stopped the import.
        """
        if id(file) not in self._known:
            digest = hashlib.sha256()
            for chunk in file.chunks():
                if self._cancel is not None:
                    self._cancel.raise_if_cancelled()
                digest.update(chunk)
            self._known[id(file)] = digest.hexdigest()
        return self._known[id(file)]
