"""How long a procedure table takes to open, and a value to be picked and painted.

A table of as many rows, values and codes as CMS's largest (3E0 has 187 rows, 041 1,560 codes).
"""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtGui import QGuiApplication
from support.drg_pages import drg_page
from support.official_shelf import ON, official_shelf
from support.pcs_xml import SampleTable
from support.procedure_pages import sample_page

from codebook_app.domain.group_page import GroupPage
from codebook_app.domain.procedure_page import ProcedurePage
from codebook_app.gui.panels.book import BookPanel
from codebook_app.gui.panels.procedure_table import ProcedureTableView
from codebook_app.gui.theme import Theme
from codebook_app.services.procedures import ProcedureTables

KEYS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
ROWS = 187


@pytest.fixture(scope="module")
def page() -> ProcedurePage:
    labels = {key: f"Sample value {key}, of a substance with a longer name" for key in KEYS}
    rows = []
    for at in range(ROWS):
        body, drug = KEYS[at % 34], KEYS[(at * 7) % 34]
        rows.append(
            (
                {body: labels[body]},
                {key: labels[key] for key in ("0", "3", "7") if at % 3 or key == "3"},
                {drug: labels[drug], KEYS[(at + 3) % 34]: labels[KEYS[(at + 3) % 34]]},
                {key: labels[key] for key in KEYS[at % 9 : at % 9 + 3]},
            )
        )
    table = SampleTable("3E0", ("Sample section", "Sample systems", "Sample placing"), tuple(rows))
    return sample_page("3E0", (table,))


@pytest.fixture
def book(qtbot):
    made = BookPanel(Theme("light"))
    qtbot.addWidget(made)
    made.resize(700, 800)
    made.show()
    yield made
    QGuiApplication.styleHints().unsetColorScheme()


def test_opening_a_table_of_187_rows(benchmark, book, page):
    def open_it() -> None:
        book.show_message("")
        book.show_found(page)
        book.repaint()

    benchmark.pedantic(open_it, rounds=30, warmup_rounds=2)
    assert isinstance(book.shown_view, ProcedureTableView)


@pytest.mark.parametrize("keys", ["0", "03", "030"])
def test_picking_a_value_in_a_table_of_187_rows(benchmark, book, page, keys):
    view: ProcedureTableView

    def begin() -> None:
        nonlocal view
        book.show_found(page)
        shown = book.shown_view
        assert isinstance(shown, ProcedureTableView)
        view = shown
        for key in keys[:-1]:
            view.pick(key)
        book.repaint()

    def pick() -> None:
        view.pick(keys[-1])
        book.repaint()

    benchmark.pedantic(pick, setup=begin, rounds=30, warmup_rounds=2)
    assert view.code.chosen[4] == "0"


def test_opening_the_groups_of_an_mdc(benchmark, book):
    page = GroupPage.of(drg_page())
    many = GroupPage(
        **{
            name: getattr(page, name)
            for name in page.__dataclass_fields__
            if name not in {"groups"}
        },
        groups=page.groups * 21,
    )

    def open_it() -> None:
        book.show_message("")
        book.show_found(many)
        book.repaint()

    benchmark.pedantic(open_it, rounds=20, warmup_rounds=2)


@pytest.mark.official
@pytest.mark.parametrize("code", ["3E0", "041", "0SR9"])
def test_reading_what_a_table_is_built_of(benchmark, official_dir, tmp_path_factory, code):
    releases = official_shelf(official_dir, tmp_path_factory)
    try:
        procedures = ProcedureTables(releases)
        page = benchmark.pedantic(
            procedures.page, args=(code,), kwargs={"on": ON}, rounds=30, warmup_rounds=2
        )
    finally:
        releases.close()
    assert page.choice.release.effective_from == date(2024, 10, 1)
