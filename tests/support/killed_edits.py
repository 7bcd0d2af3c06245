"""Kills programs that edit encounters, at any moment, and looks at what is left.

Run as a program, with ``tests`` and the project on the path, with a folder, a seed and a number of
rounds. In each round two programs edit the encounters of one database as two windows would, with
everything there is to be done to one; one of them is killed (SIGKILL) and the other ends its work.
Each tells what it was told to be saved. The database is then opened as the next start does. Prints
one JSON line: how many edits there were and how many programs were killed, and what was wrong.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
import time
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from support.code_lists import a_code, a_line, a_list

from codebook_app.domain.encounter import Encounter, Kind, Setting
from codebook_app.domain.encounter_changes import state_of
from codebook_app.errors import ConflictError, KnownError
from codebook_app.services.encounters import Encounters

_DAY = date(2098, 11, 1)
_MOST = 12
"""How many encounters there are at most, so that the two programs meet."""


class Editor:
    """Does one thing after another to encounters, and tells through a pipe what was saved."""

    def __init__(self, file: Path, chance: random.Random, pipe: int) -> None:
        self._encounters = Encounters(file)
        self._chance = chance
        self._pipe = pipe

    def work(self, steps: int) -> None:
        """Do *steps* things; what another program was faster with is left."""
        for _ in range(steps):
            with suppress(ConflictError, KnownError):
                self._one()
        self._encounters.close()

    def _one(self) -> None:
        kept, chance = self._encounters, self._chance
        there = [*kept.found(), *kept.found(archived=True)]
        if not there or (len(there) < _MOST and chance.random() < 0.2):
            self._told(chance.choice((self._begun, self._pasted))())
            return
        seen = kept.open(chance.choice(there).id)
        if chance.random() < 0.05 and len(there) > 2:
            kept.delete(seen)
            self._told(kept.restore(seen.id))
        elif chance.random() < 0.3 and len(there) < _MOST:
            self._told(self._another(seen))
        elif chance.random() < 0.05:
            tuple(kept.kept_lists())  # as the re-audit does
        else:
            self._told(self._edited(seen))

    def _begun(self) -> Encounter:
        return self._encounters.create("", Setting.INPATIENT, _DAY)

    def _pasted(self) -> Encounter:
        return self._encounters.take_in(a_list("A00.0", "A00.1", a_line("B20"), on=_DAY))

    def _another(self, seen: Encounter) -> Encounter:
        kept = self._encounters
        if seen.kind is Kind.TEMPLATE:
            return kept.begin_from(seen, _DAY)
        if self._chance.random() < 0.5:
            return kept.keep_as_template(seen, "Often")
        return kept.duplicate(seen)

    def _edited(self, seen: Encounter) -> Encounter:
        kept, chance = self._encounters, self._chance
        code = a_code(f"A0{chance.randrange(10)}.{chance.randrange(10)}")
        edits = [
            lambda: kept.add(seen, code),
            lambda: kept.add_many(seen, [code, a_code("Z00.1"), a_code("Z00.2")]),
            lambda: kept.add_lines(seen, [a_line("C22"), a_line("D50")], "add pasted codes"),
            lambda: kept.undo(seen),
            lambda: kept.redo(seen),
            lambda: kept.rename(seen, f"Visit {chance.randrange(100)}"),
            lambda: kept.set_favourite(seen, not seen.favourite),
            lambda: kept.unarchive(seen) if seen.archived_at else kept.archive(seen),
            lambda: kept.override(seen, "excludes1", ["A00.0", "B20"], "Two conditions"),
            lambda: kept.set_stay(seen, admitted_on=_DAY, discharge_status="01"),
        ]
        if seen.lines:
            line = chance.choice(seen.lines).id
            edits += [
                lambda: kept.remove(seen, line),
                lambda: kept.move(seen, line, 0),
                lambda: kept.replace(seen, line, code),
                lambda: kept.set_line(seen, line, poa=chance.choice("YNUW")),
                lambda: kept.sort(seen),
            ]
        return chance.choice(edits)()

    def _told(self, saved: Encounter) -> None:
        """Tell what was said to be saved; as short as this, a pipe takes it at once or not."""
        word = json.dumps([saved.id, saved.revision, state_of(saved)]) + "\n"
        os.write(self._pipe, word.encode())


def rounds(folder: Path, seed: int, count: int) -> dict[str, object]:
    """Edit and kill *count* times and return what was found."""
    chance = random.Random(seed)
    file = folder / "user.db"
    told: dict[tuple[str, int], str] = {}
    wrong: list[str] = []
    killed = 0
    for number in range(count):
        reading, writing = os.pipe()
        children = [
            _child(file, chance.randrange(1 << 30), writing, steps) for steps in (100_000, 25)
        ]
        os.close(writing)
        time.sleep(chance.uniform(0.05, 0.6))
        os.kill(children[0], signal.SIGKILL)
        killed += 1
        with os.fdopen(reading, encoding="utf-8") as pipe:
            for encounter_id, revision, state in map(json.loads, pipe):
                told[encounter_id, revision] = state
        for child, ends in zip(children, (-signal.SIGKILL, 0), strict=True):
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            if status != ends:
                wrong.append(f"round {number}: ended with {status}")
        wrong += [f"round {number}: {fault}" for fault in _look(file, told, killed)]
    wrong += _undo_all(file)
    return {"edits": len(told), "killed": killed, "wrong": wrong}


def _child(file: Path, seed: int, pipe: int, steps: int) -> int:
    child = os.fork()
    if child == 0:
        try:
            Editor(file, random.Random(seed), pipe).work(steps)
        except BaseException as fault:
            sys.stderr.write(f"{fault!r}\n")
            os._exit(1)
        os._exit(0)
    return child


def _look(file: Path, told: dict[tuple[str, int], str], killed: int) -> list[str]:
    """Return what is not as it was said to be saved.

    Of each program that was killed one edit may be there that it could not tell of any more.
    """
    wrong: list[str] = []
    with closing(sqlite3.connect(file)) as database:
        if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            wrong.append("the database is damaged")
        if database.execute("PRAGMA foreign_key_check").fetchall():
            wrong.append("rows that belong to nothing")
        ids = [one for (one,) in database.execute("SELECT id FROM encounter")]
    encounters = Encounters(file)
    states: dict[tuple[str, int], str] = {}
    untold = 0
    for encounter_id in ids:
        log = encounters.log(encounter_id)
        wrong += [f"{log.label}: {fault.text}" for fault in log.faults]
        for entry in log.entries:
            states[encounter_id, entry.number] = entry.state
            untold += (encounter_id, entry.number) not in told and entry.word != "delete"
    encounters.close()
    wrong += [f"{one} is not as it was saved" for one in told if states.get(one) != told[one]]
    if untold > killed:
        wrong.append(f"{untold} edits that nobody told of")
    return wrong


def _undo_all(file: Path) -> list[str]:
    """Take back every edit of every encounter, and return whose log is not sound then."""
    encounters = Encounters(file)
    unsound = []
    for one in (*encounters.found(), *encounters.found(archived=True)):
        now = encounters.open(one.id)
        while (before := encounters.undo(now)).revision != now.revision:
            now = before
        if not encounters.log(one.id).sound:
            unsound.append(f"{one.label}: its log is not sound after undo")
    encounters.close()
    return unsound


if __name__ == "__main__":
    print(json.dumps(rounds(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
