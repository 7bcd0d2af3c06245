"""Which guidelines go with a release: its own, else those of its year, else the newest."""

from __future__ import annotations

from collections.abc import Iterable

from codebook_app.domain.guideline_sections import GuidelinesKept
from codebook_app.domain.release import Release


def guidelines_of(
    installed: Iterable[Release], code_set: str, release: str
) -> tuple[Release, str] | None:
    """Return the release whose guidelines are shown for *release*, and their file's name.

    None where no release of *code_set* keeps any.
    """
    held = [
        (one, file.name)
        for one in installed
        for file in one.sources
        if one.code_set == code_set and file.part == "guidelines"
    ]
    year = release.partition("-")[0]
    return max(
        held,
        key=lambda of: (
            of[0].release == release,
            of[0].release.partition("-")[0] == year,
            of[0].effective_from,
        ),
        default=None,
    )


def guidelines_kept(
    installed: Iterable[Release], code_set: str, release: str
) -> GuidelinesKept | None:
    """Return the guidelines that can be opened for *release*, None where none can."""
    found = guidelines_of(installed, code_set, release)
    if found is None:
        return None
    return GuidelinesKept(release, found[0].title, own=found[0].release == release)
