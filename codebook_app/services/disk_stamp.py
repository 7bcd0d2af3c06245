"""A cheap sign of whether anything below the folder of the releases came, went or was replaced."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def disk_stamp(releases: Path, licences: Path) -> tuple[int, ...]:
    """Return numbers that differ once a release, its index or a confirmed licence changed.

    Releases and indexes are renamed into their place, which shows in the time of the folder above.
    Two changes within one tick of the disk's clock may look like one.
    """
    return (*_times(os.fspath(releases), 2), _time(os.fspath(licences)))


def _times(folder: str, depth: int) -> Iterator[int]:
    yield _time(folder)
    if depth:
        try:
            below = sorted(entry.path for entry in os.scandir(folder) if entry.is_dir())
        except OSError:
            return
        for one in below:
            yield from _times(one, depth - 1)


def _time(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns  # noqa: PTH116 - a Path costs more than the question
    except OSError:
        return 0
