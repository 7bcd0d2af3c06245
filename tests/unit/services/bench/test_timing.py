"""Percentiles, and asking several in turn."""

from __future__ import annotations

import pytest

from codebook_app.progress import Cancelled, CancelToken
from codebook_app.services.bench.measurements import Timed
from codebook_app.services.bench.timing import interleaved, latency, percentile


def test_a_percentile_is_the_smallest_value_that_the_share_does_not_exceed() -> None:
    values = [float(value) for value in range(100, 0, -1)]

    assert [percentile(values, share) for share in (0.5, 0.95, 0.99, 1.0)] == [50, 95, 99, 100]
    assert percentile([7.0], 0.5) == 7
    assert percentile([1.0, 2.0, 3.0], 0.95) == 3


def test_latency_tells_the_percentiles_and_the_worst() -> None:
    told = latency([float(value) for value in range(1, 201)])

    assert (told.queries, told.p50, told.p95, told.p99, told.worst) == (200, 100, 190, 198, 200)


class Clock:
    """Goes on by what the one asked takes."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_all_are_asked_in_turn_each_first_as_often_and_the_median_counts() -> None:
    clock = Clock()
    heard: list[str] = []
    slow_takes = iter([0.004, 0.004, 0.100, 0.004, 0.002, 0.004])

    def ask(name: str, seconds: float | None):
        def answer(text: str) -> None:
            heard.append(f"{name} {text}")
            clock.now += next(slow_takes) if seconds is None else seconds

        return answer

    taken = interleaved(
        {"slow": ask("slow", None), "fast": ask("fast", 0.001)}, ["a", "b"], 3, clock=clock
    )

    assert heard[:4] == ["slow a", "fast a", "fast b", "slow b"]
    assert heard[4:8] == ["fast a", "slow a", "slow b", "fast b"]
    assert len(heard) == 12
    assert taken["fast"] == pytest.approx([1, 1])
    assert taken["slow"] == pytest.approx([4, 4])


def test_asking_ends_soon_after_it_was_stopped() -> None:
    cancel = CancelToken()
    heard: list[str] = []

    def ask(text: str) -> None:
        heard.append(text)
        cancel.cancel()

    with pytest.raises(Cancelled):
        interleaved({"one": ask}, ["a", "b"], 1, cancel=cancel)
    assert heard == ["a"]


def test_a_ratio_is_of_the_ninety_fifth_percentiles() -> None:
    timed = Timed("keystrokes", {"ours": latency([1.0] * 20), "theirs": latency([4.0] * 20)})

    assert timed.ratio("ours", "theirs") == 0.25
    assert timed.ratio("ours", "not installed") is None
