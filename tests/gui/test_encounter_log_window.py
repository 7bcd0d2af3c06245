"""The log of an encounter: what was done, whether it is whole, and its way into a file."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from support.code_lists import a_code

from codebook_app.gui.dialogs.encounter_log import EncounterLogDialog
from codebook_app.gui.log_reading import LogReading
from codebook_app.gui.models.columns import ColumnsModel
from codebook_app.gui.models.encounter_log import log_columns, log_rows


@pytest.fixture
def visit(encounters):
    begun = encounters.add(encounters.create("Visit 14"), a_code("Q01.11"))
    return encounters.set_line(begun, begun.lines[0].id, poa="N")


@pytest.fixture
def make(qtbot, encounters, desk, light_theme, visit):
    def built() -> EncounterLogDialog:
        dialog = EncounterLogDialog(visit, LogReading(encounters, desk), light_theme)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.model.rowCount() > 0)
        return dialog

    return built


def cells(dialog: EncounterLogDialog, column: int) -> list[str]:
    return [dialog.model.index(row, column).data() for row in range(dialog.model.rowCount())]


def test_changes_are_listed_newest_first_from_what_to_what(make, encounters, visit):
    dialog = make()

    assert cells(dialog, 0)[:2] == ["3", "2"]
    assert cells(dialog, 3)[0] == "POA of Q01.11: (none) → N"
    assert "Q01.11 added as line 1" in cells(dialog, 3)[1]
    (moment, *_) = cells(dialog, 1)
    newest = encounters.log(visit.id).entries[-1]
    assert moment == f"{newest.made_at.astimezone():%Y-%m-%d %H:%M:%S}"
    assert dialog.word.text().startswith("3 entries. The log is whole")
    assert newest.hash in dialog.hash.text()


def test_an_entry_that_was_altered_outside_is_named(make, encounters, folders):
    encounters.close()
    with closing(sqlite3.connect(folders.user_db)) as database, database:
        database.execute("UPDATE encounter_log SET word = 'add Q99' WHERE number = 2")

    dialog = make()

    assert dialog.word.text().startswith("The log is not as Codebook wrote it. Entry 2")
    assert "2 altered" in cells(dialog, 0)
    assert "3 altered" not in cells(dialog, 0)


@pytest.mark.parametrize(
    ("name", "saved", "begins"),
    [
        ("log.csv", "log.csv", "entry,moment (UTC)"),
        ("log.json", "log.json", "{"),
        ("log.txt", "log.txt", ""),
        ("log", "log.csv", "entry,moment (UTC)"),
    ],
)
def test_the_log_is_saved_in_the_form_its_name_asks_for(qtbot, make, tmp_path, name, saved, begins):
    dialog = make()

    dialog.save_to(tmp_path / name)

    qtbot.waitUntil(lambda: dialog.notice.text == f"Saved to {tmp_path / saved}.")
    text = (tmp_path / saved).read_text("utf-8-sig")
    assert text.startswith(begins)
    assert "Q01.11" in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_the_json_of_the_log_holds_what_verifies_it(qtbot, make, tmp_path, encounters, visit):
    dialog = make()
    dialog.save_to(tmp_path / "log.json")
    qtbot.waitUntil((tmp_path / "log.json").exists)

    document = json.loads((tmp_path / "log.json").read_text("utf-8"))

    assert document["sound"] is True
    assert document["entries"][-1]["hash"] == encounters.log(visit.id).entries[-1].hash


def test_a_folder_that_cannot_be_written_to_is_told(qtbot, make, tmp_path):
    dialog = make()

    dialog.save_to(tmp_path / "no such folder" / "log.csv")

    qtbot.waitUntil(lambda: "log.csv" in dialog.notice.text)
    assert "Saved" not in dialog.notice.text


def test_the_model_of_the_log_is_sound(encounters, visit):
    model = ColumnsModel(log_columns())
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(log_rows(encounters.log(visit.id)))
    model.show(())
    assert tester.model() is model
