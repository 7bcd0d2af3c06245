"""What there is to print of what the book shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from codebook_app.domain.group_page import GroupPage
from codebook_app.domain.index_page import IndexPage, TablePage
from codebook_app.domain.index_term import IndexTerm
from codebook_app.domain.page import Page
from codebook_app.domain.procedure_page import ProcedurePage
from codebook_app.gui.book_reader import Found
from codebook_app.gui.models.page_words import named, printed_title
from codebook_app.gui.printing.group_sheet import group_sheet
from codebook_app.gui.printing.index_sheet import index_sheet, narrowed_term
from codebook_app.gui.printing.procedure_sheet import procedure_sheet
from codebook_app.gui.printing.sheet import Sheet
from codebook_app.gui.printing.tabular_sheet import OwnNotes, PrintChoice, narrowed, tabular_sheet

_LONG = 3000
"""A table of more rows is not what is printed unless it is asked for."""


@dataclass(frozen=True, slots=True)
class Printable:
    """Something to print: its *name*, and the sheet it makes.

    *build* takes the choice, the day and the width of the text in points; it takes long for a long
    table, and belongs on a worker. *has_notes*, *has_sevenths* and
    *has_own_notes* tell whether there is anything to choose.
    """

    name: str
    build: Callable[[PrintChoice, date, float], Sheet]
    has_notes: bool = False
    has_sevenths: bool = False
    has_own_notes: bool = False


def printables(
    found: Found | None, focus: int, own_notes: OwnNotes | None = None
) -> tuple[Printable, ...]:
    """Return what there is to print of *found*, the likeliest first; none where it is no page.

    *focus* is the id of the line or the term in focus, 0 for none; *own_notes* are the person's
    on the codes of a page.
    """
    match found:
        case GroupPage():
            return (
                Printable(
                    f"{named(found.heading)}, {printed_title(found.heading)[0]}",
                    lambda _choice, day, width: group_sheet(found, day, width),
                ),
            )
        case Page():
            return _of_page(found, focus, own_notes or {})
        case IndexPage():
            return _of_index(found, focus)
        case TablePage():
            return _of_table(found, focus or found.focus)
        case ProcedurePage():
            return _of_procedure(found)
        case _:
            return ()


def _of_page(page: Page, focus: int, own_notes: OwnNotes) -> tuple[Printable, ...]:
    def made(part: Page, words: str) -> Printable:
        title = printed_title(part.heading)[0]
        return Printable(
            f"{words} {named(part.heading)}, {title}",
            lambda choice, day, width: tabular_sheet(part, choice, day, width, own_notes),
            has_notes=bool(part.inherited),
            has_own_notes=bool(own_notes),
            has_sevenths=any(line.seventh_characters for line in part.lines[1:]),
        )

    whole = made(page, "The whole page:")
    part = narrowed(page, focus)
    if part is page:
        return (whole,)
    return (whole, made(part, "Only"))


def _of_index(page: IndexPage, focus: int) -> tuple[Printable, ...]:
    whole = _term(page, "The whole term:")
    part = narrowed_term(page, focus)
    if part is page:
        return (whole,)
    only = _term(part, "Only")
    return (whole, only) if len(page.terms) < _LONG else (only, whole)


def _term(part: IndexPage, words: str) -> Printable:
    title = ", ".join(title for title in part.path if title)
    return Printable(f"{words} {title}", lambda _choice, day, width: index_sheet(part, day, width))


def _of_table(page: TablePage, focus: int) -> tuple[Printable, ...]:
    by_id = {term.id: term for term in page.rows}
    made: list[Printable] = []
    term = by_id.get(focus)
    seen = 0
    while term is not None:
        rows = term.last_descendant_id - term.id
        if rows > seen or not made:
            made.append(_term(_as_index(page, term, by_id), "Only"))
            seen = rows
        term = by_id.get(term.parent_id) if term.parent_id is not None else None

    def whole(_choice: PrintChoice, day: date, width: float) -> Sheet:
        first = page.rows[0]
        sheet = index_sheet(
            IndexPage(
                page.book, page.rows, (page.book.label,), first.id, page.columns, None, None,
                page.choice,
            ),
            day,
            width,
        )  # fmt: skip
        return replace(sheet, title=page.book.label)

    return (*made, Printable(f"The whole table: {page.book.label}", whole))


def _as_index(page: TablePage, term: IndexTerm, by_id: dict[int, IndexTerm]) -> IndexPage:
    path = [term.title]
    parent = term.parent_id
    while parent is not None and parent in by_id:
        path.insert(0, by_id[parent].title)
        parent = by_id[parent].parent_id
    below = tuple(one for one in page.rows if term.id <= one.id <= term.last_descendant_id)
    return IndexPage(page.book, below, tuple(path), term.id, page.columns, None, None, page.choice)


def _of_procedure(page: ProcedurePage) -> tuple[Printable, ...]:
    table = page.table
    if table is None:
        return ()
    return (
        Printable(
            f"Table {table.code}: {page.title}",
            lambda _choice, day, width: procedure_sheet(page, table, day, width),
        ),
    )
