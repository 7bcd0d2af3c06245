"""X12 segments of version 005010 as text, in the delimiters that billing programs expect.

An element or component that is empty stays empty between its delimiters, and is left out with its
delimiter at the end of its segment or composite (ASC X12.6, 3.5.1.4). Delimiters can't occur within
what is written: :mod:`codebook_app.exchange.claim_fit` lets only letters and digits through, and
dots where the person wants them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice

from codebook_app.domain.claim import Claim
from codebook_app.domain.copying import Rendered
from codebook_app.domain.encounter import EncounterLine
from codebook_app.exchange.claim_words import day_of
from codebook_app.exchange.written import html_lines

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


def service_segments(
    claim: Claim, written: Callable[[EncounterLine], str], *, loops: bool
) -> Iterator[str]:
    """Yield each service as *written* has it; with *loops*, in its loop 2400.

    There its number stands before it and its date behind it, where the day is known.
    """
    for number, service in enumerate(claim.services, 1):
        if loops:
            yield segment("LX", str(number))
        yield written(service)
        if loops and (on := day_of(claim, service)) is not None:
            yield segment("DTP", "472", "D8", day(on))


def loop_remarks(claim: Claim, name: str, *, loops: bool) -> Iterator[str]:
    """Yield that services have dates which the segment called *name* has no place for."""
    if not loops and any(service.performed_on for service in claim.services):
        yield f"The dates of the services are not part of {name}: ask for whole loops to have DTP."


def rendered_segments(lines: Sequence[str], said: Iterator[str]) -> Rendered:
    """Return segments one a line, with what is *said* of them."""
    return Rendered("\n".join(lines), html_lines(lines), said=tuple(said))


def day(on: date) -> str:
    """Return a date of the qualifier D8: CCYYMMDD."""
    return f"{on:%Y%m%d}"


def _without_empty_end(parts: Sequence[str]) -> Sequence[str]:
    end = len(parts)
    while end and not parts[end - 1]:
        end -= 1
    return parts[:end]
