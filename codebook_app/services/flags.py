"""What coders look out for in codes: flags in words, each naming the official source."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date
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
        told: list[Mapping[str, Sequence[Flag]]] = []
        not_checked: list[str] = []
        if code_set == _DIAGNOSES:
            told.append(self._severities(titles, on, not_checked))
            told.append(self._risks(titles, day, not_checked))
        if code_set in _EDITED:
            told.append(self._edits(code_set, titles, day, not_checked))
        told.append(_published(titles, choice.release, reader, not_checked))
        told.append({code: found for code in titles if (found := title_flags(titles[code]))})
        flags: dict[str, dict[str, Flag]] = {}
        for source in told:
            for code, of_source in source.items():
                of_code = flags.setdefault(code, {})
                for flag in of_source:
                    of_code.setdefault(flag.name, flag)
        return Flagged(
            {code: tuple(by_name.values()) for code, by_name in flags.items()}, tuple(not_checked)
        )

    def warm(self) -> None:
        """Open the tables that the first page will need."""
        for source in (self._editor, self._categories):
            source.get()

    def _severities(
        self, titles: Mapping[str, str], on: date | None, not_checked: list[str]
    ) -> Mapping[str, Sequence[Flag]]:
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
        return {
            code: [named[name] for name in _FIRST if name in listed]
            for code, listed in reader.lists.named(titles).items()
        }

    def _risks(
        self, titles: Mapping[str, str], day: date, not_checked: list[str]
    ) -> Mapping[str, Sequence[Flag]]:
        """Tell the CMS-HCC categories."""
        categories = self._categories.get()
        if categories is None or not categories.covers(day):
            years = "" if categories is None else f" for services of {day.year}"
            not_checked.append(f"HCC not checked: no CMS-HCC table{years} is installed")
            return {}
        undotted = {_undotted(code): code for code in titles}
        return {
            undotted[key]: [category_flag(one, day, categories.package) for one in found]
            for key, found in categories.of(undotted, day).items()
        }

    def _edits(
        self, code_set: str, titles: Mapping[str, str], day: date, not_checked: list[str]
    ) -> Mapping[str, Sequence[Flag]]:
        """Tell what the Medicare Code Editor holds of the codes."""
        editor = self._editor.get()
        if editor is None or not editor.covers(code_set, day):
            what = "Age, sex and principal diagnosis" if code_set == _DIAGNOSES else "Coverage"
            not_checked.append(f"{what} not checked: no Medicare Code Editor for {day}")
            return {}
        undotted = {_undotted(code): code for code in titles}
        return {
            undotted[key]: editor_flags(attributes, editor, day)
            for key, attributes in editor.attributes(code_set, undotted, day).items()
        }


def _published(
    titles: Mapping[str, str], release: Release, reader: ReferenceDb, not_checked: list[str]
) -> Mapping[str, Sequence[Flag]]:
    """Tell what the lists that came with the release say."""
    if release.code_set == _DIAGNOSES and not reader.lists.has(POA_EXEMPT):
        not_checked.append(
            f"POA-exempt not checked: no list of exempt codes came with {release.title}"
        )
    made = {name: changed_flag(name, release) for name in (NEW, REVISED, DELETED)}
    made[POA_EXEMPT] = poa_flag(release)
    return {
        code: [made[name] for name in made if name in listed]
        for code, listed in reader.lists.named(titles).items()
    }


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


def _undotted(code: str) -> str:
    return code.replace(".", "")
