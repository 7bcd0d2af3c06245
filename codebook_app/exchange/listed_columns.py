"""Codes in a table: columns told by the names in their header, of our own tables and of others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from codebook_app.domain.encounter import Role
from codebook_app.exchange.candidates import (
    Candidate,
    Given,
    How,
    Passed,
    Pasted,
    Spelling,
    Standing,
)
from codebook_app.exchange.column_names import CODES, column_named
from codebook_app.exchange.pasted_lines import masked
from codebook_app.exchange.pasted_segments import service_spelling
from codebook_app.exchange.pasted_shapes import CM, CPT, HCPCS, ICF, PCS, dotted, spellings

ReadCell = Callable[[str, int, int], Iterator[Candidate | Passed]]

_HEADER_WITHIN = 12
_CELL = r'(?:[ ]*"((?:[^"]|"")*)"[ ]*|([^{divider}\n]*))'
_MARKDOWN_CELL = r"()((?:\\.|[^|\\\n])*)"
_RULE = re.compile(r"[\s|:-]*-[\s|:-]*")
_MSDRG = "msdrg"

_SYSTEMS = {
    "icd10cm": CM,
    "icd10": CM,
    "10": CM,
    "abk": CM,
    "abf": CM,
    "icd10pcs": PCS,
    "pcs": PCS,
    "cpt": CPT,
    "cpt4": CPT,
    "hcpcs": HCPCS,
    "hcpcslevelii": HCPCS,
    "icf": ICF,
    "msdrg": _MSDRG,
}
_CLEAN = re.compile(r"""^[\s'"=]+|[\s'"]+$""")
_LETTERS = "ABCDEFGHIJKL"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, and where in the whole text it stands without quotes."""

    text: str
    start: int
    end: int


def read_columns(text: str, read_cell: ReadCell) -> Pasted | None:
    """Return the codes of the table *text* is, None where it has no header that names a code.

    *read_cell* reads cells that hold more than a code. Rows above the header are passed over.
    """
    head = text[:20_000]
    for divider in _dividers(head):
        opening = list(_rows(head, divider))[:_HEADER_WITHIN]
        for at, row in enumerate(opening):
            names = _named(row)
            if names is not None and _has_rows(opening[at + 1 :], names):
                table = _Table(names, read_cell, text)
                for body in list(_rows(text, divider))[at + 1 :]:
                    table.take(body)
                return table.pasted(row)
    return None


def _has_rows(rows: Sequence[Sequence[Cell]], names: Sequence[str]) -> bool:
    """Whether the rows below a header have its columns; a sentence with commas is no header."""
    filled = [row for row in rows if any(cell.text for cell in row)]
    codes = [at for at, name in enumerate(names) if name in CODES]
    return not filled or (
        len(filled[0]) > codes[0] and (len(names) == 1 or len(filled[0]) * 2 >= len(names))
    )


def _dividers(head: str) -> list[str]:
    lines = [line for line in head.split("\n")[:_HEADER_WITHIN] if line.strip()]
    found = [one for one in ("\t", "|", ";", ",") if any(one in line for line in lines)]
    return found or ([","] if lines else [])


def _rows(text: str, divider: str) -> Iterator[list[Cell]]:
    """Yield the rows of *text*; a quoted cell may hold dividers and line breaks."""
    pattern = _MARKDOWN_CELL if divider == "|" else _CELL.replace("{divider}", re.escape(divider))
    cell = re.compile(pattern)
    at = 0
    row: list[Cell] = []
    while at <= len(text):
        match = cell.match(text, at)
        if match is None:  # a backslash at the end of a Markdown table
            break
        quoted = match[1] is not None and divider != "|"
        group = 1 if quoted else 2
        value = match[group] or ""
        if quoted and match.end() < len(text) and text[match.end()] not in {divider, "\n"}:
            # A quotation mark inside loose text is no quoting.
            match = re.compile(rf"([^{re.escape(divider)}\n]*)").match(text, at)
            if match is None:
                break
            group, value = 1, match[1]
            quoted = False
        start = match.start(group)
        if quoted:
            value = value.replace('""', '"')
        elif divider == "|":
            value = re.sub(r"\\(.)", r"\1", value)
        row.append(Cell(value.strip(), start, match.end(group)))
        at = match.end()
        if at >= len(text):
            break
        if text[at] == "\n":
            yield _framed(row, divider)
            row = []
        at += 1
    if row:
        yield _framed(row, divider)


def _framed(row: list[Cell], divider: str) -> list[Cell]:
    """Return a row without the empty cells outside the bars of a Markdown table."""
    if divider == "|" and len(row) > 1:
        if not row[0].text:
            row = row[1:]
        if row and not row[-1].text:
            row = row[:-1]
    return row


def _named(row: Sequence[Cell]) -> tuple[str, ...] | None:
    """Return what each column of a header holds ("" for others); None where it is no header."""
    names = [column_named(cell.text) for cell in row]
    if not any(name in CODES for name in names):
        return None
    known = sum(bool(name) for name in names)
    filled = sum(bool(cell.text) for cell in row)
    # "Diagnosis, see below": a header names most of its columns.
    if known * 2 < filled or (len(row) == 1 and row[0].text.lower() not in {"code", "codes"}):
        return None
    # "Dx1<TAB>E11.22" is a label and its code.
    if any(
        spellings(cell.text, alone=False) for cell, name in zip(row, names, strict=True) if not name
    ):
        return None
    return tuple(names)


class _Table:
    """Collects the codes of a table row by row."""

    def __init__(self, names: tuple[str, ...], read_cell: ReadCell, text: str) -> None:
        self._names = names
        self._read_cell = read_cell
        self._text = text
        # A row of several codes is a visit, and visits repeat their diagnoses.
        wide = sum(name in CODES for name in names) > 1
        self._standing = Standing.LISTED if wide else Standing.STATED
        self._found: list[Candidate] = []
        self._passed: list[Passed] = []

    def take(self, row: Sequence[Cell]) -> None:
        """Read one row."""
        if not any(cell.text for cell in row) or all(
            _RULE.fullmatch(cell.text) for cell in row if cell.text
        ):
            return
        told = dict.fromkeys(self._names, "")
        modifiers: list[str] = []
        codes: list[tuple[str, Cell]] = []
        for name, cell in zip(self._names, row, strict=False):
            if name in CODES:
                codes.append((name, cell))
            elif name == "modifiers":
                modifiers += re.findall(r"[A-Z0-9]{2}", cell.text.upper())
            elif name and not told[name]:
                told[name] = cell.text
        written = [(name, cell) for name, cell in codes if _clean(cell.text)]
        if not written and told.get("dotless"):
            at = self._names.index("dotless")
            written = [("code", row[at])]
        code_set = _system(told.get("code set", ""))
        kind = "" if code_set else _kind_by_role(told.get("role", ""))
        for name, cell in written:
            named = kind if name == "code" and kind else name
            self._take_cell(named, cell, code_set, told, tuple(modifiers))

    def _take_cell(
        self, name: str, cell: Cell, code_set: str, told: Mapping[str, str], mods: tuple[str, ...]
    ) -> None:
        word = _clean(cell.text)
        start = cell.start + max(0, self._text[cell.start : cell.end].find(word))
        end = min(start + len(word), cell.end)
        spelled = self._spelled(name, word, code_set)
        written = self._text[start:end]
        if spelled:
            given = _given(told, mods, spelled)
            role = told.get("role", "").lower()
            self._found.append(
                Candidate(
                    start,
                    end,
                    written,
                    spelled,
                    self._standing,
                    given,
                    expected=code_set or {"cm": CM, "pcs": PCS}.get(name, ""),
                    principal=role.startswith(("principal", "primary")) and _may_be_cm(spelled),
                )
            )
            return
        inner = list(self._read_cell(self._text, cell.start, cell.end))
        for one in inner:
            if isinstance(one, Candidate):
                given = _given(told, mods, one.spellings)
                standing = max(one.standing, Standing.LISTED)
                self._found.append(replace(one, standing=standing, given=given))
            else:
                self._passed.append(one)
        if not inner:
            self._passed.append(Passed(start, end, written, "not in the shape of a code"))

    def _spelled(self, name: str, word: str, code_set: str) -> tuple[Spelling, ...]:
        if not word or re.search(r"\s", word) or len(word) > 12:
            return ()
        if code_set:
            return _of_code_set(word, code_set)
        bare = word.rstrip(".-")
        found = spellings(bare, alone=True) if re.fullmatch(r"[A-Za-z0-9.+]+", bare) else ()
        if bare != word:
            found = tuple(
                replace(one, how=one.how or How.DASHED) if "-" in word else one for one in found
            )
        wanted = {"cm": {CM}, "pcs": {PCS}, "service": {CPT, HCPCS}}.get(name)
        narrowed = tuple(one for one in found if wanted is None or one.code_set in wanted)
        return narrowed or found

    def pasted(self, header: Sequence[Cell]) -> Pasted:
        """Return what was collected."""
        read = [
            cell.text for name, cell in zip(self._names, header, strict=False) if name and cell.text
        ]
        shape = f"a table with the columns {', '.join(read)}"
        return Pasted(shape, tuple(self._found), tuple(self._passed))


def _of_code_set(word: str, code_set: str) -> tuple[Spelling, ...]:
    """Return *word* as a code of the code set that its row states, and what it may be mended to."""
    if code_set == CM:
        plain = word.upper().rstrip(".-")
        own = Spelling(CM, dotted(plain.replace(".", "")))
        others = [one for one in spellings(plain, alone=True) if one.code_set == CM]
        return tuple(dict.fromkeys((own, *(one for one in others if one.code != own.code))))
    if code_set in {CPT, HCPCS}:
        own = service_spelling(word)
        others = [one for one in spellings(word, alone=True) if one.code_set in {CPT, HCPCS}]
        return tuple(dict.fromkeys((own, *(one for one in others if one.code != own.code))))
    if code_set == PCS:
        others = [one for one in spellings(word, alone=True) if one.code_set == PCS]
        own = Spelling(PCS, word.upper())
        return tuple(dict.fromkeys((own, *(one for one in others if one.code != own.code))))
    return (Spelling(code_set, word),)


def _given(
    told: Mapping[str, str], modifiers: tuple[str, ...], spelled: Sequence[Spelling]
) -> Given:
    code_sets = {one.code_set for one in spelled}
    poa = told.get("poa", "").strip().upper()[:1]
    days = masked(_clean(told.get("date", ""))).dates
    day: date | None = days[0].day if days else None
    service = bool(code_sets & {CPT, HCPCS})
    return Given(
        poa=poa if poa in set("YNUW") and CM in code_sets else "",
        units=_whole(told.get("units", "")),
        modifiers=modifiers if service else (),
        pointers=_pointers(told.get("pointers", "")),
        performed_on=day if service or PCS in code_sets else None,
        role=_role(told.get("role", "")) if CM in code_sets else Role.LISTED,
        charge=_amount(told.get("charge", "")),
        revenue_code=_clean(told.get("revenue", "")) if service else "",
        title=told.get("title", ""),
    )


def _clean(text: str) -> str:
    return _CLEAN.sub("", text)


def _may_be_cm(spelled: Sequence[Spelling]) -> bool:
    return any(one.code_set == CM for one in spelled)


def _system(text: str) -> str:
    plain = re.sub(r"[^a-z0-9]", "", text.lower())
    if plain in _SYSTEMS:
        return _SYSTEMS[plain]
    return next((name for key, name in _SYSTEMS.items() if len(key) > 3 and key in plain), "")


def _kind_by_role(text: str) -> str:
    """Return the kind of code that a role in a table without code sets leaves."""
    plain = text.lower()
    if "procedure" in plain:
        return "pcs"
    if "service" in plain:
        return "service"
    roles = ("principal", "first-listed", "secondary", "external", "admitting", "reason", "primary")
    return "cm" if plain.startswith(roles) else ""


def _role(text: str) -> Role:
    plain = text.lower()
    if plain.startswith(("admit", "admission", "abj")):
        return Role.ADMITTING
    if "reason" in plain or plain.startswith(("prv", "apr")):
        return Role.REASON_FOR_VISIT
    return Role.LISTED


def _pointers(text: str) -> tuple[str, ...]:
    plain = text.strip().upper()
    if plain[:1].isdigit():
        places = [int(one) for one in re.findall(r"\d+", plain)]
        return tuple(_LETTERS[one - 1] for one in places if 1 <= one <= len(_LETTERS))
    return tuple(letter for letter in plain if letter in _LETTERS)


def _whole(text: str) -> int | None:
    amount = _amount(text)
    return int(amount) if amount is not None and amount == int(amount) and amount > 0 else None


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(_clean(text).lstrip("$").replace(",", "").strip() or "-")
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount >= 0 else None
