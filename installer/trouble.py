"""How the installer speaks: lines on standard error, since standard output is the program's."""

from __future__ import annotations

import sys


class Trouble(Exception):  # noqa: N818 - what the person reads, not a class of bug
    """What could not be done and what to do about it, in one or two lines."""


def say(line: str) -> None:
    """Show *line* at once, and never on standard output."""
    print(line, file=sys.stderr, flush=True)
