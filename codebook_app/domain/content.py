"""Everything one release holds, on its way from the official files to the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codebook_app.domain.index_term import IndexBook, IndexTerm
    from codebook_app.domain.procedure import Definition, DeviceAggregate, ProcedureTable
    from codebook_app.domain.tabular import TabularList


@dataclass(frozen=True, slots=True)
class Fact:
    """What an official file says of a line besides its title and notes.

    *name* and *meaning* are for people: ``Coverage``, ``C``, ``carrier judgment``. The facts of a
    line are shown in the order they come. *searched* facts are found by their words (a short or
    consumer's description). *line_id* is the :attr:`~codebook_app.domain.code.Code.id` of the line.
    """

    line_id: int
    name: str
    value: str
    meaning: str = ""
    searched: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A code's place on a published list, of this code set or of another.

    *list* is one of :data:`POA_EXEMPT`, :data:`CC`, :data:`MCC`, :data:`NEW`, :data:`REVISED`,
    :data:`DELETED`; *code* is without point; *title* as that list prints it.
    """

    list: str
    code: str
    title: str = ""


POA_EXEMPT = "poa-exempt"
"""ICD-10-CM codes exempt from present-on-admission reporting."""
CC, MCC = "cc", "mcc"
"""ICD-10-CM codes that count as (major) complication or comorbidity in a MS-DRG version."""
NEW, REVISED, DELETED = "new", "revised", "deleted"
"""What a release's addenda or action codes say became of a code with it."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """A code, and what was coded in its place until *effective* (codes as printed)."""

    current: str
    previous: tuple[str, ...]
    effective: date


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """A heading of a document kept with the release: on *page*, from 1, of the file *document*.

    *title* is as the document prints it, ``Section I. Conventions, …`` or ``4. Chapter 4: …``;
    *depth* counts the headings above it, 0 at the top.
    """

    document: str
    title: str
    depth: int
    page: int


@dataclass(frozen=True, slots=True)
class ReleaseContent:
    """The content of one release.

    *index_columns* are the column headings of the tables among the books, the term's own first.
    *checks* say in words what was compared or counted and how it came out; *left_out* what of the
    sources was not taken and why. *notice* is the owner's copyright notice as the file carries it.
    """

    tabular: TabularList
    index_terms: tuple[IndexTerm, ...] = ()
    index_columns: Mapping[IndexBook, tuple[str, ...]] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    listings: tuple[Listing, ...] = ()
    conversions: tuple[Conversion, ...] = ()
    procedure_tables: tuple[ProcedureTable, ...] = ()
    definitions: tuple[Definition, ...] = ()
    device_aggregates: tuple[DeviceAggregate, ...] = ()
    document_sections: tuple[DocumentSection, ...] = ()
    notice: str = ""
    checks: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
