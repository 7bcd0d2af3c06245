"""Reads the HCPCS text file: fixed width, a code's description over several lines."""

from __future__ import annotations

import re

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.hcpcs.collecting import (
    CODE_LINE,
    MODIFIER_CONTINUED,
    MODIFIER_LINE,
    Collector,
)
from codebook_app.codesets.hcpcs.columns import (
    COLUMNS,
    FETCH_AGAIN,
    HcpcsFile,
    HcpcsLine,
    day_of,
    tidy,
)
from codebook_app.codesets.lines import text_lines
from codebook_app.errors import KnownError

_LINE = re.compile(r"([A-Z][0-9]{4}|   [0-9A-Z]{2})([0-9]{5})([3478])")
_FIRST = re.compile(rb"^(?:[A-Z][0-9]{4}|   [0-9A-Z]{2})[0-9]{5}[37]\S", re.MULTILINE)
# The lengths CMS has published are 91, 293 and 320; blanks at the end of a line may be lost, but
# not those before the dates.
_DESCRIPTION_ONLY, _SHORTEST, _LONGEST = 91, 284, 320


def is_text_file(head: bytes) -> bool:
    """Whether the file that begins with *head* has lines of the HCPCS record layout."""
    return _FIRST.search(head) is not None


def read_text(file: OfficialFile) -> HcpcsFile:
    """Return the codes and modifiers of *file*, with the texts around them left out.

    Raises:
        KnownError: a line is not of the record layout, or contradicts the one before it; the
            message names file and line.
    """
    collector = Collector(file.name)
    for number, line in text_lines(file, ended=True):
        found = _LINE.match(line)
        if found is None:
            collector.other(number, line)
            continue
        code, sequence, kind = found[1].strip(), int(found[2]), found[3]
        if kind in {CODE_LINE, MODIFIER_LINE}:
            begun = _detail(file.name, number, line, code, modifier=kind == MODIFIER_LINE)
            collector.first(begun, line[11:91], sequence)
        else:
            modifier = kind == MODIFIER_CONTINUED
            collector.further(code, line[11:91], sequence, number, modifier=modifier)
    return collector.whole()


def _detail(name: str, number: int, line: str, code: str, *, modifier: bool) -> HcpcsLine:
    """Return what the first line of a code says besides its description."""
    where = f"{name}, line {number}"
    length = len(line)
    if length != _DESCRIPTION_ONLY and not _SHORTEST <= length <= _LONGEST:
        raise KnownError(
            f"{where}: the line of {code} has {length} characters, where the HCPCS record layout"
            " has 91, 293 or 320; the file is cut off, or its columns are shifted.",
            FETCH_AGAIN,
        )
    if modifier != (len(code) == 2):
        raise KnownError(
            f"{where}: {code} is marked as a {'modifier' if modifier else 'code'}, which it cannot"
            " be; the columns are shifted.",
            FETCH_AGAIN,
        )
    values = {}
    for column in COLUMNS:
        start, width = column.start - 1, column.width
        whole = line[start : start + width * column.repeats]
        if whole.strip():
            texts = [whole[place : place + width] for place in range(0, len(whole), width)]
            if found := tidy(column, texts):
                values[column.name] = found
    return HcpcsLine(
        code=code,
        modifier=modifier,
        title="",
        short=" ".join(line[91:119].split()),
        line=number,
        values=values,
        added=day_of(line[268:276], "added", where),
        effective=day_of(line[276:284], "effective", where),
        terminated=day_of(line[284:292], "termination", where),
        action=line[292:293].strip(),
    )
