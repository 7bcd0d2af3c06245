"""What the tests of the encounter pane share: a desk that can be held, checks by the word."""

from __future__ import annotations

import threading

from codebook_app.domain.code import SeventhCharacter
from codebook_app.domain.encounter import Encounter
from codebook_app.domain.finding import CheckReport, Finding, NotChecked, Severity
from codebook_app.gui.jobs import Worker

COMPLETIONS = (
    SeventhCharacter("A", "initial encounter", "Q01.11XA"),
    SeventhCharacter("D", "subsequent encounter", "Q01.11XD"),
    SeventhCharacter("S", "sequela", "Q01.11XS"),
)


def missing_seventh(code: str = "Q01.11", line_id: str = "1") -> Finding:
    """Return the error for a code without its seventh character."""
    return Finding(
        rule="seventh_character",
        severity=Severity.ERROR,
        codes=(code,),
        text=f"{code} needs a seventh character.",
        source="Seventh characters at Q01, FY2099",
        action="Choose A, D or S.",
        line_ids=(line_id,),
        completions=COMPLETIONS,
    )


def excludes1(
    first: str = "Q01.11",
    second: str = "Q02.0",
    line_ids: tuple[str, ...] = ("1", "2"),
    reason: str = "",
) -> Finding:
    """Return the warning for a pair that an Excludes1 note keeps apart."""
    return Finding(
        rule="excludes1",
        severity=Severity.WARNING,
        codes=(first, second),
        text=f"Excludes1: {first} with {second}.",
        source="Excludes1 note at Q01, FY2099",
        action="Keep one, or override with a reason.",
        line_ids=line_ids,
        override_reason=reason,
    )


def unspecified(code: str = "Q02.0", line_id: str = "2") -> Finding:
    """Return an information line."""
    return Finding(
        rule="unspecified",
        severity=Severity.INFORMATION,
        codes=(code,),
        text=f"{code} is unspecified.",
        source="Title of Q02.0, FY2099",
        action="Code the side if it is documented.",
        line_ids=(line_id,),
    )


NO_DATE = NotChecked("valid_on_date", "there is no date of service")


class InventedChecking:
    """Finds a missing seventh character on codes that end in a digit, and Q01 with Q02 apart.

    *checked* are the lists it was asked to check; *fault* is raised where there is one; a check
    waits for *gate*.
    """

    def __init__(self) -> None:
        self.checked: list[tuple[str, ...]] = []
        self.fault: Exception | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.not_checked: tuple[NotChecked, ...] = (NO_DATE,)

    def check(self, encounter: Encounter) -> CheckReport:
        self.gate.wait(60)
        self.checked.append(tuple(line.code for line in encounter.lines))
        if self.fault is not None:
            raise self.fault
        findings = [
            missing_seventh(line.code, line.id)
            for line in encounter.lines
            if line.code.startswith("Q01") and line.code[-1].isdigit()
        ]
        ones = [line for line in encounter.lines if line.code.startswith("Q01")]
        twos = [line for line in encounter.lines if line.code.startswith("Q02")]
        if ones and twos:
            one, two = ones[0], twos[0]
            reasons = {
                frozenset(override.codes): override.reason for override in encounter.overrides
            }
            reason = reasons.get(frozenset((one.code, two.code)), "")
            findings.append(excludes1(one.code, two.code, (one.id, two.id), reason))
        return CheckReport(tuple(findings), self.not_checked)


class HeldDesk:
    """Holds a worker's queue back, so that a test can see what happens while edits wait."""

    def __init__(self, worker: Worker) -> None:
        self._gate = threading.Event()
        worker.submit(lambda: self._gate.wait(60), lambda _: None, lambda _: None)

    def release(self) -> None:
        self._gate.set()


def asleep(worker: Worker) -> bool:
    """Return whether everything the worker was given has been answered."""
    return not worker.busy
