"""A code's page for the eye, from its heading down."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from codebook_app.cli.rendering import billable, columns, indented, text
from codebook_app.domain.page import Entry

if TYPE_CHECKING:
    from rich.console import RenderableType


def entry_tree(entry: Entry) -> tuple[RenderableType, ...]:
    """Return the place of a code, its notes, seventh characters, facts, and the lines below."""
    return (
        *_heading(entry),
        *_place(entry),
        *_notes(entry),
        *_seventh_characters(entry),
        *_facts(entry),
        *_index_paths(entry),
        *_children(entry),
    )


def _heading(entry: Entry) -> Iterator[RenderableType]:
    code = entry.code
    yield text(f"{_lead(code.level, code.code)}  {code.title}", "bold")
    yield text(f"{code.level}, {code.billable_word}; {entry.choice.release.title}", "dim")
    if entry.choice.word and not entry.choice.in_force:
        yield text(entry.choice.word, "yellow")
    if entry.flags:
        yield text(", ".join(flag.name for flag in entry.flags))
    for words in entry.not_checked:
        yield text(words, "dim")


def _place(entry: Entry) -> Iterator[RenderableType]:
    if not entry.ancestors:
        return
    yield _title("Under")
    for depth, ancestor in enumerate(entry.ancestors):
        line = f"{_lead(ancestor.level, ancestor.code)}  {ancestor.title}"
        yield indented(line, 2 * depth + 2)


def _notes(entry: Entry) -> Iterator[RenderableType]:
    for origin, all_of_it in groupby(entry.notes, key=lambda sourced: sourced.origin):
        inherited = origin.id != entry.code.id
        yield _title(f"Notes from {_lead(origin.level, origin.code)}" if inherited else "Notes")
        for kind, of_kind in groupby(all_of_it, key=lambda sourced: sourced.note.kind):
            yield indented(f"{kind.label}:", 2)
            for each in of_kind:
                yield from (indented(line, 4) for line in each.note.text.splitlines())


def _seventh_characters(entry: Entry) -> Iterator[RenderableType]:
    if not entry.seventh_characters:
        return
    rows = columns()
    for seventh in entry.seventh_characters:
        rows.add_row(f" {seventh.character}", text(seventh.code, "bold"), seventh.meaning)
    yield _title("Seventh characters")
    yield rows


def _facts(entry: Entry) -> Iterator[RenderableType]:
    if not entry.facts:
        return
    rows = columns()
    for fact in entry.facts:
        rows.add_row(f" {fact.name}", text(", ".join(filter(None, (fact.value, fact.meaning)))))
    yield _title("Facts")
    yield rows


def _index_paths(entry: Entry) -> Iterator[RenderableType]:
    if not entry.index_paths:
        return
    yield _title("In the index")
    for path in entry.index_paths:
        column = f" ({path.column})" if path.column else ""
        yield indented(f"{path.text}{column}  {path.code}", 2)


def _children(entry: Entry) -> Iterator[RenderableType]:
    if not entry.children:
        return
    rows = columns()
    for child in entry.children:
        rows.add_row(text(f" {child.code}", "bold"), billable(child.billable), text(child.title))
    yield _title("Below it")
    yield rows


def _title(words: str) -> RenderableType:
    return text(f"\n{words}", "bold")


def _lead(level: str, code: str) -> str:
    """Return how a line is called: ``Chapter 4``, ``E08-E13``, ``E11.22``."""
    return f"Chapter {code}" if level == "chapter" else code
