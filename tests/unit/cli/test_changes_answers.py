"""What ``changes`` answers, as JSON and for the eye."""

from __future__ import annotations

import json

ASKED = ("changes", "icd10cm", "FY2026-04", "FY2027")


def test_changes_answers_codes_titles_and_notes_with_their_chapters(desk):
    document = json.loads(desk.run(*ASKED, "--json").stdout)

    assert document["from"]["release"] == "FY2026-04"
    assert document["to"]["title"] == "ICD-10-CM FY2027"
    assert document["added"] == [
        {
            "code": "W11.3",
            "title": "Silent widget",
            "level": "code",
            "billable": True,
            "chapter": "7",
        }
    ]
    assert [line["code"] for line in document["deleted"]] == ["X20"]
    assert [(one["code"], one["before"]) for one in document["retitled"]] == [
        ("W11.2", "Meniere widget")
    ]
    (notes,) = document["notes_changed"]
    assert (notes["code"], notes["kind"]) == ("W11", "excludes1")
    assert (notes["added"], notes["removed"]) == (["gadget (W13.-)"], ["gadget"])
    assert document["headers_added"] == document["headers_deleted"] == []


def test_changes_of_a_chapter_leave_out_the_others(desk):
    document = json.loads(desk.run(*ASKED, "--chapter", "8", "--json").stdout)

    assert [line["code"] for line in document["deleted"]] == ["X20"]
    assert document["added"] == document["retitled"] == document["notes_changed"] == []


def test_changes_of_a_code_are_those_of_all_that_begins_with_it(desk):
    document = json.loads(desk.run(*ASKED, "--code", "w11.", "--json").stdout)

    assert [line["code"] for line in document["added"]] == ["W11.3"]
    assert [one["code"] for one in document["notes_changed"]] == ["W11"]
    assert document["deleted"] == []

    narrowed = json.loads(desk.run(*ASKED, "--code", "W11.2", "--json").stdout)
    assert [one["code"] for one in narrowed["retitled"]] == ["W11.2"]
    assert narrowed["added"] == narrowed["notes_changed"] == []


def test_a_chapter_that_is_none_is_told_with_those_there_are(desk):
    done = desk.run(*ASKED, "--chapter", "99")

    assert done.exit_code == 3
    assert "There is no chapter “99”" in done.stderr
    assert "7, 8" in done.stderr


def test_changes_read_as_a_list_of_lines_with_what_came_and_went(desk):
    lines = desk.run(*ASKED).stdout.splitlines()

    assert lines[:2] == [
        "ICD-10-CM FY2026, April 2026 → ICD-10-CM FY2027",
        "billable codes added: 1, deleted: 1; retitled: 1; notes changed: 1",
    ]
    assert "+ W11.3  Silent widget" in lines
    assert "- X20  Gone gadget" in lines
    at = lines.index("W11.2  - Meniere widget")
    assert lines[at + 1] == "       + Ménière's widget"
    assert lines[lines.index("W11  Excludes1") + 1 :] == ["  - gadget", "  + gadget (W13.-)"]


def test_a_release_that_is_not_installed_is_told_in_a_line(desk):
    done = desk.run("changes", "icd10cm", "FY1999", "FY2027")

    assert done.exit_code == 3
    assert done.stderr == "icd10cm FY1999 is not installed. See: codebook releases\n"
