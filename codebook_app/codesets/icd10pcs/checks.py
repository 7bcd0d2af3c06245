"""Compares the files of a release with one another and with what CMS counts, and says how it went.

Each sentence names what was compared; a contradiction names the first few codes or the line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from codebook_app.codesets.icd10pcs.addenda import Addenda
from codebook_app.codesets.icd10pcs.definitions import PrintedDefinitions
from codebook_app.codesets.icd10pcs.editions import PUBLISHED
from codebook_app.codesets.icd10pcs.grammar import TABLE_LENGTH
from codebook_app.codesets.icd10pcs.headings import Headings
from codebook_app.codesets.icd10pcs.index import PrintedIndex
from codebook_app.codesets.icd10pcs.order import OrderFile
from codebook_app.codesets.icd10pcs.sources import Sources
from codebook_app.codesets.icd10pcs.tables import PrintedTables
from codebook_app.domain.content import DELETED, NEW, REVISED
from codebook_app.domain.procedure import ProcedureTable
from codebook_app.domain.tabular import TabularList

_EXAMPLES = 3
_WHERE_USED = re.compile(r" (?:in|for|\()")


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
    if sources.addenda is not None:
        yield from _addenda(sources.addenda, codes)
    if sources.index is not None:
        yield from _index(sources.index, codes)
    if sources.definitions is not None:
        yield from _definitions(sources.definitions, sources.tables)


def _counted(tabular: TabularList, release: str) -> str:
    levels = Counter(line.level for line in tabular.codes)
    billable = tabular.billable
    held = (
        f"{billable:,} codes in {levels['table']:,} tables, {levels['body system']:,} body systems"
        f" and {levels['section']:,} sections"
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
            f"the tables contradict themselves in {len(printed.contradictions):,} places:"
            f" {'; '.join(printed.contradictions[:_EXAMPLES])}"
        )
    else:
        yield f"the {printed.rows:,} rows of the tables make as many codes as they state"
    twice = [code for code, count in Counter(made).items() if count > 1]
    if twice:
        yield f"{len(twice):,} codes are made by more than one row of the tables ({_some(twice)})"
    conflicts = _conflicting_names(printed.tables)
    if conflicts:
        yield f"the tables name one character in several ways: {'; '.join(conflicts[:_EXAMPLES])}"


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
        yield f"{order.name}: {len(headless):,} tables have no header line ({_some(headless)})"
    if printed is None:
        return
    tables = {table.code for table in printed.tables}
    differences = [
        *_differences(order.codes.keys(), made, "codes"),
        *_differences(order.tables.keys(), tables, "tables"),
    ]
    if differences:
        yield f"compared with {order.name}: {'; '.join(differences)}"
    else:
        yield (
            f"compared with {order.name}: {len(made):,} codes of {len(tables):,} tables agree,"
            " code for code"
        )


def _differences(ordered: Collection[str], made: set[str], what: str) -> Iterator[str]:
    listed = set(ordered)
    for codes, words in ((listed - made, "in it alone"), (made - listed, "in the tables alone")):
        if codes:
            yield f"{len(codes):,} {what} {words} ({_some(codes)})"


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
            f"in the order file {len(others):,} tables are titled otherwise than their characters"
            f" are named ({_some(others)}), and are shown so"
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
        f"{len(some):,} codes {words} ({_some(some)})"
        for some, words in (
            (here, "are not in it"),
            (there, "are in it alone and were not taken"),
            (retitled, "have another title in it"),
        )
        if some
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


def _addenda(addenda: Addenda, codes: set[str]) -> Iterator[str]:
    added, deleted, revised = (addenda.codes(name) for name in (NEW, DELETED, REVISED))
    differences = [
        f"{len(some):,} of them {words} ({_some(some)})"
        for some, words in (
            (added - codes, "said to be new are not in this release"),
            (deleted & codes, "said to be deleted are in this release"),
            (revised - codes, "said to be revised are not in this release"),
        )
        if some
    ]
    counted = addenda.before + len(added) - len(deleted)
    if addenda.before and counted != addenda.after:
        differences.append(
            f"{addenda.before:,} codes before, with these changes, make {counted:,} and not the"
            f" {addenda.after:,} it states"
        )
    since = f" since a release of {addenda.before:,}" if addenda.before else ""
    yield (
        f"{addenda.name}: {len(added):,} codes are new, {len(deleted):,} deleted and"
        f" {len(revised):,} retitled{since}; {'; '.join(differences) or 'all of it agrees'}"
    )


def _index(index: PrintedIndex, codes: set[str]) -> Iterator[str]:
    main = sum(not term.depth for term in index.terms)
    named = [target.code for term in index.terms for target in term.targets if target.code]
    ordered = sorted(codes)
    astray = {code for code in set(named) if not _begins_one(code, ordered)}
    leads = (
        f"{len(astray):,} of the codes and tables they name are not in this release"
        f" ({_some(astray)})"
        if astray
        else f"all {len(named):,} codes and tables they name are in this release"
    )
    yield f"{index.name}: {main:,} main terms, {len(index.terms) - main:,} subterms; {leads}"
    for oddity in index.oddities:
        yield f"{index.name}: {oddity}"


def _begins_one(code: str, ordered: Sequence[str]) -> bool:
    """Whether one of the codes *ordered* begins with *code*."""
    at = bisect_left(ordered, code)
    return at < len(ordered) and ordered[at].startswith(code)


def _definitions(defined: PrintedDefinitions, printed: PrintedTables | None) -> Iterator[str]:
    told = (
        f"{defined.name}: {len(defined.definitions):,} values are defined, and"
        f" {len(defined.device_aggregates):,} specific devices counted among general ones"
    )
    if printed is None:
        yield told
        return
    used = {
        (table.code[0], axis.position, value.label)
        for table in printed.tables
        for axes in (table.axes, *(row.axes for row in table.rows))
        for axis in axes
        for value in axis.values
    }
    unused = [
        f"{definition.section} {definition.title}"
        for definition in defined.definitions
        if not any(
            (definition.section, definition.position, definition.title[:end]) in used
            for end in _ends(definition.title)
        )
    ]
    if unused:
        told += f"; {len(unused):,} of the values are in no table ({_some(unused)})"
    yield told


def _ends(title: str) -> Iterator[int]:
    """Yield where a value's label may end in *title*, which can go on with where it is used."""
    yield len(title)
    for match in _WHERE_USED.finditer(title):
        yield match.start()


def _some(codes: Collection[str]) -> str:
    more = ", …" if len(codes) > _EXAMPLES else ""
    return ", ".join(sorted(codes)[:_EXAMPLES]) + more
