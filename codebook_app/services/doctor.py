"""Examines the program's own parts: is each fit for work, and what to do about one that is not."""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from codebook_app.domain.checkup import Condition, Examination
from codebook_app.domain.release import Release
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.services.releases import Releases
from codebook_app.store.soundness import altered_logs, reference_fault, user_database_state

_OLDEST_PYTHON = (3, 11)
# A release with its index is some 100 MB; an installation needs that once more while it builds.
# What a release is called while it is built, replaced or removed; a crash leaves such a folder.
_PASSING = (".partial", ".aside", ".removing")
_SPACE_NEEDED = 500 * 1024**2


@dataclass(frozen=True, slots=True)
class QtState:
    """What Qt says of itself: its *version*, the *platform* plugin it took, the *fonts* it sees."""

    version: str
    platform: str
    fonts: int


class Doctor:
    """Looks and changes nothing.

    *ask_qt* starts Qt as the window would and raises KnownError where that fails; it comes from
    outside because the services know no Qt.
    """

    def __init__(self, folders: Folders, releases: Releases, ask_qt: Callable[[], QtState]) -> None:
        self._folders = folders
        self._releases = releases
        self._ask_qt = ask_qt

    def examine(self) -> tuple[Examination, ...]:
        """Return what was found of every part, in the order in which they rest on each other."""
        return (
            _python(),
            *self._qt(),
            self._folder(),
            self._space(),
            *self._installed(),
            *self._unreadable(),
            *self._interrupted(),
            self._user_database(),
            *self._altered_logs(),
        )

    def _qt(self) -> Iterator[Examination]:
        try:
            state = self._ask_qt()
        except KnownError as error:
            yield Examination(
                "Qt",
                Condition.FAILED,
                error.message,
                "Install Qt's system libraries: python3 installer/bootstrap.py run does it.",
            )
            return
        text = f"Qt {state.version} with the platform plugin {state.platform}"
        if state.platform == "offscreen":
            action = "Start the window on a desktop; the command line works here too."
            yield Examination("Qt", Condition.WARNING, f"{text}: no display here", action)
        else:
            yield Examination("Qt", Condition.OK, text)
        if state.fonts:
            yield Examination("fonts", Condition.OK, f"{state.fonts} font families")
        else:
            yield Examination(
                "fonts",
                Condition.FAILED,
                "no font: the window would be empty",
                "Install a font package, for example fonts-dejavu-core.",
            )

    def _folder(self) -> Examination:
        data = self._folders.data
        existing = _existing(data)
        try:
            with tempfile.TemporaryFile(dir=existing):
                pass
        except OSError as error:
            return Examination(
                "data folder",
                Condition.FAILED,
                f"{existing} cannot be written: {error.strerror or error}",
                "Allow writing there, or choose another folder with --data-dir.",
            )
        word = "" if existing == data else " (made at the first installation)"
        return Examination("data folder", Condition.OK, f"{data}{word}")

    def _space(self) -> Examination:
        free = shutil.disk_usage(_existing(self._folders.data)).free
        text = f"{free // 1024**2:,} MB free"
        if free >= _SPACE_NEEDED:
            return Examination("space", Condition.OK, text)
        return Examination(
            "space",
            Condition.WARNING,
            f"{text}; an installation needs up to {_SPACE_NEEDED // 1024**2} MB",
            "Make room, or choose another folder with --data-dir.",
        )

    def _installed(self) -> Iterator[Examination]:
        releases = self._releases.installed()
        if not releases:
            yield Examination(
                "releases", Condition.WARNING, "no release is installed", "Run: codebook setup"
            )
        for release in releases:
            yield self._reference(release)
            yield self._index(release) if release.confirmed else _off(release)

    def _reference(self, release: Release) -> Examination:
        part = f"{release.code_set} {release.release}"
        file = self._folders.releases / release.code_set / release.release / "reference.db"
        fault = reference_fault(file, release.billable)
        if fault:
            return Examination(part, Condition.FAILED, f"{file}: {fault}", _install_again(release))
        text = f"{release.codes:,} codes, {release.billable:,} billable; {release.dates_word}"
        return Examination(part, Condition.OK, text)

    def _index(self, release: Release) -> Examination:
        part = f"{release.code_set} {release.release} search index"
        try:
            self._releases.index(release.code_set, release.release)
        except KnownError as error:
            return Examination(part, Condition.FAILED, error.message, "Run: codebook setup")
        return Examination(part, Condition.OK, "whole")

    def _unreadable(self) -> Iterator[Examination]:
        """Find folders that should be releases and are none."""
        known = {(release.code_set, release.release) for release in self._releases.installed()}
        for folder in _folders_in(self._folders.releases):
            for release in _folders_in(folder):
                if release.suffix in _PASSING or (folder.name, release.name) in known:
                    continue
                yield Examination(
                    f"{folder.name} {release.name}",
                    Condition.FAILED,
                    f"{release} is not a whole release",
                    "Run: codebook setup (it is made anew from its kept source)",
                )

    def _interrupted(self) -> Iterator[Examination]:
        for folder in _folders_in(self._folders.releases):
            for partial in _folders_in(folder):
                if partial.suffix in _PASSING:
                    yield Examination(
                        f"{folder.name} {partial.stem}",
                        Condition.WARNING,
                        f"{partial}: an installation is under way or was interrupted",
                        "Where none is under way, run: codebook setup (it tidies up and goes on)",
                    )

    def _user_database(self) -> Examination:
        part = "encounters"
        try:
            return Examination(part, Condition.OK, user_database_state(self._folders.user_db))
        except KnownError as error:
            return Examination(part, Condition.FAILED, error.message, error.hint)

    def _altered_logs(self) -> Iterator[Examination]:
        altered = altered_logs(self._folders.user_db)
        if altered:
            named = ", ".join(f"“{label}”" for label in altered[:5])
            more = f" and {len(altered) - 5} more" if len(altered) > 5 else ""
            yield Examination(
                "encounters' logs",
                Condition.FAILED,
                f"changed by something else than Codebook: {named}{more}",
                "Run: codebook log ID (it says where); a backup of user.db has what was before.",
            )


def _python() -> Examination:
    text = f"Python {platform.python_version()} ({sys.executable})"
    if sys.version_info >= _OLDEST_PYTHON:
        return Examination("Python", Condition.OK, text)
    wanted = ".".join(map(str, _OLDEST_PYTHON))
    return Examination("Python", Condition.FAILED, text, f"Install Python {wanted} or newer.")


def _existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())


def _folders_in(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(each for each in folder.iterdir() if each.is_dir())
    return []


def _off(release: Release) -> Examination:
    return Examination(
        f"{release.code_set} {release.release} search index",
        Condition.WARNING,
        "not looked at: the release is off until you confirm that you have a licence for it",
        f"Run: codebook licence {release.code_set} {release.release}",
    )


def _install_again(release: Release) -> str:
    again = f"codebook remove {release.code_set} {release.release}"
    return f"Run: {again}; then codebook setup, or import its files again"
