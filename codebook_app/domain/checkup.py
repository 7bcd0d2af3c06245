"""What looking at the program's own parts found: is each fit for work, and if not, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Condition(StrEnum):
    """How a part of the program is: a warning leaves it usable, a failure does not."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Examination:
    """One *part* that was looked at: its condition, what was seen, and what to do about it.

    *action* is empty where there is nothing to do.
    """

    part: str
    condition: Condition
    text: str
    action: str = ""
