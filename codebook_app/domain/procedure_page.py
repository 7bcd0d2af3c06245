"""What is shown while an ICD-10-PCS code is built: the table, and what its values are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from codebook_app.domain.procedure import Axis, Definition, DeviceAggregate, ProcedureTable
from codebook_app.domain.release import ReleaseChoice


@dataclass(frozen=True, slots=True)
class TableHead:
    """The three characters a table is named by: its *axes* 1 to 3 hold the one value each.

    *codes* is how many codes the table makes.
    """

    code: str
    axes: tuple[Axis, ...]
    codes: int


@dataclass(frozen=True, slots=True)
class ProcedureOutline:
    """What holds for every table of a release: their *heads* in code order, and the definitions.

    *derived* tells that the release came as codes and titles without tables: what a value is called
    is then read from the titles that hold it, and nothing is defined.
    """

    heads: tuple[TableHead, ...]
    definitions: tuple[Definition, ...] = ()
    aggregates: tuple[DeviceAggregate, ...] = ()
    derived: bool = False


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    """The building of a code, as far as *chosen*: its first characters, 0 to 7 of them.

    *table* is there from the third character on, with the official *titles* of the codes it makes,
    by code. Codes of the release begin with *chosen*.
    """

    choice: ReleaseChoice
    outline: ProcedureOutline
    chosen: str = ""
    table: ProcedureTable | None = None
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What the characters chosen are called: "Lower Joints, Replacement"."""
        first = self.chosen[:3]
        head = next((one for one in self.outline.heads if one.code.startswith(first)), None)
        if head is None or not first:
            return "Build a code"
        labels = [axis.values[0].label for axis in head.axes[: len(first)]]
        return ", ".join(labels[-2:]) if len(first) == 3 else labels[-1]

    @property
    def neighbours(self) -> tuple[str, str]:
        """The codes of the tables before and after this one, "" where there is none."""
        if self.table is None:
            return "", ""
        codes = ["", *(head.code for head in self.outline.heads), ""]
        at = codes.index(self.table.code)
        return codes[at - 1], codes[at + 1]
