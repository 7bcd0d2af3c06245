"""An encounter as a claim has it: each code in the field it belongs to, none lost, in order."""

from __future__ import annotations

from dataclasses import dataclass

from codebook_app.domain.encounter import Encounter, EncounterLine, Role, Setting
from codebook_app.domain.finding import CheckReport
from codebook_app.domain.grouping import Grouped

DIAGNOSES = "icd10cm"
PROCEDURES = "icd10pcs"
SERVICES = frozenset({"cpt", "hcpcs"})

_EXTERNAL_CAUSES = frozenset("VWXY")


def is_external_cause(code: str) -> bool:
    """Whether an ICD-10-CM code is of chapter 20, External causes of morbidity (V00-Y99)."""
    return code[:1].upper() in _EXTERNAL_CAUSES


@dataclass(frozen=True, slots=True)
class Claim:
    """The lines of *encounter* by the fields of a claim; together they are all of its lines.

    *diagnoses* are the listed ones in their order: the first is the principal or first-listed one,
    and a pointer's letter counts them (A is the first). *admitting* and *reasons* stand beside
    them. *procedures* are ICD-10-PCS, the first the principal one; *services* CPT and HCPCS;
    *others* belong on no claim (ICF, MS-DRG). *exempt* holds the codes exempt from POA reporting,
    as printed, and is None where no list was there to ask. *grouped* and *report* are there for
    formats that tell of them, None where they were not asked for.
    """

    encounter: Encounter
    diagnoses: tuple[EncounterLine, ...]
    admitting: tuple[EncounterLine, ...]
    reasons: tuple[EncounterLine, ...]
    procedures: tuple[EncounterLine, ...]
    services: tuple[EncounterLine, ...]
    others: tuple[EncounterLine, ...]
    exempt: frozenset[str] | None = None
    grouped: Grouped | None = None
    report: CheckReport | None = None

    @classmethod
    def of(
        cls,
        encounter: Encounter,
        *,
        exempt: frozenset[str] | None = None,
        grouped: Grouped | None = None,
        report: CheckReport | None = None,
    ) -> Claim:
        """Return *encounter* with each line in its field, in the order of the list."""
        fields: dict[str, list[EncounterLine]] = {
            name: []
            for name in (
                "diagnoses",
                "admitting",
                "reasons",
                "procedures",
                "services",
                "others",
            )
        }
        for line in encounter.lines:
            fields[_field(line)].append(line)
        return cls(
            encounter,
            **{name: tuple(lines) for name, lines in fields.items()},
            exempt=exempt,
            grouped=grouped,
            report=report,
        )

    @property
    def principal(self) -> EncounterLine | None:
        """The principal or first-listed diagnosis."""
        return self.diagnoses[0] if self.diagnoses else None

    @property
    def external_causes(self) -> tuple[EncounterLine, ...]:
        """The external causes behind the first diagnosis."""
        return tuple(line for line in self.diagnoses[1:] if is_external_cause(line.code))

    @property
    def secondary(self) -> tuple[EncounterLine, ...]:
        """The diagnoses behind the first that are no external causes."""
        return tuple(line for line in self.diagnoses[1:] if not is_external_cause(line.code))

    def role_word(self, line: EncounterLine) -> str:
        """Return what *line* is on the claim, in words ("principal", "external cause", …).

        Official Guidelines, sections II (principal), III (other) and IV.G (first-listed).
        """
        if line.code_set in SERVICES:
            return "service"
        if line.code_set == PROCEDURES:
            return "principal procedure" if line is self.procedures[0] else "procedure"
        if line.code_set != DIAGNOSES:
            return "other"
        if line.role is Role.ADMITTING:
            return "admitting"
        if line.role is Role.REASON_FOR_VISIT:
            return "reason for visit"
        if line is self.diagnoses[0]:
            return "principal" if self.encounter.setting is Setting.INPATIENT else "first-listed"
        return "external cause" if is_external_cause(line.code) else "secondary"


def _field(line: EncounterLine) -> str:
    if line.code_set == PROCEDURES:
        return "procedures"
    if line.code_set in SERVICES:
        return "services"
    if line.code_set != DIAGNOSES:
        return "others"
    match line.role:
        case Role.ADMITTING:
            return "admitting"
        case Role.REASON_FOR_VISIT:
            return "reasons"
        case _:
            return "diagnoses"
