"""Proof that an index folder is whole and was written by this program as it is now.

Nothing of a folder is opened before its stamp has been compared with every file in it: Whoosh
unpickles the table of contents of an index that it opens, and a search maps arrays unseen. The
stamp proves wholeness, not good will: whoever may write to the data folder could also run programs
as the person.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import numpy as np
import whoosh

from codebook_app import __version__
from codebook_app.errors import KnownError
from codebook_app.search.schema import INDEX_FORMAT

STAMP = "stamp.json"
_REBUILD = "Run “codebook setup” or restart Codebook: it is built again from the release."


def _program() -> dict[str, object]:
    return {
        "program": __version__,
        "format": INDEX_FORMAT,
        "whoosh": ".".join(map(str, whoosh.__version__)),
        "numpy": np.__version__.split(".")[0],
    }


def _files(directory: Path) -> dict[str, dict[str, object]]:
    found = {}
    for path in sorted(directory.iterdir()):
        if path.name == STAMP:
            continue
        if not path.is_file():
            found[path.name] = {"size": -1, "sha256": ""}
            continue
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        found[path.name] = {"size": path.stat().st_size, "sha256": digest}
    return found


def write_stamp(directory: Path) -> None:
    """Flush every file of *directory* to the disk and write the stamp that names them all."""
    for path in directory.iterdir():
        _flush(path)
    stamp = directory / STAMP
    content = {**_program(), "files": _files(directory)}
    stamp.write_text(json.dumps(content, indent=1), encoding="utf-8")
    _flush(stamp)


def _flush(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def check_stamp(directory: Path) -> None:
    """Raise :class:`KnownError` unless *directory* holds exactly what this program wrote."""
    try:
        stamp = json.loads((directory / STAMP).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise KnownError(f"There is no search index in {directory}.", _REBUILD) from None
    except (OSError, ValueError) as fault:
        raise KnownError(
            f"The search index in {directory} cannot be read: {fault}.", _REBUILD
        ) from fault
    if not isinstance(stamp, dict) or not isinstance(stamp.get("files"), dict):
        raise KnownError(f"The search index in {directory} has a damaged stamp.", _REBUILD)
    files = stamp.pop("files")
    if stamp != _program():
        raise KnownError(
            f"The search index in {directory} was built by another version of Codebook.", _REBUILD
        )
    try:
        present = _files(directory)
    except OSError as fault:
        raise KnownError(
            f"The search index in {directory} cannot be read: {fault}.", _REBUILD
        ) from fault
    for name in sorted(files.keys() | present.keys()):
        if files.get(name) != present.get(name):
            raise KnownError(f"The search index in {directory} is damaged at {name}.", _REBUILD)
