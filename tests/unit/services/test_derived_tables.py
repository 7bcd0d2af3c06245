"""Tables made of codes and titles alone."""

from __future__ import annotations

from codebook_app.domain.procedure_page import TableHead
from codebook_app.services.derived_tables import NOT_NAMED, derived_head, derived_table

TITLES = {
    "0SX90JZ": "Mending of Left Ink Joint with Paper, Open Approach",
    "0SX90KZ": "Mending of Left Ink Joint with Blotting Felt, Open Approach",
    "0SX93JZ": "Mending of Left Ink Joint with Paper, Percutaneous Approach",
    "0SX93KZ": "Mending of Left Ink Joint with Blotting Felt, Percutaneous Approach",
    "0SXB0J9": "Mending of Right Ink Joint with Paper, Glued, Open Approach",
    "0SXB0JZ": "Mending of Right Ink Joint with Paper, Open Approach",
}


def head() -> TableHead:
    return derived_head("0SX", ("Surgery", "Joints", "Mending"), len(TITLES))


def labels(position: int) -> dict[str, str]:
    axes = [row.axes[position - 4] for row in derived_table(head(), TITLES).rows]
    return {value.character: value.label for axis in axes for value in axis.values}


def test_the_table_makes_just_the_codes_there_are():
    table = derived_table(head(), TITLES)

    assert sorted(table.codes()) == sorted(TITLES)
    assert len(table.rows) == 2


def test_a_value_is_called_what_all_its_titles_share_and_not_all_of_the_table():
    assert labels(4) == {"9": "Left Ink Joint", "B": "Right Ink Joint"}
    assert labels(6) == {"J": "Paper", "K": "Blotting Felt"}


def test_approaches_have_the_names_they_have_everywhere():
    assert labels(5) == {"0": "Open", "3": "Percutaneous"}


def test_a_value_that_no_title_names_says_so():
    assert labels(7)["Z"] == NOT_NAMED


def test_axes_are_titled_as_cms_titles_them_in_the_section():
    axes = derived_table(head(), TITLES).rows[0].axes

    assert [axis.title for axis in axes] == ["Body Part", "Approach", "Device", "Qualifier"]
    assert derived_head("B00", ("a", "b", "c"), 1).axes[2].title == "Type"
