"""Builds the object graph, once, and hands it to the window or the command line.

The only module that sees every layer. Nothing is global: each call builds a program of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from codebook_app.paths import Folders
from codebook_app.paths import folders as folders_in
from codebook_app.services.program import Program
from codebook_app.settings import Settings

if TYPE_CHECKING:
    from codebook_app.codesets.grouper_data import MasterLists
    from codebook_app.codesets.grouper_editor import CodeEditor
    from codebook_app.grouping.hcc import RiskCategories
    from codebook_app.grouping.ms_drg import MsDrgGrouper
    from codebook_app.services.audit import Audit
    from codebook_app.services.catalogue import Catalogue
    from codebook_app.services.changes import Changes
    from codebook_app.services.checking import Checking
    from codebook_app.services.coding_summaries import CodingSummaries
    from codebook_app.services.copy_templates import CopyTemplates
    from codebook_app.services.copying import Copying
    from codebook_app.services.encounters import Encounters
    from codebook_app.services.exemptions import Exemptions
    from codebook_app.services.grouping import Grouping
    from codebook_app.services.history import History
    from codebook_app.services.index_lookup import IndexLookup
    from codebook_app.services.list_import import ListImport
    from codebook_app.services.lookup import Lookup
    from codebook_app.services.notebook import Notebook
    from codebook_app.services.page_comparison import PageComparisons
    from codebook_app.services.procedures import ProcedureTables
    from codebook_app.services.releases import Releases
    from codebook_app.services.validity import Validity

_Made = TypeVar("_Made")


def open_program(data_dir: Path | None = None) -> Program:
    """Build the use cases over *data_dir*, by default the operating system's place for us.

    Opens no file of size, and loads neither the database nor the search: each use case is made by
    the thread that first asks something of it, so that the window paints before all that.
    """
    folders = folders_in(data_dir)
    releases = cast("Releases", _Later(lambda: _releases(folders)))
    catalogue = cast("Catalogue", _Later(lambda: _catalogue(folders, releases)))
    lists = cast("MasterLists", _Later(_master_lists))
    validity = cast("Validity", _Later(lambda: _validity(releases, catalogue, lists)))
    copy_templates = cast("CopyTemplates", _Later(lambda: _copy_templates(folders)))
    categories = _Once(_categories)
    lookup = cast("Lookup", _Later(lambda: _lookup(releases, lists, categories)))
    encounters = cast("Encounters", _Later(lambda: _encounters(folders)))
    checking = cast("Checking", _Later(lambda: _checking(releases, validity, lists)))
    exemptions = cast("Exemptions", _Later(lambda: _exemptions(releases)))
    grouping = cast("Grouping", _Later(lambda: _grouping(releases, categories)))
    return Program(
        folders=folders,
        settings=Settings(folders.settings),
        releases=releases,
        lookup=lookup,
        encounters=encounters,
        history=cast("History", _Later(lambda: _history(folders))),
        notebook=cast("Notebook", _Later(lambda: _notebook(folders, releases))),
        checking=checking,
        exemptions=exemptions,
        copying=cast(
            "Copying",
            _Later(lambda: _copying(releases, copy_templates, exemptions, grouping, checking)),
        ),
        copy_templates=copy_templates,
        index_lookup=cast("IndexLookup", _Later(lambda: _index_lookup(releases))),
        procedures=cast("ProcedureTables", _Later(lambda: _procedures(releases))),
        changes=cast("Changes", _Later(lambda: _changes(releases))),
        page_comparisons=cast(
            "PageComparisons", _Later(lambda: _page_comparisons(lookup, releases))
        ),
        catalogue=catalogue,
        validity=validity,
        list_import=cast("ListImport", _Later(lambda: _list_import(releases, validity))),
        grouping=grouping,
        audit=cast("Audit", _Later(lambda: _audit(releases, validity, encounters))),
        summaries=cast(
            "CodingSummaries", _Later(lambda: _summaries(releases, checking, grouping, exemptions))
        ),
    )


class _Later:
    """Stands for a use case until something is first asked of it. Safe from any thread."""

    def __init__(self, build: Callable[[], object]) -> None:
        self._build = build
        self._built: object = None
        self._lock = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        """Return what the use case itself has under *name*."""
        if self._built is None:
            if name == "close":
                return lambda: None  # nothing was opened
            with self._lock:
                if self._built is None:
                    self._built = self._build()
        return getattr(self._built, name)


class _Once(Generic[_Made]):
    """Makes something when it is first asked for, and gives that again. Safe from any thread."""

    def __init__(self, make: Callable[[], _Made]) -> None:
        self._make = make
        self._made: _Made | None = None
        self._lock = threading.Lock()

    def __call__(self) -> _Made:
        """Return what was made; what it raises is raised again, and made anew the next time."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made


def _releases(folders: Folders) -> Releases:
    from codebook_app.services.releases import Releases

    def uses(code_set: str, release: str) -> int:
        from codebook_app.store.user_usage import lines_coded_with

        return lines_coded_with(folders.user_db, code_set, release)

    return Releases(folders, uses=uses)


def _lookup(
    releases: Releases, lists: MasterLists, categories: Callable[[], RiskCategories]
) -> Lookup:
    from codebook_app.services.flags import Flags
    from codebook_app.services.lookup import Lookup

    def editor() -> CodeEditor:
        from codebook_app.codesets.grouper_editor import CodeEditor

        return CodeEditor.installed(lists)

    return Lookup(releases, Flags(releases, editor, categories))


def _categories() -> RiskCategories:
    from codebook_app.grouping.hcc import RiskCategories

    return RiskCategories.installed()


def _grouping(releases: Releases, categories: Callable[[], RiskCategories]) -> Grouping:
    from codebook_app.services.grouping import Grouping

    def grouper() -> MsDrgGrouper:
        from codebook_app.grouping.ms_drg import MsDrgGrouper

        return MsDrgGrouper()

    return Grouping(releases, grouper, categories)


def _master_lists() -> MasterLists:
    from codebook_app.codesets.grouper_data import MasterLists

    return MasterLists.installed()


def _encounters(folders: Folders) -> Encounters:
    from codebook_app.services.encounters import Encounters

    return Encounters(folders.user_db)


def _history(folders: Folders) -> History:
    from codebook_app.services.history import History

    return History(folders.user_db)


def _notebook(folders: Folders, releases: Releases) -> Notebook:
    from codebook_app.services.notebook import Notebook

    return Notebook(folders.user_db, releases)


def _index_lookup(releases: Releases) -> IndexLookup:
    from codebook_app.services.index_lookup import IndexLookup

    return IndexLookup(releases)


def _procedures(releases: Releases) -> ProcedureTables:
    from codebook_app.services.procedures import ProcedureTables

    return ProcedureTables(releases)


def _page_comparisons(lookup: Lookup, releases: Releases) -> PageComparisons:
    from codebook_app.services.page_comparison import PageComparisons

    return PageComparisons(lookup, releases)


def _changes(releases: Releases) -> Changes:
    from codebook_app.services.changes import Changes

    return Changes(releases)


def _catalogue(folders: Folders, releases: Releases) -> Catalogue:
    from codebook_app.services.catalogue import Catalogue

    return Catalogue(folders, releases, releases.code_sets)


def _validity(releases: Releases, catalogue: Catalogue, lists: MasterLists) -> Validity:
    from codebook_app.services.validity import Validity

    return Validity(releases, lambda: lists, catalogue)


def _checking(releases: Releases, validity: Validity, lists: MasterLists) -> Checking:
    from codebook_app.services.checking import Checking

    def editor() -> CodeEditor:
        from codebook_app.codesets.grouper_editor import CodeEditor

        return CodeEditor.installed(lists)

    return Checking(releases, validity, editor)


def _audit(releases: Releases, validity: Validity, encounters: Encounters) -> Audit:
    from codebook_app.services.audit import Audit

    return Audit(releases, validity, encounters.kept_lists)


def _summaries(
    releases: Releases, checking: Checking, grouping: Grouping, exemptions: Exemptions
) -> CodingSummaries:
    from codebook_app.services.coding_summaries import CodingSummaries

    return CodingSummaries(releases, checking.check, grouping.group, exemptions.poa_exempt)


def _exemptions(releases: Releases) -> Exemptions:
    from codebook_app.services.exemptions import Exemptions

    return Exemptions(releases)


def _copying(
    releases: Releases,
    templates: CopyTemplates,
    exemptions: Exemptions,
    grouping: Grouping,
    checking: Checking,
) -> Copying:
    from codebook_app.services.copying import Copying

    return Copying(
        releases,
        templates,
        exemptions=exemptions,
        # Either is built when first asked, not with this.
        group=lambda encounter: grouping.group(encounter),  # noqa: PLW0108
        check=lambda encounter: checking.check(encounter),  # noqa: PLW0108
    )


def _copy_templates(folders: Folders) -> CopyTemplates:
    from codebook_app.services.copy_templates import CopyTemplates

    return CopyTemplates(folders.user_db)


def _list_import(releases: Releases, validity: Validity) -> ListImport:
    from codebook_app.services.known_codes import KnownCodes
    from codebook_app.services.list_import import ListImport

    return ListImport(KnownCodes(releases, validity))
