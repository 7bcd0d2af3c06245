"""Whether the dates of an encounter go together, and its discharge status is one there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from codebook_app.domain.encounter import EncounterLine, Setting
from codebook_app.domain.finding import Finding, Severity
from codebook_app.edits.chart import Chart, joined

DISCHARGE_STATUSES = frozenset(
    f"{number:02}"
    for numbers in ((1, 7), (9, 9), (20, 21), (30, 30), (40, 43), (50, 51), (61, 66), (69, 70))
    for number in range(numbers[0], numbers[1] + 1)
) | {str(number) for number in range(81, 96)}
"""NUBC, UB-04 form locator 17, patient discharge status (CMS, Claims Processing Manual, chapter 25,
section 75.2)."""
_WINDOW = timedelta(days=3)
_FL17 = "UB-04 FL17, patient discharge status (Claims Processing Manual, chapter 25, section 75.2)."


def dates(chart: Chart) -> Iterator[Finding]:
    """Yield errors where days are in an order that cannot be.

    Rules ``stay_dates`` (discharge before admission: UB-04 FL6 and FL12) and ``birth_date`` (birth
    after the service).
    """
    encounter = chart.encounter
    admitted, service, born = (
        encounter.admitted_on,
        encounter.date_of_service,
        encounter.birth_date,
    )
    if admitted is not None and service is not None and admitted > service:
        yield _of_the_stay(
            "stay_dates",
            Severity.ERROR,
            f"The admission, {admitted.isoformat()}, is after the discharge,"
            f" {service.isoformat()}.",
            source="UB-04 FL6 and FL12: the stay begins with the admission.",
            action="Correct one of the two dates.",
        )
    day = admitted or service
    if born is not None and day is not None and born > day:
        yield _of_the_stay(
            "birth_date",
            Severity.ERROR,
            f"The birth date, {born.isoformat()}, is after {day.isoformat()}.",
            source="837, loop 2010BA, DMG02: the date of birth.",
            action="Correct the birth date or the date of service.",
        )


def discharge_status(chart: Chart) -> Iterator[Finding]:
    """Yield a warning for a discharge status that is none, information where a stay has none.

    NUBC, UB-04 FL17; Medicare Code Editor, invalid discharge status.
    """
    encounter = chart.encounter
    status = encounter.discharge_status
    if status and encounter.setting is not Setting.PROFESSIONAL:
        if status not in DISCHARGE_STATUSES:
            yield _of_the_stay(
                "discharge_status",
                Severity.WARNING,
                f"{status} is no discharge status.",
                source=_FL17,
                action="Give one of the list, such as 01 for home.",
            )
    elif chart.inpatient and not status and encounter.lines:
        yield _of_the_stay(
            "discharge_status",
            Severity.INFORMATION,
            "No discharge status is given; the claim of a stay needs it.",
            source=_FL17,
            action="Give it with the dates of the stay.",
        )


def procedure_dates(chart: Chart) -> Iterator[Finding]:
    """Yield what is wrong with the dates of a stay's ICD-10-PCS procedures.

    Rules ``procedure_date_missing``, an error: the principal and the other procedures have a date
    each (837I, loop 2300, HI BBR and BBQ). ``procedure_date``: an error after the discharge, a
    warning more than three days before the admission, which is as far as services before it belong
    to the stay (42 CFR 412.2(c)(5)).
    """
    if not chart.inpatient:
        return
    encounter = chart.encounter
    procedures = chart.claim.procedures
    missing = [line for line in procedures if line.performed_on is None]
    if missing:
        yield _of_procedures(
            "procedure_date_missing",
            Severity.ERROR,
            missing,
            "has no date" if len(missing) == 1 else "have no date",
            source="ASC X12N 005010X223A2 (837I), loop 2300, HI BBR and BBQ: the procedure's date.",
            action="Give the day it was done.",
        )
    discharged, admitted = encounter.date_of_service, encounter.admitted_on
    dated = [(line, line.performed_on) for line in procedures if line.performed_on is not None]
    if discharged is not None:
        late = [line for line, day in dated if day > discharged]
        if late:
            yield _of_procedures(
                "procedure_date",
                Severity.ERROR,
                late,
                f"{'is' if len(late) == 1 else 'are'} dated after the discharge,"
                f" {discharged.isoformat()}",
                source="UB-04 FL6 and FL74: procedures lie within the period of the statement.",
                action="Correct the date of the procedure or of the discharge.",
            )
    if admitted is not None:
        early = [line for line, day in dated if day < admitted - _WINDOW]
        if early:
            yield _of_procedures(
                "procedure_date",
                Severity.WARNING,
                early,
                f"{'is' if len(early) == 1 else 'are'} dated more than three days before the"
                f" admission, {admitted.isoformat()}",
                source="42 CFR 412.2(c)(5): services of the three days before the admission.",
                action="Correct the date of the procedure or of the admission.",
            )


def _of_procedures(
    rule: str,
    severity: Severity,
    lines: Sequence[EncounterLine],
    words: str,
    *,
    source: str,
    action: str,
) -> Finding:
    codes = tuple(dict.fromkeys(line.code for line in lines))
    return Finding(
        rule=rule,
        severity=severity,
        codes=codes,
        text=f"{joined(codes)} {words}.",
        source=source,
        action=action,
        line_ids=tuple(line.id for line in lines),
    )


def _of_the_stay(rule: str, severity: Severity, text: str, *, source: str, action: str) -> Finding:
    return Finding(rule=rule, severity=severity, codes=(), text=text, source=source, action=action)
