"""SQLite's FTS5 over the same lines and terms: a plain search to measure ours against."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from codebook_app.domain.search import SearchableEntry, SearchableTerm

_TABLE = (
    "CREATE VIRTUAL TABLE entry USING fts5(code, title, terms, notes, leads_to UNINDEXED,"
    " book UNINDEXED,"
    " tokenize = 'porter unicode61', prefix = '1 2 3 4')"
)
_INSERT = "INSERT INTO entry (code, title, terms, notes, leads_to, book) VALUES (?, ?, ?, ?, ?, ?)"
_BEST = (
    "SELECT rowid, bm25(entry, 2, 5, 3, 0.5) AS score FROM entry WHERE entry MATCH ?"
    " ORDER BY score LIMIT 50"
)
_BEST_ROWS = (
    "SELECT book, leads_to, title, bm25(entry, 2, 5, 3, 0.5) AS score FROM entry"
    " WHERE entry MATCH ? ORDER BY score LIMIT 50"
)


class FullTextPeer:
    """An FTS5 table with prefixes of one to four letters, Porter's stems, and BM25 by column.

    The fifty best hold all words, the last one cut short; where nothing does, any of them.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)

    @staticmethod
    def version() -> str:
        """Return which SQLite it is."""
        return sqlite3.sqlite_version

    @staticmethod
    def build(
        path: Path, books: Iterable[tuple[str, Iterable[SearchableEntry], Iterable[SearchableTerm]]]
    ) -> None:
        """Write the table of *books*, code set, entries and terms each, into the new file."""
        connection = sqlite3.connect(path)
        try:
            with connection:
                connection.execute("PRAGMA synchronous = OFF")
                connection.execute(_TABLE)
                for book, entries, terms in books:
                    connection.executemany(_INSERT, ((*_line(one), book) for one in entries))
                    connection.executemany(_INSERT, ((*_term(one), book) for one in terms))
                # One segment is what a finished index would have.
                connection.execute("INSERT INTO entry (entry) VALUES ('optimize')")
        finally:
            connection.close()

    def search(self, words: Sequence[str], *, phrase: bool = False) -> list[tuple[int, float]]:
        """Return the number and score of the fifty best entries, best first."""
        return self._answer(_BEST, words, phrase)

    def codes(self, words: Sequence[str], *, phrase: bool = False) -> list[tuple[str, str]]:
        """Return code set and code of the fifty best, their titles read as well, best first."""
        return [(row[0], row[1]) for row in self._answer(_BEST_ROWS, words, phrase)]

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _answer(self, statement: str, words: Sequence[str], phrase: bool) -> list[Any]:
        if not words:
            return []
        if phrase:
            return self._connection.execute(statement, (f'"{" ".join(words)}"',)).fetchall()
        quoted = [f'"{word}"' for word in words]
        quoted[-1] += " *"
        found = self._connection.execute(statement, (" ".join(quoted),)).fetchall()
        if not found and len(quoted) > 1:
            found = self._connection.execute(statement, (" OR ".join(quoted),)).fetchall()
        return found


def _line(entry: SearchableEntry) -> tuple[str, str, str, str, str]:
    terms = " ; ".join(entry.inclusion_terms)
    notes = " ; ".join(text for _, text in entry.notes)
    return entry.code, entry.title, terms, notes, entry.code


def _term(term: SearchableTerm) -> tuple[str, str, str, str, str]:
    leads_to = term.codes[0] if term.codes else ""
    return "", term.title, " ; ".join(term.path), " ; ".join(term.modifiers), leads_to
