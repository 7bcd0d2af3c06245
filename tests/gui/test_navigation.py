"""Back and forward, glances, and pages that come too late."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.invented_index import InventedIndex, index_page

from codebook_app.domain.index_page import IndexPage
from codebook_app.domain.index_term import IndexBook
from codebook_app.domain.page import Page
from codebook_app.gui.book_reader import BookReader, Found
from codebook_app.gui.navigation import Navigator
from codebook_app.gui.places import BUILT, CONTENTS, PRINTED, Place
from codebook_app.gui.trail import Trail
from codebook_app.services.procedures import ProcedureTables

A, B, C, D = (Place("icd10cm", letter) for letter in "ABCD")


def test_back_and_forward_walk_the_places_visited():
    history = Trail()
    for code in (A, B, C):
        history.visit(code)

    assert [history.back(), history.back(), history.back()] == [B, A, None]
    assert [history.forward(), history.forward(), history.forward()] == [B, C, None]


def test_back_leads_to_where_the_person_had_walked_to_in_the_page():
    history = Trail()
    history.visit(Place("icd10cm", "", IndexBook.INDEX, "FY2099", 2))
    history.stand_at(Place("icd10cm", "", IndexBook.INDEX, "FY2099", 5))
    history.visit(Place("icd10cm", "Q01.11"))

    assert history.back() == Place("icd10cm", "", IndexBook.INDEX, "FY2099", 5)
    assert not history.can_back


def test_a_visit_forgets_what_lay_ahead():
    history = Trail()
    for code in (A, B, C):
        history.visit(code)
    history.back()
    history.back()

    history.visit(D)

    assert not history.can_forward
    assert history.back() == A


def test_glances_leave_no_trace_once_left():
    history = Trail()
    history.visit(A)
    for code in (B, C, D):
        history.visit(code, glance=True)

    assert history.current == D
    assert history.back() == A


def test_a_glance_that_is_opened_stays():
    history = Trail()
    history.visit(A)
    history.visit(B, glance=True)

    history.visit(B)
    history.visit(C)

    assert [history.back(), history.back()] == [B, A]


def test_visiting_the_same_place_twice_is_one_place():
    history = Trail()
    history.visit(A)
    history.visit(B)
    history.visit(B)

    assert history.back() == A
    assert not history.can_back


def test_returning_from_a_glance_to_where_one_was_is_one_place():
    history = Trail()
    history.visit(A)
    history.visit(B, glance=True)

    history.visit(A)

    assert history.current == A
    assert not history.can_back


@given(st.lists(st.tuples(st.sampled_from((A, B, C, D, "<", ">")), st.booleans()), max_size=60))
def test_wherever_one_goes_back_then_forward_returns_there(steps):
    history = Trail()
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


def test_the_places_before_and_after_are_named_the_nearest_first():
    history = Trail()
    for place, title in ((A, "Ink"), (B, "Blot"), (C, "Paper"), (D, "Cut")):
        history.visit(place, title=title)

    assert history.travel(-2) == B

    assert (history.earlier, history.later) == (("Ink",), ("Paper", "Cut"))
    assert history.travel(5) is None
    assert history.current == B


# The navigator --------------------------------------------------------------------------------


@pytest.fixture
def shown():
    return []


@pytest.fixture
def reader(invented_lookup, invented_releases):
    return BookReader(
        invented_lookup,
        InventedIndex(invented_releases),
        invented_releases,
        ProcedureTables(invented_releases),
    )


def at(code: str) -> Place:
    return Place("icd10cm", code)


def what(found: Found) -> object:
    if isinstance(found, Page):
        return found.focus_code
    return found.focus if isinstance(found, IndexPage) else CONTENTS


@pytest.fixture
def navigator(reader, lookup_worker, shown):
    made = Navigator(reader, lookup_worker)
    made.ready.connect(lambda found, focus: shown.append((what(found), focus)))
    return made


def test_opening_a_code_shows_its_page_and_takes_the_focus_there(qtbot, navigator, shown):
    navigator.open(at("Q01.11"))

    qtbot.waitUntil(lambda: shown == [("Q01.11", True)])
    assert navigator.here == at("Q01.11")


def test_a_glance_shows_the_page_and_leaves_the_focus(qtbot, navigator, shown):
    navigator.glance(at("Q02"))

    qtbot.waitUntil(lambda: shown == [("Q02", False)])


def test_what_is_opened_is_a_visit_and_what_is_passed_over_or_come_back_to_is_none(
    qtbot, navigator, shown
):
    visited: list[str] = []
    navigator.visited.connect(lambda place, _: visited.append(place.code))
    navigator.restore(at("Q01"))
    qtbot.waitUntil(lambda: len(shown) == 1)
    navigator.open(at("Q01.11"))
    qtbot.waitUntil(lambda: len(shown) == 2)
    navigator.glance(at("Q02"))
    qtbot.waitUntil(lambda: len(shown) == 3)
    navigator.back()
    qtbot.waitUntil(lambda: len(shown) == 4)

    assert visited == ["Q01.11"]


def test_only_the_page_asked_for_last_is_shown(qtbot, navigator, shown, lookup_worker):
    for code in ("Q01", "Q01.1", "Q01.11", "Q02"):
        navigator.glance(at(code))

    qtbot.waitUntil(lambda: not lookup_worker.busy)
    assert shown == [("Q02", False)]


def test_a_page_that_arrives_after_another_was_asked_for_is_dropped(qtbot, reader):
    class Held:
        """A worker whose answers the test delivers."""

        def __init__(self) -> None:
            self.jobs = []

        def submit(self, work, on_done, _on_error) -> None:
            self.jobs.append((work, on_done))

    worker = Held()
    navigator = Navigator(reader, worker)
    shown: list[object] = []
    navigator.ready.connect(lambda page, _: shown.append(page.focus_code))
    navigator.open(at("Q01"))
    (work, deliver), *_ = worker.jobs
    page = work()

    navigator.open(at("Q02"))
    deliver(page)

    assert shown == []
    assert navigator.here is None


def test_a_glance_back_at_the_page_shown_drops_the_one_on_its_way(
    qtbot, navigator, shown, lookup_worker
):
    navigator.open(at("Q01"))
    qtbot.waitUntil(lambda: len(shown) == 1)

    navigator.glance(at("Q02"))
    navigator.glance(at("Q01"))

    qtbot.waitUntil(lambda: not lookup_worker.busy)
    assert shown[-1] == ("Q01", False)


def test_back_returns_to_the_contents_and_tells_what_is_possible(qtbot, navigator, shown):
    told: list[tuple[bool, bool]] = []
    navigator.history_changed.connect(lambda back, forward: told.append((back, forward)))
    navigator.open(CONTENTS)
    qtbot.waitUntil(lambda: len(shown) == 1)
    navigator.open(at("Q01"))
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert told[-1] == (True, False)

    navigator.back()

    qtbot.waitUntil(lambda: shown[-1] == (CONTENTS, True))
    assert told[-1] == (False, True)


def test_a_code_that_does_not_exist_is_told_of_and_no_place_to_return_to(qtbot, navigator, shown):
    failed: list[tuple[str, str]] = []
    navigator.failed.connect(lambda code, fault: failed.append((code.code, str(fault))))
    navigator.open(at("Q01"))
    qtbot.waitUntil(lambda: len(shown) == 1)

    navigator.open(at("Z99"))

    qtbot.waitUntil(lambda: failed == [("Z99", "Z99 is not in FY2099. Nearest: Q01.11.")])
    assert navigator.here == at("Q01")


def test_another_date_reads_the_page_again(qtbot, navigator, shown):
    from datetime import date

    navigator.open(at("Q01"))
    qtbot.waitUntil(lambda: len(shown) == 1)

    navigator.set_date(date(2099, 1, 1))

    qtbot.waitUntil(lambda: shown == [("Q01", True), ("Q01", False)])


def test_a_date_that_comes_before_the_page_has_it_read_for_that_date(
    qtbot, navigator, invented_lookup, monkeypatch
):
    from datetime import date

    asked: list[date | None] = []
    plain = invented_lookup.page

    def page(code: str, **where: object) -> Page:
        asked.append(where["on"])
        return plain(code, **where)

    monkeypatch.setattr(invented_lookup, "page", page)
    shown: list[tuple[str, bool]] = []
    navigator.ready.connect(lambda page, focus: shown.append((page.focus_code, focus)))
    navigator.open(at("Q01"))

    navigator.set_date(date(2099, 1, 1))

    qtbot.waitUntil(lambda: shown == [("Q01", True)])
    assert asked[-1] == date(2099, 1, 1)
    assert navigator.here == at("Q01")


# The index ------------------------------------------------------------------------------------

THUMB = Place("icd10cm", "", IndexBook.INDEX, "FY2099", 3)


def test_a_term_of_the_index_is_a_place_to_open_and_to_come_back_to(qtbot, navigator, shown):
    navigator.open(THUMB)
    qtbot.waitUntil(lambda: shown == [(3, True)])
    navigator.open(at("Q01"))
    qtbot.waitUntil(lambda: len(shown) == 2)

    navigator.back()

    qtbot.waitUntil(lambda: shown[-1] == (3, True))
    assert navigator.here == THUMB


def test_a_see_opens_the_term_it_names_and_notes_its_place(qtbot, navigator, shown):
    blot = index_page(1)
    navigator.follow(blot, blot.heading.targets[0])

    qtbot.waitUntil(lambda: shown == [(2, True)])
    assert navigator.here == Place("icd10cm", "", IndexBook.INDEX, "FY2099", 2)


def test_a_see_that_names_no_term_is_told_of_and_moves_nothing(qtbot, navigator, shown):
    told: list[str] = []
    navigator.not_resolved.connect(lambda target: told.append(target.text))
    inkblot = index_page(2)

    navigator.follow(inkblot, inkblot.heading.targets[1])

    qtbot.waitUntil(lambda: told == ["condition"])
    assert shown == []
    assert navigator.here is None


def test_another_date_finds_the_term_again_by_its_titles(qtbot, navigator, shown):
    from datetime import date

    navigator.open(Place("icd10cm", "", IndexBook.INDEX, "FY2099", 2))
    qtbot.waitUntil(lambda: len(shown) == 1)

    navigator.set_date(date(2099, 1, 1))

    qtbot.waitUntil(lambda: shown == [(2, True), (2, False)])


def test_a_place_that_was_gone_on_from_is_returned_to_where_it_was_left():
    trail = Trail()
    trail.visit(Place("icd10pcs", "0SR"))
    trail.stand_at(Place("icd10pcs", "0SR901", shown_as=BUILT))
    trail.visit(Place("icd10pcs", "0SR9019"))

    assert trail.back() == Place("icd10pcs", "0SR901", shown_as=BUILT)
    assert not trail.can_back


@given(
    st.sampled_from(["", "icd10cm", "icd10pcs"]),
    st.sampled_from(["", "E11.22", "0SR", "S00-T88"]),
    st.sampled_from([None, *IndexBook]),
    st.integers(0, 99999),
    st.sampled_from(["", BUILT, PRINTED]),
)
def test_a_place_written_down_is_read_again(code_set, code, book, term_id, shown_as):
    place = Place(code_set, code, book, "FY2099", term_id)
    if not book:
        place = Place(code_set, code, shown_as=shown_as)

    assert Place.parse(place.text) == place


@given(st.text(max_size=20))
def test_whatever_the_settings_hold_is_some_place(text):
    assert isinstance(Place.parse(text, "icd10cm"), Place)
