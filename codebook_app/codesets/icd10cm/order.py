"""The ICD-10-CM order file: every code with its long title, one a line, fixed width.

Columns, counted from 1 (CMS, "ICD-10-CM order file" layout): 1-5 order number, 7-13 code without
point, 15 a 1 for valid codes and a 0 for headers, 17-76 short title, 78 on long title.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from codebook_app.codesets.icd10cm.grammar import undotted
from codebook_app.domain.tabular import TabularList

_LINE = re.compile(rb"\d{5} [A-Z][0-9A-Z]{2,6} +[01] \S.{59} \S")
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of the file: a *code* without point, whether it is *billable*, its long *title*."""

    code: str
    billable: bool
    title: str


def is_order_file(head: bytes) -> bool:
    """Whether the file that begins with *head* has the shape of an order file."""
    first = head.split(b"\n", 1)[0]
    return _LINE.match(first) is not None


def read_order(chunks: Iterable[bytes]) -> Iterator[OrderLine]:
    """Yield the lines of the order file whose bytes are *chunks*; other lines are passed over."""
    for line in _lines(chunks):
        if _LINE.match(line):
            text = line.decode("cp1252", errors="replace")
            yield OrderLine(text[6:13].strip(), text[14] == "1", text[77:].strip())


def compare_with_order(tabular: TabularList, chunks: Iterable[bytes], name: str) -> str:
    """Return, in a sentence, how the codes of *tabular* agree with the order file *name*."""
    ordered = {line.code: line.billable for line in read_order(chunks)}
    printed = {undotted(code.code): code.billable for code in tabular.codes if not code.heading}
    here, there = printed.keys() - ordered.keys(), ordered.keys() - printed.keys()
    flagged = {code for code in printed.keys() & ordered.keys() if printed[code] != ordered[code]}
    if not (here or there or flagged):
        return f"compared with {name}: {len(ordered):,} codes agree, code for code"
    differences = [
        f"{len(codes)} {words} ({_some(codes)})"
        for codes, words in (
            (here, "not in it"),
            (there, "in it alone"),
            (flagged, "otherwise billable in it"),
        )
        if codes
    ]
    return f"compared with {name}: {'; '.join(differences)}"


def _some(codes: Collection[str]) -> str:
    more = ", …" if len(codes) > _EXAMPLES else ""
    return ", ".join(sorted(codes)[:_EXAMPLES]) + more


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
    if rest:
        yield rest
