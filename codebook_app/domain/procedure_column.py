"""The columns of an ICD-10-PCS code that grows: what may be picked in each, and what is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import prod

from codebook_app.domain.procedure import AxisValue, ProcedureRow

LENGTH = 7
"""How many characters a procedure code has."""
TABLE = 3
"""How many characters name a table."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A *character* picked at a *position*, 1 to 7; *alone* where no other was left to pick.

    Rows of a table may call one character differently, as New Technology does from group to group:
    *label* then says which is meant, "" for whichever the other characters decide.
    """

    position: int
    character: str
    alone: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class ColumnValue:
    """A value that may be picked, and how many *codes* have it beside what is picked elsewhere.

    Where none has (0 codes), picking it drops what it does not go with.
    """

    value: AxisValue
    codes: int


@dataclass(frozen=True, slots=True)
class Column:
    """The values that may be picked at a *position*, ordered by character; *picked* is "" for none.

    There are none while what comes before is not picked.
    """

    position: int
    title: str
    values: tuple[ColumnValue, ...]
    picked: str = ""
    label: str = ""

    def value(self, character: str) -> ColumnValue | None:
        """Return the first value of *character*, None where it may not be picked."""
        return next((one for one in self.values if one.value.character == character), None)

    @property
    def picked_values(self) -> tuple[ColumnValue, ...]:
        """What is picked: one value, or all that the character still may stand for."""
        named = [
            one
            for one in self.values
            if one.value.character == self.picked and self.label in {"", one.value.label}
        ]
        return tuple(one for one in named if one.codes) or tuple(named)


def takes(row: ProcedureRow, picks: Mapping[int, Pick]) -> bool:
    """Whether *row* has a code with what is picked in the table."""
    # Asked of every row at every key: a loop, where any() and all() would take three times as long.
    for position, pick in picks.items():
        character, label = pick.character, pick.label
        for value in row.axes[position - TABLE - 1].values:
            if value.character == character and (not label or value.label == label):
                break
        else:
            return False
    return True


def codes_left(row: ProcedureRow, positions: Iterable[int]) -> int:
    """Return how many codes of *row* there are with one value at each of *positions*."""
    taken = set(positions)
    return prod(len(axis.values) for axis in row.axes if axis.position not in taken)
