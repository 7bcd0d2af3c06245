"""The pane with pages that have views of their own: procedure codes, groups, ICF qualifiers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from support.drg_pages import drg_page
from support.pages import category_page
from support.procedure_pages import CHOICE, sample_page

from codebook_app.domain.code import Code
from codebook_app.domain.group_page import GroupPage
from codebook_app.domain.page import Page, PageLine
from codebook_app.domain.release import ReleaseChoice
from codebook_app.gui.panels.book import BookPanel
from codebook_app.gui.panels.drg_table import DrgTable
from codebook_app.gui.panels.procedure_table import ProcedureTableView


@pytest.fixture
def panel(qtbot, light_theme) -> BookPanel:
    made = BookPanel(light_theme)
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    made.show_found(category_page())
    return made


def icf_page(code: str = "b280") -> Page:
    """Return a page of one ICF code."""
    line = Code(1, "icf", "2017", code, "Sample", "category", True, 0, None, 1, opens_page=True)
    release = replace(CHOICE.release, code_set="icf", title="ICF 2017")
    choice = ReleaseChoice(release, in_force=True, word="")
    return Page(line, (), (), (PageLine(line, (), ()),), 1, code, None, None, choice)


def test_groups_are_shown_as_a_table_and_no_notes_of_the_page_before_remain(panel):
    assert not panel.governing.isHidden()
    panel.show_found(GroupPage.of(drg_page()))

    assert isinstance(panel.shown_view, DrgTable)
    assert panel.governing.isHidden()
    assert panel.current_code() == "481"
    assert panel.code_set == "msdrg"


def test_a_procedure_is_built_in_the_pane_and_its_neighbours_are_in_the_head(panel):
    opened: list[str] = []
    panel.open_requested.connect(opened.append)
    panel.show_found(sample_page("002"))
    panel.header.open_neighbour(0)

    assert isinstance(panel.shown_view, ProcedureTableView)
    assert opened == ["001"]
    assert panel.governing.isHidden()


def test_a_finished_procedure_is_added_as_it_stands(panel):
    added: list[str] = []
    panel.add_requested.connect(added.append)
    panel.show_found(sample_page("001137Z"))
    panel.add_current()

    assert added == ["001137Z"]


def test_a_page_again_is_rows_again(panel):
    panel.show_found(sample_page("001"))
    panel.show_found(category_page())

    assert panel.shows_rows
    assert not panel.governing.isHidden()


def test_a_procedures_page_offers_to_build_from_there(panel):
    opened: list[str] = []
    panel.open_requested.connect(opened.append)
    page = category_page()
    release = replace(CHOICE.release)
    panel.show_found(replace(page, choice=ReleaseChoice(release, in_force=True, word="")))
    panel.header.link.click()

    assert panel.header.link.text() == "Build from here"
    assert opened == [f"icd10pcs/build:{panel.current_code()}"]


def test_an_icf_code_is_added_with_the_qualifiers_chosen(qtbot, panel):
    added: list[str] = []
    panel.add_requested.connect(added.append)
    panel.show_found(icf_page())
    bar = panel.qualifiers.bar
    assert bar is not None
    assert bar.isVisible()
    assert panel.governing.isHidden()

    qtbot.keyClicks(panel.view, ".")
    qtbot.keyClicks(bar, "2")
    qtbot.keyClick(bar, Qt.Key.Key_Return)
    assert added == ["b280.2"]

    panel.show_found(category_page())
    assert panel.qualifiers.isHidden()
