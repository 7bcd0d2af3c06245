"""``index``: what the alphabetic indexes and tables say under a term."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from codebook_app.cli.documents import Document
from codebook_app.cli.rendering import columns, text
from codebook_app.cli.shared_options import AsJson, DataDir, Day, OpenProgram
from codebook_app.cli.terminal import Terminal
from codebook_app.domain.index_page import IndexPage
from codebook_app.domain.index_term import IndexBook, IndexTerm, TargetKind

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

_Book = Annotated[
    IndexBook | None,
    typer.Option("--book", help="Look in this book only. Default: in all, one after the other."),
]
_CODES = frozenset(
    {
        TargetKind.CODE,
        TargetKind.SEE_CATEGORY,
        TargetKind.SUBCATEGORY,
        TargetKind.CODES,
        TargetKind.TABLE,
    }
)
_WORDS = {TargetKind.SEE: "see", TargetKind.SEE_ALSO: "see also", TargetKind.USE: "use"}


class IndexCommand:
    """The command that opens the indexes."""

    def __init__(self, open_program: OpenProgram, terminal: Terminal) -> None:
        self._open_program = open_program
        self._terminal = terminal

    def index(
        self,
        term: Annotated[
            list[str],
            typer.Argument(metavar="TERM", help="A main term, and subterms, as in the book."),
        ],
        *,
        book: _Book = None,
        day: Day = None,
        json: AsJson = False,
        data_dir: DataDir = None,
    ) -> None:
        """Show a term of an alphabetic index or a table, with all that stands under it."""
        with closing(self._open_program(data_dir)) as program:
            page = program.index_lookup.find(term, book=book, on=day)
        if json:
            self._terminal.document(index_document(page))
        else:
            self._terminal.show(*index_tree(page))


def index_document(page: IndexPage) -> Document:
    """Return what ``index`` answers: the term that was asked for and all below it."""
    terms = asked_for(page)
    return {
        "book": page.book.value,
        "code_set": page.choice.release.code_set,
        "release": page.choice.release.release,
        "path": list(path_to_focus(page)),
        "columns": list(page.columns[1:]),
        "terms": _nested(terms, page.columns[1:]),
    }


def asked_for(page: IndexPage) -> tuple[IndexTerm, ...]:
    """Return the term in focus and those below it."""
    last = next(term.last_descendant_id for term in page.terms if term.id == page.focus)
    return tuple(term for term in page.terms if page.focus <= term.id <= last)


def path_to_focus(page: IndexPage) -> tuple[str, ...]:
    """Return the titles from the main term down to the term in focus."""
    known = {term.id: term for term in page.terms}
    titles: list[str] = []
    at: int | None = page.focus
    while at is not None and at in known:
        titles.append(known[at].essential)
        at = known[at].parent_id
    return tuple(reversed(titles))


def _nested(terms: tuple[IndexTerm, ...], headings: tuple[str, ...]) -> list[Document]:
    """Return *terms*, which are in printed order, each within the one it stands under."""
    below: dict[int, list[Document]] = {}
    top: list[Document] = []
    for term in terms:
        document = _term_document(term, headings)
        below[term.id] = document["terms"] = []
        parent = below.get(term.parent_id) if term.parent_id is not None else None
        (top if parent is None else parent).append(document)
    return top


def _term_document(term: IndexTerm, headings: tuple[str, ...]) -> Document:
    def first(*kinds: TargetKind) -> str:
        return next((target.text for target in term.targets if target.kind in kinds), "")

    def every(kind: TargetKind) -> list[str]:
        return [target.text for target in term.targets if target.kind is kind]

    codes = [target for target in term.targets if target.kind in _CODES]
    document: Document = {
        "title": term.title,
        "depth": term.depth,
        "code": codes[0].text if codes else "",
        "complete": codes[0].complete if codes else False,
        "manifestation": first(TargetKind.MANIFESTATION),
        "see": every(TargetKind.SEE),
        "see_also": every(TargetKind.SEE_ALSO),
        "use": every(TargetKind.USE),
        "leads_to": [target.code for target in term.targets if target.code],
    }
    if headings:
        document["cells"] = dict(zip(headings, term.cells, strict=False))
    return document


def index_tree(page: IndexPage) -> Iterator[RenderableType]:
    """Return the term for the eye: its path, then the terms set in by level, with their codes."""
    release = page.choice.release
    yield text(", ".join(filter(None, path_to_focus(page))), "bold")
    yield text(f"{page.book.label}; {release.title}", "dim")
    if page.choice.word and not page.choice.in_force:
        yield text(page.choice.word, "yellow")
    terms = asked_for(page)
    above = terms[0].depth
    rows = columns(*page.columns) if page.columns else columns()
    for term in terms:
        title = text("  " * (term.depth - above))
        title.append_text(_light(term))
        if page.columns:
            cells = [*term.cells, *[""] * len(page.columns)][: len(page.columns) - 1]
            rows.add_row(_led_on(title, term), *(text(cell, "bold") for cell in cells))
        else:
            rows.add_row(_led_on(title, term))
    yield rows


def _light(term: IndexTerm) -> Text:
    """Return the title with its nonessential modifiers light."""
    title = text(term.title)
    for start, end in term.modifiers:
        title.stylize("dim", start, end)
    return title


def _led_on(title: Text, term: IndexTerm) -> Text:
    for target in term.targets:
        words = _WORDS.get(target.kind)
        if target.kind is TargetKind.MANIFESTATION:
            title.append(f" [{target.text}]", "bold")
        elif words is None:
            title.append(f"  {target.text}", "bold")
        else:
            title.append(f"  {words} ", "italic dim")
            title.append(target.text)
            if target.code:
                title.append(f"  {target.code}", "bold")
    return title
