"""Where a document differs from its JSON Schema, in one line a person can act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from codebook_app.errors import KnownError
from codebook_app.exchange.json_text import shown

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator


def refuse_faults(validator: Validator, found: Any, name: str, shapes: Mapping[str, str]) -> None:
    """Raise :class:`KnownError` for the first place where *found* differs from the schema.

    *name* is the file's, for the message ("visit.json: diagnoses[2].code: …"); *shapes* says for a
    key with a pattern what it must be ("two digits").
    """
    faults = sorted(validator.iter_errors(found), key=_place)
    if faults:
        raise KnownError(f"{name}: {_said(faults[0], shapes)}.", "Correct it and try again.")


def _place(fault: ValidationError) -> list[tuple[int, str]]:
    return [(part, "") if isinstance(part, int) else (0, part) for part in fault.absolute_path]


def _said(fault: ValidationError, shapes: Mapping[str, str]) -> str:
    """Return where the file differs from the schema and how, in the person's words."""
    where = ""
    for part in fault.absolute_path:
        where += f"[{part}]" if isinstance(part, int) else f".{part}" if where else str(part)
    return f"{where or 'the document'}: {_difference(fault, shapes)}"


def _difference(fault: ValidationError, shapes: Mapping[str, str]) -> str:
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
        case "format" if asked == "date-time":
            return f"{shown(value)} is not a moment as 2026-04-01T12:30:00+00:00"
        case "format":
            return f"{shown(value)} is not a date written year-month-day (2026-04-01)"
        case "pattern":
            what = shapes.get(str(fault.absolute_path[-1]), "in the shape that is asked for")
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
    "boolean": "true or false",
    "number": "a number",
    "null": "null",
}
