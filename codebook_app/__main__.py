"""The entry points: ``codebook``, ``codebook-window`` and ``python -m codebook_app``."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from codebook_app.domain.coding_summary import CodingSummary
    from codebook_app.services.program import Program


def _open_program(data_dir: Path | None) -> Program:
    from codebook_app.bootstrap import open_program

    return open_program(data_dir)


def _save_summary(summary: CodingSummary, path: Path, paper: str) -> int:
    from codebook_app.gui.printing.summary_file import save_summary

    return save_summary(summary, path, paper)


def open_window(data_dir: Path | None, smoke: bool = False) -> int:
    """Open the window over *data_dir*; see :func:`codebook_app.gui.app.run` for what comes back."""
    # What is made before the first paint stays: to look for garbage in it costs a tenth of a start.
    gc.disable()
    from codebook_app.bootstrap import open_program
    from codebook_app.gui.app import run

    return run(open_program(data_dir), smoke=smoke)


def main() -> None:
    """Run the command line; without a command it opens the window."""
    from codebook_app.cli.display import has_display

    # The window is painted sooner where the command line is not built first.
    if len(sys.argv) == 1 and has_display(os.environ):
        window()
    from codebook_app.cli.app import create_app

    create_app(_open_program, open_window, _save_summary)()


def window() -> NoReturn:
    """Open the window over the usual data folder, or the one CODEBOOK_DATA_DIR names."""
    chosen = os.environ.get("CODEBOOK_DATA_DIR")
    sys.exit(open_window(Path(chosen) if chosen else None))


if __name__ == "__main__":
    main()
