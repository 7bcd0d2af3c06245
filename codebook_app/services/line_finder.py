"""Finding the line of a code, in any spelling, in what is installed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from codebook_app.domain.code import Code
from codebook_app.domain.release import ReleaseChoice
from codebook_app.errors import KnownError
from codebook_app.services.qualifiers import ICF, qualified
from codebook_app.services.releases import Releases
from codebook_app.services.selection import Selections

if TYPE_CHECKING:
    from codebook_app.store.reference_db import ReferenceDb

    FoundLine = tuple[Code, ReferenceDb, ReleaseChoice]
    """A line, the database it is in, and why that release was chosen."""

_NEAREST = 5


class LineFinder:
    """Looks a code up in one code set, or in all in use, on a day. Safe from any thread."""

    def __init__(self, releases: Releases, selections: Selections) -> None:
        self._releases = releases
        self._selections = selections

    def line_or_first(
        self, code: str, code_set: str | None, on: date | None, release: str | None = None
    ) -> FoundLine:
        """Return the line of *code*, or of the first code of the range that it spells."""
        first, dash, _ = code.partition("-")
        try:
            return self.line(code, code_set, on, release)
        except KnownError:
            if not (first and dash):
                raise
        return self.line(first, code_set, on, release)

    def line(
        self, code: str, code_set: str | None, on: date | None, release: str | None = None
    ) -> FoundLine:
        """Return the line of *code* in the first code set that has it: a code before a heading.

        Raises :class:`KnownError` naming the nearest codes where there is no such code.
        """
        headings: list[FoundLine] = []
        looked_in: list[tuple[ReferenceDb, ReleaseChoice]] = []
        if code_set and release:
            choices: tuple[ReleaseChoice, ...] = (self._releases.choose(code_set, on, release),)
        else:
            choices = self._selections.choices([code_set] if code_set else (), on)
        for choice in choices:
            reader = self._releases.reader(choice.release.code_set, choice.release.release)
            line = reader.code(code)
            if line is not None and not line.heading:
                return line, reader, choice
            if line is not None:
                headings.append((line, reader, choice))
            looked_in.append((reader, choice))
        if headings:
            return headings[0]
        if (typed := qualified(code)) is not None:
            for reader, choice in looked_in:
                line = reader.code(typed.code) if choice.release.code_set == ICF else None
                if line is not None:
                    return line, reader, choice
        titles = ", ".join(choice.release.title for _, choice in looked_in)
        near = [each.code for each in _nearest(code, [reader for reader, _ in looked_in])]
        hint = f"The nearest are {', '.join(near)}." if near else "Search for it by words instead."
        raise KnownError(f"“{code.strip()[:40]}” is no code of {titles}.", hint)


def _nearest(code: str, readers: Sequence[ReferenceDb]) -> tuple[Code, ...]:
    """Return some lines that share the longest possible beginning with *code*."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum())[:8]
    for length in range(len(typed), 1, -1):
        near = [line for each in readers for line in each.starting_with(typed[:length], _NEAREST)]
        if near:
            return tuple(near[:_NEAREST])
    return ()
