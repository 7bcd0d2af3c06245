"""A notebook whose program is killed while it writes: what was said to be kept is there, whole."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from codebook_app.services.notebook import Notebook

REPOSITORY = Path(__file__).resolve().parents[3]
WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from codebook_app.services.notebook import Notebook
notebook = Notebook(Path(sys.argv[1]))
folder, _ = notebook.bookmarks.create_folder("Folder")
note = None
for turn in range(100_000):
    note = notebook.write_note("icd10cm", "Q01", f"Text {turn}", note)
    made, _ = notebook.bookmarks.add(f"icd10cm:Q{turn}", "icd10cm", f"Q{turn}", "A", folder.id)
    notebook.bookmarks.move(made, folder.id, 0)
    notebook.toggle_favourite("icd10cm", f"Q{turn}", "A")
    print(turn, flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("after", [1, 7, 20])
def test_nothing_that_was_kept_is_lost_and_undo_goes_all_the_way_back(user_db, after):
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(user_db), str(REPOSITORY)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    kept = -1
    while kept < after:
        kept = int(writer.stdout.readline())
    writer.kill()
    rest = writer.stdout.read().split()
    writer.stdout.close()
    writer.wait()
    kept = max([kept, *map(int, rest)])

    with closing(sqlite3.connect(user_db)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    notebook = Notebook(user_db)
    contents = notebook.contents()
    (note,) = contents.notes
    assert int(note.text.split()[1]) >= kept
    earlier = {one.text for one in notebook.earlier_texts(note)}
    assert {f"Text {turn}" for turn in range(kept)} <= earlier
    assert {f"Q{turn}" for turn in range(kept + 1)} <= {one.code for one in contents.bookmarks}
    assert {f"Q{turn}" for turn in range(kept + 1)} <= {one.code for one in contents.favourites}
    while notebook.undo().number:
        pass
    assert notebook.contents() == Notebook("sqlite://").contents()
    notebook.close()


@pytest.mark.slow
def test_two_programs_writing_at_once_lose_nothing(user_db):
    """Each adds its own bookmarks; both have all of them in the end."""
    program = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from codebook_app.services.notebook import Notebook
notebook = Notebook(Path(sys.argv[1]))
for turn in range(40):
    code = f"{sys.argv[3]}{turn:02}"
    notebook.bookmarks.add(f"icd10cm:{code}", "icd10cm", code, "A")
    notebook.write_note("icd10cm", code, f"On {code}")
"""
    writers = [
        subprocess.Popen([sys.executable, "-c", program, str(user_db), str(REPOSITORY), letter])
        for letter in "AB"
    ]
    assert [writer.wait(300) for writer in writers] == [0, 0]

    notebook = Notebook(user_db)
    wanted = {f"{letter}{turn:02}" for letter in "AB" for turn in range(40)}
    assert {one.code for one in notebook.contents().bookmarks} == wanted
    assert {note.text for note in notebook.contents().notes} == {f"On {code}" for code in wanted}
    notebook.close()
