"""Diabetes and what the classification presumes to come of it.

Official Guidelines, section I.A.15: conditions that the Alphabetic Index lists below "with" are
coded as belonging together even where the record does not link them, unless it says that they are
unrelated. Section I.C.4.a: the codes of diabetes are combination codes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codebook_app.domain.finding import Finding
from codebook_app.edits.chart import Chart, joined
from codebook_app.edits.code_groups import CodeGroup, group
from codebook_app.edits.guideline import (
    distinct,
    guideline_finding,
    printed,
    putting_in_place,
    taking_off,
)
from codebook_app.edits.listed import ListedCode

_CATEGORIES = ("E08", "E09", "E10", "E11", "E13")


@dataclass(frozen=True, slots=True)
class _Presumed:
    """A condition of the index below "Diabetes, with", and what tells it of a category.

    Any code of the category that goes on with one of *told* tells it; *coded* is its own. Nothing
    is presumed where a code of *unless* tells another cause.
    """

    condition: CodeGroup
    words: str
    told: tuple[str, ...]
    coded: str
    unless: CodeGroup | None = None


# Ulcers of the veins and of the arteries are ulcers by another cause.
_OTHER_ULCERS = group("I70 I83.0 I83.2 I87.01 I87.03 I87.31 I87.33")


_PRESUMED = (
    _Presumed(group("N18"), "chronic kidney disease", ("2",), "22"),
    _Presumed(group("G62.9"), "polyneuropathy", ("4", "610"), "42"),
    _Presumed(group("K31.84"), "gastroparesis", ("43",), "43"),
    _Presumed(group("I73.9 I70.2", but="I70.26"), "peripheral angiopathy", ("5",), "51"),
    _Presumed(group("I96 I70.26"), "gangrene", ("52",), "52"),
    _Presumed(group("L97.4 L97.5"), "foot ulcer", ("62",), "621", _OTHER_ULCERS),
    _Presumed(group("L97.1-L97.3 L97.8 L97.9"), "skin ulcer", ("62",), "622", _OTHER_ULCERS),
    _Presumed(group("L92.1"), "necrobiosis lipoidica", ("62",), "620"),
    _Presumed(group("M46.2 M86"), "osteomyelitis", ("69",), "69"),
    _Presumed(group("H26.9"), "cataract", ("36",), "36"),
)


def presumed_link(chart: Chart) -> Iterator[Finding]:
    """Yield a warning for diabetes coded without a condition that the index lists below "with".

    Where the diabetes is coded as without complications, putting the combination code in its place
    is offered. Nothing is found of diabetes in remission (E11.A) and before symptoms (E10.A), nor
    where the release has no such code.
    """
    for link in _links(chart.diagnoses.codes):
        offered = chart.offered.get(link.code)
        if offered is None and chart.diagnoses.release:
            continue
        uncomplicated = [one for one in link.diabetes if _is_uncomplicated(one)]
        shown = uncomplicated or list(link.diabetes)
        yield guideline_finding(
            "presumed_link",
            (*shown, *link.found),
            f"{joined([one.written for one in shown], 3)} with"
            f" {joined([one.written for one in link.found], 4)}: {link.presumed.words} is presumed"
            f" to come of the diabetes, which is {link.code}.",
            section="I.A.15",
            action=f"Code {link.code}, unless the record names another cause.",
            fixes=putting_in_place(chart, uncomplicated, offered),
            names=(link.code,),
        )


def presumed_codes(codes: Sequence[ListedCode]) -> Iterator[str]:
    """Yield the codes that :func:`presumed_link` speaks of."""
    for link in _links(codes):
        yield link.code


def no_complication(chart: Chart) -> Iterator[Finding]:
    """Yield a warning for diabetes told as without complications and with some.

    Rule ``not_together``: the codes of one category contradict each other.
    """
    listed = distinct(chart.diagnoses.codes)
    for category in _CATEGORIES:
        without = [one for one in listed if one.undotted == f"{category}9"]
        having = [
            one
            for one in listed
            if one.undotted.startswith(category) and one.undotted[3:4] in tuple("012345678")
        ]
        if without and having:
            yield guideline_finding(
                "not_together",
                (*without, *having),
                f"{without[0].written} says that there is no complication, and"
                f" {joined([one.written for one in having], 4)} tell"
                f"{'s' if len(having) == 1 else ''} of one.",
                section="I.C.4.a",
                action=f"Take {without[0].written} off.",
                fixes=taking_off(without),
            )


@dataclass(frozen=True, slots=True)
class _Link:
    """*presumed* found on a list: the codes of *diabetes* and the condition, and what tells it."""

    presumed: _Presumed
    diabetes: tuple[ListedCode, ...]
    found: tuple[ListedCode, ...]
    code: str


def _links(codes: Sequence[ListedCode]) -> Iterator[_Link]:
    listed = distinct(codes)
    categories = {one.undotted[:3] for one in listed if _has_symptoms(one)}
    if not categories:
        return
    category = min(categories)  # two kinds of diabetes: an Excludes1 note is the first to speak
    diabetes = tuple(one for one in listed if one.undotted.startswith(category))
    for presumed in _PRESUMED:
        if presumed.unless and any(presumed.unless.holds(one) for one in listed):
            continue
        found = tuple(one for one in listed if presumed.condition.holds(one))
        told = tuple(category + ending for ending in presumed.told)
        if found and not any(one.undotted.startswith(told) for one in diabetes):
            yield _Link(presumed, diabetes, found, printed(category + presumed.coded))


def _has_symptoms(one: ListedCode) -> bool:
    return one.undotted[:3] in _CATEGORIES and one.undotted[3:4] not in {"", "A"}


def _is_uncomplicated(one: ListedCode) -> bool:
    return one.undotted[3:] == "9"
