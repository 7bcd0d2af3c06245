"""What coders look out for in codes: flags in words, each naming the official source."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Generic, TypeVar

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
from codebook_app.services.releases import Releases

if TYPE_CHECKING:
    from codebook_app.codesets.grouper_editor import CodeEditor
    from codebook_app.grouping.hcc import RiskCategories
    from codebook_app.store.reference_db import ReferenceDb

Opened = TypeVar("Opened")

_Told = Mapping[str, tuple[Flag, ...]]
"""Flags by code without point."""

_DIAGNOSES = "icd10cm"
_EDITED = (_DIAGNOSES, "icd10pcs")
_FIRST = (MCC, CC)


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
        self._editor = _Opened(editor)
        self._categories = _Opened(categories)
        self._today = today

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
        code_set, day = choice.release.code_set, on or self._today()
        codes = {code.replace(".", "").upper(): code for code in titles}
        told: list[_Told] = []
        not_checked: list[str] = []
        if code_set == _DIAGNOSES:
            told.append(self._severities(codes, on, not_checked))
            told.append(self._risks(codes, day, not_checked))
        if code_set in _EDITED:
            told.append(self._edits(code_set, codes, day, not_checked))
        told.append(_published(codes, choice.release, reader, not_checked))
        told.append({key: title_flags(titles[code]) for key, code in codes.items()})
        return Flagged(dict(_together(codes, told)), tuple(not_checked))

    def warm(self) -> None:
        """Open the tables that the first page will need."""
        for source in (self._editor, self._categories):
            source.get()

    def _severities(
        self, codes: Mapping[str, str], on: date | None, not_checked: list[str]
    ) -> _Told:
        """Tell what is a CC or MCC in the MS-DRG release in force on the day."""
        day = on or self._today()
        try:
            choice = self._releases.choose("msdrg", on)
        except KnownError:
            not_checked.append("CC/MCC not checked: no MS-DRG release is installed")
            return {}
        if not choice.in_force:
            not_checked.append(f"CC/MCC not checked: no MS-DRG release for {day} is installed")
            return {}
        release = choice.release
        reader = self._releases.reader(release.code_set, release.release)
        named = {name: severity_flag(name, release) for name in _FIRST}
        return _listed(named, codes, reader)

    def _risks(self, codes: Mapping[str, str], day: date, not_checked: list[str]) -> _Told:
        """Tell the CMS-HCC categories."""
        categories = self._categories.get()
        if categories is None or not categories.covers(day):
            years = "" if categories is None else f" for services of {day.year}"
            not_checked.append(f"HCC not checked: no CMS-HCC table{years} is installed")
            return {}
        found = categories.of(codes, day)
        told = {
            of_code: tuple(category_flag(one, day, categories.package) for one in of_code)
            for of_code in set(found.values())
        }
        return {key: told[of_code] for key, of_code in found.items()}

    def _edits(
        self, code_set: str, codes: Mapping[str, str], day: date, not_checked: list[str]
    ) -> _Told:
        """Tell what the Medicare Code Editor holds of the codes."""
        editor = self._editor.get()
        if editor is None or not editor.covers(code_set, day):
            what = "Age, sex and principal diagnosis" if code_set == _DIAGNOSES else "Coverage"
            not_checked.append(f"{what} not checked: no Medicare Code Editor for {day}")
            return {}
        held = editor.attributes(code_set, codes, day)
        told = {some: editor_flags(some, editor, day) for some in set(held.values())}
        return {key: told[attributes] for key, attributes in held.items()}


def _published(
    codes: Mapping[str, str], release: Release, reader: ReferenceDb, not_checked: list[str]
) -> _Told:
    """Tell what the lists that came with the release say."""
    if release.code_set == _DIAGNOSES and not reader.lists.has(POA_EXEMPT):
        not_checked.append(
            f"POA-exempt not checked: no list of exempt codes came with {release.title}"
        )
    made = {name: changed_flag(name, release) for name in (NEW, REVISED, DELETED)}
    made[POA_EXEMPT] = poa_flag(release)
    return _listed(made, codes, reader)


def _listed(made: Mapping[str, Flag], codes: Mapping[str, str], reader: ReferenceDb) -> _Told:
    """Tell the flags *made* of lists for each of *codes*, by the lists it stands on."""
    listed = reader.lists.between(min(codes), max(codes))
    told = {
        names: tuple(flag for name, flag in made.items() if name in names.split())
        for names in set(listed.values())
    }
    return {key: told[names] for key, names in listed.items()}


def _together(
    codes: Mapping[str, str], told: Sequence[_Told]
) -> Iterator[tuple[str, tuple[Flag, ...]]]:
    """Yield each code as printed with what all sources tell of it, the first of each name.

    Codes of which the same is told share one tuple: pages have thousands of codes.
    """
    by_identity: dict[tuple[int, ...], tuple[Flag, ...]] = {}
    for key, code in codes.items():
        of_code = [source.get(key, ()) for source in told]
        # What is told alike is the same object, which the sources hold on to.
        same = tuple(map(id, of_code))
        if same not in by_identity:
            by_name: dict[str, Flag] = {}
            for flag in chain.from_iterable(of_code):
                by_name.setdefault(flag.name, flag)
            by_identity[same] = tuple(by_name.values())
        if by_identity[same]:
            yield code, by_identity[same]


class _Opened(Generic[Opened]):
    """Something that is opened when it is first asked for, None where it cannot be."""

    def __init__(self, build: Callable[[], Opened] | None) -> None:
        self._build = build
        self._lock = threading.Lock()
        self._built: Opened | None = None

    def get(self) -> Opened | None:
        with self._lock:
            if self._build is not None:
                try:
                    self._built = self._build()
                except KnownError:
                    self._built = None
                self._build = None
            return self._built
