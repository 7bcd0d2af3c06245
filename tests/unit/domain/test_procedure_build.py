"""How a procedure code grows: what may be picked, what picks itself, what a step back undoes."""

from __future__ import annotations

import pytest
from support.pcs_xml import SAMPLE
from support.procedure_pages import sample_page

from codebook_app.domain.procedure_build import GrowingCode


def begun(beginning: str = "") -> GrowingCode:
    return GrowingCode.begun(sample_page(beginning))


def offered(code: GrowingCode, position: int) -> str:
    return "".join(one.value.character for one in code.column(position).values)


def alone(code: GrowingCode) -> str:
    return "".join(str(pick.position) for pick in code.picks if pick.alone)


def test_with_nothing_chosen_the_sections_are_offered_and_nothing_else():
    code = begun()

    assert [offered(code, position) for position in range(1, 8)] == ["0GX", *[""] * 6]
    assert code.column(1).values[0].value.label == "Sample surgery"
    assert code.remaining == 14


def test_what_is_the_only_one_left_picks_itself_as_far_as_it_can():
    code = begun().picked(1, "0")

    assert code.characters[:3] == ("0", "0", "")
    assert alone(code) == "2"
    assert offered(code, 3) == "12"
    assert code.remaining == 11


def test_a_table_whose_every_axis_has_one_value_is_finished_at_once():
    code = begun("GZ1")

    assert code.code == "GZ13ZZZ"
    assert code.title == "Sample talk of sample GZ13ZZZ"
    assert code.remaining == 1


def test_the_third_character_wants_the_table_it_names():
    code = begun().picked(1, "0").picked(3, "1")

    assert code.table_wanted == "001"
    assert code.column(4).values == ()
    assert code.on(sample_page("001")).table_wanted == ""


def test_values_of_different_rows_do_not_mix():
    code = begun("001").picked(4, "9")

    assert code.characters == ("0", "0", "1", "9", "0", "J", "")
    assert offered(code, 7) == "12"
    assert code.remaining == 2


def test_a_value_picked_later_narrows_what_is_not_picked_yet():
    code = begun("001").picked(6, "7")

    assert offered(code, 4) == "12"
    assert offered(code, 5) == "03"
    assert code.chosen[7] == "Z"


def test_a_picked_value_can_be_changed_and_the_others_stay_while_they_exist():
    code = begun("001").picked(4, "1").picked(5, "3").picked(6, "7")
    assert code.code == "001137Z"

    changed = code.picked(4, "2")
    assert changed.code == "001237Z"

    dropped = code.picked(4, "9")
    assert dropped.characters == ("0", "0", "1", "9", "0", "J", "")


def test_a_value_that_drops_others_is_offered_with_no_codes_beside_them():
    code = begun("001").picked(4, "1").picked(5, "3")

    column = code.column(4)
    assert {one.value.character: one.codes for one in column.values} == {"1": 2, "2": 2, "9": 0}
    assert code.column(5).picked == "3"


def test_a_step_back_takes_what_was_picked_last_and_what_that_left_alone():
    code = begun("001").picked(4, "9")
    assert alone(code) == "56"

    assert code.stepped_back().characters == ("0", "0", "1", "", "", "", "")
    assert code.stepped_back().stepped_back().characters[:3] == ("0", "0", "")
    assert begun().stepped_back() == begun()


def test_another_operation_keeps_what_means_the_same_in_its_table():
    labels = SAMPLE[0].rows[0]
    other = type(SAMPLE[0])("003", ("Sample surgery", "Sample joints, upper", "Sample"), (labels,))
    samples = (*SAMPLE, other)
    code = GrowingCode.begun(sample_page("001", samples)).picked(4, "1").picked(5, "3")

    moved = code.picked(3, "3")
    assert moved.table_wanted == "003"
    assert code.on(sample_page("003", samples)).characters[:5] == ("0", "0", "3", "1", "3")


def test_what_means_something_else_in_another_table_is_not_kept():
    code = begun("001").picked(4, "1")

    assert code.on(sample_page("XW0")).chosen.get(4) is None


@pytest.mark.parametrize("beginning", ["0011", "00190J", "00190J1"])
def test_a_page_is_begun_with_the_characters_it_was_opened_at(beginning):
    code = begun(beginning)

    assert "".join(code.characters).startswith(beginning)
    assert code.remaining == sum(
        made.startswith(beginning) for made in sample_page(beginning).titles
    )


def test_the_definition_of_a_value_is_the_one_that_holds_where_it_stands():
    code = begun("001").picked(4, "9")

    operation = code.definition(3, "Sample bypass")
    assert operation is not None
    assert operation.definition == "Leading a sample around"
    device = code.definition(6, "Sample plastic")
    assert device is not None
    assert device.includes == ("Sample brand",)
    assert code.definition(5, "Open") is None


def test_a_device_tells_the_specific_ones_that_count_as_it():
    code = begun("001")

    assert [one.device for one in code.aggregates("Sample plastic")] == ["Sample fine plastic"]
    assert [one.parent for one in code.aggregates("Sample fine plastic")] == ["Sample plastic"]
    assert begun("002").aggregates("No Device") == ()


def test_neighbours_are_the_tables_before_and_after():
    assert sample_page("002").neighbours == ("001", "GZ1")
    assert sample_page("001").neighbours == ("", "002")
    assert sample_page("0").neighbours == ("", "")


def test_a_page_is_called_what_its_characters_are_called():
    assert sample_page("001").title == "Sample joints, upper, Sample bypass"
    assert sample_page("00").title == "Sample joints, upper"
    assert sample_page().title == "Build a code"


def test_a_key_that_rows_name_differently_may_be_picked_by_name():
    labels = SAMPLE[0].rows[0]
    early = ({"1": "Vein"}, labels[1], {"0": "Old drug"}, {"2": "Group 2"})
    late = ({"1": "Vein"}, labels[1], {"0": "New drug"}, {"9": "Group 9"})
    table = type(SAMPLE[0])(
        "003", ("Sample surgery", "Sample joints, upper", "Sample"), (early, late)
    )
    code = GrowingCode.begun(sample_page("003", (table,)))

    assert [one.value.label for one in code.column(6).values] == ["Old drug", "New drug"]
    assert code.picked(6, "0", "Old drug").chosen[7] == "2"

    either = code.picked(6, "0")
    assert either.label(6) == "Old drug or New drug"
    assert either.picked(7, "9").label(6) == "New drug"
