"""Notebooks exported and imported: nothing of either is lost, and a bad file changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from codebook_app.domain.notebook import NotebookContents
from codebook_app.errors import KnownError
from codebook_app.paths import resource
from codebook_app.services.notebook import Notebook


@pytest.fixture
def notebook(user_db: Path) -> Iterator[Notebook]:
    kept = Notebook(user_db)
    yield kept
    kept.close()


@pytest.fixture
def other(empty_user_db: Path, tmp_path: Path) -> Iterator[Notebook]:
    """Return the notebook of another person, or of another computer."""
    file = tmp_path / "other.db"
    file.write_bytes(empty_user_db.read_bytes())
    kept = Notebook(file)
    yield kept
    kept.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "notebook.json"


def fill(notebook: Notebook) -> None:
    notebook.write_note("icd10cm", "E11.22", "First\n\tsecond — “third”")
    notebook.write_note("hcpcs", "J0001", "A drug")
    outer, _ = notebook.bookmarks.create_folder("Outer")
    inner, _ = notebook.bookmarks.create_folder("Inner", outer.id)
    notebook.bookmarks.add("icd10cm:N18", "icd10cm", "N18", "Sample", inner.id)
    first, _ = notebook.bookmarks.add("icd10cm:A01", "icd10cm", "A01", "Another", inner.id)
    notebook.bookmarks.move(first, inner.id, 0)
    notebook.bookmarks.add("@index:icd10cm:FY2025:1:", "icd10cm", "", "A term")
    notebook.toggle_favourite("icd10cm", "E11.22", "Sample")


def seen(contents: NotebookContents) -> Any:
    """Return what a notebook holds, but for what counts its changes and places."""
    return (
        [(one.id, one.code_set, one.code, one.text, one.changed_at) for one in contents.notes],
        [(one.id, one.name, one.parent_id) for one in contents.folders],
        [
            (one.id, one.folder_id, one.place, one.code_set, one.code, one.title)
            for one in contents.bookmarks
        ],
        contents.favourites,
    )


def texts(notebook: Notebook) -> list[str]:
    return sorted(note.text for note in notebook.contents().notes)


def test_an_exported_notebook_is_imported_whole_and_again_without_effect(notebook, other, file):
    fill(notebook)
    notebook.export(file)

    report = other.import_file(file)
    assert (report.notes, report.folders, report.bookmarks, report.favourites) == (2, 2, 3, 1)
    assert seen(other.contents()) == seen(notebook.contents())

    again = other.import_file(file)
    assert (again.added, again.unchanged, again.both_kept) == (0, 8, ())
    assert again.change.number == 0
    assert notebook.import_file(file).added == 0


def test_an_import_is_one_step_of_undo(notebook, other, file):
    fill(notebook)
    notebook.export(file)
    other.write_note("icd10cm", "N18", "Mine")
    before = seen(other.contents())

    report = other.import_file(file)
    assert other.undo(report.change).word == "import notebook.json"
    assert seen(other.contents()) == before
    other.redo()
    assert len(other.contents().notes) == 3


def test_a_note_that_differs_is_kept_beside_ours_once(notebook, other, file):
    note = notebook.write_note("icd10cm", "N18", "Common")
    notebook.export(file)
    other.import_file(file)
    notebook.write_note("icd10cm", "N18", "Ours", note)
    (theirs,) = other.contents().notes
    other.write_note("icd10cm", "N18", "Theirs", theirs)
    other.export(file)

    report = notebook.import_file(file)
    assert report.both_kept == ("The note on N18 differs: both are kept.",)
    assert "both are kept" in report.words
    assert texts(notebook) == ["Ours", "Theirs"]
    assert notebook.import_file(file).added == 0
    assert texts(notebook) == ["Ours", "Theirs"]


def test_what_was_kept_beside_ours_and_then_changed_is_not_written_over(notebook, other, file):
    note = notebook.write_note("icd10cm", "N18", "Common")
    notebook.export(file)
    other.import_file(file)
    (theirs,) = other.contents().notes
    other.write_note("icd10cm", "N18", "Theirs", theirs)
    notebook.write_note("icd10cm", "N18", "Ours", note)
    other.export(file)
    notebook.import_file(file)
    beside = next(one for one in notebook.contents().notes if one.text == "Theirs")
    notebook.write_note("icd10cm", "N18", "Theirs, and mine", beside)

    report = notebook.import_file(file)
    assert (report.added, report.older) == (0, 1)
    assert texts(notebook) == ["Ours", "Theirs, and mine"]


def test_an_older_file_changes_nothing_and_says_so(notebook, file):
    note = notebook.write_note("icd10cm", "N18", "Old")
    notebook.export(file)
    notebook.write_note("icd10cm", "N18", "New", note)

    report = notebook.import_file(file)
    assert (report.added, report.older) == (0, 1)
    assert "Older than yours, which keep that text in their past: 1." in report.words
    assert texts(notebook) == ["New"]


def test_what_was_removed_comes_back_with_the_file(notebook, file):
    fill(notebook)
    notebook.export(file)
    before = seen(notebook.contents())
    for note in notebook.contents().notes:
        notebook.remove_note(note)
    notebook.bookmarks.remove_folder(
        next(one for one in notebook.contents().folders if not one.parent_id)
    )
    notebook.toggle_favourite("icd10cm", "E11.22", "Sample")

    notebook.import_file(file)
    assert seen(notebook.contents()) == before


def test_folders_of_one_name_in_one_place_become_one(notebook, other, file):
    mine, _ = notebook.bookmarks.create_folder("Kidney")
    notebook.bookmarks.add("icd10cm:N17", "icd10cm", "N17", "Mine", mine.id)
    theirs, _ = other.bookmarks.create_folder("Kidney")
    other.bookmarks.add("icd10cm:N18", "icd10cm", "N18", "Theirs", theirs.id)
    other.export(file)

    notebook.import_file(file)
    contents = notebook.contents()
    assert [one.name for one in contents.folders] == ["Kidney"]
    assert [(one.folder_id, one.code) for one in contents.bookmarks] == [
        (mine.id, "N17"),
        (mine.id, "N18"),
    ]


def test_a_renamed_folder_and_bookmark_keep_our_name_and_say_so(notebook, other, file):
    folder, _ = notebook.bookmarks.create_folder("Kidney")
    bookmark, _ = notebook.bookmarks.add("icd10cm:N18", "icd10cm", "N18", "Mine", folder.id)
    notebook.export(file)
    other.import_file(file)
    notebook.bookmarks.rename_folder(folder, "Kidneys")
    notebook.bookmarks.rename(bookmark, "My own")

    other.export(file)
    report = notebook.import_file(file)
    assert [one.name for one in notebook.contents().folders] == ["Kidneys"]
    assert [one.title for one in notebook.contents().bookmarks] == ["My own", "Mine"]
    assert len(report.both_kept) == 2
    assert notebook.import_file(file).added == 0


def test_a_file_written_by_hand_needs_the_least(notebook, file):
    file.write_text(
        json.dumps(
            {
                "version": 1,
                "notes": [{"code_set": "icd10cm", "code": "e1122", "text": "By hand"}],
                "bookmarks": [{"place": "icd10cm:N18", "title": "Kidney"}],
                "favourites": [{"code_set": "icd10cm", "code": "n18.30"}],
            }
        ),
        encoding="utf-8-sig",
    )

    notebook.import_file(file)
    assert [note.code for note in notebook.contents().notes] == ["E11.22"]
    assert [one.code for one in notebook.contents().favourites] == ["N18.30"]
    assert notebook.import_file(file).added == 0


def a_notebook(**changes: Any) -> str:
    note = {"id": "n1", "code_set": "icd10cm", "code": "N18", "text": "Ask"}
    folder = {"id": "f1", "name": "Kidney"}
    whole = {"version": 1, "notes": [note], "folders": [folder], "bookmarks": [], "favourites": []}
    return json.dumps({**whole, **changes})


BOOKMARK = {"place": "icd10cm:N18", "title": "Kidney"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("[]", "must be an object"),
        ("{", "not JSON"),
        ("[" * 100_000, "nested too deeply to be a notebook"),
        (a_notebook(version=2), "was written by a newer Codebook (format 2"),
        (a_notebook(version=0), "version"),
        (a_notebook(patients=[]), '"patients" is unknown here'),
        (a_notebook(notes=[{}]), "notes[0]: “code_set” is missing"),
        (
            a_notebook(notes=[{"code_set": "icd10cm", "code": "N18", "text": "  "}]),
            'notes[0].text: "  " is not text',
        ),
        (
            a_notebook(notes=[{"code_set": "icd10cm", "code": "N18", "text": "a\x00b"}]),
            "holds the character U+0000",
        ),
        (
            a_notebook(
                notes=[{"code_set": "x", "code": "N18", "text": "a", "changed_at": "yesterday"}]
            ),
            "is not a moment",
        ),
        (
            a_notebook(notes=[{"id": "../x", "code_set": "x", "code": "N18", "text": "a"}]),
            "notes[0].id",
        ),
        (a_notebook(folders=[{"id": "f1", "name": "A", "parent": "f9"}]), "folder f9"),
        (
            a_notebook(
                folders=[
                    {"id": "f1", "name": "A", "parent": "f2"},
                    {"id": "f2", "name": "B", "parent": "f1"},
                ]
            ),
            "lies within itself",
        ),
        (
            a_notebook(
                folders=[
                    {"id": f"f{at}", "name": "A", "parent": f"f{at - 1}" if at else ""}
                    for at in range(30)
                ]
            ),
            "more than 20 levels deep",
        ),
        (
            a_notebook(folders=[{"id": "f1", "name": "A"}, {"id": "f1", "name": "B"}]),
            "have the id f1",
        ),
        (a_notebook(bookmarks=[{**BOOKMARK, "folder": "f9"}]), "folder f9"),
        (a_notebook(bookmarks=[{**BOOKMARK, "place": ""}]), "bookmarks[0].place"),
        ('{"version": 1, "version": 1}', "stands twice"),
    ],
)
def test_a_bad_file_is_told_in_one_line_and_changes_nothing(notebook, file, text, said):
    fill(notebook)
    before = notebook.contents()
    file.write_text(text, encoding="utf-8")

    with pytest.raises(KnownError) as fault:
        notebook.import_file(file)

    line = str(fault.value)
    assert said in line
    assert line.startswith("notebook.json")
    assert line.isprintable()
    assert len(line) < 300
    assert notebook.contents() == before


def test_a_file_that_is_no_text_or_not_there_is_told(notebook, tmp_path):
    (tmp_path / "picture.json").write_bytes(b"\x89PNG\r\n\xff\xfe")
    with pytest.raises(KnownError, match="line 1: not UTF-8 text"):
        notebook.import_file(tmp_path / "picture.json")
    with pytest.raises(KnownError, match="cannot be read"):
        notebook.import_file(tmp_path / "nowhere.json")
    with pytest.raises(KnownError, match="cannot be read"):
        notebook.import_file(tmp_path)


def test_an_export_that_cannot_be_written_leaves_what_was_there(notebook, tmp_path):
    with pytest.raises(KnownError, match="The notebook could not be saved"):
        notebook.export(tmp_path / "nowhere" / "notebook.json")
    assert list(tmp_path.glob("*.json")) == []


def test_the_schema_is_one_and_what_is_exported_keeps_to_it(notebook, file):
    fill(notebook)
    notebook.export(file)
    schema = json.loads(resource("notebook.schema.json").read_text(encoding="utf-8"))

    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(file.read_text(encoding="utf-8")))


def test_the_page_for_reading_shows_everything_as_it_was_written(notebook, tmp_path):
    fill(notebook)
    notebook.write_note("icd10cm", "A01", "# no heading\n* no *list*\n1. nor this\n[no](link)")
    notebook.export(tmp_path / "notebook.md")

    page = (tmp_path / "notebook.md").read_text(encoding="utf-8")
    assert "### E11.22 (icd10cm)\n\nFirst  \n\tsecond — “third”\n" in page
    assert "\\# no heading  \n\\* no \\*list\\*  \n1\\. nor this  \n\\[no\\](link)" in page
    assert "* E11.22 Sample (icd10cm)" in page
    assert "* **Outer**\n  * **Inner**\n    * A01 Another\n    * N18 Sample\n* A term" in page
