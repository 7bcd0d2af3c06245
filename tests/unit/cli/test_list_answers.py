"""``import-list``: the encounter that a text holds, what is odd about it, what is kept."""

from __future__ import annotations

import json

import pytest
from support.spreadsheet_files import a_workbook

from codebook_app.exchange.encounter_file import EncounterFile


def test_a_list_on_standard_input_is_answered_as_an_encounter(desk):
    answered = desk.run(
        "import-list", "--setting", "inpatient", "--date", "2098-11-22", "--json",
        stdin=b"E11.22 Y\nI10\n02703DZ\n",
    )  # fmt: skip

    document = json.loads(answered.stdout)
    assert answered.exit_code == 0
    assert document["setting"] == "inpatient"
    assert document["date"] == "2098-11-22"
    assert [(one["code"], one.get("poa")) for one in document["diagnoses"]] == [
        ("E11.22", "Y"),
        ("I10", None),
    ]
    assert [one["code"] for one in document["procedures"]] == ["02703DZ"]
    assert document["oddities"] == document["ignored"] == document["told"] == []


def test_without_what_was_odd_the_answer_is_an_encounter_file(desk, tmp_path):
    from datetime import UTC, datetime

    file = tmp_path / "list.txt"
    file.write_text("E11.22\nG0439-25 x2")
    document = json.loads(desk.run("import-list", str(file), "--json").stdout)
    for key in ("oddities", "ignored", "told", "parts"):
        del document[key]

    read = EncounterFile().read(json.dumps(document), "answer", datetime.now(UTC))
    assert [line.code for line in read.lines] == ["E11.22", "G0439"]
    assert read.lines[1].modifiers == ("25",)


def test_oddities_are_told_with_their_choices_and_which_was_taken(desk):
    answered = desk.run("import-list", "-", "--json", stdin=b"N18.3\nMRN 12345")
    document = json.loads(answered.stdout)

    (oddity,) = document["oddities"]
    assert answered.exit_code == 1
    assert oddity["kind"] == "not_valid_on_date"
    assert [one["code"] for one in oddity["choices"]] == ["N18.30", "N18.31", "N18.3", ""]
    assert oddity["choices"][oddity["taken"]]["code"] == "N18.3"
    assert (oddity["start"], oddity["end"]) == (0, 5)
    assert document["ignored"][0]["written"] == "12345"


@pytest.mark.parametrize(("text", "ending"), [("E11", 1), ("E11.229", 1), ("I1O", 0), ("I10", 0)])
def test_the_exit_code_tells_of_codes_that_are_errors_on_a_claim(desk, text, ending):
    assert desk.run("import-list", stdin=text.encode()).exit_code == ending


def test_the_table_tells_what_was_read_and_what_was_not(desk):
    answered = desk.run("import-list", stdin=b"E11.22 Y\nE11.229\nMRN 12345")

    assert "POA Y" in answered.stdout
    assert "E11.229 is no code of" in answered.stdout
    assert "(E11.22)" in answered.stdout
    assert "Not read: 12345 (behind “MRN”)." in answered.stderr
    assert "2 codes, 1 to look at." in answered.stderr


def test_keep_keeps_the_list_as_an_encounter_with_its_label(desk, program):
    answered = desk.run("import-list", "--keep", "--label", "Visit 14", stdin=b"E11.22 Y\nI10")

    kept = program.encounters.latest()
    assert answered.exit_code == 0
    assert "Kept as “Visit 14”, 2 codes." in answered.stderr
    assert kept is not None
    assert [(line.code, line.poa) for line in kept.lines] == [("E11.22", "Y"), ("I10", "")]


def test_a_text_without_codes_is_not_kept(desk, program):
    answered = desk.run("import-list", "--keep", stdin=b"nothing here")

    assert answered.exit_code == 3
    assert program.encounters.latest() is None


def test_a_label_without_keep_is_wrong_usage(desk):
    assert desk.run("import-list", "--label", "x", stdin=b"I10").exit_code == 2


def test_a_file_that_cannot_be_read_is_one_line(desk, tmp_path):
    answered = desk.run("import-list", str(tmp_path / "none.csv"))

    assert answered.exit_code == 3
    assert answered.stderr.count("\n") == 1


CLAIMS = b"""CLM*A-1*90***11:B:1~HI*ABK:I10~LX*1~SV1*HC:99213*90*UN*1***1~DTP*472*D8*20260116~
CLM*A-2*80***11:B:1~HI*ABK:E119~LX*1~SV1*HC:99214*80*UN*1***1~DTP*472*D8*20260117~"""


def test_each_claim_of_a_file_is_kept_as_an_encounter_of_its_own(desk):
    answered = desk.run("import-list", "--keep", "--json", stdin=CLAIMS)

    document = json.loads(answered.stdout)
    assert answered.exit_code == 0
    assert document["label"] == "Claim A-1"
    assert document["date"] == "2026-01-16"
    assert document["parts"]["visits"] == ["A-1", "A-2"]
    assert "Kept as “Claim A-2”, 2 codes." in answered.stderr


def test_one_of_several_claims_is_named_and_one_that_is_not_there_refused(desk):
    one = json.loads(desk.run("import-list", "--visit", "A-2", "--json", stdin=CLAIMS).stdout)
    assert one["diagnoses"][0]["code"] == "E11.9"

    none = desk.run("import-list", "--visit", "A-3", stdin=CLAIMS)
    assert none.exit_code == 3
    assert none.stderr == "There is no claim “A-3”. There are A-1, A-2.\n"

    named = desk.run("import-list", "--keep", "--label", "x", stdin=CLAIMS)
    assert named.exit_code == 3


def test_a_sheet_is_read_by_its_name_and_a_text_has_none(desk, tmp_path):
    file = tmp_path / "june.xlsx"
    file.write_bytes(a_workbook([["Code"], ["I10"]], [["Code"], ["E11.9"]], names=["A", "B"]))

    document = json.loads(desk.run("import-list", str(file), "--sheet", "b", "--json").stdout)
    assert document["diagnoses"][0]["code"] == "E11.9"
    assert document["parts"]["sheet"] == "B"

    refused = desk.run("import-list", "--sheet", "B", stdin=b"I10")
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert refused.stderr.count("\n") == 1
