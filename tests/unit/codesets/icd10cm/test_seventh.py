"""Which seventh characters complete which codes."""

from __future__ import annotations

import pytest
from support.tabular_xml import ENCOUNTER, chapter, diag, note, section, seventh, tabular

from codebook_app.codesets.icd10cm.seventh import completions, limit, padded
from codebook_app.codesets.icd10cm.tabular import read_tabular

LIMIT = (
    "7th characters D and S do not apply to codes in category S06 with 6th character 7 - end before"
    " waking, or 8 - end otherwise."
)


def completed(*parts: str, category: str = "S06") -> dict[str, list[str]]:
    """Return the completed codes of each line of a category that holds *parts*."""
    xml = tabular(chapter("19", "C", section("S00-S09", "S", diag(category, "Sample", *parts))))
    lines = read_tabular([xml.encode()], "tabular.xml").lines
    return {
        line.code: [one.code for one in found]
        for line, found in zip(lines, completions(lines), strict=True)
    }


@pytest.mark.parametrize(
    ("code", "filled"), [("W20", "W20XXX"), ("W2189", "W2189X"), ("S72002", "S72002")]
)
def test_short_codes_are_filled_with_placeholders(code, filled):
    assert padded(code) == filled


def test_a_definition_completes_every_line_below_it_that_has_no_parts():
    found = completed(
        seventh(ENCOUNTER),
        diag("S06.0", "A", diag("S06.01", "B"), diag("S06.021", "C")),
        diag("S06.1", "D"),
    )
    assert found["S06.01"] == ["S06.01XA", "S06.01XD", "S06.01XS"]
    assert found["S06.021"] == ["S06.021A", "S06.021D", "S06.021S"]
    assert found["S06.1"] == ["S06.1XXA", "S06.1XXD", "S06.1XXS"]
    assert found["S06.0"] == found["S06"] == []


def test_a_category_alone_is_completed_with_three_placeholders():
    assert completed(seventh({"A": "initial encounter"}))["S06"] == ["S06.XXXA"]


def test_a_deeper_definition_stands_instead_of_the_one_above():
    found = completed(
        seventh(ENCOUNTER),
        diag("S06.1", "Inherits"),
        diag("S06.2", "Own", seventh({"0": "none"}), diag("S06.20", "Below")),
    )
    assert found["S06.1"] == ["S06.1XXA", "S06.1XXD", "S06.1XXS"]
    assert found["S06.20"] == ["S06.20X0"]


def test_lines_beside_a_definition_are_not_completed():
    found = completed(diag("S06.1", "With", seventh(ENCOUNTER)), diag("S06.2", "Without"))
    assert found["S06.2"] == []


def test_meanings_come_with_the_characters():
    xml = tabular(
        chapter("19", "C", section("S00-S09", "S", diag("S06", "Sample", seventh(ENCOUNTER))))
    )
    lines = read_tabular([xml.encode()], "tabular.xml").lines
    assert [(one.character, one.meaning) for one in completions(lines)[-1]] == list(
        ENCOUNTER.items()
    )


def test_characters_that_a_note_says_do_not_apply_are_left_out():
    found = completed(
        seventh(ENCOUNTER),
        note("notes", LIMIT),
        diag("S06.0", "A", diag("S06.0X", "B", *(diag(f"S06.0X{n}", "C") for n in "1789"))),
    )
    assert found["S06.0X1"] == ["S06.0X1A", "S06.0X1D", "S06.0X1S"]
    assert found["S06.0X7"] == ["S06.0X7A"]
    assert found["S06.0X8"] == ["S06.0X8A"]
    assert found["S06.0X9"] == ["S06.0X9A", "S06.0X9D", "S06.0X9S"]


def test_the_limit_holds_at_its_place_only():
    found = completed(
        seventh(ENCOUNTER),
        note("notes", LIMIT),
        diag("S06.7", "A", diag("S06.78", "B", diag("S06.781", "C"))),
    )
    assert found["S06.781"] == ["S06.781A", "S06.781D", "S06.781S"]


def test_the_limit_holds_in_its_category_only():
    stem = diag("S07.0", "A", diag("S07.0X", "B", diag("S07.0X7", "C")))
    xml = tabular(
        chapter(
            "19",
            "C",
            section(
                "S00-S09", "S", note("notes", LIMIT), diag("S07", "Other", seventh(ENCOUNTER), stem)
            ),
        )
    )
    lines = read_tabular([xml.encode()], "tabular.xml").lines
    assert len(completions(lines)[-1]) == 3


def test_the_note_says_which_characters_category_place_and_values():
    stated = limit(LIMIT)
    assert stated is not None
    assert stated.characters == {"D", "S"}
    assert (stated.category, stated.place, stated.values) == ("S06", 6, {"7", "8"})


@pytest.mark.parametrize(
    "text",
    [
        "A sample fracture not indicated as open or closed is coded to closed",
        "The appropriate 7th character is to be added to each code from category S06",
        "7th characters D and S do not apply",
        "",
    ],
)
def test_other_notes_state_no_limit(text):
    assert limit(text) is None
