"""Whatever a notebook holds, its exported file brings it back whole."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codebook_app.errors import KnownError
from codebook_app.services.notebook import Notebook

CODES = st.sampled_from(["A01", "E11.22", "N18.30", "S72.002A", "4", "E08-E13"])
# Any character a person can type, lone halves and controls too, which the notebook takes out.
TEXTS = st.text(st.characters(), min_size=1, max_size=60)
NAMES = st.text(st.characters(), min_size=1, max_size=20)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("note"), CODES, TEXTS),
        st.tuples(st.just("rewrite"), st.integers(0, 5), TEXTS),
        st.tuples(st.just("remove"), st.integers(0, 5), st.just("")),
        st.tuples(st.just("folder"), st.integers(0, 3), NAMES),
        st.tuples(st.just("bookmark"), CODES, NAMES),
        st.tuples(st.just("move"), st.integers(0, 5), st.just("")),
        st.tuples(st.just("favourite"), CODES, NAMES),
    ),
    max_size=8,
)


def held(notebook: Notebook) -> object:
    contents = notebook.contents()
    return (
        [(one.id, one.code, one.text, one.changed_at) for one in contents.notes],
        [(one.id, one.name, one.parent_id) for one in contents.folders],
        [(one.id, one.folder_id, one.place, one.code, one.title) for one in contents.bookmarks],
        contents.favourites,
    )


def play(notebook: Notebook, steps: list[tuple[str, object, str]]) -> None:
    for kind, which, text in steps:
        contents = notebook.contents()
        try:
            if kind == "note":
                notebook.write_note("icd10cm", str(which), text)
            elif kind in {"rewrite", "remove"} and contents.notes:
                note = contents.notes[int(str(which)) % len(contents.notes)]
                notebook.write_note(note.code_set, note.code, text, note)
            elif kind == "folder":
                parents = ["", *(folder.id for folder in contents.folders)]
                notebook.bookmarks.create_folder(text, parents[int(str(which)) % len(parents)])
            elif kind == "bookmark":
                folders = ["", *(folder.id for folder in contents.folders)]
                notebook.bookmarks.add(f"icd10cm:{which}", "icd10cm", str(which), text, folders[-1])
            elif kind == "move" and contents.bookmarks:
                moved = contents.bookmarks[int(str(which)) % len(contents.bookmarks)]
                notebook.bookmarks.move(moved, moved.folder_id, 0)
            elif kind == "favourite":
                notebook.toggle_favourite("icd10cm", str(which), text)
        except KnownError:
            continue  # a name of blanks alone, for one, is refused


@pytest.mark.slow
@settings(max_examples=20)
@given(steps=STEPS)
def test_export_and_import_lose_nothing(empty_user_db: Path, steps):
    with TemporaryDirectory() as folder:
        mine, theirs = Path(folder) / "mine.db", Path(folder) / "theirs.db"
        for file in (mine, theirs):
            file.write_bytes(empty_user_db.read_bytes())
        one, other = Notebook(mine), Notebook(theirs)
        try:
            play(one, steps)
            one.export(Path(folder) / "notebook.json")
            report = other.import_file(Path(folder) / "notebook.json")
            assert held(other) == held(one)
            assert report.both_kept == ()
            assert other.import_file(Path(folder) / "notebook.json").added == 0
            while one.undo().number:
                pass
            assert held(one) == ([], [], [], ())
        finally:
            one.close()
            other.close()
