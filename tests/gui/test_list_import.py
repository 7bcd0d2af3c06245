"""Pasting a list in the window: what is shown, what the keys answer, what is added."""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from support.code_lists import a_list
from support.list_reading import in_short, invented_import
from support.spreadsheet_files import a_workbook

from codebook_app.domain.list_reading import ListReading
from codebook_app.exchange.candidates import Watch
from codebook_app.gui.dialogs.list_import import ListImportDialog
from codebook_app.gui.jobs import Worker
from codebook_app.gui.list_reader import ListReader
from codebook_app.gui.models.found_codes import FoundCodesModel
from codebook_app.gui.panels.adding_to import Into
from codebook_app.services.dropped_files import may_be_list

TEXT = "Seen today.\nE11.22 Y\nE11\nI1O\nMRN 12345\nG0439-25\n"


@pytest.fixture
def worker():
    made = Worker("test")
    yield made
    made.close(drain=False)


@pytest.fixture
def open_dialog(qtbot, worker, light_theme):
    def make(encounter=None, importing=None) -> ListImportDialog:
        encounter = encounter or a_list("I10")
        reader = ListReader(importing or invented_import(), worker, encounter.setting, None)
        dialog = ListImportDialog(reader, encounter, light_theme)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def pasted(qtbot, dialog, text=TEXT):
    with qtbot.waitSignal(dialog._reader.read):
        dialog.paste(text)
    return dialog


def shown(dialog):
    return [
        "-" if line is None else in_short(line)
        for line in map(dialog.model.line_at, range(dialog.model.rowCount()))
    ]


def test_a_pasted_text_is_shown_as_the_lines_that_would_be_added(qtbot, open_dialog):
    dialog = pasted(qtbot, open_dialog())

    assert shown(dialog) == ["E11.22 Y", "E11", "I10", "G0439 -25"]
    assert dialog.counts.text().startswith("4 codes, 2 questions open.")
    assert "12345 (behind “MRN”)" in dialog.ignored.text()
    assert dialog.add_button.text() == "&Add 4 codes"


def test_the_first_question_is_current_and_the_list_has_the_focus(qtbot, open_dialog):
    dialog = pasted(qtbot, open_dialog())

    assert dialog.found.currentIndex().row() == 1
    assert dialog.found.hasFocus()
    assert "takes more characters" in dialog.card.said.text()


def test_a_digit_answers_and_enter_goes_on_and_at_last_to_the_button(qtbot, open_dialog):
    dialog = pasted(qtbot, open_dialog())

    qtbot.keyClick(dialog.found, Qt.Key.Key_1)
    qtbot.keyClick(dialog.found, Qt.Key.Key_Return)
    assert dialog.found.currentIndex().row() == 2
    qtbot.keyClick(dialog.found, Qt.Key.Key_Return)

    assert shown(dialog) == ["E11.22 Y", "E11.21", "I10", "G0439 -25"]
    assert dialog.model.open_questions == ()
    assert dialog.add_button.hasFocus()


def test_zero_and_delete_leave_a_code_out_that_is_asked_about_and_no_other(qtbot, open_dialog):
    dialog = pasted(qtbot, open_dialog())

    qtbot.keyClick(dialog.found, Qt.Key.Key_0)
    qtbot.keyClick(dialog.found, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.found, Qt.Key.Key_Delete)
    qtbot.keyClick(dialog.found, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.found, Qt.Key.Key_Delete)

    assert shown(dialog) == ["E11.22 Y", "-", "-", "G0439 -25"]
    assert dialog.counts.text().startswith("2 codes, 2 left out.")


def test_the_choices_are_reached_by_keys_and_enter_takes_one(qtbot, open_dialog):
    dialog = pasted(qtbot, open_dialog())

    qtbot.keyClick(dialog.found, Qt.Key.Key_Right)
    current = next(one for one in dialog.card.buttons if one.isChecked())
    assert current.hasFocus()
    qtbot.keyClick(current, Qt.Key.Key_Down)
    qtbot.keyClick(next(one for one in dialog.card.buttons if one.hasFocus()), Qt.Key.Key_Return)

    assert shown(dialog)[1] == "-"
    assert dialog.found.currentIndex().row() == 2


def test_what_a_note_states_is_told_with_what_stays_and_goes_into_the_same_encounter(
    qtbot, open_dialog
):
    encounter = replace(a_list("I10"), sex="M", discharge_status="")
    dialog = pasted(
        qtbot,
        open_dialog(encounter),
        "Admit date: 06/01/2025\nDischarge date: 06/11/2025\n66 y/o F\nE11.22\n",
    )

    assert "Admitted 2025-06-01" in dialog.counts.text()
    assert "66 y." in dialog.counts.text()
    assert "The encounter keeps M; the text says F." in dialog.counts.text()
    assert dialog.into.place is Into.CURRENT


def test_add_hands_over_the_lines_as_answered(qtbot, open_dialog):
    dialog = pasted(qtbot, open_dialog())
    qtbot.keyClick(dialog.found, Qt.Key.Key_0)

    with qtbot.waitSignal(dialog.add_asked) as asked:
        dialog.accept()

    _, lines, new = asked.args
    assert [in_short(line) for line in lines] == ["E11.22 Y", "I10", "G0439 -25"]
    assert new is False


def test_answers_stay_while_more_is_typed(qtbot, open_dialog):
    dialog = pasted(qtbot, open_dialog())
    qtbot.keyClick(dialog.found, Qt.Key.Key_1)

    with qtbot.waitSignal(dialog._reader.read):
        dialog.text.setPlainText(f"Z23\n{TEXT}")

    assert shown(dialog) == ["Z23", "E11.22 Y", "E11.21", "I10", "G0439 -25"]


def test_a_text_overtaken_by_typing_is_not_shown(qtbot, open_dialog):
    dialog = open_dialog()
    seen: list[ListReading] = []
    dialog._reader.read.connect(seen.append)

    dialog._reader.read_text("E11.22")
    dialog._reader.read_text("Z23")

    qtbot.waitUntil(lambda: len(seen) > 0)
    assert [one.codes[0].written for one in seen] == ["Z23"]


def test_a_diagnosis_of_the_encounter_is_asked_about_unless_a_new_one_is_begun(qtbot, open_dialog):
    held = replace(a_list(), lines=invented_import().read_text("E11.22").lines())
    dialog = pasted(qtbot, open_dialog(held), "E11.22")
    assert shown(dialog) == ["-"]

    with qtbot.waitSignal(dialog._reader.read):
        dialog.into.setCurrentIndex(1)

    assert shown(dialog) == ["E11.22"]


def test_more_codes_than_there_is_room_for_are_told_before(qtbot, open_dialog):
    full = a_list(*[f"Q{number:02}.{number % 7}" for number in range(99)] * 5)
    text = "\n".join(f"A{number:04}" for number in range(1000, 1010))
    dialog = pasted(qtbot, open_dialog(full), f"HCPCS\n{text}")

    assert dialog.add_button.text() == "&Add 5 codes"
    assert "room for 5 more codes: the first 5 are added" in dialog.counts.text()


def test_a_file_that_cannot_be_read_is_one_line_and_adds_nothing(qtbot, open_dialog, tmp_path):
    dialog = open_dialog()
    (tmp_path / "list.csv").write_bytes(b"")

    with qtbot.waitSignal(dialog._reader.refused):
        dialog.read_file(tmp_path / "list.csv")

    assert dialog.counts.text() == "list.csv is empty. Choose a file with codes."
    assert not dialog.add_button.isEnabled()


def test_a_file_shows_its_text_and_its_codes(qtbot, open_dialog, tmp_path):
    dialog = open_dialog()
    (tmp_path / "list.csv").write_text("code,POA\nE11.22,Y\n")

    with qtbot.waitSignal(dialog._reader.read):
        dialog.read_file(tmp_path / "list.csv")

    assert dialog.text.toPlainText() == "code,POA\nE11.22,Y\n"
    assert shown(dialog) == ["E11.22 Y"]


def test_what_was_found_is_marked_in_the_text_beyond_the_first_plane_too(qtbot, open_dialog):
    dialog = pasted(qtbot, open_dialog(), "\N{GRINNING FACE} E11.22 and I10")

    marked = {one.cursor.selectedText() for one in dialog.text.extraSelections()}
    assert marked == {"E11.22", "I10"}


def test_the_cursor_in_a_code_makes_its_line_current(qtbot, open_dialog):
    dialog = pasted(qtbot, open_dialog())
    dialog.text.setFocus()
    cursor = dialog.text.textCursor()
    cursor.setPosition(TEXT.index("G0439") + 2)
    dialog.text.setTextCursor(cursor)

    assert dialog.found.currentIndex().row() == 3


def test_a_bug_in_the_reading_is_told_and_raised(qtbot, worker):
    def fail(*_: object, **_named: object) -> ListReading:
        raise RuntimeError("broken")

    reader = ListReader(SimpleNamespace(read_text=fail), worker, a_list().setting, None)
    with qtbot.captureExceptions() as faults, qtbot.waitSignal(reader.refused) as said:
        reader.read_text("x")

    assert "fault in Codebook (RuntimeError)" in said.args[0]
    assert len(faults) == 1


@pytest.mark.usefixtures("qapp")
class TestModel:
    def test_it_keeps_the_rules_of_qt(self):
        model = FoundCodesModel()
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        model.show(invented_import().read_text(TEXT))
        model.answer(1, 0)
        model.show(invented_import().read_text(""))

    def test_a_row_tells_a_screen_reader_what_is_added_and_what_is_asked(self):
        model = FoundCodesModel()
        model.show(invented_import().read_text(TEXT))

        def said(row: int) -> str:
            return str(model.index(row).data(Qt.ItemDataRole.AccessibleTextRole))

        assert said(0).endswith("POA Y")
        assert "question: E11 is a category and takes more characters" in said(1)
        model.answer(1, model.reading.codes[1].oddity.leave_out)
        assert said(1).startswith("E11 left out, answered")

    def test_no_answer_is_taken_that_is_no_choice(self):
        model = FoundCodesModel()
        model.show(invented_import().read_text("E11.22\nE11"))
        model.answer(0, 0)
        model.answer(1, 99)
        model.answer(7, 0)

        assert model.open_questions == (1,)


class TestDroppedFiles:
    class Official:
        def part(self, file: object) -> object:
            return "part" if b"official" in file.head else None

        def declines(self, _file: object) -> None:
            return None

    @pytest.mark.parametrize(
        ("name", "content", "expected"),
        [
            ("visit.csv", b"code\nE11.22\n", True),
            ("visit.json", b"{}", True),
            ("order.txt", b"official lines", False),
            ("june.xlsx", a_workbook([["Code"], ["E11.22"]]), True),
            ("june.xls", b"Code\tPOA", True),
            ("tables.zip", b"PK", False),
            ("empty.txt", b"", True),
        ],
    )
    def test_a_text_that_is_no_official_file_may_be_a_list(self, tmp_path, name, content, expected):
        file = tmp_path / name
        file.write_bytes(content)

        assert may_be_list(file, [self.Official()]) is expected

    def test_a_folder_is_no_list(self, tmp_path):
        (tmp_path / "lists.txt").mkdir()

        assert not may_be_list(tmp_path / "lists.txt", [])


VISITS = "Account,Dx,POA\n1001,E11.22,Y\n1001,N18.3,Y\n1002,I10,N\n1002,N18.3,N\n1003,Z23,\n"


class TestParts:
    def test_several_visits_become_an_encounter_each_unless_another_place_is_chosen(
        self, qtbot, open_dialog
    ):
        dialog = pasted(qtbot, open_dialog(), VISITS)

        assert dialog.parts.visit.currentText() == "1001"
        assert dialog.into.currentText() == "3 new encounters, one each"
        assert dialog.add_button.text() == "&Add 3 encounters"
        assert dialog.counts.text().startswith("Account 1 of 3: 2 codes, 1 question open.")
        dialog.into.setCurrentIndex(0)
        assert dialog.add_button.text() == "&Add 2 codes"

    def test_enter_goes_from_the_last_question_of_a_visit_to_the_next_visit(
        self, qtbot, open_dialog
    ):
        dialog = pasted(qtbot, open_dialog(), VISITS)

        qtbot.keyClick(dialog.found, Qt.Key.Key_2)
        for visit, codes in (("1002", ["I10 N", "N18.3 N"]), ("1003", ["Z23"])):
            with qtbot.waitSignal(dialog._reader.read):
                qtbot.keyClick(dialog.found, Qt.Key.Key_Return)
            assert dialog.parts.visit.currentText() == visit
            assert shown(dialog) == codes
        qtbot.keyClick(dialog.found, Qt.Key.Key_Return)
        assert dialog.add_button.hasFocus()
        with qtbot.waitSignal(dialog.each_asked) as asked:
            qtbot.keyClick(dialog.add_button, Qt.Key.Key_Return)
        read, answered = asked.args
        assert [in_short(line) for line in answered["1001"]] == ["E11.22 Y", "N18.31 Y"]
        assert [one.parts.visit for one in read()] == ["1001", "1002", "1003"]

    def test_what_was_answered_of_a_visit_is_there_when_it_is_shown_again(self, qtbot, open_dialog):
        dialog = pasted(qtbot, open_dialog(), VISITS)
        qtbot.keyClick(dialog.found, Qt.Key.Key_2)
        for at in (1, 0):
            with qtbot.waitSignal(dialog._reader.read):
                dialog.parts.visit.setCurrentIndex(at)
                dialog.parts.visit.activated.emit(at)

        assert shown(dialog) == ["E11.22 Y", "N18.31 Y"]

    def test_another_sheet_of_a_workbook_is_read_in_place_of_the_first(
        self, qtbot, open_dialog, tmp_path
    ):
        file = tmp_path / "june.xlsx"
        rows = ([["Code"], ["I21.4"], ["Z23"]], [["Code"], ["E11.9"]])
        file.write_bytes(a_workbook(*rows, names=["A", "B"]))
        dialog = open_dialog()
        with qtbot.waitSignal(dialog._reader.read):
            dialog.read_file(file)
        assert shown(dialog) == ["I21.4", "Z23"]

        with qtbot.waitSignal(dialog._reader.read):
            dialog.parts.sheet.setCurrentIndex(1)
            dialog.parts.sheet.activated.emit(1)
        assert shown(dialog) == ["E11.9"]
        assert dialog.text.toPlainText() == "Code\nE11.9"
        assert not dialog.parts.visit.isVisible()

    def test_a_list_without_parts_shows_none(self, qtbot, open_dialog):
        dialog = pasted(qtbot, open_dialog())

        assert not dialog.parts.isVisible()
        assert dialog.into.count() == 2


class TestLongTexts:
    def test_the_bar_is_shown_while_reading_takes_long_and_stop_stops_it(
        self, qtbot, worker, open_dialog
    ):
        begun, going = Event(), Event()

        def slow(*_: object, watch: Watch, **_named: object) -> ListReading:
            begun.set()
            going.wait(20)
            watch(1, 2)  # raises where it was stopped
            return ListReading("x", "text", ())

        dialog = open_dialog(importing=SimpleNamespace(read_text=slow))
        dialog.paste("x")
        assert not dialog.progress.isVisible()
        qtbot.waitUntil(dialog.progress.isVisible)
        assert begun.wait(20)

        qtbot.mouseClick(dialog.progress.stop_button, Qt.MouseButton.LeftButton)
        going.set()
        qtbot.waitUntil(lambda: not worker.busy)
        assert dialog.counts.text() == "Stopped. Nothing was read."
        assert not dialog.progress.isVisible()
        assert not dialog.add_button.isEnabled()

    def test_what_is_overtaken_by_typing_is_not_read_to_its_end(self, qtbot, worker):
        going, ended = Event(), []

        def slow(text: str, *_: object, watch: Watch, **_named: object) -> ListReading:
            going.wait(20)
            watch(1, 2)
            ended.append(text)
            return ListReading(text, "text", ())

        reader = ListReader(SimpleNamespace(read_text=slow), worker, a_list().setting, None)
        with qtbot.waitSignal(reader.read):
            reader.read_text("first")
            reader.read_text("second")
            going.set()

        assert ended == ["second"]
