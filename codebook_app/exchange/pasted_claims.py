"""What the segments of an 837 tell of each claim: its number, setting, dates and patient.

X12 005010X222A1 and 005010X223A2: CLM01, CLM05 (type of bill, place of service), DTP 434 and 435,
CL1-03, and DMG of the patient, else of the subscriber. No name is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from codebook_app.domain.encounter import Setting
from codebook_app.exchange.candidates import Visit
from codebook_app.exchange.x12_split import Segment

_INPATIENT = frozenset({"11", "18", "21", "28", "41", "51", "61"})
"""Types of bill without their zero and frequency: hospital inpatient, swing bed, skilled nursing,
religious nonmedical (NUBC, FL4)."""
_SUBSCRIBER, _PATIENT = "22", "23"


class ClaimFacts:
    """Collects what claims say of themselves, segment by segment."""

    def __init__(self) -> None:
        self._claims: list[Visit] = []
        self._patient = Visit("")

    @property
    def count(self) -> int:
        """How many claims have begun."""
        return len(self._claims)

    def take(self, segment: Segment) -> None:
        """Read one segment."""
        match segment.name:
            case "HL" if segment.text(3) in {_SUBSCRIBER, _PATIENT}:
                self._patient = Visit("")
            case "DMG":
                sex = segment.text(3).upper()
                self._patient = Visit(
                    "",
                    birth_date=day_of(segment.text(2)),
                    sex=sex if sex in {"F", "M", "U"} else "",
                )
            case "CLM":
                self._claims.append(
                    replace(self._patient, name=segment.text(1), setting=_setting(segment))
                )
            case "DTP" if self._claims:
                self._date(segment)
            case "CL1" if self._claims:
                status = segment.text(3)
                self._last(discharge_status=status if status.isdigit() else "")

    def visits(self) -> tuple[Visit, ...]:
        """Return the claims in their order; two of one number are told apart."""
        names = _each_once([one.name or "without a number" for one in self._claims])
        return tuple(replace(one, name=name) for one, name in zip(self._claims, names, strict=True))

    def _date(self, segment: Segment) -> None:
        claim = self._claims[-1]
        inpatient = claim.setting is Setting.INPATIENT
        match segment.text(1):
            case "434":  # the statement's, from and through
                first, _, last = segment.text(3).partition("-")
                day = day_of(last or first) if inpatient else day_of(first)
                admitted = claim.admitted_on or (day_of(first) if inpatient else None)
                self._last(date_of_service=day, admitted_on=admitted)
            case "435" if inpatient:
                self._last(admitted_on=day_of(segment.text(3)) or claim.admitted_on)

    def _last(self, **said: object) -> None:
        self._claims[-1] = replace(self._claims[-1], **said)  # type: ignore[arg-type]


def day_of(text: str) -> date | None:
    """Return the day of a date of X12 (D8, DT, the first of RD8), None where it is none."""
    try:
        return date.fromisoformat(f"{text[:4]}-{text[4:6]}-{text[6:8]}")
    except ValueError:
        return None


def _setting(claim: Segment) -> Setting | None:
    parts = [one.text.upper() for one in claim.components(5)]
    if len(parts) < 2:
        return None
    if parts[1] == "B":
        return Setting.PROFESSIONAL
    if parts[1] != "A":
        return None
    return Setting.INPATIENT if parts[0][-2:] in _INPATIENT else Setting.OUTPATIENT


def _each_once(names: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found
