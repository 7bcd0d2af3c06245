"""Invented charts: an encounter with what releases and lists say of it, as the rules see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from support.listed import RELEASE, a_place

from codebook_app.domain.claim import Claim
from codebook_app.domain.code import Code
from codebook_app.domain.encounter import Encounter, EncounterLine, Role, Setting
from codebook_app.domain.finding import Finding, NotChecked
from codebook_app.edits.chart import (
    Book,
    Chart,
    EditorsWord,
    ExemptList,
    Modifiers,
    OtherCode,
)
from codebook_app.edits.engine import ChartRule
from codebook_app.edits.listed import CodeList, ListedCode

DAY = date(2099, 3, 1)
EDITOR = "Medicare Code Editor v116"
AGES = {"newborn": (0, 0), "pediatric": (0, 17), "maternity": (9, 64), "adult": (15, 124)}
EXEMPT = "POA-exempt list of Sample code set FY2099"
BOOK = Book("hcpcs", "HCPCS Level II", "Sample services 2099", in_force=True)


def a_diagnosis(code: str, role: Role = Role.LISTED, poa: str = "") -> EncounterLine:
    """Return a diagnosis whose line's id is its code."""
    return EncounterLine(code, "icd10cm", "FY2099", code, "", role=role, poa=poa)


def a_procedure(code: str, on: date | None = DAY) -> EncounterLine:
    """Return an ICD-10-PCS line whose id is its code."""
    return EncounterLine(code, "icd10pcs", "FY2099", code, "", performed_on=on)


def a_service(
    code: str, line_id: str = "", code_set: str = "hcpcs", **fields: Any
) -> EncounterLine:
    """Return a service whose line's id is its code where none is given."""
    return EncounterLine(line_id or code, code_set, "2099", code, "", **fields)


def words_of_the_editor(
    diagnoses: Mapping[str, Sequence[str]], procedures: Mapping[str, Sequence[str]] | None = None
) -> EditorsWord:
    """Return what the editor holds of codes, with or without point."""
    undotted = {code.replace(".", ""): tuple(names) for code, names in diagnoses.items()}
    return EditorsWord(undotted, procedures or {}, AGES, EDITOR)


def a_chart(
    *codes: str | ListedCode | EncounterLine,
    setting: Setting = Setting.INPATIENT,
    on: date | None = DAY,
    editor: EditorsWord | None = None,
    exempt: Iterable[str] | None = (),
    list_in_force: bool = True,
    others: Sequence[OtherCode] = (),
    modifiers: Modifiers | None = None,
    siblings: Mapping[str, tuple[Code, ...]] | None = None,
    offered: Iterable[str | Code] = (),
    **patient: Any,
) -> Chart:
    """Return a chart of *codes* in their order; a listed code's line has the code for its id.

    *offered* are the codes that the release has of those that rules may put in place of others.
    """
    valid = [a_place(one, 1) if isinstance(one, str) else one for one in offered]
    lines, listed = [], {}
    for one in codes:
        if isinstance(one, EncounterLine):
            lines.append(one)
            if one.code_set == "icd10cm":
                listed[one.id] = ListedCode(one.code, None, one.id)
            continue
        as_listed = ListedCode(one, None, one) if isinstance(one, str) else one
        lines.append(a_diagnosis(as_listed.written))
        listed[as_listed.written] = ListedCode(
            as_listed.written, as_listed.line, as_listed.written, notes=as_listed.notes
        )
    moment = datetime(2099, 3, 2, tzinfo=UTC)
    encounter = Encounter(
        "e", "Visit 14", setting, on, tuple(lines), (), 1, moment, moment, **patient
    )
    claim = Claim.of(encounter)
    return Chart(
        encounter=encounter,
        claim=claim,
        diagnoses=CodeList(tuple(listed[line.id] for line in claim.diagnoses), RELEASE),
        day=on or DAY,
        beside=CodeList(
            tuple(listed[line.id] for line in (*claim.admitting, *claim.reasons)), RELEASE
        ),
        editor=words_of_the_editor({}) if editor is None else editor,
        exempt=None if exempt is None else ExemptList(frozenset(exempt), EXEMPT, list_in_force),
        others=tuple(others),
        modifiers=modifiers or Modifiers(),
        siblings=siblings or {},
        offered={one.code: one for one in valid},
    )


def found(rule: ChartRule, chart: Chart) -> list[Finding]:
    """Return what *rule* finds."""
    return [one for one in rule(chart) if isinstance(one, Finding)]


def unheard(rule: ChartRule, chart: Chart) -> dict[str, str]:
    """Return what *rule* could not check, and why."""
    return {one.rule: one.reason for one in rule(chart) if isinstance(one, NotChecked)}


def told(rule: ChartRule, chart: Chart) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return rule, weight and codes of what *rule* finds."""
    return [(one.rule, one.severity.value, one.codes) for one in found(rule, chart)]
