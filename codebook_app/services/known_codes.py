"""What the installed releases hold of many codes at once, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from codebook_app.domain.code import Code
from codebook_app.domain.release import Release, ReleaseChoice
from codebook_app.domain.validity import CodeValidity
from codebook_app.errors import KnownError
from codebook_app.search.near_codes import near_codes
from codebook_app.services.releases import Releases

if TYPE_CHECKING:
    from codebook_app.services.validity import Validity

MOST_OFFERED = 20
_MOST_NEAR = 40
"""Of how many unknown codes those near them are looked for: each has hundreds of neighbours."""

Key = tuple[str, str]
"""A code set's name, and a code as printed."""


@dataclass(frozen=True, slots=True)
class CodesKnown:
    """What is known of the codes asked for.

    *lines* are those that the release used for the day holds, *others* the billable lines of other
    installed releases with the title of their release; *told* what the master lists tell of codes
    that are not in *lines* as billable, and *below* the billable codes under those that are not.
    *releases* are the releases used, by code set, *not_in_force* the code sets of which none is in
    force on the day.
    """

    lines: Mapping[Key, Code] = field(default_factory=dict)
    others: Mapping[Key, tuple[Code, Release]] = field(default_factory=dict)
    told: Mapping[Key, CodeValidity] = field(default_factory=dict)
    below: Mapping[Key, tuple[int, tuple[Code, ...]]] = field(default_factory=dict)
    near: Mapping[Key, tuple[Code, ...]] = field(default_factory=dict)
    releases: Mapping[str, Release] = field(default_factory=dict)
    not_in_force: frozenset[str] = frozenset()

    def line(self, code_set: str, code: str) -> Code | None:
        """Return the line of a code, None for one that the release does not hold."""
        return self.lines.get((code_set, code))

    def is_billable(self, code_set: str, code: str) -> bool:
        """Whether the release used for the day holds it as a billable code."""
        line = self.line(code_set, code)
        return line is not None and line.billable

    def is_installed(self, code_set: str) -> bool:
        """Whether any release of the code set is there to ask."""
        return code_set in self.releases


class KnownCodes:
    """Looks many codes up, whatever their code sets. Safe from any thread."""

    def __init__(self, releases: Releases, validity: Validity | None = None) -> None:
        self._releases = releases
        self._validity = validity

    def known(self, codes: Iterable[Key], near: Iterable[Key], on: date | None) -> CodesKnown:
        """Return what is known of *codes* on a day, by default today.

        For those of *near* that no release holds, whole codes they may be mistyped for are told.

        Raises:
            KnownError: a release cannot be read.
        """
        from codebook_app.store.listed_lines import ListedLines  # late: see releases.py

        asked: dict[str, list[str]] = {}
        for code_set, code in dict.fromkeys(codes):
            asked.setdefault(code_set, []).append(code)
        wanted = list(dict.fromkeys(near))
        lines: dict[Key, Code] = {}
        others: dict[Key, tuple[Code, Release]] = {}
        told: dict[Key, CodeValidity] = {}
        below: dict[Key, tuple[int, tuple[Code, ...]]] = {}
        nearest: dict[Key, tuple[Code, ...]] = {}
        releases: dict[str, Release] = {}
        outside: set[str] = set()
        for code_set, some in asked.items():
            choice = self._choice(code_set, on)
            if choice is None:
                continue
            release = choice.release
            if not choice.in_force:
                outside.add(code_set)
            releases[code_set] = release
            reader = self._releases.reader(code_set, release.release)
            listed = ListedLines(reader)
            held = listed.named(some)
            missing = [code for code in some if code not in held]
            elsewhere = self._elsewhere(code_set, missing, release)
            others |= {(code_set, code): one for code, one in elsewhere.items()}
            valid = {code for code, line in held.items() if line.billable}
            told_of = self._told(code_set, [one for one in some if one not in valid], on, valid)
            told |= {(code_set, one.code): one for one in told_of}
            successors = [code for one in told_of for code in one.successors]
            unknown = [
                code
                for set_, code in wanted
                if set_ == code_set and code not in held and code not in elsewhere
            ][:_MOST_NEAR]
            variants = {code: _variants(code) for code in unknown}
            more = listed.named({*successors, *(one for each in variants.values() for one in each)})
            nearest |= {
                (code_set, code): near_lines
                for code in unknown
                if (near_lines := _near(code, more))
            }
            lines |= {(code_set, code): line for code, line in more.items() if code in successors}
            lines |= {(code_set, code): line for code, line in held.items()}
            incomplete = [line for line in held.values() if not line.billable]
            counted = listed.billable_below(incomplete, MOST_OFFERED) if incomplete else {}
            below |= {
                (code_set, code): (counted[line.id].count, counted[line.id].nearest)
                for code, line in held.items()
                if line.id in counted
            }
        return CodesKnown(lines, others, told, below, nearest, releases, frozenset(outside))

    def _choice(self, code_set: str, on: date | None) -> ReleaseChoice | None:
        try:
            return self._releases.choose(code_set, on)
        except KnownError:  # none is installed, or it is off until its licence is confirmed
            return None

    def _elsewhere(
        self, code_set: str, codes: Sequence[str], used: Release
    ) -> dict[str, tuple[Code, Release]]:
        """Return the billable lines that other installed releases hold, the newest first."""
        found: dict[str, tuple[Code, Release]] = {}
        if not codes:
            return found
        from codebook_app.store.listed_lines import ListedLines  # late: see releases.py

        for release in self._releases.installed():
            if release.code_set != code_set or release.release == used.release:
                continue
            if not release.confirmed:
                continue
            reader = self._releases.reader(code_set, release.release)
            for code, line in ListedLines(reader).named(codes).items():
                if line.billable:
                    found[code] = (line, release)
        return found

    def _told(
        self, code_set: str, codes: Sequence[str], on: date | None, held: Collection[str]
    ) -> tuple[CodeValidity, ...]:
        if self._validity is None or on is None or not codes:
            return ()
        try:
            return self._validity.of_codes(code_set, codes, on, held)
        except KnownError:  # no grouper
            return ()


def _variants(code: str) -> list[str]:
    """Return all codes that *code* may be mistyped for, as :func:`near_codes` tries them."""
    tried: list[str] = []

    def note(variant: str) -> bool:
        tried.append(variant)
        return False

    near_codes(code.replace(".", "").upper(), note)
    return tried


def _near(code: str, lines: Mapping[str, Code]) -> tuple[Code, ...]:
    def is_code(variant: str) -> bool:
        return variant in lines and lines[variant].billable

    return tuple(lines[one] for one in near_codes(code.replace(".", "").upper(), is_code))
