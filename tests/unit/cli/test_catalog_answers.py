"""What ``catalog`` and ``download`` answer."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path


def test_catalog_answers_every_release_with_its_places(desk):
    (document,) = json.loads(desk.run("catalog", "--json").stdout)

    assert (document["code_set"], document["release"], document["installed"]) == (
        "icd10cm",
        "FY2027",
        False,
    )
    assert [place["verified"] for place in document["places"]] == [True, False]
    assert document["places"][0]["size"] == 5


def test_catalog_for_the_eye_says_which_address_was_not_seen(desk):
    printed = desk.run("catalog").stdout

    assert "https://example.org/a.zip (the tabular list)" in printed
    assert "https://example.org/b.zip (the index, address not seen yet)" in printed


def test_catalog_names_the_publisher_s_page_where_nothing_can_be_fetched(desk):
    releases = desk.program.catalogue.catalogued
    desk.program.catalogue.catalogued = (replace(releases[0], places=()),)

    assert "https://example.org/icd" in desk.run("catalog").stdout


def test_a_catalogue_of_one_s_own_is_handed_over(desk):
    desk.run("catalog", "--catalog", "mine.toml")

    assert desk.program.catalogue.asked == [Path("mine.toml")]


def test_download_tells_what_it_installed(desk):
    done = desk.run("download", "icd10cm:FY2027", "--json")

    assert json.loads(done.stdout)[0]["release"] == "FY2026-04"
    assert done.stderr.splitlines() == ["Fetching"]
    assert desk.program.catalogue.asked == [("icd10cm", "FY2027", None)]


def test_download_without_a_release_asks_for_the_newest(desk):
    desk.run("download", "icd10cm")

    assert desk.program.catalogue.asked == [("icd10cm", None, None)]


def test_what_is_no_code_set_and_release_is_wrong_usage(desk):
    for asked in (":FY2027", "icd10cm:", " "):
        assert desk.run("download", asked).exit_code == 2, asked
    assert desk.program.catalogue.asked == []


def test_what_cannot_be_fetched_is_told_in_a_line(desk):
    done = desk.run("download", "cpt")

    assert done.exit_code == 3
    assert done.stderr == "cpt is nowhere to be fetched. See: codebook catalog\n"
