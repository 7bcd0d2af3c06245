"""The list of hits: its model, how a row is set, and the keys it hears."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QListView, QStyleOptionViewItem
from support.invented_window import CODES, hit_on

from codebook_app.domain.search import Hit, HitKind, SearchAnswer
from codebook_app.gui.models.hit_groups import BEST, MoreHits, PartHeading
from codebook_app.gui.models.hits import (
    HitListModel,
    HitRole,
    is_coded,
    level_word,
)
from codebook_app.gui.panels.hit_row import HitRowDelegate
from codebook_app.gui.panels.hits import HitListView, HitsPanel

RIGHT, LEFT, CUT = (hit_on(CODES[code]) for code in ("Q01.11", "Q01.12", "Q02.0"))


def answer(query: str, *hits: Hit, read_as: str = "") -> SearchAnswer:
    return SearchAnswer(query, read_as, hits, 0.1)


@pytest.fixture
def model(qapp):
    return HitListModel()


@pytest.fixture
def panel(qtbot, light_theme):
    made = HitsPanel(light_theme)
    qtbot.addWidget(made)
    made.resize(360, 500)
    made.show()
    return made


def view_of(panel: HitsPanel) -> HitListView:
    view = panel.findChild(HitListView)
    assert view is not None
    return view


# The model ------------------------------------------------------------------------------------


def test_own_notes_stand_under_a_heading_of_their_own_and_favourites_are_said(model):
    own = replace(RIGHT, kind=HitKind.NOTE, title="Ask which hand", level="note", billable=False)
    model.set_favourites(frozenset({(LEFT.code_set, LEFT.code)}))
    model.show((RIGHT, LEFT, own))
    spoken = [
        model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())
    ]

    assert spoken[3] == "Your notes, 1 hits"
    assert spoken[4].startswith(f"{RIGHT.code}, Ask which hand")
    assert [model.index(row).data(HitRole.FAVOURITE) for row in range(5)] == [
        False, False, True, False, False,
    ]  # fmt: skip
    assert spoken[2].endswith(", favourite")
    model.set_favourites(frozenset())
    assert not model.index(2).data(HitRole.FAVOURITE)


def test_the_model_keeps_qts_rules_while_answers_come_and_go(qtbot, model):
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for hits in ((RIGHT, LEFT), (), (CUT,), (RIGHT, LEFT, CUT)):
        model.show(hits)
    assert tester.model() is model
    assert model.rowCount() == 4


def test_hits_stand_under_the_heading_of_their_part_of_the_book(model):
    term = hit_on(CODES["Q02"], kind=HitKind.INDEX)

    model.show((RIGHT, term, LEFT))

    rows = [model.index(row).data(HitRole.ROW) for row in range(model.rowCount())]
    assert rows == [PartHeading("TABULAR", 2), RIGHT, LEFT, PartHeading("INDEX", 1), term]


def test_a_heading_can_be_neither_selected_nor_opened(model):
    model.show((RIGHT,))

    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.hit(model.index(0)) is None
    assert model.hit(model.first()) == RIGHT


def test_a_screen_reader_hears_code_title_state_and_reason(model):
    folded = hit_on(CODES["Q01.1"], reason="Inclusion term", reason_text="Blotted thumb", folded=16)
    model.show((folded,))

    spoken = model.first().data(Qt.ItemDataRole.AccessibleTextRole)

    assert spoken == (
        "Q01.1, Inkblot of thumb, not billable, 16 with 7th character, "
        "Inclusion term: Blotted thumb"
    )


def test_a_section_is_called_one_and_has_no_billable_state(model):
    model.show((hit_on(CODES["Q01-Q02"]),))

    spoken = model.first().data(Qt.ItemDataRole.AccessibleTextRole)

    assert spoken == "Section Q01-Q02, Inky ailments"


def test_stepping_goes_over_headings_and_stops_at_the_ends(model):
    term = hit_on(CODES["Q02"], kind=HitKind.INDEX)
    model.show((RIGHT, LEFT, term))

    walked = [model.first()]
    for _ in range(3):
        walked.append(model.step(walked[-1], 1))

    assert [model.hit(index).code for index in walked] == ["Q01.11", "Q01.12", "Q02", "Q02"]
    assert model.step(model.first(), -1) == model.first()
    assert model.step(QModelIndex(), 1) == model.first()
    model.show(())
    assert not model.step(QModelIndex(), 1).isValid()


def many(count: int, **changes: object) -> tuple[Hit, ...]:
    return tuple(
        replace(RIGHT, code=f"Q{number}", title=f"Inky ailment {number}", **changes)
        for number in range(count)
    )


TERMS = many(28, kind=HitKind.INDEX, level="index")


def test_the_best_few_of_a_part_stand_above_one_row_for_the_others(model):
    model.show((*TERMS, RIGHT, LEFT))

    rows = [model.index(row).data(HitRole.ROW) for row in range(model.rowCount())]
    assert rows == [
        PartHeading("INDEX", 28),
        *TERMS[:BEST],
        MoreHits(HitKind.INDEX, 28 - BEST),
        PartHeading("TABULAR", 2),
        RIGHT,
        LEFT,
    ]
    more = model.index(BEST + 1)
    assert more.data() == "24 more in the index"
    assert more.data(Qt.ItemDataRole.AccessibleTextRole) == "24 more in the index, Enter shows them"


def test_the_last_part_and_one_with_a_single_hit_more_are_shown_whole(model):
    model.show((*TERMS[: BEST + 1], *many(30)))

    rows = [model.index(row).data(HitRole.ROW) for row in range(model.rowCount())]
    assert not [row for row in rows if isinstance(row, MoreHits)]
    assert len(rows) == BEST + 1 + 30 + 2


def test_the_row_of_more_turns_into_the_hits_it_tells_of(qtbot, model):
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show((*TERMS, RIGHT, LEFT))

    first = model.open(model.index(BEST + 1))

    assert model.hit(first) == TERMS[BEST]
    assert [model.hit(model.index(row)) for row in range(1, 29)] == list(TERMS)
    assert not model.open(model.index(1)).isValid()
    model.show((*TERMS, RIGHT, LEFT), keep_opened=True)
    assert model.rowCount() == 32
    model.show((*TERMS, RIGHT, LEFT))
    assert model.rowCount() == BEST + 5
    assert tester.model() is model


# A row ----------------------------------------------------------------------------------------


def height_of(theme, hit: Hit, width: int) -> int:
    model = HitListModel()
    model.show((hit,))
    view = QListView()
    view.setModel(model)
    view.resize(width, 400)
    delegate = HitRowDelegate(theme, view)
    option = QStyleOptionViewItem()
    option.widget = view
    return delegate.sizeHint(option, model.first()).height()


def test_a_long_title_wraps_and_ends_after_five_lines(qtbot, light_theme):
    short, long, longer = (
        height_of(light_theme, hit_on(CODES["Q02.0"], title="word " * words), 360)
        for words in (1, 80, 400)
    )

    assert short < long == longer


def test_a_row_is_laid_out_anew_for_what_it_says_and_not_for_its_place(qtbot, light_theme):
    model = HitListModel()
    view = QListView()
    qtbot.addWidget(view)
    view.setModel(model)
    delegate = HitRowDelegate(light_theme, view)
    option = QStyleOptionViewItem()
    option.widget = view

    def height(hit: Hit) -> int:
        model.show((hit,))
        delegate.forget()
        return delegate.sizeHint(option, model.first()).height()

    once = height(RIGHT)
    assert height(replace(RIGHT, score=RIGHT.score + 1)) == once
    assert height(replace(RIGHT, title=RIGHT.title * 9)) > once
    assert height(replace(RIGHT, reason="Note", reason_text="Blotted thumb")) > once
    assert height(RIGHT) == once


def test_a_reason_and_a_larger_text_make_the_row_higher(qtbot, light_theme):
    plain = height_of(light_theme, CUT, 360)
    reasoned = height_of(
        light_theme, hit_on(CODES["Q02.0"], reason="Includes", reason_text="cut"), 360
    )
    light_theme.set_scale(1.5)

    assert reasoned > plain
    assert height_of(light_theme, CUT, 360) > plain


def test_the_words_that_matched_are_marked_by_ground_and_weight(qtbot, panel, light_theme):
    light_theme.choose("light")
    marked = hit_on(CODES["Q02.0"], marks=((0, 5),))
    panel.show_answer(answer("paper", marked))
    view_of(panel).setCurrentIndex(QModelIndex())
    with_mark = view_of(panel).grab().toImage()
    panel.show_answer(answer("other", CUT))
    view_of(panel).setCurrentIndex(QModelIndex())
    without = view_of(panel).grab().toImage()
    ground = light_theme.colour("mark").rgb()

    def count(image) -> int:
        return sum(
            image.pixel(x, y) == ground
            for x in range(image.width())
            for y in range(min(120, image.height()))
        )

    assert count(with_mark) > 100
    assert count(without) == 0


def test_billable_is_a_full_disc_and_not_billable_a_ring(qtbot, panel, light_theme):
    def disc(hit: Hit) -> int:
        panel.show_answer(answer(hit.code, hit))
        view = view_of(panel)
        row = view.visualRect(view.currentIndex())
        view.setCurrentIndex(QModelIndex())
        row.setLeft(row.right() - 30)  # the sign's column
        image = view.viewport().grab(row).toImage()
        colour = light_theme.colour("billable" if hit.billable else "not_billable")
        return sum(
            alike(image.pixelColor(x, y), colour)
            for x in range(image.width())
            for y in range(image.height())
        )

    def alike(one: QColor, other: QColor) -> bool:
        # Nearly: where the ring falls between two pixels hangs on the font.
        channels = zip(one.getRgb(), other.getRgb(), strict=True)
        return sum(abs(first - second) for first, second in channels) < 120

    same = hit_on(CODES["Q02.0"], billable=False)
    assert disc(CUT) > 2 * disc(same) > 0


# The panel ------------------------------------------------------------------------------------


def test_the_first_hit_is_current_when_an_answer_comes(qtbot, panel):
    panel.show_answer(answer("ink", RIGHT, LEFT))

    assert panel.current() == RIGHT


def test_the_same_question_asked_again_keeps_the_current_hit(qtbot, panel):
    panel.show_answer(answer("ink", RIGHT, LEFT))
    panel.step(1)

    panel.show_answer(answer("ink", CUT, RIGHT, LEFT))
    assert panel.current() == LEFT

    panel.show_answer(answer("inkb", RIGHT, LEFT))
    assert panel.current() == RIGHT


def test_an_answer_previews_nothing_and_an_arrow_does(qtbot, panel):
    seen: list[Hit] = []
    panel.previewed.connect(seen.append)

    panel.show_answer(answer("ink", RIGHT, LEFT))
    assert seen == []

    panel.step(1)
    assert seen == [LEFT]

    panel.step(1)
    assert seen == [LEFT, LEFT]


def test_enter_opens_and_letters_go_to_the_search_field(qtbot, panel):
    opened: list[Hit] = []
    typed: list[str] = []
    panel.open_requested.connect(opened.append)
    panel.typed.connect(typed.append)
    panel.show_answer(answer("ink", RIGHT, LEFT))
    view = view_of(panel)

    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClicks(view, "x7")
    qtbot.keyClick(view, Qt.Key.Key_Backspace)

    assert opened == [LEFT]
    assert typed == ["x", "7", "\b"]


def test_up_from_the_first_hit_leaves_for_the_search(qtbot, panel):
    left: list[bool] = []
    panel.search_wanted.connect(lambda: left.append(True))
    panel.show_answer(answer("ink", RIGHT, LEFT))
    view = view_of(panel)

    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert left == []
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert left == [True]


def test_how_the_query_was_read_is_said(qtbot, panel):
    panel.show_answer(answer("htn", RIGHT, read_as="hypertension"))
    assert "Read as: hypertension" in texts(panel)

    panel.show_answer(answer("ink", RIGHT))
    assert not any(text.startswith("Read as") for text in texts(panel))


def texts(panel: HitsPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def test_no_hit_says_what_to_try_and_names_the_query_harmlessly(qtbot, panel):
    panel.show_answer(answer("<b>xyzzy"))

    shown = " ".join(texts(panel))
    assert "Nothing found for “&lt;b&gt;xyzzy”" in shown
    assert "fewer words" in shown


def test_an_empty_search_teaches_and_its_examples_can_be_chosen(qtbot, panel):
    chosen: list[str] = []
    panel.example_chosen.connect(chosen.append)

    panel.show_lesson("The index is being built.")

    shown = " ".join(texts(panel))
    assert "The index is being built." in shown
    assert '<a href="E11.22">' in shown
    lesson = next(label for label in panel.findChildren(type(panel._lesson)) if label.isVisible())
    lesson.linkActivated.emit("E11.22")
    assert chosen == ["E11.22"]


def test_a_page_is_about_what_fits(qtbot, panel):
    panel.show_answer(answer("ink", *[RIGHT, LEFT, CUT] * 10))

    assert 1 < panel.page_length() < 30
    assert panel.minimumSizeHint().width() <= QSize(200, 0).width()


def test_all_hits_can_be_reached_however_many_are_laid_out_at_once(qtbot, panel):
    many = [replace(CUT, code=f"Q02.{number}") for number in range(50)]
    panel.show_answer(answer("paper", *many))
    view = view_of(panel)

    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > view.height())
    panel.step(60)

    assert panel.current() == many[-1]
    area = view.visualRect(view.currentIndex())
    assert view.viewport().rect().contains(area)


def test_the_hits_keep_their_layout_when_only_the_height_changes(qtbot, panel):
    long = hit_on(CODES["Q02.0"], title="paper cut of many words " * 4)
    panel.show_answer(answer("paper", long, RIGHT))
    view = view_of(panel)
    qtbot.waitUntil(lambda: view.visualRect(view.currentIndex()).height() > 0)
    wide = view.visualRect(view.currentIndex()).height()

    panel.resize(230, 500)
    qtbot.waitUntil(lambda: view.visualRect(view.currentIndex()).height() > wide)
    narrow = view.visualRect(view.currentIndex())
    panel.resize(230, 300)

    assert view.visualRect(view.currentIndex()) == narrow


# Several books --------------------------------------------------------------------------------

TERM = hit_on(
    CODES["Q02"], kind=HitKind.INDEX, level="index", title="Paper cut, finger", billable=False
)
SUPPLY = hit_on(CODES["Q02.0"], code_set="hcpcs")


def book_words(model: HitListModel) -> list[str]:
    return [str(model.data(model.index(row, 0), HitRole.BOOK)) for row in range(model.rowCount())]


def test_hits_say_their_code_set_where_there_are_several(model):
    model.show((RIGHT, SUPPLY))
    assert book_words(model) == ["", "ICD-10-CM", "HCPCS Level II"]

    model.show((RIGHT, LEFT))
    assert book_words(model) == ["", "", ""]


def test_a_term_says_which_index_it_stands_in_where_there_are_several(model):
    model.show((TERM, RIGHT))
    assert book_words(model) == ["", "", "", ""]

    model.show((TERM, replace(TERM, level="external", title="Cut, by paper")))
    assert book_words(model) == ["", "Alphabetic index", "External cause index"]


def test_a_modifier_and_a_terminated_code_say_so(model):
    modifier = replace(SUPPLY, level="modifier", billable=False)
    gone = replace(SUPPLY, level="terminated code", billable=False)

    model.show((modifier, gone))

    assert book_words(model)[1:] == ["modifier", "terminated code"]


@pytest.mark.parametrize(
    ("level", "billable", "word"),
    [
        ("section", False, "Section"),
        ("body system", False, "Body system"),
        ("letter", False, "Letter"),
        ("category", False, ""),
        ("table", False, ""),
        ("code", True, ""),
        ("group", True, ""),
    ],
)
def test_a_line_that_only_groups_codes_says_its_level(level, billable, word):
    hit = replace(RIGHT, level=level, billable=billable)

    assert level_word(hit) == word
    assert is_coded(hit) == (not word)


def test_a_term_of_an_index_is_neither_billable_nor_not(model):
    model.show((TERM,))

    spoken = model.data(model.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)

    assert spoken == "Q02, Paper cut, finger"


def test_a_group_is_valid_and_not_billable(model):
    model.show((hit_on(CODES["Q02.0"], code_set="msdrg"),))

    spoken = model.data(model.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)

    assert spoken.endswith(", valid")


def test_the_same_line_stays_current_when_the_same_is_asked_again(panel):
    panel.show_answer(answer("cut", RIGHT, SUPPLY, TERM))
    panel.step(2)
    assert panel.current() == TERM

    panel.show_answer(answer("cut", SUPPLY, TERM, RIGHT))

    assert panel.current() == TERM


def test_nothing_found_in_one_book_names_the_way_to_the_others(panel):
    panel.set_book("ICF")
    panel.show_answer(answer("zebra"))
    lesson = next(label for label in panel.findChildren(QLabel) if "zebra" in label.text())
    assert "Only ICF was searched" in lesson.text()

    panel.set_book("")
    panel.show_answer(answer("zebra"))

    assert "was searched" not in lesson.text()


def test_a_hit_clicked_with_ctrl_or_the_middle_button_is_wanted_in_a_tab(qtbot, panel):
    panel.show_answer(answer("ink", RIGHT, LEFT))
    view = view_of(panel)
    model = view.model()
    assert isinstance(model, HitListModel)
    point = view.visualRect(model.find(LEFT)).center()
    kept, opened = panel.current(), []
    panel.open_requested.connect(opened.append)

    for button, held in (
        (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier),
        (Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier),
    ):
        with qtbot.waitSignal(panel.apart_requested) as apart:
            QTest.mouseClick(view.viewport(), button, held, point)
        assert apart.args[0].code == LEFT.code
    assert (panel.current(), opened) == (kept, [])


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Space])
def test_more_hits_open_by_key_and_the_first_of_them_is_current(qtbot, panel, key):
    panel.show_answer(answer("ink", *TERMS, RIGHT, LEFT))
    panel.step(BEST)
    assert panel.current() is None

    QTest.keyClick(view_of(panel), key)

    assert panel.current() == TERMS[BEST]


def test_more_hits_open_by_a_click_and_stay_open_for_the_same_question(qtbot, panel):
    panel.show_answer(answer("ink", *TERMS, RIGHT, LEFT))
    view = view_of(panel)
    more = view.model().index(BEST + 1, 0)
    view.scrollTo(more)

    QTest.mouseClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        view.visualRect(more).center(),
    )

    assert panel.current() == TERMS[BEST]
    panel.show_answer(answer("ink", *TERMS, RIGHT, LEFT))
    assert panel.current() == TERMS[BEST]


def test_a_high_pane_shows_more_hits_of_each_part(qtbot, panel):
    def shown() -> int:
        panel.show_answer(answer("ink", *TERMS, RIGHT, LEFT))
        rows = view_of(panel).model().rowCount()
        panel.show_lesson()
        return rows

    low = shown()
    panel.resize(360, 1400)

    assert low == BEST + 5
    assert shown() > low
