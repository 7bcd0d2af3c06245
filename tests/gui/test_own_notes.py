"""The person's own notes on a page of the book."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from support.pages import category_page

from codebook_app.domain.notebook import OwnNote
from codebook_app.gui.models.aside_rows import OwnNoteRow
from codebook_app.gui.models.page import PageModel
from codebook_app.gui.models.page_order import page_rows
from codebook_app.gui.models.page_rows import NoteRow, SeventhRow
from codebook_app.gui.panels.page_view import PageView

WRITTEN = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def own(code: str, text: str = "Ask Dr. Sample") -> OwnNote:
    return OwnNote(f"id-{code}-{text}", "icd10cm", code, text, WRITTEN)


@pytest.fixture
def model(qapp):
    made = PageModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.show(page_rows(category_page(), inherited_open=False))
    return made


def below(model: PageModel, code: str) -> list[str]:
    """What stands below a code: the kinds of rows that belong to it."""
    position = model.row_of(code)
    assert position is not None
    return [type(model.rows[at]).__name__ for at in model.belongings(position)][1:]


def test_own_notes_stand_below_the_official_ones_of_their_code(model):
    before = below(model, "Q10")
    model.set_own_notes({"Q10": (own("Q10"), own("Q10", "and again")), "Q10.9": (own("Q10.9"),)})

    assert below(model, "Q10") == [*before, "OwnNoteRow", "OwnNoteRow"]
    assert below(model, "Q10.9")[-1] == "OwnNoteRow"
    assert NoteRow.__name__ in before


def test_other_notes_take_the_place_of_those_shown_and_none_takes_them_away(model):
    before = list(model.rows)
    model.set_own_notes({"Q10": (own("Q10"),)})
    model.set_own_notes({"Q10.0": (own("Q10.0", "changed"),)})
    assert [row.text for row in model.rows if isinstance(row, OwnNoteRow)] == ["changed"]
    model.set_own_notes({})
    assert list(model.rows) == before


def test_a_note_on_a_completed_code_opens_and_closes_with_its_seventh_character(model):
    line = model.row_of("Q10.11")
    assert line is not None
    closed = len(model.rows)
    model.set_open(line, True)
    completed = next(row.code for row in model.rows if isinstance(row, SeventhRow))
    model.set_own_notes({completed: (own(completed),), "Q10.11": (own("Q10.11"),)})

    assert below(model, completed) == ["OwnNoteRow"]
    assert below(model, "Q10.11")[-1] == "OwnNoteRow"
    model.set_open(line, False)
    assert len(model.rows) == closed + 1
    model.set_open(line, True)
    assert below(model, completed) == ["OwnNoteRow"]
    after = model.after_members(line)
    assert model.rows[after].code == "Q10.12"


def test_notes_are_there_on_the_page_that_is_shown_next(model):
    notes = {"Q10.0": (own("Q10.0"),)}
    model.set_own_notes(notes)
    model.show(page_rows(category_page(), inherited_open=True))
    assert below(model, "Q10.0")[-1] == "OwnNoteRow"


def test_a_note_says_that_it_is_the_persons_own_and_when_it_was_written(model):
    model.set_own_notes({"Q10.0": (own("Q10.0"),)})
    row = next(row for row in model.rows if isinstance(row, OwnNoteRow))
    assert row.spoken == "Your note · 2026-11-22: Ask Dr. Sample"


def test_the_link_of_a_note_opens_it_to_be_changed(qtbot, light_theme, model):
    view = PageView(model, light_theme)
    qtbot.addWidget(view)
    view.resize(560, 900)
    view.show()
    model.set_own_notes({"Q10": (own("Q10", "one\n\nthree"),)})
    at = next(at for at, row in enumerate(model.rows) if isinstance(row, OwnNoteRow))

    assert [link.target for link in view.links_of(at)] == ["note:Q10"]
    assert view.visualRect(model.index(at)).height() > 60
