"""What may not come first: external causes and sequelae; and what is told once only."""

from __future__ import annotations

from collections.abc import Iterator

from codebook_app.domain import editor_attributes as mce
from codebook_app.domain.claim import is_external_cause
from codebook_app.domain.finding import Finding, Severity
from codebook_app.domain.fix import Fix, MoveLine
from codebook_app.edits.chart import Chart, first_word, ids_of, joined
from codebook_app.edits.listed import ListedCode

_GUIDELINES = "ICD-10-CM Official Guidelines, section"
_ONCE = {
    "Y92": ("place of occurrence", "I.C.20.b"),
    "Y93": ("activity", "I.C.20.c"),
    "Y99": ("external cause status", "I.C.20.k"),
}


def external_cause_first(chart: Chart) -> Iterator[Finding]:
    """Yield an error where an external cause (V00-Y99) is the principal or first-listed diagnosis.

    Official Guidelines, section I.C.20.a.6: an external cause code can never be sequenced first.
    """
    first = chart.first
    if first is None or not is_external_cause(first.undotted):
        return
    yield Finding(
        rule="external_cause_first",
        severity=Severity.ERROR,
        codes=(first.written,),
        text=(
            f"{first.written} is an external cause and cannot be the {first_word(chart)} diagnosis."
        ),
        source=f"{_GUIDELINES} I.C.20.a.6: an external cause code is never sequenced first.",
        action="Put the condition first that it tells the cause of.",
        line_ids=ids_of(first),
        fixes=_put_first(chart, first),
    )


def sequela_first(chart: Chart) -> Iterator[Finding]:
    """Yield an error where a code with the seventh character S stands first or alone.

    Official Guidelines, section I.B.10: the condition that is the sequela comes first, then the
    code of what it is a sequela of. Excepted, as there, where a manifestation code follows.
    """
    first = chart.first
    if first is None or not is_sequela(first) or is_external_cause(first.undotted):
        return
    others = [one for one in chart.diagnoses.codes[1:] if not is_external_cause(one.undotted)]
    if others and _is_manifestation(chart, others[0]):
        return
    conditions = [one for one in others if not is_sequela(one)]
    stands = "stands first" if conditions else "stands without the condition that it led to"
    yield Finding(
        rule="sequela_first",
        severity=Severity.ERROR,
        codes=(first.written,),
        text=f"{first.written} is a sequela and {stands}.",
        source=f"{_GUIDELINES} I.B.10: the condition or nature of the sequela is sequenced first,"
        " the sequela code second.",
        action="Put the present condition first, and this code behind it.",
        line_ids=ids_of(first),
        fixes=_put_first(chart, first),
    )


def external_causes_told_once(chart: Chart) -> Iterator[Finding]:
    """Yield a warning for more than one place of occurrence, activity, or external cause status.

    Official Guidelines, sections I.C.20.b, c and k: one code of Y92, Y93 and Y99 is recorded. A
    warning: a new injury during a stay may have a place of its own.
    """
    for category, (what, section) in _ONCE.items():
        found = [one for one in chart.diagnoses.codes if one.undotted.startswith(category)]
        if len({one.written for one in found}) > 1:
            yield Finding(
                rule="external_cause_once",
                severity=Severity.WARNING,
                codes=tuple(dict.fromkeys(one.written for one in found)),
                text=f"{joined([one.written for one in found])} each give the {what}.",
                source=f"{_GUIDELINES} {section}: only one code from {category} is recorded.",
                action="Keep the one of the initial encounter for the injury.",
                line_ids=ids_of(*found),
                source_code=category,
            )


def is_sequela(listed: ListedCode) -> bool:
    """Whether the code ends in the seventh character S."""
    return len(listed.undotted) == 7 and listed.undotted.endswith("S")


def _is_manifestation(chart: Chart, listed: ListedCode) -> bool:
    if chart.editor is not None:
        return mce.MANIFESTATION in chart.editor.of(listed)
    return listed.line is not None and titled_manifestation(listed.line.code.title)


def titled_manifestation(title: str) -> bool:
    """Whether a title says so (section I.A.13): not "… as the cause of diseases classified …"."""
    said = title.casefold()
    return "diseases classified elsewhere" in said and "cause of" not in said


def _put_first(chart: Chart, first: ListedCode) -> tuple[Fix, ...]:
    """Return the fix of putting the nearest code that may be first before *first*."""
    for other in chart.diagnoses.codes[1:]:
        if not is_external_cause(other.undotted) and not is_sequela(other):
            move = MoveLine(other.line_id, first.line_id)
            return (Fix(f"Put {other.written} first", (move,)),)
    return ()
