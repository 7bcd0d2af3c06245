"""The notebook: nothing written is lost, every step is undone, nobody overwrites anybody."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from codebook_app.domain.notebook import OwnNote
from codebook_app.errors import ConflictError, KnownError
from codebook_app.services.notebook import Notebook
from codebook_app.services.notebook_text import LONGEST_NOTE


@pytest.fixture
def file(user_db: Path) -> Path:
    return user_db


@pytest.fixture
def notebook(file: Path) -> Iterator[Notebook]:
    kept = Notebook(file)
    yield kept
    kept.close()


@pytest.fixture
def second_window(notebook: Notebook, file: Path) -> Iterator[Notebook]:
    other = Notebook(file)
    yield other
    other.close()


def written(notebook: Notebook, code: str, text: str, code_set: str = "icd10cm") -> OwnNote:
    note = notebook.write_note(code_set, code, text)
    assert note is not None
    return note


def texts(notebook: Notebook, code: str) -> list[str]:
    return [note.text for note in notebook.notes_on("icd10cm", [code]).get(code, ())]


def test_a_note_outlives_the_program(notebook, file):
    written(notebook, "E11.22", "Ask for the stage.\n\tThen N18.")
    notebook.close()

    again = Notebook(file)
    assert texts(again, "E11.22") == ["Ask for the stage.\n\tThen N18."]
    again.close()


def test_notes_are_asked_for_by_code_set_and_code_and_codes_without_one_are_left_out(notebook):
    written(notebook, "E11.22", "First")
    written(notebook, "E11.22", "Second")
    written(notebook, "J0001", "A drug", code_set="hcpcs")

    found = notebook.notes_on("icd10cm", ["E11.22", "E11.9", "J0001"])

    assert {code: [note.text for note in notes] for code, notes in found.items()} == {
        "E11.22": ["First", "Second"]
    }
    assert list(notebook.notes_on("hcpcs", ["J0001"])) == ["J0001"]
    assert notebook.notes_on("icd10cm", []) == {}
    assert list(notebook.notes_on("icd10cm", [*map(str, range(1200)), "E11.22"])) == ["E11.22"]


def test_earlier_texts_are_kept_through_changes_removal_and_a_restart(notebook, file):
    note = written(notebook, "E11.22", "One")
    note = notebook.write_note("icd10cm", "E11.22", "Two", note)
    note = notebook.write_note("icd10cm", "E11.22", "Three", note)
    notebook.remove_note(note)
    notebook.close()

    again = Notebook(file)
    assert texts(again, "E11.22") == []
    assert [one.text for one in again.deleted_notes()] == ["Three"]
    assert [one.text for one in again.earlier_texts(note)] == ["Two", "One"]
    again.restore(note.id)
    assert texts(again, "E11.22") == ["Three"]
    again.close()


def test_typing_that_only_adds_is_one_step_and_what_was_deleted_on_the_way_is_kept(notebook):
    note = None
    for text in ("A", "Ask", "Ask for", "Ask for the stage"):
        note = notebook.write_note("icd10cm", "N18", text, note, "sitting 1")
    assert note is not None
    assert notebook.earlier_texts(note) == ()
    note = notebook.write_note("icd10cm", "N18", "Query", note, "sitting 1")
    note = notebook.write_note("icd10cm", "N18", "Query first", note, "sitting 2")

    assert [one.text for one in notebook.earlier_texts(note)] == ["Query", "Ask for the stage"]
    notebook.undo()
    assert texts(notebook, "N18") == ["Query"]
    notebook.undo()
    assert texts(notebook, "N18") == ["Ask for the stage"]
    notebook.undo()
    assert texts(notebook, "N18") == []
    assert notebook.undo().number == 0


def test_a_text_put_in_the_middle_is_typing_on_and_an_exchange_is_not(notebook):
    note = notebook.write_note("icd10cm", "N18", "Ask stage", None, "s")
    note = notebook.write_note("icd10cm", "N18", "Ask for the stage", note, "s")
    assert notebook.earlier_texts(note) == ()
    note = notebook.write_note("icd10cm", "N18", "Ask for the other stage!", note, "s")
    assert [one.text for one in notebook.earlier_texts(note)] == ["Ask for the stage"]


def test_a_note_emptied_is_removed_and_typed_again_it_is_the_same_note(notebook):
    assert notebook.write_note("icd10cm", "N18", " \n ") is None
    note = notebook.write_note("icd10cm", "N18", "Ask", None, "s")
    emptied = notebook.write_note("icd10cm", "N18", "", note, "s")
    assert texts(notebook, "N18") == []
    assert notebook.write_note("icd10cm", "N18", " ", emptied, "s") == emptied
    again = notebook.write_note("icd10cm", "N18", "Query", emptied, "s")

    assert again is not None
    assert again.id == note.id
    assert texts(notebook, "N18") == ["Query"]
    assert [one.text for one in notebook.earlier_texts(again)] == ["Ask"]
    notebook.undo()
    notebook.undo()
    assert texts(notebook, "N18") == ["Ask"]


def test_the_same_text_again_is_no_change(notebook):
    note = written(notebook, "N18", "Ask")

    assert notebook.write_note("icd10cm", "N18", "Ask", note) == note
    assert notebook.notes_on("icd10cm", ["N18"])["N18"] == (note,)


def test_line_breaks_of_any_system_become_one_and_what_is_no_text_goes(notebook):
    note = written(notebook, "N18", "a\r\nb\rc\u2029d\te\x00\x07\ud800f")

    assert note.text == "a\nb\nc\nd\tef"
    assert texts(notebook, "N18") == ["a\nb\nc\nd\tef"]


def test_a_note_without_end_is_refused_and_the_one_there_stays(notebook):
    note = written(notebook, "N18", "Ask")

    with pytest.raises(KnownError, match="100,000 characters at most; this one has 100,001"):
        notebook.write_note("icd10cm", "N18", "x" * (LONGEST_NOTE + 1), note)
    assert texts(notebook, "N18") == ["Ask"]


def test_two_windows_do_not_overwrite_each_other(notebook, second_window):
    note = written(notebook, "N18", "Ask")
    second_window.write_note("icd10cm", "N18", "Theirs", note)

    with pytest.raises(ConflictError, match="The note on N18 was changed in another window"):
        notebook.write_note("icd10cm", "N18", "Ours", note)
    with pytest.raises(ConflictError):
        notebook.remove_note(note)
    assert texts(notebook, "N18") == ["Theirs"]
    notebook.write_note("icd10cm", "N18", "Ours")
    assert sorted(texts(notebook, "N18")) == ["Ours", "Theirs"]


def test_what_another_window_removed_is_not_written_over(notebook, second_window):
    note = written(notebook, "N18", "Ask")
    second_window.remove_note(note)

    with pytest.raises(ConflictError, match="was removed in another window"):
        notebook.write_note("icd10cm", "N18", "Ours", note)
    with pytest.raises(ConflictError, match="was removed in another window"):
        notebook.remove_note(note)


def test_undo_does_not_take_back_what_was_changed_again_since(notebook, second_window):
    note = written(notebook, "N18", "Ask")
    folder, made = second_window.bookmarks.create_folder("Kidney")
    second_window.write_note("icd10cm", "N18", "Theirs", note)
    second_window.bookmarks.rename_folder(folder, "Kidneys")

    with pytest.raises(ConflictError, match=r"make the folder Kidney.*changed again since"):
        notebook.undo(made)
    assert [one.name for one in notebook.contents().folders] == ["Kidneys"]


def test_an_earlier_change_can_be_undone_by_itself_but_only_once(notebook):
    note = written(notebook, "N18", "Ask")
    removed = notebook.remove_note(note)
    written(notebook, "E11", "Another")

    assert notebook.undo(removed) == removed
    assert texts(notebook, "N18") == ["Ask"]
    with pytest.raises(KnownError, match="undone already"):
        notebook.undo(removed)
    assert notebook.redo().number == 0  # another change came after it


def test_undo_and_redo_walk_the_whole_notebook_back_and_forth(notebook):
    states = [notebook.contents()]

    def then(_: object) -> None:
        states.append(notebook.contents())

    then(written(notebook, "N18", "Ask"))
    folder, _ = notebook.bookmarks.create_folder("Kidney")
    then(folder)
    bookmark, _ = notebook.bookmarks.add("icd10cm:N18", "icd10cm", "N18", "Sample", folder.id)
    then(bookmark)
    then(notebook.toggle_favourite("icd10cm", "N18", "Sample"))
    then(notebook.toggle_favourite("icd10cm", "N18", "Sample"))
    then(notebook.bookmarks.remove_folder(folder))

    def seen(state):
        return (
            [(one.id, one.text, one.changed_at) for one in state.notes],
            [(one.id, one.name) for one in state.folders],
            [(one.id, one.folder_id, one.title) for one in state.bookmarks],
            state.favourites,
        )

    for before in reversed(states[:-1]):
        notebook.undo()
        assert seen(notebook.contents()) == seen(before)
    for after in states[1:]:
        notebook.redo()
        assert seen(notebook.contents()) == seen(after)
    assert notebook.redo().number == 0


def test_a_favourite_is_marked_and_unmarked_by_code_set_and_code(notebook):
    assert notebook.toggle_favourite("icd10cm", "E11.22", "Sample") is True
    assert notebook.toggle_favourite("hcpcs", "J0001", "A drug") is True
    assert notebook.toggle_favourite("icd10cm", "N18", "Another") is True
    assert [one.code for one in notebook.favourites()] == ["E11.22", "J0001", "N18"]

    assert notebook.toggle_favourite("icd10cm", "E11.22", "Sample") is False
    assert [one.code for one in notebook.favourites()] == ["J0001", "N18"]
    assert notebook.toggle_favourite("icd10cm", "E11.22", "Renamed") is True
    assert notebook.favourites()[-1].title == "Renamed"
    with pytest.raises(KnownError, match="no code here"):
        notebook.toggle_favourite("icd10cm", "", "A chapter")


def test_finding_takes_beginnings_of_words_in_any_case_and_codes_with_or_without_dot(notebook):
    written(notebook, "E11.22", "Ménière's kidney stage; ask")
    written(notebook, "N18.3", "Nothing to do with it")
    notebook.bookmarks.add("icd10cm:N18", "icd10cm", "N18", "Kidney disorders")
    notebook.toggle_favourite("icd10cm", "N18.3", "Sample kidney failure")

    def found(text: str) -> tuple[int, int, int]:
        answer = notebook.find(text)
        return len(answer.notes), len(answer.bookmarks), len(answer.favourites)

    assert found("") == (2, 1, 1)
    assert found("KID") == (1, 1, 1)
    assert found("kid sta") == (1, 0, 0)
    assert found("meniere") == (1, 0, 0)
    assert found("n18") == (1, 1, 1)
    assert found("n183 not") == (1, 0, 0)
    assert found("E112") == (1, 0, 0)
    assert found("e11.2") == (1, 0, 0)
    assert found("idney") == (0, 0, 0)
    assert notebook.finder().notes("") == ()
    assert [note.code for note in notebook.finder().notes("kid")] == ["E11.22"]


def test_a_removed_row_is_still_in_the_file(notebook, file):
    notebook.remove_note(written(notebook, "N18", "Ask"))
    notebook.close()

    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT text FROM own_note").fetchall() == [("Ask",)]
