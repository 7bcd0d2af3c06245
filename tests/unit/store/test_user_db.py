"""The person's database as a file: durable, private, shared by programs, and what can befall it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event
from support.code_lists import a_code, codes_of

from codebook_app.errors import ConflictError, KnownError
from codebook_app.services.encounters import Encounters

REPOSITORY = Path(__file__).resolve().parents[3]

PROGRAM = """
import sys
from pathlib import Path
sys.path[:0] = [{tests!r}, {repository!r}]
from support.code_lists import a_code
from codebook_app.errors import ConflictError, KnownError
from codebook_app.services.encounters import Encounters
encounters = Encounters(Path(sys.argv[1]))
"""


def a_program(body: str, *arguments: str) -> subprocess.Popen[str]:
    """Start another program over the database, as a second window or command would be."""
    head = PROGRAM.format(tests=str(REPOSITORY / "tests"), repository=str(REPOSITORY))
    return subprocess.Popen(
        [sys.executable, "-c", head + textwrap.dedent(body), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "user.db"


@pytest.fixture
def encounters(file: Path) -> Iterator[Encounters]:
    kept = Encounters(file)
    yield kept
    kept.close()


def pragma(encounters: Encounters, name: str) -> object:
    with encounters._db._sessions.engine().connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


def test_the_database_is_set_for_safety(encounters):
    encounters.create()

    assert pragma(encounters, "journal_mode") == "wal"
    assert pragma(encounters, "synchronous") == 2
    assert pragma(encounters, "foreign_keys") == 1
    assert pragma(encounters, "busy_timeout") == 15_000


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_only_its_owner_may_read_the_database(encounters, file):
    before = os.umask(0)
    try:
        encounters.create()
    finally:
        os.umask(before)

    modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in file.parent.iterdir()}
    assert modes == {"user.db": 0o600, "user.db-wal": 0o600, "user.db-shm": 0o600}


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_a_database_others_could_read_is_made_private_again(encounters, file):
    encounters.create()
    encounters.close()
    file.chmod(0o644)

    encounters.found()

    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.slow
def test_an_edit_that_returned_survives_the_program_being_killed(file):
    program = a_program(
        """
        visit = encounters.create("killed")
        print(visit.id, flush=True)
        for number in range(5):
            visit = encounters.add(visit, a_code(f"A00.{number}"))
            print(visit.revision, flush=True)
        sys.stdin.read()
        """,
        str(file),
    )
    assert program.stdout is not None
    said = [program.stdout.readline().strip() for _ in range(6)]
    program.kill()
    program.communicate()

    after = Encounters(file)
    visit = after.open(said[0])
    assert codes_of(visit) == [f"A00.{number}" for number in range(5)]
    assert visit.revision == int(said[-1])
    assert after.log(visit.id).sound
    assert len(after.log(visit.id).entries) == visit.revision
    assert codes_of(after.undo(visit)) == [f"A00.{number}" for number in range(4)]
    after.close()


@pytest.mark.slow
def test_two_programs_on_one_encounter_lose_no_edit(encounters, file):
    visit = encounters.create()
    body = """
        visit = encounters.open(sys.argv[2])
        for number in range(15):
            while True:
                try:
                    visit = encounters.add(visit, a_code(f"{sys.argv[3]}.{number}"))
                    break
                except ConflictError:
                    visit = encounters.open(visit.id)
        encounters.close()
    """
    programs = [a_program(body, str(file), visit.id, name) for name in ("A00", "B00")]
    assert [program.communicate()[1] for program in programs] == ["", ""]

    codes = codes_of(encounters.open(visit.id))
    for name in ("A00", "B00"):
        ours = [code for code in codes if code.startswith(name)]
        assert ours == [f"{name}.{number}" for number in range(15)]
    assert len(codes) == 30


@pytest.mark.slow
def test_programs_that_start_together_over_an_empty_folder_share_one_database(file):
    body = "encounters.create(sys.argv[2]); encounters.close()"
    programs = [a_program(body, str(file), str(number)) for number in range(4)]
    assert [program.communicate()[1] for program in programs] == [""] * 4

    after = Encounters(file)
    assert sorted(one.label for one in after.found()) == ["0", "1", "2", "3"]
    after.close()


def test_the_stale_one_of_two_programs_is_refused(encounters, file):
    visit = encounters.create("A")
    other = Encounters(file)
    seen_by_other = other.open(visit.id)
    encounters.rename(visit, "B")

    with pytest.raises(ConflictError, match="“B” was changed"):
        other.rename(seen_by_other, "C")
    assert encounters.open(visit.id).label == "B"
    other.close()


def test_a_database_held_by_another_program_is_said_so_and_works_again_afterwards(
    encounters, file, monkeypatch
):
    visit = encounters.create("A")
    with encounters._db._sessions.engine().connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(KnownError, match="being written by another") as fault:
            encounters.rename(visit, "B")
        assert str(file) in fault.value.message
    assert encounters.rename(visit, "B").label == "B"


def test_a_full_disk_changes_nothing_and_the_next_change_is_saved(encounters):
    visit = encounters.create("A")
    engine = encounters._db._sessions.engine()
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    many = [a_code("A00.0", "x" * 5000)] * 40
    with pytest.raises(KnownError, match="is full: the last change was not saved"):
        encounters.add_many(visit, many)
    assert encounters.open(visit.id) == visit

    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert len(encounters.add_many(visit, many).lines) == 40


def test_a_folder_that_can_not_be_made_is_said_in_one_line(tmp_path):
    (tmp_path / "data").write_text("a file where the folder should be")
    encounters = Encounters(tmp_path / "data" / "user.db")

    with pytest.raises(KnownError, match="cannot be opened") as fault:
        encounters.create()
    assert "\n" not in str(fault.value)
    assert (tmp_path / "data").read_text() == "a file where the folder should be"


@pytest.fixture
def a_guest(tmp_path: Path) -> Iterator[None]:
    """Go on with the rights of somebody who owns nothing; root may write everywhere."""
    if os.name != "posix":
        pytest.skip("drops its rights the POSIX way")
    if os.geteuid() != 0:
        yield
        return
    ready = Encounters(tmp_path / "elsewhere.db")  # imports what a guest may not read
    ready.create()
    ready.close()
    os.seteuid(65534)
    yield
    os.seteuid(0)


@pytest.fixture
def a_read_only_folder() -> Iterator[Path]:
    # Not below tmp_path, which nobody but its owner may enter.
    folder = Path(tempfile.mkdtemp())
    kept = Encounters(folder / "kept.db")
    kept.create("A")
    kept.close()
    (folder / "kept.db").chmod(0o444)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize("name", ["kept.db", "new.db", "new/new.db"])
def test_a_folder_that_can_not_be_written_is_said_in_one_line(a_read_only_folder, a_guest, name):
    encounters = Encounters(a_read_only_folder / name)

    with pytest.raises(KnownError, match=r"cannot be (opened|written)") as fault:
        encounters.create("B")
    assert str(a_read_only_folder) in fault.value.message
    assert "\n" not in str(fault.value)
    assert [one.name for one in a_read_only_folder.iterdir()] == ["kept.db"]


@pytest.mark.parametrize(
    ("spoiled", "word"),
    [
        (lambda _: b"This is a letter, not a database. " * 200, "not a Codebook database"),
        (lambda sound: sound[:100] + b"\xff" * (len(sound) - 100), "damaged"),
        (lambda sound: sound[: len(sound) // 2], "damaged"),
    ],
    ids=["another file", "overwritten", "cut short"],
)
def test_a_damaged_database_is_left_as_it_is(encounters, file, spoiled, word):
    encounters.add_many(encounters.create("A"), [a_code("A00.0", "x" * 3000)] * 20)
    encounters.close()
    file.write_bytes(spoiled(file.read_bytes()))
    before = file.read_bytes()

    for use in (encounters.found, encounters.create):
        with pytest.raises(KnownError, match=word) as fault:
            use()
        assert str(file) in fault.value.message
        assert "left as it is" in fault.value.hint
    encounters.close()
    assert file.read_bytes() == before


def test_damage_within_an_encounter_is_said_and_the_others_stay_open(encounters, file):
    sound = encounters.create("sound")
    spoiled = encounters.add_many(encounters.create("spoiled"), [a_code("A00.0", "x" * 3000)] * 20)
    encounters.close()
    content = bytearray(file.read_bytes())
    at = content.find(b"x" * 3000)
    while at >= 0:
        page = at // 4096 * 4096
        content[page : page + 4096] = b"\xff" * 4096
        at = content.find(b"x" * 3000)
    file.write_bytes(content)

    with pytest.raises(KnownError, match="is damaged"):
        encounters.open(spoiled.id)
    assert encounters.open(sound.id) == sound


@pytest.mark.parametrize(
    "address", ["nonsense://somewhere/codebook", "postgresql+nodriver://somewhere/codebook", "://"]
)
def test_an_address_without_a_driver_is_said_in_one_line(address):
    with pytest.raises(KnownError, match="Check its address") as fault:
        Encounters(address).found()
    assert "\n" not in str(fault.value)


@pytest.mark.slow
def test_finding_many_encounters_takes_two_questions(encounters):
    for _ in range(30):
        encounters.add_many(encounters.create(), [a_code("A00.0"), a_code("B20")])
    asked: list[str] = []
    event.listen(
        encounters._db._sessions.engine(),
        "before_cursor_execute",
        lambda *said: asked.append(said[2]),
    )

    assert len(encounters.found("a00")) == 30
    assert len([one for one in asked if one.startswith("SELECT")]) == 2
