"""Whether each diagnosis of a stay says if it was present on admission, and only where it must.

Source: ICD-10-CM Official Guidelines, appendix I (present-on-admission reporting); CMS's list of
codes exempt from it; Deficit Reduction Act of 2005, section 5001(c).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codebook_app.domain.encounter import EncounterLine
from codebook_app.domain.finding import Finding, NotChecked, Severity
from codebook_app.domain.fix import Fix, SetPoa
from codebook_app.edits.chart import Chart, joined

_GUIDELINES = "ICD-10-CM Official Guidelines, appendix I"
_INDICATORS = {
    "Y": "Y, present on admission",
    "N": "N, not present on admission",
    "U": "U, documentation insufficient",
    "W": "W, clinically undetermined",
}


def poa_indicators(chart: Chart) -> Iterator[Finding | NotChecked]:
    """Yield errors of a stay where an indicator is missing, or is given to an exempt code.

    Which codes are exempt is the list's of the day; without a list neither can be told, and
    missing ones are *not checked*. On other claims an indicator is information: they have no field
    for it. So it is of a hospital that is exempt. Admitting diagnoses and reasons for the visit
    take none.
    """
    lines = chart.claim.diagnoses
    given = [line for line in lines if line.poa]
    if not chart.inpatient:
        if given:
            yield _finding(
                "poa_not_reported",
                Severity.INFORMATION,
                given,
                "Present-on-admission indicators are listed; this claim has no field for them.",
                source="ASC X12N 005010X223A2 (837I): reported for inpatient stays only.",
                action="Nothing needs to be done: they are left out.",
                fixes=(_setting(given, "", "Clear them"),),
            )
        return
    if not chart.encounter.reports_poa:
        if given:
            yield _finding(
                "poa_not_reported",
                Severity.INFORMATION,
                given,
                "Present-on-admission indicators are listed; this hospital is exempt from them.",
                source="CMS, Present on Admission: hospitals that IPPS does not pay are exempt.",
                action="Nothing needs to be done: they are left out.",
                fixes=(_setting(given, "", "Clear them"),),
            )
        return
    beside = [line for line in (*chart.claim.admitting, *chart.claim.reasons) if line.poa]
    if beside:
        yield _finding(
            "poa_not_reported",
            Severity.INFORMATION,
            beside,
            "An admitting diagnosis takes no present-on-admission indicator.",
            source=(
                f"{_GUIDELINES}: assigned to principal and secondary diagnoses and external causes."
            ),
            action="Nothing needs to be done: it is left out.",
            fixes=(_setting(beside, "", "Clear it"),),
        )
    if not lines:
        return
    if chart.exempt is None:
        missing = [line for line in lines if not line.poa]
        if missing:
            yield NotChecked(
                "poa",
                f"{joined(_codes(missing))} {'has' if len(missing) == 1 else 'have'} no"
                " present-on-admission indicator; which codes are exempt is not known: no"
                " POA-exempt list is installed.",
            )
        return
    exempt = chart.exempt
    if not exempt.in_force:
        yield NotChecked(
            "poa",
            f"No list of the exempt codes of {chart.day.isoformat()} is installed; asked was the"
            f" {exempt.source}.",
        )
    missing = [line for line in lines if not line.poa and line.code not in exempt.codes]
    if missing:
        yield _finding(
            "poa_missing",
            Severity.ERROR,
            missing,
            f"{joined(_codes(missing))} {'has' if len(missing) == 1 else 'have'} no"
            " present-on-admission indicator.",
            source=f"{_GUIDELINES}; not on the {exempt.source}.",
            action="Give Y, N, U or W as documented.",
            fixes=_offered(missing),
        )
    exempted = [line for line in given if line.code in exempt.codes]
    if exempted:
        yield _finding(
            "poa_exempt",
            Severity.ERROR,
            exempted,
            f"{joined(_codes(exempted))} {'is' if len(exempted) == 1 else 'are'} exempt from"
            " present-on-admission reporting and"
            f" {'has' if len(exempted) == 1 else 'have'} an indicator.",
            source=f"{exempt.source}; {_GUIDELINES}: leave the field blank.",
            action="Take the indicator away.",
            fixes=(_setting(exempted, "", "Clear it" if len(exempted) == 1 else "Clear them"),),
        )


def _offered(missing: Sequence[EncounterLine]) -> tuple[Fix, ...]:
    if len(missing) > 1:
        return (_setting(missing, "Y", f"Present on admission: Y for all {len(missing)}"),)
    return tuple(
        _setting(missing, letter, words if letter != "Y" else "Present on admission: Y")
        for letter, words in _INDICATORS.items()
    )


def _setting(lines: Sequence[EncounterLine], poa: str, label: str) -> Fix:
    return Fix(label, tuple(SetPoa(line.id, poa) for line in lines))


def _codes(lines: Sequence[EncounterLine]) -> list[str]:
    return list(dict.fromkeys(line.code for line in lines))


def _finding(
    rule: str,
    severity: Severity,
    lines: Sequence[EncounterLine],
    text: str,
    *,
    source: str,
    action: str,
    fixes: tuple[Fix, ...],
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        codes=tuple(_codes(lines)),
        text=text,
        source=source if source.endswith(".") else f"{source}.",
        action=action,
        line_ids=tuple(line.id for line in lines),
        fixes=fixes,
    )
