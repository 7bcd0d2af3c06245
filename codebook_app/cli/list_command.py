"""``import-list``: the codes of any text or file as an encounter, and what is odd about them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from json import loads
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codebook_app.cli.faults import Ending
from codebook_app.cli.rendering import columns, text
from codebook_app.cli.shared_options import AsJson, DataDir, Day, OpenProgram
from codebook_app.cli.terminal import Terminal
from codebook_app.domain.encounter import Encounter, EncounterLine, Setting
from codebook_app.errors import KnownError

if TYPE_CHECKING:
    from codebook_app.domain.list_reading import FoundCode, ListReading, Parts

_SHOWN_CHOICES = 4
_SHOWN_VISITS = 8


class ListCommand:
    """The command that reads a list."""

    def __init__(self, open_program: OpenProgram, terminal: Terminal) -> None:
        self._open_program = open_program
        self._terminal = terminal

    def import_list(
        self,
        file: Annotated[
            Path | None,
            typer.Argument(
                metavar="FILE",
                help="Text, CSV, workbook, 837, FHIR or an encounter file; - is standard input.",
            ),
        ] = None,
        *,
        setting: Annotated[
            Setting, typer.Option("--setting", help="Where the service took place.")
        ] = Setting.OUTPATIENT,
        day: Day = None,
        sheet: Annotated[
            str, typer.Option("--sheet", metavar="NAME", help="The sheet of a workbook to read.")
        ] = "",
        visit: Annotated[
            str,
            typer.Option(
                "--visit", metavar="NAME", help="The account or claim to read, of several in FILE."
            ),
        ] = "",
        keep: Annotated[
            bool,
            typer.Option(
                "--keep", metavar="", help="Keep the list as an encounter, each of several visits."
            ),
        ] = False,
        label: Annotated[
            str, typer.Option("--label", metavar="TEXT", help="The label of the kept encounter.")
        ] = "",
        json: AsJson = False,
        data_dir: DataDir = None,
    ) -> None:
        """Read the codes out of any text. Exit code 1 where a code is an error on a claim."""
        if label and not keep:
            raise typer.BadParameter("--label goes with --keep.")
        # Late: no other command's.
        from codebook_app.domain.list_reading import Part
        from codebook_app.services.list_told import encounter_read

        part = Part(sheet, visit)
        with closing(self._open_program(data_dir)) as program:
            if file is None or str(file) == "-":
                content = sys.stdin.buffer.read()
                reading = program.list_import.read_bytes(
                    content, "standard input", setting, day, part=part
                )
            else:
                reading = program.list_import.read_file(file, setting, day, part=part)
            readings = [reading]
            if keep and reading.parts.visits and not visit:
                if label:
                    raise KnownError(
                        f"There are {len(reading.parts.visits)} visits, and --label names one.",
                        "Choose it with --visit.",
                    )
                readings = list(program.list_import.read_each(reading, setting, day))
            kept = [
                encounter_read(one, one.lines(), label=label, setting=setting, on=day)
                for one in readings
            ]
            if keep:
                if not any(one.lines for one in kept):
                    raise KnownError("No code was found.", "Nothing was kept.")
                kept = [program.encounters.take_in(one) for one in kept if one.lines]
            read = kept[0]
        if json:
            self._terminal.document(list_document(reading, read))
        else:
            self._show(reading, read)
        if keep:
            for one in kept:
                self._terminal.say(f"Kept as “{one.label}”, {len(one.lines)} codes.")
        wrong = any(_is_error(found) for one in readings for found in one.codes)
        raise typer.Exit(Ending.FINDINGS if wrong else Ending.DONE)

    def _show(self, reading: ListReading, read: Encounter) -> None:
        from codebook_app.services.list_told import stated_said  # late, as above

        between = self._terminal.between
        if reading.codes:
            table = columns()
            for found in reading.codes:
                line = found.line
                named = text("left out", "yellow") if line is None else text(line.code, "bold")
                what = text("" if line is None else line.title)
                beside = _beside(line) if line is not None else ""
                for said in filter(None, (beside, found.remark)):
                    what.append(f"{between}{said}", "dim")
                if found.oddity is not None:
                    what.append(f"{between}{found.oddity.text}", "yellow")
                    offered = [one.code for one in found.oddity.choices if one.code]
                    if offered:
                        more = " …" if len(offered) > _SHOWN_CHOICES else ""
                        what.append(f" ({', '.join(offered[:_SHOWN_CHOICES])}{more})", "dim")
                table.add_row(text(found.written, "dim"), named, what)
            self._terminal.show(table)
        else:
            self._terminal.say("No code was found.")
        for told in (*reading.told, *_told_of(reading.parts)):
            self._terminal.say(told)
        if stated := stated_said(None, reading.stated):
            self._terminal.say(stated)
        for one in reading.ignored:
            self._terminal.say(f"Not read: {one.written} ({one.reason}).")
        if reading.codes:
            asked = len(reading.questions)
            questions = f", {asked} to look at" if asked else ""
            self._terminal.say(f"{len(read.lines)} codes{questions}.")


def list_document(reading: ListReading, read: Encounter) -> dict[str, object]:
    """Return what ``import-list`` answers: an encounter file's keys, ``oddities``, ``ignored``."""
    from codebook_app.exchange.encounter_file import encounter_json  # late, as above

    document: dict[str, object] = loads(encounter_json(read))
    document["oddities"] = [
        {
            "kind": found.oddity.kind.value,
            "written": found.written,
            "start": found.start,
            "end": found.end,
            "text": found.oddity.text,
            "choices": [
                {
                    "label": one.label,
                    "code_set": "" if one.line is None else one.line.code_set,
                    "code": "" if one.line is None else one.line.code,
                }
                for one in found.oddity.choices
            ],
            "taken": found.oddity.suggested,
        }
        for found in reading.codes
        if found.oddity is not None
    ]
    document["ignored"] = [
        {"written": one.written, "start": one.start, "end": one.end, "reason": one.reason}
        for one in reading.ignored
    ]
    document["told"] = list(reading.told)
    parts = reading.parts
    document["parts"] = {
        "sheets": list(parts.sheets),
        "sheet": parts.sheet,
        "visits": list(parts.visits),
        "visit": parts.visit,
    }
    return document


def _told_of(parts: Parts) -> Iterator[str]:
    """Yield which of several visits was read, and how another one is."""
    if not parts.visits:
        return
    some = ", ".join(parts.visits[:_SHOWN_VISITS])
    more = f" and {len(parts.visits) - _SHOWN_VISITS} more" if parts.visits[_SHOWN_VISITS:] else ""
    yield (
        f"This is {parts.visit_word} {parts.visit} of {len(parts.visits)}: {some}{more}."
        " --visit NAME reads another, --keep without it keeps each."
    )


def _is_error(found: FoundCode) -> bool:
    from codebook_app.domain.list_reading import ERRORS  # late: no other command's

    return found.oddity is not None and found.oddity.kind in ERRORS and found.line is not None


def _beside(line: EncounterLine) -> str:
    """Return in words what was read beside the code."""
    parts = [
        f"POA {line.poa}" if line.poa else "",
        line.role.value.replace("_", " "),
        " ".join(line.modifiers),
        f"× {line.units}" if line.units is not None else "",
        "".join(line.pointers),
        "" if line.performed_on is None else line.performed_on.isoformat(),
        f"${line.charge}" if line.charge is not None else "",
        f"revenue code {line.revenue_code}" if line.revenue_code else "",
    ]
    return ", ".join(filter(None, parts))
