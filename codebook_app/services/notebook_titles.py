"""The titles of codes in the releases in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from codebook_app.errors import KnownError

if TYPE_CHECKING:
    from codebook_app.services.releases import Releases


def titles_of(
    releases: Releases, codes: Iterable[tuple[str, str]], on: date | None
) -> dict[tuple[str, str], str]:
    """Return the titles that *codes*, each with its code set, have in the releases in force *on*.

    A code the release does not have is left out, and so are the codes of a code set of which no
    release can be read.
    """
    from codebook_app.store.listed_lines import ListedLines  # late: see releases.py

    asked: dict[str, set[str]] = {}
    for code_set, code in codes:
        if code_set and code:
            asked.setdefault(code_set, set()).add(code)
    found: dict[tuple[str, str], str] = {}
    for code_set, wanted in asked.items():
        try:
            release = releases.choose(code_set, on).release
            book = releases.reader(code_set, release.release)
        except KnownError:
            continue
        lines = ListedLines(book).named(wanted)
        for code in wanted:
            # Chapters and sections are few, and asked for one at a time.
            line = lines.get(code) or book.code(code)
            if line is not None:
                found[code_set, code] = line.title
    return found
