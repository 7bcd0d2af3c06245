"""Compares the files of a release with one another and with what CMS counts, and says how it went.

Each sentence names what was compared; a contradiction names the first few codes or the line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from codebook_app.codesets.icd10pcs.editions import PUBLISHED
from codebook_app.codesets.icd10pcs.grammar import TABLE_LENGTH
from codebook_app.codesets.icd10pcs.headings import Headings
from codebook_app.codesets.icd10pcs.joined import joined
from codebook_app.codesets.icd10pcs.order import OrderFile
from codebook_app.codesets.icd10pcs.sources import Sources
from codebook_app.codesets.icd10pcs.tables import PrintedTables
from codebook_app.codesets.icd10pcs.words import EXAMPLES, number, some
from codebook_app.domain.procedure import ProcedureTable
from codebook_app.domain.tabular import TabularList


def compared(
    sources: Sources, made: Sequence[str], tabular: TabularList, release: str
) -> tuple[str, ...]:
    """Return in words how the parts of *release* agree; *made* are the codes the rows make."""
    return tuple(_compared(sources, made, tabular, release))


def _compared(
    sources: Sources, made: Sequence[str], tabular: TabularList, release: str
) -> Iterator[str]:
    codes = {line.code for line in tabular.codes if line.billable}
    yield _counted(tabular, release)
    if sources.tables is not None:
        yield from _rows(sources.tables, made)
    if sources.order is not None:
        yield from _order(sources.order, sources.tables, set(made))
    if sources.tables is not None and sources.order is not None:
        yield from _headers(sources)
    if sources.titles is not None:
        yield from _titles(sources, codes)
    yield from _gathered_names(sources)
    yield from joined(sources, codes)


def _counted(tabular: TabularList, release: str) -> str:
    levels = Counter(line.level for line in tabular.codes)
    billable = tabular.billable
    held = (
        f"{number(billable, 'code', 'codes')} in {number(levels['table'], 'table', 'tables')},"
        f" {number(levels['body system'], 'body system', 'body systems')} and"
        f" {number(levels['section'], 'section', 'sections')}"
    )
    published = PUBLISHED.get(release)
    if published is None:
        return f"{held}; no count published by CMS is known for {release}"
    if published != billable:
        return f"{held}, where CMS counts {published:,} codes for {release}"
    return f"{held}, as many codes as CMS counts for {release}"


def _rows(printed: PrintedTables, made: Sequence[str]) -> Iterator[str]:
    if printed.contradictions:
        yield (
            "the tables contradict themselves in"
            f" {number(len(printed.contradictions), 'place', 'places')}:"
            f" {'; '.join(printed.contradictions[:EXAMPLES])}"
        )
    else:
        yield f"the {printed.rows:,} rows of the tables make as many codes as they state"
    twice = [code for code, count in Counter(made).items() if count > 1]
    if twice:
        yield (
            f"{number(len(twice), 'code is', 'codes are')} made by more than one row of the tables"
            f" ({some(twice)})"
        )
    conflicts = _conflicting_names(printed.tables)
    if conflicts:
        yield f"the tables name one character in several ways: {'; '.join(conflicts[:EXAMPLES])}"


def _conflicting_names(tables: Sequence[ProcedureTable]) -> list[str]:
    """Return the sections and body systems that two tables name differently."""
    names: dict[str, str] = {}
    conflicts: dict[str, str] = {}
    for table in tables:
        for axis in table.axes[:-1]:
            label = axis.values[0].label
            known = names.setdefault(table.code[: axis.position], label)
            if known != label:
                prefix = table.code[: axis.position]
                conflicts.setdefault(prefix, f"{prefix} “{known}” and in {table.code} “{label}”")
    return list(conflicts.values())


def _order(order: OrderFile, printed: PrintedTables | None, made: set[str]) -> Iterator[str]:
    if order.gap:
        yield (
            f"{order.name}: the order numbers do not count its lines one by one, from line"
            f" {order.gap:,} on; lines may be missing"
        )
    headless = {code[:TABLE_LENGTH] for code in order.codes} - order.tables.keys()
    if headless:
        yield (
            f"{order.name}: {number(len(headless), 'table has', 'tables have')} no header line"
            f" ({some(headless)})"
        )
    if printed is None:
        return
    tables = {table.code for table in printed.tables}
    differences = [
        *_differences(order.codes.keys(), made, "code", "codes"),
        *_differences(order.tables.keys(), tables, "table", "tables"),
    ]
    if differences:
        yield f"compared with {order.name}: {'; '.join(differences)}"
    else:
        yield (
            f"compared with {order.name}: {len(made):,} codes of {len(tables):,} tables agree,"
            " code for code"
        )


def _differences(ordered: Collection[str], made: set[str], one: str, many: str) -> Iterator[str]:
    listed = set(ordered)
    for codes, words in ((listed - made, "in it alone"), (made - listed, "in the tables alone")):
        if codes:
            yield f"{number(len(codes), one, many)} {words} ({some(codes)})"


def _headers(sources: Sources) -> Iterator[str]:
    """Say which headers of the order file are worded otherwise than the tables' labels."""
    headings = Headings(sources)
    others = [
        code
        for code, title in sources.headers.items()
        if (operation := headings.operation(code)) and title != headings.worded(code, operation)
    ]
    if others:
        yield (
            f"in the order file {number(len(others), 'table is', 'tables are')} titled otherwise"
            f" than the tables name the characters ({some(others)}), and shown so"
        )


def _titles(sources: Sources, codes: set[str]) -> Iterator[str]:
    titles = sources.titles
    if titles is None or (sources.order is None and sources.tables is None):
        return
    here, there = codes - titles.codes.keys(), titles.codes.keys() - codes
    listed = sources.listed
    retitled = {
        code for code in codes & titles.codes.keys() if listed.get(code) != titles.codes[code]
    }
    differences = [
        f"{number(len(found), *words)} ({some(found)})"
        for found, words in (
            (here, ("code is not in it", "codes are not in it")),
            (there, ("code in it alone was not taken", "codes in it alone were not taken")),
            (retitled, ("code has another title in it", "codes have another title in it")),
        )
        if found
    ]
    agree = f"{len(codes):,} codes and titles agree"
    yield f"compared with {titles.name}: {'; '.join(differences) or agree}"


def _gathered_names(sources: Sources) -> Iterator[str]:
    """Say where titles are not CMS's own."""
    if sources.tables is not None and not sources.listed:
        yield (
            "the tables print no titles of codes: they are put together of the values' labels until"
            " the order file comes"
        )
    if sources.tables is None and sources.order is None:
        yield (
            "a list of titles names no tables: they are named by the words their codes begin with,"
            " and hold no rows to build a code by, until the official tables come"
        )
    elif sources.tables is None:
        yield "tables are named by the order file; they hold no rows until the tables come"
