"""The encounter file: a code list as JSON, in the shape of ``resources/encounter.schema.json``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from codebook_app.domain.encounter import Encounter, EncounterLine, Setting
from codebook_app.errors import KnownError
from codebook_app.exchange.json_text import document, shown
from codebook_app.paths import resource

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class EncounterFile:
    """Reads encounter files against the schema, which is read once."""

    def __init__(self) -> None:
        # Imported here: a start that reads no encounter file does not pay for it.
        from jsonschema import Draft202012Validator, FormatChecker

        formats = FormatChecker(formats=())
        formats.checks("date")(_is_date)
        schema = json.loads(resource("encounter.schema.json").read_text(encoding="utf-8"))
        self._validator = Draft202012Validator(schema, format_checker=formats)

    def read(self, text: str, name: str, moment: datetime) -> Encounter:
        """Return the encounter *text* holds, as if made at *moment*.

        Diagnoses come first, then procedures, each as the file spells them, in capitals; no code
        is looked up. :class:`KnownError` says in one line where the file differs from the schema
        ("visit.json: diagnoses[2].code: …").
        """
        found = document(text, name)
        faults = sorted(self._validator.iter_errors(found), key=_place)
        if faults:
            raise KnownError(f"{name}: {_said(faults[0])}.", "Correct it and try again.")
        return Encounter(
            id="",
            label=" ".join(found.get("label", "").split()) or name,
            setting=Setting(found.get("setting", Setting.OUTPATIENT)),
            date_of_service=_date(found.get("date")),
            lines=(
                *(_diagnosis(one, at) for at, one in enumerate(found["diagnoses"], 1)),
                *(_procedure(one, at) for at, one in enumerate(found.get("procedures", ()), 1)),
            ),
            overrides=(),
            revision=0,
            created_at=moment,
            changed_at=moment,
            age=_whole(found.get("age")),
            sex=found.get("sex", ""),
            discharge_status=found.get("discharge_status", ""),
        )


def _diagnosis(found: Mapping[str, Any], at: int) -> EncounterLine:
    return EncounterLine(
        f"D{at}", "icd10cm", "", found["code"].upper(), "", poa=found.get("poa", "")
    )


def _procedure(found: Mapping[str, Any], at: int) -> EncounterLine:
    return EncounterLine(
        f"P{at}",
        found["code_set"],
        "",
        found["code"].upper(),
        "",
        performed_on=_date(found.get("date")),
        units=_whole(found.get("units")),
        modifiers=tuple(found.get("modifiers", ())),
        pointers=tuple(found.get("pointers", ())),
    )


def _is_date(value: object) -> bool:
    if not isinstance(value, str):
        return True  # the schema's "type" speaks of that
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _date(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _whole(value: float | None) -> int | None:
    # JSON Schema takes 3.0 for a whole number.
    return None if value is None else int(value)


def _place(fault: ValidationError) -> list[tuple[int, str]]:
    return [(part, "") if isinstance(part, int) else (0, part) for part in fault.absolute_path]


def _said(fault: ValidationError) -> str:
    """Return where the file differs from the schema and how, in the person's words."""
    where = ""
    for part in fault.absolute_path:
        where += f"[{part}]" if isinstance(part, int) else f".{part}" if where else str(part)
    return f"{where or 'the document'}: {_difference(fault)}"


def _difference(fault: ValidationError) -> str:
    asked: Any = fault.validator_value
    value: Any = fault.instance
    match fault.validator:
        case "type":
            kinds = [asked] if isinstance(asked, str) else asked
            return f"must be {' or '.join(_KINDS[kind] for kind in kinds)}, not {shown(value)}"
        case "enum":
            choices = ", ".join(shown(choice) for choice in asked if choice)
            return f"{shown(value)} is none of {choices}"
        case "required":
            missing = next(key for key in asked if key not in value)
            return f"“{missing}” is missing"
        case "additionalProperties":
            known = fault.schema["properties"] if isinstance(fault.schema, Mapping) else {}
            unknown = next(key for key in value if key not in known)
            return f"{shown(unknown)} is unknown here; known are {', '.join(known)}"
        case "format":
            return f"{shown(value)} is not a date written year-month-day (2026-04-01)"
        case "pattern":
            what = _SHAPES.get(str(fault.absolute_path[-1]), "in the shape that is asked for")
            return f"{shown(value)} is not {what}"
        case "maxItems":
            return f"holds {len(value)}, {asked} at most"
        case "maxLength":
            return f"is {len(value)} characters long, {asked} at most"
        case "minimum" | "maximum":
            limit = "at least" if fault.validator == "minimum" else "at most"
            return f"{shown(value)} must be {limit} {asked}"
        case _:
            return str(fault.message)


_KINDS = {
    "object": "an object {…}",
    "array": "a list […]",
    "string": "text in quotes",
    "integer": "a whole number",
    "null": "null",
}
_SHAPES = {
    "code": "a code: letters, digits and a dot",
    "discharge_status": "two digits",
}
