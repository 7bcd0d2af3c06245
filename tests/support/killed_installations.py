"""Kills installations at every point where they touch the disk, and looks at what is left.

Run as a program, with ``tests`` on the path, with a folder and setup, replace, join or remove.
Each round forks a child that installs below a folder of its own and is killed (SIGKILL) at its n-th
touch: a folder made, a file flushed, something renamed or removed, a report of progress. The parent
then opens the folder as the next start would. Prints one JSON line: how many points there were, and
what was wrong.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from support.index_xml import sample_index
from support.invented_releases import (
    NOTHING_EMBEDDED,
    SAMPLE_EMBEDDED,
    invented_releases,
    write_package,
    write_xml,
)
from support.tabular_xml import sample

from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.progress import Progress
from codebook_app.services.releases import Releases

NEW = "New title"
_TOUCHES = ("mkdir", "rename", "replace", "rmdir", "unlink", "fsync")


class Killer:
    """Counts what is done to the disk and ends the process at the *deadly* time, if it comes."""

    def __init__(self, deadly: int) -> None:
        self.count = 0
        self._deadly = deadly

    def touch(self, *_: object) -> None:
        """Count once more; perhaps never return."""
        self.count += 1
        if self.count == self._deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """Count before and after each call that changes the disk."""
        for name in _TOUCHES:
            setattr(os, name, self._watched(getattr(os, name)))

    def _watched(self, change: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*args: Any, **more: Any) -> Any:
            self.touch()
            done = change(*args, **more)
            self.touch()
            return done

        return watched


class Rounds:
    """One way to be killed, over and over."""

    def __init__(self, folder: Path, action: str) -> None:
        self._folder = folder
        self._action = action
        self._old = write_xml(folder / "old", sample())
        self._new = write_xml(folder / "new", sample(title_of_e1122=NEW))
        self._index = write_xml(folder / "new", sample_index(), "index.xml")
        write_package(folder / "site")
        sys.path.insert(0, str(folder / "site"))

    def run(self) -> dict[str, Any]:
        """Kill at the first point, the second, … until a round comes through unharmed."""
        wrong: list[str] = []
        number = 0
        while True:
            number += 1
            data = self._folder / "data"
            shutil.rmtree(data, ignore_errors=True)
            self._prepare(data)
            killed = self._killed_at(number, data)
            wrong += [f"killed at {number}: {fault}" for fault in self._look(data)]
            if not killed:
                return {"points": number - 1, "wrong": wrong}

    def _releases(self, data: Path) -> Releases:
        embedded = SAMPLE_EMBEDDED if self._action == "setup" else NOTHING_EMBEDDED
        return invented_releases(Folders(data), embedded)

    def _prepare(self, data: Path) -> None:
        if self._action != "setup":
            releases = self._releases(data)
            releases.import_paths([self._old])
            releases.close()

    def _killed_at(self, number: int, data: Path) -> bool:
        child = os.fork()
        if child == 0:
            killer = Killer(number)
            releases = self._releases(data)
            killer.watch()
            self._act(releases, killer.touch)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            return True
        if status:
            raise RuntimeError(f"the child failed at {number}")
        return False

    def _act(self, releases: Releases, progress: Callable[[Progress], None]) -> None:
        if self._action == "setup":
            releases.setup(progress)
        elif self._action == "replace":
            releases.import_paths([self._new], progress=progress)
        elif self._action == "join":
            releases.import_paths([self._index], progress=progress)
        else:
            releases.remove("icd10cm", "FY2099")

    def _look(self, data: Path) -> list[str]:
        """Open *data* as the next start does and return what is not as it should be."""
        wrong: list[str] = []
        releases = self._releases(data)
        for release in releases.installed():
            wrong += self._half(releases, release.release, searchable=release.searchable)
        before = [release.release for release in releases.installed()]
        if self._action in {"replace", "join"} and before != ["FY2099"]:
            wrong.append(f"installed before tidying: {before}")
        releases.setup()
        after = releases.installed()
        if self._action != "remove" and [release.release for release in after] != ["FY2099"]:
            wrong.append(f"installed after setup: {after}")
        for release in after:
            if not release.searchable:
                wrong.append("not searchable after setup")
            wrong += self._half(releases, release.release, searchable=True)
        left = {path.name for path in (data / "releases" / "icd10cm").glob("*")} - {"FY2099"}
        inside = {path.name for path in (data / "releases" / "icd10cm" / "FY2099").glob("*")}
        inside -= {"reference.db", "manifest.json", "source.zip", "index"}
        if left or inside:
            wrong.append(f"left behind: {left | inside}")
        if releases.needs_setup() or releases.setup():
            wrong.append("a second setup had something to do")
        if self._action == "join":
            releases.import_paths([self._index])
            wrong += self._half(releases, "FY2099", searchable=True, joined=True)
        releases.close()
        return wrong

    def _half(
        self, releases: Releases, release: str, *, searchable: bool, joined: bool = False
    ) -> list[str]:
        """Return how an installed release is not whole; *joined* says that its index is in it."""
        (installed,) = (one for one in releases.installed() if one.release == release)
        parts = {source.part for source in installed.sources}
        try:
            book = releases.reader("icd10cm", release)
            title = book.code("E11.22")
            lines, terms = len(list(book.searchable())), len(list(book.searchable_terms()))
            whole = book.counts() == (79, 46) and lines == 100
            for source in installed.sources:
                whole &= bool(releases.document("icd10cm", release, source.name))
            if searchable:
                # The index is that of this very book.
                index: Any = releases.index("icd10cm", release)
                whole &= index.entries == lines + terms
        except KnownError as fault:
            return [f"half a release: {fault}"]
        titles = {NEW, "Type 2 sample diabetes with sample chronic kidney disease"}
        whole &= title is not None and title.title in titles
        whole &= (terms > 0) is ("index" in parts)
        if joined and not terms:
            return ["what was to join is not there"]
        return [] if whole else ["half a book"]


if __name__ == "__main__":
    print(json.dumps(Rounds(Path(sys.argv[1]), sys.argv[2]).run()))
