"""The tables and definitions of ICD-10-PCS: what a procedure code may be built of, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod


@dataclass(frozen=True, slots=True)
class AxisValue:
    """One value a character may take: its *character* and its *label*, ``0`` and ``Open``."""

    character: str
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """A character of a procedure code: its *position* from 1 to 7, its *title*, its *values*."""

    position: int
    title: str
    values: tuple[AxisValue, ...]

    def value(self, character: str) -> AxisValue | None:
        """Return the value that *character* stands for, None where it may not be taken."""
        return next((value for value in self.values if value.character == character), None)


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """A row of a table: any value of each of its *axes* (positions 4 to 7) makes a valid code."""

    axes: tuple[Axis, ...]

    @property
    def count(self) -> int:
        """How many codes the row makes."""
        return prod(len(axis.values) for axis in self.axes)

    def takes(self, chosen: Mapping[int, str]) -> bool:
        """Whether the row has a code with the characters *chosen*, by position."""
        return all(
            axis.position not in chosen or axis.value(chosen[axis.position]) is not None
            for axis in self.axes
        )


@dataclass(frozen=True, slots=True)
class ProcedureTable:
    """A table, named by its three characters *code* (``0SR``).

    *axes* are the first three positions with the one value each that the table is for;
    *definition* is that of the operation as the table prints it. Values of different rows do not
    mix: a code is made by one row.
    """

    code: str
    axes: tuple[Axis, ...]
    definition: str
    rows: tuple[ProcedureRow, ...]

    @property
    def body_system(self) -> str:
        """The label of the second character."""
        return self.axes[1].values[0].label

    @property
    def operation(self) -> str:
        """The label of the third character: the root operation, or the type."""
        return self.axes[2].values[0].label

    def codes(self) -> Iterator[str]:
        """Yield every code of the table, row by row as printed."""
        for row in self.rows:
            characters = ("".join(value.character for value in axis.values) for axis in row.axes)
            for last_four in product(*characters):
                yield self.code + "".join(last_four)

    def choices(self, chosen: Mapping[int, str]) -> tuple[Axis, ...]:
        """Return what characters 4 to 7 may be, given those *chosen* at the other positions.

        What is chosen at an axis itself does not narrow that axis, so that it can be changed. The
        values are ordered by character; one that rows label differently comes once with each
        label, and an axis is titled as the first of the rows left titles it. An axis without values
        means that no code has the characters chosen at the other positions.
        """
        found = []
        for index, printed in enumerate(self.rows[0].axes):
            others = {at: value for at, value in chosen.items() if at != printed.position}
            left = [row.axes[index] for row in self.rows if row.takes(others)]
            values = {value: None for axis in left for value in axis.values}
            ordered = sorted(values, key=lambda value: value.character)
            title = left[0].title if left else printed.title
            found.append(Axis(printed.position, title, tuple(ordered)))
        return tuple(found)

    def row_of(self, code: str) -> ProcedureRow | None:
        """Return the row that makes *code*, None where the table does not make it."""
        if len(code) != len("0SR9019") or not code.startswith(self.code):
            return None
        chosen = dict(enumerate(code, start=1))
        return next((row for row in self.rows if row.takes(chosen)), None)

    def reading(self, code: str) -> tuple[tuple[Axis, AxisValue], ...]:
        """Return what each character of *code* means, empty where the table does not make it."""
        row = self.row_of(code)
        if row is None:
            return ()
        read = ((axis, axis.value(code[axis.position - 1])) for axis in (*self.axes, *row.axes))
        return tuple((axis, value) for axis, value in read if value is not None)

    def definition_of(
        self, position: int, label: str, definitions: Iterable[Definition]
    ) -> Definition | None:
        """Return the closest of *definitions* for the value *label* at *position*, or None."""
        fitting = [
            definition
            for definition in definitions
            if (definition.section, definition.position) == (self.code[0], position)
            and definition.is_of(label, self.operation, self.body_system)
        ]
        return max(fitting, key=lambda definition: len(definition.title), default=None)


@dataclass(frozen=True, slots=True)
class Definition:
    """What CMS says a value means.

    *section* is the section's character (``0``), *axis* the axis's title (``Operation``) at
    *position*; *title* is the value's label.
    """

    section: str
    position: int
    axis: str
    title: str
    definition: str = ""
    explanation: str = ""
    includes: tuple[str, ...] = ()

    def is_of(self, label: str, operation: str, body_system: str) -> bool:
        """Whether this defines the value *label* where it stands under *operation*.

        Where one label means several things, CMS's title goes on: "Cardiac Lead, Pacemaker for
        Insertion in Heart and Great Vessels", "Voice (Treatment)" of an operation that ends so.
        """
        if not self.title.startswith(label):
            return False
        rest = self.title[len(label) :]
        where = f" in {body_system}"
        if rest.startswith(" (") and rest.endswith(")"):
            return operation.endswith(rest[2:-1])
        return rest in {"", where, f" for {operation}", f" for {operation}{where}"}


@dataclass(frozen=True, slots=True)
class DeviceAggregate:
    """A specific *device* value and the general one it counts as, as the device keys print it.

    *operation* is "All applicable" or a root operation; *character* and *parent* are the general
    device's.
    """

    device: str
    operation: str
    body_systems: tuple[str, ...]
    character: str
    parent: str
