"""What is said to be not checked."""

from __future__ import annotations

from datetime import UTC, date, datetime

from codebook_app.domain.release import Release, ReleaseChoice
from codebook_app.edits.coverage import Circumstances


def a_choice(*, in_force: bool) -> ReleaseChoice:
    release = Release(
        code_set="icd10cm",
        release="FY2026-04",
        title="ICD-10-CM FY2026, April 2026",
        effective_from=date(2026, 4, 1),
        effective_to=date(2026, 9, 30),
        codes=1,
        billable=1,
        sources=(),
        origin="",
        installed_at=datetime(2026, 4, 1, tzinfo=UTC),
        app_version="",
        searchable=True,
    )
    return ReleaseChoice(release, in_force, "")


def told(circumstances: Circumstances, *, in_force: bool = True, newest: bool = True) -> dict:
    found = circumstances.not_checked(a_choice(in_force=in_force), newest=newest)
    return {one.rule: one.reason for one in found}


def test_within_the_release_everything_was_checked():
    assert told(Circumstances(on=date(2026, 5, 1))) == {}


def test_a_date_after_the_newest_release_names_it_and_its_end():
    assert told(Circumstances(on=date(2026, 11, 22)), in_force=False) == {
        "validity": "The date of service is 2026-11-22: the newest installed release is FY2026-04, "
        "in force to 2026-09-30."
    }


def test_a_date_before_or_between_releases_names_the_one_that_was_used():
    used = "FY2026-04, in force 2026-04-01 to 2026-09-30."
    before = told(Circumstances(on=date(2020, 1, 1)), in_force=False)
    between = told(Circumstances(on=date(2026, 11, 22)), in_force=False, newest=False)

    for reason in (before["validity"], between["validity"]):
        assert "no installed release is in force on it" in reason
        assert reason.endswith(used)


def test_a_missing_date_is_said():
    assert told(Circumstances(on=None))["validity"].startswith("No date of service is given")


def test_without_a_release_each_rule_that_needs_one_says_why():
    found = Circumstances(on=None).without_release("No release is installed.")

    reasons = {one.rule: one.reason for one in found}
    assert reasons["excludes1"] == reasons["unknown_code"] == "No release is installed."
    assert "duplicate" not in reasons
