"""The 837P: diagnoses and services of a professional claim as X12 segments."""

from __future__ import annotations

from collections.abc import Iterator

from codebook_app.domain.claim import Claim
from codebook_app.domain.claim_limits import PROFESSIONAL
from codebook_app.domain.copying import CopyFormat, CopyOptions, Group, Option, Rendered
from codebook_app.domain.encounter import EncounterLine
from codebook_app.exchange.claim_fit import misfits, numbers_of, refuse
from codebook_app.exchange.claim_remarks import professional_remarks
from codebook_app.exchange.claim_words import amount, minutes_or_units, timed
from codebook_app.exchange.written import code_as
from codebook_app.exchange.x12 import (
    code_segments,
    composite,
    loop_remarks,
    rendered_segments,
    segment,
    service_code,
    service_segments,
)


class ProfessionalSegments:
    """HI with the diagnoses, SV1 for each service (ASC X12N 005010X222A1, loops 2300 and 2400).

    The first-listed diagnosis is ABK, each other one ABF in the order of the list, external causes
    among them. A pointer (SV107) is the place of its diagnosis in HI. Anesthesia has minutes (MJ),
    everything else units (UN). With the option ``loops`` each service stands in its loop: LX before
    it, DTP*472 with its date behind it.
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
        lines = [
            *_diagnoses(claim, dots=options.dots),
            *service_segments(claim, _service, loops=options.loops),
        ]
        return rendered_segments(lines, _remarks(claim, loops=options.loops))


def _diagnoses(claim: Claim, *, dots: bool) -> Iterator[str]:
    yield from code_segments(
        [
            composite("ABF" if at else "ABK", code_as(line, dots=dots))
            for at, line in enumerate(claim.diagnoses)
        ]
    )


def _service(service: EncounterLine) -> str:
    return segment(
        "SV1",
        service_code(service),
        amount(service.charge),
        "MJ" if timed(service) else "UN",
        minutes_or_units(service),
        "",  # SV105, the place of service where it differs from the claim's
        "",  # SV106 is not used
        composite(*map(str, numbers_of(service))),
    )


def _remarks(claim: Claim, *, loops: bool) -> Iterator[str]:
    yield from professional_remarks(claim)
    yield from loop_remarks(claim, "SV1", loops=loops)
