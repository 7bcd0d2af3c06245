"""Whether what a "code first" note names stands on the list, and before the code.

Official Guidelines, sections I.A.13 and I.B.7: the underlying condition is sequenced first.
"""

from __future__ import annotations

from collections.abc import Iterator

from codebook_app.domain.finding import Finding, Severity
from codebook_app.domain.fix import Fix, MoveLine
from codebook_app.domain.note import NoteKind
from codebook_app.edits.chart import Chart, first_word, ids_of
from codebook_app.edits.instructions import Instruction, instructions, shortened
from codebook_app.edits.listed import ListedCode

_SHOWN = 200


def code_first(chart: Chart) -> Iterator[Finding]:
    """Yield warnings: ``code_first`` not satisfied, ``code_first_order`` where the order is wrong.

    * One of the codes that the note names stands before the code: nothing is found.
    * One stands behind it, none before: the order is wrong, and moving it is offered.
    * None is on the list. A note that gives examples only ("underlying disease, such as") or names
      no code is not satisfied where nothing at all stands before the code; one that asks
      "if applicable" is left to :func:`~codebook_app.edits.prompts.prompts`; any other is not
      satisfied.
    """
    codes = chart.diagnoses.codes
    seen: set[tuple[str, str]] = set()
    for place, listed in enumerate(codes):
        for asked in instructions(listed, NoteKind.CODE_FIRST):
            before = [one for one in codes[:place] if asked.names(one)]
            key = (listed.written, asked.where)
            if before or key in seen:
                continue
            seen.add(key)
            behind = [
                one
                for one in codes[place + 1 :]
                if asked.names(one) and one.written != listed.written
            ]
            if behind:
                yield _wrong_order(chart, listed, behind[0], asked)
            elif not asked.conditional and (not asked.open_ended or place == 0):
                yield _not_satisfied(chart, listed, asked)


def _wrong_order(
    chart: Chart, listed: ListedCode, named: ListedCode, asked: Instruction
) -> Finding:
    return Finding(
        rule="code_first_order",
        severity=Severity.WARNING,
        codes=(listed.written, named.written),
        text=f"{named.written} is to stand before {listed.written}.",
        source=_source(chart, listed, asked),
        action=f"Move {named.written} before {listed.written}.",
        line_ids=ids_of(listed, named),
        source_code=asked.origin.code,
        fixes=(
            Fix(
                f"Move {named.written} before {listed.written}",
                (MoveLine(named.line_id, listed.line_id),),
            ),
        ),
        named=asked.references,
    )


def _not_satisfied(chart: Chart, listed: ListedCode, asked: Instruction) -> Finding:
    if asked.open_ended:
        text = (
            f"{listed.written} is not coded as {first_word(chart)} diagnosis: its underlying"
            " condition comes first."
        )
    else:
        text = f"{listed.written} asks for another code before it, and none of them is listed."
    return Finding(
        rule="code_first",
        severity=Severity.WARNING,
        codes=(listed.written,),
        text=text,
        source=_source(chart, listed, asked),
        action="Add the underlying condition before it.",
        line_ids=ids_of(listed),
        source_code=asked.origin.code,
        named=asked.references,
    )


def _source(chart: Chart, listed: ListedCode, asked: Instruction) -> str:
    governs = "" if asked.where == listed.written else f", which governs {listed.written}"
    text = shortened(asked.text, _SHOWN)
    return f"Code first note at {asked.where}{governs}: “{text}” ({chart.diagnoses.release})."
