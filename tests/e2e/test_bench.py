"""``codebook bench search`` over small invented releases, in processes of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from support.every_book import IN_FORCE, every_book
from typer import Typer
from typer.testing import CliRunner

from codebook_app.bootstrap import open_program
from codebook_app.cli.bench_command import BenchCommand
from codebook_app.cli.terminal import Terminal
from codebook_app.errors import KnownError
from codebook_app.services.bench import engines

QUESTIONS = "query\tcodes\nsample diabetes type 2\tE11\nfever of no lake at all\tZ99.9\n"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench")
    every_book(folder).close()
    return folder / "data"


@pytest.fixture
def app() -> Typer:
    made = Typer()
    made.command("bench")(BenchCommand(open_program, Terminal()).bench)
    made.command("other")(lambda: None)
    return made


def asked(data: Path, *options: str) -> list[str]:
    usual = ["--data-dir", str(data), "--date", IN_FORCE.isoformat(), "--rounds", "1"]
    return ["bench", "search", *usual, *options]


def by_engine(document: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {one["engine"]: one for one in document}


def test_all_that_is_installed_is_measured_beside_the_peers(
    data: Path, app: Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "names.tsv").write_text(QUESTIONS, encoding="utf-8")
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    before = sorted(data.rglob("*"))

    done = CliRunner().invoke(
        app, asked(data, "--questions", str(tmp_path / "names.tsv"), "--json")
    )

    assert done.exception is None, done.exception
    measured = json.loads(done.stdout)
    names = [name for name in engines.ENGINES if name not in measured["missing"]]
    assert names[:2] == ["Whoosh", "SQLite FTS5"]
    assert len(measured["releases"]) == 4
    footprints = by_engine(measured["footprints"])
    assert list(footprints) == names
    assert all(one["disk"] > 0 and one["cold_seconds"] > 0 for one in footprints.values())
    answered = {one["asked"]: one for one in measured["answered"]}
    given = answered["the questions given"]
    assert list(given["qualities"]) == names
    # One of the two has a code that is in no release.
    assert given["qualities"]["Whoosh"]["hit_at_10"] == 0.5
    assert given["misspelt"]["Whoosh"]["questions"] == 2
    alone = answered["the questions given, in icd10cm alone"]
    assert alone["qualities"]["Whoosh"]["hit_at_10"] == 0.5
    paths = [one for asked_of, one in answered.items() if asked_of.startswith("index paths")]
    assert {one["asked"].split()[3].rstrip(",") for one in paths} == {"icd10cm", "icd10pcs"}
    assert all(one["qualities"]["Whoosh"]["hit_at_10"] > 0.8 for one in paths)
    kinds = {one["kind"]: one["latencies"] for one in measured["timed"]}
    assert {"keystrokes", "keystrokes, fifty rows fetched", "misspelt"} <= set(kinds)
    assert all(list(latencies) == names for latencies in kinds.values())
    assert sorted(data.rglob("*")) == before
    assert not list((tmp_path / "scratch").iterdir())


def test_what_is_not_installed_or_cannot_be_known_is_told(
    data: Path, app: Typer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "tantivy_version", lambda: "")
    # A frozen program has no Python to start: everything happens in the one process.
    monkeypatch.setattr(sys, "frozen", True, raising=False)

    done = CliRunner().invoke(app, asked(data))

    assert done.exception is None, done.exception
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "tantivy: not installed" in lines
    assert not any(" tantivy " in line for line in lines)
    assert any(line.startswith("keystrokes ") and " SQLite FTS5 " in line for line in lines)
    assert any(line.startswith("Whoosh ") and line.endswith("not known") for line in lines)


def test_questions_about_what_is_not_installed_are_refused(
    data: Path, app: Typer, tmp_path: Path
) -> None:
    (tmp_path / "names.tsv").write_text("query\tcodes\nsample\tZ99.9\n", encoding="utf-8")

    done = CliRunner().invoke(app, asked(data, "--questions", str(tmp_path / "names.tsv")))

    assert isinstance(done.exception, KnownError)
    assert "None of the questions' codes" in str(done.exception)


def test_where_nothing_is_installed_it_says_what_to_do(app: Typer, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, asked(tmp_path / "empty"))

    assert isinstance(done.exception, KnownError)
    assert "codebook setup" in done.exception.hint
