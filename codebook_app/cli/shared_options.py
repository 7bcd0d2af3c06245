"""What several commands take: the program they work on, and options, each explained once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from codebook_app.services.program import Program

OpenProgram = Callable[[Path | None], "Program"]

_DATA_DIR_HELP = "Keep everything in this folder instead of the usual one."


def _day(text: str | date) -> date:
    if isinstance(text, date):
        return text
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text} is not a date. Write it as 2026-04-01.") from None


def _or_before_the_command(context: typer.Context, value: Path | None) -> Path | None:
    """Take ``codebook --data-dir DIR show E11`` as ``codebook show E11 --data-dir DIR``."""
    before: Path | None = context.find_root().params.get("data_dir")
    return value if value is not None else before


DataDirBefore = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        metavar="DIR",
        envvar="CODEBOOK_DATA_DIR",
        file_okay=False,
        help=_DATA_DIR_HELP,
    ),
]
DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        metavar="DIR",
        file_okay=False,
        callback=_or_before_the_command,
        help=f"{_DATA_DIR_HELP} The environment variable CODEBOOK_DATA_DIR does the same.",
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", metavar="", help="Answer with one JSON document and nothing else.")
]
CodeSet = Annotated[
    str | None,
    typer.Option("--code-set", metavar="NAME", help="The code set, for example icd10cm."),
]
Day = Annotated[
    date | None,
    typer.Option(
        "--date",
        metavar="DATE",
        parser=_day,
        help="The date of service, as 2026-04-01; it picks the release in force. Default: today.",
    ),
]
EncounterFromFile = Annotated[
    Path | None,
    typer.Option(
        "--encounter", metavar="FILE", help="An encounter file (JSON); - reads standard input."
    ),
]
KeptEncounter = Annotated[
    str | None,
    typer.Option(
        "--kept",
        metavar="ID",
        help="A kept encounter instead: its id, the beginning of it, or its label.",
    ),
]
PoaExemptHospital = Annotated[
    bool | None,
    typer.Option(
        "--poa-exempt-hospital/--no-poa-exempt-hospital",
        metavar="",
        help="Whether the hospital is exempt from POA reporting (critical access, cancer, "
        "children's …). Default: as the encounter says.",
    ),
]
AuditDay = Annotated[
    date | None,
    typer.Option(
        "--date",
        metavar="DATE",
        parser=_day,
        help="The day for templates and encounters without a date of service. Default: today.",
    ),
]
