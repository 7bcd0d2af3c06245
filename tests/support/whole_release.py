"""Small invented releases with anything a release may hold, made without any file.

Every word is invented; only the shapes are those of the official files. Pieces nest::

    tabular(line("4", "Sample chapter", line("E11", "Sample sugar", notes=[…]), heading=True))
    index_terms(IndexBook.INDEX, term("Fever (acute)", "A00.1", term("lake", "A01.-")))
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from codebook_app.domain.code import Code
from codebook_app.domain.content import ReleaseContent
from codebook_app.domain.index_term import IndexBook, IndexTarget, IndexTerm, TargetKind
from codebook_app.domain.note import Note, NoteKind
from codebook_app.domain.tabular import TabularList
from codebook_app.store.reference_build import build_reference_db
from codebook_app.store.reference_db import ReferenceDb


@dataclass(frozen=True)
class PlannedLine:
    """A line to be."""

    code: str
    title: str
    below: tuple[PlannedLine, ...]
    level: str
    heading: bool
    opens_page: bool
    billable: bool
    seventh: str
    notes: tuple[tuple[NoteKind, str], ...]


def line(
    code: str,
    title: str,
    *below: PlannedLine,
    level: str = "",
    heading: bool = False,
    opens_page: bool = False,
    billable: bool | None = None,
    seventh: str = "",
    notes: Sequence[tuple[NoteKind, str]] = (),
) -> PlannedLine:
    """Return a line; without a word it is billable where nothing stands below it."""
    return PlannedLine(
        code,
        title,
        below,
        level or ("section" if heading else "category" if opens_page else "code"),
        heading,
        opens_page,
        not (below or heading) if billable is None else billable,
        seventh,
        tuple(notes),
    )


def tabular(*roots: PlannedLine, code_set: str = "icd10cm", release: str = "FY2099") -> TabularList:
    """Return the lines with what stands below them, numbered in this order."""
    codes: list[Code] = []
    notes: list[Note] = []

    def place(planned: PlannedLine, above: Code | None) -> None:
        own = Code(
            id=len(codes) + 1,
            code_set=code_set,
            release=release,
            code=planned.code,
            title=planned.title,
            level=planned.level,
            billable=planned.billable,
            depth=above.depth + 1 if above else 0,
            parent_id=above.id if above else None,
            last_descendant_id=len(codes) + 1 + sum(1 for _ in _all_below(planned)),
            seventh_character=planned.seventh,
            heading=planned.heading,
            opens_page=planned.opens_page,
        )
        codes.append(own)
        for position, (kind, text) in enumerate(planned.notes, start=1):
            notes.append(Note(len(notes) + 1, own.id, position, kind, text))
        for child in planned.below:
            place(child, own)

    for root in roots:
        place(root, None)
    meanings = {code.id: f"meaning {code.seventh_character}" for code in codes}
    return TabularList(
        tuple(codes),
        tuple(notes),
        {code.id: meanings[code.id] for code in codes if code.seventh_character},
    )


def _all_below(planned: PlannedLine) -> Iterator[PlannedLine]:
    for child in planned.below:
        yield child
        yield from _all_below(child)


@dataclass(frozen=True)
class PlannedTerm:
    """A term to be."""

    title: str
    targets: tuple[IndexTarget, ...]
    cells: tuple[str, ...]
    below: tuple[PlannedTerm, ...]


def term(
    title: str,
    leads_to: str | Sequence[IndexTarget] = (),
    *below: PlannedTerm,
    cells: Sequence[str] = (),
) -> PlannedTerm:
    """Return a term that leads to a code as printed, or to targets; "" leads nowhere."""
    if isinstance(leads_to, str):
        leads_to = (target(leads_to),) if leads_to else ()
    return PlannedTerm(title, tuple(leads_to), tuple(cells), below)


def target(text: str, kind: TargetKind = TargetKind.CODE, code: str | None = None) -> IndexTarget:
    """Return a target; its *code* is that of the text unless another is given, which is a part."""
    if code is not None:
        return IndexTarget(kind, text, code)
    return IndexTarget(kind, text, text.replace(".", "").rstrip("-"), not text.endswith("-"))


def index_terms(
    book: IndexBook, *mains: PlannedTerm, after: Sequence[IndexTerm] = ()
) -> tuple[IndexTerm, ...]:
    """Return *after* and the terms of *book* behind them, numbered on."""
    terms = list(after)

    def place(planned: PlannedTerm, above: IndexTerm | None) -> None:
        own = len(terms) + 1
        terms.append(
            IndexTerm(
                id=own,
                book=book,
                title=planned.title,
                depth=above.depth + 1 if above else 0,
                parent_id=above.id if above else None,
                last_descendant_id=own + _terms_below(planned),
                targets=planned.targets,
                cells=planned.cells,
                modifiers=tuple(
                    one.span() for one in re.finditer(r"\([^()]*\)(?: \([^()]*\))*", planned.title)
                ),
            )
        )
        for child in planned.below:
            place(child, terms[own - 1])

    for main in mains:
        place(main, None)
    return tuple(terms)


def _terms_below(planned: PlannedTerm) -> int:
    return sum(1 + _terms_below(child) for child in planned.below)


def build_release(
    folder: Path, content: ReleaseContent, code_set: str = "icd10cm", release: str = "FY2099"
) -> ReferenceDb:
    """Return *content* as a book in *folder*, opened; the test closes it."""
    path = folder / f"{release}.db"
    build_reference_db(path, content)
    return ReferenceDb.open(path, code_set, release)
