"""Completions while typing: what is offered, when, and what takes one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget
from support.invented_window import RELEASE

from codebook_app.domain.search import Completion
from codebook_app.gui.completing import Completing
from codebook_app.gui.models.completions import CompletionListModel
from codebook_app.gui.panels.completions import CompletionList
from codebook_app.gui.panels.search_field import SearchField
from codebook_app.gui.searching import SearchController


class Desk:
    """A search field over a pane, with completions."""

    def __init__(self, lookup, worker, theme, *, on: bool = True) -> None:
        self.window = QWidget()
        self.field = SearchField(theme)
        self.next = QLineEdit()
        self.hits = QWidget()
        layout = QVBoxLayout(self.window)
        for widget in (self.field, self.next, self.hits):
            layout.addWidget(widget)
        self.hits.setFixedWidth(250)
        self.window.resize(900, 600)
        self.search = SearchController(lookup, worker)
        self.field.textChanged.connect(self.search.ask)
        self.made: list[CompletionList] = []
        self.completing = Completing(
            lookup,
            worker,
            self.search,
            field=self.field,
            make_list=self._make,
            beside=self.hits,
            on=on,
        )
        self._theme = theme

    def _make(self) -> CompletionList:
        self.made.append(CompletionList(self._theme, self.window))
        return self.made[-1]

    @property
    def words(self) -> list[str]:
        return [one.word for one in self.completing.offered]


@pytest.fixture
def desk(qtbot, invented_lookup, lookup_worker, light_theme):
    made = Desk(invented_lookup, lookup_worker, light_theme)
    qtbot.addWidget(made.window)
    made.window.show()
    made.window.activateWindow()
    made.field.setFocus()
    qtbot.waitUntil(made.field.hasFocus)
    yield made
    invented_lookup.gate.set()
    made.search.close()
    made.completing.close()


def typed(qtbot, desk: Desk, text: str, *words: str) -> None:
    """Type *text* and wait until *words* are offered."""
    qtbot.keyClicks(desk.field, text)
    qtbot.waitUntil(lambda: desk.words == list(words))


def test_what_is_typed_is_completed_under_the_field(qtbot, desk):
    typed(qtbot, desk, "inkb", "inkblot")

    assert desk.made[0].isVisible()
    assert desk.field.hasFocus()
    below = desk.field.mapTo(desk.window, QPoint(0, desk.field.height())).y()
    assert desk.made[0].y() >= below
    assert desk.made[0].x() >= desk.hits.geometry().right()


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Right])
def test_tab_and_the_right_arrow_take_the_first_completion(qtbot, desk, key):
    typed(qtbot, desk, "inkb", "inkblot")

    qtbot.keyClick(desk.field, key)

    assert desk.field.text() == "inkblot "
    assert desk.field.hasFocus()
    assert desk.search.text == "inkblot"


def test_tab_goes_on_to_the_next_field_where_no_word_is_begun(qtbot, desk, invented_lookup):
    typed(qtbot, desk, "inkb", "inkblot")
    qtbot.keyClick(desk.field, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: len(desk.words) > 0)  # what may follow

    qtbot.keyClick(desk.field, Qt.Key.Key_Tab)

    assert not desk.field.hasFocus()
    assert desk.field.text() == "inkblot "
    assert desk.words == []


def test_the_right_arrow_inside_the_text_moves_the_cursor(qtbot, desk):
    typed(qtbot, desk, "inkb", "inkblot")
    qtbot.keyClick(desk.field, Qt.Key.Key_Left)

    qtbot.keyClick(desk.field, Qt.Key.Key_Right)

    assert desk.field.text() == "inkb"
    assert desk.words == []


def test_another_completion_can_be_marked_by_key_and_taken(qtbot, desk):
    typed(qtbot, desk, "in", *["inkblot", "inky", "invented"])

    qtbot.keyClick(desk.field, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert desk.field.accessibleDescription().endswith("Tab completes to inky")
    qtbot.keyClick(desk.field, Qt.Key.Key_Tab)

    assert desk.field.text() == "inky "


def test_a_click_takes_a_completion_and_leaves_the_focus_in_the_field(qtbot, desk):
    typed(qtbot, desk, "in", "inkblot", "inky", "invented")
    view = desk.made[0].findChild(QListView)

    spot = view.visualRect(view.model().index(2, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)

    assert desk.field.text() == "invented "
    assert desk.field.hasFocus()


def test_the_down_arrow_goes_into_the_hits_and_takes_the_completions_away(qtbot, desk):
    typed(qtbot, desk, "inkb", "inkblot")

    with qtbot.waitSignal(desk.field.stepped) as stepped:
        qtbot.keyClick(desk.field, Qt.Key.Key_Down)

    assert stepped.args == [1]
    assert desk.words == []


def test_a_taken_completion_can_be_undone(qtbot, desk):
    typed(qtbot, desk, "inkb", "inkblot")
    qtbot.keyClick(desk.field, Qt.Key.Key_Tab)

    while desk.field.isUndoAvailable() and desk.field.text() != "inkb":
        desk.field.undo()

    assert desk.field.text() == "inkb"


def test_completions_wait_for_the_hits_and_only_the_newest_are_asked_for(
    qtbot, desk, invented_lookup
):
    invented_lookup.gate.clear()
    qtbot.keyClicks(desk.field, "inkb")
    assert invented_lookup.completed == []

    invented_lookup.gate.set()

    qtbot.waitUntil(lambda: desk.words == ["inkblot"])
    assert invented_lookup.completed == ["inkb"]


def test_completions_of_what_is_no_longer_typed_are_dropped(qtbot, invented_lookup, light_theme):
    class Held:
        """A worker whose answers the test delivers."""

        def __init__(self) -> None:
            self.jobs = []

        def submit(self, work, on_done, _on_error) -> None:
            self.jobs.append((work, on_done))

    worker = Held()
    desk = Desk(invented_lookup, worker, light_theme)
    qtbot.addWidget(desk.window)
    desk.window.show()
    desk.window.activateWindow()
    desk.field.setFocus()
    qtbot.waitUntil(desk.field.hasFocus)
    qtbot.keyClicks(desk.field, "i")
    ((search, deliver),) = worker.jobs  # nothing stands in the queue before or behind the search
    deliver(search())
    complete, deliver = worker.jobs[1]
    found = complete()
    assert len(found) > 0

    qtbot.keyClicks(desk.field, "q")
    deliver(found)

    assert desk.words == []


def test_completions_are_of_the_book_and_the_day_that_are_searched(qtbot, desk, invented_lookup):
    desk.search.set_code_set("icd10cm")
    desk.search.set_date(RELEASE.effective_from)

    typed(qtbot, desk, "inkb", "inkblot")

    assert invented_lookup.completed_of == [(("icd10cm",), RELEASE.effective_from)]


def test_what_was_not_typed_is_completed_by_nobody(qtbot, desk, invented_lookup, lookup_worker):
    desk.field.setText("inkb")

    qtbot.waitUntil(lambda: not lookup_worker.busy)
    assert invented_lookup.asked == ["inkb"]
    assert invented_lookup.completed == []


def test_completions_can_be_switched_off_and_on(qtbot, desk, invented_lookup, lookup_worker):
    typed(qtbot, desk, "ink", "inkblot", "inky")

    desk.completing.switch(False)
    assert desk.words == []
    qtbot.keyClicks(desk.field, "b")
    qtbot.waitUntil(lambda: not lookup_worker.busy)
    assert invented_lookup.completed == ["ink"]

    desk.completing.switch(True)
    typed(qtbot, desk, "l", "inkblot")


def test_a_fault_while_completing_leaves_the_search_alone(
    qtbot, desk, invented_lookup, lookup_worker, monkeypatch
):
    def damaged(text, **_):
        raise ValueError(text)

    monkeypatch.setattr(invented_lookup, "complete", damaged)
    with qtbot.waitSignal(desk.search.answered):
        qtbot.keyClicks(desk.field, "i")

    qtbot.waitUntil(lambda: not lookup_worker.busy)
    assert desk.words == []


def test_what_may_follow_is_offered_only_where_it_narrows_something(
    qtbot, desk, invented_lookup, lookup_worker, monkeypatch
):
    offered = (Completion("inkblot right", "right", 1), Completion("inkblot left", "left", 2))
    monkeypatch.setattr(invented_lookup, "complete", lambda _text, **_: offered)

    typed(qtbot, desk, "inkblot ", "left")


def test_the_rest_of_the_first_completion_stands_pale_behind_the_cursor(qtbot, desk):
    typed(qtbot, desk, "inkb", "inkblot")
    offered = desk.field.grab().toImage()

    desk.field.offer("")

    assert desk.field.grab().toImage() != offered


def test_the_model_keeps_qts_rules_and_says_how_many_hits_there_are(qtbot):
    model = CompletionListModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for rows in (
        (Completion("a inkblot", "inkblot", 1234),),
        (),
        (Completion("code:", "code:", 0),),
    ):
        model.show(rows)
    assert tester.model() is model
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(0).data(spoken) == "code:"
    model.show((Completion("a inkblot", "inkblot", 1234),))
    assert model.index(0).data(spoken) == "a inkblot, 1,234 hits"
