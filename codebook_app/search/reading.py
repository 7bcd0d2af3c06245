"""How a query is read: which words it asks for, in which forms, and what the person is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from codebook_app.search.choices import mass, no_rarer, scaled
from codebook_app.search.query import Choice, WordGroup
from codebook_app.search.text import FILLERS, placed_words, words
from codebook_app.search.vocabulary import Vocabulary
from codebook_app.search.word_reading import WordReader
from codebook_app.search.wordings import Wordings

EXPANSION = 0.8
LATER_MEANING, LEAST_MEANING = 0.05, 0.8
"""What each meaning of an abbreviation loses to the one before, and how much it keeps at least."""
SYNONYM = 0.75
POSITIVE = "positive"
LONGEST_QUERY = 24
"""Words of a query that are looked at; nobody types more, pasted pages are cut."""


@dataclass(frozen=True, slots=True)
class ReadAs:
    """What was *typed* may mean *meaning*: what is found by the *choice* was found by it.

    A *doubted* reading counts only where the very best was found by it.
    """

    typed: str
    meaning: str
    choice: Choice
    doubted: bool = False


@dataclass(frozen=True)
class Reading:
    """A query as read: its word *groups*, words nobody knows, and *told*, what may be to tell.

    *nears* are the groups read as other words, whose telling waits for the best hit.
    """

    groups: tuple[WordGroup, ...] = ()
    masses: tuple[float, ...] = ()
    unknown: tuple[str, ...] = ()
    told: tuple[ReadAs, ...] = ()
    nears: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def also(self, other: Reading) -> Reading:
        """Return this reading with what *other* asks for besides."""
        mine = {group.typed for group in self.groups}
        new = [at for at, group in enumerate(other.groups) if group.typed not in mine]
        return Reading(
            (*self.groups, *(other.groups[at] for at in new)),
            (*self.masses, *(other.masses[at] for at in new)),
            tuple(dict.fromkeys((*self.unknown, *other.unknown))),
            tuple(dict.fromkeys((*self.told, *other.told))),
            {**self.nears, **other.nears},
        )


class Reader:
    """Reads queries with the words of one index, and the program's abbreviations and synonyms."""

    def __init__(self, vocabulary: Vocabulary, abbreviations: Wordings, synonyms: Wordings) -> None:
        self._vocabulary = vocabulary
        self._abbreviations = abbreviations
        self._synonyms = synonyms
        self._words = WordReader(vocabulary)

    def read(self, text: str, *, respell: bool = True, as_typed: bool = False) -> Reading:
        """Read *text*; without *respell* a word nobody knows stays unknown.

        *as_typed* no word is read as another: no abbreviations, synonyms, respelling or splitting.
        """
        placed = _placed(text)
        typed = [word for word, _, _ in placed]
        groups: list[WordGroup] = []
        unknown: list[str] = []
        told: list[ReadAs] = []
        nears: dict[str, tuple[str, ...]] = {}
        capitals = [text[start:end].isupper() for _, start, end in placed]
        mixed = len(placed) == 1 or not text.isupper()
        for at, part, meanings, same in self._parts(
            typed, [mixed and one for one in capitals], as_typed=as_typed
        ):
            last = at + len(part) == len(typed)
            shown = text[placed[at][1] : placed[at + len(part) - 1][2]]
            if any(group.typed == shown for group in groups):
                continue
            choices = self._words.typed(part, last)
            understood = self._understood(shown, meanings)
            if understood:
                told += understood
                choices = no_rarer(choices, [one.choice for one in understood], EXPANSION)
                choices += [one.choice for one in understood]
            choices += self._synonyms_of(choices, same)
            if len(part) == 1 and not as_typed:
                choices += self._words.joined(typed, at)
            if not choices and not as_typed:
                choices = self._words.split(part[0], EXPANSION)
                told += [
                    ReadAs(shown, " ".join(each.slices[0].text for each in one.words), one)
                    for one in choices[:1]
                ]
            if not choices and respell and not as_typed:
                near = self._vocabulary.near(part[0])
                choices = self._words.near(near)
                if near:
                    nears[shown] = tuple(each.text + "…" * each.prefix for each in near)
            elif choices and respell and not as_typed and len(part) == 1 and not meanings:
                choices += self._likelier(part[0], shown, last, told)
            if choices:
                groups.append(WordGroup(shown, tuple(choices)))
            else:
                unknown.append(shown)
        masses = tuple(max(map(mass, group.choices)) for group in groups)
        return Reading(tuple(groups), masses, tuple(unknown), tuple(told), nears)

    def knows(self, text: str) -> bool:
        """Whether all of *text* is one abbreviation, some meaning of which the books hold."""
        typed = words(text)
        length, meanings = self._abbreviations.at(typed, 0)
        return 0 < length == len(typed) and bool(self._understood(text, meanings))

    def _parts(
        self, typed: list[str], in_capitals: list[bool], *, as_typed: bool
    ) -> Iterator[tuple[int, list[str], tuple[str, ...], tuple[str, ...]]]:
        """Yield runs of words read together: where they begin, their meanings and synonyms.

        What a filler abbreviates is meant only *in_capitals*: AS, not as. An abbreviation of
        fillers only, ``w/``, is one itself.
        """
        read = []
        at = 0
        while at < len(typed):
            length, meanings = (0, ()) if as_typed else self._abbreviations.at(typed, at)
            if length == 1 and typed[at] in FILLERS and not in_capitals[at]:
                length, meanings = 0, ()
            also, same = (0, ()) if as_typed else self._synonyms.at(typed, at)
            if also != length and length and also:
                # The longer run is what was meant.
                meanings, same = ((), same) if also > length else (meanings, ())
            length = max(length, also)
            fills = typed[at] in FILLERS if not length else _only_fill(meanings) and not same
            length = max(length, 1)
            read.append((fills, (at, typed[at : at + length], meanings, same)))
            at += length
        keep_fillers = all(fills for fills, _ in read)
        return (part for fills, part in read if keep_fillers or not fills)

    def _understood(self, shown: str, meanings: Sequence[str]) -> list[ReadAs]:
        """Return the *meanings* that the books hold, the first of them heavier than the others."""
        understood: list[ReadAs] = []
        for meaning in meanings:
            choice = self._words.written_out(words(meaning), EXPANSION)
            if choice is None:
                continue
            if understood:
                share = max(1 - LATER_MEANING * len(understood), LEAST_MEANING)
                most = share * mass(understood[0].choice)
                choice = scaled(choice, min(most / mass(choice), share))
            understood.append(ReadAs(shown, meaning, choice))
        return understood

    def _synonyms_of(self, typed: Sequence[Choice], same: Sequence[str]) -> list[Choice]:
        """Return the synonyms that the books hold, none worth as much as what was typed.

        A rarer word is no better answer: who types "dislocation" is not shown luxations first.
        """
        written = (self._words.written_out(words(each), SYNONYM) for each in same)
        found = [choice for choice in written if choice is not None]
        if not typed:
            return found
        most = SYNONYM * max(map(mass, typed))
        return [scaled(choice, min(most / mass(choice), 1.0)) for choice in found]

    def _likelier(self, word: str, shown: str, last: bool, told: list[ReadAs]) -> list[Choice]:
        """Return near spellings of a word that hardly any entry holds, and many hold these."""
        near = self._words.likelier(word, last=last)
        choices = self._words.near(near)
        told += [
            ReadAs(shown, one.text, choice, doubted=True)
            for one, choice in zip(near, choices, strict=True)
        ]
        return choices


def _only_fill(meanings: Sequence[str]) -> bool:
    """Whether an abbreviation stands for fillers: ``w/``, ``d/t``."""
    return bool(meanings) and all(FILLERS.issuperset(words(meaning)) for meaning in meanings)


def _placed(text: str) -> list[tuple[str, int, int]]:
    """Return the words of *text* with their offsets; the plus of ``HIV+`` is the word positive."""
    placed = []
    for word, start, end in islice(placed_words(text), LONGEST_QUERY):
        placed.append((word, start, end))
        if word.isalpha() and text[end : end + 1] == "+" and not text[end + 1 : end + 2].strip():
            placed.append((POSITIVE, end, end + 1))
    return placed
