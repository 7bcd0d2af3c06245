"""The person's encounters: every change is saved before it returns, and can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import Any, Literal, cast

from codebook_app.domain.code import Code
from codebook_app.domain.encounter import (
    Encounter,
    EncounterLine,
    Kind,
    Override,
    Role,
    Setting,
)
from codebook_app.domain.fix import Fix
from codebook_app.errors import KnownError
from codebook_app.services import encounter_fields, line_edits
from codebook_app.services.encounter_fields import UNCHANGED, LineFields, Unchanged
from codebook_app.services.kept_encounters import (
    LONGEST_LABEL,
    MOST_LINES,
    KeptEncounters,
    no_patient,
    one_line,
    room_for,
)

__all__ = ["LONGEST_LABEL", "LONGEST_REASON", "MOST_LINES", "UNCHANGED", "Encounters"]

LONGEST_REASON = 1000


class Encounters(KeptEncounters):
    """The person's encounters, kept in *user_db* (a path or an SQLAlchemy URL).

    The database is opened, and made, at its first use. Every change is on the disk, and in the
    encounter's log, before it returns. A change takes the encounter as the caller last saw it and
    returns it as it stands after: where another window or command has changed it meanwhile,
    :class:`~codebook_app.errors.ConflictError` is raised and nothing is overwritten. A change that
    changes nothing is no step of undo. Whatever moves a listed diagnosis re-letters the pointers
    in the same step, so that a service goes on pointing at the same diagnoses. For one thread at
    a time.
    """

    def rename(self, encounter: Encounter, label: str) -> Encounter:
        """Give the encounter another label, without line breaks and of 200 characters at most.

        Raises :class:`KnownError` where nothing is left of it.
        """
        label = one_line(label)
        if not label:
            raise KnownError("An encounter needs a label.", "Type one, or keep the one it has.")
        return self._changed(encounter, "rename", label=label)

    def set_setting(self, encounter: Encounter, setting: Setting) -> Encounter:
        """Say where the service took place."""
        return self._changed(encounter, f"change to {setting}", setting=setting)

    def set_date_of_service(self, encounter: Encounter, day: date | None) -> Encounter:
        """Say when the service took place, of a stay its discharge; None takes the date away."""
        word = "remove date of service" if day is None else f"change date to {day.isoformat()}"
        return self._patient(encounter, word, date_of_service=day)

    def set_patient(
        self,
        encounter: Encounter,
        *,
        age: int | Unchanged | None = UNCHANGED,
        birth_date: date | Unchanged | None = UNCHANGED,
        sex: str | Unchanged = UNCHANGED,
    ) -> Encounter:
        """Say of the patient what is given: age in years (0 to 130) or birth date, and F, M or U.

        None, or an empty sex, takes it away.
        """
        fields: dict[str, object] = {}
        if age is not UNCHANGED:
            fields["age"] = encounter_fields.age(age)
        if birth_date is not UNCHANGED:
            fields["birth_date"] = birth_date
        if sex is not UNCHANGED:
            fields["sex"] = encounter_fields.sex(sex)
        return self._patient(encounter, _word_of(fields, "patient"), **fields)

    def set_stay(
        self,
        encounter: Encounter,
        *,
        admitted_on: date | Unchanged | None = UNCHANGED,
        discharge_status: str | Unchanged = UNCHANGED,
        poa_exempt_hospital: bool | Unchanged = UNCHANGED,
    ) -> Encounter:
        """Say of the stay what is given: the day of admission, the discharge status (UB-04 FL17).

        None, or an empty status, takes it away. *poa_exempt_hospital* is no patient's: a template
        may have it, so that the stays begun from it do.
        """
        fields: dict[str, object] = {}
        if admitted_on is not UNCHANGED:
            fields["admitted_on"] = admitted_on
        if discharge_status is not UNCHANGED:
            fields["discharge_status"] = encounter_fields.discharge_status(discharge_status)
        if poa_exempt_hospital is not UNCHANGED:
            hospital = {"poa_exempt_hospital": poa_exempt_hospital}
            if not fields:
                return self._changed(encounter, "change POA of the hospital", **hospital)
            fields |= hospital
        return self._patient(encounter, _word_of(fields, "stay"), **fields)

    def add(self, encounter: Encounter, code: Code, position: int | None = None) -> Encounter:
        """Put *code* at *position* (from 0), by default at the end."""
        room_for(encounter.lines, 1)
        line = line_edits.line_of(code)
        return self._db.change(
            encounter, f"add {code.code}", lambda now: line_edits.inserted(now, [line], position)
        )

    def add_many(self, encounter: Encounter, codes: Sequence[Code]) -> Encounter:
        """Put *codes* at the end in their order, as one change."""
        if len(codes) == 1:
            return self.add(encounter, codes[0])
        room_for(encounter.lines, len(codes))
        added = [line_edits.line_of(code) for code in codes]
        return self._db.change(
            encounter, f"add {len(codes)} codes", lambda now: line_edits.inserted(now, added)
        )

    def add_lines(
        self,
        encounter: Encounter,
        lines: Sequence[EncounterLine],
        word: str = "",
        stated: Mapping[str, object] = MappingProxyType({}),
    ) -> Encounter:
        """Put *lines* of another list at the end, as one change; they get ids of their own.

        What is *stated* of the visit beside them is set in the same step, by the names of fields.

        Their pointers are letters of the diagnoses among *lines*, and go on pointing at them; where
        there are none, of those of the encounter.
        """
        room_for(encounter.lines, len(lines))
        named = lines[0].code if len(lines) == 1 else f"{len(lines)} codes"
        return self._db.change(
            encounter,
            word or f"add {named}",
            lambda now: replace(line_edits.joined(now, lines), **cast("Any", stated)),
        )

    def replace(self, encounter: Encounter, line_id: str, code: Code) -> Encounter:
        """Put *code* in the place of a line, which keeps its id and what was entered with it.

        What a line of the other code set cannot have (the POA of a service) goes.
        """
        before = line_edits.found_line(encounter, line_id)
        return self._db.change(
            encounter,
            f"change {before.code} to {code.code}",
            lambda now: line_edits.replaced(now, line_id, code),
        )

    def remove(self, encounter: Encounter, line_id: str) -> Encounter:
        """Take a line off the list."""
        gone = line_edits.found_line(encounter, line_id)
        return self._db.change(
            encounter, f"remove {gone.code}", lambda now: line_edits.without(now, line_id)
        )

    def move(self, encounter: Encounter, line_id: str, position: int) -> Encounter:
        """Move a line to *position* (from 0); a place beyond the list means its end."""
        moved = line_edits.found_line(encounter, line_id)
        return self._db.change(
            encounter, f"move {moved.code}", lambda now: line_edits.moved(now, line_id, position)
        )

    def sort(self, encounter: Encounter, by: Literal["code", "claim"] = "code") -> Encounter:
        """Bring the lines into the order of a claim, within its fields that of the codes if asked.

        The first diagnosis and the first procedure, chosen as principal, stay first.
        """
        return self._db.change(
            encounter,
            f"sort by {by}",
            lambda now: line_edits.sequenced(now, by_code=by == "code"),
        )

    def set_line(
        self,
        encounter: Encounter,
        line_id: str,
        *,
        poa: str | Unchanged = UNCHANGED,
        performed_on: date | Unchanged | None = UNCHANGED,
        units: int | Unchanged | None = UNCHANGED,
        modifiers: Sequence[str] | Unchanged = UNCHANGED,
        pointers: Sequence[str] | Unchanged = UNCHANGED,
        role: Role | Unchanged = UNCHANGED,
        charge: Decimal | Unchanged | None = UNCHANGED,
        revenue_code: str | Unchanged = UNCHANGED,
    ) -> Encounter:
        """Set those fields of a line that are given; see :class:`EncounterLine` for their values.

        :class:`KnownError` for a value that can't be, and for a field the line can't have: POA and
        role are a diagnosis', modifiers, pointers, charge and revenue code a CPT or HCPCS code's.
        """
        given = {
            "poa": poa,
            "performed_on": performed_on,
            "units": units,
            "modifiers": modifiers,
            "pointers": pointers,
            "role": role,
            "charge": charge,
            "revenue_code": revenue_code,
        }
        fields = {name: value for name, value in given.items() if value is not UNCHANGED}
        code = line_edits.found_line(encounter, line_id).code
        named = [encounter_fields.WORDS[name] for name in fields]
        word = f"change {named[0]} of {code}" if len(named) == 1 else f"change {code}"
        return self.set_lines(encounter, {line_id: fields}, word)

    def set_lines(
        self, encounter: Encounter, fields: Mapping[str, LineFields], word: str
    ) -> Encounter:
        """Set fields of many lines as one change: for each line's id the fields and their values.

        The fields are those of :meth:`set_line`; where one is refused, nothing is changed.
        """
        if encounter.kind is Kind.TEMPLATE and any(
            given.get("poa") or given.get("performed_on") for given in fields.values()
        ):
            raise no_patient()
        return self._db.change(encounter, word, lambda now: line_edits.with_fields(now, fields))

    def apply(self, encounter: Encounter, fix: Fix) -> Encounter:
        """Make the changes of *fix* as one step; :class:`KnownError` where a line has gone."""
        label = fix.label
        word = label if label[1:2].isupper() else label[:1].lower() + label[1:]
        return self._db.change(encounter, word, lambda now: line_edits.fixed(now, fix))

    def override(
        self, encounter: Encounter, rule: str, codes: Sequence[str], reason: str
    ) -> Encounter:
        """Set a warning aside and keep the reason; a second reason takes the first one's place.

        *codes* are those the finding names; their order does not matter. Raises
        :class:`KnownError` without a reason.
        """
        reason = " ".join(reason.split())[:LONGEST_REASON]
        if not reason:
            raise KnownError(
                "A warning is set aside with a reason only.",
                "Say why both codes belong on this list.",
            )
        made = Override(rule, tuple(codes), reason, datetime.now(UTC))

        def edit(now: Encounter) -> Encounter:
            return replace(now, overrides=(*_without(now, rule, codes), made))

        return self._db.change(encounter, f"override {' with '.join(codes)}", edit)

    def withdraw_override(self, encounter: Encounter, rule: str, codes: Sequence[str]) -> Encounter:
        """Let a warning that was set aside be shown again."""
        return self._db.change(
            encounter,
            f"withdraw override {' with '.join(codes)}",
            lambda now: replace(now, overrides=_without(now, rule, codes)),
        )

    def undo(self, encounter: Encounter) -> Encounter:
        """Take the last change back, one made before a restart too; without one do nothing."""
        return self._db.undo(encounter)

    def redo(self, encounter: Encounter) -> Encounter:
        """Make the change that was undone last again; without one do nothing."""
        return self._db.redo(encounter)

    def _patient(self, encounter: Encounter, word: str, **fields: object) -> Encounter:
        if encounter.kind is Kind.TEMPLATE and any(
            value is not None and value != "" for value in fields.values()
        ):
            raise no_patient()
        return self._changed(encounter, word, **fields)

    def _changed(self, encounter: Encounter, word: str, **fields: object) -> Encounter:
        return self._db.change(encounter, word, partial(replace, **fields))


def _word_of(fields: Mapping[str, object], whole: str) -> str:
    named = [name.replace("_", " ") for name in fields]
    return (
        f"change {_FIELD_WORDS.get(named[0], named[0])}" if len(named) == 1 else f"change {whole}"
    )


_FIELD_WORDS = {"admitted on": "admission"}


def _without(encounter: Encounter, rule: str, codes: Sequence[str]) -> tuple[Override, ...]:
    named = sorted(codes)
    return tuple(
        one for one in encounter.overrides if one.rule != rule or sorted(one.codes) != named
    )
