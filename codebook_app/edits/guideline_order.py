"""What the guidelines put first, and before what: only where the codes alone tell it.

Which of several conditions occasioned the encounter is the record's to say (section II); here is
what holds whichever it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codebook_app.domain import editor_attributes as mce
from codebook_app.domain.finding import Finding, Severity
from codebook_app.edits.chart import Chart, first_word
from codebook_app.edits.code_groups import CodeGroup, group
from codebook_app.edits.guideline import (
    distinct,
    guideline_finding,
    moving_before,
    putting_first,
)
from codebook_app.edits.listed import ListedCode


@dataclass(frozen=True, slots=True)
class _Before:
    """Codes of *ahead* stand before those of *behind*, and why, in a few words."""

    ahead: CodeGroup
    behind: CodeGroup
    why: str
    section: str


_SYMPTOMS = "R00-R94 G92 G93.4 I46 J96.0 J96.2 N17"
_INJURIES = "S00-T34 F01-F99"

# As the principal or first-listed diagnosis, by precedence: of several, the first alone is told.
_FIRST = (
    _Before(
        group("O00-O9A", but="O94"),
        group("A00-N99 Q00-U85"),
        "codes of chapter 15 have priority over those of other chapters",
        "I.C.15.a.1",
    ),
    _Before(
        group("T74 T76", sevenths="AD"),
        group(_INJURIES),
        "abuse and neglect come before what they led to",
        "I.C.19.f",
    ),
    _Before(
        group("T36-T50", sixths="1234", sevenths="A"),
        group(_SYMPTOMS),
        "a poisoning comes before what it led to",
        "I.C.19.e.5.b",
    ),
    _Before(
        group("T51-T65", sixths="1234", sevenths="A"),
        group(_SYMPTOMS),
        "a toxic effect comes before what it led to",
        "I.C.19.e.5.d",
    ),
    _Before(
        group("U07.1"),
        group("J20.8 J22 J40 J80 J96.0 J98.8"),
        "COVID-19 comes before its respiratory manifestations",
        "I.C.1.g.1.c",
    ),
    _Before(
        group("U07.0"),
        group("J68.0 J80 J96.0"),
        "the vaping-related disorder comes before what it led to",
        "I.C.10.e",
    ),
    _Before(
        group("I21"),
        group("I25.1 I25.7 I25.8"),
        "an acute infarction comes before the coronary artery disease",
        "I.C.9.b",
    ),
)
_ANYWHERE = (
    _Before(
        group("T81.40-T81.43 T81.49"),
        group("T81.44"),
        "the site of the infection comes before the sepsis",
        "I.C.1.d.5.b",
    ),
    _Before(
        group("O86.00-O86.03 O86.09"),
        group("O86.04"),
        "the site of the infection comes before the sepsis",
        "I.C.1.d.5.b",
    ),
    _Before(
        group("P07.0 P07.1"),
        group("P07.2 P07.3"),
        "birth weight comes before gestational age",
        "I.C.16.d",
    ),
)
_ONLY_FIRST = group(
    "Z00 Z01 Z02 Z04 Z31.81 Z31.83 Z31.84 Z33.2 Z34 Z38 Z39 Z40 Z42 Z51.0 Z51.1 Z52 Z76.1 Z76.2"
    " Z99.12",
    but="Z00.6 Z52.9",
)
_NEVER_FIRST = (
    (group("O94"), "a sequela of a complication of pregnancy", "I.C.15.p.3"),
    (group("R29.7"), "the stroke scale", "I.C.18.i and I.B.14"),
    (group("R40.21-R40.24"), "the coma scale", "I.C.18.e and I.B.14"),
    (group("R65.2"), "severe sepsis", "I.C.1.d.3"),
    (group("T36-T50", sixths="5"), "the drug of an adverse effect", "I.C.19.e.5.a"),
    (group("T36-T50", sixths="6"), "an underdosing", "I.C.19.e.5.c"),
    (group("Z16"), "a resistance to drugs", "I.C.21.c.3"),
    (group("Z28.31"), "an underimmunization", "I.B.14"),
    (group("Z33.1"), "an incidental pregnancy", "I.C.21.c.3"),
    (group("Z37"), "the outcome of a delivery", "I.C.21.c.11"),
    (group("Z55-Z65"), "a social circumstance", "I.B.14"),
    (group("Z68"), "the body mass index", "I.B.14"),
    (group("Z92.82"), "an infusion of tPA elsewhere", "I.C.21.c.3"),
)
_LOCAL = group(
    "G00-G02 J09-J18 J85 J86 K35 K57.0 K57.12 K57.13 K57.2 K57.32 K57.33 K61 K63.0 K65 K75.0 L02"
    " L03 M00 M86 N10 N12 N13.6 N30.0 N34.0 N39.0 N41.0 N49 N70-N73"
)
_SEPSIS = group("A02.1 A22.7 A26.7 A32.7 A40 A41 A42.7 A54.86 B37.7")


def guideline_order(chart: Chart) -> Iterator[Finding]:
    """Yield a warning where a code stands behind one that it comes before.

    Of the principal or first-listed diagnosis: chapter 15, abuse, poisoning and toxic effects,
    COVID-19, vaping, infarction; anywhere: the site of an infection before its sepsis, birth weight
    before gestational age. What was not present on admission is left where it is.
    """
    listed = distinct(chart.diagnoses.codes)
    for row in _FIRST:
        if listed and row.behind.holds(listed[0]):
            ahead = [one for one in listed[1:] if row.ahead.holds(one) and _is_prior(chart, one)]
            if ahead:
                yield _out_of_order(chart, row, ahead[0], listed[0], first=True)
                break
    for row in _ANYWHERE:
        for place, behind in enumerate(listed):
            if row.behind.holds(behind):
                ahead = [one for one in listed[place + 1 :] if row.ahead.holds(one)]
                if ahead and not any(row.ahead.holds(one) for one in listed[:place]):
                    yield _out_of_order(chart, row, ahead[0], behind, first=False)
                break


def first_only(chart: Chart) -> Iterator[Finding]:
    """Yield a warning for Z codes that are reported first only and stand behind.

    Official Guidelines, section I.C.21.c.15. Nothing is found behind another such code (an
    examination with another one) and behind chapter 15, which has priority. Putting it first is
    not offered where the Medicare Code Editor does not take it as principal diagnosis.
    """
    listed = distinct(chart.diagnoses.codes)
    if not listed or _ONLY_FIRST.holds(listed[0]) or listed[0].undotted.startswith("O"):
        return
    behind = [one for one in listed[1:] if _ONLY_FIRST.holds(one)]
    for one in behind:
        refused = chart.inpatient and chart.editor is not None
        refused = refused and chart.editor is not None and mce.UNACCEPTABLE in chart.editor.of(one)
        yield guideline_finding(
            "first_only",
            (one,),
            f"{one.written} is reported as {first_word(chart)} diagnosis only.",
            section="I.C.21.c.15",
            action="Put it first, or code what the encounter was for without it.",
            fixes=() if refused or len(behind) > 1 else putting_first(chart, one),
        )


def never_first(chart: Chart) -> Iterator[Finding]:
    """Yield a warning for a first diagnosis that the guidelines allow behind others only.

    The Medicare Code Editor and the "code first" notes say it of most, and then are alone heard.
    """
    first = chart.first
    if first is None:
        return
    for never, words, section in _NEVER_FIRST:
        if never.holds(first):
            yield guideline_finding(
                "never_first",
                (first,),
                f"{first.written} is {words} and cannot be the {first_word(chart)} diagnosis.",
                section=section,
                action="Put the condition first that it goes with.",
            )


def sepsis_order(chart: Chart) -> Iterator[Finding]:
    """Yield information for sepsis behind the local infection of a stay, both present on admission.

    Official Guidelines, section I.C.1.d.4. Which of them the admission was for is the record's to
    say, so no order is offered; where an indicator is missing, nothing is found.
    """
    first = chart.first
    if first is None or not chart.inpatient or not _LOCAL.holds(first):
        return
    if chart.poa_of(first) != "Y":
        return
    for one in chart.diagnoses.codes[1:]:
        if _SEPSIS.holds(one) and chart.poa_of(one) == "Y":
            yield guideline_finding(
                "sepsis_order",
                (first, one),
                f"{one.written} was present on admission and stands behind {first.written}: where"
                " both were the reason for it, the sepsis is the principal diagnosis.",
                section="I.C.1.d.4",
                action="Check what the admission was for.",
                severity=Severity.INFORMATION,
            )
            return


def _is_prior(chart: Chart, one: ListedCode) -> bool:
    """Whether a condition was there from the start, as far as its indicator tells."""
    return chart.poa_of(one) != "N" or not chart.inpatient


def _out_of_order(
    chart: Chart, row: _Before, ahead: ListedCode, behind: ListedCode, *, first: bool
) -> Finding:
    return guideline_finding(
        "guideline_order",
        (behind, ahead),
        f"{ahead.written} is to stand before {behind.written}: {row.why}.",
        section=row.section,
        action=f"Move {ahead.written} before {behind.written}.",
        fixes=putting_first(chart, ahead) if first else moving_before(ahead, behind),
    )
