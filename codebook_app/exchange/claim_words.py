"""What claims write alike: POA, MS-DRG, amounts, units, the day of a service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from codebook_app.domain.claim import Claim
from codebook_app.domain.encounter import EncounterLine, Role, Setting

_ANESTHESIA = ("00100", "01999")
# Add-on by surface and daily management: these count what their descriptions say, not minutes.
_NOT_TIMED = frozenset({"01953", "01996"})


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


def timed(service: EncounterLine) -> bool:
    """Whether the units of a service are minutes of anesthesia on a professional claim."""
    return service.code_set == "cpt" and timed_code(service.code)


def timed_code(code: str) -> bool:
    """Whether a CPT code is one of anesthesia that is counted in minutes.

    Those from 00100 to 01999 are, but for the ones that count something else (ASC X12N
    005010X222A1, SV103: MJ; NUCC instruction manual, item 24G).
    """
    first, last = _ANESTHESIA
    return first <= code <= last and code not in _NOT_TIMED


def units_of(service: EncounterLine) -> int:
    """Return the units of a service: one where none are given.

    Both the 837 (SV104, SV205) and the forms (CMS-1500 24G, UB-04 FL46) want a number, and 1 for
    a single service.
    """
    return 1 if service.units is None else service.units


def minutes_or_units(service: EncounterLine) -> str:
    """Return the quantity of a professional service: units, or minutes where it is :func:`timed`.

    Minutes that are not given stay empty: there is no usual number of them.
    """
    return "" if timed(service) and service.units is None else str(units_of(service))


def day_of(claim: Claim, service: EncounterLine) -> date | None:
    """Return the day of a service: its own, else that of the visit; None where neither is known.

    The date of a stay is the day of discharge, and says of no service when it was done.
    """
    if service.performed_on is not None or claim.encounter.setting is Setting.INPATIENT:
        return service.performed_on
    return claim.encounter.date_of_service


def drg_of(claim: Claim) -> str:
    """Return the three digits of the stay's MS-DRG, or nothing where it has none."""
    if claim.encounter.setting is not Setting.INPATIENT or claim.grouped is None:
        return ""
    drg = claim.grouped.drg
    return "" if drg is None else drg.number.zfill(3)


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
