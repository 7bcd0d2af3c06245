"""The encounter file: a code list as JSON, in the shape of ``resources/encounter.schema.json``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from codebook_app.domain.encounter import Encounter, EncounterLine, Setting
from codebook_app.exchange.json_text import document
from codebook_app.exchange.schema_faults import refuse_faults
from codebook_app.paths import resource

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
        refuse_faults(self._validator, found, name, _SHAPES)
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


_SHAPES = {
    "code": "a code: letters, digits and a dot",
    "discharge_status": "two digits",
}
