"""The services of a UB-04: FL42 to FL47, 22 lines a page and the total on line 23 of the last."""

from __future__ import annotations

from collections.abc import Iterator

from codebook_app.domain.claim import Claim
from codebook_app.domain.claim_limits import UB04
from codebook_app.domain.encounter import EncounterLine
from codebook_app.exchange.claim_words import day_of, total, units_of
from codebook_app.exchange.paper import Boxes, Column, Part, paper_amount, six_digits, too_much_for

_PAGE = UB04.services.most
_LOCATORS = ("FL42 Rev. code", "FL44 HCPCS", "FL45 Date", "FL46 Units", "FL47 Charges")
_BOXES = Boxes("FL47", 7, "FL46", 7)
_TOTAL_LINE, _TOTAL_CODE = "23", "0001"
"""The line of the total, and its revenue code, which no other line has."""


def service_misfits(claim: Claim) -> Iterator[str]:
    """Yield each charge and quantity that the lines have no room for, the total among them."""
    yield from too_much_for(_BOXES, claim)
    charges = total(claim.services)
    if charges is not None and charges >= 10**_BOXES.dollars:
        yield (
            f"The services come to {charges:.2f}: FL47 has room for {_BOXES.dollars} digits of "
            "dollars."
        )


def service_pages(claim: Claim) -> Iterator[Part]:
    """Yield a part for each page; none where there are no services."""
    pages = list(_pages(claim))
    for number, rows in enumerate(pages, 1):
        yield Part(
            f"Services, page {number} of {len(pages)}",
            tuple(map(Column, ("", *_LOCATORS))),
            tuple(rows),
        )


def service_cells(claim: Claim) -> Iterator[tuple[str, str, str, str]]:
    """Yield page, locator, line and value of every locator that is not empty."""
    for page, rows in enumerate(_pages(claim), 1):
        for line, *values in rows:
            for locator, value in zip(_LOCATORS, values, strict=True):
                if value:
                    yield str(page), locator, line, value


def _pages(claim: Claim) -> Iterator[list[tuple[str, ...]]]:
    """Yield the lines of each page: number, then what stands in each of the locators."""
    services = claim.services
    for first in range(0, len(services), _PAGE):
        rows = [
            (str(at), *_values(claim, service))
            for at, service in enumerate(services[first : first + _PAGE], 1)
        ]
        if first + _PAGE >= len(services):
            rows.append((_TOTAL_LINE, _TOTAL_CODE, "", "", "", paper_amount(total(services))))
        yield rows


def _values(claim: Claim, service: EncounterLine) -> tuple[str, ...]:
    return (
        service.revenue_code,
        " ".join((service.code, *service.modifiers)),
        six_digits(day_of(claim, service)),
        str(units_of(service)),
        paper_amount(service.charge),
    )
