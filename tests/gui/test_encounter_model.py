"""The rows of the code list and of the list of encounters."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from support.code_lists import a_line, a_list
from support.encounter_pane import excludes1, missing_seventh, unspecified

from codebook_app.domain.encounter import EncounterSummary, Setting
from codebook_app.gui.models.encounter import EncounterLineModel, short_words
from codebook_app.gui.models.encounters import EncounterTableModel

INK, CUT, BLOT = (
    a_line("Q01.11", line_id="1"),
    a_line("Q02.0", line_id="2"),
    a_line("Q03", "", "3"),
)
TODAY = date(2026, 11, 22)


@pytest.fixture
def model(qapp):
    made = EncounterLineModel()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield made
    assert tester.model() is made


def codes(model) -> list[str]:
    return [line.code for line in model.lines]


def spoken(model, row: int) -> str:
    return model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)


@pytest.mark.parametrize(
    "steps",
    [
        [(INK,), (INK, CUT), (INK, CUT, BLOT), (INK, BLOT), (), (BLOT,)],
        [(INK, CUT, BLOT), (BLOT, INK, CUT), (CUT, BLOT, INK), (INK, CUT, BLOT)],
        [(INK, CUT), (BLOT,), (CUT, BLOT, INK)],
    ],
)
def test_any_list_follows_any_other_by_qts_rules(model, steps):
    for lines in steps:
        model.show(a_list(*lines))
        assert model.lines == lines
        assert model.rowCount() == len(lines)


def test_a_line_added_leaves_the_others_where_a_selection_points(model):
    model.show(a_list(INK, BLOT))
    from PySide6.QtCore import QPersistentModelIndex

    second = QPersistentModelIndex(model.index(1))

    model.show(a_list(INK, CUT, BLOT))

    assert second.row() == 2
    assert second.data(EncounterLineModel.LineRole) == BLOT


def test_a_line_completed_in_place_is_told_to_the_view(qtbot, model):
    model.show(a_list(INK))
    complete = a_line("Q01.11XA", line_id="1")

    with qtbot.waitSignal(model.dataChanged):
        model.show(a_list(complete))

    assert codes(model) == ["Q01.11XA"]


def test_a_screen_reader_hears_place_role_code_title_and_every_finding(model):
    model.show(a_list(INK, CUT))
    model.show_findings((missing_seventh(), excludes1()))

    assert spoken(model, 0) == (
        "A, first-listed, Q01.11, Invented condition Q01.11, "
        "error: Q01.11 needs a seventh character., "
        "warning: Excludes1: Q01.11 with Q02.0."
    )


def test_what_half_the_list_shares_is_not_said_beside_each_line(model):
    ids = ("1", "2", "3")
    shared = replace(unspecified(), line_ids=ids)
    missing = replace(missing_seventh(), rule="poa_missing", line_ids=ids)
    model.show(a_list(INK, CUT, BLOT))
    model.show_findings((shared, missing, unspecified()))

    assert spoken(model, 0) == "A, first-listed, Q01.11, Invented condition Q01.11"
    assert spoken(model, 1).count("Q02.0 is unspecified.") == 1


def test_a_finding_about_many_codes_names_none_of_the_others():
    pair, many = excludes1(), replace(excludes1(), codes=("Q01.11", "Q02.0", "Q03", "Q04"))

    assert short_words(pair, "Q01.11") == "Excludes1 with Q02.0"
    assert short_words(many, "Q01.11") == "Excludes1"


def test_a_diagnosis_of_a_stay_tells_its_poa_and_that_one_is_exempt_once_that_is_known(
    qtbot, model
):
    given, missing = replace(INK, poa="N"), CUT
    model.show(replace(a_list(given, missing, BLOT), setting=Setting.INPATIENT))

    assert "principal" in spoken(model, 0)
    assert "not present on admission" in spoken(model, 0)
    assert "present on admission not given" in spoken(model, 1)
    with qtbot.waitSignal(model.dataChanged):
        model.show_exempt(frozenset({CUT.code}))
    assert "exempt from present-on-admission" in spoken(model, 1)
    assert "present on admission not given" in spoken(model, 2)


def test_a_line_dragged_to_the_front_is_the_first_listed_one_at_once(model):
    model.show(a_list(INK, CUT, BLOT))

    model.moveRows(QModelIndex(), 2, 1, QModelIndex(), 0)

    row = model.index(0).data(EncounterLineModel.RowRole)
    assert (row.line.code, row.role, row.place) == ("Q03", "first-listed", "A")


def test_an_edit_that_leaves_the_rows_as_high_as_they_were_lays_none_out_anew(qtbot, model):
    stay = replace(a_list(INK, CUT, BLOT), setting=Setting.INPATIENT)
    model.show(stay)

    with qtbot.assertNotEmitted(model.reshaped), qtbot.waitSignal(model.dataChanged) as told:
        model.show(replace(stay, lines=(INK, replace(CUT, poa="Y"), BLOT)))

    assert [index.row() for index in told.args[:2]] == [1, 1]


def test_the_tool_tip_has_the_whole_title_and_where_it_comes_from(model):
    long = "A title far too long for a narrow pane, which goes on and on"
    model.show(a_list(a_line("Q01.11", long, "1")))

    told = model.index(0).data(Qt.ItemDataRole.ToolTipRole)

    assert long in told
    assert "FY2099" in told


def test_a_warning_set_aside_stands_behind_what_still_counts(model):
    model.show(a_list(INK, CUT))
    aside = excludes1(reason="Unrelated")
    model.show_findings((aside, unspecified()))

    assert model.index(1).data(EncounterLineModel.FindingsRole) == (unspecified(), aside)
    assert "set aside: Excludes1" in spoken(model, 1)


@pytest.mark.parametrize(
    ("row", "before", "position", "wanted"),
    [
        (0, 3, 2, ["Q02.0", "Q03", "Q01.11"]),
        (2, 0, 0, ["Q03", "Q01.11", "Q02.0"]),
        (0, 2, 1, ["Q02.0", "Q01.11", "Q03"]),
    ],
)
def test_dragging_moves_the_row_and_asks_for_the_position(
    qtbot, model, row, before, position, wanted
):
    model.show(a_list(INK, CUT, BLOT))
    moved = model.line_at(row)

    with qtbot.waitSignal(model.move_requested) as asked:
        assert model.moveRow(QModelIndex(), row, QModelIndex(), before)

    assert codes(model) == wanted
    assert asked.args == [moved.id, position]


@pytest.mark.parametrize("before", [1, 2])
def test_dragging_a_line_to_where_it_is_asks_for_nothing(qtbot, model, before):
    model.show(a_list(INK, CUT, BLOT))

    with qtbot.assertNotEmitted(model.move_requested):
        assert not model.moveRow(QModelIndex(), 1, QModelIndex(), before)


def test_a_line_dropped_where_it_was_is_neither_doubled_nor_lost(model):
    model.show(a_list(INK, CUT, BLOT))
    carried = model.mimeData([model.index(1)])

    taken = model.dropMimeData(carried, Qt.DropAction.MoveAction, 1, 0, QModelIndex())

    assert not taken
    assert codes(model) == ["Q01.11", "Q02.0", "Q03"]


def test_lines_are_dropped_between_lines_and_never_onto_one(model):
    model.show(a_list(INK))
    line, between = model.flags(model.index(0)), model.flags(QModelIndex())

    assert line & Qt.ItemFlag.ItemIsDragEnabled
    assert not line & Qt.ItemFlag.ItemIsDropEnabled
    assert between & Qt.ItemFlag.ItemIsDropEnabled


@pytest.mark.parametrize(
    ("finding", "code", "words"),
    [
        (missing_seventh(), "Q01.11", "Seventh character"),
        (excludes1(), "Q01.11", "Excludes1 with Q02.0"),
        (excludes1(), "Q02.0", "Excludes1 with Q01.11"),
    ],
)
def test_a_finding_is_said_in_the_few_words_that_fit_beside_its_line(finding, code, words):
    assert short_words(finding, code) == words


# The encounters -------------------------------------------------------------------------------

VISIT = EncounterSummary(
    "a",
    "Visit 14",
    Setting.INPATIENT,
    date(2026, 11, 20),
    ("S72.002A", "E11.22"),
    datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
)
EMPTY = EncounterSummary(
    "b", "Visit 15", Setting.OUTPATIENT, None, (), datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
)


@pytest.fixture
def table(qapp):
    made = EncounterTableModel()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.show((VISIT, EMPTY), TODAY)
    yield made
    assert tester.model() is made


def test_a_row_shows_label_date_setting_codes_and_last_change(table):
    shown = [table.index(0, column).data() for column in range(table.columnCount())]

    assert shown == ["Visit 14", "2026-11-20", "Inpatient", "S72.002A E11.22", "2026-11-20"]


def test_a_change_of_today_shows_its_time_of_day(table):
    table.show((EMPTY,), EMPTY.changed_at.astimezone().date())

    assert table.index(0, 4).data() == EMPTY.changed_at.astimezone().strftime("%H:%M")


def test_a_screen_reader_hears_the_encounter_as_a_whole(table):
    told = [table.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in (0, 1)]

    assert told == [
        "Visit 14, date of service 2026-11-20, inpatient, 2 codes: S72.002A, E11.22",
        "Visit 15, no date of service, outpatient, 0 codes",
    ]


def test_a_label_typed_in_its_row_is_asked_for_and_not_shown_yet(qtbot, table):
    with qtbot.waitSignal(table.rename_requested) as asked:
        table.setData(table.index(0, 0), "  Visit\n 14b ")

    assert asked.args == ["a", "Visit 14b"]
    assert table.index(0, 0).data() == "Visit 14"


@pytest.mark.parametrize("typed", ["", "   ", "Visit 14"])
def test_an_empty_or_unchanged_label_asks_for_nothing(qtbot, table, typed):
    with qtbot.assertNotEmitted(table.rename_requested):
        table.setData(table.index(0, 0), typed)
