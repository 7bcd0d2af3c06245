"""What claim formats write alike: POA, DRG, amounts, units, and what they say of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from codebook_app.domain.claim import Claim
from codebook_app.domain.encounter import EncounterLine, Role, Setting


def poa_of(claim: Claim, line: EncounterLine) -> str:
    """Return the POA indicator *line* has on the claim: Y, N, U, W, or nothing.

    Inpatient stays alone report it (Official Guidelines, appendix I), and none of a hospital that
    is exempt; an exempt code has none, in the 837I since version 5010 and on paper alike. The
    admitting diagnosis and the reasons for the visit have no place for one.
    """
    if not claim.encounter.reports_poa or line.role is not Role.LISTED:
        return ""
    if claim.exempt is not None and line.code in claim.exempt:
        return ""
    return line.poa if line.poa in {"Y", "N", "U", "W"} else ""


def diagnosis_remarks(claim: Claim) -> Iterator[str]:
    """Yield that no diagnosis is listed, which every claim needs."""
    if not claim.diagnoses and claim.encounter.lines:
        yield "No diagnosis is listed: the claim needs one."


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


def no_poa_remarks(claim: Claim) -> Iterator[str]:
    """Yield that a professional claim reports no POA, where any is given."""
    if any(line.poa for line in claim.diagnoses):
        yield "A professional claim has no POA: it is not written."


def units_of(service: EncounterLine) -> int:
    """Return the units of a service: one where none are given.

    Both the 837 (SV104, SV205) and the forms (CMS-1500 24G, UB-04 FL46) want a number, and 1 for
    a single service.
    """
    return 1 if service.units is None else service.units


def unit_remarks(claim: Claim) -> Iterator[str]:
    """Yield which services have no units given."""
    yield from _missing("Units not given, so 1 is written", _without(claim, "units"))


def charge_remarks(claim: Claim) -> Iterator[str]:
    """Yield which services have no charge."""
    yield from _missing("No charge, so the field is empty", _without(claim, "charge"))


def pointer_remarks(claim: Claim) -> Iterator[str]:
    """Yield which services point to no diagnosis, which a professional claim wants of each."""
    lost = [service for service in claim.services if not service.pointers]
    yield from _missing("No pointer to a diagnosis", lost)


def no_pointer_remarks(claim: Claim) -> Iterator[str]:
    """Yield that the pointers are not written, where there are any."""
    if any(service.pointers for service in claim.services):
        yield "An institutional claim has no pointers: they are not written."


def revenue_remarks(claim: Claim) -> Iterator[str]:
    """Yield which services have no revenue code."""
    lost = [service for service in claim.services if not service.revenue_code]
    yield from _missing("No revenue code, so the field is empty", lost)


def no_revenue_remarks(claim: Claim) -> Iterator[str]:
    """Yield that revenue codes are not written, where there are any."""
    if any(service.revenue_code for service in claim.services):
        yield "A professional claim has no revenue codes: they are not written."


def procedure_date_remarks(claim: Claim) -> Iterator[str]:
    """Yield which ICD-10-PCS procedures have no date."""
    lost = [line for line in claim.procedures if line.performed_on is None]
    yield from _missing("No date of the procedure", lost)


def drg_of(claim: Claim) -> str:
    """Return the three digits of the stay's MS-DRG, or nothing where it has none."""
    if claim.encounter.setting is not Setting.INPATIENT or claim.grouped is None:
        return ""
    drg = claim.grouped.drg
    return "" if drg is None else drg.number.zfill(3)


def drg_remarks(claim: Claim) -> Iterator[str]:
    """Yield what is to be said of the stay's MS-DRG, or of its absence."""
    if claim.encounter.setting is not Setting.INPATIENT or claim.grouped is None:
        return
    if drg := drg_of(claim):
        grouper = f" by {claim.grouped.grouper}" if claim.grouped.grouper else ""
        yield f"MS-DRG {drg} is the grouping{grouper}, not the payer's."
    elif claim.grouped.problem:
        yield f"No MS-DRG: {claim.grouped.problem}"


def amount(charge: Decimal | None) -> str:
    """Return dollars as X12 writes a decimal number: no zeros behind the last digit that counts."""
    if charge is None:
        return ""
    written = format(charge, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def total(services: Sequence[EncounterLine]) -> Decimal | None:
    """Return the sum of the charges; None where there is no service or one has no charge."""
    charges = [service.charge for service in services if service.charge is not None]
    return sum(charges, Decimal(0)) if charges and len(charges) == len(services) else None


def _without(claim: Claim, field: str) -> list[EncounterLine]:
    return [service for service in claim.services if getattr(service, field) is None]


def _missing(what: str, lines: Sequence[EncounterLine]) -> Iterator[str]:
    if lines:
        codes = list(dict.fromkeys(line.code for line in lines))
        yield f"{what}: {', '.join(codes)}."
