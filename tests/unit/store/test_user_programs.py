"""Two programs at work on one encounter at once: nothing is overwritten, and the log has it all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support.code_lists import a_code

from codebook_app.domain.encounter_changes import changes_between
from codebook_app.errors import ConflictError
from codebook_app.services.encounters import Encounters

REPOSITORY = Path(__file__).resolve().parents[3]
TURNS = 12
PROGRAM = """
import random, sys
from pathlib import Path
sys.path[:0] = [sys.argv[2], sys.argv[3]]
from support.code_lists import a_code
from codebook_app.errors import ConflictError
from codebook_app.services.encounters import Encounters

own, turns = sys.argv[5], int(sys.argv[6])
chance = random.Random(own)
encounters = Encounters(Path(sys.argv[1]))
visit = encounters.open(sys.argv[4])
for turn in range(turns):
    while True:
        try:
            visit = encounters.add(visit, a_code(f"{own}.{turn}"), 0)
            line = visit.lines[chance.randrange(len(visit.lines))]
            visit = encounters.move(visit, line.id, chance.randrange(9))
            visit = encounters.set_line(visit, visit.lines[0].id, poa=chance.choice("YNUW"))
            if turn % 3 == 0:
                visit = encounters.redo(encounters.undo(visit))
            break
        except ConflictError:
            visit = encounters.open(visit.id)
            if any(line.code == f"{own}.{turn}" for line in visit.lines):
                break
encounters.close()
"""


@pytest.mark.slow
def test_programs_that_move_lines_at_once_lose_none_and_the_log_tells_them_all(user_db):
    encounters = Encounters(user_db)
    visit = encounters.create("Shared")
    programs = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                PROGRAM,
                str(user_db),
                str(REPOSITORY),
                str(REPOSITORY / "tests"),
                visit.id,
                own,
                str(TURNS),
            ],
            stderr=subprocess.PIPE,
            text=True,
        )
        for own in ("A00", "B00", "C00")
    ]
    assert [program.communicate(timeout=120)[1] for program in programs] == ["", "", ""]

    now = encounters.open(visit.id)
    wanted = {f"{own}.{turn}" for own in ("A00", "B00", "C00") for turn in range(TURNS)}
    assert sorted(line.code for line in now.lines) == sorted(wanted)
    log = encounters.log(visit.id)
    assert log.sound
    # Each change was logged once, and each entry is one change of the revision.
    assert len(log.entries) == now.revision
    added = [entry.word for entry in log.entries if entry.word.startswith("add ")]
    assert sorted(added) == sorted(f"add {code}" for code in wanted)

    back = now
    while back.undo_word:
        back = encounters.undo(back)
    assert back.lines == ()
    while back.redo_word:
        back = encounters.redo(back)
    assert changes_between(now, back) == ()
    assert encounters.log(visit.id).sound
    encounters.close()


def test_of_two_windows_the_second_is_refused_whatever_it_does_and_can_go_on(user_db):
    ours, theirs = Encounters(user_db), Encounters(user_db)
    visit = ours.add(ours.create("A"), a_code("A00.0"))
    seen = theirs.open(visit.id)
    ours.set_line(visit, visit.lines[0].id, poa="Y")

    with pytest.raises(ConflictError):
        theirs.set_line(seen, seen.lines[0].id, poa="N")
    again = theirs.open(visit.id)
    assert theirs.set_line(again, again.lines[0].id, poa="N").lines[0].poa == "N"
    assert [entry.word for entry in ours.log(visit.id).entries][-2:] == ["change POA of A00.0"] * 2
    ours.close()
    theirs.close()
