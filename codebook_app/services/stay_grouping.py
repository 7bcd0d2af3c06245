"""The stay that an encounter's lines make, and what the grouper's answer says of each line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from codebook_app.domain.claim import Claim
from codebook_app.domain.encounter import Encounter, EncounterLine
from codebook_app.domain.grouping import Drg, GroupedCode, Without
from codebook_app.grouping.deciding import counting, without_each
from codebook_app.grouping.ms_drg import MsDrgGrouper
from codebook_app.grouping.stay import CodedDiagnosis, Stay
from codebook_app.services.drg_tables import DrgTable
from codebook_app.services.grouping_words import acquired_name, not_counted, poa_effect, undotted


class CodedStay:
    """The lines of an encounter that a *stay* is made of; lines without a code are left out.

    *printed* are the codes as listed by the codes without point.
    """

    def __init__(self, claim: Claim, day: date) -> None:
        encounter = claim.encounter
        self.diagnoses = [line for line in claim.diagnoses if undotted(line.code)]
        self.procedures = [line for line in claim.procedures if undotted(line.code)]
        self.admitting = [line for line in claim.admitting if undotted(line.code)][:1]
        self.place_of_diagnosis = {line.id: at for at, line in enumerate(self.diagnoses)}
        self.place_of_procedure = {line.id: at for at, line in enumerate(self.procedures)}
        self.printed = {undotted(line.code): line.code for line in encounter.lines}
        self.stay = Stay(
            on=day,
            diagnoses=tuple(CodedDiagnosis(undotted(one.code), one.poa) for one in self.diagnoses),
            procedures=tuple(undotted(one.code) for one in self.procedures),
            admitting=undotted(self.admitting[0].code) if self.admitting else "",
            age=encounter.age_in_years,
            sex=encounter.sex,
            discharge_status=encounter.discharge_status,
            days=_days(encounter),
            poa_exempt=encounter.poa_exempt_hospital,
        )

    def line(self, procedure: bool, place: int) -> EncounterLine:
        """Return the line of the diagnosis, or *procedure*, at *place*."""
        return (self.procedures if procedure else self.diagnoses)[place]


class StayGroup:
    """The group of a stay, told line by line.

    Raises:
        KnownError: from the start, where the grouper is not installed.
    """

    def __init__(self, coded: CodedStay, grouper: MsDrgGrouper, table: DrgTable) -> None:
        self._coded = coded
        self._grouper = grouper
        self._table = table
        self.answer = grouper.group(coded.stay)
        self._counted = counting(coded.stay, self.answer, grouper.group)
        self.drg = self._named(self.answer.drg, self.answer.title)
        self.initial = self._named(self.answer.initial, self.answer.initial_title)

    def told(self, code: GroupedCode, *, invalid: bool) -> GroupedCode:
        """Return *code* with what the grouper made of it; *invalid* is the editor's word."""
        code = replace(code, invalid=invalid)
        place = self._coded.place_of_procedure.get(code.line_id)
        if place is not None:
            return self._procedure(code, place)
        place = self._coded.place_of_diagnosis.get(code.line_id)
        return code if place is None else self._diagnosis(code, place)

    def without(self) -> Iterator[Without]:
        """Yield the DRG without each line that changes it."""
        stay = self._coded.stay
        for one in without_each(stay, self.answer, self._grouper.group):
            line = self._coded.line(one.procedure, one.place)
            drg = None if one.answer is None else self._named(one.answer.drg, one.answer.title)
            yield Without(line.id, line.code, drg, principal=not (one.procedure or one.place))

    def acquired(self) -> Iterator[str]:
        """Yield the hospital-acquired conditions that are met, each once.

        One whose POA is missing may be met: it is told with the code, and as the problem.
        """
        given = {one.code for one in self._coded.stay.diagnoses if one.poa}
        names = (
            acquired_name(one)
            for told in self.answer.diagnoses[1:]
            for one in told.conditions
            if one.met and told.code in given
        )
        yield from dict.fromkeys(names)

    def _procedure(self, code: GroupedCode, place: int) -> GroupedCode:
        stay = self._coded.stay
        written = stay.procedures[place]
        return replace(
            code,
            or_procedure=not code.invalid and self._grouper.operated(written, stay.on),
            decides=written in self.answer.used_procedures,
        )

    def _diagnosis(self, code: GroupedCode, place: int) -> GroupedCode:
        stay = self._coded.stay
        told = self.answer.at(place, stay)
        if told is None:
            return code
        code = replace(code, invalid=code.invalid or not told.valid)
        if place == 0:
            return replace(code, decides=self.drg is not None)
        why_not = not_counted(told, stay, stay.diagnoses[place].poa)
        return replace(
            code,
            cc=told.severity,
            counts=place in self._counted,
            excluded=bool(why_not),
            why_not=why_not,
            poa_effect=poa_effect(told, stay.diagnoses[place].poa, exempt_hospital=stay.poa_exempt),
            decides=told.used and not why_not,
            hac=tuple(acquired_name(one) for one in told.conditions),
        )

    def _named(self, number: int | None, title: str) -> Drg | None:
        """Return a group as the release in force has it, else with the grouper's own title.

        Table 5 prints titles in capitals; the grouper's are the same in words and read better.
        """
        if number is None:
            return None
        drg = self._table.drg(number)
        if drg is None:
            return Drg(f"{number:03}", title)
        return replace(drg, title=title) if drg.title == title.upper() else drg


def _days(encounter: Encounter) -> int | None:
    """Return the nights of the stay, None where a day is missing or the discharge comes first."""
    if encounter.admitted_on is None or encounter.date_of_service is None:
        return None
    days = (encounter.date_of_service - encounter.admitted_on).days
    return days if days >= 0 else None
