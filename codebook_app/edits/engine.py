"""Runs the rules over a code list, and over the encounter it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from codebook_app.domain.finding import Finding, NotChecked, Severity
from codebook_app.edits.apart import not_together
from codebook_app.edits.births import birth_record, mother_and_newborn
from codebook_app.edits.both_sides import both_sides
from codebook_app.edits.chart import Chart
from codebook_app.edits.claim_limits import claim_limits, no_diagnosis
from codebook_app.edits.code_first import code_first
from codebook_app.edits.combinations import combination_code
from codebook_app.edits.companions import missing_code
from codebook_app.edits.demographics import age_conflicts, sex_conflicts
from codebook_app.edits.detail import sides, unspecified, unspecified_side
from codebook_app.edits.diabetes import no_complication, presumed_link
from codebook_app.edits.excludes import excludes1_pairs
from codebook_app.edits.external_causes import (
    external_cause_character,
    external_cause_order,
    initial_only,
)
from codebook_app.edits.guideline_order import (
    first_only,
    guideline_order,
    never_first,
    sepsis_order,
)
from codebook_app.edits.injuries import burns, sequela_with_injury, shock_after_procedure
from codebook_app.edits.listed import CodeList
from codebook_app.edits.modifiers import modifiers
from codebook_app.edits.poa import poa_indicators
from codebook_app.edits.pointers import pointers
from codebook_app.edits.principal import (
    covered_procedures,
    manifestation_first,
    unacceptable_principal,
    wrong_procedure,
)
from codebook_app.edits.prompts import prompts
from codebook_app.edits.reported import other_codes, repeated_services, units
from codebook_app.edits.said_twice import said_once
from codebook_app.edits.scales import coma_scale, ulcer_stages
from codebook_app.edits.sequencing import (
    external_cause_first,
    external_causes_told_once,
    sequela_first,
)
from codebook_app.edits.stay import dates, discharge_status, procedure_dates
from codebook_app.edits.structure import duplicates, incomplete_codes, unknown_codes
from codebook_app.edits.validity import ToldCodes

Rule = Callable[[CodeList], Iterator[Finding]]
"""A rule is pure: it reads the list it is given and yields what it finds."""

ChartRule = Callable[[Chart], Iterable[Finding | NotChecked]]
"""As pure, of the whole encounter; it yields what it could not check, too."""

_STRUCTURE: tuple[Rule, ...] = (unknown_codes, incomplete_codes)

RULES: tuple[Rule, ...] = (*_STRUCTURE, duplicates, excludes1_pairs)
"""The rules that need a release."""

WITHOUT_RELEASE: tuple[Rule, ...] = (duplicates,)
"""The rules of a list that can run while no release is installed."""

CHART_RULES: tuple[ChartRule, ...] = (
    external_cause_first,
    sequela_first,
    manifestation_first,
    unacceptable_principal,
    wrong_procedure,
    age_conflicts,
    sex_conflicts,
    poa_indicators,
    no_diagnosis,
    claim_limits,
    pointers,
    modifiers,
    other_codes,
    repeated_services,
    units,
    dates,
    discharge_status,
    procedure_dates,
    covered_procedures,
    code_first,
    combination_code,
    presumed_link,
    no_complication,
    not_together,
    missing_code,
    guideline_order,
    first_only,
    never_first,
    sepsis_order,
    mother_and_newborn,
    birth_record,
    burns,
    sequela_with_injury,
    shock_after_procedure,
    external_causes_told_once,
    external_cause_order,
    external_cause_character,
    initial_only,
    both_sides,
    coma_scale,
    ulcer_stages,
    unspecified_side,
    sides,
    unspecified,
    prompts,
)
"""The rules of an encounter, with or without a release of ICD-10-CM."""

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFORMATION: 2}
# What concerns half the list stands behind what concerns a code or two.
_LAST = ("discharge_status", "unspecified", "poa_not_reported", "where_applicable")


def rules_with(told: ToldCodes) -> tuple[Rule, ...]:
    """Return the rules that need a release, with what a master list tells of codes on the date.

    It takes the place of what the release says of the same codes.
    """
    return (*structure_with(told), *(rule for rule in RULES if rule not in _STRUCTURE))


def structure_with(told: ToldCodes) -> tuple[Rule, ...]:
    """Return the rules of single codes, with what a master list tells of them on the date."""
    return (told.findings, *(told.instead_of(rule) for rule in _STRUCTURE))


def run(rules: Sequence[Rule], codes: CodeList) -> tuple[Finding, ...]:
    """Return what *rules* find: the most severe first, then in the order of the list."""
    found = (finding for rule in rules for finding in rule(codes))
    return in_order(found, [listed.written for listed in codes.codes])


def run_chart(chart: Chart) -> tuple[tuple[Finding, ...], tuple[NotChecked, ...]]:
    """Return what the rules of an encounter find, and what they could not check."""
    findings: list[Finding] = []
    not_checked: list[NotChecked] = []
    for rule in CHART_RULES:
        for one in rule(chart):
            if isinstance(one, Finding):
                findings.append(one)
            else:
                not_checked.append(one)
    return tuple(findings), tuple(not_checked)


def in_order(findings: Iterable[Finding], codes: Iterable[str]) -> tuple[Finding, ...]:
    """Return *findings*, the most severe first, then in the order of the list's *codes*.

    What two of them say of the same codes is left to one
    (:func:`~codebook_app.edits.said_twice.said_once`).
    """
    place: dict[str, int] = {}
    for code in codes:
        place.setdefault(code, len(place))

    def weight(finding: Finding) -> tuple[int, int, list[int]]:
        last = _LAST.index(finding.rule) + 1 if finding.rule in _LAST else 0
        places = sorted(place.get(code, len(place)) for code in finding.codes)
        return _WEIGHT[finding.severity], last, places

    return tuple(sorted(said_once(findings), key=weight))


def merged(not_checked: Iterable[NotChecked]) -> tuple[NotChecked, ...]:
    """Return what was not checked, once for each rule, its reasons one after the other."""
    reasons: dict[str, dict[str, None]] = {}
    for one in not_checked:
        reasons.setdefault(one.rule, {})[one.reason] = None
    return tuple(NotChecked(rule, " ".join(found)) for rule, found in reasons.items())
