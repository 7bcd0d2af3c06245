"""What the checks found, as it stands below the list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget
from support.encounter_pane import NO_DATE, excludes1, missing_seventh, unspecified

from codebook_app.domain.code import SeventhCharacter
from codebook_app.domain.finding import CheckReport, Finding, Severity
from codebook_app.domain.fix import Fix, MoveLine, SetPoa
from codebook_app.domain.guideline_sections import GuidelinesKept
from codebook_app.domain.note import CodeReference
from codebook_app.gui import announcing
from codebook_app.gui.panels.finding_card import FindingCard
from codebook_app.gui.panels.findings import FindingsPane
from codebook_app.gui.panels.notice import NoticeBar
from codebook_app.gui.panels.severity import counted, icon_name


@pytest.fixture
def before(qtbot):
    made = QPushButton("before")
    qtbot.addWidget(made)
    return made


@pytest.fixture
def window(qtbot, before, light_theme):
    made = QWidget()
    qtbot.addWidget(made)
    before.setParent(made)
    pane = FindingsPane(light_theme, before, made)
    pane.setGeometry(0, 40, 340, 500)
    made.resize(340, 560)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def pane(window):
    return window.findChild(FindingsPane)


def report(*findings: Finding, not_checked=()) -> CheckReport:
    return CheckReport(tuple(findings), tuple(not_checked))


def words_of(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def test_findings_are_counted_by_weight():
    findings = [missing_seventh(), excludes1(), excludes1(), unspecified(), excludes1(reason="So")]

    assert counted(findings) == "1 error, 2 warnings, 1 information, 1 set aside"


def test_each_weight_has_a_shape_of_its_own_and_one_set_aside_another():
    shapes = {
        icon_name(one)
        for one in (missing_seventh(), excludes1(), unspecified(), excludes1(reason="So"))
    }

    assert len(shapes) == 4


def test_a_clean_list_says_only_what_is_true(pane):
    pane.show_report(report(not_checked=[NO_DATE]))

    assert pane.word == "No findings by the checks that ran · 1 not checked"
    assert pane.not_checked_text == "Valid on date: there is no date of service"
    assert "passed" not in words_of(pane).lower()


def test_the_line_of_numbers_is_whole_where_nothing_else_is_shown(pane):
    for shown in (report(missing_seventh()), report()):
        pane.show_report(shown)
        pane.setFixedHeight(pane.wanted_height(pane.width()))
        pane.layout().activate()

    head = next(label for label in pane.findChildren(QLabel) if label.text() == pane.word)
    assert head.height() >= head.heightForWidth(head.width())
    assert head.geometry().bottom() < pane.rect().bottom()


def test_a_card_says_word_text_action_and_source(pane):
    pane.show_report(report(missing_seventh()))

    said = words_of(pane.cards[0])
    for words in ("Error", "needs a seventh character", "Choose A, D or S.", "at Q01, FY2099"):
        assert words in said
    assert pane.cards[0].accessibleName() == "error: Q01.11 needs a seventh character."


def test_when_no_check_ran_nothing_looks_clean(pane):
    pane.show_report(report())
    pane.show_unchecked("No ICD-10-CM is installed.")

    assert pane.word == "Not checked"
    assert "No ICD-10-CM is installed." in pane.not_checked_text
    assert "No findings" not in words_of(pane)


def test_the_findings_of_the_current_line_stand_first_and_set_aside_ones_last(pane):
    aside = excludes1(reason="Unrelated")
    pane.show_report(report(missing_seventh(), aside, unspecified()))

    pane.show_current("2")

    shown = [card.finding for card in pane.cards]
    assert shown == [unspecified(), aside, missing_seventh()]


def test_moving_on_restores_the_order_of_the_report(pane):
    third = missing_seventh("Q03", "3")
    pane.show_report(report(missing_seventh(), third, unspecified()))
    for line_id in ("2", "3", ""):
        pane.show_current(line_id)

    assert [card.finding for card in pane.cards] == [missing_seventh(), third, unspecified()]


def test_tab_walks_the_cards_in_the_order_they_are_seen(qtbot, pane, before):
    pane.show_report(report(missing_seventh(), unspecified()))
    pane.show_current("2")
    before.setFocus()

    walked = []
    focus = before
    for _ in range(4):
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
        focus = pane.window().focusWidget()
        walked.append(focus.accessibleName() or focus.text())

    assert walked == [
        "Fold away the findings: 1 error, 1 information",
        "Open Q02.0 in the book",
        "Open Q01.11 in the book",
        "Seventh character",
    ]


def test_a_card_that_is_the_same_in_the_next_report_stays(pane):
    pane.show_report(report(missing_seventh(), unspecified()))
    kept = pane.cards[1]

    pane.show_report(report(excludes1(), unspecified()))

    assert kept in pane.cards
    assert [card.finding for card in pane.cards] == [excludes1(), unspecified()]


def test_the_focus_goes_on_to_the_same_finding_once_it_is_set_aside(pane):
    pane.show_report(report(excludes1()))
    pane.cards[0].override_button.setFocus()

    pane.show_report(report(excludes1(reason="Unrelated")))

    assert pane.window().focusWidget() is pane.cards[0].withdraw_button


def test_the_focus_leaves_with_the_last_card_it_was_on(qtbot, pane):
    pane.show_report(report(missing_seventh()))
    pane.cards[0].complete_button.setFocus()

    with qtbot.waitSignal(pane.left):
        pane.show_report(report())


def test_a_seventh_character_is_chosen_by_its_letter(qtbot, pane):
    pane.show_report(report(missing_seventh()))
    card = pane.cards[0]
    card.open_completions()
    menu = card.complete_button.menu()

    with qtbot.waitSignal(pane.complete_asked) as asked:
        qtbot.keyClick(menu, Qt.Key.Key_D)

    assert asked.args == [missing_seventh(), "Q01.11XD"]


def test_the_menu_tells_what_each_seventh_character_means(pane):
    pane.show_report(report(missing_seventh()))

    offered = [action.text() for action in pane.cards[0].complete_button.menu().actions()]

    assert offered[0] == "&A   initial encounter\tQ01.11XA"
    assert len(offered) == 3


def header(*below: SeventhCharacter) -> Finding:
    return Finding(
        "not_billable", Severity.ERROR, ("Q01.1",), "Q01.1 is a header.", "", "", ("1",), below
    )


def test_a_header_offers_the_codes_below_it_by_code(qtbot, pane):
    below = (
        SeventhCharacter("A", "Inkblot of right thumb, initial", "Q01.11XA"),
        SeventhCharacter("A", "Inkblot of left thumb, initial", "Q01.12XA"),
    )
    pane.show_report(report(header(*below)))
    button = pane.cards[0].complete_button
    first, second = button.menu().actions()[:2]

    assert button.text() == "Choose the code"
    assert first.text() == "Q01.11XA   Inkblot of right thumb, initial"
    with qtbot.waitSignal(pane.complete_asked) as asked:
        second.trigger()
    assert asked.args[1] == "Q01.12XA"


def test_a_single_completion_needs_no_menu(qtbot, pane):
    pane.show_report(report(header(SeventhCharacter("", "Inkblot of right thumb", "Q01.11"))))
    button = pane.cards[0].complete_button

    assert (button.text(), button.toolTip()) == ("Replace by Q01.11", "Inkblot of right thumb")
    with qtbot.waitSignal(pane.complete_asked) as asked:
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert asked.args == [pane.cards[0].finding, "Q01.11"]


def test_the_line_of_the_book_where_the_note_stands_opens_by_key(qtbot, pane):
    pane.show_report(report(replace(excludes1(), source_code="Q01")))
    button = pane.cards[0].source_button

    assert button.text() == "Open Q01"
    with qtbot.waitSignal(pane.open_requested) as asked:
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert asked.args == ["Q01"]


def test_a_guideline_is_no_line_of_the_book(pane):
    pane.show_report(report(missing_seventh()))

    assert pane.cards[0].source_button is None


def test_a_header_with_very_many_codes_sends_the_rest_to_the_book(qtbot, pane):
    many = tuple(SeventhCharacter("", f"Blot {n}", f"Q01.{n:03}") for n in range(90))
    pane.show_report(report(header(*many)))
    offered = pane.cards[0].complete_button.menu().actions()

    assert len(offered) < 50
    assert offered[-1].text() == "Open Q01.1 in the book for all of them"
    with qtbot.waitSignal(pane.open_requested) as asked:
        offered[-1].trigger()
    assert asked.args == ["Q01.1"]


@pytest.mark.parametrize(
    ("finding", "override", "withdraw"),
    [
        (missing_seventh(), False, False),
        (unspecified(), False, False),
        (excludes1(), True, False),
        (excludes1(reason="Unrelated"), False, True),
    ],
)
def test_only_warnings_can_be_overridden_and_only_overridden_ones_withdrawn(
    qtbot, light_theme, finding, override, withdraw
):
    card = FindingCard(finding, light_theme)
    qtbot.addWidget(card)

    assert (card.override_button is not None) is override
    assert (card.withdraw_button is not None) is withdraw


def test_a_warning_set_aside_shows_the_reason_and_can_be_withdrawn(qtbot, pane):
    aside = excludes1(reason="The conditions are unrelated")
    pane.show_report(report(aside))

    assert "Your reason: The conditions are unrelated" in words_of(pane.cards[0])
    with qtbot.waitSignal(pane.withdraw_asked) as asked:
        qtbot.keyClick(pane.cards[0].withdraw_button, Qt.Key.Key_Space)
    assert asked.args == [aside]


def test_each_code_concerned_opens_in_the_book_by_key(qtbot, pane):
    pane.show_report(report(excludes1()))
    first, second = pane.cards[0].focusable[:2]

    opened = []
    pane.open_requested.connect(opened.append)
    for link in (first, second):
        qtbot.keyClick(link, Qt.Key.Key_Space)

    assert opened == ["Q01.11", "Q02.0"]


def test_nothing_is_wider_than_a_narrow_pane_with_large_text(qtbot, pane, light_theme):
    light_theme.set_scale(2.0)
    pane.resize(300, 500)
    pane.show_report(report(missing_seventh(), excludes1(), not_checked=[NO_DATE]))

    qtbot.waitUntil(lambda: all(0 < card.width() <= 300 for card in pane.cards))


def test_everything_in_a_card_has_a_name_for_a_screen_reader(pane):
    pane.show_report(report(missing_seventh(), excludes1(), excludes1(reason="So")))

    for card in pane.cards:
        assert card.accessibleName()
        for widget in card.focusable:
            assert widget.accessibleName() or widget.text()


def test_a_screen_reader_is_told_when_the_findings_change_and_of_every_fault(
    qtbot, pane, light_theme, monkeypatch
):
    said: list[str] = []
    monkeypatch.setattr(
        announcing.QAccessible, "updateAccessibility", lambda event: said.append(event.message())
    )
    notice = NoticeBar(light_theme)
    qtbot.addWidget(notice)

    pane.show_report(report(missing_seventh()))
    pane.show_report(report(missing_seventh()))
    notice.say_fault("The disk is full.")

    assert said == ["1 error", "The disk is full."]


# Ways out, and long reports -----------------------------------------------------------------

FIXES = tuple(
    Fix(label, (SetPoa("1", label[0]),)) for label in ("Y, present", "N, not", "U, unknown")
)


def told(number: int, severity: Severity = Severity.INFORMATION) -> Finding:
    return replace(unspecified(f"Q{number:02}.0", str(number)), severity=severity)


def test_a_fix_is_a_button_reached_by_tab_and_pressed_by_space(qtbot, pane):
    fix = Fix("Move N18.30 before E11.22", (MoveLine("2", "1"),))
    pane.show_report(report(replace(excludes1(), fixes=(fix,))))
    (button,) = pane.cards[0].fix_buttons

    assert button in pane.cards[0].focusable
    assert button.text() == fix.label
    button.setFocus()
    with qtbot.waitSignal(pane.fix_asked) as asked:
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert asked.args == [fix]


def test_of_many_fixes_the_first_is_a_button_and_the_others_a_menu(qtbot, pane):
    pane.show_report(report(replace(missing_seventh(), completions=(), fixes=FIXES)))
    first, others = pane.cards[0].fix_buttons

    assert pane.cards[0].main_button is first
    actions = others.menu().actions()
    assert [one.text().replace("&", "") for one in actions] == ["N, not", "U, unknown"]
    with qtbot.waitSignal(pane.fix_asked) as asked:
        actions[1].trigger()
    assert asked.args == [FIXES[2]]


def test_a_warning_that_is_set_aside_offers_no_fix(pane):
    pane.show_report(report(replace(excludes1(reason="Unrelated"), fixes=FIXES)))

    assert pane.cards[0].fix_buttons == ()


def test_the_codes_a_note_names_open_in_the_book(qtbot, pane):
    few = (CodeReference(0, 4, "N181", "N186"), CodeReference(5, 9, "Z79", "Z79"))
    pane.show_report(report(replace(unspecified(), named=few)))
    links = {one.text(): one for one in pane.cards[0].findChildren(QPushButton)}

    assert {"N18.1 to N18.6", "Z79"} <= links.keys()
    with qtbot.waitSignal(pane.open_requested) as asked:
        links["N18.1 to N18.6"].click()
    assert asked.args == ["N18.1"]


def test_many_named_codes_and_many_codes_concerned_are_menus(qtbot, pane):
    many = tuple(CodeReference(0, 3, f"A{at:02}", f"A{at:02}") for at in range(9))
    codes = tuple(f"B{at:02}" for at in range(9))
    pane.show_report(report(replace(unspecified(), named=many, codes=codes)))
    menus = {one.text(): one for one in pane.cards[0].findChildren(QPushButton) if one.menu()}

    assert menus.keys() == {"9 codes named", "4 more"}
    with qtbot.waitSignal(pane.open_requested) as asked:
        menus["4 more"].menu().actions()[-1].trigger()
    assert asked.args == ["B08"]


def test_much_information_folds_away_and_opens_by_key(qtbot, pane):
    pane.show_report(report(missing_seventh(), *(told(at) for at in range(3, 6))))
    fold = next(one for one in pane.findChildren(QPushButton) if one.isCheckable())

    assert [card.isVisibleTo(pane) for card in pane.cards] == [True, False, False, False]
    assert fold.text() == "Show 3 notes for information"
    before = pane.wanted_height(340)
    fold.setFocus()
    qtbot.keyClick(fold, Qt.Key.Key_Space)

    assert all(card.isVisibleTo(pane) for card in pane.cards)
    assert fold.text() == "Hide 3 notes for information"
    assert pane.wanted_height(340) > before
    # It stays as the person left it when the next report comes.
    pane.show_report(report(*(told(at) for at in range(3, 9))))
    assert all(card.isVisibleTo(pane) for card in pane.cards)


def test_a_little_information_and_all_faults_are_never_folded(pane):
    faults = [told(at, Severity.WARNING) for at in range(10, 30)]
    pane.show_report(report(*faults, told(1), told(2)))

    assert len(pane.cards) == 22
    assert all(card.isVisibleTo(pane) for card in pane.cards)
    assert not [
        one for one in pane.findChildren(QPushButton) if one.isCheckable() and one.isVisibleTo(pane)
    ]


def test_a_button_half_in_sight_is_clicked_where_it_stands(qtbot, pane):
    fix = Fix("Put it first", (MoveLine("a", "b"),))
    pane.show_report(report(*(replace(excludes1(), fixes=(fix,)) for _ in range(6))))
    scroll = pane.findChild(QScrollArea)
    button = next(
        one
        for one in pane.findChildren(QPushButton)
        if one.text() == fix.label and shown(one, scroll) < one.height()
    )
    bar = scroll.verticalScrollBar()
    bar.setValue(bar.value() + button.height() // 2 - shown(button, scroll))
    asked: list[Fix] = []
    pane.fix_asked.connect(asked.append)
    stood = bar.value()

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, 4))

    assert asked == [fix]
    assert bar.value() == stood
    pane.setFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert shown(button, scroll) == button.height()


def shown(button: QWidget, scroll: QScrollArea) -> int:
    """Return how much of a button's height is in sight, below nothing where it lies farther."""
    top = button.mapTo(scroll.viewport(), QPoint(0, 0)).y()
    return min(button.height(), scroll.viewport().height() - top)


KEPT = GuidelinesKept("FY2099", "Sample FY2099", own=True)
BY_GUIDELINE = replace(
    excludes1(), source="ICD-10-CM Official Guidelines, section I.C.15.a.2 and I.C.16.a."
)


def test_the_section_a_finding_is_by_opens_in_the_guidelines_by_key(qtbot, pane):
    pane.show_report(CheckReport((BY_GUIDELINE,), (), guidelines=KEPT))
    card = pane.cards[0]
    links = card.section_links

    assert [link.text() for link in links] == [
        "Official Guidelines, section I.C.15.a.2",
        "I.C.16.a",
    ]
    assert [link.accessibleName() for link in links] == [
        "Guidelines, section I.C.15.a.2",
        "Guidelines, section I.C.16.a",
    ]
    assert links[0].toolTip() == "Open section I.C.15.a.2 in the guidelines of Sample FY2099"
    assert set(links) <= set(card.focusable)
    assert "Official Guidelines" not in words_of(card)  # the link stands in its place
    with qtbot.waitSignal(pane.section_asked) as asked:
        qtbot.keyClick(links[1], Qt.Key.Key_Space)
    assert asked.args == ["I.C.16.a", "FY2099"]


def test_guidelines_of_another_release_are_told_as_such(pane):
    other = GuidelinesKept("FY2098", "Sample FY2099", own=False)
    pane.show_report(CheckReport((BY_GUIDELINE,), (), guidelines=other))

    tip = pane.cards[0].section_links[0].toolTip()
    assert tip.endswith("in the guidelines of Sample FY2099; none are kept with FY2098")


def test_a_source_that_says_more_than_its_section_keeps_its_words_beside_the_link(pane):
    more = replace(excludes1(), source="ICD-10-CM Official Guidelines, section I.B.12: once.")
    pane.show_report(CheckReport((more,), (), guidelines=KEPT))

    assert more.source in words_of(pane.cards[0])
    assert len(pane.cards[0].section_links) == 1


def test_without_guidelines_the_source_is_words_that_say_how_to_get_them(pane):
    pane.show_report(report(BY_GUIDELINE))
    card = pane.cards[0]
    (label,) = (one for one in card.findChildren(QLabel) if one.text() == BY_GUIDELINE.source)

    assert card.section_links == ()
    assert "import their PDF" in label.toolTip()
    assert "import their PDF" in card.accessibleDescription()


def test_guidelines_that_come_make_links_of_the_sections_shown(pane):
    pane.show_report(report(BY_GUIDELINE, unspecified()))
    before = pane.cards
    pane.show_report(CheckReport((BY_GUIDELINE, unspecified()), (), guidelines=KEPT))

    assert pane.cards[0] is not before[0]
    assert pane.cards[0].section_links


def test_a_source_that_is_no_guideline_is_no_link(pane):
    pane.show_report(CheckReport((excludes1(),), (), guidelines=KEPT))

    assert pane.cards[0].section_links == ()
    assert "PDF" not in pane.cards[0].accessibleDescription()
