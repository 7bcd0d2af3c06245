"""The databases and indexes of releases, opened once and kept open."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from codebook_app.errors import KnownError
from codebook_app.services.release_folders import INDEX, REFERENCE, ReleaseFolders

if TYPE_CHECKING:
    from codebook_app.search.index import SearchIndex
    from codebook_app.store.reference_db import ReferenceDb

Stamp = tuple[int, ...]
_SET_UP = "Run “codebook setup”, or start the window and let it finish installing."


class OpenedReleases:
    """Hands out opened releases; safe from any thread.

    A release that was replaced, by this program or another, is opened anew; who still reads the old
    one reads on undisturbed.
    """

    def __init__(self, folders: ReleaseFolders, open_index: Callable[[Path], SearchIndex]) -> None:
        self._folders = folders
        self._open_index = open_index
        self._guard = threading.RLock()
        self._readers: dict[tuple[str, str], tuple[Stamp, ReferenceDb]] = {}
        self._indexes: dict[tuple[str, str], tuple[Stamp, SearchIndex]] = {}
        self._unsound: set[tuple[str, str]] = set()

    @property
    def unsound(self) -> bool:
        """Whether an index was found to be damaged and is not repaired yet."""
        return bool(self._unsound)

    def reader(self, code_set: str, release: str) -> ReferenceDb:
        """Return the database of a release.

        Raises:
            KnownError: it is not installed, or damaged.
        """
        key = (code_set, release)
        with self._guard:
            folder = self._folders.folder(*key)
            stamp = self._stamp(key)
            opened = self._readers.get(key)
            if opened is None or opened[0] != stamp:
                from codebook_app.store.reference_db import ReferenceDb  # late: see releases.py

                opened = (stamp, ReferenceDb.open(folder / REFERENCE, code_set, release))
                self._readers[key] = opened
            return opened[1]

    def index(self, code_set: str, release: str) -> SearchIndex:
        """Return the index of a release.

        Raises:
            KnownError: the release is not installed, or its index is missing or damaged.
        """
        key = (code_set, release)
        with self._guard:
            folder = self._folders.folder(*key) / INDEX
            stamp = self._stamp(key)
            if not folder.is_dir():
                raise KnownError(f"{release} cannot be searched yet: it has no index.", _SET_UP)
            stamp += (folder.stat().st_ino, folder.stat().st_mtime_ns)
            opened = self._indexes.get(key)
            if opened is None or opened[0] != stamp:
                self._unsound.add(key)
                opened = (stamp, self._open_index(folder))
                self._indexes[key] = opened
            self._unsound.discard(key)
            return opened[1]

    def forget(self, code_set: str, release: str) -> None:
        """Let go of a release that is about to be replaced or removed."""
        with self._guard:
            if reader := self._readers.pop((code_set, release), None):
                reader[1].close()
            # An index is never closed here: another thread may be searching in it at this moment.
            self.forget_index(code_set, release)

    def forget_index(self, code_set: str, release: str) -> None:
        """Let go of an index that was built anew."""
        with self._guard:
            self._indexes.pop((code_set, release), None)
            self._unsound.discard((code_set, release))

    def close(self) -> None:
        """Close everything; nobody may be reading any more."""
        with self._guard:
            for _, reader in self._readers.values():
                reader.close()
            for _, index in self._indexes.values():
                index.close()
            self._readers.clear()
            self._indexes.clear()

    def _stamp(self, key: tuple[str, str]) -> Stamp:
        stamp = self._folders.stamp(self._folders.folder(*key))
        if not stamp:
            raise KnownError(f"{key[0]} {key[1]} is not installed.", _SET_UP)
        return stamp
