"""The 837I: diagnoses, procedures, DRG and services of an institutional claim as X12 segments."""

from __future__ import annotations

from collections.abc import Iterator

from codebook_app.domain.claim import Claim
from codebook_app.domain.claim_limits import limits_of_institution
from codebook_app.domain.copying import CopyFormat, CopyOptions, Group, Need, Option, Rendered
from codebook_app.domain.encounter import EncounterLine, Setting
from codebook_app.exchange.claim_fit import misfits, refuse
from codebook_app.exchange.claim_words import (
    charge_remarks,
    diagnosis_remarks,
    drg_of,
    drg_remarks,
    no_pointer_remarks,
    poa_of,
    poa_remarks,
    procedure_date_remarks,
    revenue_remarks,
    unit_remarks,
)
from codebook_app.exchange.written import code_as, html_lines
from codebook_app.exchange.x12 import (
    code_segments,
    composite,
    day,
    segment,
    service_elements,
    service_loop,
)


class InstitutionalSegments:
    """HI by qualifier, SV2 for each service (ASC X12N 005010X223A2, loops 2300 and 2400).

    In this order, each where there is something for it: ABK the principal diagnosis, ABJ the
    admitting one, APR the reasons for the visit, ABN external causes, ABF other diagnoses, BBR the
    principal procedure, BBQ the others, DR the MS-DRG. An HI holds twelve codes: the thirteenth
    begins another. POA is component 9. With the option ``loops`` each service stands in its loop:
    LX before it, DTP*472 with its date behind it.
    """

    described = CopyFormat(
        name="837i",
        title="X12 837I segments",
        description="HI and SV2 of a hospital's claim, for billing software.",
        takes=frozenset({Option.DOTS, Option.LOOPS}),
        defaults=CopyOptions(dots=False),
        suffix="x12",
        group=Group.CLAIM,
        needs=frozenset({Need.EXEMPT, Need.GROUPING}),
        limits=(
            "The principal diagnosis and 24 others; 12 external causes; 999 services, each with "
            "4 modifiers.",
            "Inpatient: one admitting diagnosis, the principal procedure and 24 others. "
            "Outpatient: 3 reasons for the visit.",
        ),
    )

    def unfit(self, claim: Claim) -> tuple[str, ...]:
        """Return what an 837I of the encounter's setting has no place for."""
        return tuple(misfits(claim, limits_of_institution(claim.encounter.setting)))

    def render(self, claim: Claim, options: CopyOptions) -> Rendered:
        """Write the segments one a line; KnownError names what does not fit."""
        refuse(self.described.title, self.unfit(claim))
        lines = [
            *_diagnoses(claim, dots=options.dots),
            *_procedures(claim),
            *_drg(claim),
            *_services(claim, loops=options.loops),
        ]
        return Rendered(
            "\n".join(lines), html_lines(lines), said=tuple(_remarks(claim, loops=options.loops))
        )


def _diagnoses(claim: Claim, *, dots: bool) -> Iterator[str]:
    def written(qualifier: str, line: EncounterLine) -> str:
        code = code_as(line, dots=dots)
        return composite(qualifier, code, *[""] * 6, poa_of(claim, line))

    for qualifier, lines in (
        ("ABK", claim.diagnoses[:1]),
        ("ABJ", claim.admitting),
        ("APR", claim.reasons),
        ("ABN", claim.external_causes),
        ("ABF", claim.secondary),
    ):
        yield from code_segments([written(qualifier, line) for line in lines])


def _procedures(claim: Claim) -> Iterator[str]:
    for qualifier, lines in (("BBR", claim.procedures[:1]), ("BBQ", claim.procedures[1:])):
        yield from code_segments(
            [
                composite(qualifier, line.code)
                if line.performed_on is None
                else composite(qualifier, line.code, "D8", day(line.performed_on))
                for line in lines
            ]
        )


def _drg(claim: Claim) -> Iterator[str]:
    if number := drg_of(claim):
        yield segment("HI", composite("DR", number))


def _services(claim: Claim, *, loops: bool) -> Iterator[str]:
    for number, service in enumerate(claim.services, 1):
        written = segment("SV2", service.revenue_code, *service_elements(service))
        if loops:
            on = service.performed_on
            if on is None and claim.encounter.setting is not Setting.INPATIENT:
                on = claim.encounter.date_of_service
            yield from service_loop(number, written, on)
        else:
            yield written


def _remarks(claim: Claim, *, loops: bool) -> Iterator[str]:
    if claim.encounter.setting is Setting.PROFESSIONAL:
        yield "The setting is professional: this is how an outpatient facility would claim it."
    yield from diagnosis_remarks(claim)
    yield from poa_remarks(claim)
    yield from procedure_date_remarks(claim)
    yield from drg_remarks(claim)
    yield from revenue_remarks(claim)
    yield from charge_remarks(claim)
    yield from unit_remarks(claim)
    yield from no_pointer_remarks(claim)
    if not loops and any(service.performed_on for service in claim.services):
        yield "The dates of the services are not part of SV2: ask for whole loops to have DTP."
