"""How the codes found in a text stand to one another: titles, repetitions, which one is first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from codebook_app.domain.encounter import EncounterLine, Role
from codebook_app.domain.list_reading import (
    Choice,
    Confidence,
    FoundCode,
    Oddity,
    OddityKind,
    repetition_key,
)
from codebook_app.exchange.candidates import Candidate, Standing

_DIAGNOSES = "icd10cm"


class SwallowedTitles:
    """Keeps what stands in the official title of the code before it from being read as a code."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._until = 0
        self.code = ""

    def begin(self, found: FoundCode) -> None:
        """Look for the title of a code right behind it."""
        title = found.line.title if found.line is not None else ""
        if not any(letter.isdigit() for letter in title):
            return
        behind = self._text[found.end : found.end + len(title) + 12]
        at = behind.casefold().find(title.casefold())
        if 0 <= at <= 8:
            self._until = found.end + at + len(title)
            self.code = found.line.code if found.line is not None else ""

    def holds(self, candidate: Candidate) -> bool:
        """Whether the candidate stands in it."""
        return candidate.start < self._until


def repetitions_asked(
    codes: Sequence[tuple[FoundCode, Candidate]], held: Sequence[EncounterLine]
) -> list[tuple[FoundCode, Candidate]]:
    """Ask about every line that says what one before it, or a diagnosis held, says already."""
    of_encounter = {repetition_key(line) for line in held if line.code_set == _DIAGNOSES}
    seen: set[tuple[object, ...]] = set(of_encounter)
    firsts: dict[tuple[object, ...], int] = {}
    asked: list[tuple[FoundCode, Candidate]] = []
    for found, candidate in codes:
        line = found.line
        key = None if line is None else repetition_key(line)
        if key in firsts and line is not None and line.poa:
            at = firsts[key]
            asked[at] = (_with_poa(asked[at][0], line.poa), asked[at][1])
        if line is not None and key is not None:
            firsts.setdefault(key, len(asked))
        if line is not None and found.oddity is None and key in seen:
            # A table may say a service twice; a diagnosis is reported once.
            stated = candidate.standing is Standing.STATED or line.code_set != _DIAGNOSES
            where = "the encounter's list" if key in of_encounter else "the list"
            keep = stated and key not in of_encounter
            asked.append((_repeated(found, line, where, keep=keep), candidate))
        else:
            asked.append((found, candidate))
        if key is not None:
            seen.add(key)
    return asked


def _with_poa(found: FoundCode, poa: str) -> FoundCode:
    """Return a diagnosis with the POA indicator of its second mention, where it has none."""
    line = found.line
    if line is None or line.poa or line.code_set != _DIAGNOSES or found.oddity is not None:
        return found
    remark = "; ".join(filter(None, (found.remark, "POA from where it stands again")))
    return replace(found, line=replace(line, poa=poa), remark=remark)


def _repeated(found: FoundCode, line: EncounterLine, where: str, *, keep: bool) -> FoundCode:
    choices = (
        Choice(f"Add {line.code} once more", line, line.code, line.title),
        Choice("Leave it out", None),
    )
    suggested = 0 if keep else 1
    text = f"{line.code} stands on {where} already."
    return replace(
        found,
        line=choices[suggested].line,
        confidence=Confidence.ASKED,
        oddity=Oddity(OddityKind.REPEATED, text, choices, suggested),
    )


def principal_first(
    codes: list[tuple[FoundCode, Candidate]],
) -> tuple[list[tuple[FoundCode, Candidate]], tuple[str, ...]]:
    """Put the one diagnosis that the text calls principal before the other listed ones."""
    listed = [
        at
        for at, (found, _) in enumerate(codes)
        if found.line is not None
        and found.line.code_set == _DIAGNOSES
        and found.line.role is Role.LISTED
    ]
    called = [at for at in listed if codes[at][1].principal]
    if len(called) != 1 or not listed or called[0] == listed[0]:
        return codes, ()
    moved = codes[called[0]]
    rest = [one for at, one in enumerate(codes) if at != called[0]]
    rest.insert(listed[0], moved)
    return rest, (f"{moved[0].written} is called the principal diagnosis and is put first.",)
