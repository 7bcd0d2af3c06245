"""What of a code list a claim has no place for, told before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codebook_app.domain.claim import Claim
from codebook_app.domain.claim_limits import Excess, Limits, excesses
from codebook_app.domain.encounter import EncounterLine
from codebook_app.domain.pointers import place_of
from codebook_app.errors import KnownError

_NAMED_AT_MOST = 12
_POINTER = re.compile("[A-Z]{1,2}")
_WRITTEN = re.compile(r"[A-Z0-9]+")
_TITLES = {"icf": "ICF", "msdrg": "MS-DRG"}


def misfits(claim: Claim, limits: Limits) -> Iterator[str]:
    """Yield, a sentence each, what of *claim* does not fit within *limits*."""
    for excess in excesses(claim, limits):
        yield _sentence(excess, limits)
    if limits.pointers.most:
        yield from astray(claim)
    yield from strangers(claim)


def astray(claim: Claim) -> Iterator[str]:
    """Yield each service that points to a diagnosis the list does not have."""
    for service in claim.services:
        lost = [
            letter
            for letter, number in zip(service.pointers, numbers_of(service), strict=True)
            if not 0 < number <= len(claim.diagnoses)
        ]
        if lost:
            yield (
                f"{service.code} points to {', '.join(lost)}, "
                f"and the list has {_counted(len(claim.diagnoses), 'diagnosis', 'diagnoses')}."
            )


def strangers(claim: Claim) -> Iterator[str]:
    """Yield what belongs on no claim: codes of other code sets, and signs that no code has."""
    for line in claim.others:
        code_set = _TITLES.get(line.code_set, line.code_set)
        yield f"{line.code} is {code_set}: no claim has a field for it."
    for line in claim.encounter.lines:
        written = (line.code.replace(".", ""), *line.modifiers, line.revenue_code or "0")
        odd = [one for one in written if not _WRITTEN.fullmatch(one)]
        if odd and line not in claim.others:
            yield f"“{odd[0]}” can't stand on a claim: codes are letters and digits."


def refuse(title: str, unfit: Sequence[str]) -> None:
    """Raise :class:`KnownError` with everything of *unfit*; do nothing where it is empty."""
    if unfit:
        raise KnownError(
            f"The list does not fit the format “{title}”. {' '.join(unfit)}",
            "Change the list, or choose another format.",
        )


def numbers_of(service: EncounterLine) -> tuple[int, ...]:
    """Return the pointers as numbers from 1; one that is no pointer's letter is 0."""
    return tuple(
        place_of(letter) + 1 if _POINTER.fullmatch(letter) else 0 for letter in service.pointers
    )


def _sentence(excess: Excess, limits: Limits) -> str:
    first = excess.lines[0]
    most = excess.limit.most
    article = "An" if limits.name[0] in "aeiou" else "A"
    match excess.field:
        case "modifiers":
            return f"{first.code} has {excess.held} modifiers, and a service takes {most}."
        case "pointers":
            return f"{first.code} has {excess.held} pointers, and a service takes {most}."
        case field if most == 0:
            return (
                f"{article} {limits.name} ({limits.transaction}) has no field for {field}: "
                f"{_named(excess.lines)}."
            )
        case field:
            return (
                f"{article} {limits.name} ({limits.transaction}) holds {most} {field} and the "
                f"list has {excess.held}: no place for {_named(excess.lines)}."
            )


def _named(lines: Sequence[EncounterLine]) -> str:
    codes = [line.code for line in lines]
    if len(codes) <= _NAMED_AT_MOST:
        return ", ".join(codes)
    return f"{', '.join(codes[:_NAMED_AT_MOST])} and {len(codes) - _NAMED_AT_MOST} more"


def _counted(count: int, one: str, more: str) -> str:
    return f"no {one}" if count == 0 else f"{count} {one if count == 1 else more}"
