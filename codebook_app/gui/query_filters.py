"""Which filters narrow a search, in words for people, and a query without one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codebook_app.domain.index_term import IndexBook
from codebook_app.gui.code_set_names import code_set_title


@dataclass(frozen=True, slots=True)
class FilterInForce:
    """A filter in *words*, and how it was *typed*; "" for the book that was chosen."""

    words: str
    typed: str


def filters_in_force(query: str, book: str, told: Sequence[str] = ()) -> tuple[FilterInForce, ...]:
    """Return the filters of *query* that hold, and the code set *book* where one is searched.

    Those that an answer *told* were left aside are not among them.
    """
    chosen = [FilterInForce(code_set_title(book), "")] if book else []
    aside = {one.partition(" is left aside")[0].casefold() for one in told}
    return (*chosen, *(one for one in _typed(query) if one.typed.casefold() not in aside))


def without_filter(query: str, filter_: FilterInForce) -> str:
    """Return *query* without *filter_*, unchanged where it is not in it."""
    from codebook_app.search.syntax import parts

    for part in parts(query):
        if query[part.start : part.end] == filter_.typed:
            return f"{query[: part.start].rstrip()} {query[part.end :].lstrip()}".strip()
    return query


def _typed(query: str) -> Iterator[FilterInForce]:
    # Late: most queries hold no filter, and the window's first paint needs none of this.
    if ":" not in query and "-" not in query:
        return
    from codebook_app.search.syntax import parts, read_query

    for part in parts(query):
        typed = query[part.start : part.end]
        if part.filter is None and not part.left_out:
            continue
        read = read_query(typed).filters
        words: list[str] = []
        if read.billable is not None:
            words.append("billable only" if read.billable else "headings only")
        if read.books:
            words.append(" or ".join(_book(name) for name in read.books))
        if read.codes:
            words.append("codes " + " or ".join(f"{code}…" for code in read.codes))
        if read.chapters:
            words.append("chapter " + " or ".join(read.chapters))
        words += [f"without “{phrase.text}”" for phrase in read.without]
        if words:
            yield FilterInForce(", ".join(words), typed)


def _book(name: str) -> str:
    """Return what a value of ``book:`` is called: an index or table, else a code set."""
    return IndexBook(name).label if name in set(IndexBook) else code_set_title(name)
