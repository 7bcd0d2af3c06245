"""What a link of the book asks for, and where it is to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codebook_app.domain.index_page import IndexPage, TablePage
    from codebook_app.domain.index_term import IndexTarget


class Where(Enum):
    """Where in the book area something is opened."""

    HERE = auto()
    APART = auto()
    """In a tab of its own."""
    BESIDE = auto()
    """In the other column, the focus staying where it is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A *place* as text (a bare code is one of the code set shown), or else a *term*.

    The term is one that another refers to; *page* is where that stands.
    """

    place: str = ""
    page: IndexPage | TablePage | None = None
    term: IndexTarget | None = None
