"""The catalogue of official places, and what it takes to install a release from them.

The only part of the program that reaches for the network, and only when a person asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from codebook_app.codesets.base import CodeSets
from codebook_app.codesets.catalog import read_catalog
from codebook_app.domain.catalogue import CataloguedRelease
from codebook_app.domain.release import InstallReport, Release
from codebook_app.errors import KnownError
from codebook_app.paths import Folders, data_file
from codebook_app.progress import CancelToken, ProgressSink, silent
from codebook_app.services.disk import disk_faults, remove_tree
from codebook_app.services.installer import OnRelease
from codebook_app.services.releases import Releases

_FREE = "public domain"
# An MS-DRG release comes with the grouper; what its publisher's places hold joins it.
_JOINS = {"msdrg": ("table5", "Table 5")}
_SEE_CATALOG = "See: codebook catalog"


class Catalogue:
    """Tells where releases are published, and fetches and installs them. Safe from any thread."""

    def __init__(self, folders: Folders, releases: Releases, code_sets: CodeSets) -> None:
        self._downloads = folders.data / "downloads"
        self._releases = releases
        self._code_sets = code_sets

    def releases(self, catalog: Path | None = None) -> tuple[CataloguedRelease, ...]:
        """Return the releases of the program's catalogue, or of the file *catalog*, in its order.

        Raises:
            KnownError: the catalogue cannot be read, or an entry of it is at fault.
        """
        names = tuple(code_set.name for code_set in self._code_sets)
        there = {(one.code_set, one.release): one for one in self._releases.installed()}
        return tuple(
            replace(
                one,
                installed=(one.code_set, one.release) in there,
                lacking=_lacking(there.get((one.code_set, one.release))),
            )
            for one in read_catalog(catalog or data_file("catalog.toml"), names)
        )

    def download(
        self,
        code_set: str,
        release: str | None = None,
        catalog: Path | None = None,
        progress: ProgressSink = silent,
        cancel: CancelToken | None = None,
        *,
        on_release: OnRelease | None = None,
    ) -> tuple[InstallReport, ...]:
        """Fetch a release's files, the newest's by default, check them and install the release.

        A download that broke off goes on where it stopped, within this call and in a later one.
        What a release is whole without may be missing at its place; the report then says so. It
        says too where the files hold another release than the catalogue says.

        Raises:
            KnownError: the catalogue does not have the release or no place for it; a place cannot
                be reached or does not have it; what came is not the file or cannot be imported;
                another program is downloading. Nothing is installed then.
            Cancelled: *cancel* was raised; what came is kept for the next time.
        """
        self._code_sets.named(code_set)  # says which there are
        asked = _asked(self.releases(catalog), code_set, release)
        folder = self._downloads / asked.code_set / asked.release
        with self._locked():
            paths, missing = self._fetch(asked, folder, progress, cancel)
            try:
                reports = self._releases.import_paths(paths, code_set, progress, cancel, on_release)
            except KnownError:
                remove_tree(folder)  # or what cannot be imported would never be fetched anew
                raise
            remove_tree(folder)
        return tuple(_told(report, asked, missing) for report in reports)

    def _fetch(
        self,
        asked: CataloguedRelease,
        folder: Path,
        progress: ProgressSink,
        cancel: CancelToken | None,
    ) -> tuple[list[Path], list[str]]:
        """Return the fetched files, and in words what was missing at its place."""
        # Imported late: a window has no use for it before a person asks for a download.
        from codebook_app.codesets.download import MissingAtPlaceError, fetch

        paths: list[Path] = []
        missing: list[str] = []
        for place in asked.places:
            try:
                paths.append(fetch(place, folder, progress, cancel))
            except MissingAtPlaceError as fault:
                if not place.optional:
                    seen = "" if place.verified else " The address was not seen to hold it yet."
                    raise KnownError(
                        f"{fault.message}{seen}",
                        f"Look for {asked.title} on {asked.page} and import the file.",
                    ) from fault
                missing.append(f"{place.holds}: {fault.message.rstrip('.')}")
        return paths, missing

    @contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        with disk_faults(self._downloads, "download"):
            self._downloads.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._downloads / ".lock", timeout=0):
                yield
        except Timeout as fault:
            raise KnownError(
                "Another window or command is downloading at the moment.", "Wait until it is done."
            ) from fault


def _lacking(installed: Release | None) -> str:
    """Return what an installed release lacks of its own, "" where nothing."""
    if installed is None or installed.code_set not in _JOINS:
        return ""
    part, name = _JOINS[installed.code_set]
    return "" if any(source.part == part for source in installed.sources) else name


def _asked(
    catalogued: Sequence[CataloguedRelease], code_set: str, release: str | None
) -> CataloguedRelease:
    """Return the release that was asked for, the newest where none is named."""
    of_set = [one for one in catalogued if one.code_set == code_set]
    if not of_set:
        raise KnownError(f"The catalogue has nothing of {code_set}.", _SEE_CATALOG)
    if release is None:
        chosen = next((one for one in of_set if one.places), of_set[0])
    elif release not in {one.release for one in of_set}:
        raise KnownError(
            f"The catalogue does not have {code_set} {release}.",
            f"It has: {', '.join(one.release for one in of_set)}.",
        )
    else:
        chosen = next(one for one in of_set if one.release == release)
    if not chosen.places:
        why = (
            "the catalogue names no place for it"
            if chosen.licence == _FREE
            else f"it is {chosen.licence}"
        )
        raise KnownError(
            f"{chosen.title} cannot be fetched; {why}.",
            f"The publisher's page is {chosen.page}.",
        )
    return chosen


def _told(report: InstallReport, asked: CataloguedRelease, missing: Sequence[str]) -> InstallReport:
    """Return *report* with what is to be said of the download."""
    checked = report.checked
    if report.release != asked.release:
        checked = (
            *checked,
            f"the catalogue says {asked.release}, and what came is {report.release}",
        )
    return replace(report, checked=checked, left_out=(*report.left_out, *missing))
