"""The 837P: diagnoses and services of a professional claim as X12 segments."""

from __future__ import annotations

from collections.abc import Iterator

from codebook_app.domain.claim import Claim
from codebook_app.domain.claim_limits import PROFESSIONAL
from codebook_app.domain.copying import CopyFormat, CopyOptions, Group, Option, Rendered
from codebook_app.domain.encounter import EncounterLine
from codebook_app.exchange.claim_fit import misfits, numbers_of, refuse
from codebook_app.exchange.claim_words import (
    charge_remarks,
    diagnosis_remarks,
    no_poa_remarks,
    no_revenue_remarks,
    pointer_remarks,
    unit_remarks,
)
from codebook_app.exchange.written import code_as, html_lines
from codebook_app.exchange.x12 import (
    code_segments,
    composite,
    segment,
    service_elements,
    service_loop,
)


class ProfessionalSegments:
    """HI with the diagnoses, SV1 for each service (ASC X12N 005010X222A1, loops 2300 and 2400).

    The first-listed diagnosis is ABK, each other one ABF in the order of the list, external causes
    among them. A pointer (SV107) is the place of its diagnosis in HI. With the option ``loops``
    each service stands in its loop: LX before it, DTP*472 with its date behind it.
    """

    described = CopyFormat(
        name="837p",
        title="X12 837P segments",
        description="HI and SV1 of a professional claim, for billing software.",
        takes=frozenset({Option.DOTS, Option.LOOPS}),
        defaults=CopyOptions(dots=False),
        suffix="x12",
        group=Group.CLAIM,
        limits=(
            "12 diagnoses, external causes among them; 50 services, each with 4 modifiers and "
            "4 pointers.",
            "No POA, no ICD-10-PCS procedures, no admitting diagnosis.",
        ),
    )

    def unfit(self, claim: Claim) -> tuple[str, ...]:
        """Return what an 837P has no place for."""
        return tuple(misfits(claim, PROFESSIONAL))

    def render(self, claim: Claim, options: CopyOptions) -> Rendered:
        """Write the segments one a line; KnownError names what does not fit."""
        refuse(self.described.title, self.unfit(claim))
        lines = [*_diagnoses(claim, dots=options.dots), *_services(claim, loops=options.loops)]
        return Rendered(
            "\n".join(lines), html_lines(lines), said=tuple(_remarks(claim, loops=options.loops))
        )


def _diagnoses(claim: Claim, *, dots: bool) -> Iterator[str]:
    yield from code_segments(
        [
            composite("ABF" if at else "ABK", code_as(line, dots=dots))
            for at, line in enumerate(claim.diagnoses)
        ]
    )


def _services(claim: Claim, *, loops: bool) -> Iterator[str]:
    for number, service in enumerate(claim.services, 1):
        written = _service(service)
        if loops:
            on = service.performed_on or claim.encounter.date_of_service
            yield from service_loop(number, written, on)
        else:
            yield written


def _service(service: EncounterLine) -> str:
    pointers = composite(*map(str, numbers_of(service)))
    # SV105 is the place of service where it differs from the claim's; SV106 is not used.
    return segment("SV1", *service_elements(service), "", "", pointers)


def _remarks(claim: Claim, *, loops: bool) -> Iterator[str]:
    yield from diagnosis_remarks(claim)
    yield from charge_remarks(claim)
    yield from unit_remarks(claim)
    yield from pointer_remarks(claim)
    yield from no_poa_remarks(claim)
    yield from no_revenue_remarks(claim)
    if not loops and any(service.performed_on for service in claim.services):
        yield "The dates of the services are not part of SV1: ask for whole loops to have DTP."
