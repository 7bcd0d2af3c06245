"""``notes``: the coder's notebook listed, exported and imported."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from codebook_app.cli.notes_answers import import_document, notebook_document, notebook_tables
from codebook_app.cli.shared_options import AsJson, DataDir, Day, OpenProgram
from codebook_app.cli.terminal import Terminal
from codebook_app.domain.notebook import NotebookContents

if TYPE_CHECKING:
    from codebook_app.services.program import Program

_STANDARD_OUTPUT = Path("-")


class NotesCommand:
    """The command about own notes, bookmarks and favourites."""

    def __init__(self, open_program: OpenProgram, terminal: Terminal) -> None:
        self._open_program = open_program
        self._terminal = terminal

    def notes(
        self,
        what: Annotated[
            Literal["list", "export", "import"],
            typer.Argument(metavar="list|export|import", help="What to do with the notebook."),
        ],
        file: Annotated[
            Path | None,
            typer.Argument(metavar="FILE", help="The file to write (- for the output) or to read."),
        ] = None,
        *,
        find: Annotated[
            str | None,
            typer.Option("--find", metavar="TEXT", help="List only what answers these words."),
        ] = None,
        day: Day = None,
        json: AsJson = False,
        data_dir: DataDir = None,
    ) -> None:
        """List, export or import your own notes, bookmarks and favourites."""
        if (what == "list") != (file is None):
            raise typer.BadParameter(
                "list takes no file." if what == "list" else f"Name the file to {what}.",
                param_hint="FILE",
            )
        if find is not None and what != "list":
            raise typer.BadParameter("--find goes with list.", param_hint="--find")
        with closing(self._open_program(data_dir)) as program:
            if file is None:
                self._list(program, find or "", day, json)
            elif what == "export":
                self._export(program, file, json)
            else:
                self._import(program, file, json)

    def _list(self, program: Program, find: str, day: date | None, json: bool) -> None:
        finder = program.notebook.finder(day)
        found = finder.found(find)
        if json:
            self._terminal.document(notebook_document(found, finder.titles))
        elif found.notes or found.bookmarks or found.favourites:
            self._terminal.show(*notebook_tables(found, finder.titles))
        else:
            self._terminal.say("Nothing was found." if find else "The notebook is empty.")

    def _export(self, program: Program, file: Path, json: bool) -> None:
        if file == _STANDARD_OUTPUT:
            self._terminal.text(program.notebook.text_of(program.notebook.contents()))
            return
        contents = program.notebook.export(file)
        if json:
            self._terminal.document({"file": str(file), **_counts(contents)})
        else:
            entries = sum(_counts(contents).values())
            self._terminal.say(f"{entries} entries were written to {file}.")

    def _import(self, program: Program, file: Path, json: bool) -> None:
        report = program.notebook.import_file(file)
        if json:
            self._terminal.document(import_document(report))
        else:
            self._terminal.say(report.words)


def _counts(contents: NotebookContents) -> dict[str, int]:
    return {
        "notes": len(contents.notes),
        "bookmarks": len(contents.bookmarks),
        "folders": len(contents.folders),
        "favourites": len(contents.favourites),
    }
