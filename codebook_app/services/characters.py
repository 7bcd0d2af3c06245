"""What each character of a procedure code means, as facts of the code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codebook_app.domain.code import Code
from codebook_app.domain.content import Fact
from codebook_app.domain.procedure import Definition, ProcedureTable


def character_facts(
    line: Code, table: ProcedureTable | None, definitions: Iterable[Definition] = ()
) -> tuple[Fact, ...]:
    """Return one fact for each character of *line*, from its first to its last.

    The name is the axis's title ("Body Part"), the value the character with its label, the meaning
    CMS's definition of it where *definitions* have one. None where *table* does not make the code:
    for a table, a release without tables, or another code set.
    """
    if table is None:
        return ()
    known = tuple(definitions)
    return tuple(_facts(line, table, known))


def _facts(
    line: Code, table: ProcedureTable, definitions: tuple[Definition, ...]
) -> Iterator[Fact]:
    for axis, value in table.reading(line.code):
        defined = table.definition_of(axis.position, value.label, definitions)
        yield Fact(
            line.id,
            axis.title,
            f"{value.character} {value.label}",
            defined.definition if defined is not None else "",
        )
