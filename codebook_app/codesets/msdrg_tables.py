"""Tables 5, 6I and 6J of the IPPS final rule: text between tabs, or a spreadsheet.

Table 5 lists the MS-DRGs with their weights and lengths of stay, 6I and 6J the complete MCC and CC
lists. Titles and notes stand above and below; the columns are found by their headings. The groups
that the installed grouper knows come in the shape of Table 5 without weights.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.icd10cm.grammar import normalise
from codebook_app.codesets.lines import text_lines
from codebook_app.codesets.spreadsheet import is_spreadsheet, rows
from codebook_app.domain.content import CC, MCC, Listing
from codebook_app.errors import KnownError

Row = tuple[int, tuple[str, ...]]
_LONGEST_CODE = 8
_LOOKED_AT = 12  # rows from the top within which a table says what it is
_DRG = re.compile(r"\d{1,3}")
_MDC = re.compile(r"PRE|0?[1-9]|1\d|2[0-5]|")
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,6})?|\.\d{1,6}")
_NONE = frozenset({"", ".", "-", "--", "*", "**", "N/A", "NA"})
_TYPES = {"SURG": "SURG", "MED": "MED", "**": "**", "": "**"}
_YES_NO = {"YES": "Yes", "NO": "No", "Y": "Yes", "N": "No", "": ""}
_LIST = re.compile(
    r"TABLE 6[IJ]\W+COMPLETE (M?CC) LIST|MS-DRG GROUPER V\d+: COMPLETE (M?CC) LIST", re.IGNORECASE
)
_OTHER_TABLE = re.compile(r"TABLE (\d+[A-Z]?(?:\.\d)?)\W", re.IGNORECASE)
_STATED = re.compile(r"\bFY\s*(20\d\d)\b|MS-DRG Grouper v(\d\d)\b", re.IGNORECASE)
_IMPORT_AGAIN = "Download it again, or unpack it again, and import that."


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A row of Table 5, on *line*.

    *mdc* is ``PRE``, ``01`` to ``25`` or empty, *type* ``SURG``, ``MED`` or ``**``. What a group
    has not (a weight, a length of stay) is empty, and *post_acute* and *special_pay* where the
    table has no such column. *mdc_title* only the grouper's list has.
    """

    line: int
    drg: str
    mdc: str
    type: str
    title: str
    mdc_title: str = ""
    post_acute: str = ""
    special_pay: str = ""
    weight: str = ""
    capped_weight: str = ""
    geometric: str = ""
    arithmetic: str = ""


# What a heading must hold, in small letters, to be the column of a field.
_HEADINGS: dict[str, tuple[str, ...]] = {
    "post_acute": ("post-acute",),
    "special_pay": ("special pay",),
    "mdc_title": ("mdc title",),
    "mdc": ("mdc",),
    "type": ("type",),
    "title": ("title",),
    "capped_weight": ("weight", "cap applied"),
    "weight": ("weight",),
    "geometric": ("geometric",),
    "arithmetic": ("arithmetic",),
    "drg": ("ms-drg",),
}
_NEEDED = ("drg", "mdc", "type", "title")


def is_table_5(file: OfficialFile) -> bool:
    """Whether *file* has a row of headings as Table 5 does, with weights or without."""
    return any(_columns(cells) for _, cells in _top(file))


def has_weights(file: OfficialFile) -> bool:
    """Whether the columns of Table 5 include the weights; the grouper's list has none."""
    return any("weight" in (_columns(cells) or ()) for _, cells in _top(file))


def complications_of(file: OfficialFile) -> str | None:
    """Return the list, :data:`CC` or :data:`MCC`, that *file* is; None where it is none."""
    for _, cells in _top(file):
        if match := _LIST.search(" ".join(cells)):
            return MCC if (match[1] or match[2]).upper() == "MCC" else CC
    return None


def other_table(file: OfficialFile) -> str | None:
    """Return which other table of the final rule *file* begins as: ``6A``."""
    if is_spreadsheet(file) or b"\t" not in file.head[:4096]:
        return None
    for _, cells in islice(_top(file), 1):
        if match := _OTHER_TABLE.match(" ".join(cells).strip()):
            return match[1].upper()
    return None


def stated_versions(file: OfficialFile) -> set[int]:
    """Return the versions that title and headings of *file* state: FY 2026 is that of v43."""
    return {
        int(year) - 1983 if year else int(version)
        for _, cells in _top(file)
        if not _DRG.fullmatch(cells[0].strip() if cells else "")
        for year, version in _STATED.findall(" ".join(cells))
    }


def read_groups(file: OfficialFile) -> tuple[GroupRow, ...]:
    """Return the groups of Table 5 in its order.

    Raises:
        KnownError: the file cannot be read, a cell is not what its column holds (as where columns
            are shifted), a group comes twice, or the rows end in the middle; with file and line.
    """
    found: dict[str, GroupRow] = {}
    columns: dict[str, int] = {}
    for line, cells in _rows(file):
        if not columns:
            columns = _columns(cells) or {}
            continue
        if not "".join(cells).strip():
            continue
        row = _group(file, line, cells, columns)
        if row is None:
            continue
        if row.drg in found:
            raise _fault(
                file, line, f"the group {row.drg} stands in line {found[row.drg].line} already"
            )
        found[row.drg] = row
    if not found:
        raise KnownError(f"{file.name} holds no groups.", _IMPORT_AGAIN)
    return tuple(found.values())


def read_complications(file: OfficialFile, kind: str) -> tuple[Listing, ...]:
    """Return the codes of Table 6I or 6J as entries of the list *kind*.

    Raises:
        KnownError: the file cannot be read, a row begins with what is no code, a code comes twice
            or there is none; with file and line.
    """
    found: dict[str, Listing] = {}
    begun = False
    for line, cells in _rows(file):
        first, title = [*(cell.strip() for cell in cells), "", ""][:2]
        if not begun:
            begun = first.casefold().startswith("diagnosis code")
            continue
        if not first:  # notes stand in the second column
            continue
        code = normalise(first)
        if code is None:
            if len(first) > _LONGEST_CODE and not title:  # a note across the table
                continue
            raise _fault(file, line, f"“{first}” is no ICD-10-CM code")
        undotted = code.replace(".", "")
        if undotted in found:
            raise _fault(file, line, f"the code {first} stands twice")
        found[undotted] = Listing(kind, undotted, title)
    if not found:
        raise KnownError(f"{file.name} holds no codes.", _IMPORT_AGAIN)
    return tuple(found.values())


def _group(
    file: OfficialFile, line: int, cells: tuple[str, ...], columns: dict[str, int]
) -> GroupRow | None:
    """Return the group in *cells*; None for a note below the table, which has one cell."""
    if sum(bool(cell.strip()) for cell in cells) == 1 and not _DRG.fullmatch(cells[0].strip()):
        return None
    if len(cells) <= max(columns.values()):
        raise _fault(file, line, f"the row ends after {len(cells)} columns")
    texts = {name: " ".join(cells[place].split()) for name, place in columns.items()}
    drg = texts["drg"]
    if not _DRG.fullmatch(drg):
        raise _fault(file, line, f"“{drg}” is no number of a group")
    mdc = texts["mdc"].upper()
    if not _MDC.fullmatch(mdc):
        raise _fault(file, line, f"“{texts['mdc']}” is no MDC")
    if texts["type"].upper() not in _TYPES:
        raise _fault(file, line, f"“{texts['type']}” is no type of group (SURG or MED)")
    if not texts["title"]:
        raise _fault(file, line, f"the group {drg} has no title")
    for name in ("post_acute", "special_pay"):
        answer = texts.get(name, "")
        if answer.upper() not in _YES_NO:
            raise _fault(file, line, f"“{answer}” is neither Yes nor No")
        texts[name] = _YES_NO[answer.upper()]
    for name in ("weight", "capped_weight", "geometric", "arithmetic"):
        number = texts.get(name, "").strip("*").replace(",", "")
        if number.upper() in _NONE:
            number = ""
        elif not _NUMBER.fullmatch(number):
            raise _fault(file, line, f"“{number}” is no number, where a {name} should be")
        texts[name] = number
    texts |= {
        "drg": f"{int(drg):03}",
        "mdc": mdc.zfill(2) if mdc.isdigit() else mdc,
        "type": _TYPES[texts["type"].upper()],
    }
    return GroupRow(line, **texts)


def _columns(cells: tuple[str, ...]) -> dict[str, int] | None:
    """Return where each field's column is, None where *cells* are no headings of Table 5."""
    headings = [" ".join(cell.casefold().split()) for cell in cells]
    columns: dict[str, int] = {}
    for name, words in _HEADINGS.items():
        for place, heading in enumerate(headings):
            if place not in columns.values() and all(word in heading for word in words):
                columns[name] = place
                break
    return columns if all(name in columns for name in _NEEDED) else None


def _top(file: OfficialFile) -> Iterator[Row]:
    """Yield the first rows; none of what cannot be a table at all."""
    if is_spreadsheet(file):
        yield from islice(rows(file), _LOOKED_AT)
    elif file.root is None and b"\t" in file.head and b"\0" not in file.head:
        head = file.head.decode("cp1252", errors="replace").split("\n")
        try:
            yield from islice(_parsed(file, enumerate(head[:_LOOKED_AT], 1)), _LOOKED_AT)
        except KnownError:
            return


def _rows(file: OfficialFile) -> Iterator[Row]:
    if is_spreadsheet(file):
        yield from rows(file)
    else:
        yield from _parsed(file, text_lines(file))


def _parsed(file: OfficialFile, lines: Iterator[tuple[int, str]]) -> Iterator[Row]:
    """Yield the rows of text between tabs, each with the number of its last line."""
    reader = csv.reader((f"{line}\n" for _, line in lines), delimiter="\t")
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise _fault(file, reader.line_num, f"not a row of a table ({fault})") from fault
        yield reader.line_num, tuple(cells)


def _fault(file: OfficialFile, line: int, why: str) -> KnownError:
    return KnownError(f"{file.name}, line {line}: {why}.", _IMPORT_AGAIN)
