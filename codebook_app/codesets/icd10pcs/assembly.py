"""Puts the lines of a release together: sections, body systems, tables, codes, and their notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from codebook_app.codesets.icd10pcs.definitions import PrintedDefinitions
from codebook_app.codesets.icd10pcs.grammar import FULL_LENGTH, TABLE_LENGTH
from codebook_app.codesets.icd10pcs.headings import Headings
from codebook_app.codesets.icd10pcs.sources import Sources
from codebook_app.domain.code import Code
from codebook_app.domain.note import Note, NoteKind
from codebook_app.domain.procedure import ProcedureTable
from codebook_app.domain.tabular import TabularList
from codebook_app.progress import CancelToken, Progress, ProgressSink, silent

_LEVELS = {1: "section", 2: "body system", 3: "table", 7: "code"}
_DEPTHS = {1: 0, 2: 1, 3: 2, 7: 3}
_NOTHING = "Z"
_BETWEEN_LOOKS = 2048


def assemble(
    sources: Sources,
    made: Iterable[str],
    *,
    code_set: str,
    release: str,
    progress: ProgressSink = silent,
    cancel: CancelToken | None = None,
) -> TabularList:
    """Return the lines of the release *release* in printed order.

    Its codes are those listed in *sources* and those *made* by the tables' rows. A list of titles
    gives titles only where an order file or tables say which codes there are.
    """
    headings = Headings(sources)
    titles = _titles(sources, made)
    ordered = _ordered({*titles, *sources.headers})
    lasts = _last_descendants(ordered)
    total = len(ordered)
    codes: list[Code] = []
    ids: dict[int, int | None] = {0: None}
    for number, code in enumerate(ordered, start=1):
        if number % _BETWEEN_LOOKS == 0:
            if cancel is not None:
                cancel.raise_if_cancelled()
            progress(Progress("Putting codes in order", number, total))
        length = len(code)
        is_code = length == FULL_LENGTH
        codes.append(
            Code(
                id=number,
                code_set=code_set,
                release=release,
                code=code,
                title=titles[code] if is_code else _heading(headings, code),
                level=_LEVELS[length],
                billable=is_code,
                depth=_DEPTHS[length],
                parent_id=ids[_DEPTHS[length]],
                last_descendant_id=number if is_code else lasts[number],
                heading=length < TABLE_LENGTH,
                opens_page=length == TABLE_LENGTH,
            )
        )
        if not is_code:
            ids[length] = number
    tables = {table.code: table for table in sources.tables.tables} if sources.tables else {}
    notes = tuple(_notes(codes, tables, headings, sources.definitions))
    return TabularList(tuple(codes), notes, {})


def built_titles(table: ProcedureTable) -> Iterator[tuple[str, str]]:
    """Yield the codes of *table* with titles built of their values' labels.

    "Bypass: Cerebral Ventricle, Open, Synthetic Substitute, Atrium"; values that only say that
    there is none (No Device, No Qualifier) are left out.
    """
    operation = table.operation
    for row in table.rows:
        for values in product(*(axis.values for axis in row.axes)):
            labels = [
                value.label
                for value in values
                if value.character != _NOTHING or not value.label.startswith(("No ", "None"))
            ]
            code = table.code + "".join(value.character for value in values)
            yield code, f"{operation}: {', '.join(labels)}" if labels else operation


def _titles(sources: Sources, made: Iterable[str]) -> dict[str, str]:
    """Return the title of each code of the release."""
    listed = sources.listed
    if sources.tables is None:
        return dict(listed)
    made = set(made)
    codes = made | sources.order.codes.keys() if sources.order is not None else made
    titles = {code: listed[code] for code in codes if code in listed}
    untitled = {code[:TABLE_LENGTH] for code in codes - titles.keys()}
    for table in sources.tables.tables:
        if table.code in untitled:
            for code, title in built_titles(table):
                titles.setdefault(code, title)
    return titles


def _ordered(codes: set[str]) -> list[str]:
    """Return *codes* and all lines above them, each line before those below it."""
    tables = {code[:TABLE_LENGTH] for code in codes}
    systems = {table[:2] for table in tables}
    return sorted({*codes, *tables, *systems, *(system[0] for system in systems)})


def _last_descendants(ordered: Sequence[str]) -> dict[int, int]:
    """Return the id of the last line below each line above the codes, by its own id."""
    lasts: dict[int, int] = {}
    open_lines: list[tuple[int, int]] = []
    for number, code in enumerate(ordered, start=1):
        length = len(code)
        if length == FULL_LENGTH:
            continue
        while open_lines and open_lines[-1][0] >= length:
            lasts[open_lines.pop()[1]] = number - 1
        open_lines.append((length, number))
    return lasts | {number: len(ordered) for _, number in open_lines}


def _heading(headings: Headings, code: str) -> str:
    if len(code) == TABLE_LENGTH:
        return headings.table(code)
    return headings.body_system(code) if len(code) > 1 else headings.section(code)


def _notes(
    codes: Iterable[Code],
    tables: Mapping[str, ProcedureTable],
    headings: Headings,
    definitions: PrintedDefinitions | None,
) -> Iterator[Note]:
    """Yield what is said of the operation at each table: its definition, and what explains it."""
    number = 0
    operations = definitions.operations() if definitions is not None else {}
    for line in codes:
        if not line.opens_page:
            continue
        table = tables.get(line.code)
        texts = [(NoteKind.DEFINITION, table.definition if table is not None else "")]
        defined = operations.get((line.code[0], headings.operation(line.code)))
        if defined is not None:
            texts = [(NoteKind.DEFINITION, texts[0][1] or defined.definition)]
            texts.append((NoteKind.NOTES, defined.explanation))
            texts.extend((NoteKind.INCLUDES, text) for text in defined.includes)
        said = [(kind, text) for kind, text in texts if text]
        for position, (kind, text) in enumerate(said, start=1):
            number += 1
            yield Note(number, line.id, position, kind, text)
