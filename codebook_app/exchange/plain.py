"""Code lists as plain text: the codes alone, numbered, or with their titles."""

from __future__ import annotations

from codebook_app.domain.claim import DIAGNOSES, Claim
from codebook_app.domain.copying import CopyFormat, CopyOptions, Option, Rendered
from codebook_app.domain.encounter import EncounterLine
from codebook_app.exchange.any_list import AnyListFits
from codebook_app.exchange.written import (
    cell,
    code_as,
    csv_text,
    html_table,
    html_text,
    numbers,
    ordered,
    short_role,
)


class PlainCodes(AnyListFits):
    """The codes and nothing else, for a billing screen.

    The HTML is text too and no table, since a list of codes is pasted into a field or a sentence;
    but one with a code that a spreadsheet would misread is a table of one column.
    """

    described = CopyFormat(
        name="plain",
        title="Codes",
        description="The codes alone, one a line or in one line, for billing screens.",
        takes=frozenset({Option.DOTS, Option.SEPARATOR, Option.ORDER}),
    )

    def render(self, claim: Claim, options: CopyOptions) -> Rendered:
        """Write the codes in their order with the separator between them."""
        return _codes(claim, options, options.separator)


class CommaList(AnyListFits):
    """The codes in one line as people write them: a comma and a space between two."""

    described = CopyFormat(
        name="comma",
        title="Codes in a sentence",
        description="The codes in one line with a comma and a space between, for notes.",
        takes=frozenset({Option.DOTS, Option.ORDER}),
    )

    def render(self, claim: Claim, options: CopyOptions) -> Rendered:
        """Write the codes in their order."""
        return _codes(claim, options, ", ")


class CodesWithTitles(AnyListFits):
    """Each code with its title.

    Two spaces stand between them: a tab would jump by the length of the code, and some fields
    swallow it. A word processor and a spreadsheet get columns from the HTML.
    """

    described = CopyFormat(
        name="titles",
        title="Codes with titles",
        description="Each code with its title, one a line, for notes and letters.",
        takes=frozenset({Option.DOTS, Option.ORDER, Option.POA}),
    )

    def render(self, claim: Claim, options: CopyOptions) -> Rendered:
        """Write a line for each code; one without a title stands alone.

        With POA, the indicator of a diagnosis that has one stands between code and title.
        """
        rows = [
            (
                code_as(line, dots=options.dots),
                *((_poa(line),) if options.poa else ()),
                cell(line.title),
            )
            for line in ordered(claim, options)
        ]
        text = "\n".join("  ".join(one for one in row if one) for row in rows)
        return Rendered(text, html_table(rows) if rows else "", csv_text(rows, guard=True))


class NumberedCodes(AnyListFits):
    """What each code is, with its number, and the code behind a tab: ``Dx1<TAB>E11.22``.

    ``Dx`` listed diagnosis, ``Adm`` admitting diagnosis, ``RFV`` reason for visit, ``Px``
    ICD-10-PCS procedure, ``Svc`` CPT or HCPCS service. Tools that take two columns take this.
    """

    described = CopyFormat(
        name="dx",
        title="Numbered codes (Dx1 …)",
        description="What each code is on the claim and its number, a tab, the code.",
        takes=frozenset({Option.DOTS, Option.ORDER, Option.POA, Option.DESCRIPTIONS}),
    )

    def render(self, claim: Claim, options: CopyOptions) -> Rendered:
        """Write a line for each code; with POA and titles, a column more for each.

        Another order moves the lines: Dx1 stays the principal or first-listed diagnosis.
        """
        number = _numbers_by_role(claim)
        rows = [
            (
                f"{short_role(claim, line)}{number[line.id]}",
                code_as(line, dots=options.dots),
                *((_poa(line),) if options.poa else ()),
                *((cell(line.title),) if options.descriptions else ()),
            )
            for line in ordered(claim, options)
        ]
        text = "\n".join("\t".join(row) for row in rows)
        return Rendered(text, html_table(rows) if rows else "", csv_text(rows, guard=True))


def _codes(claim: Claim, options: CopyOptions, separator: str) -> Rendered:
    codes = [code_as(line, dots=options.dots) for line in ordered(claim, options)]
    text = separator.join(codes)
    return Rendered(
        text,
        html_text(text.split("\n")) if text else "",
        csv_text(((code,) for code in codes), guard=True),
    )


def _poa(line: EncounterLine) -> str:
    return line.poa if line.code_set == DIAGNOSES else ""


def _numbers_by_role(claim: Claim) -> dict[str, int]:
    """Return the number of each line, services apart from procedures: Px1 and Svc1."""
    apart = (claim.procedures, claim.services, claim.others)
    return numbers(claim) | {line.id: at for field in apart for at, line in enumerate(field, 1)}
