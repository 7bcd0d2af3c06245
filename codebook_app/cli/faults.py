"""How a command ends: the exit codes of the contract, one line for whatever stopped it."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from codebook_app.cli.terminal import Terminal
from codebook_app.errors import KnownError
from codebook_app.paths import folders
from codebook_app.progress import Cancelled


class Ending(IntEnum):
    """The exit codes of the contract; wrong usage, 2, is typer's own.

    A reader that leaves early (``codebook search pain | head -1``) ends a command as SIGPIPE would.
    """

    DONE = 0
    FINDINGS = 1
    NOT_DONE = 3
    STOPPED = 130
    READER_LEFT = 141


class CommandGroup(TyperGroup):
    """The commands, each ending as the contract says whatever happens in it."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run a command; a stream that cannot spell a character never stops it."""
        Terminal().spell_anything()
        return super().main(*arguments, **{"prog_name": "codebook", **options})

    def invoke(self, ctx: Any) -> Any:
        """Run a command and turn what stops it into one line and an exit code."""
        invoke = super().invoke
        return ended_well(lambda: invoke(ctx), folders(ctx.params.get("data_dir")).log)


def ended_well(work: Callable[[], Any], log: Path) -> Any:
    """Return what *work* returns, or raise ``typer.Exit`` after a line that says what happened.

    The traceback of a bug goes to the end of *log*; the person gets a line that names the file.
    """
    say = Terminal().say
    try:
        done = work()
        sys.stdout.flush()
    except (typer.Exit, typer.Abort, TyperException):
        raise
    except KnownError as error:
        say(str(error))
        raise typer.Exit(Ending.NOT_DONE) from error
    except (KeyboardInterrupt, Cancelled) as stopped:
        say("Stopped. Nothing half-done was kept.")
        raise typer.Exit(Ending.STOPPED) from stopped
    except OSError as error:
        if _reader_left(error):
            # What is still in the buffer would complain once more at the end of the process.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(Ending.READER_LEFT) from error
        where = f" ({error.filename})" if error.filename else ""
        say(f"The operating system refused: {error.strerror or error}{where}. Nothing was changed.")
        raise typer.Exit(Ending.NOT_DONE) from error
    except Exception as bug:
        _keep(bug, log)
        say(f"Codebook made a mistake ({type(bug).__name__}); please report it with {log}.")
        raise typer.Exit(Ending.NOT_DONE) from bug
    return done


def _reader_left(error: OSError) -> bool:
    # Windows tells of a closed pipe as of an invalid argument.
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)


def _keep(bug: Exception, log: Path) -> None:
    text = "".join(traceback.format_exception(bug))
    with suppress(OSError):
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {text}\n")
        return
    sys.stderr.write(text)
