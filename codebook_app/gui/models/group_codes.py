"""The codes of a grouping as a table: what each counts as, and the group without it."""

from __future__ import annotations

from dataclasses import dataclass

from codebook_app.domain.claim import Claim
from codebook_app.domain.encounter import Encounter, EncounterLine
from codebook_app.domain.grouping import Category, Grouped, GroupedCode, Without
from codebook_app.gui.models.columns import Column


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A line of the encounter with what the grouper made of it.

    *first* says what the first diagnosis is on the claim ("principal"), "" of any other line.
    """

    line: EncounterLine
    code: GroupedCode
    without: Without | None
    first: str = ""


def group_rows(encounter: Encounter, grouped: Grouped) -> tuple[GroupRow, ...]:
    """Return the rows in the order of the list."""
    lines = {line.id: line for line in encounter.lines}
    claim = Claim.of(encounter)
    first = claim.principal
    word = claim.role_word(first) if first is not None else ""
    return tuple(
        GroupRow(
            lines[code.line_id],
            code,
            grouped.without_line(code.line_id),
            first=word if first is not None and code.line_id == first.id else "",
        )
        for code in grouped.codes
    )


def group_columns() -> tuple[Column[GroupRow], ...]:
    """Return the columns: code, title, what it counts as, without it, HCC."""
    return (
        Column("Code", lambda row: row.code.code),
        Column("Title", lambda row: row.line.title),
        Column("Counts as", counts_as),
        Column("Without it", lambda row: without_word(row.without)),
        Column("HCC", lambda row: categories_word(row.code.categories)),
    )


def counts_as(row: GroupRow) -> str:
    """Return what the code counts as, in a word or two."""
    code = row.code
    if code.invalid:
        return "not valid"
    if row.first:
        return row.first
    if code.excluded and code.hac and not row.line.poa:
        return f"{code.cc}, POA ?"
    if code.excluded:
        return f"{code.cc}, excluded" if "HAC" not in code.why_not else f"{code.cc}, HAC"
    if code.counts:
        return f"{code.cc}, decides"
    if code.cc:
        return f"{code.cc}, decides" if row.without is not None else code.cc
    if code.or_procedure:
        return "O.R., decides" if code.decides else "O.R."
    return "decides" if code.decides else ""


def without_word(without: Without | None) -> str:
    """Return the group without a code, with its weight: ``482 · 1.6680``."""
    if without is None:
        return ""
    if without.drg is None:
        return "no group"
    weight = without.drg.weight
    return without.drg.number if weight is None else f"{without.drg.number} · {weight:.4f}"


def categories_word(categories: tuple[Category, ...]) -> str:
    """Return HCCs in short: ``V28 37, V24 18``."""
    return ", ".join(f"{one.model} {one.number}" for one in categories)


def hierarchy_words(grouped: Grouped) -> str:
    """Return the HCCs that are left after the hierarchies, by model, and what is not computed."""
    said = []
    for model in dict.fromkeys(one.model for one in grouped.categories):
        left = [one.number for one in grouped.payment_categories if one.model == model]
        gone = [
            f"{one.category.number} below {one.by.number}"
            if one.by
            else f"{one.category.number} only beside another of the heart"
            for one in grouped.superseded
            if one.category.model == model
        ]
        out = f" (not {', '.join(gone)})" if gone else ""
        said.append(f"{model} {', '.join(left) or 'none'}{out}")
    scores = "Age and sex edits, interactions and risk scores are not computed."
    return f"after hierarchies {'; '.join(said)}. {scores}"


def about(row: GroupRow) -> str:
    """Return everything told of a line, in sentences."""
    code = row.code
    said = [f"{code.code} {row.line.title}".strip() + "."]
    if code.invalid:
        said.append("It is no valid code on the day of discharge: the grouper leaves it out.")
    if code.counts:
        said.append(f"The severity of the group rests on it as {code.cc}.")
    said += [one for one in (code.why_not, code.poa_effect) if one]
    if row.without is not None:
        drg = row.without.drg
        lead = (
            "Without it, the next diagnosis being principal"
            if row.without.principal
            else ("Without it")
        )
        said.append(f"{lead}: {f'{drg.number} {drg.title}' if drg else 'no group'}.")
    elif code.counts:
        said.append("Without it the group stays: another one counts as much.")
    said += [f"HCC {one.number} ({one.model}): {one.label}." for one in code.categories]
    return " ".join(said)
