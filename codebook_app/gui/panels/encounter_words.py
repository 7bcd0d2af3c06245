"""What the encounter pane says in one line."""

from __future__ import annotations

from codebook_app.domain.code import Code
from codebook_app.domain.encounter import Encounter
from codebook_app.domain.finding import CheckReport, Severity


def added_words(code: Code, encounter: Encounter | None) -> str:
    """Return what was added to *encounter*, and where that is so, that it cannot be billed."""
    label = encounter.label if encounter else ""
    state = "" if code.billable else f", which is {code.billable_word}"
    return f"{code.code} added to “{label}”{state}."


def fault_words(report: CheckReport | None) -> str:
    """Return what is wrong with a list, "the list has 1 error", empty where nothing is.

    No *report* is a list that has not been checked as it stands.
    """
    if report is None:
        return "the list has not been checked yet"
    number = sum(finding.severity is Severity.ERROR for finding in report.findings)
    if number == 0:
        return ""
    return f"the list has {number} {'error' if number == 1 else 'errors'}"
