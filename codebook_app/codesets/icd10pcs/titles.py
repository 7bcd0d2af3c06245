"""Lists of ICD-10-PCS codes with their long titles alone.

CMS's codes file (``icd10pcs_codes_2026.txt``: code, blank, title) and a spreadsheet's text of two
columns, as the Tuva project and the Python package ``drg`` give it (``"0016070","Bypass …"``).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.icd10pcs.grammar import CHARACTER
from codebook_app.codesets.icd10pcs.shapes import found_in, has_lines_of
from codebook_app.codesets.lines import text_lines
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, Progress, ProgressSink, silent

_CODE = re.compile(f"{CHARACTER}{{7}}")
_SPACED = re.compile(rf"(?P<code>{CHARACTER}{{7}}) (\S.*)")
_QUOTED = re.compile(rf'"?(?P<code>{CHARACTER}{{7}})"?,"?\S.*')
_BEGINNING = re.compile(rb'^"?[0-9A-Z]{7}"?[ ,]', re.MULTILINE)
_BETWEEN_LOOKS = 4096


@dataclass(frozen=True, slots=True)
class TitlesFile:
    """The long titles of the *codes*, in printed order."""

    name: str
    codes: Mapping[str, str]


def is_titles_text(head: bytes) -> bool:
    """Whether the file that begins with *head* is a codes file of ICD-10-PCS."""
    return has_lines_of(_SPACED, head)


def is_titles_csv(head: bytes) -> bool:
    """Whether the file that begins with *head* has the two columns code and title."""
    return has_lines_of(_QUOTED, head)


def count_titles(file: OfficialFile) -> int:
    """Return how many lines of *file* begin with a code.

    Raises:
        KnownError: it cannot be read.
    """
    return sum(1 for _ in found_in(file.chunks(), _BEGINNING))


def read_titles(
    file: OfficialFile, progress: ProgressSink = silent, cancel: CancelToken | None = None
) -> TitlesFile:
    """Return the codes and titles that *file* lists, in whichever of the two forms.

    Raises:
        KnownError: a line has another shape, or lists a code for the second time; with file and
            line.
        Cancelled: *cancel* was raised.
    """
    pairs = _columns(file) if is_titles_csv(file.head) else _spaced(file)
    codes: dict[str, str] = {}
    done = 0
    for number, code, title in pairs:
        done += len(code) + len(title) + 1
        if number % _BETWEEN_LOOKS == 0:
            if cancel is not None:
                cancel.raise_if_cancelled()
            progress(Progress("Reading codes and titles", min(done, file.size), file.size))
        if code in codes:
            raise _fault(file, number, f"{code} was there already")
        codes[code] = title
    return TitlesFile(file.own_name, codes)


def _spaced(file: OfficialFile) -> Iterator[tuple[int, str, str]]:
    for number, line in text_lines(file):
        if not line.strip():
            continue
        match = _SPACED.fullmatch(line.rstrip())
        if match is None:
            raise _fault(file, number, "the line is not a code, a blank and a title")
        yield number, match[1], match[2]


def _columns(file: OfficialFile) -> Iterator[tuple[int, str, str]]:
    rows = csv.reader((line for _, line in text_lines(file, "utf-8")), strict=True)
    while True:
        try:
            row = next(rows, None)
        except csv.Error as fault:
            raise _fault(file, rows.line_num, f"the line is not in columns ({fault})") from fault
        if row is None:
            return
        if not row:
            continue
        if len(row) != 2 or not _CODE.fullmatch(row[0]) or not row[1].strip():
            raise _fault(file, rows.line_num, "the line is not a code and a title")
        yield rows.line_num, row[0], " ".join(row[1].split())


def _fault(file: OfficialFile, line: int, what: str) -> KnownError:
    return KnownError(f"{file.name}, line {line}: {what}.", "Import the file as it was published.")
