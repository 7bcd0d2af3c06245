"""How codes, cells and tables are written, for text and for the eye, safe from spreadsheets.

A spreadsheet reads ``0016070`` and ``02E5`` as numbers and runs a cell that begins with
``= + - @``. Both can be guarded within the text, by ``="0016070"`` or an apostrophe, but then a
billing screen gets these characters as well. So the text always holds the codes exactly, and the
HTML that lies on the clipboard beside it marks every cell as text: spreadsheets take the HTML
where there is one. Codes never begin with a dangerous character; a title that does is given
an apostrophe in every form, since nobody types a title into a claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from codebook_app.domain.encounter import EncounterLine

_DOTTED = frozenset({"icd10cm"})
_DANGEROUS = ("=", "+", "-", "@")

# The number format "@" is text: the style in Excel's words, sdnum in those of LibreOffice and
# OpenOffice (language; its standard; format).
_TEXT_CELL = 'style=\'mso-number-format:"\\@"; vertical-align:top\' sdnum="1033;1033;@"'


def code_as(line: EncounterLine, *, dots: bool) -> str:
    """Return the line's code, without its dot where the code set prints one and none is wanted."""
    if dots or line.code_set not in _DOTTED:
        return line.code
    return line.code.replace(".", "")


def cell(text: str) -> str:
    """Return free text for a cell: one line, without tabs, and nothing a spreadsheet would run."""
    text = " ".join(text.split())
    return f"'{text}" if text.startswith(_DANGEROUS) else text


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
