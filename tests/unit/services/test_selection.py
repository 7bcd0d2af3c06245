"""Which releases are answered from, kept while nothing on the disk changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from support.every_book import IN_FORCE, every_book

from codebook_app.errors import KnownError
from codebook_app.services.disk_stamp import disk_stamp
from codebook_app.services.releases import Releases
from codebook_app.services.selection import Selections


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Releases]:
    opened = every_book(tmp_path_factory.mktemp("selection"))
    yield opened
    opened.close()


@pytest.fixture
def asked(releases: Releases, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often a release is chosen anew, by its code set."""
    chosen: list[str] = []
    choose = releases.choose

    def counted(code_set: str, on: date | None, release: str | None = None) -> object:
        chosen.append(code_set)
        return choose(code_set, on, release)

    monkeypatch.setattr(releases, "choose", counted)
    return chosen


def test_a_selection_is_kept_from_one_keystroke_to_the_next(
    releases: Releases, asked: list[str]
) -> None:
    selections = Selections(releases)
    first = selections.searched((), IN_FORCE)
    assert sorted(asked) == ["hcpcs", "icd10cm", "icd10pcs", "msdrg"]
    asked.clear()
    again = selections.searched((), IN_FORCE)
    assert asked == []
    assert again.index is first.index
    assert again.choices == first.choices


def test_another_day_or_filter_that_chooses_the_same_joins_nothing_anew(
    releases: Releases,
) -> None:
    selections = Selections(releases)
    first = selections.searched((), IN_FORCE)
    assert selections.searched((), date(2099, 2, 2)).index is first.index
    every = ("icd10cm", "icd10pcs", "hcpcs", "msdrg")
    assert selections.searched(every, IN_FORCE).index is first.index
    assert selections.searched(("hcpcs",), IN_FORCE).index is not first.index


def test_what_changes_on_the_disk_is_seen_at_once(releases: Releases, asked: list[str]) -> None:
    selections = Selections(releases)
    before = selections.searched((), IN_FORCE)
    asked.clear()
    folder = releases.reader("hcpcs", "2025-10").file.uri.removeprefix("file://").split("?")[0]
    os.utime(Path(folder).parent, ns=(1, 1))
    after = selections.searched((), IN_FORCE)
    assert asked
    # The indexes are the same ones: there is no need to join them again.
    assert after.index is before.index


@pytest.mark.parametrize(("since_the_change", "lasts"), [(0.5, 2), (600, 60)])
def test_a_selection_goes_stale_in_time_soon_after_a_change_soon(
    releases: Releases,
    asked: list[str],
    monkeypatch: pytest.MonkeyPatch,
    since_the_change: float,
    lasts: float,
) -> None:
    now = [100.0]
    today = max(releases.stamp()) + int(since_the_change * 1e9)
    monkeypatch.setattr("codebook_app.services.selection.monotonic", lambda: now[0])
    monkeypatch.setattr("codebook_app.services.selection.time_ns", lambda: today)
    selections = Selections(releases)
    selections.searched((), IN_FORCE)
    asked.clear()
    now[0] += lasts - 1
    selections.searched((), IN_FORCE)
    assert asked == []
    now[0] += 2
    selections.searched((), IN_FORCE)
    assert asked


def test_a_code_set_that_is_not_installed_is_refused_by_name(releases: Releases) -> None:
    with pytest.raises(KnownError, match="CPT"):
        Selections(releases).searched(("cpt",), IN_FORCE)


def test_the_stamp_tells_releases_indexes_and_licences_that_came(tmp_path: Path) -> None:
    root, licences = tmp_path / "releases", tmp_path / "licences.json"
    stamps = [disk_stamp(root, licences)]

    def changed(path: Path, *, is_folder: bool = True) -> None:
        if is_folder:
            path.mkdir(parents=True)
        else:
            path.write_text("{}")
        # As if some time had passed since.
        os.utime(path.parent, ns=(len(stamps), len(stamps)))
        stamps.append(disk_stamp(root, licences))

    changed(root / "sample" / "2099")
    changed(root / "sample" / "2099" / "index")
    changed(root / "sample" / "2100")
    changed(licences, is_folder=False)
    assert len(set(stamps)) == len(stamps)
    assert disk_stamp(root, licences) == stamps[-1]
