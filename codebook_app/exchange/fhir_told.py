"""One code that a FHIR resource tells of, or a code that is none to list, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from codebook_app.exchange.candidates import Given, Spelling
from codebook_app.exchange.fhir_concepts import Coded, Found, objects, words


@dataclass(frozen=True, slots=True)
class Told:
    """A code with what was said beside it; without *spelled* it is left alone for the *reason*."""

    code: str
    spelled: Spelling | None
    given: Given | None
    reason: str = ""
    visit: int = 0


def told_of(found: Coded, given: Given, visit: int, why_not: str = "") -> Told:
    """Return a coding as a code of the list, or as none where *why_not* or its system says so."""
    if why_not:
        return Told(found.code, None, None, why_not, visit)
    if found.spelled is None:
        return Told(found.code, None, None, f"a code of {found.system}", visit)
    return Told(found.code, found.spelled, given, visit=visit)


def day_told(value: object) -> date | None:
    """Return the day of a FHIR date or dateTime, None where it is less than a day."""
    try:
        return date.fromisoformat(words(value)[:10])
    except ValueError:
        return None


def first_day(found: Found, *names: str) -> date | None:
    """Return the day of the first element of *names* that has one, a Period's first day."""
    for name in names:
        value = found.get(name)
        day = day_told(value.get("start") if isinstance(value, dict) else value)
        if day is not None:
            return day
    return None


def dollars(value: object) -> Decimal | None:
    """Return the amount of a Money, None where it has none."""
    if not isinstance(value, dict) or isinstance(value.get("value"), bool | None):
        return None
    try:
        amount = Decimal(str(value["value"]))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount >= 0 else None


def sex_of(patient: Found | None) -> str:
    """Return F, M or U, empty where the Patient says none."""
    gender = words((patient or {}).get("gender"))
    return {"female": "F", "male": "M", "unknown": "U", "other": "U"}.get(gender, "")


class Named:
    """The resources of a text by the references that name them."""

    def __init__(self, resources: list[Found]) -> None:
        self._by_name: dict[str, Found] = {}
        for one in resources:
            for name in _names(one):
                self._by_name.setdefault(name, one)
            for inner in objects(one.get("contained")):
                self._by_name.setdefault(f"#{words(inner.get('id'))}", inner)

    def of(self, reference: object) -> Found | None:
        """Return what a Reference names, None where it is not here."""
        if not isinstance(reference, Mapping):
            return None
        name = words(reference.get("reference"))
        return self._by_name.get(name) or self._by_name.get("/".join(name.split("/")[-2:]))


def _names(resource: Found) -> list[str]:
    own = words(resource.get("id"))
    found = [words(resource.get("fullUrl"))]
    if own:
        found += [f"{resource.get('resourceType')}/{own}", f"urn:uuid:{own}"]
    return [one for one in found if one]
