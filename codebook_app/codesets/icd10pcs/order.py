"""The ICD-10-PCS order file: every table and code with its titles, one a line, fixed width.

Columns, counted from 1 (CMS, "ICD-10-PCS order file" layout, beside the file): 1-5 order number,
7-13 code, 15 a 1 for valid codes and a 0 for headers, which are tables, 17-76 short title, 78 on
long title.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.icd10pcs.grammar import CHARACTER, TABLE_LENGTH
from codebook_app.codesets.icd10pcs.shapes import found_in, has_lines_of
from codebook_app.codesets.lines import text_lines
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, Progress, ProgressSink, silent

_LINE = re.compile(
    rf"(\d{{5}}) (?P<code>{CHARACTER}{{3}}    |{CHARACTER}{{7}}) ([01]) .{{60}} *(\S.*)"
)
_VALID = re.compile(rb"^\d{5} [0-9A-Z]{7} 1 ", re.MULTILINE)
_BETWEEN_LOOKS = 4096


@dataclass(frozen=True, slots=True)
class OrderFile:
    """The long titles of the *tables* and the *codes*, each in printed order.

    *gap* is the first line of the file whose order number does not follow on that of the line
    before, 0 where there is none.
    """

    name: str
    tables: Mapping[str, str]
    codes: Mapping[str, str]
    gap: int = 0


def is_order_file(head: bytes) -> bool:
    """Whether the file that begins with *head* is an order file of ICD-10-PCS.

    That of ICD-10-CM has the same columns, and codes of other lengths that begin with a letter.
    """
    return has_lines_of(_LINE, head)


def count_valid(file: OfficialFile) -> int:
    """Return how many lines of the order file *file* are those of valid codes.

    Raises:
        KnownError: it cannot be read.
    """
    return sum(1 for _ in found_in(file.chunks(), _VALID))


def read_order(
    file: OfficialFile, progress: ProgressSink = silent, cancel: CancelToken | None = None
) -> OrderFile:
    """Return the tables and codes that the order file *file* lists.

    Raises:
        KnownError: a line has another shape, contradicts itself, or lists a code for the second
            time; with file and line.
        Cancelled: *cancel* was raised.
    """
    tables: dict[str, str] = {}
    codes: dict[str, str] = {}
    gap, expected, done = 0, 1, 0
    for number, line in text_lines(file, ended=True):
        done += len(line) + 1
        if number % _BETWEEN_LOOKS == 0:
            if cancel is not None:
                cancel.raise_if_cancelled()
            progress(Progress("Reading the order file", min(done, file.size), file.size))
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.rstrip())
        if match is None:
            raise _fault(file, number, "the line has not the columns of an order file")
        order, code, flag, title = match.groups()
        code = code.rstrip()
        is_table = len(code) == TABLE_LENGTH
        if (flag == "0") is not is_table:
            told = "valid" if flag == "1" else "a header"
            raise _fault(file, number, f"{code} is marked {told}, which its length contradicts")
        listed = tables if is_table else codes
        if code in listed:
            raise _fault(file, number, f"{code} was there already")
        if int(order) != expected:
            gap = gap or number
            expected = int(order)
        expected += 1
        listed[code] = title
    if not codes:
        raise _fault(file, 1, "the file lists no codes")
    return OrderFile(file.own_name, tables, codes, gap)


def _fault(file: OfficialFile, line: int, what: str) -> KnownError:
    return KnownError(f"{file.name}, line {line}: {what}.", "Import the file as CMS publishes it.")
