"""What claim formats say of a list that they write: what is missing, and what is not written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from codebook_app.domain.claim import Claim
from codebook_app.domain.encounter import EncounterLine, Setting
from codebook_app.exchange.claim_words import day_of, drg_of, poa_of, timed


def professional_remarks(claim: Claim) -> Iterator[str]:
    """Yield what is to be said of a list as a professional claim, an 837P or a CMS-1500."""
    if claim.encounter.setting is not Setting.PROFESSIONAL:
        setting = claim.encounter.setting.value
        yield f"The setting is {setting}: this is how a professional would claim it."
    yield from _diagnosis_remarks(claim)
    yield from _missing("No charge, so the field is empty", claim, _no_charge)
    yield from _missing("No date, so the field is empty", claim, _no_day)
    yield from _missing(
        "Units not given, so 1 is written",
        claim,
        lambda _, line: line.units is None and not timed(line),
    )
    yield from _missing(
        "Anesthesia wants minutes, and none are given",
        claim,
        lambda _, line: line.units is None and timed(line),
    )
    yield from _missing(
        "The units of anesthesia are its minutes",
        claim,
        lambda _, line: line.units is not None and timed(line),
    )
    yield from _missing("No pointer to a diagnosis", claim, lambda _, line: not line.pointers)
    if any(line.poa for line in claim.diagnoses):
        yield "A professional claim has no POA: it is not written."
    if any(service.revenue_code for service in claim.services):
        yield "A professional claim has no revenue codes: they are not written."


def institutional_remarks(claim: Claim) -> Iterator[str]:
    """Yield what is to be said of a list as an institutional claim, an 837I or a UB-04."""
    if claim.encounter.setting is Setting.PROFESSIONAL:
        yield "The setting is professional: this is how an outpatient facility would claim it."
    yield from _diagnosis_remarks(claim)
    yield from poa_remarks(claim)
    undated = [line for line in claim.procedures if line.performed_on is None]
    yield from _of("No date of the procedure", undated)
    yield from drg_remarks(claim)
    yield from _missing(
        "No revenue code, so the field is empty", claim, lambda _, line: not line.revenue_code
    )
    yield from _missing("No charge, so the field is empty", claim, _no_charge)
    if claim.encounter.setting is not Setting.INPATIENT:
        # A stay's services need none of their own (837I, DTP*472; UB-04, FL45).
        yield from _missing("No date, so the field is empty", claim, _no_day)
    yield from _missing(
        "Units not given, so 1 is written", claim, lambda _, line: line.units is None
    )
    if any(service.pointers for service in claim.services):
        yield "An institutional claim has no pointers: they are not written."


def poa_remarks(claim: Claim) -> Iterator[str]:
    """Yield what is to be said of POA indicators that are missing or not written."""
    given = [line for line in claim.diagnoses if line.poa]
    if claim.encounter.setting is not Setting.INPATIENT:
        if given:
            yield "POA is reported for inpatient stays only: it is not written."
        return
    if not claim.encounter.reports_poa:
        yield "The hospital is exempt from POA reporting: no POA is written."
        return
    exempt = claim.exempt or frozenset()
    kept_back = [line.code for line in given if line.code in exempt]
    if kept_back:
        yield f"Exempt from POA, so none is written: {', '.join(kept_back)}."
    missing = [
        line.code for line in claim.diagnoses if line.code not in exempt and not poa_of(claim, line)
    ]
    if missing and claim.exempt is None:
        yield (
            f"No POA: {', '.join(missing)}. Which codes are exempt is not known: "
            "no list of exempt codes is installed."
        )
    elif missing:
        yield f"No POA, and not exempt: {', '.join(missing)}."


def drg_remarks(claim: Claim) -> Iterator[str]:
    """Yield what is to be said of the stay's MS-DRG, or of its absence."""
    if claim.encounter.setting is not Setting.INPATIENT or claim.grouped is None:
        return
    if drg := drg_of(claim):
        grouper = f" by {claim.grouped.grouper}" if claim.grouped.grouper else ""
        yield f"MS-DRG {drg} is the grouping{grouper}, not the payer's."
    elif claim.grouped.problem:
        yield f"No MS-DRG: {claim.grouped.problem}"


def _diagnosis_remarks(claim: Claim) -> Iterator[str]:
    """Yield that no diagnosis is listed, which every claim needs."""
    if not claim.diagnoses and claim.encounter.lines:
        yield "No diagnosis is listed: the claim needs one."


def _no_charge(_: Claim, service: EncounterLine) -> bool:
    return service.charge is None


def _no_day(claim: Claim, service: EncounterLine) -> bool:
    return day_of(claim, service) is None


def _missing(
    what: str, claim: Claim, lost: Callable[[Claim, EncounterLine], bool]
) -> Iterator[str]:
    """Yield *what* with the services of which *lost* is true, nothing where there is none."""
    yield from _of(what, [service for service in claim.services if lost(claim, service)])


def _of(what: str, lines: Sequence[EncounterLine]) -> Iterator[str]:
    if lines:
        codes = list(dict.fromkeys(line.code for line in lines))
        yield f"{what}: {', '.join(codes)}."
