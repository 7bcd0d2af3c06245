"""The history of the book: what was opened, kept between starts and found again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from codebook_app.services.history import History
from codebook_app.store import user_visits


@pytest.fixture
def file(user_db: Path) -> Path:
    return user_db


@pytest.fixture
def history(file: Path) -> Iterator[History]:
    kept = History(file)
    yield kept
    kept.close()


def places(history: History, text: str = "", limit: int = 500) -> list[str]:
    return [visit.place for visit in history.found(text, limit)]


def opened(history: History, *codes: str) -> None:
    for code in codes:
        history.visited(f"icd10cm:{code}", "icd10cm", code, f"Sample disorder of {code}")


def test_visits_outlive_the_program_and_come_newest_first(history, file):
    opened(history, "A01", "B02", "A01")
    history.close()

    with closing(History(file)) as again:
        assert places(again) == ["icd10cm:A01", "icd10cm:B02", "icd10cm:A01"]


def test_a_place_opened_twice_running_is_one_visit_with_the_later_title(history):
    first = history.visited("icd10cm:A01", "icd10cm", "A01", "Sample")
    second = history.visited("icd10cm:A01", "icd10cm", "A01", "Sample, renamed")

    (only,) = history.found()
    assert only == second
    assert second.id == first.id
    assert second.visited_at >= first.visited_at
    assert only.title == "Sample, renamed"


def test_visits_are_found_by_the_beginning_of_the_code_and_by_words_of_the_title(history):
    history.visited("icd10cm:E11.22", "icd10cm", "E11.22", "Sample kidney disorder")
    history.visited("icd10cm:N18", "icd10cm", "N18", "Sample Kidney failure")

    assert places(history, "e112") == ["icd10cm:E11.22"]
    assert places(history, "kidney") == ["icd10cm:N18", "icd10cm:E11.22"]
    assert places(history, "KIDNEY fail") == ["icd10cm:N18"]
    assert places(history, "22") == []
    assert places(history, limit=1) == ["icd10cm:N18"]


def test_the_oldest_visits_make_room(history, monkeypatch):
    monkeypatch.setattr(user_visits, "MOST_VISITS", 3)
    opened(history, "A01", "A02", "A03", "A04", "A05")

    assert places(history) == ["icd10cm:A05", "icd10cm:A04", "icd10cm:A03"]


def test_a_history_that_was_cleared_is_empty_and_goes_on(history):
    opened(history, "A01", "A02")

    assert history.clear() == 2
    assert places(history) == []
    opened(history, "A03")
    assert places(history) == ["icd10cm:A03"]


def test_one_visit_is_forgotten_and_the_others_stay(history):
    opened(history, "A01", "B02", "C03")
    (middle,) = history.found("B02")

    history.forget(middle.id)
    history.forget(middle.id)

    assert places(history) == ["icd10cm:C03", "icd10cm:A01"]
