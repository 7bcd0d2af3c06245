"""What is typed to measure how fast the search answers, class by class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from codebook_app.services.bench.questions import misspelt

_MOST_WORDS = 6
"""Nobody types a title of twenty words."""
_PHRASE = 3
_LETTER_BY_LETTER = 4
"""Of so many texts one is typed letter by letter."""


class QueryClass(StrEnum):
    """The ways of asking that differ in what they cost."""

    KEYSTROKES = "keystrokes"
    LETTERS = "single letters"
    ALL_WORDS = "all words"
    PHRASE = "phrase"
    MISSPELT = "misspelt"
    CODES = "code prefixes"


@dataclass(frozen=True, slots=True)
class Sample:
    """*texts* as people type them and *codes* without point, drawn from what is installed."""

    texts: tuple[str, ...]
    codes: tuple[str, ...]


def keystrokes(text: str, first: int = 1) -> list[str]:
    """Return *text* as it stands after each key, from *first* letters on."""
    return [text[:end] for end in range(first, len(text) + 1)]


def typed_by_class(sample: Sample, random: Random) -> dict[QueryClass, list[str]]:
    """Return the queries of each class that has any, in the order they are typed."""
    texts = [" ".join(text.split()[:_MOST_WORDS]) for text in sample.texts]
    wrong = [(text, misspelt(text, random)) for text in texts]
    slow = texts[::_LETTER_BY_LETTER]
    queries = {
        QueryClass.KEYSTROKES: [key for text in slow for key in keystrokes(text.casefold())],
        QueryClass.LETTERS: list("abcdefghijklmnopqrstuvwxyz0123456789"),
        QueryClass.ALL_WORDS: texts,
        QueryClass.PHRASE: _phrases(texts, random),
        QueryClass.MISSPELT: [changed for text, changed in wrong if changed != text],
        QueryClass.CODES: [key for code in sample.codes for key in keystrokes(code, 2)],
    }
    return {name: asked for name, asked in queries.items() if asked}


def _phrases(texts: Sequence[str], random: Random) -> list[str]:
    """Return of each text some neighbouring words in quotation marks."""
    phrases = []
    for text in texts:
        words = [word for word in text.split() if word.isalnum()]
        if len(words) > 1 and " ".join(words) in text:
            start = random.randrange(max(len(words) - _PHRASE, 0) + 1)
            phrases.append(f'"{" ".join(words[start : start + _PHRASE])}"')
    return phrases
