"""Compares the parts that join a release with its codes: addenda, index, definitions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from codebook_app.codesets.icd10pcs.addenda import Addenda
from codebook_app.codesets.icd10pcs.definitions import PrintedDefinitions
from codebook_app.codesets.icd10pcs.index import PrintedIndex
from codebook_app.codesets.icd10pcs.sources import Sources
from codebook_app.codesets.icd10pcs.tables import PrintedTables
from codebook_app.codesets.icd10pcs.words import number, some
from codebook_app.domain.content import DELETED, NEW, REVISED

_WHERE_USED = re.compile(r" (?:in|for|\()")


def joined(sources: Sources, codes: set[str]) -> Iterator[str]:
    """Yield in words how what joined the release agrees with its *codes*."""
    if sources.addenda is not None:
        yield from _addenda(sources.addenda, codes)
    if sources.index is not None:
        yield from _index(sources.index, codes)
    if sources.definitions is not None:
        yield from _definitions(sources.definitions, sources.tables)


def _addenda(addenda: Addenda, codes: set[str]) -> Iterator[str]:
    added, deleted, revised = (addenda.codes(name) for name in (NEW, DELETED, REVISED))
    differences = [
        f"{number(len(found), *words)} ({some(found)})"
        for found, words in (
            (
                added - codes,
                ("new code is not in this release", "new codes are not in this release"),
            ),
            (
                deleted & codes,
                ("deleted code is in this release", "deleted codes are in this release"),
            ),
            (
                revised - codes,
                ("revised code is not in this release", "revised codes are not in this release"),
            ),
        )
        if found
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
    named = {target.code for term in index.terms for target in term.targets if target.code}
    ordered = sorted(codes)
    astray = {code for code in named if not _begins_one(code, ordered)}
    leads = (
        f"of the {len(named):,} codes and tables they name {number(len(astray), 'is', 'are')} not"
        f" in this release ({some(astray)})"
        if astray
        else f"all {len(named):,} codes and tables they name are in this release"
    )
    yield (
        f"{index.name}: {number(main, 'main term', 'main terms')},"
        f" {number(len(index.terms) - main, 'subterm', 'subterms')}; {leads}"
    )
    for oddity in index.oddities:
        yield f"{index.name}: {oddity}"


def _begins_one(code: str, ordered: Sequence[str]) -> bool:
    """Whether one of the codes *ordered* begins with *code*."""
    at = bisect_left(ordered, code)
    return at < len(ordered) and ordered[at].startswith(code)


def _definitions(defined: PrintedDefinitions, printed: PrintedTables | None) -> Iterator[str]:
    told = (
        f"{defined.name}: {number(len(defined.definitions), 'value', 'values')} defined,"
        f" {number(len(defined.device_aggregates), 'specific device', 'specific devices')} counted"
        " among general ones"
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
        told += f"; {number(len(unused), 'value is', 'values are')} in no table ({some(unused)})"
    yield told


def _ends(title: str) -> Iterator[int]:
    """Yield where a value's label may end in *title*, which can go on with where it is used."""
    yield len(title)
    for match in _WHERE_USED.finditer(title):
        yield match.start()
