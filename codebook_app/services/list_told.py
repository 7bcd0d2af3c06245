"""The encounter that a text tells of: one of its visits, or what an encounter file holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from codebook_app.domain.discharge import discharge_words
from codebook_app.domain.encounter import Encounter, EncounterLine, Kind, Setting
from codebook_app.domain.list_reading import ListReading, Parts
from codebook_app.errors import KnownError
from codebook_app.exchange.candidates import Pasted, Visit


def visit_chosen(pasted: Pasted, name: str) -> tuple[Pasted, Visit | None, Parts]:
    """Return *pasted* with the codes of one visit, and that visit: the one called *name*.

    Without a name it is the first; None where the text tells of a list and no more.

    Raises:
        KnownError: there are visits and none of that name.
    """
    visits = pasted.visits
    if not visits:
        if name:
            raise KnownError(f"There is no “{name}”: the text tells of one list.")
        return pasted, None, Parts()
    at = next((at for at, one in enumerate(visits) if one.name == name), -1) if name else 0
    if at < 0:
        some = ", ".join(one.name for one in visits[:8])
        more = f" and {len(visits) - 8} more" if len(visits) > 8 else ""
        raise KnownError(f"There is no {pasted.visit_word} “{name}”.", f"There are {some}{more}.")
    if len(visits) > 1:
        pasted = replace(
            pasted,
            candidates=tuple(one for one in pasted.candidates if one.visit == at),
            passed=tuple(one for one in pasted.passed if one.visit == at),
        )
    visit = visits[at]
    parts = Parts(
        visits=tuple(one.name for one in visits) if len(visits) > 1 else (),
        visit=visit.name if len(visits) > 1 else "",
        visit_word=pasted.visit_word,
    )
    return pasted, visit if visit.tells or len(visits) > 1 else None, parts


def encounter_of(
    visit: Visit, word: str, lines: Sequence[EncounterLine], setting: Setting, on: date | None
) -> Encounter:
    """Return the encounter that a visit is; *setting* and *on* stand where it says none."""
    now = datetime.now(UTC)
    return Encounter(
        id="",
        label=f"{word.capitalize()} {visit.name}".strip(),
        setting=visit.setting or setting,
        date_of_service=visit.date_of_service or on,
        lines=tuple(lines),
        overrides=(),
        revision=0,
        created_at=now,
        changed_at=now,
        age=visit.age,
        sex=visit.sex,
        discharge_status=visit.discharge_status,
        admitted_on=visit.admitted_on,
        birth_date=visit.birth_date,
    )


_STATED = {
    "admitted_on": "admitted",
    "date_of_service": "date",
    "discharge_status": "discharge status",
    "sex": "sex",
    "birth_date": "born",
    "age": "age",
}
"""The fields that a note may state, in the order they are told."""


def fields_lacking(now: Encounter | None, stated: Encounter | None) -> dict[str, object]:
    """Return the fields that *now* lacks and a note states; a template takes none of a patient.

    An age is none to take where a birth date is known, and the other way round.
    """
    if stated is None or (now is not None and now.kind is Kind.TEMPLATE):
        return {}
    return {
        field: getattr(stated, field)
        for field in _STATED
        if _is_given(getattr(stated, field)) and not (now is not None and _has(now, field))
    }


def stated_said(now: Encounter | None, stated: Encounter | None) -> str:
    """Return what :func:`fields_lacking` sets in words, and where *now* differs and stays."""
    sets = fields_lacking(now, stated)
    said = []
    if stated is not None and sets:
        words = " · ".join(_shown(field, value, stated) for field, value in sets.items())
        said.append(f"{words[:1].upper()}{words[1:]}.")
    if now is not None and stated is not None and now.kind is not Kind.TEMPLATE:
        said += [
            f"The encounter keeps {_shown(field, getattr(now, field), now)}; the text says"
            f" {getattr(stated, field)}."
            for field in _STATED
            if _is_given(getattr(now, field))
            and _is_given(getattr(stated, field))
            and getattr(now, field) != getattr(stated, field)
        ]
    return " ".join(said)


def _has(now: Encounter, field: str) -> bool:
    if field in {"age", "birth_date"}:
        return now.age is not None or now.birth_date is not None
    return _is_given(getattr(now, field))


def _is_given(value: object) -> bool:
    return value is not None and value != ""


def _shown(field: str, value: object, encounter: Encounter) -> str:
    if field == "date_of_service":
        stay = encounter.admitted_on is not None or encounter.setting is Setting.INPATIENT
        return f"{'discharged' if stay else 'date of service'} {value}"
    if field == "discharge_status":
        return f"discharge status {discharge_words(str(value))}"
    if field == "age":
        return f"{value} y"
    return f"{value}" if field == "sex" else f"{_STATED[field]} {value}"


def encounter_read(
    reading: ListReading,
    lines: Sequence[EncounterLine],
    *,
    label: str = "",
    setting: Setting = Setting.OUTPATIENT,
    on: date | None = None,
) -> Encounter:
    """Return *lines* of a reading as an encounter to keep, with what its file says of it.

    *label*, *setting* and *on* are those of a text, which says none of it itself; the lines have
    ids of their own (L1, L2, …).
    """
    numbered = tuple(replace(line, id=f"L{at}") for at, line in enumerate(lines, 1))
    if reading.encounter is not None:
        return replace(reading.encounter, lines=numbered, label=label or reading.encounter.label)
    now = datetime.now(UTC)
    return Encounter(
        id="",
        label=label,
        setting=setting,
        date_of_service=on,
        lines=numbered,
        overrides=(),
        revision=0,
        created_at=now,
        changed_at=now,
    )
