"""Decides which parts make which releases: those of one import, and those that stand already.

A release is a function of its parts. It does not matter whether they come together or one after
the other, in one zip or in several.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NoReturn

from codebook_app.codesets.archive import LeftOut, OfficialFile
from codebook_app.codesets.base import CodeSet, Edition, Role
from codebook_app.errors import KnownError
from codebook_app.services.gathered import (
    Carried,
    Gathered,
    Gathering,
    Standing,
    carried_over,
    surroundings,
)
from codebook_app.services.sources import StatedPart

PLACED_BY_HAND = "import it together with that release, or in a folder named by its year"
"""What to do about a file that states no release."""
Sha256 = Callable[[OfficialFile], str]


def gather(
    code_set: CodeSet,
    parts: Sequence[StatedPart],
    standing: Sequence[Standing],
    sha256: Sha256,
) -> Gathering:
    """Return what becomes of the *parts* of an import, with the releases *standing* of *code_set*.

    A base makes its release; a spare does where there is none that it could join; any other part
    joins each release that the edition it states covers.

    Raises:
        KnownError: two different files are the same part of the same release.
    """
    return _Gathering(code_set, parts, standing, sha256).all()


class _Gathering:
    def __init__(
        self,
        code_set: CodeSet,
        parts: Sequence[StatedPart],
        standing: Sequence[Standing],
        sha256: Sha256,
    ) -> None:
        self._code_set = code_set
        self._sha256 = sha256
        self._standing = {one.edition.release: one for one in standing}
        self._homeless: list[LeftOut] = []
        self._left_out: list[LeftOut] = []
        self._placed: dict[str, list[str]] = {}
        self._guessed: set[str] = set()
        # The parts of this import by release and kind.
        self._made: dict[str, dict[str, StatedPart]] = {}
        self._editions = {name: one.edition for name, one in self._standing.items()}
        self._parts = self._one_of_a_kind(
            [placed for part in parts if (placed := self._place(part, parts))]
        )

    def all(self) -> Gathering:
        for part in self._of(Role.BASE):
            self._make(part)
        alone = [part for part in self._of(Role.SPARE) if not self._join(part)]
        for part in alone:
            self._make(part)
        for part in self._of(Role.JOINS):
            if not self._join(part):
                self._find_no_home(part)
        self._say_unused()
        releases = sorted(
            (self._gathered(release, kinds) for release, kinds in self._made.items()),
            key=lambda one: (one.edition.effective_from, one.edition.release),
        )
        return Gathering(tuple(releases), tuple(self._homeless), tuple(self._left_out))

    def _of(self, role: Role) -> list[StatedPart]:
        return [part for part in self._parts if part.found.part.role is role]

    # Which release a part belongs to

    def _place(self, part: StatedPart, parts: Sequence[StatedPart]) -> StatedPart | None:
        """Give a part that states no edition that of the one release it came with, if it is one."""
        if part.edition is not None:
            return part
        for around in surroundings(part.file.name):
            beside = [one for one in parts if one.edition and one.file.name.startswith(around)]
            role = min((one.found.part.role for one in beside), default=Role.JOINS)
            editions = {
                one.edition.release: one.edition
                for one in beside
                if one.edition and one.found.part.role is role
            }
            if len(editions) == 1:
                (edition,) = editions.values()
                word = f"{part.file.own_name} states no release; it came with {edition.title}"
                self._placed.setdefault(edition.release, []).append(word)
                self._guessed.add(part.file.name)
                return replace(part, edition=edition)
            if editions:
                break
        self._homeless.append(
            LeftOut(
                part.file.name,
                f"{part.found.part.words} of {self._code_set.title}, which does not say of which"
                f" release; {PLACED_BY_HAND}",
            )
        )
        return None

    def _make(self, part: StatedPart) -> None:
        edition = _edition(part)
        release = edition.release
        self._editions[release] = edition
        self._made.setdefault(release, {})[part.kind] = part

    def _join(self, part: StatedPart) -> bool:
        """Put *part* into each release it may join; say whether there is one."""
        joins = [
            edition
            for edition in self._editions.values()
            if _edition(part).covers(edition) and self._takes(edition, part)
        ]
        for edition in joins:
            self._made.setdefault(edition.release, {})[part.kind] = part
        return bool(joins)

    def _takes(self, edition: Edition, part: StatedPart) -> bool:
        """Whether *part* is nearer to the release than what that has of this kind."""
        if part.states(edition.release):
            return True
        own = self._made.get(edition.release, {}).get(part.kind)
        if own is not None:
            return _edition(own).effective_from < _edition(part).effective_from
        standing = self._standing.get(edition.release)
        kept = standing.of_kind(part.kind) if standing else None
        return kept is None or kept.states != edition.release

    def _find_no_home(self, part: StatedPart) -> None:
        stated = _edition(part)
        covered = [one for one in self._editions.values() if stated.covers(one)]
        words = part.found.part.words
        if covered:
            own = ", ".join(one.title for one in covered)
            self._left_out.append(
                LeftOut(part.file.name, f"{words} of {stated.title}; {own} has its own")
            )
        else:
            self._homeless.append(
                LeftOut(
                    part.file.name,
                    f"{words} of {stated.title}, of which nothing is installed",
                )
            )

    def _say_unused(self) -> None:
        """Tell of a part whose every place another part of this import took."""
        used = {id(part) for kinds in self._made.values() for part in kinds.values()}
        told = {one.name for one in (*self._homeless, *self._left_out)}
        for part in self._parts:
            if id(part) not in used and part.file.name not in told:
                self._left_out.append(
                    LeftOut(
                        part.file.name,
                        f"{part.found.part.words} of {_edition(part).title}; the release came with"
                        " its own",
                    )
                )

    # Of two that are the same

    def _one_of_a_kind(self, parts: Sequence[StatedPart]) -> list[StatedPart]:
        """Return *parts* with one of each kind and edition."""
        taken: dict[tuple[str, str], StatedPart] = {}
        for part in parts:
            key = (part.kind, _edition(part).release)
            taken[key] = self._better(taken[key], part) if key in taken else part
        return list(taken.values())

    def _better(self, first: StatedPart, second: StatedPart) -> StatedPart:
        if first.file.size == second.file.size and self._sha256(first.file) == self._sha256(
            second.file
        ):
            self._left_out.append(
                LeftOut(second.file.name, f"the same as {first.file.name}", first.file.name)
            )
            return first
        guessed = [one for one in (first, second) if one.file.name in self._guessed]
        if len(guessed) == 1:
            better = second if guessed[0] is first else first
            words = f"{better.file.name} is {better.found.part.words}, and says of which release"
            self._left_out.append(LeftOut(guessed[0].file.name, words, better.file.name))
            return better
        preferences = first.found.part.preference, second.found.part.preference
        if preferences[0] == preferences[1]:
            _refuse_both(first, second)
        better, other = (first, second) if preferences[0] < preferences[1] else (second, first)
        self._left_out.append(
            LeftOut(
                other.file.name,
                f"{better.file.name} was read, which holds the same",
                better.file.name,
            )
        )
        return better

    # What a release is made of

    def _gathered(self, release: str, kinds: dict[str, StatedPart]) -> Gathered:
        edition = self._editions[release]
        came = tuple(kinds.values())
        placed = tuple(self._placed.get(release, ()))
        standing = self._standing.get(release)
        if standing is None:
            carried = carried_over(edition, kinds, list(self._standing.values()))
            return Gathered(edition, came, carried, came, placed)
        new = tuple(part for part in came if not self._has(standing, part))
        replaced = {part.kind for part in new}
        kept = tuple(Carried(release, file) for file in standing.files if file.part not in replaced)
        if standing.usable and not new:
            kept = ()
        return Gathered(edition, new, kept, came, placed)

    def _has(self, standing: Standing, part: StatedPart) -> bool:
        file = standing.of_kind(part.kind)
        return (
            file is not None
            and file.size == part.file.size
            and file.sha256 == self._sha256(part.file)
        )


def _edition(part: StatedPart) -> Edition:
    """Return the edition of a part that states one, or was given that of the one it came with."""
    if part.edition is None:
        raise AssertionError(f"{part.file.name} was not placed")
    return part.edition


def _refuse_both(first: StatedPart, second: StatedPart) -> NoReturn:
    release = _edition(first).release
    raise KnownError(
        f"{first.file.name} and {second.file.name} are both {first.found.part.words} of {release}.",
        "Import one of them.",
    )
