"""``setup``, ``import``, ``releases``, ``licence`` and ``remove``: what is installed."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from codebook_app.cli.documents import release_document
from codebook_app.cli.install_answers import tell
from codebook_app.cli.shared_options import AsJson, CodeSet, DataDir, Day, OpenProgram
from codebook_app.cli.stopping import stoppable
from codebook_app.cli.tables import installed_table
from codebook_app.cli.terminal import Terminal
from codebook_app.errors import KnownError

_PathsArgument = typer.Argument(
    metavar="PATH", help="Official files, their folders or their zips.", exists=True
)


class ReleaseCommands:
    """The commands about releases."""

    def __init__(self, open_program: OpenProgram, terminal: Terminal) -> None:
        self._open_program = open_program
        self._terminal = terminal

    def setup(self, *, json: AsJson = False, data_dir: DataDir = None) -> None:
        """Install the code sets that come with Codebook. A second run does nothing."""
        with (
            closing(self._open_program(data_dir)) as program,
            stoppable(self._terminal) as cancel,
            self._terminal.progress() as progress,
        ):
            reports = program.releases.setup(progress, cancel)
        tell(self._terminal, reports, json=json)
        if not reports:
            self._terminal.say("Everything is installed already.")

    def import_files(
        self,
        paths: Annotated[list[Path], _PathsArgument],
        *,
        code_set: CodeSet = None,
        json: AsJson = False,
        data_dir: DataDir = None,
    ) -> None:
        """Install a release from official files; what they are is found out by their content."""
        with (
            closing(self._open_program(data_dir)) as program,
            stoppable(self._terminal) as cancel,
            self._terminal.progress() as progress,
        ):
            reports = program.releases.import_paths(paths, code_set, progress, cancel)
        tell(self._terminal, reports, json=json)

    def list_installed(
        self, *, day: Day = None, json: AsJson = False, data_dir: DataDir = None
    ) -> None:
        """List the installed releases and which of them is in force."""
        on = day or date.today()
        with closing(self._open_program(data_dir)) as program:
            releases = program.releases.installed()
        if json:
            self._terminal.document([release_document(release, on) for release in releases])
        elif releases:
            self._terminal.show(installed_table(releases, on))
        else:
            self._terminal.say("No release is installed. Run: codebook setup")

    def remove(
        self,
        code_set: Annotated[str, typer.Argument(metavar="CODE_SET", help="For example icd10cm.")],
        release: Annotated[str, typer.Argument(metavar="RELEASE", help="For example FY2026-04.")],
        data_dir: DataDir = None,
    ) -> None:
        """Remove an installed release. Encounters keep their codes and titles."""
        with closing(self._open_program(data_dir)) as program:
            depending = program.releases.dependents(code_set, release)
            program.releases.remove(code_set, release)
        self._terminal.say(f"Removed {code_set} {release}.")
        for sentence in depending:
            self._terminal.say(sentence)

    def licence(
        self,
        code_set: Annotated[str, typer.Argument(metavar="CODE_SET", help="For example cpt.")],
        release: Annotated[str, typer.Argument(metavar="RELEASE", help="For example 2026.")],
        *,
        confirm: Annotated[
            bool,
            typer.Option("--confirm", metavar="", help="Say that you have a licence for it."),
        ] = False,
        data_dir: DataDir = None,
    ) -> None:
        """Show the notice of a licensed release; with --confirm turn the release on."""
        with closing(self._open_program(data_dir)) as program:
            found = next(
                (
                    one
                    for one in program.releases.installed()
                    if (one.code_set, one.release) == (code_set, release)
                ),
                None,
            )
            if found is None:
                raise KnownError(
                    f"{code_set} {release} is not installed.", "See: codebook releases"
                )
            if not found.notice:
                raise KnownError(f"{found.title} needs no licence of yours.", "It is on.")
            self._terminal.text(found.notice)
            if found.confirmed:
                self._terminal.say(f"{found.title} is on: you confirmed that you have a licence.")
            elif confirm:
                program.releases.confirm_licence(code_set, release)
                self._terminal.say(f"{found.title} is on now.")
            else:
                self._terminal.say(
                    f"{found.title} is off. If you have a licence for it, run: codebook licence"
                    f" {code_set} {release} --confirm"
                )
