"""The titles of codes in the releases in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from codebook_app.domain.notebook import CodeTitles
from codebook_app.errors import KnownError

if TYPE_CHECKING:
    from codebook_app.services.releases import Releases


def titles_of(releases: Releases, codes: Iterable[tuple[str, str]], on: date | None) -> CodeTitles:
    """Return what *codes*, each with its code set, are called in the releases in force *on*."""
    from codebook_app.store.listed_lines import ListedLines  # late: see releases.py

    asked: dict[str, set[str]] = {}
    for code_set, code in codes:
        if code_set and code:
            asked.setdefault(code_set, set()).add(code)
    found: dict[str, dict[str, str]] = {}
    for code_set, wanted in asked.items():
        try:
            release = releases.choose(code_set, on).release
            book = releases.reader(code_set, release.release)
        except KnownError:
            continue
        lines = ListedLines(book).named(wanted)
        titles = {code: line.title for code, line in lines.items()}
        for code in wanted - titles.keys():
            # Chapters and sections are few, and asked for one at a time.
            if (heading := book.code(code)) is not None:
                titles[code] = heading.title
        found[code_set] = titles
    return CodeTitles(found)
