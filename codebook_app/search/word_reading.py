"""Which of the books' words a typed word stands for: its forms, its beginning, near spellings."""

from __future__ import annotations

import math
from collections.abc import Sequence

from codebook_app.search.forms import numeral
from codebook_app.search.query import Choice, Slice, Word
from codebook_app.search.text import FILLERS
from codebook_app.search.vocabulary import Near, Vocabulary

AS_TYPED = 1.0
OTHER_FORM = 0.85
OTHER_NUMERAL = 0.9
CUT = 0.6
"""A word that only begins with what was typed."""
CUT_ANYWHERE = 3
"""From how many letters on a word may be cut that is not the last one."""
CUT_WHILE_TYPED = 0.1
"""How much of what begins like the last word may be that word itself for it to be unfinished."""
PART_OF_SPLIT = 0.5
"""One half of a word that nobody knows, where the other half is missing."""
JOINED = 0.9
"""Two words that the books write as one: each of the two is met by it."""
NEAR = {0: 0.8, 1: 0.7, 2: 0.5}
LONG_ENOUGH, HARDLY_ANY, LIKELIER = 5, 3, 10
"""From how many letters on a known word may be a slip, in how many entries at most; and how much
more have to hold what is nearest."""
MOST_KEPT = 4096
"""Words whose slices are remembered from one keystroke to the next."""


class WordReader:
    """Reads words with those of one index, each as rare as what it stands for is together."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._doubted: dict[str, tuple[Near, ...]] = {}
        self._kept: dict[tuple[str, bool, float, bool], Word | None] = {}

    def typed(self, part: list[str], last: bool) -> list[Choice]:
        """Return how the words of *part* are read as typed; the *last* may be unfinished."""
        found = []
        for at, word in enumerate(part):
            typing = last and at == len(part) - 1
            found.append(self._word(word, cut=typing or len(word) >= CUT_ANYWHERE, typing=typing))
        choices = []
        if all(found):
            choices.append(Choice(tuple(word for word in found if word is not None)))
        if len(part) == 1 and (other := numeral(part[0])):
            slices = self._slices([(other, OTHER_NUMERAL)])
            choices += [Choice((Word(slices),))] if slices else []
        return choices

    def _slices(self, texts: list[tuple[str, float]]) -> tuple[Slice, ...]:
        """Return slices of the known among *texts*, as rare as they are together."""
        sizes = [self._vocabulary.size(text) for text, _ in texts]
        rarity = self._vocabulary.rarity(sum(sizes))
        return tuple(
            Slice(text, weight * rarity)
            for (text, weight), size in zip(texts, sizes, strict=True)
            if size
        )

    def _word(
        self, word: str, *, cut: bool, share: float = 1.0, typing: bool = False
    ) -> Word | None:
        key = (word, cut, share, typing)
        if key not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = self._new_word(*key)
        return self._kept[key]

    def _new_word(self, word: str, cut: bool, share: float, typing: bool) -> Word | None:
        forms = [(form, OTHER_FORM * share) for form in self._vocabulary.forms(word)]
        slices = self._slices([(word, AS_TYPED * share), *forms])
        known, size = self._vocabulary.size(word), self._vocabulary.size(word, prefix=True)
        if not cut or size <= known:
            return Word(slices) if slices else None
        rarity, kept = self._vocabulary.rarity(size), CUT
        if typing and len(word) > 1 and known <= CUT_WHILE_TYPED * size:
            # "diab" stands in a few supplies; who types it is on the way to "diabetes".
            kept = 1 - (1 - CUT) * known / size
            most = max((one.boost for one in slices), default=0) / share
            fall = min(rarity / most, 1) if most else 1
            slices = tuple(Slice(one.text, one.boost * fall) for one in slices)
        return Word((*slices, Slice(word, kept * share * rarity, prefix=True)))

    def written_out(self, wording: list[str], weight: float) -> Choice | None:
        """Return all words of *wording*, but fillers, or None where the books lack one."""
        meaning = [word for word in wording if word not in FILLERS] or wording
        share = weight / math.sqrt(len(meaning))
        found = [self._word(word, cut=False, share=share) for word in meaning]
        return Choice(tuple(filter(None, found))) if all(found) else None

    def split(self, word: str, weight: float) -> list[Choice]:
        """Read ``posttraumatic`` as two known words where it is none itself."""
        for at in range(len(word) - 3, 2, -1):
            head, tail = word[:at], word[at:]
            if self._vocabulary.size(head) and self._vocabulary.size(tail):
                ways = (([head, tail], weight), ([tail], PART_OF_SPLIT))
                found = [self.written_out(*way) for way in ways]
                return [choice for choice in found if choice is not None]
        return []

    def joined(self, typed: Sequence[str], at: int) -> list[Choice]:
        """Read ``non suppurative`` as one known word: for the word *at* a place and each beside."""
        pairs = [
            typed[first] + typed[first + 1]
            for first in (at - 1, at)
            if first >= 0
            and first + 1 < len(typed)
            and typed[first].isalpha()
            and typed[first + 1].isalpha()
        ]
        found = [
            self._word(pair, cut=False, share=JOINED)
            for pair in pairs
            if self._vocabulary.size(pair)
        ]
        return [Choice((word,)) for word in found if word is not None]

    def near(self, found: Sequence[Near]) -> list[Choice]:
        """Return the near spellings, the nearest first, as rare as they are together.

        A rarer word is not the likelier one to be meant.
        """
        rarity = self._vocabulary.rarity(
            sum(self._vocabulary.size(one.text, prefix=one.prefix) for one in found)
        )
        return [
            Choice((Word((Slice(one.text, NEAR[min(one.distance, 2)] * rarity, one.prefix),)),))
            for one in found
        ]

    def likelier(self, word: str, *, last: bool) -> tuple[Near, ...]:
        """Return the spellings near *word* that many entries hold, where hardly any holds it.

        The *last* word, of which nobody knows whether it is finished, has none while it is unknown.
        """
        if len(word) < LONG_ENOUGH or (last and not self._vocabulary.size(word)):
            return ()
        if word not in self._doubted:
            if len(self._doubted) >= MOST_KEPT:
                self._doubted.clear()
            held = self._vocabulary.size(word, prefix=True)
            near = self._vocabulary.near(word) if held <= HARDLY_ANY else ()
            self._doubted[word] = tuple(
                one
                for one in near
                if one.distance == 1
                and self._vocabulary.size(one.text, prefix=one.prefix) >= held * LIKELIER
            )
        return self._doubted[word]
