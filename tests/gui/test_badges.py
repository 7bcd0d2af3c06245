"""The badges of a line's flags: few, worded, told on hover, and never in the way of the title."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from support.pages import category_page

from codebook_app.domain.flag import Flag, Flagged, Tone
from codebook_app.gui.models.page import PageModel
from codebook_app.gui.models.page_order import page_rows
from codebook_app.gui.models.page_rows import LineRow, SeventhRow
from codebook_app.gui.panels.page_badges import printed
from codebook_app.gui.panels.page_text import LinkAct
from codebook_app.gui.panels.page_view import PageView

MCC = Flag("MCC", "MCC: major complication. Sample list.", Tone.SEVERITY, "MCC")
HCC = Flag("HCC 37 (V28)", "HCC 37 (V28): sample. Sample table.", Tone.SEVERITY, "HCC 37")
OLDER = Flag("HCC 18 (V24)", "HCC 18 (V24): sample. Sample table.", Tone.SEVERITY)
MANIFESTATION = Flag("manifestation", "Manifestation: never first.", Tone.LIMIT, "not principal")
UNACCEPTABLE = Flag("unacceptable", "Unacceptable: not first.", Tone.LIMIT, "not principal")
AGE = Flag("maternity", "Maternity: aged 9–64 years.", Tone.LIMIT, "maternity 9–64")
POA = Flag("POA exempt", "POA exempt: none is reported.", Tone.PLAIN, "POA exempt")
ALL = (MCC, HCC, OLDER, MANIFESTATION, UNACCEPTABLE, AGE, POA)


def flagged_page():
    page = category_page()
    return replace(page, flagged=Flagged.holding({"Q10.01": ALL, "Q10.11XA": (MCC,)}))


@pytest.fixture
def model(qapp):
    made = PageModel()
    made.show(page_rows(flagged_page(), inherited_open=False))
    return made


@pytest.fixture
def view(qtbot, model, light_theme):
    made = PageView(model, light_theme)
    qtbot.addWidget(made)
    made.resize(1100, 800)
    made.show()
    return made


def told(view: PageView, model: PageModel, code: str) -> list[tuple[str, str]]:
    row = model.row_of(code)
    return [(link.spoken, link.target) for link in view.links_of(row) if link.act is LinkAct.TELL]


def test_each_badge_is_printed_once_with_the_sentences_of_all_that_share_it():
    assert [flag.badge for flag in printed(ALL)] == [
        "MCC",
        "HCC 37",
        "not principal",
        "maternity 9–64",
        "POA exempt",
    ]
    assert printed(ALL)[2].words == "Manifestation: never first.\nUnacceptable: not first."


def test_a_wide_page_prints_every_badge_and_a_narrow_one_the_first_and_a_count(view, model):
    assert [words for words, _ in told(view, model, "Q10.01")] == [
        "MCC",
        "HCC 37",
        "not principal",
        "maternity 9–64",
        "POA exempt",
    ]
    view.resize(420, 800)
    *shown, more = told(view, model, "Q10.01")
    assert shown[0][0] == "MCC"
    assert more[0].startswith(f"{5 - len(shown)} more: ")
    assert more[1].endswith("POA exempt: none is reported.")


@pytest.mark.parametrize("width", [320, 435, 640, 1100])
@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_badges_take_one_line_at_most_and_stay_on_the_page(view, model, light_theme, width, scale):
    light_theme.set_scale(scale)
    view.resize(width, 800)
    row = model.row_of("Q10.01")
    high = view.visualRect(model.index(row)).height()
    ends = [view.link_rect(row, number).right() for number in range(len(view.links_of(row)))]
    bare = PageModel()
    bare.show(page_rows(category_page(), inherited_open=False))
    without = PageView(bare, light_theme)
    without.resize(width, 800)
    without.show()
    plain = without.visualRect(bare.index(bare.row_of("Q10.01"))).height()
    without.deleteLater()

    assert max(ends) <= view.viewport().width()
    assert high - plain <= view._geometry.typesetter.line_height


def test_a_badge_tells_its_sentence_on_hover(view, model):
    row = model.row_of("Q10.01")
    numbers = [n for n, link in enumerate(view.links_of(row)) if link.act is LinkAct.TELL]

    assert view.tip_of((row, numbers[0])) == MCC.words


def test_tab_passes_the_badges_by_and_stops_at_the_count_which_enter_tells(view, model):
    view.resize(420, 800)
    view.show_row(model.row_of("Q10.01"))
    view.setFocus()
    opened = []
    view.opened.connect(opened.append)
    QTest.keyClick(view, Qt.Key.Key_Tab)

    assert view.focus_link is not None
    assert "more: " in view.focus_link.spoken
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened == []


def test_a_click_on_a_badge_opens_nothing(qtbot, view, model):
    row = model.row_of("Q10.01")
    number = next(n for n, link in enumerate(view.links_of(row)) if link.act is LinkAct.TELL)
    opened = []
    view.opened.connect(opened.append)
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.link_rect(row, number).center()
    )

    assert opened == []
    assert view.focus_row == row


def test_a_screen_reader_is_told_the_names_and_asked_for_more_the_sentences(model):
    index = model.index(model.row_of("Q10.01"))
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    more = index.data(Qt.ItemDataRole.AccessibleDescriptionRole)

    assert said.endswith(
        "MCC, HCC 37 (V28), HCC 18 (V24), manifestation, unacceptable, maternity, POA exempt"
    )
    assert more.startswith("MCC: major complication. Sample list. HCC 37 (V28): sample.")


def test_seventh_characters_have_flags_of_their_own(model):
    line = next(row for row in model.rows if isinstance(row, LineRow) and row.code == "Q10.11")

    made = {row.code: row.flags for row in line.members if isinstance(row, SeventhRow)}
    assert made == {"Q10.11XA": (MCC,), "Q10.11XD": (), "Q10.11XS": ()}
    spoken = {row.code: row.spoken for row in line.members}
    assert spoken["Q10.11XA"].endswith("billable, MCC")
