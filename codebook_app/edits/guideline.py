"""What findings of the Official Guidelines' own rules share: their source, and their ways out.

Source of all: CDC/NCHS and CMS, ICD-10-CM Official Guidelines for Coding and Reporting, by section
as FY2026 numbers them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from codebook_app.domain.code import Code
from codebook_app.domain.finding import Finding, Severity
from codebook_app.domain.fix import Fix, MoveLine, RemoveLine, ReplaceLine
from codebook_app.domain.note import CodeReference
from codebook_app.edits.chart import Chart, ids_of, joined
from codebook_app.edits.listed import ListedCode


def guideline_finding(
    rule: str,
    listed: Sequence[ListedCode],
    text: str,
    *,
    section: str,
    action: str,
    severity: Severity = Severity.WARNING,
    fixes: tuple[Fix, ...] = (),
    names: Iterable[str] = (),
) -> Finding:
    """Return a finding on *listed* by a *section* of the guidelines ("I.C.9.a.1").

    *names* are codes or ranges ("I21", "C00-D49") that it sends the person to.
    """
    return Finding(
        rule=rule,
        severity=severity,
        codes=tuple(dict.fromkeys(one.written for one in listed)),
        text=text,
        source=f"ICD-10-CM Official Guidelines, section {section}.",
        action=action,
        line_ids=ids_of(*listed),
        fixes=fixes,
        named=tuple(_reference(name) for name in names),
    )


def distinct(codes: Iterable[ListedCode]) -> tuple[ListedCode, ...]:
    """Return the first of each code: one listed twice is a finding of its own."""
    first: dict[str, ListedCode] = {}
    for one in codes:
        first.setdefault(one.written, one)
    return tuple(first.values())


def taking_off(listed: Sequence[ListedCode]) -> tuple[Fix, ...]:
    """Return the fix of taking codes off the list, none where there are none."""
    if not listed:
        return ()
    label = f"Take {joined([one.written for one in listed], 4)} off"
    return (Fix(label, tuple(RemoveLine(one.line_id) for one in listed)),)


def putting_first(chart: Chart, listed: ListedCode) -> tuple[Fix, ...]:
    """Return the fix of making a code the first diagnosis."""
    first = chart.diagnoses.codes[0]
    return (Fix(f"Put {listed.written} first", (MoveLine(listed.line_id, first.line_id),)),)


def moving_before(listed: ListedCode, before: ListedCode) -> tuple[Fix, ...]:
    """Return the fix of moving a code before another."""
    label = f"Move {listed.written} before {before.written}"
    return (Fix(label, (MoveLine(listed.line_id, before.line_id),)),)


def putting_in_place(
    chart: Chart, listed: Sequence[ListedCode], code: Code | None
) -> tuple[Fix, ...]:
    """Return the fix of putting one code in the place of several, none where *code* is None.

    Not offered either where they say differently whether they were present on admission: which of
    these holds for the one code is the coder's to say.
    """
    if code is None or not listed or len({chart.poa_of(one) for one in listed}) > 1:
        return ()
    label = f"Replace {joined([one.written for one in listed], 4)} by {code.code}"
    return (
        Fix(
            label,
            (
                ReplaceLine(listed[0].line_id, code),
                *(RemoveLine(one.line_id) for one in listed[1:]),
            ),
        ),
    )


def printed(undotted: str) -> str:
    """Return an ICD-10-CM code with its point."""
    return undotted if len(undotted) <= 3 else f"{undotted[:3]}.{undotted[3:]}"


def _reference(name: str) -> CodeReference:
    first, _, last = name.replace(".", "").partition("-")
    return CodeReference(0, 0, first, last or first)
