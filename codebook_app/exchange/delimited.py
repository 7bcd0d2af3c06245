"""Code lists as columns, for a spreadsheet or another program."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from codebook_app.domain.claim import DIAGNOSES, Claim
from codebook_app.domain.copying import CopyFormat, CopyOptions, Group, Option, Rendered
from codebook_app.exchange.any_list import AnyListFits
from codebook_app.exchange.written import (
    cell,
    code_as,
    csv_text,
    html_table,
    misread,
    numbers,
    ordered,
)

COLUMNS = (
    "seq",
    "role",
    "code set",
    "code",
    "dotless",
    "title",
    "POA",
    "units",
    "modifiers",
    "pointers",
    "release",
    "date",
    "charge",
    "revenue code",
)
"""What begins with "date" came later: whoever counts columns from the left still finds them."""

_ALL = frozenset({Option.DOTS, Option.ORDER, Option.POA, Option.DESCRIPTIONS, Option.GUARD})
_WHOLE = CopyOptions(poa=True, descriptions=True)


class TabSeparated(AnyListFits):
    """Everything a line holds, in columns divided by tabs under a header row.

    Diagnoses and procedures are each counted from 1 in the order of the list, admitting ones and
    reasons for the visit apart. Modifiers are divided by spaces, pointers are letters without
    anything between ("AB"), as on paper. A cell with a quotation mark is quoted as in CSV.
    """

    described = CopyFormat(
        name="tsv",
        title="Table (TSV)",
        description="All columns with a header row, divided by tabs, for other programs.",
        takes=_ALL,
        defaults=_WHOLE,
        suffix="tsv",
        group=Group.DATA,
    )

    def render(self, claim: Claim, options: CopyOptions) -> Rendered:
        """Write the header and a row for each line; the column ``dotless`` never has dots.

        Without POA or titles that column is left out, and the others stand as they stood.
        """
        header, rows = _table(claim, options)
        text = io.StringIO()
        writer = csv.writer(text, delimiter="\t", lineterminator="\n")
        guarded = [[_guarded(one) if options.guard else one for one in row] for row in rows]
        writer.writerows([header, *guarded])
        return Rendered(
            text.getvalue().removesuffix("\n"),
            html_table(rows, header),
            csv_text([header, *rows], guard=True),
            _said(rows, guard=options.guard),
        )


class CommaSeparated(AnyListFits):
    """The columns of :class:`TabSeparated` as CSV (RFC 4180), made to be opened in a spreadsheet.

    By default a cell that a spreadsheet would misread (``0016070`` a number, ``2025-10`` a month)
    is the formula ``="0016070"``: Excel and LibreOffice show it as it is. Quotation marks alone do
    not hold either back, an apostrophe and a leading tab would stay in the cell. For a program that
    reads the file itself the guard is taken off, and every cell is exact.
    """

    described = CopyFormat(
        name="csv",
        title="Spreadsheet (CSV)",
        description="All columns with a header row, divided by commas, for spreadsheets.",
        takes=_ALL,
        defaults=replace(_WHOLE, guard=True),
        suffix="csv",
        group=Group.DATA,
    )

    def render(self, claim: Claim, options: CopyOptions) -> Rendered:
        """Write the header and a row for each line, as TSV has them."""
        header, rows = _table(claim, options)
        text = csv_text([header, *rows], guard=options.guard)
        return Rendered(text, html_table(rows, header), text, _said(rows, guard=options.guard))


def _table(claim: Claim, options: CopyOptions) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the names of the columns and a row of texts for each line."""
    number = numbers(claim)
    left_out = set()
    if not options.poa:
        left_out.add("POA")
    if not options.descriptions:
        left_out.add("title")
    rows = []
    for line in ordered(claim, options):
        cells = (
            str(number[line.id]),
            claim.role_word(line),
            line.code_set,
            code_as(line, dots=options.dots),
            code_as(line, dots=False),
            cell(line.title),
            line.poa if line.code_set == DIAGNOSES else "",
            "" if line.units is None else str(line.units),
            " ".join(line.modifiers),
            "".join(line.pointers),
            cell(line.release),
            "" if line.performed_on is None else line.performed_on.isoformat(),
            "" if line.charge is None else f"{line.charge:f}",
            line.revenue_code,
        )
        told = zip(COLUMNS, cells, strict=True)
        rows.append(tuple(one for name, one in told if name not in left_out))
    return tuple(name for name in COLUMNS if name not in left_out), rows


def _guarded(text: str) -> str:
    return f'="{text}"' if misread(text) else text


def _said(rows: list[tuple[str, ...]], *, guard: bool) -> tuple[str, ...]:
    """Return what to know of cells that a spreadsheet misreads; empty where there is none."""
    cells = list(dict.fromkeys(one for row in rows for one in row if misread(one)))
    if not cells:
        return ()
    named, are, them = cells[0], "is", "it"
    if len(cells) > 1:
        named, are, them = f"{cells[0]} and {len(cells) - 1} more", "are", "them"
    if guard:
        return (
            f'So that a spreadsheet keeps {them}, {named} {are} written as ="{cells[0]}". '
            f"A program that reads the file itself wants {them} without.",
        )
    return (
        f"A spreadsheet that opens the file makes another number or a date of {named}. "
        f"Guarded cells keep {them}.",
    )
