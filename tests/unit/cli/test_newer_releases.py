"""What the commands say of releases newer than the installed one."""

from __future__ import annotations

import json
from datetime import date

import pytest

from codebook_app.domain.validity import CodeValidity, Currency

WORD = "The code set in force on 2026-11-22 is ICD-10-CM FY2027; installed is FY2026-04: 3 new."
SOURCE = "Sample master list"


@pytest.fixture
def dated(desk):
    """Let a newer release be in force that the catalogue has a place for."""
    desk.program.validity.currencies["icd10cm"] = Currency(
        "icd10cm", date(2026, 11, 22), "FY2027", "FY2026-04", (), (), WORD, can_be_fetched=True
    )
    return desk


def test_search_show_and_check_say_it_beside_the_answer(dated):
    asked = [("search", "widget"), ("show", "W11.2"), ("check", "W11.2")]

    for done in (dated.run(*one, "--date", "2026-11-22") for one in asked):
        assert f"{WORD} To fetch it: codebook download icd10cm:FY2027\n" in done.stderr
        assert "FY2027" not in done.stdout


def test_a_release_without_a_place_is_not_offered(dated):
    found = dated.program.validity.currencies
    found["icd10cm"] = Currency(
        "icd10cm", date(2026, 11, 22), "FY2027", "FY2026-04", (), (), WORD, can_be_fetched=False
    )

    assert dated.run("show", "W11.2").stderr == f"{WORD}\n"


def test_an_answer_in_json_is_one_document(dated):
    for asked in (("search", "widget"), ("show", "W11.2"), ("check", "W11.2")):
        json.loads(dated.run(*asked, "--json").stdout)


def test_show_flags_a_code_that_a_newer_release_deleted(desk):
    desk.program.validity.codes["W11.2"] = CodeValidity(
        "W11.2", "deleted", date(2026, 9, 30), SOURCE, ("W11.21", "W11.22")
    )
    words = f"deleted after 2026-09-30, now W11.21, W11.22 ({SOURCE})"

    assert words in desk.run("show", "W11.2").stdout
    assert json.loads(desk.run("show", "W11.2", "--json").stdout)["flags"][-1] == words


def test_a_code_newer_than_the_installed_release_is_not_called_no_code(dated):
    dated.program.validity.codes["W11.29"] = CodeValidity(
        "W11.29", "valid", date(2026, 10, 1), SOURCE
    )

    shown = dated.run("show", "w1129")
    searched = dated.run("search", "W11.29")

    assert shown.exit_code == 3
    for said in (shown.stderr, searched.stderr):
        assert f"W11.29: valid since 2026-10-01, newer than what is installed ({SOURCE})." in said
        assert "codebook download icd10cm:FY2027" in said
    assert "Nearest: W11.2" in dated.run("show", "W11.3").stderr


def test_remove_says_what_depended_on_the_release(desk):
    done = desk.run("remove", "icd10cm", "FY2026-04")

    assert done.stderr.splitlines() == [
        "Removed icd10cm FY2026-04.",
        "Two lines were coded with icd10cm FY2026-04.",
    ]
