"""What stands in the book before anything is opened: how to begin, and all there is to open."""

from __future__ import annotations

from collections.abc import Iterator

from codebook_app.domain.index_term import IndexBook
from codebook_app.gui.book_reader import Contents
from codebook_app.gui.code_set_names import code_set_title
from codebook_app.gui.models.index_rows import LinksRow, PlaceRow, main_term_rows
from codebook_app.gui.models.page_order import chapter_rows
from codebook_app.gui.models.page_rows import Row, TextRow
from codebook_app.gui.places import BUILT, PROCEDURES, Place

_HOW = (
    TextRow("Look up a code", "title"),
    TextRow(
        "Type in the search field: words in any order, cut short if you like"
        " (“diab ckd”), or a code with or without its dot (“E1122”)."
    ),
    TextRow("Ctrl+L search · Enter open · Ctrl+Enter add to the encounter · F1 all keys"),
)
_BRING = TextRow(
    "Drop an official file, a folder or a zip on the window, or press Ctrl+R: releases.", "small"
)


def contents_rows(contents: Contents | None, word: str) -> tuple[Row, ...]:
    """Return how to begin, *word* on the release, the chapters, and the other books there are."""
    rows: list[Row] = [*_HOW]
    if word:
        rows.append(TextRow(word, "small"))
    if contents is None:
        return (*rows, _BRING)
    if contents.book is not None:
        return tuple(_main_terms(contents, contents.book))
    books = tuple(_books(contents))
    if len(books) > 1:
        rows += [TextRow("Books", "heading"), LinksRow(books)]
    for release in contents.off:
        word = f"{release.title} is off until its licence is confirmed (Ctrl+R)."
        rows.append(TextRow(word, "small"))
    if contents.chapters:
        rows.append(TextRow(f"Or browse {code_set_title(contents.code_set)}", "heading"))
        rows.extend(chapter_rows(contents.chapters))
    rows.append(_BRING)
    return tuple(rows)


def contents_title(contents: Contents | None) -> str:
    """Return what stands where the breadcrumbs would."""
    if contents is not None and contents.book is not None:
        return contents.book.label
    return "All books"


def _books(contents: Contents) -> Iterator[tuple[str, str]]:
    """Yield each book by its name, with the place it opens at."""
    for shelf in contents.shelves:
        release = shelf.choice.release
        yield code_set_title(release.code_set), Place(release.code_set).text
        for book in shelf.books:
            yield book.label, Place(release.code_set, "", book, release.release).text
        if release.code_set == PROCEDURES:
            yield "Build a procedure code", Place(PROCEDURES, shown_as=BUILT).text


def _main_terms(contents: Contents, book: IndexBook) -> Iterator[Row]:
    assert contents.choice is not None  # noqa: S101 - a book is read in a release
    release = contents.choice.release
    yield TextRow(book.label, "title")
    if not contents.beginning:
        yield TextRow(f"{release.title}. Type the first letters of a main term.", "small")
        for letter, count in contents.letters:
            place = Place(release.code_set, letter, book, release.release)
            yield PlaceRow(letter, f"{count:,} main term{'s' if count != 1 else ''}", place.text)
    elif contents.terms:
        yield from main_term_rows(contents.terms, release)
    else:
        yield TextRow(
            f"No main term begins with “{contents.beginning}”. "
            "The search field finds a term by any of its words (Ctrl+L)."
        )
