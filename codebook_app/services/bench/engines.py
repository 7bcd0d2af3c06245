"""The engines that are measured, behind one face: our search, FTS5 and tantivy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from codebook_app.search.syntax import read_query
from codebook_app.search.tantivy_peer import TantivyPeer, tantivy_version
from codebook_app.search.text import words
from codebook_app.store.full_text_peer import FullTextPeer

if TYPE_CHECKING:
    from codebook_app.domain.search import Hit, SearchableEntry, SearchableTerm
    from codebook_app.search.index import SearchIndex
    from codebook_app.store.reference_db import ReferenceDb

WHOOSH = "Whoosh"
FTS5 = "SQLite FTS5"
TANTIVY = "tantivy"
ENGINES = (WHOOSH, FTS5, TANTIVY)

_FULL_TEXT_FILE = "full_text.db"
_MOST = 50


@dataclass(frozen=True, slots=True)
class Book:
    """The database *reference* of one release, which the engines are built from."""

    reference: str
    code_set: str
    release: str

    def open(self) -> ReferenceDb:
        """Open it; the caller closes it."""
        from codebook_app.store.reference_db import ReferenceDb

        return ReferenceDb.open(Path(self.reference), self.code_set, self.release)


class Engine(Protocol):
    """What answers a query with its fifty best."""

    def search(self, text: str) -> object:
        """Find and rank, and fetch nothing."""

    def codes(self, text: str) -> Sequence[tuple[str, str]]:
        """Find, rank, fetch the rows, and return the code set and code of each."""

    def close(self) -> None:
        """Let go of the files."""


class WhooshEngine:
    """Our search: *index* ranks, and *rows* fetches as well, as the window has it."""

    def __init__(
        self,
        index: SearchIndex,
        rows: Callable[[str], Sequence[Hit]],
        close: Callable[[], None] = lambda: None,
    ) -> None:
        self._index = index
        self._rows = rows
        self._close = close

    def search(self, text: str) -> object:
        """Find and rank, with synonyms and spelling; what is in quotes as a phrase."""
        # Late, as all that needs NumPy.
        from codebook_app.search.filtering import Narrowed

        asked = read_query(text)
        narrowed = Narrowed(phrases=asked.filters.phrases, without=asked.filters.without)
        return self._index.search(asked.text, limit=_MOST, narrowed=narrowed)

    def codes(self, text: str) -> Sequence[tuple[str, str]]:
        """Return code set and code of the hits; an index hit has the code it leads to."""
        return [(hit.code_set, hit.code) for hit in self._rows(text)]

    def close(self) -> None:
        """Let go of the files, where they are its own."""
        self._close()


class PeerEngine:
    """A peer, which is given the plain words of what was typed, or a phrase in quotes."""

    def __init__(self, peer: FullTextPeer | TantivyPeer) -> None:
        self._peer = peer

    def search(self, text: str) -> object:
        """Find and rank."""
        return self._peer.search(words(text), phrase=text.startswith('"'))

    def codes(self, text: str) -> Sequence[tuple[str, str]]:
        """Return code set and code of the rows, which it keeps itself."""
        return self._peer.codes(words(text), phrase=text.startswith('"'))

    def close(self) -> None:
        """Let go of the files."""
        self._peer.close()


def engine_version(name: str) -> str:
    """Return which version of the engine is installed; empty where none is."""
    if name == FTS5:
        return FullTextPeer.version()
    if name == TANTIVY:
        return tantivy_version()
    from importlib.metadata import version

    return version("Whoosh-Reloaded")


def build_engine(name: str, books: Sequence[Book], directory: Path) -> None:
    """Build all that the engine needs of *books* in the empty *directory*, books being read anew.

    Our search has an index of each release, as it is installed; the peers have one of all.
    """
    if name == WHOOSH:
        from codebook_app.search.index import build_index

        for number, book in enumerate(books):
            (directory / str(number)).mkdir()
            with closing(book.open()) as reader:
                terms = reader.searchable_terms()
                build_index(reader.searchable(), directory / str(number), terms=terms)
    elif name == FTS5:
        FullTextPeer.build(directory / _FULL_TEXT_FILE, _streams(books))
    else:
        TantivyPeer.build(directory, _streams(books))


def open_engine(name: str, books: Sequence[Book], directory: Path) -> Engine:
    """Open what :func:`build_engine` built of *books* in *directory*; the caller closes it."""
    if name == FTS5:
        return PeerEngine(FullTextPeer(directory / _FULL_TEXT_FILE))
    if name == TANTIVY:
        return PeerEngine(TantivyPeer(directory))
    from codebook_app.search.index import SearchIndex
    from codebook_app.services.hits import hits_of

    readers = [book.open() for book in books]
    parts = [SearchIndex.open(directory / str(number)) for number in range(len(books))]
    index = SearchIndex.joined(parts)

    def close() -> None:
        for part in parts:
            part.close()
        for reader in readers:
            reader.close()

    return WhooshEngine(index, lambda text: hits_of(index.search(text), readers), close)


def _streams(
    books: Sequence[Book],
) -> Iterator[tuple[str, Iterator[SearchableEntry], Iterator[SearchableTerm]]]:
    """Yield the code set of each book with its lines and terms, to be read before the next."""
    for book in books:
        with closing(book.open()) as reader:
            yield book.code_set, reader.searchable(), reader.searchable_terms()
