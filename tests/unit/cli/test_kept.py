"""The kept encounters on the command line: listed, told of, checked and exported."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
from contextlib import closing
from datetime import date

import pytest
from support.code_lists import a_code

from codebook_app.domain.encounter import Setting
from codebook_app.services.encounters import Encounters


@pytest.fixture
def encounters(desk, user_db):
    desk.program.encounters = Encounters(user_db)
    yield desk.program.encounters
    desk.program.encounters.close()


@pytest.fixture
def knee(encounters):
    visit = encounters.create("Knee", Setting.INPATIENT, date(2026, 4, 3))
    visit = encounters.set_stay(visit, admitted_on=date(2026, 3, 30))
    return encounters.add_many(visit, [a_code("M17.11"), a_code("E11.22")])


def test_the_kept_encounters_are_listed_a_line_each(desk, encounters, knee):
    result = desk.run("encounters")

    assert result.exit_code == 0
    heading, line = [" ".join(one.split()) for one in result.stdout.splitlines()]
    assert heading == "id date setting label codes"
    assert line == f"{knee.id[:8]} 2026-04-03 inpatient Knee M17.11, E11.22"


def test_the_list_as_json_has_what_the_help_promises(desk, encounters, knee):
    encounters.set_favourite(knee, True)

    (told,) = json.loads(desk.run("encounters", "--favourites", "--json").stdout)
    assert told.pop("changed_at").endswith("+00:00")
    assert told == {
        "id": knee.id,
        "label": "Knee",
        "kind": "encounter",
        "setting": "inpatient",
        "date": "2026-04-03",
        "codes": ["M17.11", "E11.22"],
        "favourite": True,
        "archived": False,
    }


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("knee", "e1122"), True),
        (("eyes",), False),
        (("4/1/2026",), True),
        (("--on", "2026-04"), True),
        (("--on", "2026-03-29"), False),
        (("--templates",), False),
        (("--archived",), False),
    ],
)
def test_encounters_are_found_by_label_code_and_date(desk, encounters, knee, asked, found):
    assert len(json.loads(desk.run("encounters", *asked, "--json").stdout)) == found


def test_templates_and_archived_ones_are_listed_when_asked_for(desk, encounters, knee):
    encounters.keep_as_template(knee, "Knee, standard")
    encounters.archive(knee)

    def labels(option: str) -> list[str]:
        return [one["label"] for one in json.loads(desk.run("encounters", option, "--json").stdout)]

    assert labels("--templates") == ["Knee, standard"]
    assert labels("--archived") == ["Knee"]
    assert desk.run("encounters").stderr == "Nothing was found.\n"


def test_a_day_that_is_none_is_wrong_usage(desk, encounters):
    assert desk.run("encounters", "--on", "soon").exit_code == 2


def test_the_log_is_read_by_the_label_or_the_beginning_of_the_id(desk, encounters, knee):
    encounters.set_line(knee, knee.lines[0].id, poa="Y")

    for name in ("knee", knee.id, knee.id[:6]):
        result = desk.run("log", name)
        assert result.exit_code == 0
        assert "POA of M17.11: (none) → Y" in result.stdout
        assert "4 entries, sound" in result.stdout


def test_the_log_as_json_can_be_verified_by_anyone(desk, encounters, knee):
    encounters.delete(knee)
    told = json.loads(desk.run("log", "Knee", "--json").stdout)

    assert told["sound"] is True
    assert [entry["word"] for entry in told["entries"]][-1] == "delete"
    before = ""
    for entry in told["entries"]:
        before = hashlib.sha256(f"{before}\n{entry['text']}".encode()).hexdigest()
        assert before == entry["hash"]
        text = json.loads(entry["text"])
        assert (text["number"], text["word"]) == (entry["number"], entry["word"])
        assert text["changes"] == [
            [one["what"], one["from"], one["to"]] for one in entry["changes"]
        ]
    assert json.loads(desk.run("log", "Knee", "--format", "json").stdout) == told


def test_the_log_as_csv_is_run_by_no_spreadsheet(desk, encounters, knee):
    encounters.rename(knee, "=1+1")
    rows = list(csv.reader(io.StringIO(desk.run("log", knee.id, "--format", "csv").stdout)))

    assert rows[0][:6] == ["entry", "moment (UTC)", "change", "what", "from", "to"]
    assert rows[-1][2:6] == ["rename", "Label", "Knee", "'=1+1"]


def test_an_altered_log_ends_with_one_and_says_where(desk, encounters, knee, user_db):
    with closing(sqlite3.connect(user_db)) as database, database:
        database.execute("UPDATE encounter_log SET word = 'nothing' WHERE number = 2")

    result = desk.run("log", "Knee")

    assert result.exit_code == 1
    assert "Entry 2 (“nothing”) is not as it was written" in result.stderr
    assert json.loads(desk.run("log", "Knee", "--json").stdout)["sound"] is False


def test_an_encounter_nobody_kept_is_said_so(desk, encounters):
    result = desk.run("log", "nowhere")

    assert result.exit_code == 3
    assert "No encounter is called “nowhere”." in result.stderr


def test_several_of_one_label_are_told_apart_by_their_ids(desk, encounters, knee):
    encounters.create("knee")

    result = desk.run("log", "Knee")
    assert result.exit_code == 3
    assert knee.id[:8] in result.stderr


def test_a_kept_encounter_is_checked_and_exported(desk, encounters, knee):
    assert desk.run("check", "--kept", "Knee").exit_code in (0, 1)
    (asked,) = desk.program.checking.asked
    assert asked == encounters.open(knee.id)
    assert desk.run("export", "--kept", "Knee", "--format", "plain").exit_code == 0


def test_a_file_and_a_kept_encounter_are_not_asked_for_together(desk, encounters, knee, tmp_path):
    both = ("--kept", "Knee", "--encounter", str(tmp_path / "a.json"))

    assert desk.run("check", *both).exit_code == 2
    assert desk.run("export", *both, "--format", "plain").exit_code == 2
    assert desk.run("export", "--format", "plain").exit_code == 2


def test_the_summary_of_a_kept_encounter_is_saved_as_a_pdf(desk, encounters, knee, tmp_path):
    file = tmp_path / "knee.pdf"
    command = ("summary", "--kept", "Knee", "--pdf", str(file))

    saved = desk.run(*command, "--paper", "a4", "--json")

    assert saved.exit_code == 0
    assert json.loads(saved.stdout) == {"file": str(file), "pages": 2}
    assert file.read_text() == "Knee"
    assert desk.papers == ["A4"]


def test_a_pdf_that_is_there_is_replaced_only_if_asked(desk, encounters, knee, tmp_path):
    file = tmp_path / "knee.pdf"
    file.write_text("what was there")
    command = ("summary", "--kept", "Knee", "--pdf", str(file))

    refused = desk.run(*command)

    assert refused.exit_code == 3
    assert refused.stderr.splitlines() == [
        f"{file} is there already. Choose another name, or add --replace."
    ]
    assert file.read_text() == "what was there"
    assert desk.run(*command, "--replace").exit_code == 0
    assert (file.read_text(), desk.papers) == ("Knee", [""])
