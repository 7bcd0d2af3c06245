"""An ICD-10-PCS code as it grows: what is picked, what may still be picked, how many are left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from codebook_app.domain.procedure import AxisValue, Definition, DeviceAggregate, ProcedureRow
from codebook_app.domain.procedure_column import (
    LENGTH,
    TABLE,
    Column,
    ColumnValue,
    Pick,
    codes_left,
    takes,
)
from codebook_app.domain.procedure_page import ProcedurePage, TableHead

_FIRST_TITLES = ("Section", "Body System", "Operation")
_LAST_TITLES = ("Body Part", "Approach", "Device", "Qualifier")


@dataclass(frozen=True)
class GrowingCode:
    """A code of a page's release with its *picks*, in the order they were made.

    Immutable: each step returns another one. Whatever is picked, codes with it exist. Values of
    different rows of a table do not mix.
    """

    page: ProcedurePage
    picks: tuple[Pick, ...] = ()
    _columns: dict[int, Column] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )  # those asked for before

    @classmethod
    def begun(cls, page: ProcedurePage) -> GrowingCode:
        """Return the code as far as *page* has it, and what then is alone."""
        picks = tuple(Pick(at, one) for at, one in enumerate(page.chosen, start=1))
        return cls(page, picks)._settled()

    # How far it has grown -------------------------------------------------------------------

    @cached_property
    def chosen(self) -> Mapping[int, str]:
        """The characters picked, by position."""
        return {pick.position: pick.character for pick in self.picks}

    @property
    def characters(self) -> tuple[str, ...]:
        """Seven characters, "" where none is picked yet."""
        chosen = self.chosen
        return tuple(chosen.get(position, "") for position in range(1, LENGTH + 1))

    @property
    def code(self) -> str:
        """The finished code, "" before the last character is picked."""
        return "".join(self.characters) if len(self.picks) == LENGTH else ""

    @property
    def beginning(self) -> str:
        """The characters picked before the first gap."""
        return "".join(self.characters[: self.next_position - 1])

    @property
    def title(self) -> str:
        """The official title of the finished code, "" before it is finished."""
        return self.page.titles.get(self.code, "")

    @cached_property
    def next_position(self) -> int:
        """The first position where nothing is picked, 8 for a finished code."""
        chosen = self.chosen
        return next((at for at in range(1, LENGTH + 1) if at not in chosen), LENGTH + 1)

    @property
    def table_wanted(self) -> str:
        """The table that the first three characters name, where the page has not got it, or ""."""
        named = "".join(self.characters[:TABLE])
        if len(named) < TABLE or (self.page.table is not None and self.page.table.code == named):
            return ""
        return named

    @cached_property
    def remaining(self) -> int:
        """How many codes have what is picked."""
        if self._has_table:
            picks = self._in_table
            return sum(codes_left(row, picks) for row in self._rows if takes(row, picks))
        return sum(head.codes for head in self._heads(LENGTH))

    # What may be picked ---------------------------------------------------------------------

    def column(self, position: int) -> Column:
        """Return what may be picked at *position*.

        What stands before it narrows it; where nothing is picked yet, what is picked after it does
        too. Where something is, the other values remain, so that it can be changed.
        """
        if position not in self._columns:
            self._columns[position] = self._column(position)
        return self._columns[position]

    def label(self, position: int) -> str:
        """Return what the character picked at *position* stands for, "" where none is."""
        return " or ".join(one.value.label for one in self.column(position).picked_values)

    def axis_title(self, position: int) -> str:
        """Return what the axis at *position* is called, as far as what is picked decides it."""
        return self.column(position).title

    def definition(self, position: int, label: str) -> Definition | None:
        """Return what CMS says the value *label* at *position* means, None where it does not."""
        section = self.chosen.get(1, "")
        operation = label if position == TABLE else self.label(TABLE)
        system = self.label(2)
        fitting = (
            one
            for one in self.page.outline.definitions
            if (one.section, one.position) == (section, position)
            and one.is_of(label, operation, system)
        )
        return max(fitting, key=lambda one: len(one.title), default=None)

    def aggregates(self, label: str) -> tuple[DeviceAggregate, ...]:
        """Return the specific devices that count as the device *label* in the body system picked.

        And where *label* is a specific one, what it counts as.
        """
        system, operation = self.label(2), self.label(TABLE)
        return tuple(
            one
            for one in self.page.outline.aggregates
            if label in {one.parent, one.device}
            and system in one.body_systems
            and one.operation in {"All applicable", operation}
        )

    # The steps --------------------------------------------------------------------------------

    def picked(self, position: int, character: str, label: str = "") -> GrowingCode:
        """Return the code with *character* at *position*, which its column must have.

        With a *label* where the character has several. What else is picked stays where codes with
        it exist; what then is alone is picked too. Another one of the first three characters leaves
        the table, and with it what was picked in it.
        """
        pick = Pick(position, character, label=label)
        if any(pick == replace(one, alone=False) for one in self.picks):
            return self
        if position <= TABLE:
            earlier = [one for one in self.picks if one.position < position]
            return self._with((*earlier, pick))._settled()
        named = [one for one in self.picks if one.position <= TABLE]
        stay: dict[int, Pick] = {}
        for one in self.picks:
            if one.position > TABLE and one.position != position and not one.alone:
                together = {**stay, position: pick, one.position: one}
                if any(takes(row, together) for row in self._rows):
                    stay[one.position] = one
        return self._with((*named, *stay.values(), pick))._settled()

    def stepped_back(self) -> GrowingCode:
        """Return the code without what was picked last, and without what that left alone."""
        picks = list(self.picks)
        while picks and picks[-1].alone:
            picks.pop()
        if picks:
            picks.pop()
        return self._with(tuple(picks))

    def on(self, page: ProcedurePage) -> GrowingCode:
        """Return the code on *page*, that of the table wanted, with what goes on there.

        What was picked in another table stays as long as it means the same in this one.
        """
        begun = GrowingCode.begun(page)
        if self.page.choice.release != page.choice.release or not self._has_table:
            return begun
        for pick in self.picks:
            if pick.position > TABLE and not pick.alone:
                found = begun.column(pick.position).value(pick.character)
                if found is not None and found.value.label == self.label(pick.position):
                    begun = begun.picked(pick.position, pick.character, pick.label)
        return begun

    # Within -----------------------------------------------------------------------------------

    @property
    def _has_table(self) -> bool:
        return self.page.table is not None and not self.table_wanted and self.next_position > TABLE

    @cached_property
    def _in_table(self) -> Mapping[int, Pick]:
        return {pick.position: pick for pick in self.picks if pick.position > TABLE}

    @property
    def _rows(self) -> tuple[ProcedureRow, ...]:
        return self.page.table.rows if self.page.table is not None else ()

    def _column(self, position: int) -> Column:
        picked = self.chosen.get(position, "")
        if position <= TABLE:
            return self._first_column(position, picked)
        if not self._has_table:
            return Column(position, self._last_title(position), (), picked)
        label = next((pick.label for pick in self.picks if pick.position == position), "")
        others = {at: one for at, one in self._in_table.items() if at != position}
        before = {at: one for at, one in others.items() if at < position} if picked else others
        at = position - TABLE - 1
        codes: dict[AxisValue, int] = {}
        title = ""
        for row in self._rows:
            if not takes(row, before):
                continue
            fits = not picked or takes(row, others)
            title = title or row.axes[at].title
            left = codes_left(row, (*others, position)) if fits else 0
            for value in row.axes[at].values:
                codes[value] = codes.get(value, 0) + left
        ordered = sorted(codes, key=lambda value: value.character)
        return Column(
            position,
            title or self._last_title(position),
            tuple(ColumnValue(value, codes[value]) for value in ordered),
            picked,
            label,
        )

    def _heads(self, below: int) -> Iterator[TableHead]:
        """Yield the heads that have what is picked at the positions *below* a number."""
        first = [(at - 1, one) for at, one in self.chosen.items() if at <= TABLE and at < below]
        for head in self.page.outline.heads:
            if all(head.code[at] == one for at, one in first):
                yield head

    def _first_column(self, position: int, picked: str) -> Column:
        if self.next_position < position:
            return Column(position, _FIRST_TITLES[position - 1], (), picked)
        codes: dict[AxisValue, int] = {}
        title = ""
        for head in self._heads(position):
            axis = head.axes[position - 1]
            title = title or axis.title
            codes[axis.values[0]] = codes.get(axis.values[0], 0) + head.codes
        ordered = sorted(codes, key=lambda value: value.character)
        values = tuple(ColumnValue(value, codes[value]) for value in ordered)
        return Column(position, title or _FIRST_TITLES[position - 1], values, picked)

    def _last_title(self, position: int) -> str:
        if self.page.table is not None and not self.table_wanted:
            return self._rows[0].axes[position - TABLE - 1].title
        return _LAST_TITLES[position - TABLE - 1]

    def _with(self, picks: tuple[Pick, ...]) -> GrowingCode:
        other = replace(self, picks=picks)
        if all(other.chosen.get(at) == self.chosen.get(at) for at in range(1, TABLE + 1)):
            other._columns.update({at: one for at, one in self._columns.items() if at <= TABLE})
        return other

    def _settled(self) -> GrowingCode:
        """Return the code with every character picked that is the only one left."""
        settled = self
        while True:
            alone = settled._alone()
            if alone is None:
                return settled
            settled = settled._with((*settled.picks, alone))

    def _alone(self) -> Pick | None:
        position = self.next_position
        if position <= TABLE:
            open_positions: Iterable[int] = (position,) if position > 1 else ()
        elif self._has_table:
            chosen = self.chosen
            open_positions = [at for at in range(TABLE + 1, LENGTH + 1) if at not in chosen]
        else:
            open_positions = ()
        for at in open_positions:
            characters = {one.value.character for one in self.column(at).values}
            if len(characters) == 1:
                return Pick(at, characters.pop(), alone=True)
        return None
