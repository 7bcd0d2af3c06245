"""X12 segments of version 005010 as text, in the delimiters that billing programs expect.

An element or component that is empty stays empty between its delimiters, and is left out with its
delimiter at the end of its segment or composite (ASC X12.6, 3.5.1.4). Delimiters can't occur within
what is written: :mod:`codebook_app.exchange.claim_fit` lets only letters and digits through, and
dots where the person wants them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from codebook_app.domain.encounter import EncounterLine
from codebook_app.exchange.claim_words import amount, units_of

ELEMENT, COMPONENT, TERMINATOR = "*", ":", "~"
CODES_A_SEGMENT = 12
"""An HI segment has twelve composites, HI01 to HI12."""


def segment(name: str, *elements: str) -> str:
    """Return a segment with its terminator."""
    return ELEMENT.join((name, *_without_empty_end(elements))) + TERMINATOR


def composite(*components: str) -> str:
    """Return the components of an element."""
    return COMPONENT.join(_without_empty_end(components))


def code_segments(codes: Sequence[str]) -> Iterator[str]:
    """Yield as many HI segments as the composites *codes* take; none where there are none."""
    remaining = iter(codes)
    while chunk := tuple(islice(remaining, CODES_A_SEGMENT)):
        yield segment("HI", *chunk)


def service_code(service: EncounterLine) -> str:
    """Return the procedure composite of a service (SV101, SV202): HC, code, modifiers."""
    return composite("HC", service.code, *service.modifiers)


def service_elements(service: EncounterLine) -> tuple[str, str, str, str]:
    """Return a service's procedure, charge, unit and quantity (SV101-104, SV202-205)."""
    return service_code(service), amount(service.charge), "UN", str(units_of(service))


def service_loop(number: int, service: str, performed_on: date | None) -> Iterator[str]:
    """Yield a *service* segment as loop 2400 has it: its number before it, its date behind it."""
    yield segment("LX", str(number))
    yield service
    if performed_on is not None:
        yield segment("DTP", "472", "D8", day(performed_on))


def day(on: date) -> str:
    """Return a date of the qualifier D8: CCYYMMDD."""
    return f"{on:%Y%m%d}"


def _without_empty_end(parts: Sequence[str]) -> Sequence[str]:
    end = len(parts)
    while end and not parts[end - 1]:
        end -= 1
    return parts[:end]
