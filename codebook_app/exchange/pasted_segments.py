"""Codes in the segments of X12 837 claims: HI, SV1, SV2, SV3 and the dates of service lines.

X12 005010X222A1 (professional) and 005010X223A2 (institutional): HI code list qualifiers, SV1-01
and SV2-02 composite procedure identifiers, SV1-07 diagnosis pointers.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from codebook_app.domain.encounter import Role
from codebook_app.exchange.candidates import Candidate, Given, Passed, Pasted, Spelling, Standing
from codebook_app.exchange.claim_words import timed_code
from codebook_app.exchange.pasted_claims import ClaimFacts, day_of
from codebook_app.exchange.pasted_shapes import CM, CPT, HCPCS, PCS, dotted
from codebook_app.exchange.x12_split import Piece, Segment, segments_in

_HAS_CODES = re.compile(r"(?:^|[~\s>'|]|\W)(?:HI|SV[123])[^\w\s]")
_DIAGNOSES = {
    "ABK": Role.LISTED,
    "ABF": Role.LISTED,
    "ABN": Role.LISTED,
    "ABJ": Role.ADMITTING,
    "APR": Role.REASON_FOR_VISIT,
}
_PROCEDURES = frozenset({"BBR", "BBQ"})
_SERVICES = frozenset({"HC", "AD"})
_LETTERS = "ABCDEFGHIJKL"
_NAMED = {
    "DR": "a diagnosis-related group",
    **dict.fromkeys(("BK", "BF", "BJ", "BN", "PR", "BR", "BQ"), "an ICD-9-CM code"),
    "BE": "a value code",
    "BG": "a condition code",
    "BH": "an occurrence code",
    "BI": "an occurrence span code",
    "TC": "a treatment code",
    "BP": "a procedure that the anesthesia was for",
    "BO": "a procedure that the anesthesia was for",
}
_POA_AT = 8


def read_segments(text: str) -> Pasted | None:
    """Return the codes of the claims in *text*; None where it has neither HI nor SV segments."""
    if not _HAS_CODES.search(text):
        return None
    found = list(segments_in(text))
    if not any(one.name in {"HI", "SV1", "SV2", "SV3"} for one in found):
        return None
    facts, claims = ClaimFacts(), [_Claim(0)]
    for segment in found:
        facts.take(segment)
        if segment.name == "CLM" and facts.count > 1:
            claims.append(_Claim(facts.count - 1))
        claims[-1].take(segment)
    visits = facts.visits()
    days = [claim.days for claim in claims]
    return Pasted(
        "the segments of an X12 837 claim" if len(claims) == 1 else f"{len(claims)} X12 837 claims",
        tuple(one for claim in claims for one in claim.in_order()),
        tuple(one for claim in claims for one in claim.passed),
        tuple(
            replace(visit, date_of_service=visit.date_of_service or min(some, default=None))
            for visit, some in zip(visits, days, strict=False)
        ),
        "claim",
    )


class _Claim:
    """Collects the codes of one claim, segment by segment."""

    def __init__(self, visit: int) -> None:
        self._visit = visit
        self._candidates: list[Candidate] = []
        self.passed: list[Passed] = []
        self.days: list[date] = []
        self._service = -1
        self._external: list[Candidate] = []
        self._listed_until = 0

    def in_order(self) -> tuple[Candidate, ...]:
        """Return the codes as they stand, the external causes behind the other diagnoses.

        Their segment comes first in a claim, and no list begins with them.
        """
        at = self._listed_until
        return (*self._candidates[:at], *self._external, *self._candidates[at:])

    def take(self, segment: Segment) -> None:
        """Read one segment."""
        match segment.name:
            case "HI":
                for number in range(1, len(segment.elements) + 1):
                    self._code(segment.components(number))
            case "SV1":
                self._professional(segment)
            case "SV2":
                self._institutional(segment)
            case "SV3":
                self._of_service(segment.components(1), Given(charge=_amount(segment.text(2))))
            case "DTP" if self._service >= 0 and segment.text(1) == "472":
                day = day_of(segment.text(3))
                if day is not None:
                    self.days.append(day)
                service = self._candidates[self._service]
                self._candidates[self._service] = replace(
                    service, given=replace(service.given, performed_on=day)
                )
            case "LX":
                self._service = -1

    def _code(self, parts: tuple[Piece, ...]) -> None:
        if len(parts) < 2 or not parts[1].text:
            return
        qualifier, code = parts[0].text.upper(), parts[1]
        if qualifier in _DIAGNOSES:
            external = qualifier == "ABN"
            poa = parts[_POA_AT].text.upper() if len(parts) > _POA_AT else ""
            given = Given(
                poa=poa if poa in {"Y", "N", "U", "W"} else "", role=_DIAGNOSES[qualifier]
            )
            spelled = (Spelling(CM, dotted(code.text.upper().replace(".", ""))),)
            into = self._external if external else self._candidates
            self._add(code, spelled, given, into)
            if not external:
                self._listed_until = len(self._candidates)
        elif qualifier in _PROCEDURES:
            day = day_of(parts[3].text) if len(parts) > 3 else None
            spelled = (Spelling(PCS, code.text.upper()),)
            self._add(code, spelled, Given(performed_on=day))
        else:
            reason = _NAMED.get(qualifier, "no diagnosis or procedure")
            self._pass(code, f"{reason} ({qualifier})")

    def _professional(self, segment: Segment) -> None:
        procedure = segment.components(1)
        code = procedure[1].text if len(procedure) > 1 else ""
        # Of anesthesia the units are its minutes, on this program's list as on the claim.
        minutes = segment.text(3).upper() == "MJ" and not timed_code(code)
        given = Given(
            charge=_amount(segment.text(2)),
            units=None if minutes else _units(segment.text(4)),
            pointers=tuple(
                _LETTERS[int(one.text) - 1]
                for one in segment.components(7)
                if one.text.isdigit() and 1 <= int(one.text) <= len(_LETTERS)
            ),
        )
        if minutes:
            self._pass(segment.elements[3], "minutes, which are no units of this service")
        self._of_service(procedure, given)

    def _institutional(self, segment: Segment) -> None:
        given = Given(
            charge=_amount(segment.text(3)),
            units=_units(segment.text(5)),
            revenue_code=segment.text(1),
        )
        if segment.text(2):
            self._of_service(segment.components(2), given)
        elif segment.text(1):
            self._pass(segment.elements[0], "a revenue code without a service")

    def _of_service(self, parts: tuple[Piece, ...], given: Given) -> None:
        self._service = -1
        if len(parts) < 2 or not parts[1].text:
            return
        code = parts[1]
        if parts[0].text.upper() not in _SERVICES:
            self._pass(code, f"no HCPCS or CPT code ({parts[0].text.upper()})")
            return
        modifiers = tuple(one.text.upper() for one in parts[2:6] if one.text)
        spelled = service_spelling(code.text)
        self._service = len(self._candidates)
        self._add(code, (spelled,), replace(given, modifiers=modifiers))

    def _pass(self, piece: Piece, reason: str) -> None:
        end = piece.start + len(piece.text)
        self.passed.append(Passed(piece.start, end, piece.text, reason, self._visit))

    def _add(
        self,
        code: Piece,
        spelled: tuple[Spelling, ...],
        given: Given,
        into: list[Candidate] | None = None,
    ) -> None:
        end = code.start + len(code.text)
        (self._candidates if into is None else into).append(
            Candidate(
                code.start, end, code.text, spelled, Standing.STATED, given, visit=self._visit
            )
        )


def service_spelling(code: str) -> Spelling:
    """Return a code of HCPCS where it begins with a letter A to V, else of CPT (its level I)."""
    upper = code.strip().upper()
    return Spelling(HCPCS if "A" <= upper[:1] <= "V" else CPT, upper)


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def _units(text: str) -> int | None:
    amount = _amount(text)
    return int(amount) if amount is not None and amount == int(amount) and amount > 0 else None
