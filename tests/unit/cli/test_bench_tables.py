"""What ``bench`` shows of its measurements, and what it refuses before it measures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rich.console import Console
from typer import Typer
from typer.testing import CliRunner

from codebook_app.cli.bench_command import BenchCommand
from codebook_app.cli.bench_tables import bench_tables
from codebook_app.cli.terminal import Terminal
from codebook_app.errors import KnownError
from codebook_app.services.bench.measurements import Answered, Footprint, Measurements, Timed
from codebook_app.services.bench.quality import quality
from codebook_app.services.bench.timing import latency

MEASURED = Measurements(
    day=date(2099, 3, 1),
    releases=("Sample 2099", "Sample service list"),
    texts=1234,
    rounds=3,
    clock="processor time",
    missing=("tantivy",),
    footprints=(
        Footprint("Whoosh", "2.7.5", 1.25, None, 43_000_000, 0.5, 114_000_000),
        Footprint("SQLite FTS5", "3.40.1", 2.0, 74_000_000, 54_000_000, 0.02, 23_000_000),
    ),
    timed=(
        Timed("keystrokes", {"Whoosh": latency([1.0] * 20), "SQLite FTS5": latency([4.0] * 20)}),
    ),
    answered=(
        Answered(
            "the questions given",
            {"Whoosh": quality([1, 2, 0, 1]), "SQLite FTS5": quality([1, 0, 0, 0])},
            {"Whoosh": quality([1, 2, 0, 0])},
        ),
    ),
)


@pytest.fixture
def lines() -> list[str]:
    console = Console(width=200, color_system=None)
    with console.capture() as captured:
        for table in bench_tables(MEASURED):
            console.print(table)
    return [" ".join(line.split()) for line in captured.get().splitlines()]


def test_the_day_the_releases_and_what_is_missing_come_first(lines: list[str]) -> None:
    assert lines[0] == "2099-03-01: Sample 2099; Sample service list"
    assert lines[1] == "1,234 lines and terms; each time the median of 3"
    assert lines[2] == "tantivy: not installed"


def test_each_engine_has_its_shares_as_asked_and_misspelt(lines: list[str]) -> None:
    assert "the questions given Whoosh 4 0.500 0.750 0.625 0.250 0.500 0.375" in lines
    assert "the questions given SQLite FTS5 4 0.250 0.250 0.250" in lines


def test_each_peer_has_the_ratio_of_our_time_to_its(lines: list[str]) -> None:
    assert "keystrokes 20 Whoosh 1.00 1.00 1.00 1.00" in lines
    assert "keystrokes 20 SQLite FTS5 4.00 4.00 4.00 4.00 0.25" in lines


def test_what_each_takes_is_told_and_what_nobody_tells_is_not_known(lines: list[str]) -> None:
    assert "Whoosh 2.7.5 1.2 not known 43 0.50 114" in lines
    assert "SQLite FTS5 3.40.1 2.0 74 54 0.02 23" in lines


def test_a_file_that_holds_no_questions_is_refused_before_anything_is_opened(
    tmp_path: Path,
) -> None:
    opened: list[Path | None] = []
    app = Typer()
    app.command("bench")(BenchCommand(opened.append, Terminal()).bench)  # type: ignore[arg-type]
    app.command("other")(lambda: None)
    (tmp_path / "names.tsv").write_text("query\tcodes\nblot\n", encoding="utf-8")

    done = CliRunner().invoke(app, ["bench", "search", "--questions", str(tmp_path / "names.tsv")])

    assert isinstance(done.exception, KnownError)
    assert "line 2" in str(done.exception)
    assert not opened
