"""Says what depends on an installed release, before it is removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from codebook_app.codesets.base import CodeSet
from codebook_app.domain.release import Release

Uses = Callable[[str, str], int]
"""How many lines of encounters were coded with a release of a code set."""

_LISTS = {"cc": "CC list", "mcc": "MCC list", "poa": "POA-exempt list"}


def unused(_code_set: str, _release: str) -> int:
    """Count no encounter line."""
    return 0


def depending_on(
    release: Release, installed: Sequence[Release], code_set: CodeSet, uses: Uses
) -> tuple[str, ...]:
    """Return, each in a sentence, what is lost or changes when *release* of *code_set* is removed.

    *installed* are all installed releases.
    """
    return tuple(_sentences(release, installed, code_set.title, uses))


def _sentences(
    release: Release, installed: Sequence[Release], title: str, uses: Uses
) -> Iterator[str]:
    lines = uses(release.code_set, release.release)
    if lines:
        was = "line of your encounters was" if lines == 1 else "lines of your encounters were"
        yield (
            f"{lines:,} {was} coded with it; they keep code and title, but are checked against"
            " another release, or not at all."
        )
    lists = [_LISTS[kind] for kind in _LISTS if any(one.part == kind for one in release.sources)]
    if lists:
        goes = "goes" if len(lists) == 1 else "go"
        yield f"The {' and the '.join(lists)} of {release.title} {goes} with it."
    own = [one for one in release.sources if not one.package]
    if own:
        what = (
            f"The file {own[0].name} that you imported goes"
            if len(own) == 1
            else (f"The {len(own)} files that you imported go")
        )
        yield f"{what} with it; to have it back, import again."
    yield from _dates(release, installed, title)
    if len(own) < len(release.sources):
        others = [one for one in installed if one.code_set == release.code_set]
        if len(others) > 1:
            back = f"it stays away while another release of {title} is there"
        else:
            back = "the next start, or codebook setup, installs it again"
        yield f"It came with the program; {back}."


def _dates(release: Release, installed: Sequence[Release], title: str) -> Iterator[str]:
    others = [
        one
        for one in installed
        if one.code_set == release.code_set and one.release != release.release and one.confirmed
    ]
    if not others:
        yield f"It is the only release of {title}: no code of {title} is found without it."
        return
    if any(
        one.effective_from <= release.effective_from and release.effective_to <= one.effective_to
        for one in others
    ):
        return
    before = [one for one in others if one.effective_from <= release.effective_from]
    fallback = before[-1] if before else others[0]
    yield (
        f"Dates from {release.effective_from.isoformat()} to {release.effective_to.isoformat()} are"
        f" then answered from {fallback.title}, which is not in force on all of them."
    )
