"""How codes, cells and tables are written, for text and for the eye, safe from spreadsheets.

A spreadsheet reads ``0016070`` and ``02E5`` as numbers, ``2025-10`` as a month, and runs a cell
that begins with ``= + - @``. Both can be guarded within the text, by ``="0016070"`` or an
apostrophe, but then a billing screen gets these characters as well. So the text holds the codes
exactly, unless it is made for a spreadsheet (:func:`csv_text`), and the HTML that lies on the
clipboard beside it marks every cell as text: spreadsheets take the HTML where there is one.
Codes never begin with a dangerous character; a title that does is given an apostrophe in every
form, since nobody types a title into a claim. Gnumeric alone reads no such mark:
:mod:`codebook_app.exchange.gnumeric` is for it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from html import escape

from codebook_app.domain.claim import DIAGNOSES, PROCEDURES, Claim
from codebook_app.domain.copying import CopyOptions, Order
from codebook_app.domain.encounter import EncounterLine, Role

_DOTTED = frozenset({"icd10cm"})
# The wide forms run too where the spreadsheet speaks Chinese, Japanese or Korean.
_DANGEROUS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")

_MISREAD = re.compile(
    r"0[0-9]+"  # loses its zeros
    r"|[0-9]{16,}"  # loses its last digits
    r"|[0-9]+[Ee][0-9]+"  # a power of ten
    r"|[0-9]{4}-[0-9]{2}"  # a month
)

# The number format "@" is text: the style in Excel's words, sdnum in those of LibreOffice and
# OpenOffice (language; its standard; format).
_TEXT_CELL = 'style=\'mso-number-format:"\\@"; vertical-align:top\' sdnum="1033;1033;@"'

_CODE_SETS = (DIAGNOSES, PROCEDURES, "cpt", "hcpcs")


def code_as(line: EncounterLine, *, dots: bool) -> str:
    """Return the line's code, without its dot where the code set prints one and none is wanted."""
    if dots or line.code_set not in _DOTTED:
        return line.code
    return line.code.replace(".", "")


def ordered(claim: Claim, options: CopyOptions) -> tuple[EncounterLine, ...]:
    """Return every line of the list in the order asked for.

    By code, the diagnoses come first, then the procedures, then the services. What a line is on
    the claim, and its number, never depend on it.
    """
    lines = claim.encounter.lines
    if options.order is Order.LISTED:
        return lines
    return tuple(sorted(lines, key=lambda line: (_rank(line.code_set), line.code_set, line.code)))


def _rank(code_set: str) -> int:
    return _CODE_SETS.index(code_set) if code_set in _CODE_SETS else len(_CODE_SETS)


def numbers(claim: Claim) -> dict[str, int]:
    """Return the number of each line by its id, counted from 1 within its field of the claim.

    The number of a listed diagnosis is the place of its letter (A is 1). Procedures and services
    are counted together.
    """
    fields = (
        claim.diagnoses,
        claim.admitting,
        claim.reasons,
        [line for line in claim.encounter.lines if line.code_set != DIAGNOSES],
    )
    return {line.id: at for field in fields for at, line in enumerate(field, 1)}


def short_role(claim: Claim, line: EncounterLine) -> str:
    """Return what *line* is in letters that lists of codes use: Dx, Adm, RFV, Px, Svc or Oth."""
    if line in claim.services:
        return "Svc"
    if line.code_set == PROCEDURES:
        return "Px"
    if line.code_set != DIAGNOSES:
        return "Oth"
    return {Role.ADMITTING: "Adm", Role.REASON_FOR_VISIT: "RFV"}.get(line.role, "Dx")


def one_line(text: str) -> str:
    """Return free text without tabs and line breaks."""
    return " ".join(text.split())


def cell(text: str) -> str:
    """Return free text for a cell: one line, without tabs, and nothing a spreadsheet would run."""
    text = one_line(text)
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def misread(text: str) -> bool:
    """Whether a spreadsheet would make another text of *text*: a number or a month."""
    return _MISREAD.fullmatch(text) is not None


def csv_text(rows: Iterable[Sequence[str]], *, guard: bool) -> str:
    """Return *rows* as CSV (RFC 4180, lines ended by line feeds), the last line not ended.

    With *guard* a cell that is :func:`misread` becomes a formula that is the text, ``="0016070"``.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        writer.writerow([f'="{one}"' if guard and misread(one) else one for one in row])
    return text.getvalue().removesuffix("\n")


def cells_of(csv_written: str) -> list[list[str]]:
    """Return the rows that :func:`csv_text` wrote, each cell as it was before it was guarded."""
    return [
        [one[2:-1] if one.startswith('="') and misread(one[2:-1]) else one for one in row]
        for row in csv.reader(io.StringIO(csv_written, newline=""))
    ]


def html_table(rows: Iterable[Sequence[str]], header: Sequence[str] = ()) -> str:
    """Return a plain table; every cell is text to a spreadsheet, every character escaped."""
    head = "".join(f'<th align="left">{escape(name)}</th>' for name in header)
    body = "".join(
        f"<tr>{''.join(f'<td {_TEXT_CELL}>{escape(one)}</td>' for one in row)}</tr>" for row in rows
    )
    head = f"<thead><tr>{head}</tr></thead>" if head else ""
    return f"<table>{head}<tbody>{body}</tbody></table>"


def html_lines(lines: Iterable[str]) -> str:
    """Return *lines* as paragraphs without space between them."""
    return "".join(f'<p style="margin:0">{escape(line)}</p>' for line in lines)


def html_text(lines: Sequence[str]) -> str:
    """Return *lines* as :func:`html_lines`; as a table where one of them is :func:`misread`.

    A spreadsheet takes each paragraph for a cell, and no mark would keep that text.
    """
    if any(misread(line) for line in lines):
        return html_table([(line,) for line in lines])
    return html_lines(lines)
