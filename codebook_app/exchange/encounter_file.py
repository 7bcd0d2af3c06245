"""The encounter file: a code list as JSON, in the shape of ``resources/encounter.schema.json``.

It holds everything that was entered of an encounter, and not what the shelf knows of it: no id,
revision, undo or log, and not whether it is a favourite or archived. The lines stand in three
lists, diagnoses, procedures with services, others: where a list mixes these, it is read back in
that order, each in its own order, so that every pointer still names the same diagnosis.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from codebook_app.domain.claim import DIAGNOSES, PROCEDURES, SERVICES
from codebook_app.domain.encounter import (
    Encounter,
    EncounterLine,
    Kind,
    Override,
    Role,
    Setting,
)
from codebook_app.errors import KnownError
from codebook_app.exchange.json_text import document, shown
from codebook_app.exchange.schema_faults import refuse_faults
from codebook_app.paths import resource

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CENT = Decimal("0.01")


class EncounterFile:
    """Reads encounter files against the schema, which is read once."""

    def __init__(self) -> None:
        # Imported here: a start that reads no encounter file does not pay for it.
        from jsonschema import Draft202012Validator, FormatChecker

        formats = FormatChecker(formats=())
        formats.checks("date")(_is_date)
        formats.checks("date-time")(_is_moment)
        schema = json.loads(resource("encounter.schema.json").read_text(encoding="utf-8"))
        self._validator = Draft202012Validator(schema, format_checker=formats)

    def read(self, text: str, name: str, moment: datetime) -> Encounter:
        """Return the encounter *text* holds, as if made at *moment*.

        Diagnoses come first, then procedures, then others, each as the file spells them, the codes
        of a claim in capitals; no code is looked up. :class:`KnownError` says in one line where the
        file differs from the schema ("visit.json: diagnoses[2].code: …").
        """
        found = document(text, name)
        refuse_faults(self._validator, found, name, _SHAPES)
        procedures = found.get("procedures", ())
        for at, one in enumerate(procedures):
            _refuse_parts_of_cents(one.get("charge"), f"{name}: procedures[{at}].charge")
        return Encounter(
            id="",
            label=" ".join(found.get("label", "").split()) or name,
            setting=Setting(found.get("setting", Setting.OUTPATIENT)),
            date_of_service=_date(found.get("date")),
            lines=(
                *(_diagnosis(one, at) for at, one in enumerate(found["diagnoses"], 1)),
                *(_procedure(one, at) for at, one in enumerate(procedures, 1)),
                *(_other(one, at) for at, one in enumerate(found.get("others", ()), 1)),
            ),
            overrides=tuple(_override(one, moment) for one in found.get("overrides", ())),
            revision=0,
            created_at=moment,
            changed_at=moment,
            age=_whole(found.get("age")),
            sex=found.get("sex", ""),
            discharge_status=found.get("discharge_status", ""),
            admitted_on=_date(found.get("admitted")),
            birth_date=_date(found.get("birth_date")),
            kind=Kind(found.get("kind", Kind.ENCOUNTER)),
            poa_exempt_hospital=found.get("poa_exempt_hospital", False),
        )


def encounter_json(encounter: Encounter) -> str:
    """Return *encounter* as the text of an encounter file, which :class:`EncounterFile` reads back.

    What was not entered is left out; every line is there, codes and titles as the lines keep them.
    """
    lines = encounter.lines
    written: dict[str, object] = _given(
        label=encounter.label,
        kind="" if encounter.kind is Kind.ENCOUNTER else encounter.kind.value,
        setting=encounter.setting.value,
        admitted=encounter.admitted_on,
        date=encounter.date_of_service,
        age=encounter.age,
        birth_date=encounter.birth_date,
        sex=encounter.sex,
        discharge_status=encounter.discharge_status,
        poa_exempt_hospital=encounter.poa_exempt_hospital or None,
    )
    written["diagnoses"] = [
        _given(code=line.code, poa=line.poa, role=line.role.value, **_origin(line))
        for line in lines
        if line.code_set == DIAGNOSES
    ]
    written |= _given(
        procedures=[
            _given(
                code_set=line.code_set,
                code=line.code,
                date=line.performed_on,
                units=line.units,
                modifiers=list(line.modifiers),
                pointers=list(line.pointers),
                charge=line.charge,
                revenue_code=line.revenue_code,
                **_origin(line),
            )
            for line in lines
            if line.code_set in _PROCEDURES
        ],
        others=[
            _given(code_set=line.code_set, code=line.code, date=line.performed_on, **_origin(line))
            for line in lines
            if line.code_set not in _PROCEDURES and line.code_set != DIAGNOSES
        ],
        overrides=[
            {
                "rule": one.rule,
                "codes": list(one.codes),
                "reason": one.reason,
                "made_at": one.made_at.isoformat(),
            }
            for one in encounter.overrides
        ],
    )
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"


_PROCEDURES = SERVICES | {PROCEDURES}


def _given(**values: Any) -> dict[str, object]:
    """Return the values that are there, as JSON has them: an empty one is not written."""
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else str(value)
        if isinstance(value, Decimal)
        else value
        for name, value in values.items()
        if value is not None and value not in ("", [])
    }


def _origin(line: EncounterLine) -> dict[str, str]:
    return {"title": line.title, "release": line.release}


def _diagnosis(found: Mapping[str, Any], at: int) -> EncounterLine:
    return EncounterLine(
        f"D{at}",
        DIAGNOSES,
        found.get("release", ""),
        found["code"].upper(),
        found.get("title", ""),
        poa=found.get("poa", ""),
        role=Role(found.get("role", Role.LISTED)),
    )


def _procedure(found: Mapping[str, Any], at: int) -> EncounterLine:
    return EncounterLine(
        f"P{at}",
        found["code_set"],
        found.get("release", ""),
        found["code"].upper(),
        found.get("title", ""),
        performed_on=_date(found.get("date")),
        units=_whole(found.get("units")),
        modifiers=tuple(found.get("modifiers", ())),
        pointers=tuple(found.get("pointers", ())),
        charge=_dollars(found.get("charge")),
        revenue_code=found.get("revenue_code", ""),
    )


def _other(found: Mapping[str, Any], at: int) -> EncounterLine:
    return EncounterLine(
        f"O{at}",
        found["code_set"],
        found.get("release", ""),
        found["code"],  # ICF writes its components small: b280
        found.get("title", ""),
        performed_on=_date(found.get("date")),
    )


def _override(found: Mapping[str, Any], moment: datetime) -> Override:
    made_at = found.get("made_at")
    return Override(
        found["rule"],
        tuple(found["codes"]),
        found["reason"],
        moment if made_at is None else datetime.fromisoformat(made_at),
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


def _is_moment(value: object) -> bool:
    if not isinstance(value, str):
        return True
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _date(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _whole(value: float | None) -> int | None:
    # JSON Schema takes 3.0 for a whole number.
    return None if value is None else int(value)


def _dollars(value: str | float | None) -> Decimal | None:
    # The shortest digits that read as the number are those the file had. Nothing is below 0.00.
    return None if value is None else abs(Decimal(str(value)).quantize(_CENT))


def _refuse_parts_of_cents(value: str | float | None, where: str) -> None:
    if value is not None and Decimal(str(value)) != _dollars(value):
        raise KnownError(
            f"{where}: {shown(value)} has more than two decimals.", "Correct it and try again."
        )


_SHAPES = {
    "code": "a code: letters, digits and a dot",
    "discharge_status": "two digits",
    "charge": "dollars and cents: 125.00",
    "revenue_code": "four digits",
    "code_set": "the name of a code set",
}
