"""Which words of a text are those a query asked for."""

from __future__ import annotations

from collections.abc import Sequence

from codebook_app.search.query import WordGroup
from codebook_app.search.text import placed_words


class MatchedWords:
    """The words and beginnings of words that the groups of a query ask for."""

    def __init__(self, groups: Sequence[WordGroup]) -> None:
        slices = [
            part
            for group in groups
            for choice in group.choices
            for word in choice.words
            for part in word.slices
        ]
        self._whole = frozenset(part.text for part in slices if not part.prefix)
        self._beginnings = tuple({part.text for part in slices if part.prefix})
        self._looked_at: dict[str, bool] = {}

    def marks(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return the half-open offsets in *text* of each word that was asked for."""
        looked_at = self._looked_at
        marked = []
        for word, start, end in placed_words(text):
            is_asked = looked_at.get(word)
            if is_asked is None:
                is_asked = looked_at[word] = word in self._whole or word.startswith(
                    self._beginnings
                )
            if is_asked:
                marked.append((start, end))
        return tuple(marked)
