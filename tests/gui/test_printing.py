"""Pages on paper: what is printed, how it is set, and the dialog that shows and saves it."""

from __future__ import annotations

import ctypes
from dataclasses import replace
from datetime import UTC, date, datetime

import pypdfium2
import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton
from support.drg_pages import drg_page
from support.invented_index import TERMS, index_page
from support.pages import IN_FORCE, OUT_OF_FORCE, category_page, chapter_page, long_page
from support.procedure_pages import sample_page

from codebook_app.domain.flag import Flag, Flagged
from codebook_app.domain.group_page import GroupPage
from codebook_app.domain.index_page import TablePage
from codebook_app.domain.notebook import OwnNote
from codebook_app.errors import KnownError
from codebook_app.gui.dialogs.print_page import PrintDialog
from codebook_app.gui.panels.book import BookPanel
from codebook_app.gui.print_opening import line_in_focus
from codebook_app.gui.printing.index_sheet import index_sheet, narrowed_term
from codebook_app.gui.printing.inks import inks
from codebook_app.gui.printing.paper import page_layout, pdf, print_on, usual_paper
from codebook_app.gui.printing.paper_sizes import A4, LETTER
from codebook_app.gui.printing.printables import printables
from codebook_app.gui.printing.sheet import plain
from codebook_app.gui.printing.tabular_sheet import PrintChoice, narrowed, tabular_sheet
from codebook_app.gui.printing.typesetting import Typeset
from codebook_app.progress import Cancelled
from codebook_app.settings import Settings

DAY = date(2099, 3, 4)


def printed(sheet, theme, paper=LETTER):
    """Return the text of each page of the PDF that *sheet* becomes."""
    document = pypdfium2.PdfDocument(pdf(Typeset(sheet, paper, inks(theme)), paper, sheet.title))
    texts = []
    for page in document:
        read = page.get_textpage()
        texts.append(read.get_text_bounded())
        read.close()
        page.close()
    document.close()
    return texts


# What is printed ----------------------------------------------------------------------------


def test_a_page_is_printed_with_its_notes_by_kind_in_words_and_where_they_come_from():
    words = plain(tabular_sheet(category_page(), PrintChoice(), DAY).blocks)

    assert "Chapter 1 Invented diseases  ›  Q10-Q19" in words
    assert "From Q10-Q19  Inky ailments" in words
    assert "Excludes1:  smudges (Q20-Q29)" in words
    assert "Includes:  blot of ink NOS\nspilt ink" in words
    assert "Use additional code to identify the pen:" in words
    assert "Code first, if known, the hand (Q11.0)" in words
    assert "Q10.01  Inkblot of right thumb   ●\u00a0billable" in words


def test_inherited_notes_are_left_out_where_they_are_not_wanted():
    words = plain(tabular_sheet(category_page(), PrintChoice(inherited=False), DAY).blocks)

    assert "smudges" not in words
    assert "blot of ink NOS" in words


def test_seventh_characters_stand_once_where_they_are_defined():
    words = plain(tabular_sheet(category_page(), PrintChoice(), DAY).blocks)

    assert words.count("blot seen again") == 1
    assert "Q10.11XA" not in words.replace("Q10.11A", "")


def test_every_completed_code_is_printed_where_it_is_wanted():
    page = category_page()
    made = [made.code for line in page.lines for made in line.seventh_characters]

    words = plain(tabular_sheet(page, PrintChoice(sevenths=True), DAY).blocks)

    assert made
    assert all(code in words for code in made)


def test_flags_are_printed_as_words():
    page = category_page()
    flags = {"Q10.01": (Flag("CC", badge="CC"), Flag("POA-exempt"), Flag("HCC 7", badge="HCC 7"))}

    words = plain(
        tabular_sheet(replace(page, flagged=Flagged.holding(flags)), PrintChoice(), DAY).blocks
    )

    assert "●\u00a0billable  · CC · HCC\u00a07" in words
    assert "POA-exempt" not in words


def test_own_notes_are_printed_as_the_persons_own_where_they_are_wanted():
    page = category_page()
    made = next(line for line in page.lines if line.seventh_characters).seventh_characters[0].code
    written = datetime(2099, 1, 2, tzinfo=UTC)
    notes = {
        "Q10.01": (OwnNote("1", "icd10cm", "Q10.01", "Ask which thumb.\nTwice.", written),),
        made: (OwnNote("2", "icd10cm", made, "First blots only.", written),),
    }

    words = plain(tabular_sheet(page, PrintChoice(), DAY, 504.0, notes).blocks)

    place = words.index("Your note · 2099-01-02  Ask which thumb.\u2028Twice.")
    assert words.index("old blot of right thumb") < place < words.index("Q10.02")
    assert f"Your note on {made} · 2099-01-02  First blots only." in words
    without = PrintChoice(own_notes=False)
    assert "Your note" not in plain(tabular_sheet(page, without, DAY, 504.0, notes).blocks)


def test_a_part_of_a_page_carries_the_notes_of_the_lines_above_it():
    page = category_page("Q10.01")

    part = narrowed(page, page.focus)
    words = plain(tabular_sheet(part, PrintChoice(), DAY).blocks)

    assert [line.code.code for line in part.lines] == ["Q10.01"]
    assert "From Q10  Inkblot" in words
    assert "blot of paper (Q12.-)" in words
    assert "From Q10.0  Inkblot of thumb" in words
    assert "Blotted thumb" not in words  # what a line holds does not govern what is under it


def test_the_heading_itself_is_the_whole_page():
    page = category_page()

    assert narrowed(page, page.heading.id) is page
    assert narrowed(page, 999) is page


def test_a_term_is_printed_with_its_subterms_codes_and_references():
    words = plain(index_sheet(index_page(2), DAY, 504.0).blocks)

    assert words.splitlines()[0].startswith("Inkblot (acute) (dry)   Q01.-   see also condition")
    assert "right   Q01.11" in words


def test_a_subterm_is_printed_with_the_terms_above_it():
    part = narrowed_term(index_page(2), 3)

    sheet = index_sheet(part, DAY, 504.0)

    assert sheet.title == "Inkblot (acute) (dry), thumb"
    assert plain(sheet.blocks).splitlines()[0] == "Inkblot (acute) (dry),"
    assert [term.title for term in part.terms] == ["thumb", "left", "right"]


def test_a_table_is_printed_under_its_headings_and_dashes_stay():
    sheet = index_sheet(index_page(7), DAY, 504.0)
    words = plain(sheet.blocks)

    assert "Substance  Accidental  Assault  Adverse effect" in words
    assert "Ink  Q01.11  Q01.1-  --" in words
    assert sheet.columns is not None


def test_a_procedure_table_is_printed_an_axis_a_column():
    page = (
        sample_page("0WQ")
        if sample_page("0WQ").table
        else sample_page(sample_page().outline.heads[0].code)
    )
    (table,) = printables(page, 0)

    sheet = table.build(PrintChoice(), DAY, 504.0)

    assert page.table is not None
    assert page.table.operation in plain(sheet.blocks)
    for axis in page.table.rows[0].axes:
        assert axis.title in plain(sheet.blocks)
        assert all(value.label in plain(sheet.blocks) for value in axis.values)


def test_the_groups_of_an_mdc_are_printed_with_their_weights_a_family_together():
    (offered,) = printables(GroupPage.of(drg_page()), 0)

    sheet = offered.build(PrintChoice(), DAY, 504.0)

    words = plain(sheet.blocks)
    assert "DRG  Title  Type  Weight  GMLOS  AMLOS" in words
    assert "480  Sample hip with MCC  surgical  3.0200  6.1" in words.replace("WITH", "with")
    assert "533  " in words
    assert "–" in words
    kept = {block.guide: block.kept for block in sheet.blocks if block.guide}
    assert kept == {"480": True, "481": True, "482": False, "533": False, "562": False}


# What there is to print ---------------------------------------------------------------------


def test_a_page_is_offered_whole_first_and_the_line_in_focus_besides():
    page = category_page("Q10.01")

    assert [one.name for one in printables(page, page.focus)] == [
        "The whole page: Q10, Inkblot",
        "Only Q10.01, Inkblot of right thumb",
    ]
    assert [one.name for one in printables(page, 0)] == ["The whole page: Q10, Inkblot"]


def test_of_a_whole_table_the_row_in_focus_is_offered_first():
    rows = tuple(term for term in TERMS if term.book.is_table)
    table = TablePage(rows[0].book, rows, ("Substance", "A", "B", "C"), 8, IN_FORCE)

    assert [one.name for one in printables(table, 0)] == [
        "Only Ink, black",
        "Only Ink",
        "The whole table: Table of drugs and chemicals",
    ]
    whole = printables(table, 0)[-1].build(PrintChoice(), DAY, 504.0)
    assert "black  Q01.12" in plain(whole.blocks)


def test_of_a_table_the_row_in_focus_is_told(qtbot, light_theme):
    panel = BookPanel(light_theme)
    qtbot.addWidget(panel)
    rows = tuple(term for term in TERMS if term.book.is_table)

    panel.show_found(TablePage(rows[0].book, rows, ("Substance", "A", "B", "C"), 8, IN_FORCE))
    assert line_in_focus(panel) == 8

    panel.show_found(category_page("Q10.01"))
    assert line_in_focus(panel) == category_page("Q10.01").focus


def test_where_no_page_is_open_nothing_is_offered():
    assert printables(None, 0) == ()


# How it is set ------------------------------------------------------------------------------


def test_every_page_of_the_pdf_bears_release_dates_day_and_number(light_theme):
    texts = printed(tabular_sheet(long_page(300), PrintChoice(), DAY), light_theme)

    assert len(texts) > 4
    for number, text in enumerate(texts, start=1):
        assert "ICD-10-CM FY2099 (invented) · in force 2098-10-01 to 2099-09-30" in text
        assert f"printed 2099-03-04 · page {number} of {len(texts)}" in text


def test_the_pdf_holds_every_code_once_in_order(light_theme):
    page = long_page(300)
    texts = "".join(printed(tabular_sheet(page, PrintChoice(), DAY), light_theme))

    codes = [line.code.code for line in page.lines if line.code.billable]
    places = [texts.find(f"\n{code}") for code in codes]
    assert places == sorted(places)
    assert -1 not in places


def test_the_head_names_the_codes_from_the_first_to_the_last_on_the_page(light_theme):
    typeset = Typeset(tabular_sheet(long_page(300), PrintChoice(), DAY), LETTER, inks(light_theme))

    assert typeset.guides(0).startswith("Q10 – Q10.")
    assert typeset.guides(1).split(" – ")[0] > typeset.guides(0).split(" – ")[1]


def test_a_release_that_is_not_in_force_says_so_above_all(light_theme):
    page = category_page(choice=OUT_OF_FORCE)

    (text, *_) = printed(tabular_sheet(page, PrintChoice(), DAY), light_theme)

    assert OUT_OF_FORCE.word in " ".join(text.split())


def test_a_tables_headings_stand_on_every_page(light_theme):
    rows = tuple(
        replace(TERMS[6], id=at, title=f"Ink {at}", last_descendant_id=at) for at in range(1, 120)
    )
    page = replace(index_page(7), terms=rows)

    texts = printed(index_sheet(page, DAY, 504.0), light_theme)

    assert len(texts) > 1
    assert all("Adverse effect" in text for text in texts)


def test_paper_is_white_and_its_ink_dark_in_a_dark_window(light_theme):
    light_theme.choose("dark")
    sheet = tabular_sheet(category_page(), PrintChoice(), DAY)
    document = pypdfium2.PdfDocument(pdf(Typeset(sheet, LETTER, inks(light_theme)), LETTER, "x"))
    page = document[0]
    bitmap = page.render(scale=1, rev_byteorder=True, grayscale=True)
    grey = bytes(ctypes.cast(bitmap.buffer, ctypes.POINTER(ctypes.c_ubyte * len(bitmap.buffer)))[0])

    assert grey[0] == 255
    assert sum(1 for one in grey if one < 128) > 1000
    for held in (bitmap, page, document):
        held.close()


@pytest.mark.parametrize("zoom", [0.85, 1.7])
def test_other_text_sizes_keep_the_text_on_the_paper(light_theme, zoom):
    paper = replace(A4, zoom=zoom)
    sheet = tabular_sheet(category_page(), PrintChoice(), DAY, paper.text_width)
    document = pypdfium2.PdfDocument(pdf(Typeset(sheet, paper, inks(light_theme)), paper, "x"))

    for page in document:
        read = page.get_textpage()
        for at in range(read.count_chars()):
            if read.get_text_range(at, 1).strip():
                left, _, right, _ = read.get_charbox(at)
                assert 20 < left <= right < A4.width - 20
        read.close()
        page.close()
    document.close()


def test_setting_can_be_stopped(light_theme):
    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        Typeset(tabular_sheet(long_page(300), PrintChoice(), DAY), LETTER, inks(light_theme), stop)


def test_paper_is_letter_in_the_united_states_and_a4_elsewhere():
    assert usual_paper(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)) == "Letter"
    assert usual_paper(QLocale(QLocale.Language.German, QLocale.Country.Germany)) == "A4"


def test_a_printer_gets_the_pages_its_dialog_asked_for(light_theme, tmp_path):
    typeset = Typeset(tabular_sheet(long_page(300), PrintChoice(), DAY), LETTER, inks(light_theme))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageLayout(page_layout(LETTER))
    printer.setFromTo(2, 3)

    print_on(printer, typeset)

    document = pypdfium2.PdfDocument((tmp_path / "printed.pdf").read_bytes())
    assert len(document) == 2
    page = document[0]
    read = page.get_textpage()
    assert f"page 2 of {typeset.count}" in read.get_text_bounded()
    for at in range(0, read.count_chars(), 97):
        left, bottom, right, top = read.get_charbox(at)
        assert 0 <= left <= right <= LETTER.width
        assert 0 <= bottom <= top <= LETTER.height
    for held in (read, page, document):
        held.close()


def test_a_printer_that_takes_nothing_is_told(light_theme, tmp_path):
    typeset = Typeset(tabular_sheet(chapter_page(), PrintChoice(), DAY), LETTER, inks(light_theme))
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no such folder" / "printed.pdf"))

    with pytest.raises(KnownError, match="took nothing to print"):
        print_on(printer, typeset)


# The dialog ---------------------------------------------------------------------------------


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.toml")


@pytest.fixture
def dialog(qtbot, light_theme, settings):
    page = category_page("Q10.11")
    made = PrintDialog(printables(page, page.focus), light_theme, settings, today=lambda: DAY)
    made.show()
    qtbot.waitUntil(lambda: made.proof is not None)
    yield made
    made.press.close()


def test_the_dialog_shows_the_pages_and_how_many(qtbot, dialog):
    pictures = []
    dialog.press.drawn.connect(lambda page, _width, _image: pictures.append(page))

    dialog.resize(dialog.width() - 60, dialog.height())  # what was drawn is of another width

    qtbot.waitUntil(lambda: 1 in pictures)
    assert "page" in dialog.count.text()
    assert "in force 2098-10-01 to 2099-09-30" in dialog.count.text()


def test_a_choice_sets_the_pages_anew(qtbot, dialog):
    assert "smudges" in plain(dialog.proof.sheet.blocks)

    dialog.choices.inherited.setChecked(False)

    qtbot.waitUntil(
        lambda: dialog.proof is not None and "smudges" not in plain(dialog.proof.sheet.blocks)
    )


def test_another_part_is_set_when_it_is_chosen(qtbot, dialog):
    dialog.choices.what.setCurrentIndex(1)

    qtbot.waitUntil(
        lambda: (
            dialog.proof is not None
            and dialog.proof.sheet.title == "Q10.11 Inkblot of right sleeve"
        )
    )


def test_what_is_previewed_is_saved_and_the_choices_are_kept(qtbot, dialog, settings, tmp_path):
    dialog.choices.paper.setCurrentText("A4")
    qtbot.waitUntil(lambda: dialog.proof is not None)
    target = tmp_path / "inkblot.pdf"

    with qtbot.waitSignal(dialog.said) as said:
        dialog.save_to(target)

    document = pypdfium2.PdfDocument(target.read_bytes())
    assert document.get_page_size(0) == pytest.approx((A4.width, A4.height), abs=1)
    document.close()
    assert said.args == [f"Saved as {target}."]
    assert settings.text("print.paper") == "A4"
    assert not dialog.isVisible()


def test_what_cannot_be_saved_is_told_and_the_dialog_stays(qtbot, dialog, tmp_path):
    taken = tmp_path / "a.pdf"
    taken.mkdir()

    dialog.save_to(taken)

    qtbot.waitUntil(lambda: "could not be saved" in dialog.count.text())
    assert dialog.isVisible()
    assert dialog.save_button.isEnabled()


def test_to_a_file_is_what_enter_does_where_a_pdf_was_asked_for(qtbot, light_theme, settings):
    made = PrintDialog(printables(chapter_page(), 0), light_theme, settings, to_file=True)

    assert [one.text() for one in made.findChildren(QPushButton) if one.isDefault()] == [
        "&Save as PDF…"
    ]
    made.close()


def test_closing_stops_the_setting_of_a_long_page(qtbot, light_theme, settings):
    made = PrintDialog(printables(long_page(2000), 0), light_theme, settings)
    ready = []
    made.press.ready.connect(ready.append)
    made.show()

    qtbot.keyClick(made, Qt.Key.Key_Escape)

    assert not made.isVisible()
    assert ready == []
