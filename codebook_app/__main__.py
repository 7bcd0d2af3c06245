"""The entry points: ``codebook``, ``codebook-window`` and ``python -m codebook_app``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codebook_app.services.program import Program


def _open_program(data_dir: Path | None) -> Program:
    from codebook_app.bootstrap import open_program

    return open_program(data_dir)


def _open_window(data_dir: Path | None) -> int:
    from codebook_app.bootstrap import open_program
    from codebook_app.gui.app import run

    return run(open_program(data_dir))


def main() -> None:
    """Run the command line; without a command it opens the window."""
    from codebook_app.cli.app import create_app

    create_app(_open_program, _open_window)()


def window() -> None:
    """Open the window over the default data folder."""
    sys.exit(_open_window(None))


if __name__ == "__main__":
    main()
