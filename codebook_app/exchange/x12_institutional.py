"""The 837I: diagnoses, procedures, DRG and services of an institutional claim as X12 segments."""

from __future__ import annotations

from collections.abc import Iterator

from codebook_app.domain.claim import Claim
from codebook_app.domain.claim_limits import limits_of_institution
from codebook_app.domain.copying import CopyFormat, CopyOptions, Group, Need, Option, Rendered
from codebook_app.domain.encounter import EncounterLine
from codebook_app.exchange.claim_fit import misfits, refuse
from codebook_app.exchange.claim_remarks import institutional_remarks
from codebook_app.exchange.claim_words import amount, drg_of, poa_of, units_of
from codebook_app.exchange.written import code_as
from codebook_app.exchange.x12 import (
    code_segments,
    composite,
    day,
    loop_remarks,
    rendered_segments,
    segment,
    service_code,
    service_segments,
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
            *service_segments(claim, _service, loops=options.loops),
        ]
        return rendered_segments(lines, _remarks(claim, loops=options.loops))


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


def _service(service: EncounterLine) -> str:
    return segment(
        "SV2",
        service.revenue_code,
        service_code(service),
        amount(service.charge),
        "UN",
        str(units_of(service)),
    )


def _remarks(claim: Claim, *, loops: bool) -> Iterator[str]:
    yield from institutional_remarks(claim)
    yield from loop_remarks(claim, "SV2", loops=loops)
