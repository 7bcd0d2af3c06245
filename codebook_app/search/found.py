"""What a search hands back: the entries that matched, and which of their words did."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from codebook_app.domain.search import FailedWord, HitKind

if TYPE_CHECKING:
    from codebook_app.search.marking import MatchedWords


class MatchedIn(StrEnum):
    """Where an entry said what was asked for."""

    CODE = "code"
    TITLE = "title"
    INCLUSION_TERM = "inclusion term"
    NOTE = "note"
    TERM = "term"


class Said(NamedTuple):
    """The text that matched: *position*, from 0, among the texts of its kind of entry *origin*.

    The texts are those of :class:`SearchableEntry`; the entry is the one found, the line it
    completes, or a line above it whose inclusion terms hold for it too. Where a TERM said it,
    *origin* is the term: the one found, or one that leads to the line found.
    """

    matched: MatchedIn
    origin: int = 0
    position: int = 0


class Match(NamedTuple):
    """One entry found, and what was *said* of it.

    *entry_id* is that of a line where *kind* is CODE, else of a term. *folded* counts the
    seventh-character codes that complete it and are not shown themselves. *owner* is the place of
    the index it was found in, from 0, among those that were joined.
    """

    entry_id: int
    score: float
    said: Said
    folded: int
    kind: HitKind = HitKind.CODE
    owner: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """The matches of a query, best first; how it was *read_as* when not as typed; its *words*.

    *unknown* are the words that nothing holds, not even in a near spelling; *failed* these and
    those that keep apart what was found. The first *near* matches are codes that what was typed,
    no code itself, may be mistyped for. *outside* says that what holds all words is outside of what
    the search was narrowed to.
    """

    read_as: str
    matches: tuple[Match, ...]
    words: MatchedWords
    unknown: tuple[str, ...] = ()
    failed: tuple[FailedWord, ...] = ()
    near: int = 0
    outside: bool = False
