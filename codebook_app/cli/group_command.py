"""``group``: the MS-DRG of an inpatient stay, what decides it, and the HCCs of its diagnoses."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import Annotated

import typer

from codebook_app.cli.encounter_source import encounter_asked
from codebook_app.cli.faults import Ending
from codebook_app.cli.group_answers import group_document, group_tables
from codebook_app.cli.shared_options import (
    AsJson,
    DataDir,
    Day,
    EncounterFromFile,
    KeptEncounter,
    OpenProgram,
    PoaExemptHospital,
)
from codebook_app.cli.terminal import Terminal
from codebook_app.domain.encounter import Setting


class GroupCommand:
    """The command about the group of a stay."""

    def __init__(self, open_program: OpenProgram, terminal: Terminal) -> None:
        self._open_program = open_program
        self._terminal = terminal

    def group(
        self,
        *,
        encounter: EncounterFromFile = None,
        kept: KeptEncounter = None,
        setting: Annotated[
            Setting | None, typer.Option("--setting", help="Where the service took place.")
        ] = None,
        day: Day = None,
        poa_exempt_hospital: PoaExemptHospital = None,
        json: AsJson = False,
        data_dir: DataDir = None,
    ) -> None:
        """Group a stay. The exit code is 1 where an inpatient stay can't be grouped as it is."""
        with closing(self._open_program(data_dir)) as program:
            read = encounter_asked(program, encounter, kept, poa_exempt_hospital)
            asked = replace(
                read,
                setting=setting or read.setting,
                date_of_service=day or read.date_of_service,
            )
            grouped = program.grouping.group(asked)
        if json:
            self._terminal.document(group_document(grouped))
        else:
            self._terminal.show(*group_tables(grouped, self._terminal.between))
            for line in grouped.assumed:
                self._terminal.say(line)
            for unchecked in grouped.not_checked:
                self._terminal.say(f"Not checked: {unchecked.rule}. {unchecked.reason}")
            self._terminal.say(grouped.caution)
        ungrouped = asked.setting is Setting.INPATIENT and grouped.drg is None
        raise typer.Exit(Ending.FINDINGS if ungrouped else Ending.DONE)
