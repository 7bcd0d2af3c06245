"""Finds what may be codes in any text: a note, a bill, an e-mail, a list in one of our formats.

Pure: whether a candidate is a code is decided by whoever has the releases. Nothing that has the
shape of a code is dropped in silence: it is a candidate, or passed over with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from codebook_app.domain.encounter import Role
from codebook_app.exchange.candidates import (
    WATCHED_EVERY,
    Candidate,
    Passed,
    Pasted,
    Watch,
    unwatched,
)
from codebook_app.exchange.listed_columns import read_aligned, read_columns
from codebook_app.exchange.pasted_candidates import candidates_in
from codebook_app.exchange.pasted_lines import (
    BEFORE_WORDS,
    MASK,
    NUMBERING,
    UNLABELLED,
    Label,
    has_words,
    label_in,
)
from codebook_app.exchange.pasted_own import read_numbered, read_titled
from codebook_app.exchange.pasted_paper import read_paper
from codebook_app.exchange.pasted_segments import read_segments
from codebook_app.exchange.pasted_unseen import placed_as, without_unseen
from codebook_app.exchange.stated_visit import stated_visit

_LEVELLED = str.maketrans(
    {
        "\u00a0": " ",
        "\u2007": " ",
        "\u202f": " ",
        "\u3000": " ",
        "\ufeff": " ",
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\u00d7": "x",
        "\u3001": ",",
        "\u3002": ".",
        **{chr(one): chr(one - 0xFEE0) for one in range(0xFF01, 0xFF5F)},
        "\r": " ",
        "\x0b": " ",
        "\x0c": " ",
        MASK: " ",
    }
)

# ="0016070" is how spreadsheets are told to leave a text alone; the places stay.
_FORMULA = re.compile(r'="([^"\t\n]*)"(?![^\t\n,;])')


def take_apart(text: str, watch: Watch = unwatched) -> Pasted:
    """Return the candidates of *text* in the order they stand, however it is laid out.

    *watch* is told now and then how far it is, and may raise to end it.
    """
    levelled = _FORMULA.sub(r"  \1 ", text.translate(_LEVELLED))
    shown, places = without_unseen(levelled)

    def table(text: str) -> Pasted | None:
        return read_columns(text, _read_cell, watch)

    def aligned(text: str) -> Pasted | None:
        return read_aligned(text, _read_cell, prose)

    def prose(text: str) -> Pasted:
        return _read_text(text, watch)

    readers = (read_segments, read_paper, read_titled, read_numbered, table, aligned)
    found = next(filter(None, (read(shown) for read in readers)), None) or prose(shown)
    if found.shape == "text" and not found.visits:
        visit, told = stated_visit(shown, [one.start for one in found.candidates])
        stated = () if visit is None else (visit,)
        found = replace(found, visits=stated, told=(*found.told, *told))
    return found if places is None else placed_as(found, places)


def _read_cell(text: str, start: int, end: int) -> Iterator[Candidate | Passed]:
    """Yield what stands in a cell that holds more than one code."""
    return candidates_in(text[start:end], start)


def _read_text(text: str, watch: Watch) -> Pasted:
    candidates: list[Candidate] = []
    passed: list[Passed] = []
    heading = _Heading()
    at = 0
    for number, line in enumerate(text.split("\n")):
        if number % WATCHED_EVERY == 0:
            watch(at, len(text))
        found = list(candidates_in(line, at, heading.label))
        for one in found:
            if isinstance(one, Candidate):
                candidates.append(one)
            else:
                passed.append(one)
        heading = heading.after(line, found)
        at += len(line) + 1
    return Pasted("text", tuple(candidates), tuple(passed))


@dataclass(frozen=True, slots=True)
class _Heading:
    """What a line without codes says of the lines below it."""

    label: Label = UNLABELLED

    def after(self, line: str, found: list[Candidate | Passed]) -> _Heading:
        """Return the heading that holds below *line*."""
        if found:
            return self
        if not line.strip():
            return _Heading(replace(self.label, role=Role.LISTED, principal=False))
        label = label_in(line) if len(line) <= BEFORE_WORDS else None
        if label is not None and not has_words(NUMBERING.sub("", line, count=1)):
            return _Heading(label)
        return self if not line.rstrip().endswith(":") else _Heading()
