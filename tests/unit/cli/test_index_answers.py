"""What ``index`` answers, as JSON and for the eye."""

from __future__ import annotations

import json
from datetime import date

from codebook_app.domain.index_term import IndexBook


def test_index_answers_the_term_with_all_below_it_nested(desk):
    document = json.loads(desk.run("index", "widget", "--json").stdout)

    assert (document["book"], document["release"], document["path"]) == (
        "index",
        "FY2026-04",
        ["Widget pain"],
    )
    (pain,) = document["terms"]
    assert (pain["title"], pain["code"], pain["complete"]) == (
        "Widget pain (acute) (chronic)",
        "W11.2",
        True,
    )
    (ringing,) = pain["terms"]
    assert (ringing["code"], ringing["complete"], ringing["manifestation"]) == (
        "W11.3-",
        False,
        "W12",
    )
    assert ringing["leads_to"] == ["W113", "W12"]
    (loud,) = ringing["terms"]
    assert (loud["see"], loud["see_also"], loud["code"]) == (["Noise"], ["Silence"], "")


def test_index_answers_from_the_subterm_that_was_asked_for_down(desk):
    document = json.loads(desk.run("index", "widget", "ringing", "--json").stdout)

    assert document["path"] == ["Widget pain", "ringing"]
    assert [term["title"] for term in document["terms"]] == ["ringing"]


def test_a_table_answers_its_cells_by_their_headings(desk):
    document = json.loads(desk.run("index", "oil", "--book", "drugs", "--json").stdout)

    assert document["columns"] == ["Accident", "Assault", "Adverse effect"]
    assert document["terms"][0]["cells"] == {
        "Accident": "W11.21",
        "Assault": "",
        "Adverse effect": "W11.25",
    }


def test_index_hands_over_the_book_and_the_date(desk):
    desk.run("index", "oil", "can", "--book", "drugs", "--date", "2026-05-01")

    assert desk.program.index_lookup.asked == [(("oil", "can"), IndexBook.DRUGS, date(2026, 5, 1))]


def test_index_reads_as_the_book_does(desk):
    assert desk.run("index", "widget").stdout.splitlines() == [
        "Widget pain",
        "Alphabetic index; ICD-10-CM FY2026, April 2026",
        "Widget pain (acute) (chronic)  W11.2",
        "  ringing  W11.3- [W12]",
        "    loud  see Noise  see also Silence",
    ]


def test_a_term_that_is_none_is_told_in_a_line(desk):
    done = desk.run("index", "gizmo")

    assert done.exit_code == 3
    assert done.stderr == "“gizmo” is no main term. Near it: Widget pain.\n"
