"""``bench``: how well and how fast the search of this computer is, with its peers beside it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from codebook_app.cli.bench_tables import bench_tables
from codebook_app.cli.shared_options import AsJson, DataDir, Day, OpenProgram
from codebook_app.cli.stopping import stoppable
from codebook_app.cli.terminal import Terminal


class Measured(StrEnum):
    """What can be measured."""

    SEARCH = "search"


class BenchCommand:
    """The command that measures."""

    def __init__(self, open_program: OpenProgram, terminal: Terminal) -> None:
        self._open_program = open_program
        self._terminal = terminal

    def bench(
        self,
        what: Annotated[
            Measured, typer.Argument(metavar="search", help="What to measure: the search.")
        ],
        *,
        questions: Annotated[
            Path | None,
            typer.Option(
                "--questions",
                metavar="FILE",
                dir_okay=False,
                help="Ask these too: lines of a question, a tab, and codes with | between them.",
            ),
        ] = None,
        rounds: Annotated[
            int, typer.Option("--rounds", metavar="N", min=1, help="How often each is timed.")
        ] = 3,
        day: Day = None,
        json: AsJson = False,
        data_dir: DataDir = None,
    ) -> None:
        """Measure the search: does it find, how fast, how big; FTS5 and tantivy beside it.

        Takes minutes, and changes nothing. Close what else is running; the ratios last longer than
        the times.
        """
        from codebook_app.services.bench.questions import read_questions
        from codebook_app.services.bench.search_bench import SearchBench

        asked = () if questions is None else read_questions(questions)
        with closing(self._open_program(data_dir)) as program, stoppable(self._terminal) as cancel:
            bench = SearchBench(program.releases, program.lookup, program.folders)
            with self._terminal.progress() as progress:
                measured = bench.run(asked, rounds=rounds, on=day, progress=progress, cancel=cancel)
        if json:
            document = {"measured": what.value, **asdict(measured)}
            self._terminal.document({**document, "day": measured.day.isoformat()})
        else:
            self._terminal.show(*bench_tables(measured))
