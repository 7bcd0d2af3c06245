"""A licensed code set is off until the person says that there is a licence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from typer.testing import Result

NOTICE = "Copyright of somebody. All rights reserved."


@pytest.fixture
def licensed(desk):
    """The desk with one licensed release, which is off."""
    releases = desk.program.releases
    releases.releases = (replace(releases.releases[0], notice=NOTICE, confirmed=False),)
    return desk


def ask(desk, *more: str) -> Result:
    return desk.run("licence", "icd10cm", "FY2026-04", *more)


def test_the_notice_is_shown_and_nothing_is_confirmed_by_reading_it(licensed):
    done = ask(licensed)

    assert done.stdout.strip() == NOTICE
    assert "is off" in done.stderr
    assert "--confirm" in done.stderr
    assert licensed.program.releases.asked == []


def test_confirming_turns_the_release_on(licensed):
    done = ask(licensed, "--confirm")

    assert done.exit_code == 0
    assert licensed.program.releases.asked == [("icd10cm", "FY2026-04")]
    assert "is on now" in done.stderr


def test_a_release_that_needs_no_licence_says_so(desk):
    done = ask(desk, "--confirm")

    assert done.exit_code == 3
    assert "needs no licence" in done.stderr


def test_an_import_of_a_licensed_release_shows_its_notice_and_what_to_do(licensed, tmp_path):
    releases = licensed.program.releases
    releases.reports = (replace(releases.reports[0], notice=NOTICE),)
    (tmp_path / "x.txt").write_text("x")

    done = licensed.run("import", str(tmp_path / "x.txt"))

    assert NOTICE in done.stdout
    assert "codebook licence icd10cm FY2026-04 --confirm" in done.stderr


def test_a_release_that_is_off_is_listed_as_off(licensed):
    assert "off: see codebook licence" in licensed.run("releases").stdout
