"""The encounter a command is about: one of a file, or one that is kept."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from codebook_app.domain.encounter import Encounter
from codebook_app.errors import KnownError

if TYPE_CHECKING:
    from codebook_app.services.program import Program


def encounter_asked(
    program: Program,
    file: Path | None,
    kept: str | None,
    poa_exempt_hospital: bool | None = None,
) -> Encounter:
    """Return the encounter of ``--encounter FILE``, ``-`` being standard input, or ``--kept ID``.

    Whether its hospital is exempt from POA reporting is as *poa_exempt_hospital* says, where it is
    not None.
    Wrong usage where none or both are given; :class:`KnownError` for what cannot be read or is not
    kept.
    """
    if (file is None) == (kept is None):
        raise typer.BadParameter("Give --encounter FILE or --kept ID, and not both.")
    if kept is not None:
        read = program.encounters.open(program.encounters.named(kept).id)
    else:
        assert file is not None  # noqa: S101 - one of them is given
        read = program.copying.read_encounter(*_text_of(file))
    if poa_exempt_hospital is None:
        return read
    return replace(read, poa_exempt_hospital=poa_exempt_hospital)


def _text_of(file: Path) -> tuple[str, str]:
    """Return the text of a file and its name for messages."""
    name = "standard input" if str(file) == "-" else str(file)
    try:
        raw = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise KnownError(
            f"{name} cannot be read: {error.strerror or error}.", "Check the path."
        ) from error
    try:
        return raw.decode("utf-8-sig"), name
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise KnownError(f"{name}, line {line}: not UTF-8 text.", "Save it as UTF-8.") from error
