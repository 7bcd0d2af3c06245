"""The object graph, and what building it must not cost."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from codebook_app.bootstrap import open_program
from codebook_app.errors import KnownError

_LOADED_AFTER_OPENING = """
import sys
from pathlib import Path
from codebook_app.bootstrap import open_program

open_program(Path(sys.argv[1])).close()
print(*sorted({"sqlalchemy", "whoosh", "numpy", "alembic", "PySide6"} & set(sys.modules)))
"""


def test_a_program_that_was_only_opened_has_loaded_and_made_nothing(folders):
    done = subprocess.run(
        [sys.executable, "-c", _LOADED_AFTER_OPENING, str(folders.data)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == []
    assert not folders.user_db.exists()
    assert not folders.releases.exists()


def test_many_threads_that_ask_first_ask_the_same_use_case(folders):
    program = open_program(folders.data)

    with ThreadPoolExecutor(8) as threads:
        opened = set(threads.map(lambda _: program.encounters.create.__self__, range(64)))

    assert len(opened) == 1
    program.close()


def test_what_is_kept_through_one_program_is_there_in_the_next(folders):
    program = open_program(folders.data)
    kept = program.encounters.create("Visit 14", date_of_service=date(2026, 6, 15))
    program.close()

    again = open_program(folders.data)

    assert again.encounters.open(kept.id).label == "Visit 14"
    again.close()


def test_a_script_is_told_that_nothing_is_installed(folders):
    with pytest.raises(KnownError, match="No release of ICD-10-CM is installed"):
        open_program(folders.data).lookup.search("femur")


_LOADED_TO_SEARCH = """
import sys
from codebook_app.bootstrap import open_program
import codebook_app.search.index, codebook_app.services.hits, codebook_app.store.reference_db

open_program().lookup.search  # made, and nothing asked of it
late = {"sqlalchemy", "whoosh.index", "whoosh.fields", "rapidfuzz", "pypdfium2", "zipfile"}
print(*sorted(late & set(sys.modules)))
"""


def test_a_search_loads_nothing_that_the_first_hits_do_not_need():
    done = subprocess.run(
        [sys.executable, "-c", _LOADED_TO_SEARCH], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == []
