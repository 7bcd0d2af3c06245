"""The re-audit as a table: a row a code, with the list it stands on."""

from __future__ import annotations

from dataclasses import dataclass

from codebook_app.domain.audit import AuditedList, AuditReport, OutdatedCode
from codebook_app.domain.encounter import Kind
from codebook_app.gui.models.columns import Column


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A code that is outdated, and its list."""

    audited: AuditedList
    code: OutdatedCode

    @property
    def key(self) -> tuple[str, str]:
        """What names the line among all: the ids of its list and of the line."""
        return self.audited.kept.id, self.code.line.id


def audit_rows(report: AuditReport) -> tuple[AuditRow, ...]:
    """Return the rows of *report*, in the order of its lists and of their lines."""
    return tuple(AuditRow(one, code) for one in report.lists for code in one.codes)


def audit_columns() -> tuple[Column[AuditRow], ...]:
    """Return the columns: list, its date, code, what became of it, what is instead."""
    return (
        Column("List", lambda row: row.audited.kept.label),
        Column("Checked on", _day),
        Column("Code", lambda row: row.code.line.code),
        Column("What became of it", lambda row: row.code.words),
        Column("Now", lambda row: " or ".join(row.code.successors)),
    )


def _day(row: AuditRow) -> str:
    kept = row.audited.kept
    if kept.on is not None:
        return kept.on.isoformat()
    return "template, today" if kept.kind is Kind.TEMPLATE else "no date, today"
