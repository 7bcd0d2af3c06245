"""Whether the modifiers of the services exist, are in use, and stand once.

Source: CMS, HCPCS Level II (modifiers of two characters, at least one a letter); CPT, appendix A,
from the person's own licensed file, for those of two digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codebook_app.domain.encounter import EncounterLine
from codebook_app.domain.finding import Finding, NotChecked, Severity
from codebook_app.domain.fix import Fix, SetModifiers
from codebook_app.edits.chart import Chart, joined

_SHAPE = re.compile(r"[A-Z0-9]{2}")
# CPT's own: two digits, and those of its category II.
_LEVEL_ONE = re.compile(r"[0-9]{2}|[1238]P")


def modifiers(chart: Chart) -> Iterator[Finding | NotChecked]:
    """Yield warnings for modifiers that no book has, that ended, or that stand twice at a service.

    Rules ``unknown_modifier`` and ``repeated_modifier``. More than four are the matter of
    :mod:`~codebook_app.edits.claim_limits`. A modifier is never called unknown without the list it
    would stand on, as of the day: then it is *not checked*.
    """
    books = chart.modifiers
    unlooked: dict[str, list[str]] = {"HCPCS": [], "CPT": []}
    elsewhere: dict[str, list[str]] = {}
    for line in chart.claim.services:
        once = tuple(dict.fromkeys(line.modifiers))
        if len(once) < len(line.modifiers):
            yield _finding(
                "repeated_modifier",
                line,
                f"{line.code} has a modifier twice: {', '.join(line.modifiers)}.",
                source="HCPCS Level II coding: a modifier is reported once for a service.",
                action="Keep it once.",
                fixes=(Fix(f"Keep {' '.join(once)}", (SetModifiers(line.id, once),)),),
            )
        for one in once:
            level_one = _LEVEL_ONE.fullmatch(one) is not None
            book = books.level_one if level_one else books.level_two
            if not _SHAPE.fullmatch(one):
                yield _finding(
                    "unknown_modifier",
                    line,
                    f"{one} at {line.code} is no modifier: it has two letters or digits.",
                    source="HCPCS, modifiers.",
                    action="Correct it.",
                )
            elif one not in books.known and not book:
                unlooked["CPT" if level_one else "HCPCS"].append(one)
            elif one not in books.known and book in books.of_another_time:
                elsewhere.setdefault(book, []).append(one)
            elif one not in books.known:
                yield _finding(
                    "unknown_modifier",
                    line,
                    f"{one} at {line.code} is not among the modifiers of {book}.",
                    source=f"{book}.",
                    action="Correct it, or take it away.",
                )
            else:
                last = books.known[one]
                if last is not None and last < chart.day:
                    yield _finding(
                        "unknown_modifier",
                        line,
                        f"{one} at {line.code} was in use to {last.isoformat()}; the date is"
                        f" {chart.day.isoformat()}.",
                        source=f"{books.level_two}.",
                        action="Choose the modifier in use on the date.",
                    )
    for code_set, missing in unlooked.items():
        if missing:
            yield NotChecked(
                "modifiers",
                f"{joined(list(dict.fromkeys(missing)))}: no list of {code_set} modifiers is"
                " installed.",
            )
    for book, missing in elsewhere.items():
        yield NotChecked(
            "modifiers",
            f"{joined(list(dict.fromkeys(missing)))}: not in {book}, which is not in force on"
            f" {chart.day.isoformat()}.",
        )


def _finding(
    rule: str,
    line: EncounterLine,
    text: str,
    *,
    source: str,
    action: str,
    fixes: tuple[Fix, ...] = (),
) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.WARNING,
        codes=(line.code,),
        text=text,
        source=source,
        action=action,
        line_ids=(line.id,),
        fixes=fixes,
    )
