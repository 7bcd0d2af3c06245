"""Codes in the segments of an X12 837 claim: HI, SV1, SV2 and the dates of service lines.

X12 005010X222A1 (professional) and 005010X223A2 (institutional): HI code list qualifiers, SV1-01
and SV2-02 composite procedure identifiers, SV1-07 diagnosis pointers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from codebook_app.domain.encounter import Role
from codebook_app.exchange.candidates import Candidate, Given, Passed, Pasted, Spelling, Standing
from codebook_app.exchange.pasted_shapes import CM, CPT, HCPCS, PCS, dotted

_SEGMENT = re.compile(r"(?:^|(?<=[~\n]))\s*(HI|SV1|SV2|DTP|LX)\*([^~\n]*)")
_DIAGNOSES = {
    "ABK": Role.LISTED,
    "ABF": Role.LISTED,
    "ABN": Role.LISTED,
    "ABJ": Role.ADMITTING,
    "APR": Role.REASON_FOR_VISIT,
}
_PROCEDURES = frozenset({"BBR", "BBQ"})
_LETTERS = "ABCDEFGHIJKL"
_NAMED = {
    "DR": "a diagnosis-related group",
    "BK": "an ICD-9-CM code",
    "BF": "an ICD-9-CM code",
    "BJ": "an ICD-9-CM code",
    "BR": "an ICD-9-CM code",
    "BQ": "an ICD-9-CM code",
}
_POA_AT = 8


def read_segments(text: str) -> Pasted | None:
    """Return the codes of the claim in *text*; None where it has neither HI nor SV segments."""
    if "HI*" not in text and "SV1*" not in text and "SV2*" not in text:
        return None
    found = list(_SEGMENT.finditer(text))
    if not any(one[1] != "DTP" and one[1] != "LX" for one in found):
        return None
    read = _Claim()
    for segment in found:
        read.take(segment)
    return Pasted("the segments of an X12 837 claim", read.in_order(), tuple(read.passed))


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    start: int


class _Claim:
    """Collects the codes of one claim, segment by segment."""

    def __init__(self) -> None:
        self.candidates: list[Candidate] = []
        self.passed: list[Passed] = []
        self._service = -1
        self._external: list[Candidate] = []
        self._listed_until = 0

    def in_order(self) -> tuple[Candidate, ...]:
        """Return the codes as they stand, the external causes behind the other diagnoses.

        Their segment comes first in a claim, and no list begins with them.
        """
        at = self._listed_until
        return (*self.candidates[:at], *self._external, *self.candidates[at:])

    def take(self, segment: re.Match[str]) -> None:
        """Read one segment."""
        elements = list(_split(segment[2], "*", segment.start(2)))
        match segment[1]:
            case "HI":
                for element in elements:
                    self._code(list(_split(element.text, ":", element.start)))
            case "SV1":
                self._professional(elements)
            case "SV2":
                self._institutional(elements)
            case "DTP" if self._service >= 0 and elements and elements[0].text == "472":
                day = _day(elements[-1].text)
                service = self.candidates[self._service]
                self.candidates[self._service] = replace(
                    service, given=replace(service.given, performed_on=day)
                )
            case "LX":
                self._service = -1

    def _code(self, parts: list[_Part]) -> None:
        if len(parts) < 2 or not parts[1].text:
            return
        qualifier, code = parts[0].text.strip().upper(), parts[1]
        if qualifier in _DIAGNOSES:
            external = qualifier == "ABN"
            poa = parts[_POA_AT].text.strip().upper() if len(parts) > _POA_AT else ""
            given = Given(
                poa=poa if poa in {"Y", "N", "U", "W"} else "", role=_DIAGNOSES[qualifier]
            )
            spelled = (Spelling(CM, dotted(code.text.upper().replace(".", ""))),)
            into = self._external if external else self.candidates
            self._add(code, spelled, given, into)
            if not external:
                self._listed_until = len(self.candidates)
        elif qualifier in _PROCEDURES:
            day = _day(parts[3].text) if len(parts) > 3 else None
            spelled = (Spelling(PCS, code.text.upper()),)
            self._add(code, spelled, Given(performed_on=day))
        else:
            reason = _NAMED.get(qualifier, "no diagnosis or procedure")
            self.passed.append(
                Passed(
                    code.start, code.start + len(code.text), code.text, f"{reason} ({qualifier})"
                )
            )

    def _professional(self, elements: list[_Part]) -> None:
        if not elements:
            return
        given = Given(
            charge=_amount(_at(elements, 1)),
            units=_units(_at(elements, 3)),
            pointers=tuple(
                _LETTERS[int(one) - 1]
                for one in _at(elements, 6).split(":")
                if one.isdigit() and 1 <= int(one) <= len(_LETTERS)
            ),
        )
        self._of_service(elements[0], given)

    def _institutional(self, elements: list[_Part]) -> None:
        if len(elements) < 2 or not elements[1].text:
            return
        given = Given(
            charge=_amount(_at(elements, 2)),
            units=_units(_at(elements, 4)),
            revenue_code=elements[0].text.strip(),
        )
        self._of_service(elements[1], given)

    def _of_service(self, composite: _Part, given: Given) -> None:
        parts = list(_split(composite.text, ":", composite.start))
        if len(parts) < 2 or parts[0].text.strip().upper() not in {"HC", "HP"}:
            return
        code = parts[1]
        modifiers = tuple(one.text.upper() for one in parts[2:6] if one.text)
        spelled = service_spelling(code.text)
        self._service = len(self.candidates)
        self._add(code, (spelled,), replace(given, modifiers=modifiers))

    def _add(
        self,
        code: _Part,
        spelled: tuple[Spelling, ...],
        given: Given,
        into: list[Candidate] | None = None,
    ) -> None:
        (self.candidates if into is None else into).append(
            Candidate(
                code.start, code.start + len(code.text), code.text, spelled, Standing.STATED, given
            )
        )


def service_spelling(code: str) -> Spelling:
    """Return a code of HCPCS where it begins with a letter A to V, else of CPT (its level I)."""
    upper = code.strip().upper()
    return Spelling(HCPCS if "A" <= upper[:1] <= "V" else CPT, upper)


def _split(text: str, divider: str, start: int) -> Iterator[_Part]:
    at = start
    for part in text.split(divider):
        stripped = part.strip()
        yield _Part(stripped, at + len(part) - len(part.lstrip()))
        at += len(part) + 1


def _at(elements: list[_Part], number: int) -> str:
    return elements[number].text if number < len(elements) else ""


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def _units(text: str) -> int | None:
    amount = _amount(text)
    return int(amount) if amount is not None and amount == int(amount) and amount > 0 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text[:4]}-{text[4:6]}-{text[6:8]}")
    except ValueError:
        return None
