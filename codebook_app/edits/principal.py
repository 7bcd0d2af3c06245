"""What the Medicare Code Editor says of the principal diagnosis, and of codes it never covers.

Source: CMS, Definitions of Medicare Code Edits, chapter 1. The editor edits inpatient claims; for
other settings its edits are warnings, since other payers' edits are built on them.
"""

from __future__ import annotations

from collections.abc import Iterator

from codebook_app.domain import editor_attributes as mce
from codebook_app.domain.encounter import EncounterLine
from codebook_app.domain.finding import Finding, NotChecked, Severity
from codebook_app.edits.chart import Chart, EditorsWord, first_word, ids_of, joined
from codebook_app.edits.listed import ListedCode
from codebook_app.edits.sequencing import titled_manifestation

_COVERAGE = {
    mce.NOT_COVERED: ("is not covered by Medicare", "Non-covered procedure"),
    mce.LIMITED_COVERAGE: (
        "is covered by Medicare under conditions only",
        "Limited coverage",
    ),
}


def manifestation_first(chart: Chart) -> Iterator[Finding]:
    """Yield where the first diagnosis is a manifestation code: error inpatient, else warning.

    Medicare Code Editor, manifestation code as principal diagnosis; Official Guidelines, section
    I.A.13: manifestation codes are never first-listed or principal. Without an editor for the day
    the title ("in diseases classified elsewhere") says it.
    """
    first = chart.first
    if first is None:
        return
    if chart.editor is not None and mce.MANIFESTATION in chart.editor.of(first):
        source = f"{chart.editor.source}, manifestation code as principal diagnosis; "
    elif first.line is not None and titled_manifestation(first.line.code.title):
        source = ""
    else:
        return
    yield Finding(
        rule="manifestation_first",
        severity=chart.weight,
        codes=(first.written,),
        text=(
            f"{first.written} tells how another disease shows itself and cannot be the"
            f" {first_word(chart)} diagnosis."
        ),
        source=f"{source}ICD-10-CM Official Guidelines, section I.A.13.",
        action="Put the underlying disease first.",
        line_ids=ids_of(first),
    )


def unacceptable_principal(chart: Chart) -> Iterator[Finding | NotChecked]:
    """Yield where the editor does not take the first diagnosis as principal.

    Rules ``unacceptable_principal`` (a circumstance, not a present illness) and
    ``requires_secondary`` (taken with another diagnosis): errors inpatient, else warnings.
    ``questionable_admission``, for stays only, a warning: the editor asks whether the condition by
    itself called for the admission. Outside a stay the reason of a visit (a check-up, a screening,
    a vaccination) is rightly first-listed: Official Guidelines, sections IV.A and I.C.21.c.15.
    """
    first, editor = chart.first, chart.editor
    if first is None:
        return
    if editor is None:
        yield _no_editor(chart, "principal_diagnosis", "Whether the first diagnosis may be it")
        return
    held = editor.of(first)
    if mce.NEEDS_SECONDARY in held:
        if len({one.written for one in chart.diagnoses.codes}) == 1:
            yield _of_principal(
                chart,
                editor,
                first,
                rule="requires_secondary",
                words="is taken as principal diagnosis only with another diagnosis",
                action="Add the condition that it was done for.",
            )
    elif mce.UNACCEPTABLE in held and (chart.inpatient or not _names_a_visit(first)):
        yield _of_principal(
            chart,
            editor,
            first,
            rule="unacceptable_principal",
            words=(
                "tells of a circumstance, or of what another condition causes, and is not taken as"
                " principal diagnosis"
            ),
            action="Put the condition first that was treated.",
        )
    if chart.inpatient and mce.QUESTIONABLE_ADMISSION in held:
        yield _of_principal(
            chart,
            editor,
            first,
            rule="questionable_admission",
            words="is by itself seldom a reason for an acute care admission",
            action="Check that it occasioned the admission.",
            severity=Severity.WARNING,
        )


def _names_a_visit(first: ListedCode) -> bool:
    """Whether a Z code is what a visit is for: its title says so, or it is a donor's (Z52)."""
    if first.line is None or not first.written.startswith("Z"):
        return False
    code = first.line.code
    return code.title.casefold().startswith("encounter ") or first.written.startswith("Z52")


def wrong_procedure(chart: Chart) -> Iterator[Finding]:
    """Yield where a code says a procedure was performed wrongly: error inpatient, else warning.

    Medicare Code Editor, wrong procedure performed (Y65.51 to Y65.53): Medicare covers no such
    stay (National Coverage Determinations 140.6 to 140.8).
    """
    if chart.editor is None:
        return
    for one in chart.diagnoses.codes:
        if mce.WRONG_PROCEDURE in chart.editor.of(one):
            yield _of_principal(
                chart,
                chart.editor,
                one,
                rule="wrong_procedure",
                words="says that a procedure was performed wrongly, which Medicare does not cover",
                action="Check it with those who bill: such a stay is billed apart.",
            )


def covered_procedures(chart: Chart) -> Iterator[Finding | NotChecked]:
    """Yield a warning for procedures of a stay that Medicare does not, or not always, cover.

    Medicare Code Editor, non-covered procedure and limited coverage. A warning: other payers may
    cover it, and the conditions are not in the codes.
    """
    if not chart.inpatient or not chart.claim.procedures:
        return
    if chart.editor is None:
        yield _no_editor(chart, "coverage", "Coverage of the procedures")
        return
    for attribute, (words, edit) in _COVERAGE.items():
        found = _with(chart.editor, chart.claim.procedures, attribute)
        if found:
            codes = tuple(dict.fromkeys(line.code for line in found))
            yield Finding(
                rule="coverage",
                severity=Severity.WARNING,
                codes=codes,
                text=f"{joined(codes)} {words}.",
                source=f"{chart.editor.source}, {edit.casefold()}.",
                action="Check the coverage before billing Medicare.",
                line_ids=tuple(line.id for line in found),
            )


def _with(
    editor: EditorsWord, lines: tuple[EncounterLine, ...], attribute: str
) -> list[EncounterLine]:
    return [line for line in lines if attribute in editor.procedures.get(line.code.upper(), ())]


def _of_principal(
    chart: Chart,
    editor: EditorsWord,
    one: ListedCode,
    *,
    rule: str,
    words: str,
    action: str,
    severity: Severity | None = None,
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity or chart.weight,
        codes=(one.written,),
        text=f"{one.written} {words}.",
        source=f"{editor.source}, {rule.replace('_', ' ')}.",
        action=action,
        line_ids=ids_of(one),
    )


def _no_editor(chart: Chart, rule: str, what: str) -> NotChecked:
    return NotChecked(
        rule, f"{what}: no Medicare Code Editor for {chart.day.isoformat()} is installed."
    )
