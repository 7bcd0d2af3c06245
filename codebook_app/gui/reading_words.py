"""What was read out of a list, in words: how many codes, what is open, and what is no code."""

from __future__ import annotations

from collections.abc import Sequence

from codebook_app.domain.list_reading import Ignored, ListReading, Parts

_SHOWN = 3
_LISTED = 40


def counts_said(reading: ListReading, *, adding: int, waiting: int, most: int) -> str:
    """Return how many codes are *adding*, left out and *waiting* for an answer.

    *most* is how many lines there is room for; what does not fit is told instead of all else.
    """
    parts = [many(adding, "code") if reading.codes else "No code was found"]
    if left_out := len(reading.codes) - adding:
        parts.append(f"{left_out} left out")
    if waiting:
        parts.append(f"{many(waiting, 'question')} open")
    told = list(reading.told)
    if adding > most:
        told = [f"The encounter has room for {most} more codes: the first {most} are added."]
    return " ".join((f"{', '.join(parts)}. Read as {reading.shape}.", *told))


def visit_said(parts: Parts) -> str:
    """Return which of several visits is shown, and that the others are read too."""
    at = parts.visits.index(parts.visit) + 1 if parts.visit in parts.visits else 1
    return f"{parts.visit_word.capitalize()} {at} of {len(parts.visits)}:"


def ignored_said(ignored: Sequence[Ignored]) -> str:
    """Return the first few that were not read, with why; empty where there is none."""
    if not ignored:
        return ""
    named = "; ".join(f"{one.written} ({one.reason})" for one in ignored[:_SHOWN])
    more = len(ignored) - _SHOWN
    return f"Not read: {named}{f'; and {more} more' if more > 0 else ''}."


def every_ignored(ignored: Sequence[Ignored]) -> str:
    """Return what was not read and why, a line each, for a tooltip."""
    return "\n".join(f"{one.written}: {one.reason}" for one in ignored[:_LISTED])


def many(number: int, word: str) -> str:
    """Return a number with its word: ``1 code``, ``1,200 codes``."""
    return f"{number:,} {word if number == 1 else word + 's'}"
