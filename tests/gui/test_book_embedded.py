"""The embedded release in the book: what a coder sees of codes everyone knows."""

from __future__ import annotations

import pytest
from support.embedded_pages import embedded_lookup

from codebook_app.gui.models.page import PageModel
from codebook_app.gui.models.page_order import page_rows
from codebook_app.gui.models.page_rows import LineRow, NoteRow, OriginRow, SeventhRow
from codebook_app.gui.panels.book import BookPanel
from codebook_app.gui.panels.page_view import PageView

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def lookup(tmp_path_factory):
    made, reader = embedded_lookup(tmp_path_factory)
    yield made
    reader.close()


@pytest.fixture
def book(qtbot, light_theme):
    made = BookPanel(light_theme)
    qtbot.addWidget(made)
    made.resize(640, 800)
    made.show()
    return made


def governing(book: BookPanel) -> list[tuple[str, str]]:
    """Return each governing note of the code in focus with the line above that it stands under."""
    told, origin = [], ""
    for row in book.governing.notes.model().rows:
        if isinstance(row, OriginRow):
            origin = row.text.split("  ")[0]
        elif isinstance(row, NoteRow):
            told.append((origin, row.spoken))
    return told


def test_type_2_diabetes_with_kidney_disease_shows_the_excludes1_of_its_category(book, lookup):
    book.show_page(lookup.page("E11.22"))

    excludes1 = next(words for origin, words in governing(book) if origin == "Inherited from E11")

    assert book.current_code() == "E11.22"
    assert excludes1.startswith("Excludes1: diabetes mellitus due to underlying condition (E08.-)")
    assert "type 1 diabetes mellitus (E10.-)" in excludes1
    assert governing(book)[0] == (
        "Own notes of E11.22",
        "Use additional code to identify stage of chronic kidney disease (N18.1-N18.6)",
    )


def test_a_fracture_opens_with_all_sixteen_seventh_characters(book, lookup):
    book.show_page(lookup.page("s72002a"))

    rows = [row for row in book.model.rows if isinstance(row, SeventhRow)]

    assert book.current_code() == "S72.002A"
    assert "".join(row.seventh.character for row in rows) == "ABCDEFGHJKMNPQRS"


def test_death_from_brain_injury_takes_no_seventh_character_but_a(book, lookup):
    book.show_page(lookup.page("S06.1X7"))

    rows = [row for row in book.model.rows if isinstance(row, SeventhRow)]

    assert [row.code for row in rows] == ["S06.1X7A"]


def test_the_table_of_visual_impairment_is_set_as_a_table(book, lookup, light_theme):
    book.show_page(lookup.page("H54.8"))

    tables = [row for row in book.model.rows if row.text.startswith("Category of visual")]

    assert len(tables) == 1
    assert "\t" not in tables[0].spoken


@pytest.mark.parametrize("width", [480, 640, 900])
def test_pages_from_all_over_the_book_fit_their_width(qtbot, light_theme, lookup, width):
    model = PageModel()
    view = PageView(model, light_theme)
    qtbot.addWidget(view)
    view.resize(width, 700)
    view.show()
    for code in (
        "19",
        "S70-S79",
        "V00-X58",
        "A00",
        "C7A",
        "E11",
        "H54",
        "I70",
        "O36",
        "T36",
        "Z79",
    ):
        model.show(page_rows(lookup.page(code), inherited_open=True))
        for at in range(model.rowCount() - 1, -1, -1):
            if not isinstance(model.rows[at], LineRow) or at % 7 == 0:
                model.set_open(at, True)
        assert view.page_height() > 0
        ends = [
            view.link_rect(row, number).right()
            for row in range(model.rowCount())
            for number in range(len(view.links_of(row)))
        ]
        assert max(ends, default=0) <= view.viewport().width(), code
