"""The list of what is installed, put together anew only when the disk says so."""

from __future__ import annotations

from dataclasses import replace

from codebook_app.codesets.base import CodeSets
from codebook_app.domain.release import Release
from codebook_app.services.licences import Licences
from codebook_app.services.manifest import Manifest
from codebook_app.services.release_folders import ReleaseFolders


class ReleaseList:
    """The installed releases as they stand at each question. Safe from any thread.

    A page asks five times and a check of a list more often. Whatever the answer is made of is
    compared with the disk at each, so that what another program did shows in the next.
    """

    def __init__(self, folders: ReleaseFolders, licences: Licences, code_sets: CodeSets) -> None:
        self._folders = folders
        self._licences = licences
        self._code_sets = code_sets
        self._known: tuple[object, tuple[Release, ...]] | None = None

    def all(self) -> tuple[Release, ...]:
        """Return the releases that are wholly there, by code set and first day in force.

        The code sets come in the order they are shown.
        """
        # Asked before anything is read: what changes meanwhile is read again the next time.
        sign = (self._folders.sign(), self._licences.sign())
        known = self._known
        if known is None or known[0] != sign:
            known = (sign, self._read())
            self._known = known
        return known[1]

    def release(self, manifest: Manifest) -> Release:
        """Return the release of *manifest* as it stands now."""
        release = self._folders.release(manifest)
        code_set = next((one for one in self._code_sets if one.name == release.code_set), None)
        if code_set is None or not code_set.licensed:
            return replace(release, confirmed=True)
        confirmed = self._licences.is_confirmed(release.code_set, release.release, release.notice)
        return replace(release, confirmed=confirmed)

    def _read(self) -> tuple[Release, ...]:
        shown = {code_set.name: place for place, code_set in enumerate(self._code_sets)}
        there = map(self.release, self._folders.manifests())
        return tuple(sorted(there, key=lambda one: shown.get(one.code_set, len(shown))))
