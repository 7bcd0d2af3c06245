"""Questions with known answers: from a file, and from the paths of an alphabetic index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from codebook_app.domain.search import HitKind, SearchableTerm
from codebook_app.errors import KnownError

_SHAPE = "Each line is a question, a tab, and its codes with | between them, after one heading."
_LEADS_ON = ("and", "at", "by", "due", "during", "for", "from", "in", "of", "on", "to", "with")
"""What a subterm begins with that is said after its main term: "Abscess, of lung"."""
_SAYS_NOTHING = frozenset({"nec", "nos", "unspecified"})
_SHORTEST_MISSPELT = 4


@dataclass(frozen=True, slots=True)
class Question:
    """A query as somebody types it, and the codes, without point, one of which is right.

    *code_set* is theirs; empty where it is not known.
    """

    text: str
    wanted: tuple[str, ...]
    code_set: str = ""


def read_questions(path: Path) -> tuple[Question, ...]:
    """Return the questions in the file *path*, whose first line is a heading.

    Raises:
        KnownError: it cannot be read, or a line of it is no question; nothing is passed over.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise KnownError(f"{path} cannot be read ({fault}).", _SHAPE) from fault
    questions = []
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        text, _, written = line.partition("\t")
        wanted = tuple(filter(None, map(bare, written.split("|"))))
        if not text.strip() or not wanted or "\t" in written:
            raise KnownError(f"{path}, line {number} is no question with its codes.", _SHAPE)
        questions.append(Question(text.strip(), wanted))
    if not questions:
        raise KnownError(f"{path} holds no question.", _SHAPE)
    return tuple(questions)


def bare(code: str) -> str:
    """Return a code as printed, ``E11.2-``, without point and dashes."""
    return code.strip().upper().replace(".", "").rstrip("-")


def questions_from_index(
    terms: Iterable[SearchableTerm], code_set: str, most: int, random: Random
) -> tuple[Question, ...]:
    """Return questions made of at most *most* subterms that lead to a code, drawn by *random*.

    A path is said as one would say it: "Diabetes, type 2, with, kidney disease" is asked for as
    "type 2 diabetes with kidney disease". The rows of tables are left out.
    """
    asked = [
        Question(text, tuple(map(bare, term.codes)), code_set)
        for term in terms
        if term.kind is HitKind.INDEX and term.path and term.codes and (text := spoken(term))
    ]
    return tuple(random.sample(asked, min(most, len(asked))))


def spoken(term: SearchableTerm) -> str:
    """Return the path of *term* as a question; empty where less than two words are left."""
    main, *below = (*term.path, term.title)
    first = below[0].split(" ", maxsplit=1)[0].casefold()
    told = (main, *below) if first in _LEADS_ON else (below[0], main, *below[1:])
    words = " ".join(told).replace(",", " ").casefold().split()
    words = [word for word in words if word not in _SAYS_NOTHING]
    return " ".join(words) if len(words) > 1 else ""


def misspelt(text: str, random: Random) -> str:
    """Return *text* with one typing error in one of its longer words, drawn by *random*.

    Two neighbouring letters are swapped, one is left out, doubled or replaced; never the first.
    A text without a word of four letters is returned as it is.
    """
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if _can_be_misspelt(word)]
    if not long:
        return text
    # Long words are where people slip; each letter is as likely.
    at = random.choices(long, weights=[len(words[place]) for place in long])[0]
    words[at] = _wrong(words[at], random)
    return " ".join(words)


def misspelt_each(questions: Sequence[Question], random: Random) -> tuple[Question, ...]:
    """Return the questions that can be, with one typing error each, their answers the same."""
    changed = ((one, misspelt(one.text, random)) for one in questions)
    return tuple(replace(one, text=text) for one, text in changed if text != one.text)


def _can_be_misspelt(word: str) -> bool:
    return len(word) >= _SHORTEST_MISSPELT and word.isalpha()


def _wrong(word: str, random: Random) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    swaps = [at for at in range(1, len(word) - 1) if word[at] != word[at + 1]]
    kind = random.choice(("swap", "drop", "double", "replace"))
    if kind == "swap" and swaps:
        at = random.choice(swaps)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    at = random.randrange(1, len(word))
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[: at + 1] + word[at:]
    other = random.choice([letter for letter in letters if letter != word[at].casefold()])
    return word[:at] + other + word[at + 1 :]
