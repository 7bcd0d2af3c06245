"""Which fields a line of a claim has in a setting, and what some of them are chosen from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codebook_app.domain.claim import DIAGNOSES, PROCEDURES, SERVICES
from codebook_app.domain.encounter import Encounter, EncounterLine, Role, Setting
from codebook_app.gui.models.encounter_rows import takes_poa

POA_CHOICES = (
    ("", "not given"),
    ("Y", "Y present"),
    ("N", "N not present"),
    ("U", "U documentation insufficient"),
    ("W", "W clinically undetermined"),
)
"""The present-on-admission indicators, and what each says."""


def applying(line: EncounterLine, encounter: Encounter) -> Iterator[str]:
    """Yield the names of the fields that *line* has in the setting, in the order of a claim."""
    setting = encounter.setting
    if line.code_set == DIAGNOSES:
        if takes_poa(line, encounter):
            yield "poa"
        if setting is not Setting.PROFESSIONAL or line.role is not Role.LISTED:
            yield "role"
    elif line.code_set == PROCEDURES:
        yield "day"
    elif line.code_set in SERVICES:
        yield from ("modifiers", "units")
        if setting is not Setting.INPATIENT or line.pointers:
            yield "pointers"
        if setting is not Setting.PROFESSIONAL:
            yield "revenue_code"
        yield from ("charge", "day")


def roles(line: EncounterLine, setting: Setting) -> Iterable[tuple[Role, str]]:
    """Yield the roles to choose from: those of the setting, and the one the line has."""
    for role, words, at in (
        (Role.LISTED, "Listed", None),
        (Role.ADMITTING, "Admitting diagnosis", Setting.INPATIENT),
        (Role.REASON_FOR_VISIT, "Reason for visit", Setting.OUTPATIENT),
    ):
        if at in (None, setting) or role is line.role:
            yield role, words
