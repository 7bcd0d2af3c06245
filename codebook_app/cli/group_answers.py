"""What ``group`` answers, as a JSON document and for the eye."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from codebook_app.cli.rendering import columns, text
from codebook_app.domain.grouping import Category, Drg, Grouped, GroupedCode, Without

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

Document = dict[str, object]

_SEVERITY_STYLE = {"MCC": "bold magenta", "CC": "magenta"}


def group_document(grouped: Grouped) -> Document:
    """Return the document of ``group --json``; numbers are null where nothing tells them."""
    drg = grouped.drg
    return {
        "drg": drg.number if drg else None,
        "title": drg.title if drg else "",
        "mdc": grouped.mdc,
        "weight": drg.weight if drg else None,
        "gmlos": drg.gmlos if drg else None,
        "amlos": drg.amlos if drg else None,
        "grouper": grouped.grouper,
        "codes": [_code_document(code) for code in grouped.codes],
        "mdc_title": grouped.mdc_title,
        "kind": grouped.kind,
        "severity": grouped.severity,
        "problem": grouped.problem,
        "initial_drg": _drg_document(grouped.initial),
        "hac": list(grouped.hac),
        "without": [_without_document(one) for one in grouped.without],
        "edits": [
            {"edit": edit.name, "text": edit.words, "codes": list(edit.codes)}
            for edit in grouped.edits
        ],
        "editor": grouped.editor,
        "categories": [_category_document(one) for one in grouped.categories],
        "payment_categories": [_category_document(one) for one in grouped.payment_categories],
        "risk_tables": grouped.risk_tables,
        "date": grouped.on.isoformat() if grouped.on else None,
        "assumed": list(grouped.assumed),
        "not_checked": [
            {"rule": unchecked.rule, "reason": unchecked.reason}
            for unchecked in grouped.not_checked
        ],
        "caution": grouped.caution,
        "post_acute_transfer": drg.transfer if drg else False,
        "special_pay": drg.special_pay if drg else False,
        "transfer": grouped.transfer,
    }


def group_tables(grouped: Grouped, between: str) -> Iterator[RenderableType]:
    """Yield the answer for the eye: the group, its codes, and what the editor says.

    *between* stands between the parts of a cell that may have several.
    """
    yield _head(grouped)
    if grouped.codes:
        yield text("")
        yield _codes(grouped, between)
    if grouped.edits:
        yield text("")
        yield text(grouped.editor, "dim")
        table = columns()
        for edit in grouped.edits:
            table.add_row(text(", ".join(edit.codes), "bold"), text(edit.words))
        yield table


def _head(grouped: Grouped) -> Table:
    table = columns()
    if grouped.drg is not None:
        table.add_row("MS-DRG", _named(grouped.drg, "bold"))
        if figures(grouped.drg):
            table.add_row("", text(figures(grouped.drg)))
    else:
        table.add_row("MS-DRG", text(grouped.problem, "bold yellow"))
    if grouped.initial is not None:
        table.add_row("before HAC", _named(grouped.initial))
    if grouped.mdc:
        kind = f", {grouped.kind}" if grouped.kind else ""
        table.add_row("MDC", text(f"{grouped.mdc} {grouped.mdc_title}{kind}"))
    if grouped.transfer:
        table.add_row("transfer", text(grouped.transfer))
    for name in grouped.hac:
        table.add_row("HAC", text(name, "yellow"))
    sources = [one for one in (grouped.grouper, grouped.risk_tables) if one]
    if sources:
        table.add_row("by", text(", ".join(sources), "dim"))
    return table


def figures(drg: Drg) -> str:
    """Return weight and lengths of stay in words, "" where they are not known."""
    told = [
        ("weight", drg.weight, ".4f"),
        ("GMLOS", drg.gmlos, ".1f"),
        ("AMLOS", drg.amlos, ".1f"),
    ]
    return ", ".join(f"{name} {value:{form}}" for name, value, form in told if value is not None)


def _named(drg: Drg, style: str = "") -> RenderableType:
    named = text(drg.number, style)
    named.append(f"  {drg.title}")
    return named


def _codes(grouped: Grouped, between: str) -> Table:
    table = columns("code", "counts as", "without it", "HCC", "")
    for code in grouped.codes:
        severity = text(*_severity(code))
        table.add_row(
            text(code.code, "bold"),
            severity,
            _without_words(grouped.without_line(code.line_id)),
            text(categories_word(code.categories)),
            text(between.join(remarks(code))),
        )
    return table


def _severity(code: GroupedCode) -> tuple[str, str]:
    if code.excluded:
        return f"({code.cc})", "dim"
    if code.cc:
        return code.cc, _SEVERITY_STYLE[code.cc]
    return ("O.R." if code.or_procedure else ""), ""


def _without_words(without: Without | None) -> str:
    if without is None:
        return ""
    if without.drg is None:
        return "no group"
    weight = without.drg.weight
    return without.drg.number if weight is None else f"{without.drg.number} ({weight:.4f})"


def categories_word(categories: Sequence[Category]) -> str:
    """Return HCCs in short: ``V28 37, V24 18``."""
    return ", ".join(f"{one.model} {one.number}" for one in categories)


def remarks(code: GroupedCode) -> list[str]:
    """Return what there is to say of a code, in sentences."""
    said = ["No valid code on the day: the grouper left it out."] if code.invalid else []
    if code.counts:
        said.append("The severity rests on it.")
    return [*said, *(one for one in (code.why_not, code.poa_effect) if one)]


def _drg_document(drg: Drg | None) -> Document | None:
    if drg is None:
        return None
    return {
        "drg": drg.number,
        "title": drg.title,
        "weight": drg.weight,
        "gmlos": drg.gmlos,
        "amlos": drg.amlos,
    }


def _without_document(without: Without) -> Document:
    return {
        "code": without.code,
        "principal": without.principal,
        **(_drg_document(without.drg) or {"drg": None}),
    }


def _category_document(category: Category) -> Document:
    return {
        "model": category.model,
        "category": category.number,
        "label": category.label,
        "payment_year": category.year,
    }


def _code_document(code: GroupedCode) -> Document:
    return {
        "code": code.code,
        "cc": code.cc,
        "poa_effect": code.poa_effect,
        "code_set": code.code_set,
        "counts": code.counts,
        "excluded": code.excluded,
        "why_not": code.why_not,
        "or_procedure": code.or_procedure,
        "decides": code.decides,
        "invalid": code.invalid,
        "hac": list(code.hac),
        "categories": [_category_document(one) for one in code.categories],
    }
