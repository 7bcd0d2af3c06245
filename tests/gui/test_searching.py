"""Search while typing: the newest question wins."""

from __future__ import annotations

import threading

import pytest
from support.invented_window import RELEASE

from codebook_app.domain.search import SearchAnswer
from codebook_app.errors import KnownError
from codebook_app.gui.searching import SearchController


@pytest.fixture
def answers():
    return []


@pytest.fixture
def controller(invented_lookup, lookup_worker, answers):
    made = SearchController(invented_lookup, lookup_worker)
    made.answered.connect(answers.append)
    yield made
    made.close()
    invented_lookup.gate.set()


def test_an_answer_comes_to_what_was_typed(qtbot, controller, answers):
    controller.ask("inkblot left")

    qtbot.waitUntil(lambda: len(answers) == 1)
    assert [hit.code for hit in answers[0].hits] == ["Q01.12"]


def test_an_answer_overtaken_by_typing_is_dropped(qtbot, controller, invented_lookup, answers):
    invented_lookup.gate.clear()
    controller.ask("i")
    qtbot.waitUntil(lambda: invented_lookup.asked == ["i"])
    for text in ("in", "ink", "paper"):
        controller.ask(text)
    invented_lookup.gate.set()

    qtbot.waitUntil(lambda: len(answers) > 0)
    assert [answer.query for answer in answers] == ["paper"]


def test_a_question_overtaken_in_the_queue_is_never_searched(
    qtbot, controller, invented_lookup, answers
):
    invented_lookup.gate.clear()
    controller.ask("i")
    qtbot.waitUntil(lambda: invented_lookup.asked == ["i"])
    for text in ("in", "ink"):
        controller.ask(text)
    invented_lookup.gate.set()

    qtbot.waitUntil(lambda: len(answers) == 1)
    assert invented_lookup.asked == ["i", "ink"]


def test_a_keystroke_stops_the_search_under_way(qtbot, lookup_worker):
    started, stopped = threading.Event(), threading.Event()

    class Slow:
        def search(self, text, *, cancel, **_):
            started.set()
            while text == "slow" and not cancel.cancelled:
                pass
            if cancel.cancelled:
                stopped.set()
            cancel.raise_if_cancelled()
            return SearchAnswer(text, "", (), 0)

    controller = SearchController(Slow(), lookup_worker)
    answers: list[SearchAnswer] = []
    faults: list[Exception] = []
    controller.answered.connect(answers.append)
    controller.failed.connect(faults.append)

    controller.ask("slow")
    qtbot.waitUntil(started.is_set)
    controller.ask("quick")

    qtbot.waitUntil(lambda: len(answers) == 1)
    assert stopped.is_set()
    assert answers[0].query == "quick"
    assert faults == []


def test_an_answer_that_arrives_after_its_question_changed_is_dropped(qtbot, invented_lookup):
    class Held:
        """A worker whose answers the test delivers."""

        def __init__(self) -> None:
            self.jobs = []

        def submit(self, work, on_done, _on_error) -> None:
            self.jobs.append((work, on_done))

    worker = Held()
    controller = SearchController(invented_lookup, worker)
    answers: list[SearchAnswer] = []
    controller.answered.connect(answers.append)
    controller.ask("ink")
    (work, deliver), *_ = worker.jobs
    answered = work()

    controller.ask("paper")
    deliver(answered)

    assert answers == []


def test_blanks_at_the_ends_are_no_new_question(qtbot, controller, invented_lookup, answers):
    controller.ask("ink")
    qtbot.waitUntil(lambda: len(answers) == 1)

    controller.ask("ink ")
    controller.ask(" ink")

    assert invented_lookup.asked == ["ink"]


def test_clearing_the_field_drops_the_search_under_way(
    qtbot, controller, invented_lookup, answers, lookup_worker
):
    cleared: list[bool] = []
    controller.cleared.connect(lambda: cleared.append(True))
    invented_lookup.gate.clear()
    controller.ask("ink")

    controller.ask("")
    invented_lookup.gate.set()

    qtbot.waitUntil(lambda: not lookup_worker.busy)
    assert cleared == [True]
    assert answers == []


def test_enter_waits_for_the_answer_to_what_is_typed(qtbot, controller, invented_lookup, answers):
    opened: list[str] = []
    invented_lookup.gate.clear()
    controller.ask("paper")

    controller.when_answered(lambda: opened.append(answers[-1].query))
    assert opened == []
    invented_lookup.gate.set()

    qtbot.waitUntil(lambda: opened == ["paper"])


def test_enter_acts_at_once_on_an_answer_that_is_there(qtbot, controller, answers):
    controller.ask("paper")
    qtbot.waitUntil(lambda: len(answers) == 1)
    opened: list[bool] = []

    controller.when_answered(lambda: opened.append(True))

    assert opened == [True]


def test_typing_on_takes_an_enter_back_that_was_not_yet_answered(
    qtbot, controller, invented_lookup, answers
):
    opened: list[bool] = []
    invented_lookup.gate.clear()
    controller.ask("paper")
    controller.when_answered(lambda: opened.append(True))

    controller.ask("paper cut")
    invented_lookup.gate.set()

    qtbot.waitUntil(lambda: len(answers) == 1)
    assert opened == []


def test_another_date_of_service_asks_again(qtbot, controller, invented_lookup, answers):
    controller.ask("ink")
    qtbot.waitUntil(lambda: len(answers) == 1)

    controller.set_date(RELEASE.effective_from)
    controller.set_date(RELEASE.effective_from)

    qtbot.waitUntil(lambda: len(answers) == 2)
    assert invented_lookup.asked == ["ink", "ink"]


def test_a_fault_is_told_once_and_the_next_question_is_answered(
    qtbot, controller, invented_lookup, answers
):
    faults: list[Exception] = []
    controller.failed.connect(faults.append)
    invented_lookup.fault = KnownError("The index is damaged.")
    controller.ask("ink")
    qtbot.waitUntil(lambda: len(faults) == 1)

    invented_lookup.fault = None
    controller.ask_again()

    qtbot.waitUntil(lambda: len(answers) == 1)
    assert [str(fault) for fault in faults] == ["The index is damaged."]
