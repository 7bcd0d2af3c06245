"""``audit``: which kept encounters and templates hold codes that are not valid any more."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import typer

from codebook_app.cli.documents import Document
from codebook_app.cli.faults import Ending
from codebook_app.cli.rendering import columns, text
from codebook_app.cli.shared_options import AsJson, AuditDay, DataDir, OpenProgram
from codebook_app.cli.terminal import Terminal
from codebook_app.domain.audit import AuditedList, AuditReport

if TYPE_CHECKING:
    from rich.table import Table


class AuditCommand:
    """The command that re-audits what is kept."""

    def __init__(self, open_program: OpenProgram, terminal: Terminal) -> None:
        self._open_program = open_program
        self._terminal = terminal

    def audit(
        self,
        *,
        day: AuditDay = None,
        json: AsJson = False,
        data_dir: DataDir = None,
    ) -> None:
        """Check every kept encounter and template against the codes in force on its own date."""
        with closing(self._open_program(data_dir)) as program:
            report = program.audit.run(day or date.today())
        if json:
            self._terminal.document(audit_document(report))
        else:
            found = (audit_table(report.lists),) if report.lists else ()
            self._terminal.show(text(report.summary), *found)
            for unchecked in report.not_checked:
                self._terminal.say(f"Not checked: {unchecked.rule}. {unchecked.reason}")
        raise typer.Exit(Ending.FINDINGS if report.lists else Ending.DONE)


def audit_document(report: AuditReport) -> Document:
    """Return what ``audit`` answers."""
    return {
        "date": report.today.isoformat(),
        "summary": report.summary,
        "checked": report.checked,
        "lists": [
            {
                "id": one.kept.id,
                "label": one.kept.label,
                "kind": one.kept.kind.value,
                "date": one.on.isoformat(),
                "dated": one.kept.on is not None,
                "codes": [
                    {
                        "code_set": code.line.code_set,
                        "code": code.line.code,
                        "title": code.line.title,
                        "state": code.standing.value,
                        "since": code.since.isoformat() if code.since else None,
                        "successors": list(code.successors),
                        "source": code.source,
                    }
                    for code in one.codes
                ],
            }
            for one in report.lists
        ],
        "not_checked": [{"rule": one.rule, "reason": one.reason} for one in report.not_checked],
    }


def audit_table(lists: tuple[AuditedList, ...]) -> Table:
    """Return a line a code, each list named once: its date, the code, why, what is instead."""
    table = columns("List", "Date", "Code", "What became of it", "Now")
    for one in lists:
        for at, code in enumerate(one.codes):
            on = one.on.isoformat() if one.kept.on else f"{one.on.isoformat()} (today)"
            table.add_row(
                text("" if at else one.kept.label),
                text("" if at else on, "dim"),
                text(code.line.code, "bold"),
                text(code.words),
                text(" or ".join(code.successors), "green"),
            )
    return table
