"""What a command says: answers on standard output, everything else on standard error."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from codebook_app.progress import Progress, ProgressSink

# Wide enough that nothing is folded or cut off where no terminal has a width.
_ENDLESS = 100_000


class Terminal:
    """Writes to the standard streams as they are when it is called, so that each may be a pipe."""

    def spell_anything(self) -> None:
        """Let a stream that cannot spell a character write a question mark instead of failing."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")

    def document(self, document: object) -> None:
        """Print *document* as JSON: the one thing on standard output."""
        # Escapes where the stream's encoding is not Unicode: the document stays whole.
        unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
        sys.stdout.write(f"{json.dumps(document, ensure_ascii=not unicode, indent=2)}\n")

    def text(self, text: str) -> None:
        """Print *text* as it is, its last line ended."""
        sys.stdout.write(text if text.endswith("\n") or not text else f"{text}\n")

    @property
    def between(self) -> str:
        """What parts the parts of a table's cell: in a pipe each row stays one line."""
        return "\n" if sys.stdout.isatty() else "  "

    def show(self, *answers: RenderableType) -> None:
        """Print an answer for the eye: coloured and folded on a terminal, plain in a pipe."""
        from rich.console import Console

        if sys.stdout.isatty():
            console = Console(file=sys.stdout, highlight=False)
            for answer in answers:
                console.print(answer)
            return
        written = io.StringIO()
        plain = Console(file=written, width=_ENDLESS, color_system=None, highlight=False)
        for answer in answers:
            plain.print(answer)
        # The table fills its last column with blanks, which a pipe has no use for.
        lines = (line.rstrip() for line in written.getvalue().splitlines())
        sys.stdout.write("".join(f"{line}\n" for line in lines))

    def say(self, line: str) -> None:
        """Print one line that is not the answer, on standard error."""
        sys.stderr.write(f"{' '.join(line.splitlines())}\n")
        sys.stderr.flush()

    @contextmanager
    def progress(self) -> Iterator[ProgressSink]:
        """Give a sink for the progress of long work: a bar on a terminal, else a line a stage."""
        if not sys.stderr.isatty():
            yield _LineEachStage(self)
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
        from rich.progress import TimeElapsedColumn as Elapsed

        stage = TextColumn("{task.description}", markup=False)
        console = Console(file=sys.stderr, highlight=False)
        columns = (stage, BarColumn(), TaskProgressColumn(), Elapsed())
        with Progress(*columns, console=console, transient=True) as bars:
            yield _OneBar(bars, bars.add_task("", total=None))


class _LineEachStage:
    """Says each stage of the work once."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._stage = ""

    def __call__(self, progress: Progress) -> None:
        if progress.stage != self._stage:
            self._stage = progress.stage
            self._terminal.say(progress.stage)


class _OneBar:
    """Moves a bar that begins anew with each stage."""

    def __init__(self, bars: Bars, task: TaskID) -> None:
        self._bars = bars
        self._task = task
        self._stage = ""

    def __call__(self, progress: Progress) -> None:
        if progress.stage != self._stage:
            self._stage = progress.stage
            self._bars.reset(self._task, description=progress.stage)
        self._bars.update(self._task, completed=progress.done, total=progress.total or None)
