"""What the filters of a query mean in the releases that are searched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codebook_app.domain.code import Code
from codebook_app.domain.index_term import IndexBook
from codebook_app.search.syntax import FilterName, Filters
from codebook_app.services.selection import Selection

if TYPE_CHECKING:
    from codebook_app.search.filtering import Narrowed, Stretch
    from codebook_app.store.reference_db import ReferenceDb

_INDEXES = frozenset(book.value for book in IndexBook)
_MDC = "MDC {:0>2}"
"""How MS-DRG prints the chapter that is typed as its number."""


@dataclass(frozen=True, slots=True)
class Within:
    """What a search is *narrowed* to, and sentences about filters that could not be followed."""

    narrowed: Narrowed | None
    told: tuple[str, ...] = ()


def within_books(filters: Filters, searched: Selection) -> Within:
    """Return what *filters* mean where *searched* is searched.

    A book that is not there and a chapter that none of them has are told and left aside.
    """
    if not filters.any:
        return Within(None)
    # Late, as all that needs NumPy.
    from codebook_app.search.filtering import Narrowed

    told: list[str] = []
    books: list[Stretch] = []
    for book in filters.books:
        found = list(_book(book, searched))
        books += found
        if not found:
            told.append(f"book:{book} is left aside: it is not among what is searched.")
    chapters: list[Stretch] = []
    for chapter in filters.chapters:
        found = list(_chapter(chapter, searched))
        chapters += found
        if not found:
            told.append(f"chapter:{chapter} is left aside: no book has such a chapter.")
    codes = []
    for code in filters.codes:
        if searched.index.has_codes(code):
            codes.append(code)
        else:
            told.append(f"code:{code} is left aside: no code begins so.")
    return Within(
        Narrowed(
            books=tuple(books),
            chapters=tuple(chapters),
            codes=tuple(codes),
            billable=filters.billable,
            phrases=filters.phrases,
            without=filters.without,
        ),
        tuple(told),
    )


def filter_values(name: FilterName, searched: Selection) -> Sequence[str]:
    """Return the values of a filter that depend on what is *searched*: the likeliest first."""
    if name is FilterName.BOOK:
        code_sets = [choice.release.code_set for choice in searched.choices]
        held = {book for reader in searched.readers for book in reader.index_terms.books()}
        return (*code_sets, *(book.value for book in IndexBook if book in held))
    if name is FilterName.CHAPTER:
        roots = (line.code for reader in searched.readers for line in reader.roots())
        return tuple(dict.fromkeys(code for code in roots if " " not in code))
    return ()


def _book(book: str, searched: Selection) -> Iterator[Stretch]:
    from codebook_app.search.filtering import Stretch

    for owner, (choice, reader) in enumerate(zip(searched.choices, searched.readers, strict=True)):
        if choice.release.code_set == book:
            yield Stretch(owner, terms=False)
            yield Stretch(owner, terms=True)
        elif book in _INDEXES:
            for first, last in reader.index_terms.stretches(IndexBook(book)):
                yield Stretch(owner, terms=True, first=first, last=last)


def _chapter(chapter: str, searched: Selection) -> Iterator[Stretch]:
    from codebook_app.search.filtering import Stretch

    for owner, reader in enumerate(searched.readers):
        for line in _headed(chapter, reader):
            yield Stretch(owner, terms=False, first=line.id, last=line.last_descendant_id)


def _headed(chapter: str, reader: ReferenceDb) -> Iterable[Code]:
    spellings = [chapter, _MDC.format(chapter)] if chapter.isdigit() else [chapter]
    lines = [reader.code(spelling) for spelling in spellings]
    return [line for line in lines if line is not None and line.has_children]
