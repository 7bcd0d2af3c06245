"""The formats a code list can be written in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from codebook_app.domain.claim import Claim
from codebook_app.domain.copying import CopyFormat, CopyOptions, Rendered
from codebook_app.errors import KnownError
from codebook_app.exchange.cms1500 import Cms1500Boxes
from codebook_app.exchange.delimited import CommaSeparated, TabSeparated
from codebook_app.exchange.encounter_format import EncounterDocument
from codebook_app.exchange.fhir_bundle import FhirBundle
from codebook_app.exchange.fhir_claim import FhirClaim
from codebook_app.exchange.plain import CodesWithTitles, CommaList, NumberedCodes, PlainCodes
from codebook_app.exchange.tabled import HtmlTable, MarkdownTable
from codebook_app.exchange.ub04 import Ub04Locators
from codebook_app.exchange.x12_institutional import InstitutionalSegments
from codebook_app.exchange.x12_professional import ProfessionalSegments


class Format(Protocol):
    """One way to write a code list."""

    @property
    def described(self) -> CopyFormat:
        """The format's name and what it is for."""

    def unfit(self, claim: Claim) -> tuple[str, ...]:
        """Return why the format cannot hold the whole list, a sentence each; empty where it can.

        Told before anything is written: what does not fit is never left out in silence.
        """

    def render(self, claim: Claim, options: CopyOptions) -> Rendered:
        """Write every line of the claim; a pure function.

        Raises:
            KnownError: the format cannot hold the list, as :meth:`unfit` says.
        """


class Formats:
    """The formats known, in the order of a menu; their names are unique."""

    def __init__(self, formats: Iterable[Format]) -> None:
        self._formats = {one.described.name.casefold(): one for one in formats}

    def with_own(self, formats: Iterable[Format]) -> Formats:
        """Return these and *formats* behind them."""
        return Formats((*self._formats.values(), *formats))

    def described(self) -> tuple[CopyFormat, ...]:
        """Return what the formats say of themselves."""
        return tuple(one.described for one in self._formats.values())

    def named(self, name: str) -> Format:
        """Return the format called *name*, in capitals or not; KnownError names those there are."""
        try:
            return self._formats[name.strip().casefold()]
        except KeyError:
            raise KnownError(
                f"There is no copy format called “{name}”.",
                f"Choose one of {', '.join(one.name for one in self.described())}.",
            ) from None


def standard_formats() -> Formats:
    """Return the formats this program writes, by their groups: text, claims, data."""
    return Formats(
        (
            PlainCodes(),
            CommaList(),
            CodesWithTitles(),
            NumberedCodes(),
            MarkdownTable(),
            HtmlTable(),
            ProfessionalSegments(),
            InstitutionalSegments(),
            Cms1500Boxes(),
            Ub04Locators(),
            FhirClaim(),
            FhirBundle(),
            TabSeparated(),
            CommaSeparated(),
            EncounterDocument(),
        )
    )
