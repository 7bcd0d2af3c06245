"""What coders look out for in a HCPCS Level II code: whether Medicare pays, since when, until when.

Source: the columns of CMS's quarterly HCPCS file; see DOMAIN.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from codebook_app.domain.code import Code
from codebook_app.domain.content import Fact
from codebook_app.domain.flag import Flag, Flagged, Tone
from codebook_app.domain.release import Release

SUPPLIES = "hcpcs"
# Carrier judgment, the rule, is told among the facts; a badge is for what is out of the ordinary.
_COVERAGE = MappingProxyType(
    {
        "D": ("special coverage", Tone.PLAIN),
        "I": ("not payable by Medicare", Tone.LIMIT),
        "M": ("not covered by Medicare", Tone.LIMIT),
        "S": ("not covered by statute", Tone.LIMIT),
    }
)


def with_supplies(
    flagged: Flagged,
    lines: Iterable[Code],
    facts: Mapping[int, tuple[Fact, ...]],
    release: Release,
) -> Flagged:
    """Return *flagged* with what the *facts* of HCPCS *lines*, by line id, tell of them."""
    if release.code_set != SUPPLIES:
        return flagged
    supplies: dict[str, tuple[Flag, ...]] = {}
    made: dict[tuple[str, str], Flag] = {}
    for line in lines:
        told = tuple(
            made.setdefault((flag.name, flag.words), flag)
            for flag in _flags(facts.get(line.id, ()), release)
        )
        if told:
            supplies[line.code] = told

    def tell(code: str) -> tuple[Flag, ...]:
        return (*supplies.get(code, ()), *flagged.of(code))

    return replace(flagged, tell=tell)


def _flags(facts: Iterable[Fact], release: Release) -> Iterator[Flag]:
    for fact in facts:
        if fact.name == "Coverage" and fact.value in _COVERAGE:
            badge, tone = _COVERAGE[fact.value]
            words = f"Coverage {fact.value}: {fact.meaning} ({release.title})."
            yield Flag(badge, words, tone, badge)
        elif fact.name == "Terminated":
            last = fact.value
            over = last < release.effective_from.isoformat()
            word = "ended" if over else "ends"
            words = f"{last} {'was' if over else 'is'} its last day of use ({release.title})."
            yield Flag(f"{word} {last}", words, Tone.CHANGE, f"{word} {last}")
        elif fact.name == "Added" and _later(fact.value, release):
            words = f"In use from {fact.value} on, after {release.title}."
            yield Flag(f"begins {fact.value}", words, Tone.CHANGE, f"begins {fact.value}")


def _later(day: str, release: Release) -> bool:
    try:
        return date.fromisoformat(day) > release.effective_to
    except ValueError:
        return False
