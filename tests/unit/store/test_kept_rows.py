"""Rows that are kept from one keystroke to the next."""

from __future__ import annotations

from collections.abc import Sequence

from codebook_app.store.kept_rows import KeptRows


class Asked:
    """Reads rows, and remembers what was asked for. There is no row of a negative id."""

    def __init__(self) -> None:
        self.ids: list[list[int]] = []

    def __call__(self, ids: Sequence[int]) -> dict[int, str]:
        self.ids.append(list(ids))
        return {own: f"row {own}" for own in ids if own >= 0}


def test_only_rows_not_read_lately_are_read() -> None:
    asked = Asked()
    rows = KeptRows(asked)
    assert rows.of([1, 2]) == {1: "row 1", 2: "row 2"}
    assert rows.of([2, 3, 1]) == {1: "row 1", 2: "row 2", 3: "row 3"}
    assert rows.of([3, 1]) == {1: "row 1", 3: "row 3"}
    assert asked.ids == [[1, 2], [3]]


def test_an_id_that_there_is_not_is_left_out_and_each_is_asked_once() -> None:
    asked = Asked()
    assert KeptRows(asked).of([4, -1, 4]) == {4: "row 4"}
    assert asked.ids == [[4, -1]]


def test_the_oldest_rows_are_let_go() -> None:
    asked = Asked()
    rows = KeptRows(asked, keep=2)
    for own in range(5):
        rows.of([own])
    asked.ids.clear()
    rows.of([4])
    assert asked.ids == []
    assert rows.of([0]) == {0: "row 0"}
    assert asked.ids == [[0]]


def test_more_rows_than_are_kept_are_read_past_what_is_kept() -> None:
    asked = Asked()
    rows = KeptRows(asked, keep=2)
    assert len(rows.of([1, 2, 3])) == 3
    rows.of([1])
    assert asked.ids == [[1, 2, 3], [1]]
