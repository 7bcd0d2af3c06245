"""``summary``: the coding summary of an encounter as a PDF, without a window."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codebook_app.cli.encounter_source import encounter_asked
from codebook_app.cli.shared_options import (
    AsJson,
    DataDir,
    EncounterFromFile,
    KeptEncounter,
    OpenProgram,
    PoaExemptHospital,
)
from codebook_app.cli.terminal import Terminal
from codebook_app.errors import KnownError

if TYPE_CHECKING:
    from codebook_app.domain.coding_summary import CodingSummary

SaveSummary = Callable[["CodingSummary", Path, str], int]
"""Saves a summary as a PDF on a named paper ("" for the usual one), and returns its pages."""


class PaperName(StrEnum):
    """The papers there are, by what they are called."""

    LETTER = "Letter"
    A4 = "A4"


class SummaryCommand:
    """The command that puts an encounter on paper."""

    def __init__(
        self, open_program: OpenProgram, save_summary: SaveSummary, terminal: Terminal
    ) -> None:
        self._open_program = open_program
        self._save_summary = save_summary
        self._terminal = terminal

    def summary(
        self,
        *,
        encounter: EncounterFromFile = None,
        kept: KeptEncounter = None,
        pdf: Annotated[
            Path, typer.Option("--pdf", metavar="FILE", help="Where to save it.", dir_okay=False)
        ],
        replace: Annotated[
            bool, typer.Option("--replace", metavar="", help="Replace a file that is there.")
        ] = False,
        paper: Annotated[
            PaperName | None,
            typer.Option(
                "--paper", case_sensitive=False, help="Default: what is usual where you are."
            ),
        ] = None,
        poa_exempt_hospital: PoaExemptHospital = None,
        json: AsJson = False,
        data_dir: DataDir = None,
    ) -> None:
        """Save the coding summary as a PDF: codes, findings, overrides, MS-DRG, releases used."""
        if pdf.exists() and not replace:
            raise KnownError(f"{pdf} is there already.", "Choose another name, or add --replace.")
        with closing(self._open_program(data_dir)) as program:
            asked = encounter_asked(program, encounter, kept, poa_exempt_hospital)
            pages = self._save_summary(program.summaries.of(asked), pdf, paper or "")
        if json:
            self._terminal.document({"file": str(pdf), "pages": pages})
        else:
            self._terminal.text(f"Saved to {pdf}: {pages} {'page' if pages == 1 else 'pages'}.")
