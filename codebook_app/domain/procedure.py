"""The tables and definitions of ICD-10-PCS: what a procedure code may be built of, and why."""

from __future__ import annotations

from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """A row of a table: any value of each of its *axes* (positions 4 to 7) makes a valid code."""

    axes: tuple[Axis, ...]


@dataclass(frozen=True, slots=True)
class ProcedureTable:
    """A table, named by its three characters *code* (``0SR``).

    *axes* are the first three positions with the one value each that the table is for;
    *definition* is that of the operation as the table prints it.
    """

    code: str
    axes: tuple[Axis, ...]
    definition: str
    rows: tuple[ProcedureRow, ...]


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
