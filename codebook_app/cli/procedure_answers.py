"""What ``show`` answers of the beginning of a procedure code: what may follow, how much is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from codebook_app.cli.rendering import columns, indented, text
from codebook_app.domain.procedure_build import GrowingCode
from codebook_app.domain.procedure_column import LENGTH, TABLE
from codebook_app.errors import KnownError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from codebook_app.services.program import Program

_CODE_SET = "icd10pcs"
_BEGINNING = re.compile(r"[0-9A-HJ-NP-Z]{4,6}", re.IGNORECASE)
_LEVELS = ("section", "body system", "table")


def begun_code(
    program: Program, typed: str, code_set: str | None, on: date | None
) -> GrowingCode | None:
    """Return the procedure code that *typed* begins, None where it begins none."""
    if code_set not in {None, _CODE_SET} or not _BEGINNING.fullmatch(typed.strip()):
        return None
    try:
        return GrowingCode.begun(program.procedures.page(typed, on=on))
    except KnownError:
        return None


def beginning_document(code: GrowingCode) -> dict[str, object]:
    """Return what ``show`` answers of a beginning: the keys of a code's answer, and two more.

    *children* are the codes left, *codes_left* is how many; *characters* what is chosen at each
    position, or may be.
    """
    release = code.page.choice.release
    return {
        "code": code.page.chosen,
        "title": code.page.title,
        "level": "beginning",
        "billable": False,
        "ancestors": [
            {"code": named, "title": label, "level": level, "billable": False}
            for named, label, level in _above(code)
        ],
        "children": [
            {"code": made, "title": title, "level": "code", "billable": True}
            for made, title in _left(code)
        ],
        "seventh_characters": [],
        "notes": [],
        "flags": [],
        "index_paths": [],
        "facts": [],
        "code_set": release.code_set,
        "release": release.release,
        "codes_left": code.remaining,
        "characters": [
            {
                "position": position,
                "axis": code.axis_title(position),
                "character": code.chosen.get(position, ""),
                "label": code.label(position),
                "choices": [
                    {
                        "character": one.value.character,
                        "label": one.value.label,
                        "codes": one.codes,
                    }
                    for one in code.column(position).values
                    if one.codes
                ],
            }
            for position in range(TABLE + 1, LENGTH + 1)
        ],
    }


def beginning_lines(code: GrowingCode) -> Iterator[RenderableType]:
    """Yield the same for the eye."""
    yield text(f"{code.page.chosen}  {code.page.title}", "bold")
    left = "1 code" if code.remaining == 1 else f"{code.remaining:,} codes"
    yield text(f"the beginning of {left}; {code.page.choice.release.title}", "dim")
    for position in range(TABLE + 1, LENGTH + 1):
        column = code.column(position)
        yield text("")
        yield text(f"{position} {column.title}", "bold")
        if column.picked:
            yield indented(f"{column.picked}  {code.label(position)}", 2)
            continue
        table = columns()
        for one in column.values:
            table.add_row(text(f"  {one.value.character}"), text(one.value.label))
        yield table


def _above(code: GrowingCode) -> Iterator[tuple[str, str, str]]:
    for position, level in enumerate(_LEVELS, start=1):
        yield code.page.chosen[:position], code.label(position), level


def _left(code: GrowingCode) -> Iterator[tuple[str, str]]:
    for made, title in code.page.titles.items():
        if all(made[at - 1] == one for at, one in code.chosen.items()):
            yield made, title
