"""The whole content of one release, on its way from the official file to the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from codebook_app.domain.code import Code
from codebook_app.domain.note import Note


@dataclass(frozen=True, slots=True)
class TabularList:
    """Every line and note of a release in printed order.

    The ids of *codes* count from 1 without gaps, a parent before its children; *notes* are ordered
    by line and position. *seventh_meanings* gives the meaning of the seventh character of each
    seventh-character code by its id. *left_out* says in words what of the source was not taken.
    """

    codes: tuple[Code, ...]
    notes: tuple[Note, ...]
    seventh_meanings: Mapping[int, str]
    left_out: tuple[str, ...] = ()

    @property
    def billable(self) -> int:
        """How many of the lines are valid (billable) codes."""
        return sum(code.billable for code in self.codes)
