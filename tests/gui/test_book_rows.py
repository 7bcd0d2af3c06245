"""Which rows a page has, in which order, and what each says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from support.pages import Line, category_page, chapter_page, chapters, note

from codebook_app.domain.note import CodeReference, NoteKind
from codebook_app.gui.models.page import PageModel
from codebook_app.gui.models.page_order import (
    chapter_rows,
    governing_count,
    governing_rows,
    page_rows,
)
from codebook_app.gui.models.page_rows import (
    CharacterRow,
    GroupRow,
    LineRow,
    NoteRow,
    OriginRow,
    SeventhRow,
)
from codebook_app.gui.models.page_words import (
    State,
    link_target,
    note_words,
    printed_title,
    run_in,
)


def rows_of(page, *, inherited_open=False):
    return page_rows(page, inherited_open=inherited_open)


def line_row(code: str) -> LineRow:
    return next(
        row for row in rows_of(category_page()) if isinstance(row, LineRow) and row.code == code
    )


def id_of(page, code: str) -> int:
    return next(line.code.id for line in page.lines if line.code.code == code)


@pytest.fixture
def model(qapp):
    made = PageModel()
    made.show(rows_of(category_page()))
    return made


# What the person marked -----------------------------------------------------------------------


def test_favourites_are_marked_said_and_unmarked_in_the_rows_that_show_them(model):
    code = next(row.code for row in model.rows if isinstance(row, LineRow) and row.opens)
    changed: list[int] = []
    model.dataChanged.connect(lambda first, _: changed.append(first.row()))
    model.set_favourites(frozenset({code, "Z99.9"}))

    at = model.row_of(code)
    assert changed == [at]
    assert [row.code for row in model.rows if row.favourite] == [code]
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(at).data(spoken).endswith(", favourite")

    model.show(rows_of(category_page()))
    assert [row.code for row in model.rows if row.favourite] == [code]
    model.set_favourites(frozenset())
    assert not any(row.favourite for row in model.rows)
    assert not model.index(at).data(spoken).endswith(", favourite")


def test_a_seventh_character_is_a_favourite_once_it_is_shown(model):
    at, line = next(
        (at, row)
        for at, row in enumerate(model.rows)
        if isinstance(row, LineRow) and row.opens and not row.open
    )
    code = line.line.seventh_characters[0].code
    model.set_favourites(frozenset({code}))
    assert not any(row.favourite for row in model.rows)
    model.set_open(at, True)

    assert [row.code for row in model.rows if row.favourite] == [code]


# The order of a page --------------------------------------------------------------------------


def test_every_line_stands_in_printed_order_indented_by_level():
    lines = [row for row in rows_of(category_page()) if isinstance(row, LineRow)]

    assert [(row.depth, row.code) for row in lines] == [
        (0, "Q10"),
        (1, "Q10.0"),
        (2, "Q10.01"),
        (2, "Q10.02"),
        (1, "Q10.1"),
        (2, "Q10.11"),
        (2, "Q10.12"),
        (1, "Q10.9"),
    ]


def test_notes_stand_below_their_line_with_one_label_for_each_run_of_a_kind():
    rows = rows_of(category_page())
    first = next(at for at, row in enumerate(rows) if isinstance(row, LineRow))

    notes = [row for row in rows[first + 1 : first + 9] if isinstance(row, NoteRow)]

    assert [(row.label, row.body) for row in notes] == [
        ("Includes:", "blot of ink NOS"),
        ("", "spilt ink"),
        ("Use additional code", "to identify the pen:"),
        ("", "fountain pen (Q80.1)"),
        ("", "ball pen (Q80.2-)"),
        ("Excludes1:", "blot of paper (Q12.-)"),
        ("", "blot of parchment (Q13.1-Q13.4)"),
        ("Seventh character:", "One of these is to be added to codes from Q10.1"),
    ]


def test_inherited_notes_stand_above_the_heading_each_with_where_it_comes_from():
    group = rows_of(category_page())[0]

    assert isinstance(group, GroupRow)
    assert group.text == (
        "Notes that govern this page (Chapter 1: Note, Excludes2; Q10-Q19: Excludes1)"
    )
    assert [row.text for row in group.members] == [
        "From Chapter 1  Invented diseases",
        "Blots are coded by where they are found",
        "blots of letters (L10-L19)",
        "From Q10-Q19  Inky ailments",
        "smudges (Q20-Q29)",
    ]


def test_a_page_without_inherited_notes_begins_with_its_heading():
    assert isinstance(rows_of(chapter_page())[0], LineRow)


def test_a_chapter_lists_its_sections_without_their_notes():
    rows = rows_of(chapter_page())

    assert [row.code for row in rows if isinstance(row, LineRow)] == ["1", "Q10-Q19", "Q20-Q29"]
    assert [row.text for row in rows if isinstance(row, NoteRow)] == [
        "Blots are coded by where they are found",
        "blots of letters (L10-L19)",
    ]
    assert all(row.listed for row in rows[1:] if isinstance(row, LineRow))


def test_the_note_on_seventh_characters_opens_what_each_means():
    defining = next(
        row
        for row in rows_of(category_page())
        if isinstance(row, NoteRow) and row.note.kind is NoteKind.SEVENTH_CHARACTER_NOTE
    )

    assert [
        (row.character, row.meaning) for row in defining.members if isinstance(row, CharacterRow)
    ] == [
        ("A", "first blot"),
        ("D", "blot seen again"),
        ("S", "faded"),
    ]


# What governs a code --------------------------------------------------------------------------


def test_what_governs_a_code_is_told_from_the_nearest_line_to_the_chapter():
    page = category_page()

    rows = governing_rows(page, id_of(page, "Q10.01"))

    assert [row.text for row in rows if isinstance(row, OriginRow)] == [
        "Own notes of Q10.01",
        "Inherited from Q10.0  Inkblot of thumb",
        "Inherited from Q10  Inkblot",
        "Inherited from Q10-Q19  Inky ailments",
        "Inherited from Chapter 1  Invented diseases",
    ]


def test_what_forbids_comes_before_what_is_asked_for_and_what_informs():
    page = category_page()

    rows = governing_rows(page, id_of(page, "Q10.02"))
    of_category = [row for row in rows if isinstance(row, NoteRow) and row.origin == page.heading]

    assert [row.label for row in of_category] == [
        "Excludes1:",
        "Use additional code",
        "Seventh character:",
        "Includes:",
    ]
    assert of_category[0].text == "blot of paper (Q12.-); blot of parchment (Q13.1-Q13.4)"
    assert of_category[1].text == (
        "code to identify the pen: fountain pen (Q80.1); ball pen (Q80.2-)"
    )


def test_every_kind_of_note_has_its_weight():
    kinds = [kind for kind in NoteKind if kind is not NoteKind.INCLUSION_TERM]
    leaf = Line("Q10.1", "Inkblot of sleeve", [(kind, f"of {kind.value}") for kind in kinds])
    page = category_page("Q10.1", Line("Q10", "Inkblot", under=[leaf]))

    rows = governing_rows(page, page.focus)
    own = [row.note.kind for row in rows if isinstance(row, NoteRow) and row.origin is None]

    assert own == [
        NoteKind.EXCLUDES1,
        NoteKind.CODE_FIRST,
        NoteKind.USE_ADDITIONAL_CODE,
        NoteKind.CODE_ALSO,
        NoteKind.EXCLUDES2,
        NoteKind.EXCLUSION,
        NoteKind.DEFINITION,
        NoteKind.NOTES,
        NoteKind.SEVENTH_CHARACTER_NOTE,
        NoteKind.INCLUDES,
    ]
    # The one table of the book stands where it is printed.
    assert set(own) == set(kinds) - {NoteKind.VISUAL_IMPAIRMENT}


def test_codes_in_notes_told_as_one_sentence_are_still_where_they_are_printed():
    page = category_page()
    rows = governing_rows(page, id_of(page, "Q10.02"))

    printed = [
        [row.body[each.start : each.end] for each in row.references]
        for row in rows
        if isinstance(row, NoteRow) and row.origin == page.heading
    ]

    assert printed == [["Q12.-", "Q13.1-Q13.4"], ["Q80.1", "Q80.2-"], ["Q10.1"], []]


def test_an_inherited_note_says_so_to_a_screen_reader():
    page = category_page()
    rows = governing_rows(page, id_of(page, "Q10.01"))

    spoken = [row.spoken for row in rows if isinstance(row, NoteRow)]

    assert "Excludes2: old blot of right thumb (Q14.1)" in spoken
    assert "Code first, if known, the hand (Q11.0), inherited from Q10.0" in spoken
    assert "Excludes1: smudges (Q20-Q29), inherited from Q10-Q19" in spoken


def test_inclusion_terms_govern_nothing():
    page = category_page()

    rows = governing_rows(page, id_of(page, "Q10.02"))

    assert "Blotted thumb" not in {row.text for row in rows}


def test_for_the_heading_only_what_it_inherits_is_told():
    page = category_page()

    rows = governing_rows(page, page.heading.id)

    assert {row.origin.code for row in rows if isinstance(row, OriginRow)} == {"1", "Q10-Q19"}
    assert governing_count(page, page.heading.id) == 3


def test_on_a_chapters_page_only_a_sections_own_notes_are_told_besides():
    page = chapter_page()

    rows = governing_rows(page, id_of(page, "Q20-Q29"))

    assert [row.text for row in rows] == ["Own notes of Q20-Q29", "smears"]


def test_the_count_is_of_the_notes_not_of_the_sentences():
    page = category_page()

    assert governing_count(page, id_of(page, "Q10.02")) == 8 + 1 + 3


# Words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("Q10", State.MORE),
        ("Q10.01", State.BILLABLE),
        ("Q10.11", State.SEVENTH),
        ("Q10.9", State.BILLABLE),
    ],
)
def test_a_line_says_whether_it_can_be_billed(code, state):
    assert line_row(code).state is state
    assert f", {state.value}" in line_row(code).spoken


def test_chapters_and_sections_are_never_billed():
    assert {row.state for row in rows_of(chapter_page()) if isinstance(row, LineRow)} == {
        State.NONE
    }


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        (NoteKind.EXCLUDES1, "smudges", "Excludes1: smudges"),
        (NoteKind.INCLUSION_TERM, "Blot NOS", "Inclusion term: Blot NOS"),
        (NoteKind.USE_ADDITIONAL_CODE, "code for the pen", "Use additional code for the pen"),
        (NoteKind.USE_ADDITIONAL_CODE, "code(s), if known", "Use additional code(s), if known"),
        (NoteKind.USE_ADDITIONAL_CODE, "codex of the pen", "Use additional codex of the pen"),
        (NoteKind.CODE_FIRST, ", if known, the hand", "Code first, if known, the hand"),
        (NoteKind.CODE_FIRST, "the hand", "Code first the hand"),
        (NoteKind.CODE_ALSO, "any pen", "Code also any pen"),
        (NoteKind.VISUAL_IMPAIRMENT, "a\tb\nc\t", "Table: a, b; c"),
    ],
)
def test_a_note_reads_as_the_printed_book_words_it(kind, text, words):
    assert note_words(note(kind, text)) == words


def test_references_keep_their_place_where_the_label_takes_the_first_word():
    row = NoteRow(
        (asked := note(NoteKind.USE_ADDITIONAL_CODE, "code for the pen (Q80.1)")), *run_in(asked)
    )

    assert [row.body[each.start : each.end] for each in row.references] == ["Q80.1"]


@pytest.mark.parametrize(
    ("first", "last", "opened"),
    [("Q80", "Q80", "Q80"), ("Q10", "Q19", "Q10-Q19"), ("Q131", "Q134", "Q131-Q134")],
)
def test_a_code_in_a_note_opens_itself_and_a_range_its_section(first, last, opened):
    assert link_target(CodeReference(0, 1, first, last)) == opened


def test_a_title_that_ends_in_its_codes_is_printed_with_them_aside():
    chapter, section = rows_of(chapter_page())[0], rows_of(chapter_page())[3]

    assert isinstance(chapter, LineRow)
    assert isinstance(section, LineRow)
    assert printed_title(chapter.line.code) == ("Invented diseases", "Q00-Q99")
    assert printed_title(section.line.code) == ("Inky ailments", "")


def test_chapters_to_browse_by_are_lines_that_open():
    rows = chapter_rows(chapters(3))

    assert [row.code for row in rows] == ["1", "2", "3"]
    assert all(row.stops for row in rows)


# The model ------------------------------------------------------------------------------------


def test_the_model_keeps_qts_rules_while_rows_open_and_close(qtbot, model):
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for at in range(model.rowCount() - 1, -1, -1):
        model.set_open(at, True)
    opened = model.rowCount()
    for at in range(model.rowCount() - 1, -1, -1):
        model.set_open(at, False)
    model.show(rows_of(chapter_page()))
    model.show(())

    assert tester.model() is model
    assert opened == len(rows_of(category_page())) + 5 + 3 + 2 * 3


def test_seventh_characters_open_below_the_line_and_its_notes(model):
    at = model.row_of("Q10.11")

    assert model.set_open(at, True)

    below = [model.index(row).data(Qt.ItemDataRole.UserRole) for row in range(at, at + 6)]
    assert [type(row) for row in below] == [
        LineRow,
        NoteRow,
        SeventhRow,
        SeventhRow,
        SeventhRow,
        LineRow,
    ]
    assert [row.code for row in below[2:5]] == ["Q10.11XA", "Q10.11XD", "Q10.11XS"]
    assert model.owner_of(at + 3) == at
    assert model.row_of("Q10.11XD") == at + 3


def test_a_group_shown_open_has_its_notes_below_it(qapp):
    model = PageModel()

    model.show(rows_of(category_page(), inherited_open=True))

    assert [type(row) for row in model.rows[:4]] == [GroupRow, OriginRow, NoteRow, NoteRow]


def test_a_row_is_not_opened_twice(model):
    at = model.row_of("Q10.12")
    model.set_open(at, True)
    count = model.rowCount()

    assert not model.set_open(at, True)
    assert not model.set_open(model.row_of("Q10.01"), True)
    assert model.rowCount() == count


def test_every_line_speaks_its_code_title_and_state(model):
    model.set_open(model.row_of("Q10.12"), True)
    spoken = [
        model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(model.rowCount())
        if model.rows[row].stops
    ]

    assert spoken[:2] == [
        "Notes that govern this page, Chapter 1: Note, Excludes2; Q10-Q19: Excludes1, closed",
        "Q10, Inkblot, more characters needed",
    ]
    assert "Q10.01, Inkblot of right thumb, billable" in spoken
    assert "Q10.12, Inkblot of left sleeve, 7th character needed, seventh characters open" in spoken
    assert "Q10.12XD, seventh character D, blot seen again, billable" in spoken


def test_a_line_describes_its_notes_to_a_screen_reader(model):
    index = model.index(model.row_of("Q10.0"))

    assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == (
        "Inclusion term: Blotted thumb. Code first, if known, the hand (Q11.0)"
    )


def test_only_rows_the_arrow_keys_stop_at_can_be_chosen(model):
    for at, row in enumerate(model.rows):
        chosen = bool(model.index(at).flags() & Qt.ItemFlag.ItemIsSelectable)
        assert chosen == row.stops


def test_the_line_above_is_the_one_it_is_printed_under(model):
    model.set_open(model.row_of("Q10.12"), True)

    def above(code: str) -> str:
        return model.rows[model.line_above(model.row_of(code))].code

    assert above("Q10.12XD") == "Q10.12"
    assert above("Q10.12") == "Q10.1"
    assert above("Q10.1") == "Q10"
    assert model.line_above(model.row_of("Q10")) is None
