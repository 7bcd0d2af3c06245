"""The notebook file: notes, bookmarks and favourites as ``resources/notebook.schema.json`` says.

Places among their like are not written: the order of the lists says them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from codebook_app.domain.notebook import (
    DEEPEST,
    FIRST_POSITION,
    Bookmark,
    Favourite,
    Folder,
    NotebookContents,
    OwnNote,
)
from codebook_app.errors import KnownError
from codebook_app.exchange.json_text import document
from codebook_app.exchange.schema_faults import refuse_faults
from codebook_app.paths import resource

VERSION = 1
LONGEST_FILE = 50_000_000
_SHAPES = {
    "id": "an id: letters, digits, - and _, 64 at most",
    "text": "text: it is blank",
    "name": "a name: it is blank",
    "title": "a title: it is blank",
    "code_set": "the short name of a code set, as icd10cm",
    "code": "a code",
}


def notebook_json(contents: NotebookContents, exported_at: datetime) -> str:
    """Return *contents* as the text of a notebook file, its last line ended."""
    written = {
        "version": VERSION,
        "exported_at": exported_at.isoformat(timespec="seconds"),
        "notes": [
            {
                "id": note.id,
                "code_set": note.code_set,
                "code": note.code,
                "text": note.text,
                "changed_at": note.changed_at.isoformat(),
            }
            for note in contents.notes
        ],
        "folders": [
            {"id": folder.id, "name": folder.name, "parent": folder.parent_id}
            for folder in contents.folders
        ],
        "bookmarks": [
            {
                "id": bookmark.id,
                "folder": bookmark.folder_id,
                "place": bookmark.place,
                "code_set": bookmark.code_set,
                "code": bookmark.code,
                "title": bookmark.title,
            }
            for bookmark in contents.bookmarks
        ],
        "favourites": [
            {
                "code_set": favourite.code_set,
                "code": favourite.code,
                "title": favourite.title,
                "added_at": favourite.added_at.isoformat(),
            }
            for favourite in contents.favourites
        ],
    }
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"


class NotebookFile:
    """Reads notebook files against the schema, which is read once."""

    def __init__(self) -> None:
        # Imported here: a start that reads no notebook file does not pay for it.
        from jsonschema import Draft202012Validator, FormatChecker

        formats = FormatChecker(formats=())
        formats.checks("date-time")(_is_moment)
        schema = json.loads(resource("notebook.schema.json").read_text(encoding="utf-8"))
        self._validator = Draft202012Validator(schema, format_checker=formats)

    def read(self, file: Path) -> NotebookContents:
        """Return what *file* holds; KnownError says in one line what is wrong with it.

        Entries without an id get one that their content decides, so that the same file read twice
        is the same notebook. Folders come with their parents before them.
        """
        try:
            if file.stat().st_size > LONGEST_FILE:
                raise KnownError(
                    f"{file} is too large to be a notebook.", "Check that it is the right file."
                )
            raw = file.read_bytes()
        except OSError as fault:
            raise KnownError(
                f"{file} cannot be read: {fault.strerror or fault}.", "Check the path."
            ) from fault
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            line = raw[: fault.start].count(b"\n") + 1
            raise KnownError(
                f"{file}, line {line}: not UTF-8 text.", "Check that it is the right file."
            ) from fault
        return self.parse(text, file.name)

    def parse(self, text: str, name: str) -> NotebookContents:
        """Return what the *text* of a file called *name* holds."""
        found = document(text, name, kind="a notebook", longest=LONGEST_FILE, lines=True)
        version = found.get("version") if isinstance(found, dict) else None
        if isinstance(version, int) and version > VERSION:
            raise KnownError(
                f"{name} was written by a newer Codebook (format {version}; this one reads "
                f"{VERSION}).",
                "Install the newer Codebook to import it.",
            )
        refuse_faults(self._validator, found, name, _SHAPES)
        folders = _parents_first([_folder(one) for one in found.get("folders", ())], name)
        known = {folder.id for folder in folders} | {""}
        bookmarks = tuple(_bookmark(one, at) for at, one in enumerate(found.get("bookmarks", ())))
        for bookmark in bookmarks:
            if bookmark.folder_id not in known:
                raise _no_such_folder(name, f"The bookmark “{bookmark.title}”", bookmark.folder_id)
        notes = tuple(map(_note, found.get("notes", ())))
        _once_each(name, "note", notes)
        _once_each(name, "bookmark", bookmarks)
        return NotebookContents(
            notes, folders, bookmarks, tuple(map(_favourite, found.get("favourites", ())))
        )


def derived_id(*parts: str) -> str:
    """Return the id that a content has wherever it is read."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def _note(found: Mapping[str, Any]) -> OwnNote:
    code_set, code, text = found["code_set"], found["code"].strip(), found["text"]
    return OwnNote(
        found.get("id") or derived_id("note", code_set, code, text),
        code_set,
        code,
        text,
        _moment(found.get("changed_at")),
    )


def _folder(found: Mapping[str, Any]) -> Folder:
    return Folder(found["id"], _one_line(found["name"]), found.get("parent", ""))


def _bookmark(found: Mapping[str, Any], at: int) -> Bookmark:
    folder, place = found.get("folder", ""), found["place"]
    return Bookmark(
        found.get("id") or derived_id("bookmark", folder, place),
        folder,
        place,
        found.get("code_set", ""),
        found.get("code", ""),
        _one_line(found["title"]),
        FIRST_POSITION + at,
    )


def _favourite(found: Mapping[str, Any]) -> Favourite:
    return Favourite(
        found["code_set"],
        found["code"].strip(),
        _one_line(found.get("title", "")),
        _moment(found.get("added_at")),
    )


def _parents_first(folders: Sequence[Folder], name: str) -> tuple[Folder, ...]:
    """Return *folders* in their order, each after the folder it lies in."""
    _once_each(name, "folder", folders)
    ids = {folder.id for folder in folders}
    for folder in folders:
        if folder.parent_id and folder.parent_id not in ids:
            raise _no_such_folder(name, f"The folder “{folder.name}”", folder.parent_id)
    placed: dict[str, Folder] = {}
    waiting = list(folders)
    for _ in range(DEEPEST):
        if not waiting:
            break
        ready = [one for one in waiting if not one.parent_id or one.parent_id in placed]
        if not ready:
            raise KnownError(
                f"{name}: the folder “{waiting[0].name}” lies within itself.",
                "Correct it and try again.",
            )
        placed |= {one.id: one for one in ready}
        waiting = [one for one in waiting if one.id not in placed]
    if waiting:
        raise KnownError(
            f"{name}: the folder “{waiting[0].name}” lies more than {DEEPEST} levels deep.",
            "Put it further up and try again.",
        )
    return tuple(placed.values())


def _once_each(name: str, kind: str, entries: Sequence[OwnNote | Folder | Bookmark]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise KnownError(
                f"{name}: two entries of the kind {kind} have the id {entry.id}.",
                "Correct it and try again.",
            )
        seen.add(entry.id)


def _no_such_folder(name: str, entry: str, folder_id: str) -> KnownError:
    return KnownError(
        f"{name}: {entry} lies in a folder {folder_id} that the file does not have.",
        "Correct it and try again.",
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _is_moment(value: object) -> bool:
    if not isinstance(value, str):
        return True  # the schema's "type" speaks of that
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _moment(text: str | None) -> datetime:
    """Return the moment *text* names, UTC where it names no zone; without a text the year 2000.

    A file that does not say when is older than everything, and the same each time it is read.
    """
    if text is None:
        return datetime(2000, 1, 1, tzinfo=UTC)
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
