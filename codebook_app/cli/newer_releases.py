"""What the commands add of releases newer than the installed ones: said, and never guessed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from codebook_app.codesets.icd10cm import grammar as diagnoses
from codebook_app.codesets.icd10pcs import grammar as procedures
from codebook_app.domain.validity import CodeValidity
from codebook_app.errors import KnownError

if TYPE_CHECKING:
    from codebook_app.services.program import Program

_SPELLED = {"icd10cm": diagnoses.normalise, "icd10pcs": procedures.normalise}


def newer_release_words(
    program: Program, code_sets: Iterable[str], on: date | None
) -> tuple[str, ...]:
    """Return, for each of *code_sets*, that a release newer than the installed is in force.

    Each is one line with the command that fetches the release, where the catalogue knows its
    place. Nothing is said where the master lists cannot be read: the answer stands without.
    """
    told = []
    for code_set in dict.fromkeys(code_sets):
        try:
            currency = program.validity.currency(code_set, on)
        except KnownError:
            continue
        if currency is not None:
            fetch = f" To fetch it: codebook download {code_set}:{currency.in_force}"
            told.append(currency.word + fetch * currency.can_be_fetched)
    return tuple(told)


def validity_words(program: Program, code_set: str, code: str, on: date | None) -> tuple[str, ...]:
    """Return what a master list says against *code*, which the release holds, on a day."""
    try:
        told = program.validity.of_codes(code_set, [code], on or date.today(), held=[code])
    except KnownError:
        return ()
    return tuple(map(_words, told))


def newer_code(program: Program, code: str, code_set: str | None, on: date | None) -> str:
    """Return in words what a master list says of *code* on a day and the release does not know.

    Empty where it has nothing to say, or the text is shaped like no code.
    """
    day = on or date.today()
    for name, normalise in _SPELLED.items():
        written = normalise(code) if code_set in {None, name} else None
        if written is None:
            continue
        try:
            told = program.validity.of_codes(name, [written], day)
        except KnownError:
            continue
        for one in told:
            fetch = newer_release_words(program, [name], on) if one.state == "valid" else ()
            return " ".join([f"{one.code}: {_words(one)}.", *fetch])
    return ""


def _words(told: CodeValidity) -> str:
    day = "" if told.day_of_change is None else told.day_of_change.isoformat()
    if told.state == "deleted":
        now = f", now {', '.join(told.successors)}" if told.successors else ""
        return f"deleted after {day}{now} ({told.source})"
    if told.state == "not yet":
        return f"valid from {day} on ({told.source})"
    return f"valid since {day}, newer than what is installed ({told.source})"
