"""A page in two releases side by side: the rows, the keys, and the window around them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from support.two_releases import (
    EARLIER,
    LATER,
    SmudgeLookup,
    SmudgeReleases,
    invented_release,
    line,
)

from codebook_app.domain.page_comparison import PageComparison
from codebook_app.errors import KnownError
from codebook_app.gui.dialogs.compared_codes import ComparedCodesDialog
from codebook_app.gui.models.compared_lines import ComparedLinesModel
from codebook_app.gui.page_comparing import PageComparing, pair_around
from codebook_app.gui.panels.compared_codes import ComparedLines
from codebook_app.gui.panels.compared_text import ComparedText
from codebook_app.services.page_comparison import PageComparisons, compared_lines

Key = Qt.Key


@pytest.fixture
def releases():
    return SmudgeReleases()


@pytest.fixture
def comparisons(releases):
    return PageComparisons(SmudgeLookup(), releases)


@pytest.fixture
def comparison(comparisons):
    return comparisons.between("icd10cm", "Q30", "FY2098", "FY2099")


@pytest.fixture
def dialog(qtbot, comparisons, releases, lookup_worker, light_theme):
    made = ComparedCodesDialog(PageComparing(comparisons, releases, lookup_worker), light_theme)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.compare("icd10cm", "Q30.1", "", "FY2099")
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() > 0)
    return made


def current(dialog: ComparedCodesDialog) -> str:
    line = dialog.lines.current
    return line.code if line is not None and line.title.after + line.title.before else "above"


def press(dialog: ComparedCodesDialog, key: Key, held=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(dialog.lines, key, held)


# The rows -------------------------------------------------------------------------------------


def test_the_rows_keep_qts_rules_and_can_be_those_that_differ_alone(comparison, qapp):
    model = ComparedLinesModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)

    model.show(comparison, only_differences=False)
    assert model.rowCount() == 7  # and what differs above the page
    model.show(comparison, only_differences=True)
    assert [line.code for line in model.lines][1:] == ["Q30.0", "Q30.01", "Q30.1", "Q30.2", "Q30.9"]
    model.show(None, only_differences=True)
    assert model.rowCount() == 0
    assert tester.model() is model


@pytest.mark.parametrize(
    ("code", "spoken"),
    [
        ("Q30.0", "Q30.0, changed, Smudge of hand, billable, now not billable"),
        ("Q30.01", "Q30.01, added, Smudge of right hand"),
        ("Q30.2", "Q30.2, deleted, Smudge of collar"),
        (
            "Q30.1",
            "Q30.1, retitled, 1 note changed, Smudge of sleeve, any part but cuff, before: Smudge "
            "of sleeve, any part, Excludes1 changed from smudge of cuff of sleeve (Q31.0) to "
            "smudge of cuff of sleeve",
        ),
        ("Q30.9", "Q30.9, 1 note added, Smudge, unspecified, 7th character added: D later"),
    ],
)
def test_a_screen_reader_hears_what_became_of_a_line(comparison, qapp, code, spoken):
    model = ComparedLinesModel()
    model.show(comparison, only_differences=False)

    index = model.index(model.row_of(code))

    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == spoken


def test_no_difference_is_told_by_colour_alone(comparison, light_theme):
    text = ComparedText(light_theme)
    html = {line.code: text.html(line) for line in comparison.lines}

    assert "retitled" in html["Q30.1"]
    assert "underline" in html["Q30.1"]
    assert "line-through" in html["Q30.1"]
    assert "added" in html["Q30.01"]
    assert "not in this release" in html["Q30.01"]
    assert "deleted" in html["Q30.2"]
    assert "changed" in html["Q30.0"]
    assert "not billable" in html["Q30.0"]
    assert "bgcolor" not in html["Q30"]


# The window -----------------------------------------------------------------------------------


def test_the_release_before_stands_beside_the_one_that_was_read(dialog):
    assert (dialog.before.currentData(), dialog.after.currentData()) == ("FY2098", "FY2099")
    assert dialog.dates[0].accessibleName() == "in force 2097-10-01 to 2098-09-30"
    assert dialog.dates[1].accessibleName() == "in force 2098-10-01 to 2099-09-30"
    assert dialog.summary.text().startswith("1 added · 1 deleted · 1 retitled")
    assert dialog.windowTitle() == "Q30 in two releases"


def test_n_and_f8_walk_the_differences_and_shift_turns_round(dialog):
    assert current(dialog) == "Q30.1"  # asked for, and changed
    assert dialog.place.text() == "Difference 4 of 6"

    press(dialog, Key.Key_N)
    assert current(dialog) == "Q30.2"
    press(dialog, Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    press(dialog, Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    assert current(dialog) == "Q30.01"
    dialog.following.click()
    assert current(dialog) == "Q30.1"
    dialog.activateWindow()
    press(dialog, Key.Key_F8)
    press(dialog, Key.Key_F8)
    assert current(dialog) == "Q30.9"
    assert not dialog.following.isEnabled()


def test_what_is_the_same_can_be_left_out_and_the_line_stays_current(dialog):
    press(dialog, Key.Key_N)

    dialog.only.click()

    assert current(dialog) == "Q30.2"
    assert "Q30" not in [line.code for line in dialog.model.lines[1:]]


def test_enter_opens_the_line_in_the_book_and_ctrl_c_copies_it(qtbot, dialog):
    with qtbot.waitSignal(dialog.open_asked) as opened:
        press(dialog, Key.Key_Return)
    assert opened.args == ["icd10cm:Q30.1"]

    press(dialog, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("Q30.1, retitled")


def test_another_release_is_compared_as_soon_as_it_is_chosen(qtbot, dialog):
    dialog.before.setCurrentIndex(1)
    dialog.after.setCurrentIndex(0)
    dialog.after.activated.emit(0)

    qtbot.waitUntil(lambda: dialog.summary.text().startswith("1 added · 1 deleted"))
    qtbot.waitUntil(lambda: "deleted" in dialog.model.lines[dialog.model.row_of("Q30.01")].words)


def test_the_same_release_twice_is_answered_in_words(qtbot, dialog):
    dialog.before.setCurrentIndex(1)
    dialog.before.activated.emit(1)

    qtbot.waitUntil(lambda: "cannot be compared with itself" in dialog.summary.text())
    assert dialog.model.rowCount() == 0


def test_with_a_single_release_the_window_says_what_to_do(qtbot, dialog, releases):
    releases.there = (LATER,)
    dialog.compare("icd10cm", "Q30", "", "FY2099")

    qtbot.waitUntil(lambda: "Install another one" in dialog.summary.text())


def test_a_release_is_compared_with_the_one_before_it_and_the_first_with_the_next():
    middle = invented_release("FY2098-04", 2098)
    three = (EARLIER, middle, LATER)

    assert pair_around(three, "FY2099") == ("FY2098-04", "FY2099")
    assert pair_around(three, "FY2098-04") == ("FY2098", "FY2098-04")
    assert pair_around(three, "FY2098") == ("FY2098", "FY2098-04")
    assert pair_around(three, "gone") == ("FY2098-04", "FY2099")
    with pytest.raises(KnownError, match="no release of this code set"):
        pair_around((), "FY2098")


def test_a_difference_far_below_is_brought_into_sight_once_it_is_laid_out(qtbot, light_theme):
    before = tuple(line(f"Q30.{number}", f"Smudge {number}") for number in range(100, 400))
    after = (*before, line("Q30.A", "Smudge of everything"))
    model = ComparedLinesModel()
    view = ComparedLines(model, light_theme)
    qtbot.addWidget(view)
    view.resize(500, 300)
    view.show()

    comparison = PageComparison("Q30", EARLIER, LATER, compared_lines(before, after))
    model.show(comparison, only_differences=False)
    view.make_current(300)

    qtbot.waitUntil(
        lambda: (
            view.viewport().rect().intersects(view.visualRect(model.index(300)))
            and not view.visualRect(model.index(300)).isEmpty()
        )
    )


def test_lines_are_painted_in_both_columns_and_measured_again_with_the_text(dialog, light_theme):
    height = dialog.lines.visualRect(dialog.model.index(1)).height()

    light_theme.set_scale(2.0)
    dialog.lines.doItemsLayout()

    assert dialog.lines.visualRect(dialog.model.index(1)).height() > height * 3 // 2
    assert not dialog.grab().isNull()
    light_theme.set_scale(1.0)
