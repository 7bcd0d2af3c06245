"""Pages on which the codes of the invented tables are built, without a database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from support.pcs_xml import (
    SAMPLE,
    SampleTable,
    official,
    order_lines,
    sample_definitions,
    tables_xml,
)

from codebook_app.codesets.icd10pcs.definitions import read_definitions
from codebook_app.codesets.icd10pcs.tables import read_tables
from codebook_app.domain.procedure import ProcedureTable
from codebook_app.domain.procedure_page import ProcedureOutline, ProcedurePage, TableHead
from codebook_app.domain.release import Release, ReleaseChoice

CHOICE = ReleaseChoice(
    Release(
        code_set="icd10pcs",
        release="FY2099",
        title="ICD-10-PCS FY2099 (invented)",
        effective_from=date(2098, 10, 1),
        effective_to=date(2099, 9, 30),
        codes=20,
        billable=14,
        sources=(),
        origin="invented for tests",
        installed_at=datetime(2098, 1, 1, tzinfo=UTC),
        app_version="0",
        searchable=True,
    ),
    in_force=True,
    word="",
)


def sample_tables_read(samples: Sequence[SampleTable] = SAMPLE) -> dict[str, ProcedureTable]:
    """Return the invented tables by their code."""
    read = read_tables(official(tables_xml(samples), "tables.xml")).tables
    return {table.code: table for table in read}


def sample_page(beginning: str = "", samples: Sequence[SampleTable] = SAMPLE) -> ProcedurePage:
    """Return the page of the invented release on which codes that begin so are built."""
    tables = sample_tables_read(samples)
    defined = read_definitions(sample_definitions())
    outline = ProcedureOutline(
        tuple(
            TableHead(code, table.axes, sum(1 for _ in table.codes()))
            for code, table in tables.items()
        ),
        defined.definitions,
        defined.device_aggregates,
    )
    lines = {line[6:13].strip(): line[77:] for line in order_lines(samples)}
    table = tables.get(beginning[:3])
    titles = {code: lines[code] for code in table.codes()} if table is not None else {}
    return ProcedurePage(CHOICE, outline, beginning, table, titles)
