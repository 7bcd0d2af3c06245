"""All there is to say of an encounter on one sheet: its claim, and the releases used."""

from __future__ import annotations

from dataclasses import dataclass

from codebook_app.domain.claim import Claim


@dataclass(frozen=True, slots=True)
class UsedRelease:
    """A release that lines were added from: its *title*, and *dates* in force in words.

    *lines* counts them. *caution* says why the release is not the one to code the date of service
    with, "" where it is; *dates* are empty where it is not installed any more.
    """

    title: str
    dates: str
    lines: int
    caution: str = ""


@dataclass(frozen=True, slots=True)
class CodingSummary:
    """The *claim* with its findings and grouping, and the *releases* used."""

    claim: Claim
    releases: tuple[UsedRelease, ...] = ()
