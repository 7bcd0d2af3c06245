"""Back and forward, glances, and pages that come too late."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codebook_app.gui.navigation import CONTENTS, History, Navigator


def test_back_and_forward_walk_the_places_visited():
    history = History()
    for code in ("A", "B", "C"):
        history.visit(code)

    assert [history.back(), history.back(), history.back()] == ["B", "A", None]
    assert [history.forward(), history.forward(), history.forward()] == ["B", "C", None]


def test_a_visit_forgets_what_lay_ahead():
    history = History()
    for code in ("A", "B", "C"):
        history.visit(code)
    history.back()
    history.back()

    history.visit("D")

    assert not history.can_forward
    assert history.back() == "A"


def test_glances_leave_no_trace_once_left():
    history = History()
    history.visit("A")
    for code in ("B", "C", "D"):
        history.visit(code, glance=True)

    assert history.current == "D"
    assert history.back() == "A"


def test_a_glance_that_is_opened_stays():
    history = History()
    history.visit("A")
    history.visit("B", glance=True)

    history.visit("B")
    history.visit("C")

    assert [history.back(), history.back()] == ["B", "A"]


def test_visiting_the_same_place_twice_is_one_place():
    history = History()
    history.visit("A")
    history.visit("B")
    history.visit("B")

    assert history.back() == "A"
    assert not history.can_back


def test_returning_from_a_glance_to_where_one_was_is_one_place():
    history = History()
    history.visit("A")
    history.visit("B", glance=True)

    history.visit("A")

    assert history.current == "A"
    assert not history.can_back


@given(st.lists(st.tuples(st.sampled_from("ABCD<>"), st.booleans()), max_size=60))
def test_wherever_one_goes_back_then_forward_returns_there(steps):
    history = History()
    for step, glance in steps:
        if step == "<":
            history.back()
        elif step == ">":
            history.forward()
        else:
            history.visit(step, glance=glance)
            assert history.current == step
        here = history.current
        if history.can_back:
            assert history.back() is not None
            assert history.forward() == here


# The navigator --------------------------------------------------------------------------------


@pytest.fixture
def shown():
    return []


@pytest.fixture
def navigator(invented_lookup, lookup_worker, shown):
    made = Navigator(invented_lookup, lookup_worker)
    made.page_ready.connect(lambda page, focus: shown.append((page.focus_code, focus)))
    made.contents_ready.connect(lambda _, focus: shown.append((CONTENTS, focus)))
    return made


def test_opening_a_code_shows_its_page_and_takes_the_focus_there(qtbot, navigator, shown):
    navigator.open("Q01.11")

    qtbot.waitUntil(lambda: shown == [("Q01.11", True)])
    assert navigator.here == "Q01.11"


def test_a_glance_shows_the_page_and_leaves_the_focus(qtbot, navigator, shown):
    navigator.glance("Q02")

    qtbot.waitUntil(lambda: shown == [("Q02", False)])


def test_only_the_page_asked_for_last_is_shown(qtbot, navigator, shown, lookup_worker):
    for code in ("Q01", "Q01.1", "Q01.11", "Q02"):
        navigator.glance(code)

    qtbot.waitUntil(lambda: not lookup_worker.busy)
    assert shown == [("Q02", False)]


def test_a_page_that_arrives_after_another_was_asked_for_is_dropped(qtbot, invented_lookup):
    class Held:
        """A worker whose answers the test delivers."""

        def __init__(self) -> None:
            self.jobs = []

        def submit(self, work, on_done, _on_error) -> None:
            self.jobs.append((work, on_done))

    worker = Held()
    navigator = Navigator(invented_lookup, worker)
    shown: list[object] = []
    navigator.page_ready.connect(lambda page, _: shown.append(page.focus_code))
    navigator.open("Q01")
    (work, deliver), *_ = worker.jobs
    page = work()

    navigator.open("Q02")
    deliver(page)

    assert shown == []
    assert navigator.here is None


def test_a_glance_back_at_the_page_shown_drops_the_one_on_its_way(
    qtbot, navigator, shown, lookup_worker
):
    navigator.open("Q01")
    qtbot.waitUntil(lambda: len(shown) == 1)

    navigator.glance("Q02")
    navigator.glance("Q01")

    qtbot.waitUntil(lambda: not lookup_worker.busy)
    assert shown[-1] == ("Q01", False)


def test_back_returns_to_the_contents_and_tells_what_is_possible(qtbot, navigator, shown):
    told: list[tuple[bool, bool]] = []
    navigator.history_changed.connect(lambda back, forward: told.append((back, forward)))
    navigator.contents()
    qtbot.waitUntil(lambda: len(shown) == 1)
    navigator.open("Q01")
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert told[-1] == (True, False)

    navigator.back()

    qtbot.waitUntil(lambda: shown[-1] == (CONTENTS, True))
    assert told[-1] == (False, True)


def test_a_code_that_does_not_exist_is_told_of_and_no_place_to_return_to(qtbot, navigator, shown):
    failed: list[tuple[str, str]] = []
    navigator.failed.connect(lambda code, fault: failed.append((code, str(fault))))
    navigator.open("Q01")
    qtbot.waitUntil(lambda: len(shown) == 1)

    navigator.open("Z99")

    qtbot.waitUntil(lambda: failed == [("Z99", "Z99 is not in FY2099. Nearest: Q01.11.")])
    assert navigator.here == "Q01"


def test_another_date_reads_the_page_again(qtbot, navigator, shown):
    from datetime import date

    navigator.open("Q01")
    qtbot.waitUntil(lambda: len(shown) == 1)

    navigator.set_date(date(2099, 1, 1))

    qtbot.waitUntil(lambda: shown == [("Q01", True), ("Q01", False)])
