"""What changed between two installed releases of a code set."""

from __future__ import annotations

from codebook_app.domain.changes import ReleaseChanges
from codebook_app.errors import KnownError
from codebook_app.services.releases import Releases


class Changes:
    """Compares installed releases. Safe from any thread."""

    def __init__(self, releases: Releases) -> None:
        self._releases = releases

    def between(self, code_set: str, before: str, after: str) -> ReleaseChanges:
        """Return what changed from the release *before* to *after*, named as they are listed.

        Takes a second or two for ICD-10-CM. Asked the wrong way round it answers so: what the later
        one added is then deleted.

        Raises:
            KnownError: one of them is not installed or off, or both are the same.
        """
        if before == after:
            raise KnownError(
                f"{after} cannot be compared with itself.", "Name two releases of the code set."
            )
        # Late: SQLAlchemy takes most of a second to import.
        from codebook_app.store.reference_changes import release_changes

        first = self._releases.choose(code_set, None, before).release
        second = self._releases.choose(code_set, None, after).release
        return release_changes(
            self._releases.reader(code_set, first.release),
            self._releases.reader(code_set, second.release),
            first,
            second,
        )
