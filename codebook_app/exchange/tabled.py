"""Code lists as tables for people: Markdown and HTML, with the columns the list has use for."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from codebook_app.domain.claim import DIAGNOSES, Claim
from codebook_app.domain.copying import CopyFormat, CopyOptions, Group, Option, Rendered
from codebook_app.domain.encounter import Encounter, EncounterLine
from codebook_app.exchange.any_list import AnyListFits
from codebook_app.exchange.written import (
    code_as,
    csv_text,
    html_table,
    numbers,
    one_line,
    ordered,
)

# What begins or makes markup within a cell, the bar that ends one among it.
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&])")

_TAKES = frozenset({Option.DOTS, Option.ORDER, Option.POA, Option.DESCRIPTIONS})
_DEFAULTS = CopyOptions(poa=True, descriptions=True)

_STYLE = (
    "body{font-family:sans-serif}table{border-collapse:collapse}"
    "th,td{border:1px solid #999;padding:3px 8px;text-align:left;vertical-align:top}"
)


class MarkdownTable(AnyListFits):
    """A table as Markdown reads it; any character of a title stands for itself."""

    described = CopyFormat(
        name="markdown",
        title="Markdown table",
        description="A table for wikis, tickets and notes that read Markdown.",
        takes=_TAKES,
        defaults=_DEFAULTS,
        suffix="md",
        group=Group.TEXT,
    )

    def render(self, claim: Claim, options: CopyOptions) -> Rendered:
        """Write the header, the rule below it, and a row for each line."""
        header, rows = shown_table(claim, options)
        lines = [header, tuple("---" for _ in header), *(map(_escaped, row) for row in rows)]
        text = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
        return Rendered(text, html_table(rows, header), csv_text([header, *rows], guard=True))


class HtmlTable(AnyListFits):
    """A page with one table under the encounter's label, for a browser or a word processor.

    The text is the whole page, so that it can be saved; a word processor takes the table.
    """

    described = CopyFormat(
        name="html",
        title="Web page (HTML)",
        description="A table with its heading; a word processor pastes the table itself.",
        takes=_TAKES,
        defaults=_DEFAULTS,
        suffix="html",
        group=Group.TEXT,
    )

    def render(self, claim: Claim, options: CopyOptions) -> Rendered:
        """Write the page; nothing in it is fetched from anywhere."""
        header, rows = shown_table(claim, options)
        heading = _heading(claim.encounter)
        # No caption: LibreOffice would put it into the table's first cell.
        table = f'<p style="font-weight:bold">{escape(heading)}</p>{html_table(rows, header)}'
        broken = table.replace("<tr>", "\n<tr>").replace("</tbody>", "\n</tbody>")
        text = (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f"<title>{escape(heading)}</title>\n<style>{_STYLE}</style>\n</head>\n"
            f"<body>\n{broken}\n</body>\n</html>"
        )
        return Rendered(text, table, csv_text([header, *rows], guard=True))


def shown_table(claim: Claim, options: CopyOptions) -> tuple[tuple[str, ...], list[list[str]]]:
    """Return the header and the rows: number, role and code, and what the list has besides.

    POA and title come where asked for; date, units, modifiers, pointers and charge where any line
    has one.
    """
    number = numbers(claim)
    lines = ordered(claim, options)
    columns: list[tuple[str, Callable[[EncounterLine], str]]] = [
        ("#", lambda line: str(number[line.id])),
        ("Role", claim.role_word),
        ("Code", lambda line: code_as(line, dots=options.dots)),
    ]
    if options.poa:
        columns.append(("POA", lambda line: line.poa if line.code_set == DIAGNOSES else ""))
    if options.descriptions:
        columns.append(("Title", lambda line: one_line(line.title)))
    columns += [
        (name, told) for name, told in _WHERE_THERE_IS_ONE if any(told(line) for line in lines)
    ]
    return tuple(name for name, _ in columns), [
        [told(line) for _, told in columns] for line in lines
    ]


_WHERE_THERE_IS_ONE: tuple[tuple[str, Callable[[EncounterLine], str]], ...] = (
    ("Date", lambda line: line.performed_on.isoformat() if line.performed_on else ""),
    ("Units", lambda line: "" if line.units is None else str(line.units)),
    ("Modifiers", lambda line: " ".join(line.modifiers)),
    ("Pointers", lambda line: "".join(line.pointers)),
    ("Revenue code", lambda line: line.revenue_code),
    ("Charge", lambda line: "" if line.charge is None else f"{line.charge:f}"),
)


def _heading(encounter: Encounter) -> str:
    day = encounter.date_of_service
    told = (one_line(encounter.label), encounter.setting.value, day.isoformat() if day else "")
    return " · ".join(one for one in told if one)


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)
