"""The rows of the notebook's tree: three sections, what stands in them, what each says in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from codebook_app.domain.notebook import (
    Bookmark,
    CodeTitles,
    Favourite,
    Folder,
    NotebookContents,
    OwnNote,
)
from codebook_app.gui.code_set_names import code_set_title
from codebook_app.gui.places import Place

Entry = OwnNote | Folder | Bookmark | Favourite

GONE = "not in the release in force"


class Section(StrEnum):
    """What the tree is divided into, in its order."""

    FAVOURITES = "Favourites"
    BOOKMARKS = "Bookmarks"
    NOTES = "Your notes"


@dataclass(eq=False, slots=True)
class NotebookRow:
    """A row with the rows below it. *key* names it for as long as its entry lives.

    *code*, *title* and *detail* are what it shows: a note's text is its detail. *gone* tells that
    the release in force does not have the code.
    """

    key: str
    entry: Section | Entry
    code_set: str = ""
    code: str = ""
    title: str = ""
    detail: str = ""
    gone: bool = False
    parent: NotebookRow | None = None
    rows: list[NotebookRow] = field(default_factory=list)

    @property
    def position(self) -> int:
        """The place among the rows of its parent, from 0."""
        return 0 if self.parent is None else self.parent.rows.index(self)

    @property
    def section(self) -> Section:
        """The section it stands in, or is."""
        row = self
        while row.parent is not None and row.parent.parent is not None:
            row = row.parent
        assert isinstance(row.entry, Section)  # noqa: S101 - rows are made here alone
        return row.entry

    @property
    def folder_id(self) -> str:
        """The folder a new bookmark beside this row would lie in, "" at the top."""
        match self.entry:
            case Folder(id=folder_id):
                return folder_id
            case Bookmark(folder_id=folder_id):
                return folder_id
        return ""

    @property
    def place(self) -> str:
        """The text of the place that Enter opens, "" for a folder or a section."""
        match self.entry:
            case Bookmark(place=place):
                return place
            case OwnNote() | Favourite():
                return Place(self.code_set, self.code).text
        return ""

    @property
    def named(self) -> str:
        """What the code is called: a chapter by that word."""
        chapter = self.code_set == "icd10cm" and self.code.isdecimal()
        return f"Chapter {self.code}" if chapter else self.code

    @property
    def kind(self) -> str:
        """What it is, for a screen reader and for messages."""
        match self.entry:
            case OwnNote():
                return "your note"
            case Bookmark():
                return "bookmark"
            case Favourite():
                return "favourite"
            case Folder():
                return "folder"
        return "section"

    @property
    def text(self) -> str:
        """What it shows in one line: code and title."""
        return f"{self.named}  {self.title}".strip()

    @property
    def spoken(self) -> str:
        """What a screen reader says of it."""
        said = [self.kind, self.named, self.title, self.detail]
        if self.code_set and self.code:
            said.insert(2, code_set_title(self.code_set))
        if self.gone:
            said.append(GONE)
        if isinstance(self.entry, Folder | Section):
            number = len(self.rows)
            said.append(f"{number} {'entry' if number == 1 else 'entries'}")
        return ", ".join(part for part in said if part)


def key_of(entry: Entry) -> str:
    """Return what names the row of *entry*, for as long as it lives."""
    match entry:
        case Favourite():
            return f"favourite {entry.code_set}:{entry.code}"
        case OwnNote():
            return f"note {entry.id}"
        case Bookmark():
            return f"bookmark {entry.id}"
        case Folder():
            return f"folder {entry.id}"


def notebook_rows(
    contents: NotebookContents, titles: CodeTitles, *, only_found: bool
) -> NotebookRow:
    """Return the root over the three sections; *only_found* leaves out what holds nothing."""
    root = NotebookRow("", Section.BOOKMARKS)
    for section, rows in (
        (Section.FAVOURITES, [_favourite(one, titles) for one in contents.favourites]),
        (Section.BOOKMARKS, _folder_rows(contents, titles, "", only_found=only_found)),
        (Section.NOTES, [_note(note, titles) for note in contents.notes]),
    ):
        if rows or not only_found:
            _put(root, [_under(NotebookRow(section.value, section, title=section.value), rows)])
    return root


def _folder_rows(
    contents: NotebookContents, titles: CodeTitles, folder_id: str, *, only_found: bool
) -> list[NotebookRow]:
    rows = []
    for folder in contents.folders:
        if folder.parent_id == folder_id:
            within = _folder_rows(contents, titles, folder.id, only_found=only_found)
            if within or not only_found:
                row = NotebookRow(key_of(folder), folder, title=folder.name)
                rows.append(_under(row, within))
    rows += [_bookmark(one, titles) for one in contents.bookmarks if one.folder_id == folder_id]
    return rows


def _under(row: NotebookRow, rows: Sequence[NotebookRow]) -> NotebookRow:
    _put(row, rows)
    return row


def _put(row: NotebookRow, rows: Sequence[NotebookRow]) -> None:
    for one in rows:
        one.parent = row
    row.rows.extend(rows)


def _note(note: OwnNote, titles: CodeTitles) -> NotebookRow:
    return NotebookRow(
        key_of(note),
        note,
        note.code_set,
        note.code,
        titles.title(note.code_set, note.code),
        " ".join(note.text.split()),
        titles.is_gone(note.code_set, note.code),
    )


def _favourite(one: Favourite, titles: CodeTitles) -> NotebookRow:
    return NotebookRow(
        key_of(one),
        one,
        one.code_set,
        one.code,
        titles.title(one.code_set, one.code) or one.title,
        gone=titles.is_gone(one.code_set, one.code),
    )


def _bookmark(one: Bookmark, titles: CodeTitles) -> NotebookRow:
    return NotebookRow(
        key_of(one),
        one,
        one.code_set,
        one.code,
        one.title,
        gone=titles.is_gone(one.code_set, one.code),
    )
