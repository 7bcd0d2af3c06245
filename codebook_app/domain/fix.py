"""A way out of a finding that the person may take with a key, as one step of undo."""

from __future__ import annotations

from dataclasses import dataclass

from codebook_app.domain.code import Code
from codebook_app.domain.encounter import Role


@dataclass(frozen=True, slots=True)
class MoveLine:
    """Move a line before another one; *before* is empty for the end of the list."""

    line_id: str
    before: str


@dataclass(frozen=True, slots=True)
class RemoveLine:
    """Take a line off the list."""

    line_id: str


@dataclass(frozen=True, slots=True)
class SetPoa:
    """Give a line another present-on-admission indicator; empty takes it away."""

    line_id: str
    poa: str


@dataclass(frozen=True, slots=True)
class SetRole:
    """Make a diagnosis the admitting one, a reason for the visit, or a listed one."""

    line_id: str
    role: Role


@dataclass(frozen=True, slots=True)
class SetModifiers:
    """Give a service other modifiers."""

    line_id: str
    modifiers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetPointers:
    """Have a service answer to other diagnoses, by letter."""

    line_id: str
    pointers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReplaceLine:
    """Put a code of the release in the place of a line, which keeps what was entered with it."""

    line_id: str
    code: Code


LineChange = MoveLine | RemoveLine | ReplaceLine | SetPoa | SetRole | SetModifiers | SetPointers


@dataclass(frozen=True, slots=True)
class Fix:
    """What is offered: *label* says it in words for a button ("Move N18.30 behind E11.22")."""

    label: str
    changes: tuple[LineChange, ...]
