"""Whether each service points at diagnoses that are there.

Source: ASC X12N 005010X222A1 (837P), loop 2400, SV107 (composite diagnosis code pointer); NUCC 1500
Claim Form Reference Instruction Manual, item 24E.
"""

from __future__ import annotations

from collections.abc import Iterator

from codebook_app.domain.claim_limits import POINTER_LETTERS
from codebook_app.domain.encounter import Setting
from codebook_app.domain.finding import Finding, Severity
from codebook_app.domain.fix import Fix, LineChange, SetPointers
from codebook_app.edits.chart import Chart, joined

_SOURCE = "ASC X12N 005010X222A1 (837P), loop 2400, SV107; 1500 Claim Form manual, item 24E."


def pointers(chart: Chart) -> Iterator[Finding]:
    """Yield what is wrong with the pointers of a professional claim; other claims have none.

    Rules ``empty_pointer``, an error: no diagnosis stands at that letter. ``pointer_missing``, a
    warning: a service points at none. ``repeated_pointer``, a warning.
    """
    if chart.encounter.setting is not Setting.PROFESSIONAL:
        return
    there = POINTER_LETTERS[: len(chart.claim.diagnoses)]
    without = [line for line in chart.claim.services if not line.pointers]
    for line in chart.claim.services:
        kept = tuple(dict.fromkeys(one for one in line.pointers if one in tuple(there)))
        empty = [one for one in dict.fromkeys(line.pointers) if one not in tuple(there)]
        if empty:
            if len(chart.claim.diagnoses) > len(POINTER_LETTERS):
                why = f"beyond the {len(POINTER_LETTERS)} diagnoses that a claim holds"
            else:
                last = f"the last is {there[-1]}" if there else "none is listed"
                why = f"where no diagnosis stands: {last}"
            yield Finding(
                rule="empty_pointer",
                severity=Severity.ERROR,
                codes=(line.code,),
                text=f"{line.code} points to {joined(empty)}, {why}.",
                source=_SOURCE,
                action="Point to a diagnosis that is listed, or add it.",
                line_ids=(line.id,),
                fixes=(
                    (Fix(f"Point to {''.join(kept)} only", (SetPointers(line.id, kept),)),)
                    if kept
                    else ()
                ),
            )
        elif len(set(line.pointers)) < len(line.pointers):
            yield Finding(
                rule="repeated_pointer",
                severity=Severity.WARNING,
                codes=(line.code,),
                text=f"{line.code} points to a diagnosis twice: {''.join(line.pointers)}.",
                source=_SOURCE,
                action="Point to each diagnosis once, the most important first.",
                line_ids=(line.id,),
                fixes=(Fix(f"Point to {''.join(kept)}", (SetPointers(line.id, kept),)),),
            )
    if without:
        changes: tuple[LineChange, ...] = tuple(SetPointers(line.id, ("A",)) for line in without)
        codes = tuple(dict.fromkeys(line.code for line in without))
        yield Finding(
            rule="pointer_missing",
            severity=Severity.WARNING,
            codes=codes,
            text=f"{joined(codes)} {'points' if len(without) == 1 else 'point'} at no diagnosis.",
            source=_SOURCE,
            action="Say which diagnoses each service was for, the most important first.",
            line_ids=tuple(line.id for line in without),
            fixes=(Fix("Point to A, the first diagnosis", changes),) if there else (),
        )
