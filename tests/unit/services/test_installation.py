"""How progress is told, and what the collector of cycles does meanwhile."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from support.invented_releases import invented_releases, write_xml

from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.progress import Progress
from codebook_app.services import pacing
from codebook_app.services.pacing import paced


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time in seconds, in a list of one."""
    now = [100.0]
    monkeypatch.setattr(pacing.time, "monotonic", lambda: now[0])
    return now


def test_of_one_stage_ten_reports_a_second_are_handed_on(clock):
    heard: list[Progress] = []
    tell = paced(heard.append)
    for number in range(1000):
        clock[0] = 100 + number / 500  # two seconds in all
        tell(Progress("Reading", number, 5000))
    assert 19 <= len(heard) <= 21
    assert [report.done for report in heard] == sorted(report.done for report in heard)


def test_a_new_stage_and_the_end_of_one_are_told_at_once(clock):
    heard: list[Progress] = []
    tell = paced(heard.append)
    for report in (
        Progress("Reading", 1, 3),
        Progress("Reading", 2, 3),
        Progress("Reading", 3, 3),
        Progress("Writing", 0, 3),
        Progress("Writing", 1, 3),
    ):
        tell(report)
    assert [(report.stage, report.done) for report in heard] == [
        ("Reading", 1),
        ("Reading", 3),
        ("Writing", 0),
    ]


@pytest.mark.parametrize("working", [True, False])
def test_the_collector_is_left_as_it_was_found(folders: Folders, tmp_path: Path, working):
    found: list[tuple[bool, bool]] = []
    releases = invented_releases(folders)
    was = gc.isenabled()
    try:
        (gc.enable if working else gc.disable)()
        releases.import_paths(
            [write_xml(tmp_path)],
            progress=lambda report: found.append((": " in report.stage, gc.isenabled())),
        )
        assert gc.isenabled() is working
        assert next(enabled for building, enabled in found if building) is False
        with pytest.raises(KnownError):
            releases.import_paths([write_xml(tmp_path, "<ICD10CM.tabular>")])
        assert gc.isenabled() is working
    finally:
        (gc.enable if was else gc.disable)()
        releases.close()
