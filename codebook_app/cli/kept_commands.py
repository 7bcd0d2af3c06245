"""``encounters`` and ``log``: the kept encounters, and what was done to one."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from json import loads
from typing import Annotated, Literal

import typer

from codebook_app.cli.faults import Ending
from codebook_app.cli.rendering import columns, text
from codebook_app.cli.shared_options import AsJson, DataDir, OpenProgram
from codebook_app.cli.terminal import Terminal
from codebook_app.domain.encounter import EncounterSummary, Kind
from codebook_app.domain.written_dates import days_of
from codebook_app.services.kept_encounters import SHOWN_ID

Form = Literal["text", "json", "csv"]


def _days(written: str) -> tuple[date, date]:
    days = days_of(written)
    if days is None:
        raise typer.BadParameter(
            f"{written} is not a date. Write it as 2026-04-01, or a month as 2026-04.",
            param_hint="--on",
        )
    return days


class KeptCommands:
    """The commands about encounters that are kept."""

    def __init__(self, open_program: OpenProgram, terminal: Terminal) -> None:
        self._open_program = open_program
        self._terminal = terminal

    def encounters(
        self,
        words: Annotated[
            list[str] | None,
            typer.Argument(metavar="TEXT", help="Words of the label, codes, or a date."),
        ] = None,
        *,
        templates: Annotated[
            bool, typer.Option("--templates", metavar="", help="List the templates instead.")
        ] = False,
        archived: Annotated[
            bool, typer.Option("--archived", metavar="", help="List what was archived instead.")
        ] = False,
        favourites: Annotated[
            bool, typer.Option("--favourites", metavar="", help="List the favourites only.")
        ] = False,
        on: Annotated[
            str | None,
            typer.Option(
                "--on",
                metavar="DATE",
                help="Of this day or month (2026-04) of service only; a stay counts all its days.",
            ),
        ] = None,
        limit: Annotated[
            int, typer.Option("--limit", metavar="N", min=1, help="List at most N.")
        ] = 200,
        json: AsJson = False,
        data_dir: DataDir = None,
    ) -> None:
        """List the kept encounters, the one changed last first."""
        days = None if on is None else _days(on)
        with closing(self._open_program(data_dir)) as program:
            found = program.encounters.found(
                " ".join(words or ()),
                limit,
                kind=Kind.TEMPLATE if templates else Kind.ENCOUNTER,
                archived=archived,
                favourites=favourites,
                on=days,
            )
        if json:
            self._terminal.document([_summary_document(one) for one in found])
        elif found:
            self._show(found)
        else:
            self._terminal.say("Nothing was found.")

    def log(
        self,
        encounter: Annotated[
            str,
            typer.Argument(
                metavar="ID", help="The encounter's id, the beginning of it, or its label."
            ),
        ],
        *,
        form: Annotated[
            Form, typer.Option("--format", help="To be read, to verify, or for a spreadsheet.")
        ] = "text",
        json: AsJson = False,
        data_dir: DataDir = None,
    ) -> None:
        """Print all that was ever done to an encounter. Exit code 1 where the log was altered."""
        with closing(self._open_program(data_dir)) as program:
            log = program.encounters.log(program.encounters.named(encounter).id)
            written = program.encounters.log_text(log, "json" if json else form)
        if json or form == "json":
            self._terminal.document(loads(written))
        else:
            self._terminal.text(written)
        if not log.sound:
            for fault in log.faults:
                self._terminal.say(fault.text)
        raise typer.Exit(Ending.DONE if log.sound else Ending.FINDINGS)

    def _show(self, found: tuple[EncounterSummary, ...]) -> None:
        table = columns("id", "date", "setting", "label", "codes")
        for one in found:
            day = "" if one.date_of_service is None else one.date_of_service.isoformat()
            mark = " (favourite)" if one.favourite else ""
            table.add_row(
                text(one.id[:SHOWN_ID], "dim"),
                text(day),
                text(one.setting.value),
                text(f"{one.label}{mark}", "bold"),
                text(", ".join(one.codes)),
            )
        self._terminal.show(table)


def _summary_document(one: EncounterSummary) -> dict[str, object]:
    return {
        "id": one.id,
        "label": one.label,
        "kind": one.kind.value,
        "setting": one.setting.value,
        "date": None if one.date_of_service is None else one.date_of_service.isoformat(),
        "codes": list(one.codes),
        "favourite": one.favourite,
        "archived": one.archived,
        "changed_at": one.changed_at.isoformat(),
    }
