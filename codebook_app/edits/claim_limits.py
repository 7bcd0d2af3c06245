"""What the claim of this setting has no place for.

The numbers are those of :mod:`codebook_app.domain.claim_limits`, each with its source.
"""

from __future__ import annotations

from collections.abc import Iterator

from codebook_app.domain.claim_limits import Excess, Limits, excesses, limits_of
from codebook_app.domain.encounter import Kind, Role
from codebook_app.domain.finding import Finding, Severity
from codebook_app.domain.fix import Fix, SetPointers, SetRole
from codebook_app.edits.chart import Chart, joined

_HAS_NONE = {
    "ICD-10-PCS procedures": "Procedures of other settings are coded with CPT or HCPCS.",
    "admitting diagnoses": "The admitting diagnosis is reported for stays only.",
    "reasons for the visit": "Reasons for the visit are reported for outpatient facilities only.",
}
_OF_A_SERVICE = {"modifiers": "too_many_modifiers", "pointers": "too_many_pointers"}


def claim_limits(chart: Chart) -> Iterator[Finding]:
    """Yield an error for each field that holds more than the claim takes.

    Rules ``too_many_codes``; of one service ``too_many_modifiers`` and ``too_many_pointers``. Where
    the claim has no such field at all (an ICD-10-PCS code on a professional claim, 45 CFR
    162.1002(c)), ``not_on_claim``, a warning: the list may be kept for more than the claim.
    """
    limits = limits_of(chart.encounter.setting)
    for excess in excesses(chart.claim, limits):
        if excess.limit.most == 0:
            yield _has_none(excess, limits)
        elif excess.field in _OF_A_SERVICE:
            yield _of_a_service(excess, limits)
        else:
            yield _too_many(excess, limits)


def no_diagnosis(chart: Chart) -> Iterator[Finding]:
    """Yield an error for a list of claimed codes without a listed diagnosis.

    Rule ``no_diagnosis``: ASC X12N 005010X222A1 (837P) and 005010X223A2 (837I), loop 2300, HI: the
    principal diagnosis, ABK, is required. A template may hold whatever others begin from.
    """
    claim, encounter = chart.claim, chart.encounter
    beside = (*claim.services, *claim.procedures, *claim.admitting, *claim.reasons)
    if claim.diagnoses or not beside or encounter.kind is Kind.TEMPLATE:
        return
    yield Finding(
        rule="no_diagnosis",
        severity=Severity.ERROR,
        codes=(),
        text="No diagnosis is listed: every claim has a first one.",
        source="ASC X12N 005010X222A1 (837P) and 005010X223A2 (837I), loop 2300, HI ABK.",
        action="Add the diagnosis that the services are for.",
    )


def _too_many(excess: Excess, limits: Limits) -> Finding:
    codes = tuple(dict.fromkeys(line.code for line in excess.lines))
    return Finding(
        rule="too_many_codes",
        severity=Severity.ERROR,
        codes=codes,
        text=(
            f"The {limits.name} holds {excess.limit.most} {_field(excess)}, the list has"
            f" {excess.held}: {joined(codes)} {'is' if len(codes) == 1 else 'are'} beyond it."
        ),
        source=f"{excess.limit.source}.",
        action="Move what matters most to the front, and take the rest off.",
        line_ids=tuple(line.id for line in excess.lines),
    )


def _has_none(excess: Excess, limits: Limits) -> Finding:
    codes = tuple(dict.fromkeys(line.code for line in excess.lines))
    are_diagnoses = excess.field != "ICD-10-PCS procedures"
    fixes: tuple[Fix, ...] = ()
    if are_diagnoses:
        changes = tuple(SetRole(line.id, Role.LISTED) for line in excess.lines)
        fixes = (Fix("List it as a diagnosis", changes),)
    return Finding(
        rule="not_on_claim",
        severity=Severity.WARNING,
        codes=codes,
        text=f"{_article(limits.name)} has no {excess.field}: {joined(codes)} will not be on it.",
        source=f"{excess.limit.source}; 45 CFR 162.1002(c).",
        action=_HAS_NONE.get(excess.field, ""),
        line_ids=tuple(line.id for line in excess.lines),
        fixes=fixes,
    )


def _of_a_service(excess: Excess, limits: Limits) -> Finding:
    (line,) = excess.lines
    fixes: tuple[Fix, ...] = ()
    if excess.field == "pointers":
        kept = line.pointers[: excess.limit.most]
        fixes = (Fix(f"Keep {''.join(kept)}", (SetPointers(line.id, kept),)),)
    return Finding(
        rule=_OF_A_SERVICE[excess.field],
        severity=Severity.ERROR,
        codes=(line.code,),
        text=(
            f"{line.code} has {excess.held} {excess.field}; a service of the {limits.name} takes"
            f" {excess.limit.most}."
        ),
        source=f"{excess.limit.source}.",
        action="Keep those that matter most, in the payer's order.",
        line_ids=(line.id,),
        fixes=fixes,
    )


def _field(excess: Excess) -> str:
    if excess.limit.most != 1:
        return excess.field
    return {"admitting diagnoses": "admitting diagnosis"}.get(
        excess.field, excess.field.removesuffix("s")
    )


def _article(name: str) -> str:
    return f"{'An' if name[0] in 'aeiou' else 'A'} {name}"
