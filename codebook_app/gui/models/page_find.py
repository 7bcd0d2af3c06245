"""Finding words on the page that is open: where they occur in its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codebook_app.gui.models.page_rows import Row

_UNDOTTED = re.compile(r"[A-Za-z]\d[0-9A-Za-z]{2,5}")
_HYPHENS = "[-\N{NON-BREAKING HYPHEN}\N{EN DASH}]"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """The *nth* place, from 0, where the words occur in the row at *position*."""

    position: int
    nth: int


class Wanted:
    """What is looked for: letters in any case, a code with or without its point."""

    def __init__(self, words: str) -> None:
        self.words = words
        spellings = [words.strip()]
        if _UNDOTTED.fullmatch(spellings[0]):
            spellings.append(f"{spellings[0][:3]}.{spellings[0][3:]}")
        self._pattern = re.compile("|".join(map(_as_printed, spellings)), re.IGNORECASE)

    def __bool__(self) -> bool:
        """Whether anything is looked for."""
        return bool(self.words.strip())

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where the words occur in *text*, as half-open offsets."""
        if self:
            for found in self._pattern.finditer(text):
                yield found.span()

    def occurrences(self, rows: Sequence[Row]) -> tuple[Occurrence, ...]:
        """Return where the words occur in *rows*, from the first on."""
        return tuple(
            Occurrence(position, nth)
            for position, row in enumerate(rows)
            for nth, _ in enumerate(self.spans(row.text))
        )

    def closed(self, rows: Sequence[Row]) -> int | None:
        """Return the first row that would show the words if it were open, None for none."""
        return next(
            (
                position
                for position, row in enumerate(rows)
                if not row.open
                and any(True for member in row.members for _ in self.spans(member.text))
            ),
            None,
        )


def _as_printed(words: str) -> str:
    """Return a pattern for *words*, whose blanks and hyphens may be set unbreakable."""
    escaped = (re.escape(part).replace(r"\-", _HYPHENS) for part in words.split())
    return r"\s+".join(escaped)
