"""The notebook as Markdown, for reading and printing; nothing reads it back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from codebook_app.domain.notebook import Bookmark, CodeTitles, NotebookContents

# What begins or makes markup; a note is shown as it was written.
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")
_BULLET = re.compile(r"^(\s*)([-+=])", re.MULTILINE)
_NUMBER = re.compile(r"^(\s*\d+)([.)])", re.MULTILINE)


def notebook_markdown(contents: NotebookContents, titles: CodeTitles, moment: datetime) -> str:
    """Return *contents* for reading: notes by code, favourites, bookmarks by folder.

    A code without a title in *titles* is told by its code alone.
    """
    parts = [f"# Notebook\n\nWritten by Codebook on {moment.date().isoformat()}.\n"]
    if contents.notes:
        parts.append("## Notes\n")
        for note in contents.notes:
            title = titles.title(note.code_set, note.code)
            parts.append(f"### {_text(_named(note.code, title))} ({note.code_set})\n")
            parts.append(f"{_lines(note.text)}\n")
            parts.append(f"*{note.changed_at.date().isoformat()}*\n")
    if contents.favourites:
        parts.append("## Favourites\n")
        for one in contents.favourites:
            title = titles.title(one.code_set, one.code) or one.title
            parts.append(f"* {_text(_named(one.code, title))} ({one.code_set})")
        parts.append("")
    if contents.bookmarks or contents.folders:
        parts.append("## Bookmarks\n")
        parts += _folder(contents, "", 0)
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _folder(contents: NotebookContents, folder_id: str, depth: int) -> Iterator[str]:
    indent = "  " * depth
    for folder in contents.folders:
        if folder.parent_id == folder_id:
            yield f"{indent}* **{_text(folder.name)}**"
            yield from _folder(contents, folder.id, depth + 1)
    for bookmark in contents.bookmarks:
        if bookmark.folder_id == folder_id:
            yield f"{indent}* {_text(_titled(bookmark))}"


def _titled(bookmark: Bookmark) -> str:
    if not bookmark.code or bookmark.title.startswith(bookmark.code):
        return bookmark.title
    return _named(bookmark.code, bookmark.title)


def _named(code: str, title: str) -> str:
    return f"{code} {title}" if title else code


def _text(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)


def _lines(text: str) -> str:
    """Return a note with its line breaks, which Markdown would otherwise join."""
    escaped = _NUMBER.sub(r"\1\\\2", _BULLET.sub(r"\1\\\2", _text(text.rstrip())))
    return re.sub(r"(?<=\S)[ \t]*\n(?=.*\S)", "  \n", escaped)
