"""A term of an index or a row of a table as it is printed, with all below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from codebook_app.domain.index_page import IndexPage
from codebook_app.domain.index_term import IndexTerm
from codebook_app.gui.models.index_rows import TermRow
from codebook_app.gui.printing.sheet import Block, Cell, Sheet, Style, Words

_STEP = 11.0
_MOST_STEPS = 9
_HANG = 24.0
_TERM = 135.0
"""The points a table's terms have beside its columns."""


def narrowed_term(page: IndexPage, term_id: int) -> IndexPage:
    """Return the part of *page* that is a term and all its subterms, as a page of its own.

    The heading itself, or a term that is not on the page, is the whole page.
    """
    by_id = {term.id: term for term in page.terms}
    term = by_id.get(term_id)
    if term is None or term == page.heading:
        return page
    titles = [term.title]
    parent = term.parent_id
    while parent is not None and parent in by_id:
        titles.insert(0, by_id[parent].title)
        parent = by_id[parent].parent_id
    below = tuple(one for one in page.terms if term.id <= one.id <= term.last_descendant_id)
    return replace(page, terms=below, path=(*page.path[:-1], *titles), focus=term.id)


def index_sheet(page: IndexPage, printed_on: date, width: float) -> Sheet:
    """Return *page* as it is printed, *width* points wide: terms by their level, codes beside."""
    columns = page.columns[1:] if page.book.is_table else ()
    blocks = [*_way_to(page)]
    head = _column_heads(page.columns, width) if columns else None
    if head is not None:
        blocks.append(head)
    top = page.heading.depth
    code_set = page.choice.release.code_set
    for term in page.terms:
        row = TermRow(term, term.depth - top, code_set)
        places = _places(len(columns), width)
        blocks.append(_table_row(row, places) if columns else _term(row))
    return Sheet(
        page.book.label,
        ", ".join(title for title in page.path if title),
        page.choice,
        tuple(_headed(blocks, page.terms)),
        printed_on,
        columns=head,
    )


def _way_to(page: IndexPage) -> Iterator[Block]:
    above = [title for title in page.path[:-1] if title]
    if above:
        yield Block((Cell((Words(f"{', '.join(above)},", Style.SMALL),)),), kept=True)


def _headed(blocks: Sequence[Block], terms: Sequence[IndexTerm]) -> Iterator[Block]:
    """Yield *blocks*, a term without a code of its own on the page of its first subterm."""
    heads = {term.parent_id for term in terms}
    leading = len(blocks) - len(terms)
    for at, block in enumerate(blocks):
        term = terms[at - leading] if at >= leading else None
        leads = term is not None and term.id in heads
        yield replace(block, kept=True) if leads else block


def _term(row: TermRow) -> Block:
    words = [*_title(row)]
    for lead in row.leads:
        said = f"{lead.words} " if lead.words else ""
        words.append(Words(f"   {said}", Style.ASIDE))
        words.append(Words(lead.text, Style.CODE if _is_code(lead.text) else Style.BODY))
    return Block(
        (Cell(tuple(words), _left(row), hang=_HANG),),
        gap=6.0 if row.depth == 0 else 1.0,
        guide=row.term.essential if row.depth <= 1 else "",
    )


def _title(row: TermRow) -> Iterator[Words]:
    """Yield the term, its nonessential modifiers lighter than the words that count."""
    style = Style.HEADING if row.depth == 0 else Style.BODY
    at = 0
    title = row.term.title
    for start, end in row.term.modifiers:
        if title[at:start]:
            yield Words(title[at:start], style)
        yield Words(title[start:end], Style.ASIDE)
        at = end
    if title[at:]:
        yield Words(title[at:], style)


def _column_heads(columns: Sequence[str], width: float) -> Block:
    places = _places(len(columns) - 1, width)
    cells = [Cell((Words(columns[0], Style.COLUMN),), 0.0, width=_TERM)]
    cells += [
        Cell((Words(name, Style.COLUMN),), left, width=wide)
        for name, (left, wide) in zip(columns[1:], places, strict=True)
    ]
    return Block(tuple(cells), gap=4.0, kept=True, rule=True)


def _table_row(row: TermRow, places: Sequence[tuple[float, float]]) -> Block:
    """Return a table's row: the term, what it refers to, and a code under each heading."""
    left = min(row.depth, _MOST_STEPS) * 7.0
    said = "".join(f"   {lead.words} {lead.text}" for lead in row.leads)
    term = (*_title(row), *([Words(said, Style.ASIDE)] if said else []))
    alone = not any(row.term.cells)
    cells = [Cell(term, left, width=0 if alone else _TERM - left - 6, hang=8.0)]
    for text, (at, wide) in zip(row.term.cells, places, strict=False):
        cells.append(Cell((Words(text, Style.CODE),), at, width=wide))
    return Block(
        tuple(cells),
        gap=4.0 if row.depth == 0 else 1.0,
        guide=row.term.essential if row.depth <= 1 else "",
    )


def _places(columns: int, width: float) -> tuple[tuple[float, float], ...]:
    wide = (width - _TERM) / max(1, columns)
    return tuple((_TERM + at * wide, wide - 4) for at in range(columns))


def _left(row: TermRow) -> float:
    return min(row.depth, _MOST_STEPS) * _STEP


def _is_code(text: str) -> bool:
    return any(character.isdigit() for character in text)
