"""Where installed releases stand on the disk, and how they come and go in one step.

``<code set>/<release>/`` holds a release. Beside it may stand, after a crash only: ``.partial``, a
release not yet whole; ``.aside``, the one that was being replaced; ``.removing``, one that was
being removed. A file ``<release>.removed`` says that the person does not want an embedded one back.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from codebook_app.domain.release import Release
from codebook_app.errors import KnownError
from codebook_app.services.disk import disk_faults, flush_folder, remove_tree
from codebook_app.services.manifest import NAME, Manifest, read_manifest

REFERENCE = "reference.db"
SOURCE = "source.zip"
INDEX = "index"
_PARTIAL, _ASIDE, _REMOVING, _REMOVED = ".partial", ".aside", ".removing", ".removed"
_PASSING = (_PARTIAL, _ASIDE, _REMOVING, _REMOVED)
_LOCK = ".install.lock"


class ReleaseFolders:
    """The folder of all releases. Reading is safe at any time; changing asks for :meth:`locked`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._read: dict[Path, tuple[tuple[int, ...], Manifest | None]] = {}

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the right to change releases, with what a crash left behind put in order first.

        Raises:
            KnownError: another program or thread holds it, or the folder cannot be written.
        """
        # Imported late: it brings asyncio along, which an opening window has no use for.
        from filelock import FileLock, Timeout

        with disk_faults(self.root, "open the folder of the releases"):
            self.root.mkdir(parents=True, exist_ok=True)
            lock = FileLock(str(self.root / _LOCK), timeout=0)
            try:
                lock.acquire()
            except Timeout as fault:
                raise KnownError(
                    "Another Codebook is installing or removing a release at the moment.",
                    "Wait until it is done.",
                ) from fault
            except NotImplementedError as fault:
                raise KnownError(
                    f"The disk that holds {self.root} cannot lock files.",
                    "Choose a folder on this computer with --data-dir.",
                ) from fault
        try:
            with disk_faults(self.root, "tidy the folder of the releases"):
                self._recover()
            yield
        finally:
            lock.release()

    def tidy(self) -> None:
        """Remove what a crash left behind, unless it is another program's work at the moment."""
        left_behind = any(
            folder.name.endswith((_PARTIAL, _REMOVING))
            for code_set in _subfolders(self.root)
            for folder in _subfolders(code_set)
        )
        if left_behind:
            with suppress(KnownError), self.locked():
                pass

    def manifests(self) -> tuple[Manifest, ...]:
        """Return what is installed and can be read by this version, by code set and date."""
        return tuple(
            manifest
            for manifest in self._manifests()
            if manifest.is_current and not self.is_damaged(manifest)
        )

    def readable(self, code_set: str) -> tuple[Manifest, ...]:
        """Return what is installed of *code_set*, damaged or of another version's making too.

        The kept source of each is there.
        """
        return tuple(
            manifest
            for manifest in self._manifests()
            if manifest.release.code_set == code_set
            and (self.folder(code_set, manifest.release.release) / SOURCE).is_file()
        )

    def readable_release(self, code_set: str, release: str) -> Manifest | None:
        """Return one of :meth:`readable`, None where it is not there."""
        return next(
            (one for one in self.readable(code_set) if one.release.release == release), None
        )

    def unusable(self) -> tuple[Path, ...]:
        """Return the folders of releases that must be rebuilt from their kept source."""
        usable = {
            self.folder(one.release.code_set, one.release.release) for one in self.manifests()
        }
        return tuple(
            folder
            for folder in self._folders()
            if folder not in usable and (folder / SOURCE).is_file()
        )

    def manifest(self, folder: Path) -> Manifest | None:
        """Return the manifest in *folder*, read again only when it changed."""
        stamp = self.stamp(folder)
        known = self._read.get(folder)
        if known is None or known[0] != stamp:
            manifest = read_manifest(folder) if stamp else None
            if manifest is not None and not _names(manifest.release, folder):
                manifest = None
            known = (stamp, manifest)
            self._read[folder] = known
        return known[1]

    def sign(self) -> tuple[object, ...]:
        """Return what differs once :meth:`manifests` or a :meth:`release` would answer otherwise.

        It looks at all that they look at and reads nothing, in a fifth of their time.
        """
        seen: list[object] = []
        for code_set in _named_subfolders(os.fspath(self.root)):
            for folder in _named_subfolders(code_set):
                if not folder.endswith((_PARTIAL, _REMOVING)):
                    manifest, size = _sign(f"{folder}/{NAME}"), _size(f"{folder}/{REFERENCE}")
                    seen.append((folder, manifest, size, os.path.isdir(f"{folder}/{INDEX}")))  # noqa: PTH112
        return tuple(seen)

    def stamp(self, folder: Path) -> tuple[int, ...]:
        """Return what changes when the release in *folder* is replaced; empty where none is."""
        return _sign(os.fspath(folder / NAME))

    def is_damaged(self, manifest: Manifest) -> bool:
        """Whether the release's database has not the size it was given."""
        folder = self.folder(manifest.release.code_set, manifest.release.release)
        return _size(os.fspath(folder / REFERENCE)) != manifest.reference_size

    def release(self, manifest: Manifest) -> Release:
        """Return the release of *manifest* with whether it can be searched."""
        release = manifest.release
        folder = self.folder(release.code_set, release.release)
        return replace(release, searchable=(folder / INDEX).is_dir())

    def folder(self, code_set: str, release: str) -> Path:
        """Return where a release stands.

        That is beside its place where a crash came between taking the old away and the new in.
        """
        home = self.root / code_set / release
        aside = _beside(home, _ASIDE)
        return aside if aside.is_dir() and not home.is_dir() else home

    def needs_recovery(self) -> bool:
        """Whether a replacement was broken off in the middle."""
        return any(folder.name.endswith(_ASIDE) for folder in self._folders())

    # Changes; the caller holds the lock.

    def begin(self, code_set: str, release: str) -> Path:
        """Return the new, empty folder in which a release is to be built."""
        partial = _beside(self.root / code_set / release, _PARTIAL)
        remove_tree(partial)
        partial.mkdir(parents=True)
        return partial

    def abandon(self, folder: Path) -> None:
        """Remove a release that is not whole, and its code set's folder if that leaves it empty.

        One that was published is no longer in *folder*, and stays.
        """
        remove_tree(folder)
        if folder.parent.is_dir() and not any(folder.parent.iterdir()):
            folder.parent.rmdir()

    def publish(self, partial: Path) -> Path:
        """Put the release built in *partial* in its place, instead of what is there."""
        home = partial.with_name(partial.name.removesuffix(_PARTIAL))
        aside = _beside(home, _ASIDE)
        flush_folder(partial)
        if home.exists():
            home.rename(aside)
        try:
            partial.rename(home)
        except OSError:
            if aside.exists():
                aside.rename(home)
            raise
        flush_folder(home.parent)
        remove_tree(aside)
        _beside(home, _REMOVED).unlink(missing_ok=True)
        return home

    def remove(self, code_set: str, release: str) -> None:
        """Take a release away; of an embedded one, note that it is not wanted back."""
        home = self.root / code_set / release
        manifest = self.manifest(home)
        if manifest is not None and manifest.packages:
            _beside(home, _REMOVED).touch()
        removing = _beside(home, _REMOVING)
        home.rename(removing)
        flush_folder(home.parent)
        self.abandon(removing)

    def is_unwanted(self, code_set: str, release: str) -> bool:
        """Whether the person removed this embedded release."""
        return _beside(self.root / code_set / release, _REMOVED).exists()

    def _recover(self) -> None:
        for code_set in _subfolders(self.root):
            for folder in _subfolders(code_set):
                if folder.name.endswith((_PARTIAL, _REMOVING)):
                    remove_tree(folder)
                elif folder.name.endswith(_ASIDE):
                    home = folder.with_name(folder.name.removesuffix(_ASIDE))
                    if home.exists():
                        remove_tree(folder)
                    else:
                        folder.rename(home)
                else:
                    for left in folder.glob(f"{INDEX}.*"):
                        remove_tree(left)

    def _manifests(self) -> list[Manifest]:
        found = [self.manifest(folder) for folder in self._folders()]
        return sorted(
            (manifest for manifest in found if manifest is not None),
            key=lambda manifest: (
                manifest.release.code_set,
                manifest.release.effective_from,
                manifest.release.release,
            ),
        )

    def _folders(self) -> Iterator[Path]:
        """Yield the folder of each release, the one put aside where a crash left only that."""
        for code_set in _subfolders(self.root):
            for folder in _subfolders(code_set):
                if not folder.name.endswith(_PASSING):
                    yield folder
                elif folder.name.endswith(_ASIDE):
                    home = folder.with_name(folder.name.removesuffix(_ASIDE))
                    if not home.is_dir():
                        yield folder


def _names(release: Release, folder: Path) -> bool:
    """Whether *folder* is where *release* belongs, and no copy somebody made of it."""
    own = folder.name.removesuffix(_ASIDE)
    return (release.code_set, release.release) == (folder.parent.name, own)


def _beside(home: Path, ending: str) -> Path:
    return home.with_name(home.name + ending)


# A Path costs more than the question asked of it, and these are asked for every page.
def _sign(path: str) -> tuple[int, ...]:
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError:
        return ()
    return (status.st_mtime_ns, status.st_ino, status.st_size)


def _size(path: str) -> int | None:
    try:
        return os.stat(path).st_size  # noqa: PTH116
    except OSError:
        return None


def _named_subfolders(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.path for entry in entries if entry.is_dir())
    except OSError:
        return []


def _subfolders(folder: Path) -> list[Path]:
    return [Path(name) for name in _named_subfolders(os.fspath(folder))]
