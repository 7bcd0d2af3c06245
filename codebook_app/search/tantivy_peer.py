"""tantivy over the same lines and terms: a fast search in Rust to measure ours against.

The package is optional; nothing of the program but the measuring needs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path
from typing import Any

from codebook_app.domain.search import SearchableEntry, SearchableTerm

_FIELDS = {"code": 2.0, "title": 5.0, "terms": 3.0, "notes": 0.5}
_PREFIXED = ("code", "title", "terms")
_MOST = 50
_SHORTEST_FUZZY = 4


def tantivy_version() -> str:
    """Return which tantivy is installed; empty where none is."""
    try:
        return version("tantivy")
    except PackageNotFoundError:
        return ""


class TantivyPeer:
    """An index with English stems and BM25 by field; the last word is a regular expression.

    The fifty best hold all words, the last one cut short; where nothing does, all of them with one
    letter wrong, and then any of them.
    """

    def __init__(self, directory: Path) -> None:
        import tantivy

        self._tantivy = tantivy
        self._index = tantivy.Index.open(str(directory))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    @staticmethod
    def build(
        directory: Path,
        books: Iterable[tuple[str, Iterable[SearchableEntry], Iterable[SearchableTerm]]],
    ) -> None:
        """Write the index of *books*, their code set, entries and terms, into the empty folder."""
        import tantivy

        builder = tantivy.SchemaBuilder()
        for name in _FIELDS:
            tokens = "default" if name == "code" else "en_stem"
            builder.add_text_field(name, stored=name == "title", tokenizer_name=tokens)
        for name in ("leads_to", "book"):
            builder.add_text_field(name, stored=True, tokenizer_name="raw")
        index = tantivy.Index(builder.build(), path=str(directory))
        writer = index.writer(100_000_000, 1)
        for book, entries, terms in books:
            for fields in chain(map(_line, entries), map(_term, terms)):
                writer.add_document(tantivy.Document(book=book, **fields))
        writer.commit()
        writer.wait_merging_threads()

    def search(self, words: Sequence[str], *, phrase: bool = False) -> list[Any]:
        """Return the score and address of the fifty best entries, best first."""
        if not words:
            return []
        found: list[Any] = []
        for query in self._queries(words, phrase):
            found = self._searcher.search(query, _MOST, count=False).hits
            if found:
                break
        return found

    def codes(self, words: Sequence[str], *, phrase: bool = False) -> list[tuple[str, str]]:
        """Return code set and code of the fifty best, their titles read as well, best first."""
        found = [self._searcher.doc(address) for _, address in self.search(words, phrase=phrase)]
        read = [(one.get_first("book"), one.get_first("leads_to"), one["title"]) for one in found]
        return [(book or "", leads_to or "") for book, leads_to, _ in read]

    def close(self) -> None:
        """Let go of the files."""
        del self._searcher, self._index

    def _queries(self, words: Sequence[str], phrase: bool) -> Iterator[Any]:
        """Yield the queries to be tried one after the other."""
        tantivy = self._tantivy
        if phrase:
            yield self._parsed(f'"{" ".join(words)}"')
            return
        *whole, last = words
        all_of = [self._parsed(word) for word in whole]
        all_of.append(self._cut(last))
        yield self._joined(tantivy.Occur.Must, all_of)
        yield self._joined(tantivy.Occur.Must, [self._fuzzy(word) for word in words])
        if len(words) > 1:
            yield self._joined(tantivy.Occur.Should, all_of)

    def _parsed(self, text: str) -> Any:
        quoted = text if text.startswith('"') else f'"{text}"'
        return self._index.parse_query(quoted, list(_FIELDS), field_boosts=_FIELDS)

    def _cut(self, word: str) -> Any:
        tantivy = self._tantivy
        prefixes = [
            tantivy.Query.boost_query(
                tantivy.Query.regex_query(self._schema, name, f"{word}.*"), _FIELDS[name]
            )
            for name in _PREFIXED
        ]
        return self._joined(tantivy.Occur.Should, [self._parsed(word), *prefixes])

    def _fuzzy(self, word: str) -> Any:
        tantivy = self._tantivy
        if len(word) < _SHORTEST_FUZZY:
            return self._parsed(word)
        near = [tantivy.Query.fuzzy_term_query(self._schema, name, word) for name in _PREFIXED]
        return self._joined(tantivy.Occur.Should, [self._parsed(word), *near])

    def _joined(self, occur: Any, queries: Sequence[Any]) -> Any:
        return self._tantivy.Query.boolean_query([(occur, query) for query in queries])


def _line(entry: SearchableEntry) -> dict[str, str]:
    return {
        "code": entry.code,
        "title": entry.title,
        "terms": " ; ".join(entry.inclusion_terms),
        "notes": " ; ".join(text for _, text in entry.notes),
        "leads_to": entry.code,
    }


def _term(term: SearchableTerm) -> dict[str, str]:
    return {
        "title": term.title,
        "terms": " ; ".join(term.path),
        "notes": " ; ".join(term.modifiers),
        "leads_to": term.codes[0] if term.codes else "",
    }
