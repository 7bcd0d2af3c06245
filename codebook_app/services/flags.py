"""What coders look out for in codes: flags in words, each naming the official source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from codebook_app.domain.code import Code, SeventhCharacter
from codebook_app.domain.content import CC, DELETED, MCC, NEW, POA_EXEMPT, REVISED
from codebook_app.domain.flag import Flag, Flagged
from codebook_app.domain.release import Release, ReleaseChoice
from codebook_app.errors import KnownError
from codebook_app.services.flag_words import (
    category_flag,
    changed_flag,
    editor_flags,
    poa_flag,
    severity_flag,
    title_flags,
)
from codebook_app.services.late import Late
from codebook_app.services.releases import Releases

if TYPE_CHECKING:
    from codebook_app.codesets.grouper_editor import CodeEditor
    from codebook_app.grouping.hcc import RiskCategories
    from codebook_app.store.reference_db import ReferenceDb

_Tell = Callable[[str], Sequence[Flag]]
"""Returns the flags of a code without point."""

_DIAGNOSES = "icd10cm"
_EDITED = (_DIAGNOSES, "icd10pcs")


@dataclass(slots=True)
class _Asked:
    """What is asked about: the codes *first* to *last* of a release, on a day; and what came of it.

    *on* is the day as it was given, None for today.
    """

    first: str
    last: str
    release: Release
    on: date | None
    day: date
    sources: list[_Tell] = field(default_factory=list)
    basis: list[str] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)


class Flags:
    """Tells the flags of the lines of one release. Safe from any thread; reads files.

    *editor* and *categories* open the Medicare Code Editor's attributes and the CMS-HCC tables when
    they are first asked; without them, or where they cannot be read, the flags they give are told
    as not checked. *today* is the day where none is given.
    """

    def __init__(
        self,
        releases: Releases,
        editor: Callable[[], CodeEditor] | None = None,
        categories: Callable[[], RiskCategories] | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._releases = releases
        self._editor = Late(editor)
        self._categories = Late(categories)
        self._today = today
        self._groups: tuple[object, ReleaseChoice | None] | None = None

    def of(
        self,
        titles: Mapping[str, str],
        choice: ReleaseChoice,
        reader: ReferenceDb,
        on: date | None,
    ) -> Flagged:
        """Return the flags of codes, given as printed with their *titles*, on a day.

        *reader* holds them for *choice*. Set by set: a page of a thousand lines asks each list
        once. Headings are not to be asked for, they have none.
        """
        if not titles:
            return Flagged()
        # Printed codes sort as they do without their points.
        first, last = (_undotted(code) for code in (min(titles), max(titles)))
        asked = _Asked(first, last, choice.release, on, on or self._today())
        asked.basis += [asked.release.code_set, asked.release.release, asked.day.isoformat()]
        if asked.release.code_set == _DIAGNOSES:
            self._severities(asked)
            self._risks(asked)
        if asked.release.code_set in _EDITED:
            self._edits(asked)
        _published(asked, reader)
        tell = _Telling(titles, asked.sources).of
        return Flagged((*asked.basis, *asked.not_checked), tuple(asked.not_checked), tell)

    def warm(self) -> None:
        """Open the tables that the first page will need."""
        for source in (self._editor, self._categories):
            source.get()

    def _severities(self, asked: _Asked) -> None:
        """Tell what is a CC or MCC in the MS-DRG release in force on the day."""
        choice = self._groups_on(asked)
        if choice is None:
            asked.not_checked.append("CC/MCC not checked: no MS-DRG release is installed")
            return
        release = choice.release
        if not choice.in_force:
            asked.not_checked.append(
                f"CC/MCC not checked: no MS-DRG release for {asked.day} is installed"
            )
            return
        reader = self._releases.reader(release.code_set, release.release)
        asked.basis.append(release.release)
        made = {name: severity_flag(name, release) for name in (MCC, CC)}
        asked.sources.append(_listed(made, asked, reader))

    def _groups_on(self, asked: _Asked) -> ReleaseChoice | None:
        """Return the MS-DRG release used for the day, None where there is none at all."""
        key = (asked.day, self._releases.stamp())
        kept = self._groups  # page after page is of one day
        if kept is None or kept[0] != key:
            try:
                kept = key, self._releases.choose("msdrg", asked.on)
            except KnownError:
                kept = key, None
            self._groups = kept
        return kept[1]

    def _risks(self, asked: _Asked) -> None:
        """Tell the CMS-HCC categories."""
        categories = self._categories.get()
        if categories is None or not categories.covers(asked.day):
            years = "" if categories is None else f" for services of {asked.day.year}"
            asked.not_checked.append(f"HCC not checked: no CMS-HCC table{years} is installed")
            return
        of_day, package, day = categories.on(asked.day), categories.package, asked.day

        def tell(key: str) -> Sequence[Flag]:
            return [category_flag(one, day, package) for one in of_day.get(key, ())]

        asked.sources.append(tell)

    def _edits(self, asked: _Asked) -> None:
        """Tell what the Medicare Code Editor holds of the codes."""
        editor, day, code_set = self._editor.get(), asked.day, asked.release.code_set
        if editor is None or not editor.covers(code_set, day):
            what = "Age, sex and principal diagnosis" if code_set == _DIAGNOSES else "Coverage"
            asked.not_checked.append(f"{what} not checked: no Medicare Code Editor for {day}")
            return
        held = editor.attributes(code_set, asked.first, asked.last, day)

        def tell(key: str) -> Sequence[Flag]:
            return editor_flags(held[key], editor, day) if key in held else ()

        asked.sources.append(tell)


class _Telling:
    """Puts together what the sources tell of a code, when it is first asked for."""

    def __init__(self, titles: Mapping[str, str], sources: Sequence[_Tell]) -> None:
        self._titles = titles
        self._sources = sources
        self._told: dict[str, tuple[Flag, ...]] = {}

    def of(self, code: str) -> tuple[Flag, ...]:
        """Return the flags of *code*, the first of each name."""
        told = self._told.get(code)
        if told is None:
            title = self._titles.get(code)
            told = () if title is None else self._gathered(_undotted(code), title)
            self._told[code] = told
        return told

    def _gathered(self, key: str, title: str) -> tuple[Flag, ...]:
        by_name: dict[str, Flag] = {}
        for tell in self._sources:
            for flag in tell(key):
                by_name.setdefault(flag.name, flag)
        for flag in title_flags(title):
            by_name.setdefault(flag.name, flag)
        return tuple(by_name.values())


def _published(asked: _Asked, reader: ReferenceDb) -> None:
    """Tell what the lists that came with the release say."""
    release = asked.release
    if release.code_set == _DIAGNOSES and not reader.lists.has(POA_EXEMPT):
        asked.not_checked.append(
            f"POA-exempt not checked: no list of exempt codes came with {release.title}"
        )
    made = {name: changed_flag(name, release) for name in (NEW, REVISED, DELETED)}
    made[POA_EXEMPT] = poa_flag(release)
    asked.sources.append(_listed(made, asked, reader))


def _listed(made: Mapping[str, Flag], asked: _Asked, reader: ReferenceDb) -> _Tell:
    """Return what tells the flags *made* of lists of a code that stands on them."""
    listed = reader.lists.between(asked.first, asked.last)

    def tell(key: str) -> Sequence[Flag]:
        names = listed.get(key, "").split()
        return [flag for name, flag in made.items() if name in names]

    return tell


def titles_of(
    lines: Iterable[Code], seventh: Mapping[int, Sequence[SeventhCharacter]] | None = None
) -> dict[str, str]:
    """Return the titles of codes, those made by *seventh* characters too; headings are left out."""
    titles = {}
    for line in lines:
        if not line.heading:
            titles[line.code] = line.title
            for character in (seventh or {}).get(line.id, ()):
                titles[character.code] = f"{line.title}, {character.meaning}"
    return titles


def _undotted(code: str) -> str:
    return code.replace(".", "").upper()
