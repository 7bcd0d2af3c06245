"""The ``codebook`` command: what it answers to and what each command needs."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from codebook_app import __version__
from codebook_app.cli.audit_command import AuditCommand
from codebook_app.cli.bench_command import BenchCommand
from codebook_app.cli.catalog_commands import CatalogCommands
from codebook_app.cli.changes_command import ChangesCommand
from codebook_app.cli.display import has_display
from codebook_app.cli.encounter_commands import EncounterCommands
from codebook_app.cli.faults import CommandGroup
from codebook_app.cli.group_command import GroupCommand
from codebook_app.cli.health_command import HealthCommand
from codebook_app.cli.index_command import IndexCommand
from codebook_app.cli.kept_commands import KeptCommands
from codebook_app.cli.list_command import ListCommand
from codebook_app.cli.lookup_commands import LookupCommands
from codebook_app.cli.notes_command import NotesCommand
from codebook_app.cli.release_commands import ReleaseCommands
from codebook_app.cli.shared_options import DataDirBefore, OpenProgram
from codebook_app.cli.summary_command import SaveSummary, SummaryCommand
from codebook_app.cli.terminal import Terminal
from codebook_app.errors import KnownError

_HELP = "The offline codebook for medical coders. Without a command it opens the window."

OpenWindow = Callable[[Path | None], int]


def create_app(
    open_program: OpenProgram, open_window: OpenWindow, save_summary: SaveSummary
) -> typer.Typer:
    """Return the command line; the first two callables take the data folder, None for the usual.

    *save_summary* puts a coding summary on pages, which the command line itself knows nothing of.

    Exit codes: 0 done; 1 done, with errors among the findings; 2 wrong usage; 3 not done, nothing
    changed, one line on standard error; 130 stopped by Ctrl+C.
    """
    terminal = Terminal()
    app = typer.Typer(
        cls=CommandGroup,
        no_args_is_help=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    window = _Window(open_window, terminal)
    app.callback(invoke_without_command=True, help=_HELP)(window.open)

    releases = ReleaseCommands(open_program, terminal)
    lookup = LookupCommands(open_program, terminal)
    encounter = EncounterCommands(open_program, terminal)
    kept = KeptCommands(open_program, terminal)
    catalogue = CatalogCommands(open_program, terminal)
    app.command("setup")(releases.setup)
    app.command("import")(releases.import_files)
    app.command("releases")(releases.list_installed)
    app.command("licence")(releases.licence)
    app.command("remove")(releases.remove)
    app.command("changes")(ChangesCommand(open_program, terminal).changes)
    app.command("catalog")(catalogue.catalog)
    app.command("download")(catalogue.download)
    app.command("search")(lookup.search)
    app.command("show")(lookup.show)
    app.command("index")(IndexCommand(open_program, terminal).index)
    app.command("check")(encounter.check)
    app.command("group")(GroupCommand(open_program, terminal).group)
    app.command("audit")(AuditCommand(open_program, terminal).audit)
    app.command("export")(encounter.export)
    app.command("formats")(encounter.formats)
    app.command("summary")(SummaryCommand(open_program, save_summary, terminal).summary)
    app.command("encounters")(kept.encounters)
    app.command("log")(kept.log)
    app.command("import-list")(ListCommand(open_program, terminal).import_list)
    app.command("notes")(NotesCommand(open_program, terminal).notes)
    app.command("bench")(BenchCommand(open_program, terminal).bench)
    app.command("doctor")(HealthCommand(open_program, terminal).doctor)
    return app


class _Window:
    """``codebook`` alone."""

    def __init__(self, open_window: OpenWindow, terminal: Terminal) -> None:
        self._open_window = open_window
        self._terminal = terminal

    def open(
        self,
        context: typer.Context,
        data_dir: DataDirBefore = None,
        version: Annotated[
            bool, typer.Option("--version", metavar="", help="Print the version.")
        ] = False,
    ) -> None:
        """Open the window, unless a command was given."""
        if version:
            self._terminal.text(f"codebook {__version__}")
            raise typer.Exit
        if context.invoked_subcommand is not None:
            return
        if not has_display(os.environ):
            raise KnownError(
                "There is no display here, so the window cannot open.",
                "The command line works: see codebook --help.",
            )
        raise typer.Exit(self._open_window(data_dir))
