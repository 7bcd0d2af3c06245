"""The UB-04 (CMS-1450): the form locators a code list fills, and what only the 837I holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codebook_app.domain.claim import Claim
from codebook_app.domain.claim_limits import limits_of_institution
from codebook_app.domain.copying import CopyFormat, CopyOptions, Group, Need, Option, Rendered
from codebook_app.domain.encounter import EncounterLine
from codebook_app.exchange.claim_fit import misfits, refuse
from codebook_app.exchange.claim_remarks import institutional_remarks
from codebook_app.exchange.claim_words import drg_of, poa_of
from codebook_app.exchange.paper import Column, Part, eight_digits, rendered_form, six_digits
from codebook_app.exchange.ub04_services import service_cells, service_misfits, service_pages
from codebook_app.exchange.written import code_as

NOT_ON_PAPER = "837I only"
"""Stands in place of a form locator where the form has none left."""

_OTHERS = "ABCDEFGHIJKLMNOPQ"
_A_TO_C = "abc"
_A_TO_E = "abcde"
_POA_POSITION = 8
_HEADER = ("page", "locator", "line", "value", "POA", "date")


class Ub04Locators:
    """FL6, 10-12, 17, 42-47, 66-74 (NUBC specifications manual).

    POA stands in the eighth position behind a code of up to seven; it is blank where exempt. What
    the form has no locator for comes last, under “Not on paper, but in the 837I”. The CSV names the
    locator of each value, and leaves out those that are empty.
    """

    described = CopyFormat(
        name="ub04",
        title="UB-04 locators",
        description="What goes into which locator of a UB-04, for typing a hospital's claim.",
        takes=frozenset({Option.DOTS}),
        defaults=CopyOptions(dots=False),
        group=Group.CLAIM,
        needs=frozenset({Need.EXEMPT, Need.GROUPING}),
        limits=(
            "On paper the principal diagnosis and 17 others, 3 external causes, 3 reasons for the "
            "visit, 6 procedures and 22 services a page; what the 837I holds beyond that is "
            "listed apart.",
        ),
    )

    def unfit(self, claim: Claim) -> tuple[str, ...]:
        """Return what neither the form nor the 837I has a place for."""
        limits = limits_of_institution(claim.encounter.setting)
        return (*misfits(claim, limits), *service_misfits(claim))

    def render(self, claim: Claim, options: CopyOptions) -> Rendered:
        """Write the locators one a line; KnownError names what does not fit."""
        refuse(self.described.title, self.unfit(claim))
        boxes = list(_boxes(claim, dots=options.dots))
        parts = list(_parts(claim, boxes, dots=options.dots))
        return rendered_form(parts, [_HEADER, *_rows(claim, boxes)], _remarks(claim, boxes))


@dataclass(frozen=True, slots=True)
class _Box:
    """A locator with its name on the form, the code in it, its POA and the date beside it."""

    locator: str
    name: str
    code: str
    poa: str = ""
    on: str = ""


def _boxes(claim: Claim, *, dots: bool) -> Iterator[_Box]:
    """Yield the boxes of codes, from above; those that are :data:`NOT_ON_PAPER` in their place."""

    def diagnoses(
        lines: Sequence[EncounterLine], locators: Sequence[str], name: str
    ) -> Iterator[_Box]:
        for locator, line in zip(_lasting(locators, len(lines)), lines, strict=True):
            yield _Box(locator, name, code_as(line, dots=dots), poa_of(claim, line))

    yield _Box("FL66", "ICD version", "0")
    yield from diagnoses(claim.diagnoses[:1], ("FL67",), "Principal diagnosis")
    others = [f"FL67{letter}" for letter in _OTHERS]
    yield from diagnoses(claim.secondary, others, "Other diagnosis")
    yield from diagnoses(claim.admitting, ("FL69",), "Admitting diagnosis")
    reasons = [f"FL70{letter}" for letter in _A_TO_C]
    yield from diagnoses(claim.reasons, reasons, "Reason for visit")
    if number := drg_of(claim):
        yield _Box("FL71", "PPS code (MS-DRG)", number)
    causes = [f"FL72{letter}" for letter in _A_TO_C]
    yield from diagnoses(claim.external_causes, causes, "External cause")
    procedures = ("FL74", *(f"FL74{letter}" for letter in _A_TO_E))
    for at, (locator, line) in enumerate(
        zip(_lasting(procedures, len(claim.procedures)), claim.procedures, strict=True)
    ):
        name = "Other procedure" if at else "Principal procedure"
        yield _Box(locator, name, line.code, on=six_digits(line.performed_on))


def _lasting(locators: Sequence[str], count: int) -> list[str]:
    """Return *count* locators, :data:`NOT_ON_PAPER` for those beyond the form's."""
    return [*locators[:count], *[NOT_ON_PAPER] * (count - len(locators))]


def _parts(claim: Claim, boxes: Sequence[_Box], *, dots: bool) -> Iterator[Part]:
    yield Part("UB-04 (CMS-1450)")
    known = [box for box in _stay(claim) if box[-1]]
    if known:
        yield Part("Patient and stay", (Column("", 6), Column("", 22), Column("")), tuple(known))
    yield from service_pages(claim)
    width = _POA_POSITION - 1 + dots
    paper = [box for box in boxes if box.locator != NOT_ON_PAPER]
    yield Part(
        f"Codes, POA in position {width + 1}",
        (Column("", 6), Column("", 22), Column("", width), Column("", 1, gap=0), Column("")),
        tuple((box.locator, box.name, box.code, box.poa, box.on) for box in paper),
    )
    if len(paper) < len(boxes):
        yield Part(
            "Not on paper, but in the 837I:",
            (Column("", 22), Column("", width), Column("", 1, gap=0), Column("")),
            tuple(
                (box.name, box.code, box.poa, box.on)
                for box in boxes
                if box.locator == NOT_ON_PAPER
            ),
        )


def _stay(claim: Claim) -> Iterator[tuple[str, str, str]]:
    """Yield locator, name and value of what the encounter knows of patient and stay."""
    encounter = claim.encounter
    through = six_digits(encounter.date_of_service)
    yield "FL6", "Statement from", six_digits(encounter.admitted_on) or through
    yield "FL6", "Statement through", through
    yield "FL10", "Birth date", eight_digits(encounter.birth_date)
    yield "FL11", "Sex", encounter.sex
    yield "FL12", "Admission date", six_digits(encounter.admitted_on)
    yield "FL17", "Discharge status", encounter.discharge_status


def _rows(claim: Claim, boxes: Sequence[_Box]) -> Iterator[tuple[str, ...]]:
    for locator, name, value in _stay(claim):
        if value:
            yield "", f"{locator} {name}", "", value, "", ""
    for page, locator, line, value in service_cells(claim):
        yield page, locator, line, value, "", ""
    for box in boxes:
        locator = f"{NOT_ON_PAPER}: {box.name}" if box.locator == NOT_ON_PAPER else box.locator
        yield "", locator, "", box.code, box.poa, box.on


def _remarks(claim: Claim, boxes: Sequence[_Box]) -> Iterator[str]:
    left = [box.code for box in boxes if box.locator == NOT_ON_PAPER]
    if left:
        yield f"Not on paper, but in the 837I: {', '.join(left)}."
    yield from institutional_remarks(claim)
