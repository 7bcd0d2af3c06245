"""The edits that make a code list ready for the claim: of the patient, the stay, the lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from codebook_app.domain.claim import DIAGNOSES, PROCEDURES, SERVICES, is_external_cause
from codebook_app.domain.encounter import Encounter, EncounterLine, Role
from codebook_app.domain.fix import Fix, MoveLine, SetRole
from codebook_app.gui.models.encounter_rows import takes_poa

if TYPE_CHECKING:
    from collections.abc import Callable

    from codebook_app.gui.panels.encounter_edits import EncounterEdits
    from codebook_app.services.encounters import Encounters

Fields = Mapping[str, Any]


class ClaimEdits:
    """Asks *edits* for what a claim needs beside the codes; each is one step of undo."""

    def __init__(self, edits: EncounterEdits) -> None:
        self._edits = edits

    def set_patient(self, fields: Fields) -> None:
        """Say of the patient what *fields* hold: age, birth_date, sex."""
        self._edits.edit(
            "change the patient", lambda encounters, now: encounters.set_patient(now, **fields)
        )

    def set_stay(self, fields: Fields) -> None:
        """Say of the stay what *fields* hold: admission, discharge status, hospital."""
        self._edits.edit(
            "change the stay", lambda encounters, now: encounters.set_stay(now, **fields)
        )

    def set_line(self, line_id: str, fields: Fields) -> None:
        """Set *fields* of a line: poa, performed_on, units, modifiers, pointers and the like."""
        self._edits.edit(
            "change a line", lambda encounters, now: encounters.set_line(now, line_id, **fields)
        )

    def set_missing_poa(self, exempt: frozenset[str] | None, told: Callable[[int], None]) -> None:
        """Set the POA of all diagnoses that have none and are not *exempt* to Y, as one step.

        *told* hears of how many.
        """

        def wanted(now: Encounter) -> dict[str, Fields]:
            return {
                line.id: {"poa": "Y"}
                for line in now.lines
                if takes_poa(line, now)
                and not line.poa
                and line.code not in (exempt or frozenset())
            }

        self._set_many(wanted, "set missing POA to Y", told)

    def set_missing_dates(self, day: date, told: Callable[[int], None]) -> None:
        """Give all ICD-10-PCS procedures without a date *day*, as one step."""

        def wanted(now: Encounter) -> dict[str, Fields]:
            return {
                line.id: {"performed_on": day}
                for line in now.lines
                if line.code_set == PROCEDURES and line.performed_on is None
            }

        self._set_many(wanted, f"set missing dates to {day}", told)

    def set_role(self, line: EncounterLine, role: Role) -> None:
        """Make a diagnosis the admitting one, a reason for the visit or a listed one.

        One that is made more than listed goes behind the first diagnosis, where its field stands.
        """
        words = f"Make {line.code} {_ROLE_WORDS[role]}"

        def edit(encounters: Encounters, now: Encounter) -> Encounter:
            before = _place_of_role(now.lines, line.id, role)
            return encounters.apply(
                now, Fix(words, (SetRole(line.id, role), MoveLine(line.id, before)))
            )

        self._edits.edit(words, edit)

    def sort(self, by: Literal["code", "claim"]) -> None:
        """Bring the lines into the order of a claim, or within its fields into that of codes."""
        self._edits.edit("sort", lambda encounters, now: encounters.sort(now, by))

    def _set_many(
        self,
        wanted: Callable[[Encounter], dict[str, Fields]],
        words: str,
        told: Callable[[int], None],
    ) -> None:
        numbers: list[int] = []

        def edit(encounters: Encounters, now: Encounter) -> Encounter:
            fields = wanted(now)
            numbers.append(len(fields))
            return encounters.set_lines(now, fields, words) if fields else now

        self._edits.edit(words, edit, lambda: told(numbers[-1]))


_ROLE_WORDS = {
    Role.LISTED: "a listed diagnosis",
    Role.ADMITTING: "the admitting diagnosis",
    Role.REASON_FOR_VISIT: "a reason for the visit",
}


def place_for(lines: Sequence[EncounterLine], code_set: str, code: str) -> int:
    """Return where a new line goes (from 0): behind those of its field of the claim.

    Diagnoses stand before procedures, those before services; external causes behind the other
    diagnoses. In an order of the person's own it is put behind the last of its like.
    """
    wanted = _field(code_set, code)
    for field in range(wanted, -1, -1):
        places = [at for at, line in enumerate(lines) if _field_of(line) == field]
        if places:
            return places[-1] + 1
    behind = max(wanted, _EXTERNAL)
    return next((at for at, line in enumerate(lines) if _field_of(line) > behind), len(lines))


_EXTERNAL = 1


def _field(code_set: str, code: str) -> int:
    if code_set == DIAGNOSES:
        return int(is_external_cause(code))
    if code_set == PROCEDURES:
        return 2
    return 3 if code_set in SERVICES else 4


def _field_of(line: EncounterLine) -> int:
    return 0 if line.role is not Role.LISTED else _field(line.code_set, line.code)


def _place_of_role(lines: Sequence[EncounterLine], line_id: str, role: Role) -> str:
    """Return the id of the line that a line with *role* goes before, "" for the end."""
    others = [line for line in lines if line.id != line_id]
    if role is Role.LISTED:
        place = place_for(others, DIAGNOSES, "")
    else:
        # Behind the first diagnosis, and behind those in the same field or the one before it.
        ahead = [at for at, line in enumerate(others) if line.code_set == DIAGNOSES][:1]
        fields = {role, Role.ADMITTING}
        ahead += [at for at, line in enumerate(others) if line.role in fields]
        place = max(ahead, default=-1) + 1
    return others[place].id if place < len(others) else ""
