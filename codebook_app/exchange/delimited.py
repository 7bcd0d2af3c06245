"""Code lists as columns, for a spreadsheet or another program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from codebook_app.domain.claim import Claim
from codebook_app.domain.copying import CopyFormat, CopyOptions, Rendered
from codebook_app.exchange.written import cell, code_as, html_table

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
)


class TabSeparated:
    """Everything a line holds, in columns divided by tabs under a header row.

    Diagnoses and procedures are each counted from 1 in the order of the list. Modifiers are
    divided by spaces, pointers are letters without anything between ("AB"), as on paper. A cell
    with a quotation mark is quoted as in CSV. See :mod:`codebook_app.exchange.written` for why
    the codes of the text are not guarded against spreadsheets while those of the HTML are.
    """

    described = CopyFormat(
        name="tsv",
        title="Table (TSV)",
        description="All columns with a header row, divided by tabs, for spreadsheets.",
        suffix="tsv",
    )

    def unfit(self, claim: Claim) -> tuple[str, ...]:  # noqa: ARG002
        """Any list fits."""
        return ()

    def render(self, claim: Claim, options: CopyOptions) -> Rendered:
        """Write the header and a row for each line; the column ``dotless`` never has dots."""
        rows = list(_rows(claim, dots=options.dots))
        text = io.StringIO()
        writer = csv.writer(text, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
        return Rendered(text.getvalue().removesuffix("\n"), html_table(rows, COLUMNS))


def _rows(claim: Claim, *, dots: bool) -> Iterator[tuple[str, ...]]:
    counted = {True: 0, False: 0}
    for line in claim.encounter.lines:
        diagnosis = line.code_set == "icd10cm"
        counted[diagnosis] += 1
        yield (
            str(counted[diagnosis]),
            claim.role_word(line),
            line.code_set,
            code_as(line, dots=dots),
            code_as(line, dots=False),
            cell(line.title),
            line.poa,
            "" if line.units is None else str(line.units),
            " ".join(line.modifiers),
            "".join(line.pointers),
            cell(line.release),
        )
