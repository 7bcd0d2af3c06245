"""Building a code of ICD-10-PCS: its tables, definitions and titles, in the release in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from codebook_app.domain.code import Code
from codebook_app.domain.procedure import ProcedureTable
from codebook_app.domain.procedure_column import LENGTH, TABLE
from codebook_app.domain.procedure_page import ProcedureOutline, ProcedurePage, TableHead
from codebook_app.errors import KnownError
from codebook_app.services.derived_tables import derived_head, derived_table
from codebook_app.services.releases import Releases

if TYPE_CHECKING:
    from codebook_app.store.reference_db import ReferenceDb

PROCEDURES = "icd10pcs"


class ProcedureTables:
    """Answers from the release in force on a date, today's by default. Safe from any thread.

    What holds for a whole release is read once, and kept as long as the release stays as it is.
    """

    def __init__(self, releases: Releases) -> None:
        self._releases = releases
        self._outlines: dict[str, tuple[ReferenceDb, ProcedureOutline]] = {}

    def page(self, beginning: str = "", *, on: date | None = None) -> ProcedurePage:
        """Return what the codes that begin with *beginning* are built of, in any case.

        With fewer than three characters that is the outline alone, else the table too.

        Raises:
            KnownError: no code begins so, what does is named; or no release is installed.
        """
        choice = self._releases.choose(PROCEDURES, on)
        reader = self._releases.reader(PROCEDURES, choice.release.release)
        chosen = beginning.strip().upper()
        if chosen:
            _refuse_unknown(chosen, reader, choice.release.title)
        outline = self._outline(reader)
        if len(chosen) < TABLE:
            return ProcedurePage(choice, outline, chosen)
        head = next(head for head in outline.heads if head.code == chosen[:TABLE])
        titles = _titles(head.code, reader)
        return ProcedurePage(choice, outline, chosen, _table(head, outline, titles, reader), titles)

    def _outline(self, reader: ReferenceDb) -> ProcedureOutline:
        known = self._outlines.get(reader.release)
        if known is not None and known[0] is reader:
            return known[1]
        heads = reader.procedures.heads()
        if heads:
            outline = ProcedureOutline(
                heads, reader.procedures.definitions(), reader.procedures.device_aggregates()
            )
        else:
            outline = ProcedureOutline(_derived_heads(reader), derived=True)
        self._outlines[reader.release] = reader, outline
        return outline


def _table(
    head: TableHead, outline: ProcedureOutline, titles: Mapping[str, str], reader: ReferenceDb
) -> ProcedureTable:
    table = None if outline.derived else reader.procedures.table(head.code)
    return derived_table(head, titles) if table is None else table


def _titles(table: str, reader: ReferenceDb) -> dict[str, str]:
    line = reader.code(table)
    below = reader.subtree(line) if line is not None else ()
    return {code.code: code.title for code in below if len(code.code) == LENGTH}


def _derived_heads(reader: ReferenceDb) -> tuple[TableHead, ...]:
    heads = []
    for section in reader.roots():
        for system in reader.children(section):
            for table in reader.children(system):
                labels = section.title, system.title, _operation(table, section, system)
                codes = table.last_descendant_id - table.id
                heads.append(derived_head(table.code, labels, codes))
    return tuple(heads)


def _operation(table: Code, section: Code, system: Code) -> str:
    """Return what the title of *table* says besides section and body system."""
    title = table.title.removeprefix(f"{section.title}, ")
    return title.removeprefix(f"{system.title}, ")


def _refuse_unknown(chosen: str, reader: ReferenceDb, title: str) -> None:
    if len(chosen) <= LENGTH and reader.starting_with(chosen, 1):
        return
    known = next(
        (chosen[:end] for end in range(LENGTH, 0, -1) if reader.starting_with(chosen[:end], 1)), ""
    )
    raise KnownError(
        f"No code of {title} begins with {chosen[:20]}.",
        f"There are codes that begin with {known}." if known else "Begin with a section: 0 to X.",
    )
