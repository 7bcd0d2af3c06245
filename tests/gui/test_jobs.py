"""The worker threads: order, errors, closing."""

from __future__ import annotations

import threading

import pytest

from codebook_app.gui.jobs import Worker


@pytest.fixture
def worker(qtbot):
    made = Worker("test worker")
    yield made
    made.close(drain=False)


def fail(fault: Exception) -> None:
    raise fault


def test_answers_arrive_in_the_order_of_submission(qtbot, worker):
    answers: list[int] = []

    for number in range(50):
        worker.submit(lambda number=number: number, answers.append, fail)

    qtbot.waitUntil(lambda: len(answers) == 50)
    assert answers == list(range(50))


def test_work_runs_off_the_windows_thread_and_callbacks_on_it(qtbot, worker):
    threads: list[threading.Thread] = []

    worker.submit(
        threading.current_thread,
        lambda worked: threads.extend((worked, threading.current_thread())),
        fail,
    )

    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()


def test_what_the_work_raises_goes_to_on_error_and_the_next_work_still_runs(qtbot, worker):
    faults: list[Exception] = []
    answers: list[str] = []

    worker.submit(lambda: 1 // 0, answers.append, faults.append)
    worker.submit(lambda: "after", answers.append, fail)

    qtbot.waitUntil(lambda: answers == ["after"])
    assert [type(fault) for fault in faults] == [ZeroDivisionError]
    assert not worker.busy


def test_results_arrive_as_the_very_objects_the_work_returned(qtbot, worker):
    made = ({"a": 1}, [2], None)
    answers: list[object] = []

    worker.submit(lambda: made, answers.append, fail)

    qtbot.waitUntil(lambda: len(answers) == 1)
    assert answers[0] is made


def test_closing_with_drain_finishes_all_that_is_queued_and_calls_nobody_back(qtbot, worker):
    gate = threading.Event()
    done: list[int] = []
    answers: list[object] = []
    worker.submit(gate.wait, answers.append, fail)
    for number in range(20):
        worker.submit(lambda number=number: done.append(number), answers.append, fail)

    gate.set()
    worker.close(drain=True)
    worker._deliver(0, True, None)  # what was under way when the window closed

    assert done == list(range(20))
    assert answers == []


def test_closing_without_drain_drops_what_is_queued(qtbot, worker):
    started, gate = threading.Event(), threading.Event()
    done: list[str] = []

    def first() -> None:
        started.set()
        gate.wait()
        done.append("first")

    worker.submit(first, lambda _: None, fail)
    worker.submit(lambda: done.append("second"), lambda _: None, fail)
    started.wait()
    worker._dropping.set()
    gate.set()
    worker.close(drain=False)

    assert done == ["first"]


def test_a_closed_worker_takes_nothing_more_and_may_be_closed_again(qtbot, worker):
    done: list[int] = []
    worker.close(drain=True)

    worker.submit(lambda: done.append(1), lambda _: None, fail)
    worker.close(drain=True)

    assert done == []
    assert not worker.busy
