"""Reads the tables of ICD-10-PCS (``<ICD10PCS.tabular>``): what a code may be built of."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod
from xml.sax.xmlreader import AttributesImpl

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.icd10pcs.elements import ElementReader, read_elements
from codebook_app.domain.procedure import Axis, AxisValue, ProcedureRow, ProcedureTable
from codebook_app.progress import CancelToken, ProgressSink, silent

ROOT_TAG = "ICD10PCS.tabular"
_TABLE_POSITIONS = (1, 2, 3)
_ROW_POSITIONS = (4, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class PrintedTables:
    """The tables of the file *name* in printed order, and the fiscal *year* it states.

    *rows* counts their rows. *contradictions* are the places, in words, where the file states
    another number of codes or values than there are; *unknown* counts, by name, the elements that
    were passed over.
    """

    name: str
    year: int
    tables: tuple[ProcedureTable, ...]
    rows: int
    contradictions: tuple[str, ...]
    unknown: dict[str, int]


def read_tables(
    file: OfficialFile, progress: ProgressSink = silent, cancel: CancelToken | None = None
) -> PrintedTables:
    """Return the tables that *file* holds.

    Raises:
        KnownError: the file is no such XML, or holds what no edition could; with file and line.
        Cancelled: *cancel* was raised.
    """
    reader = _TablesReader(file.name)
    read_elements(file, reader, "Reading the tables", progress, cancel)
    if not reader.tables:
        raise reader.fault("the file holds no tables")
    rows = sum(len(table.rows) for table in reader.tables)
    return PrintedTables(
        file.own_name,
        reader.year,
        tuple(reader.tables),
        rows,
        tuple(reader.contradictions),
        reader.unknown,
    )


@dataclass(slots=True)
class _OpenAxis:
    position: int
    stated: int | None
    line: int
    title: str = ""
    values: dict[str, AxisValue] = field(default_factory=dict)


class _TablesReader(ElementReader):
    def __init__(self, name: str) -> None:
        self.tables: list[ProcedureTable] = []
        self.contradictions: list[str] = []
        self._lines: dict[str, int] = {}
        self._values: dict[AxisValue, AxisValue] = {}
        self._axes: dict[tuple[int, str, tuple[AxisValue, ...]], Axis] = {}
        self._axis = _OpenAxis(0, None, 0)
        self._character = ""
        self._table_line = self._row_line = 0
        self._stated: int | None = None
        self._head: list[Axis] = []
        self._row: list[Axis] = []
        self._rows: list[ProcedureRow] = []
        self._definition = ""
        super().__init__(
            name,
            ROOT_TAG,
            {
                (ROOT_TAG, "pcsTable"): self._start_table,
                ("pcsTable", "axis"): self._start_axis,
                ("pcsTable", "pcsRow"): self._start_row,
                ("pcsRow", "axis"): self._start_axis,
                ("axis", "title"): None,
                ("axis", "label"): self._start_label,
                ("axis", "definition"): None,
            },
            {
                (ROOT_TAG, "pcsTable"): self._end_table,
                ("pcsTable", "axis"): self._end_head_axis,
                ("pcsTable", "pcsRow"): self._end_row,
                ("pcsRow", "axis"): self._end_row_axis,
                ("axis", "title"): self._end_title,
                ("axis", "label"): self._end_label,
                ("axis", "definition"): self._end_definition,
            },
        )

    def _start_table(self, _: AttributesImpl) -> None:
        self._table_line = self.line()
        self._head, self._rows, self._definition = [], [], ""

    def _start_row(self, attrs: AttributesImpl) -> None:
        self._row_line = self.line()
        self._stated = self.number(attrs, "codes")
        self._row = []

    def _start_axis(self, attrs: AttributesImpl) -> None:
        position = self.number(attrs, "pos") or 0
        self._axis = _OpenAxis(position, self.number(attrs, "values"), self.line())

    def _start_label(self, attrs: AttributesImpl) -> None:
        self._character = self.character(attrs, "code")

    def _end_title(self, text: str) -> None:
        self._axis.title = text

    def _end_label(self, text: str) -> None:
        if not text:
            raise self.fault(f"the value {self._character} has no label")
        if self._character in self._axis.values:
            raise self.fault(f"the value {self._character} was there already")
        value = AxisValue(self._character, text)
        self._axis.values[self._character] = self._values.setdefault(value, value)

    def _end_definition(self, text: str) -> None:
        if self._row_is_open():
            raise self.fault("a <definition> stands where none belongs, in a row")
        if self._axis.position == _TABLE_POSITIONS[-1]:
            self._definition = text

    def _row_is_open(self) -> bool:
        return "pcsRow" in self._path

    def _end_head_axis(self, _: str) -> None:
        self._head.append(self._closed_axis())
        if len(self._axis.values) != 1:
            raise self.fault(
                f"character {self._axis.position} of a table has {len(self._axis.values)} values"
                " and not one",
                self._axis.line,
            )

    def _end_row_axis(self, _: str) -> None:
        self._row.append(self._closed_axis())

    def _closed_axis(self) -> Axis:
        opened = self._axis
        if not opened.title or not opened.values:
            missing = "values" if opened.title else "title"
            raise self.fault(f"character {opened.position} has no {missing}", opened.line)
        if opened.stated not in {None, len(opened.values)}:
            self.contradictions.append(
                f"line {opened.line} states {opened.stated} values, there are {len(opened.values)}"
            )
        # Many rows share an axis with another: one of each is enough.
        key = (opened.position, opened.title, tuple(opened.values.values()))
        return self._axes.setdefault(key, Axis(*key))

    def _end_row(self, _: str) -> None:
        if tuple(axis.position for axis in self._row) != _ROW_POSITIONS:
            raise self.fault("a row has other characters than 4 to 7", self._row_line)
        made = prod(len(axis.values) for axis in self._row)
        if self._stated not in {None, made}:
            self.contradictions.append(
                f"line {self._row_line} states {self._stated:,} codes, its values make {made:,}"
            )
        self._rows.append(ProcedureRow(tuple(self._row)))

    def _end_table(self, _: str) -> None:
        if tuple(axis.position for axis in self._head) != _TABLE_POSITIONS:
            raise self.fault("a table has other characters than 1 to 3", self._table_line)
        code = "".join(axis.values[0].character for axis in self._head)
        if not self._rows:
            raise self.fault(f"table {code} has no rows", self._table_line)
        if code in self._lines:
            raise self.fault(
                f"table {code} was there already, at line {self._lines[code]}", self._table_line
            )
        self._lines[code] = self._table_line
        self.tables.append(
            ProcedureTable(code, tuple(self._head), self._definition, tuple(self._rows))
        )
