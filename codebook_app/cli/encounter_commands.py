"""``check``, ``export`` and ``formats``: a code list checked, and written for other programs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from typing import Annotated, Literal

import typer

from codebook_app.cli.documents import check_document, format_document
from codebook_app.cli.encounter_source import encounter_asked
from codebook_app.cli.faults import Ending
from codebook_app.cli.newer_releases import newer_release_words
from codebook_app.cli.shared_options import (
    AsJson,
    DataDir,
    Day,
    EncounterFromFile,
    KeptEncounter,
    OpenProgram,
    PoaExemptHospital,
)
from codebook_app.cli.tables import finding_table, format_table
from codebook_app.cli.terminal import Terminal
from codebook_app.domain.copying import CopyFormat, CopyOptions, Option, Order, Separator
from codebook_app.domain.encounter import OLDEST_AGE, Setting
from codebook_app.domain.finding import CheckReport

# A pasted list has its codes apart by any of these.
_BETWEEN_CODES = re.compile(r"[\s,;]+")


class EncounterCommands:
    """The commands about a code list."""

    def __init__(self, open_program: OpenProgram, terminal: Terminal) -> None:
        self._open_program = open_program
        self._terminal = terminal

    def check(
        self,
        codes: Annotated[
            list[str] | None,
            typer.Argument(
                metavar="CODE",
                help="Codes in any spelling, the first one first; hcpcs:G0439 names the code set.",
            ),
        ] = None,
        *,
        encounter: EncounterFromFile = None,
        kept: KeptEncounter = None,
        setting: Annotated[
            Setting | None, typer.Option("--setting", help="Where the service took place.")
        ] = None,
        day: Day = None,
        age: Annotated[
            int | None,
            typer.Option(
                "--age", metavar="YEARS", min=0, max=OLDEST_AGE, help="The patient's age."
            ),
        ] = None,
        sex: Annotated[
            Literal["F", "M", "U"] | None, typer.Option("--sex", help="The patient's sex.")
        ] = None,
        poa_exempt_hospital: PoaExemptHospital = None,
        json: AsJson = False,
        data_dir: DataDir = None,
    ) -> None:
        """Check a code list. The exit code is 1 where there are errors among the findings."""
        typed = _separated(codes or [])
        if bool(typed) == (encounter is not None or kept is not None):
            raise typer.BadParameter("Give codes, or --encounter FILE, or --kept ID.")
        with closing(self._open_program(data_dir)) as program:
            if typed:
                listed = ["icd10cm"]
                report = program.checking.check_codes(
                    typed,
                    setting=setting or Setting.OUTPATIENT,
                    on=day,
                    age=age,
                    sex=sex or "",
                    poa_exempt_hospital=bool(poa_exempt_hospital),
                )
            else:
                read = encounter_asked(program, encounter, kept, poa_exempt_hospital)
                asked = replace(
                    read,
                    setting=setting or read.setting,
                    date_of_service=day or read.date_of_service,
                    age=read.age if age is None else age,
                    sex=sex or read.sex,
                )
                report = program.checking.check(asked)
                listed = [line.code_set for line in asked.lines]
                day = asked.date_of_service
            newer = () if json else newer_release_words(program, listed, day)
        self._tell(report, json)
        for line in newer:
            self._terminal.say(line)
        raise typer.Exit(Ending.FINDINGS if report.has_errors else Ending.DONE)

    def export(
        self,
        *,
        encounter: EncounterFromFile = None,
        kept: KeptEncounter = None,
        format_name: Annotated[
            str, typer.Option("--format", metavar="NAME", help="See: codebook formats.")
        ],
        dots: Annotated[
            bool | None,
            typer.Option("--dots/--no-dots", metavar="", help="Codes with or without their dots."),
        ] = None,
        separator: Annotated[
            Separator | None,
            typer.Option("--separator", help="What stands between the codes of a plain list."),
        ] = None,
        order: Annotated[
            Order | None,
            typer.Option("--order", help="The lines as on the list, or by code."),
        ] = None,
        poa: Annotated[
            bool | None,
            typer.Option("--poa/--no-poa", metavar="", help="With present on admission."),
        ] = None,
        titles: Annotated[
            bool | None,
            typer.Option("--titles/--no-titles", metavar="", help="With the title of each code."),
        ] = None,
        guard: Annotated[
            bool | None,
            typer.Option(
                "--guard/--no-guard",
                metavar="",
                help='Codes that a spreadsheet would read as numbers as ="0016070".',
            ),
        ] = None,
        loops: Annotated[
            bool | None,
            typer.Option(
                "--loops/--no-loops",
                metavar="",
                help="X12 services in their loops: LX before, DTP with the date behind.",
            ),
        ] = None,
        poa_exempt_hospital: PoaExemptHospital = None,
        data_dir: DataDir = None,
    ) -> None:
        """Write an encounter file's code list in a format that another program takes.

        An option that is left out is as the format has it: see codebook formats --json.
        """
        chosen = {
            Option.DOTS: dots,
            Option.SEPARATOR: None if separator is None else separator.text,
            Option.ORDER: order,
            Option.POA: poa,
            Option.DESCRIPTIONS: titles,
            Option.GUARD: guard,
            Option.LOOPS: loops,
        }
        with closing(self._open_program(data_dir)) as program:
            format_ = program.copying.described(format_name)
            options = _options(format_, chosen)
            read = encounter_asked(program, encounter, kept, poa_exempt_hospital)
            rendered = program.copying.render(read, format_.name, options)
        self._terminal.text(rendered.text)
        for line in rendered.said:
            self._terminal.say(line)

    def formats(self, *, json: AsJson = False, data_dir: DataDir = None) -> None:
        """List the formats that export knows."""
        with closing(self._open_program(data_dir)) as program:
            formats = program.copying.formats()
        if json:
            self._terminal.document([format_document(copy_format) for copy_format in formats])
        else:
            self._terminal.show(format_table(formats))

    def _tell(self, report: CheckReport, json: bool) -> None:
        if json:
            self._terminal.document(check_document(report))
            return
        if report.findings:
            self._terminal.show(finding_table(report.findings, self._terminal.between))
        else:
            self._terminal.say("Nothing was found.")
        for unchecked in report.not_checked:
            self._terminal.say(f"Not checked: {unchecked.rule}. {unchecked.reason}")


def _options(format_: CopyFormat, chosen: dict[Option, bool | str | None]) -> CopyOptions:
    """Return the format's defaults with what was *chosen*.

    Choosing what the format does anyway is no fault; choosing what it can't do is wrong usage.
    """
    given = {_FIELDS[option]: value for option, value in chosen.items() if value is not None}
    options = replace(format_.defaults, **given)  # type: ignore[arg-type]
    for option, field in _FIELDS.items():
        if option in format_.takes or getattr(options, field) == getattr(format_.defaults, field):
            continue
        taken = ", ".join(f"--{one.value}" for one in Option if one in format_.takes) or "none"
        raise typer.BadParameter(
            f"The format {format_.name} takes no --{option.value}. It takes: {taken}."
        )
    return options


_FIELDS = {
    Option.DOTS: "dots",
    Option.SEPARATOR: "separator",
    Option.ORDER: "order",
    Option.POA: "poa",
    Option.DESCRIPTIONS: "descriptions",
    Option.GUARD: "guard",
    Option.LOOPS: "loops",
}


def _separated(texts: Sequence[str]) -> list[str]:
    """Return the codes of arguments that may each hold several, as pasted."""
    return [code for text in texts for code in _BETWEEN_CODES.split(text) if code]
