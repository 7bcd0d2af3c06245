"""The notebook on the command line: listed, exported and imported."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def notebook(desk, user_db):
    from codebook_app.services.notebook import Notebook

    desk.program.notebook = Notebook(user_db)
    yield desk.program.notebook
    desk.program.notebook.close()


@pytest.fixture
def filled(notebook):
    notebook.write_note("icd10cm", "W11.2", "Ring twice,\nthen ask.")
    folder, _ = notebook.bookmarks.create_folder("Widgets")
    inner, _ = notebook.bookmarks.create_folder("Loud", folder.id)
    notebook.bookmarks.add("icd10cm:W11", "icd10cm", "W11", "Widget disorders", inner.id)
    notebook.toggle_favourite("icd10cm", "W11.2", "Ménière's widget")
    return notebook


def test_the_notebook_is_listed_a_line_an_entry(desk, filled):
    result = desk.run("notes", "list")

    assert result.exit_code == 0
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "icd10cm W11.2 Ring twice, then ask." in lines
    assert "icd10cm W11.2 Ménière's widget" in lines
    assert "icd10cm W11 Widget disorders Widgets / Loud" in lines


def test_the_list_as_json_has_what_the_help_promises(desk, filled):
    answer = json.loads(desk.run("notes", "list", "--json").stdout)

    (note,) = answer["notes"]
    assert {**note, "id": "", "changed_at": ""} == {
        "id": "",
        "code_set": "icd10cm",
        "code": "W11.2",
        "title": "",
        "text": "Ring twice,\nthen ask.",
        "changed_at": "",
        "gone": False,
    }
    assert answer["bookmarks"][0]["folder"] == ["Widgets", "Loud"]
    assert answer["favourites"][0]["title"] == "Ménière's widget"


def test_only_what_answers_the_words_is_listed(desk, filled):
    answer = json.loads(desk.run("notes", "list", "--find", "ring", "--json").stdout)

    assert [note["code"] for note in answer["notes"]] == ["W11.2"]
    assert answer["bookmarks"] == answer["favourites"] == []
    nothing = desk.run("notes", "list", "--find", "zebra")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "Nothing was found." in nothing.stderr


def test_an_empty_notebook_says_so(desk, notebook):
    result = desk.run("notes", "list")

    assert (result.exit_code, result.stdout) == (0, "")
    assert "The notebook is empty." in result.stderr


def test_what_is_exported_is_imported_again_and_told(desk, filled, tmp_path):
    file = tmp_path / "notebook.json"
    written = json.loads(desk.run("notes", "export", str(file), "--json").stdout)
    assert written == {
        "file": str(file),
        "notes": 1,
        "bookmarks": 1,
        "folders": 2,
        "favourites": 1,
    }
    filled.remove_note(filled.contents().notes[0])

    told = json.loads(desk.run("notes", "import", str(file), "--json").stdout)

    assert told == {
        "added": {"notes": 1, "bookmarks": 0, "folders": 0, "favourites": 0},
        "unchanged": 4,
        "older": 0,
        "both_kept": [],
    }
    assert "Nothing new was in the file." in desk.run("notes", "import", str(file)).stderr


def test_a_dash_writes_the_file_on_standard_output(desk, filled):
    assert json.loads(desk.run("notes", "export", "-").stdout)["notes"][0]["code"] == "W11.2"


def test_a_file_for_reading_is_markdown(desk, filled, tmp_path):
    result = desk.run("notes", "export", str(tmp_path / "notebook.md"))

    assert result.exit_code == 0
    assert "5 entries were written" in result.stderr
    page = (tmp_path / "notebook.md").read_text(encoding="utf-8")
    assert "### W11.2 (icd10cm)" in page


def test_a_file_with_a_fault_ends_with_3_and_changes_nothing(desk, filled, tmp_path):
    (tmp_path / "bad.json").write_text('{"version": 1, "notes": [{}]}')

    result = desk.run("notes", "import", str(tmp_path / "bad.json"))

    assert result.exit_code == 3
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "bad.json: notes[0]" in result.stderr
    assert len(filled.contents().notes) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        ["notes"],
        ["notes", "burn"],
        ["notes", "export"],
        ["notes", "import"],
        ["notes", "list", "file.json"],
        ["notes", "export", "file.json", "--find", "x"],
    ],
)
def test_wrong_usage_ends_with_2(desk, notebook, wrong):
    assert desk.run(*wrong).exit_code == 2
