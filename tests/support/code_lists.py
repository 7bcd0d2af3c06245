"""Invented codes and lists for the tests of encounters, checks and copying."""

from __future__ import annotations

from datetime import UTC, date, datetime

from codebook_app.domain.code import Code
from codebook_app.domain.encounter import Encounter, EncounterLine, Setting

RELEASE = "FY2099"
MOMENT = datetime(2098, 11, 22, 9, 30, tzinfo=UTC)


def a_code(code: str, title: str = "", *, billable: bool = True, level: str = "code") -> Code:
    """Return *code* as a release prints it, with an invented title."""
    return Code(
        id=1,
        code_set="icd10cm",
        release=RELEASE,
        code=code,
        title=title or f"Invented condition {code}",
        level=level,
        billable=billable,
        depth=3,
        parent_id=None,
        last_descendant_id=1,
    )


def a_line(
    code: str, title: str = "", line_id: str = "", code_set: str = "icd10cm"
) -> EncounterLine:
    """Return a line of a list; its id is the code where none is given."""
    return EncounterLine(
        line_id or code, code_set, RELEASE, code, title or f"Invented condition {code}"
    )


def a_list(*lines: EncounterLine | str, on: date | None = None) -> Encounter:
    """Return an encounter with *lines*, each a line or just its code."""
    return Encounter(
        id="invented",
        label="Visit 14",
        setting=Setting.OUTPATIENT,
        date_of_service=on,
        lines=tuple(a_line(line) if isinstance(line, str) else line for line in lines),
        overrides=(),
        revision=1,
        created_at=MOMENT,
        changed_at=MOMENT,
    )


def codes_of(encounter: Encounter) -> list[str]:
    """Return the codes of the list in their order."""
    return [line.code for line in encounter.lines]
