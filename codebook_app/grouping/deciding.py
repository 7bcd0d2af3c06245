"""What decides the DRG of a stay: the codes that count, and what would come out without each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from codebook_app.domain.group_page import split_by_severity
from codebook_app.grouping.stay import Answer, GroupedDiagnosis, Stay

Group = Callable[[Stay], Answer]


@dataclass(frozen=True, slots=True)
class Lacking:
    """What would come out without the diagnosis or *procedure* at *place*."""

    procedure: bool
    place: int
    answer: Answer | None


def effective(stay: Stay, answer: Answer) -> tuple[int, ...]:
    """Return the places of the secondary diagnoses that count as CC or MCC.

    Left out are those that the principal diagnosis excludes (MS-DRG Definitions Manual, Appendix
    C), those that count only of who is discharged alive, and hospital-acquired conditions.
    """
    principal = stay.diagnoses[0].code
    return tuple(
        place
        for place, told in _secondary(stay, answer)
        if told.severity
        and told.valid
        and told.code != principal
        and not (told.excluded or told.excluded_by_death)
        and not any(one.met for one in told.conditions)
    )


def counting(stay: Stay, answer: Answer, group: Group) -> frozenset[int]:
    """Return the places of the diagnoses whose severity the DRG rests on.

    None where the DRG would be the same without any CC or MCC; else all of the severity it has,
    and the CCs beside the MCCs where the DRG makes no difference between the two.
    """
    there = effective(stay, answer)
    if not there or answer.drg is None:
        return frozenset()
    severities = {place: told.severity for place, told in _secondary(stay, answer)}
    bare = group(_lacking(stay, there))
    if bare.drg == answer.drg:
        return frozenset()
    if bare.base != answer.base:
        # One of them decides the family, too: the title has to say what its DRGs differ by.
        asked = _severities_in(answer.title)
        return frozenset(place for place in there if severities[place] in asked)
    major = [place for place in there if severities[place] == "MCC"]
    if not major or len(major) == len(there):
        return frozenset(there)
    alike = group(_lacking(stay, major)).drg == answer.drg
    return frozenset(there if alike else major)


def without_each(stay: Stay, answer: Answer, group: Group) -> Iterator[Lacking]:
    """Yield what would come out without each code that changes the DRG, in the order of the codes.

    Without the principal diagnosis the next one is the principal, as it would be on the list. Of a
    stay with a single diagnosis nothing is left to group.
    """
    alone = len(stay.diagnoses) == 1
    for place in range(len(stay.diagnoses)):
        other = None if alone else group(stay.without_diagnosis(place))
        if other is None or other.drg != answer.drg:
            yield Lacking(procedure=False, place=place, answer=other)
    for place in range(len(stay.procedures)):
        other = group(stay.without_procedure(place))
        if other.drg != answer.drg:
            yield Lacking(procedure=True, place=place, answer=other)


def _severities_in(title: str) -> frozenset[str]:
    """Return the severities that a title names ("… with CC/MCC"), none for "without"."""
    severity = split_by_severity(title)[1]
    words = severity.partition(" ")
    return frozenset(words[2].split("/")) & {"CC", "MCC"} if words[0] == "with" else frozenset()


def _lacking(stay: Stay, places: Sequence[int]) -> Stay:
    kept = (one for place, one in enumerate(stay.diagnoses) if place not in places)
    return replace(stay, diagnoses=tuple(kept))


def _secondary(stay: Stay, answer: Answer) -> Iterator[tuple[int, GroupedDiagnosis]]:
    for place in range(1, len(stay.diagnoses)):
        told = answer.at(place, stay)
        if told is not None:
            yield place, told
