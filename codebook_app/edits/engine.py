"""Runs the rules over a code list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from codebook_app.domain.finding import Finding, Severity
from codebook_app.edits.excludes import excludes1_pairs
from codebook_app.edits.listed import CodeList
from codebook_app.edits.structure import duplicates, incomplete_codes, unknown_codes
from codebook_app.edits.validity import ToldCodes

Rule = Callable[[CodeList], Iterator[Finding]]
"""A rule is pure: it reads the list it is given and yields what it finds."""

_STRUCTURE: tuple[Rule, ...] = (unknown_codes, incomplete_codes)

RULES: tuple[Rule, ...] = (*_STRUCTURE, duplicates, excludes1_pairs)
"""The rules that need a release."""

WITHOUT_RELEASE: tuple[Rule, ...] = (duplicates,)
"""The rules that can run while no release is installed."""

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFORMATION: 2}


def rules_with(told: ToldCodes) -> tuple[Rule, ...]:
    """Return the rules that need a release, with what a master list tells of codes on the date.

    It takes the place of what the release says of the same codes.
    """
    others = tuple(rule for rule in RULES if rule not in _STRUCTURE)
    return (told.findings, *(told.instead_of(rule) for rule in _STRUCTURE), *others)


def run(rules: Sequence[Rule], codes: CodeList) -> tuple[Finding, ...]:
    """Return what *rules* find: the most severe first, then in the order of the list."""
    place: dict[str, int] = {}
    for listed in codes.codes:
        place.setdefault(listed.written, len(place))

    def weight(finding: Finding) -> tuple[int, list[int]]:
        return _WEIGHT[finding.severity], sorted(place[code] for code in finding.codes)

    return tuple(sorted(_found(rules, codes), key=weight))


def most_severe_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return *findings* of several lists, each in its order, the most severe of all first."""
    return tuple(sorted(findings, key=lambda finding: _WEIGHT[finding.severity]))


def _found(rules: Iterable[Rule], codes: CodeList) -> Iterator[Finding]:
    for rule in rules:
        yield from rule(codes)
