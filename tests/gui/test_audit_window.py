"""The re-audit in the window: told once, shown with successors, replaced on demand only."""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from support.code_lists import a_code
from support.invented_services import newer_release

from codebook_app.domain.audit import (
    AuditedList,
    AuditReport,
    KeptLine,
    OutdatedCode,
    Standing,
)
from codebook_app.domain.finding import NotChecked
from codebook_app.errors import KnownError
from codebook_app.gui.auditing import Auditing
from codebook_app.gui.currency import CurrencyNews
from codebook_app.gui.day_watch import DayWatch
from codebook_app.gui.dialogs.audit import AuditDialog
from codebook_app.gui.encounter_shelf import EncounterShelf
from codebook_app.gui.models.audit import audit_columns, audit_rows
from codebook_app.gui.models.columns import ColumnsModel
from codebook_app.gui.panels.currency_banner import CurrencyBanner
from codebook_app.services.encounters import Encounters
from codebook_app.settings import Settings

DAY, SINCE = date(2099, 11, 1), date(2099, 10, 1)
DELETED = ("Q01.1", "Q01.2")
CTRL = Qt.KeyboardModifier.ControlModifier
WORDS = "2 lists hold codes deleted on 1 October 2099."


class InventedAudit:
    """Finds two invented codes deleted in what is kept; the first has one successor."""

    def __init__(self, encounters: Encounters) -> None:
        self._encounters = encounters
        self.fault: Exception | None = None
        self.unchecked: tuple[NotChecked, ...] = ()
        self.days: list[date] = []

    def steps(self, today: date) -> Generator[None, None, AuditReport]:
        self.days.append(today)
        yield
        if self.fault is not None:
            raise self.fault
        lists = [kept for some in self._encounters.kept_lists() for kept in some]
        found = [
            AuditedList(
                kept,
                kept.on or today,
                tuple(self._outdated(line) for line in kept.lines if line.code in DELETED),
            )
            for kept in sorted(lists, key=lambda one: one.label)
        ]
        some = tuple(one for one in found if one.codes)
        return AuditReport(today, some, len(lists), self.unchecked)

    def _outdated(self, line: KeptLine) -> OutdatedCode:
        successors = ("Q01.11",) if line.code == "Q01.1" else ("Q02.1", "Q02.2", "Q99.9")
        offered = tuple(a_code(code) for code in successors if code != "Q99.9")
        return OutdatedCode(line, Standing.DELETED, "a list", SINCE, successors, offered)


@pytest.fixture
def encounters(folders):
    made = Encounters(folders.user_db)
    for label, *codes in (("A", "Q01.1", "Q05"), ("B", "Q01.2"), ("C", "Q05")):
        made.add_many(made.create(label), [a_code(code) for code in codes])
    yield made
    made.close()


@pytest.fixture
def audit(encounters):
    return InventedAudit(encounters)


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.toml")


@pytest.fixture
def auditing(audit, desk, settings):
    return Auditing(audit, desk, settings, today=lambda: DAY)


@pytest.fixture
def news(auditing):
    told: list[str] = []
    auditing.news.connect(told.append)
    return told


@pytest.fixture
def dialog(qtbot, auditing, encounters, desk, light_theme):
    made = AuditDialog(auditing, EncounterShelf(encounters, desk), light_theme)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == 2)
    return made


# When it is told --------------------------------------------------------------------------------


def test_what_was_found_is_told_once_many_things_have_come_to_rest(qtbot, auditing, audit, news):
    for _ in range(3):
        auditing.refresh()

    qtbot.waitUntil(lambda: news == [WORDS])
    assert audit.days == [DAY]


def test_what_was_dismissed_is_told_again_only_once_something_changed(
    qtbot, auditing, audit, news, encounters, desk, settings
):
    auditing.run()
    qtbot.waitUntil(lambda: news == [WORDS])

    auditing.dismiss()
    assert news[-1] == ""

    later = Auditing(audit, desk, settings, today=lambda: DAY)  # another start
    later.news.connect(news.append)
    later.run()
    qtbot.waitUntil(lambda: len(news) == 3)
    assert news[-1] == ""
    encounters.add(encounters.create("D"), a_code("Q01.2"))
    later.run()
    qtbot.waitUntil(lambda: news[-1] == "1 list holds codes deleted on 1 October 2099.")


def test_an_edit_made_while_it_runs_does_not_wait_for_its_end(qtbot, desk, settings):
    done: list[str] = []

    class LongAudit:
        def steps(self, today: date) -> Generator[None, None, AuditReport]:
            for _ in range(50):
                time.sleep(0.005)
                yield
            done.append("audited")
            return AuditReport(today, (), 50, ())

    auditing = Auditing(LongAudit(), desk, settings, today=lambda: DAY)
    auditing.run()
    desk.submit(lambda: done.append("edited"), lambda _: None, pytest.fail)

    qtbot.waitUntil(lambda: auditing.report is not None)
    assert done == ["edited", "audited"]


def test_a_run_that_is_overtaken_leaves_off(qtbot, desk, settings):
    begun: list[date] = []
    told: list[AuditReport] = []

    class EndlessTheFirstTime:
        def steps(self, today: date) -> Generator[None, None, AuditReport]:
            begun.append(today)
            while len(begun) == 1:
                yield
            return AuditReport(today, (), len(begun), ())

    auditing = Auditing(EndlessTheFirstTime(), desk, settings, today=lambda: DAY)
    auditing.told.connect(told.append)
    auditing.run()
    qtbot.waitUntil(lambda: begun == [DAY])
    auditing.run()

    qtbot.waitUntil(lambda: not desk.busy)
    assert [one.checked for one in told] == [2]


def test_a_release_that_cannot_be_read_is_no_news(qtbot, auditing, audit, news):
    audit.fault = KnownError("The release cannot be read.", "Import it again.")

    with qtbot.waitSignal(auditing.refused) as refused:
        auditing.run()

    assert refused.args == ["The release cannot be read. Import it again."]
    assert news == []


def test_the_day_that_begins_while_the_window_is_open_is_told(qtbot):
    clock = [datetime(2099, 9, 30, 23, 59, 58)]
    watch = DayWatch(lambda: clock[0])
    told: list[date] = []
    watch.changed.connect(told.append)
    assert watch.waits == timedelta(seconds=3)

    watch.look()
    assert told == []
    clock[0] += timedelta(seconds=3)
    watch.look()

    assert told == [date(2099, 10, 1)]
    assert watch.waits == timedelta(minutes=10)  # or else a night asleep would hide the day


# The banner -------------------------------------------------------------------------------------


@pytest.fixture
def banner(qtbot, light_theme):
    made = CurrencyBanner(light_theme)
    qtbot.addWidget(made)
    made.resize(1200, 40)
    return made


def test_the_audit_and_a_newer_release_share_one_line(qtbot, banner):
    banner.show_news(CurrencyNews(DAY, (newer_release(),)))
    banner.show_audit(WORDS)

    assert banner.word.text() == f"{WORDS} ICD-10-CM FY2100 is in force, FY2099 is installed."
    assert banner.audit.isVisible()
    assert banner.get.isVisible()
    with qtbot.waitSignal(banner.audit_asked):
        banner.audit.click()


def test_the_audit_alone_offers_no_release(banner):
    banner.show_audit(WORDS)

    assert banner.word.text() == WORDS
    assert not banner.get.isVisible()
    assert not banner.details.isVisible()


def test_closing_the_line_closes_both_and_says_so(qtbot, banner):
    banner.show_news(CurrencyNews(DAY, (newer_release(),)))
    banner.show_audit(WORDS)

    with qtbot.waitSignal(banner.audit_closed):
        banner.close_button.click()

    assert not banner.isVisible()


def test_once_the_audit_is_no_news_the_release_is_told_in_full(banner):
    news = CurrencyNews(DAY, (newer_release(),))
    banner.show_news(news)
    alone = banner.word.text()
    banner.show_audit(WORDS)

    banner.show_audit("")

    assert banner.word.text() == alone
    assert not banner.audit.isVisible()


# The dialog -------------------------------------------------------------------------------------


def test_every_outdated_code_is_a_row_and_the_model_is_sound(dialog, auditing):
    rows = [[dialog.model.index(row, column).data() for column in range(5)] for row in range(2)]

    assert rows == [
        ["A", "no date, today", "Q01.1", "Deleted on 1 October 2099", "Q01.11"],
        ["B", "no date, today", "Q01.2", "Deleted on 1 October 2099", "Q02.1 or Q02.2 or Q99.9"],
    ]
    assert dialog.summary.text() == WORDS
    model = ColumnsModel(audit_columns())
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(audit_rows(auditing.report))
    model.show(())
    assert tester.model() is model


def test_what_the_dialog_shows_is_no_news_any_more(dialog, auditing, news):
    auditing._tell()

    assert news == [""]


def test_the_only_successor_is_put_in_its_place_by_keyboard_as_one_step_of_undo(
    qtbot, dialog, encounters
):
    assert dialog.replace_button.text() == "&Replace by Q01.11"

    qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)

    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    (kept,) = encounters.found("A")
    now = encounters.open(kept.id)
    assert [line.code for line in now.lines] == ["Q01.11", "Q05"]
    assert now.undo_word == "change Q01.1 to Q01.11"
    assert dialog.current.audited.kept.label == "B"


def test_among_several_successors_one_must_be_chosen(qtbot, dialog, encounters):
    dialog.table.make_current(1)
    assert not dialog.replace_button.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    assert [one.codes for one in encounters.found("B")] == [("Q01.2",)]

    dialog.successors.setFocus()
    qtbot.keyClick(dialog.successors, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.successors, Qt.Key.Key_Down)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)

    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    assert [one.codes for one in encounters.found("B")] == [("Q02.2",)]


def test_a_code_that_is_not_there_any_more_is_not_replaced(qtbot, dialog, encounters):
    (kept,) = encounters.found("A")
    now = encounters.open(kept.id)
    encounters.replace(now, now.lines[0].id, a_code("Q07"))

    dialog.replace_button.click()

    qtbot.waitUntil(lambda: "not on “A” any more" in dialog.notice.text)
    assert [one.codes for one in encounters.found("A")] == [("Q07", "Q05")]


def test_a_successor_in_no_installed_release_is_named_with_what_to_do(qtbot, dialog, auditing):
    report = auditing.report
    first = report.lists[0]
    code = replace(first.codes[0], offered=())

    dialog._show(replace(report, lists=(replace(first, codes=(code,)),)))

    assert not dialog.replace_button.isEnabled()
    assert dialog.successors.isHidden()
    assert "Q01.11 is in no installed release for the day: import" in dialog.about.text()


def test_enter_opens_the_list(qtbot, dialog, encounters):
    dialog.table.setFocus()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)

    with qtbot.waitSignal(dialog.open_asked) as asked:
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)

    assert asked.args == [encounters.found("B")[0].id]
    assert not dialog.isVisible()


def test_what_was_not_checked_stands_apart(qtbot, dialog, audit, auditing):
    audit.unchecked = (NotChecked("2 codes of CPT, on 1 list", "No release is installed."),)

    auditing.run()

    said = "Not checked: 2 codes of CPT, on 1 list. No release is installed."
    qtbot.waitUntil(lambda: dialog.unchecked.text() == said)
    assert dialog.unchecked.isVisible()
