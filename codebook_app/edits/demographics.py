"""Codes that do not go with the patient's age or sex.

Source: CMS, Definitions of Medicare Code Edits, chapter 1: age conflict (newborn 0, pediatric 0 to
17, maternity 9 to 64, adult 15 to 124 years) and sex conflict, which ended with September 2024.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from codebook_app.domain import editor_attributes as mce
from codebook_app.domain.finding import Finding, NotChecked
from codebook_app.edits.chart import Chart, joined

_AGES = {
    mce.NEWBORN: "newborns",
    mce.PEDIATRIC: "children",
    mce.MATERNITY: "maternity patients",
    mce.ADULT: "adults",
}
_SEXES = {mce.FEMALE: ("F", "female"), mce.MALE: ("M", "male")}


def age_conflicts(chart: Chart) -> Iterator[Finding | NotChecked]:
    """Yield where a diagnosis is for another age: error inpatient, else warning.

    Not checked where a code is for some ages only, and no age is given.
    """
    editor, age = chart.editor, chart.encounter.age_in_years
    if editor is None:
        if chart.diagnoses.codes:
            yield NotChecked(
                "age", f"No Medicare Code Editor for {chart.day.isoformat()} is installed."
            )
        return
    for attribute, whom in _AGES.items():
        found = _having(chart, attribute)
        ages = editor.ages.get(attribute)
        if not found or ages is None:
            continue
        youngest, oldest = ages
        years = "0" if oldest == 0 else f"{youngest} to {oldest}"
        of_age = f"{joined(list(found))} {'is' if len(found) == 1 else 'are'} for {whom}"
        if age is None:
            yield NotChecked("age", f"{of_age} ({years} years), and no age is given.")
        elif not youngest <= age <= oldest:
            yield Finding(
                rule="age_conflict",
                severity=chart.weight,
                codes=tuple(found),
                text=f"{of_age}, {years} years of age; the patient is {age}.",
                source=f"{editor.source}, age conflict: {attribute} {years}.",
                action="Check the age, or choose a code for it.",
                line_ids=tuple(one for ids in found.values() for one in ids),
            )


def sex_conflicts(chart: Chart) -> Iterator[Finding | NotChecked]:
    """Yield where a diagnosis or procedure is for the other sex: error inpatient, else warning.

    The editor has such codes until September 2024 only: later nothing is asked, and nothing is left
    unchecked. Not checked where a code is for one sex, and none is given.
    """
    editor, sex = chart.editor, chart.encounter.sex
    if editor is None:
        return
    for attribute, (letter, word) in _SEXES.items():
        found = {**_having(chart, attribute), **_procedures(chart, editor.procedures, attribute)}
        if not found:
            continue
        told = f"{joined(list(found))} {'is' if len(found) == 1 else 'are'} for {word} patients"
        if sex not in {"F", "M"}:
            yield NotChecked("sex", f"{told}, and no sex is given.")
        elif sex != letter:
            yield Finding(
                rule="sex_conflict",
                severity=chart.weight,
                codes=tuple(found),
                text=f"{told}; the patient's sex is {sex}.",
                source=f"{editor.source}, sex conflict: {word} only.",
                action="Check the sex, or choose another code.",
                line_ids=tuple(one for ids in found.values() for one in ids),
            )


def _having(chart: Chart, attribute: str) -> dict[str, list[str]]:
    """Return the diagnoses with an attribute, each with its lines' ids."""
    found: dict[str, list[str]] = {}
    if chart.editor is not None:
        for one in chart.every_diagnosis:
            if attribute in chart.editor.of(one):
                found.setdefault(one.written, []).extend(filter(None, [one.line_id]))
    return found


def _procedures(chart: Chart, held: Mapping[str, object], attribute: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in chart.claim.procedures:
        names = held.get(line.code.upper(), ())
        if isinstance(names, tuple) and attribute in names:
            found.setdefault(line.code, []).append(line.id)
    return found
