"""Building codes of ICD-10-PCS from CMS's own tables, and from its titles alone."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from support.official_shelf import ON, official_shelf

from codebook_app.domain.procedure_build import GrowingCode
from codebook_app.domain.procedure_column import LENGTH
from codebook_app.services.derived_tables import NOT_NAMED, derived_table
from codebook_app.services.procedures import ProcedureTables

pytestmark = [pytest.mark.official, pytest.mark.slow]

WALKS = 3


@pytest.fixture(scope="module")
def procedures(official_dir, tmp_path_factory) -> Iterator[ProcedureTables]:
    releases = official_shelf(official_dir, tmp_path_factory)
    yield ProcedureTables(releases)
    releases.close()


def walked(code: GrowingCode, dice: Random) -> GrowingCode:
    """Pick a value of a column that is still open, in any order, until the code is finished."""
    while len(code.picks) < LENGTH:
        position = dice.choice([at for at in range(4, LENGTH + 1) if at not in code.chosen])
        column = code.column(position)
        assert sum(one.codes for one in column.values) == code.remaining
        value = dice.choice([one.value for one in column.values if one.codes])
        code = code.picked(position, value.character, dice.choice(["", value.label]))
    return code


def test_whatever_is_picked_in_whatever_order_ends_in_a_code_with_its_title(procedures):
    dice = Random(20250901)
    outline = procedures.page(on=ON).outline
    assert len(outline.heads) == 908
    assert sum(head.codes for head in outline.heads) == 78_948
    for head in outline.heads:
        page = procedures.page(head.code, on=ON)
        begun = GrowingCode.begun(page)
        assert begun.remaining == len(page.titles) == head.codes
        for _ in range(WALKS):
            finished = walked(begun, dice)
            assert finished.title == page.titles[finished.code]


def test_tables_made_of_titles_alone_make_the_same_codes(procedures):
    named = 0
    total = 0
    for head in procedures.page(on=ON).outline.heads:
        titles = procedures.page(head.code, on=ON).titles
        table = derived_table(head, titles)
        assert sorted(table.codes()) == sorted(titles)
        axes = [axis for row in table.rows for axis in row.axes[:2]]
        labels = {(axis.position, one.character): one.label for axis in axes for one in axis.values}
        total += len(labels)
        named += sum(label != NOT_NAMED for label in labels.values())
    assert named > total * 0.9  # body parts and approaches are nearly always in the titles


def test_every_value_in_the_first_columns_leads_to_tables(procedures):
    code = GrowingCode.begun(procedures.page(on=ON))
    sections = code.column(1).values
    assert [one.value.character for one in sections] == list("0123456789BCDFGHX")
    for section in sections:
        inside = code.picked(1, section.value.character)
        assert inside.remaining == section.codes
        assert sum(one.codes for one in inside.column(2).values) == section.codes


def test_definitions_and_keys_stand_beside_the_values_they_are_of(procedures):
    code = GrowingCode.begun(procedures.page("0SR9", on=ON))

    operation = code.definition(3, code.label(3))
    assert operation is not None
    assert operation.definition.startswith("Putting in or on biological or synthetic material")
    body_part = code.definition(4, "Hip Joint, Right")
    assert body_part is not None
    assert "Acetabulofemoral joint" in body_part.includes
    approach = code.definition(5, "Open")
    assert approach is not None
    device = GrowingCode.begun(procedures.page("0JH", on=ON))
    general = [one.parent for one in device.aggregates("Pacemaker, Dual Chamber")]
    assert general == ["Cardiac Rhythm Related Device"]
