"""The CMS-1500 (02/12): the boxes a code list fills, sheet by sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codebook_app.domain.claim import Claim
from codebook_app.domain.claim_limits import CMS1500, POINTER_LETTERS, PROFESSIONAL
from codebook_app.domain.copying import CopyFormat, CopyOptions, Group, Option, Rendered
from codebook_app.domain.encounter import EncounterLine
from codebook_app.exchange.claim_fit import misfits, refuse
from codebook_app.exchange.claim_remarks import professional_remarks
from codebook_app.exchange.claim_words import day_of, minutes_or_units, total
from codebook_app.exchange.paper import (
    Boxes,
    Column,
    Part,
    eight_digits,
    paper_amount,
    rendered_form,
    six_digits,
    too_much_for,
)
from codebook_app.exchange.written import code_as

_LINES = CMS1500.services.most
_ACROSS = 4
_BOXES = Boxes("box 24F", 6, "box 24G", 3)
_HEADER = ("sheet", "box", "line", "value")


class Cms1500Boxes:
    """Boxes 3, 21, 24A, 24D to 24G and 28 (NUCC instruction manual for the form 02/12).

    Six services stand on a sheet; each further sheet has the diagnoses again, and the total of its
    own services. 24G has the minutes of anesthesia, of all else the units. The CSV names sheet,
    box and line of each value, and leaves out boxes that are empty.
    """

    described = CopyFormat(
        name="cms1500",
        title="CMS-1500 boxes",
        description="What goes into which box of a CMS-1500, for typing a professional claim.",
        takes=frozenset({Option.DOTS}),
        defaults=CopyOptions(dots=False),
        group=Group.CLAIM,
        limits=(
            "12 diagnoses, external causes among them; 6 services a sheet, 50 in all, each with "
            "4 modifiers and 4 pointers.",
            "No POA, no ICD-10-PCS procedures, no admitting diagnosis.",
        ),
    )

    def unfit(self, claim: Claim) -> tuple[str, ...]:
        """Return what the form has no place for; several sheets are one claim of 50 services."""
        return (*misfits(claim, PROFESSIONAL), *too_much_for(_BOXES, claim))

    def render(self, claim: Claim, options: CopyOptions) -> Rendered:
        """Write the sheets one below the other; KnownError names what does not fit."""
        refuse(self.described.title, self.unfit(claim))
        sheets = list(_sheets(claim, dots=options.dots))
        parts = [part for sheet in sheets for part in sheet.parts()]
        rows = [row for sheet in sheets for row in sheet.rows()]
        return rendered_form(parts, [_HEADER, *rows], professional_remarks(claim))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One sheet: its *diagnoses* as written, and the *services* of section 24."""

    number: int
    of: int
    claim: Claim
    diagnoses: tuple[str, ...]
    services: Sequence[EncounterLine]

    def parts(self) -> Iterator[Part]:
        """Yield the boxes as they stand on the form, from above."""
        yield Part(f"CMS-1500 (02/12), sheet {self.number} of {self.of}")
        patient = self._patient()
        if patient:
            yield Part("3. Patient", (Column("Birth date"), Column("Sex")), (patient,))
        slots = [*self.diagnoses, *[""] * (len(POINTER_LETTERS) - len(self.diagnoses))]
        named = list(zip(POINTER_LETTERS, slots, strict=True))
        yield Part(
            "21. Diagnosis or nature of illness or injury    ICD Ind. 0",
            (Column("", 1), Column("", 9)) * _ACROSS,
            tuple(
                tuple(cell for pair in named[at : at + _ACROSS] for cell in pair)
                for at in range(0, len(named), _ACROSS)
            ),
        )
        if self.services:
            yield Part(
                "24. Services",
                tuple(map(Column, ("", *_SERVICE_TITLES))),
                tuple(
                    (str(at), *_service(self.claim, service))
                    for at, service in enumerate(self.services, 1)
                ),
            )
        if charge := paper_amount(total(self.services)):
            yield Part(f"28. Total charge    {charge}")

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield sheet, box, line and value of each box that is not empty."""
        sheet = str(self.number)
        for box, value in zip(("3 birth date", "3 sex"), self._patient(), strict=False):
            if value:
                yield sheet, box, "", value
        yield sheet, "21 ICD Ind.", "", "0"
        for letter, code in zip(POINTER_LETTERS, self.diagnoses, strict=False):
            yield sheet, "21", letter, code
        for at, service in enumerate(self.services, 1):
            for box, value in zip(_SERVICE_BOXES, _service(self.claim, service), strict=True):
                if value:
                    yield sheet, box, str(at), value
        if charge := paper_amount(total(self.services)):
            yield sheet, "28", "", charge

    def _patient(self) -> tuple[str, ...]:
        """Return birth date and sex; nothing where neither is known. The form has M and F only."""
        encounter = self.claim.encounter
        known = (
            eight_digits(encounter.birth_date, " "),
            encounter.sex if encounter.sex in {"F", "M"} else "",
        )
        return known if any(known) else ()


_SERVICE_BOXES = (
    "24A From",
    "24A To",
    "24D CPT/HCPCS",
    "24D Modifier",
    "24E Pointer",
    "24F Charges",
    "24G Units",
)

_SERVICE_TITLES = ("24A From", "To", "24D Code", "Modifier", "24E", "24F Charge", "24G")
"""The same above the columns, short enough for a narrow window."""


def _sheets(claim: Claim, *, dots: bool) -> Iterator[_Sheet]:
    diagnoses = tuple(code_as(line, dots=dots) for line in claim.diagnoses)
    count = max(1, -(-len(claim.services) // _LINES))
    for at in range(count):
        services = claim.services[at * _LINES : (at + 1) * _LINES]
        yield _Sheet(at + 1, count, claim, diagnoses, services)


def _service(claim: Claim, service: EncounterLine) -> tuple[str, ...]:
    on = six_digits(day_of(claim, service), " ")
    return (
        on,
        on,
        service.code,
        " ".join(service.modifiers),
        "".join(service.pointers),
        paper_amount(service.charge),
        minutes_or_units(service),
    )
