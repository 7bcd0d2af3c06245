"""What a discharge status means for a group of the transfer policies."""

from __future__ import annotations

import pytest

from codebook_app.grouping.transfer import transfer_words


def told(status="06", *, post_acute=True, special_pay=False, days=2, gmlos=4.3):
    return transfer_words(
        status, post_acute=post_acute, special_pay=special_pay, days=days, gmlos=gmlos
    )


@pytest.mark.parametrize("status", ["", "01", "07", "20", "30", "43"])
def test_who_went_home_left_or_died_is_no_transfer(status):
    assert told(status) == ""


@pytest.mark.parametrize("status", ["03", "05", "06", "50", "51", "62", "63", "65", "86", "90"])
def test_post_acute_care_is_a_transfer_of_the_groups_of_the_policy_alone(status):
    assert "post-acute care transfer policy" in told(status)
    assert told(status, post_acute=False) == ""


@pytest.mark.parametrize("status", ["02", "82"])
def test_another_hospital_is_a_transfer_of_every_group(status):
    assert "a transfer to another hospital" in told(status, post_acute=False)


@pytest.mark.parametrize(
    ("days", "gmlos", "paid"),
    [
        (3, 4.3, "by the day."),
        (4, 4.3, "in full."),
        (3, 4.0, "in full."),
        (0, 2.1, "by the day."),  # the day of admission is one
        (0, 2.0, "in full."),
    ],
)
def test_a_stay_over_a_day_shorter_than_the_mean_is_paid_by_the_day(days, gmlos, paid):
    assert told(days=days, gmlos=gmlos).endswith(f"paid {paid}")


def test_what_is_not_known_is_left_open_and_special_pay_is_named():
    assert told(days=None).endswith(
        "pays by the day where the stay is over a day shorter than GMLOS."
    )
    assert told(gmlos=None) == told(days=None)
    assert "with its special payment" in told(special_pay=True)
