"""What changed between two installed releases of a code set."""

from __future__ import annotations

from codebook_app.domain.changes import ReleaseChanges
from codebook_app.domain.release import Release
from codebook_app.errors import KnownError
from codebook_app.services.releases import Releases


class Changes:
    """Compares installed releases. Safe from any thread."""

    def __init__(self, releases: Releases) -> None:
        self._releases = releases

    def between(self, code_set: str, before: str, after: str) -> ReleaseChanges:
        """Return what changed from the release *before* to *after*, named as they are listed.

        A fiscal year (FY2025) also names its April update where that alone is installed. Takes a
        second or two for ICD-10-CM. Asked the wrong way round it answers so: what the later one
        added is then deleted.

        Raises:
            KnownError: one of them is not installed or off, or both are the same.
        """
        if before == after:
            raise KnownError(
                f"{after} cannot be compared with itself.", "Name two releases of the code set."
            )
        # Late: SQLAlchemy takes most of a second to import.
        from codebook_app.store.reference_changes import release_changes

        first, second = self._named(code_set, before), self._named(code_set, after)
        return release_changes(
            self._releases.reader(code_set, first.release),
            self._releases.reader(code_set, second.release),
            first,
            second,
        )

    def _named(self, code_set: str, name: str) -> Release:
        of_year = [
            one
            for one in self._releases.installed()
            if one.code_set == code_set and one.release.partition("-")[0] == name
        ]
        exact = any(one.release == name for one in of_year)
        if not exact and len(of_year) == 1:
            name = of_year[0].release
        return self._releases.choose(code_set, None, name).release
