"""The guidelines: pages drawn on a worker, sections to choose from, opened at a chapter."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from support.invented_window import RELEASE, InventedReleases

from codebook_app.domain.content import DocumentSection
from codebook_app.domain.release import SourceFile
from codebook_app.gui.dialogs.document import DocumentDialog, chapter_section
from codebook_app.gui.documents import DocumentPages

SECTIONS = (
    DocumentSection("guide.pdf", "Section I. Conventions", 0, 1),
    DocumentSection("guide.pdf", "1. Chapter 1: Invented diseases", 1, 2),
    DocumentSection("guide.pdf", "11. Chapter 11: Others", 1, 3),
)


def a_pdf(pages: int) -> bytes:
    """Return a PDF of blank pages."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(612, 792).close()
    written = io.BytesIO()
    document.save(written)
    document.close()
    return written.getvalue()


class Reader:
    def document_sections(self) -> tuple[DocumentSection, ...]:
        return SECTIONS


class WithGuidelines(InventedReleases):
    """A release with a document of three pages, or a broken one."""

    def __init__(self) -> None:
        super().__init__()
        self.content = a_pdf(3)
        self.sources = (SourceFile("guide.pdf", 1, "0", "guidelines"),)

    def installed(self):
        later = replace(RELEASE, release="FY2100", effective_from=date(2099, 10, 1))
        return (replace(RELEASE, sources=self.sources), later)

    def reader(self, _code_set: str, _release: str) -> Reader:
        return Reader()

    def document(self, _code_set: str, _release: str, name: str) -> bytes:
        assert name == "guide.pdf"
        return self.content


@pytest.fixture
def releases():
    return WithGuidelines()


@pytest.fixture
def open_dialog(qtbot, releases, light_theme):
    opened: list[DocumentDialog] = []

    def open_it(chapter: str = "", release: str = "FY2099", section: str = "") -> DocumentDialog:
        pages = DocumentPages(releases, "icd10cm", release)
        dialog = DocumentDialog(pages, light_theme, chapter, section=section)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        opened.append(dialog)
        qtbot.addWidget(dialog)
        dialog.resize(900, 600)
        dialog.show()
        return dialog

    yield open_it
    for dialog in opened:
        dialog.close()


def test_the_document_opens_at_its_chapter(qtbot, open_dialog):
    dialog = open_dialog("1")

    qtbot.waitUntil(lambda: dialog.view.page == 2)
    assert dialog.model.row_at(dialog.table.currentIndex()) == SECTIONS[1]


def test_a_page_in_sight_is_drawn(qtbot, open_dialog):
    drawn: list[tuple[int, bool]] = []
    dialog = open_dialog()
    dialog.view.wanted.connect(lambda pages, width: drawn.append((pages[0], width > 100)))

    qtbot.waitUntil(lambda: drawn[:1] == [(1, True)])
    paper = dialog.view.viewport()
    qtbot.waitUntil(lambda: white_in_the_middle(paper.grab().toImage()))


def white_in_the_middle(image: QImage) -> bool:
    return image.pixelColor(image.width() // 2, image.height() // 2).name() == "#ffffff"


def test_keys_scroll_and_a_section_is_found_by_its_words(qtbot, open_dialog):
    dialog = open_dialog()
    qtbot.waitUntil(dialog.view.isVisible)
    qtbot.waitUntil(lambda: dialog.view.page == 1)
    qtbot.keyClick(dialog.view, Qt.Key.Key_End)
    assert dialog.view.page == 3
    qtbot.keyClick(dialog.view, Qt.Key.Key_Home)
    assert dialog.view.page == 1

    dialog.filter.setText("invented chapter")
    assert [section.page for section in dialog.model.rows] == [2]
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)

    assert dialog.view.page == 2

    dialog.filter.setText("parchment")
    assert "No section has these words" in dialog.table.lesson


def test_a_damaged_document_is_told_of_in_one_line(qtbot, releases, open_dialog):
    releases.content = b"%PDF-1.7 and then nothing"

    dialog = open_dialog()

    qtbot.waitUntil(lambda: "cannot be opened" in dialog.word.text())
    assert "Import it again." in dialog.word.text()


def test_a_release_without_guidelines_says_how_to_get_them(qtbot, releases, open_dialog):
    releases.sources = ()

    dialog = open_dialog()

    qtbot.waitUntil(lambda: "No guidelines of ICD-10-CM are installed" in dialog.word.text())
    assert "Import the official guidelines PDF" in dialog.word.text()


def test_where_the_release_has_none_the_newest_are_shown_and_said_to_be(qtbot, open_dialog):
    dialog = open_dialog(release="FY2100")

    qtbot.waitUntil(lambda: "(none are kept with FY2100)" in dialog.windowTitle())
    assert RELEASE.title in dialog.windowTitle()


@pytest.mark.parametrize(("chapter", "at"), [("1", 1), ("11", 2), ("2", None), ("", None)])
def test_a_chapters_section_is_found_by_its_number(chapter, at):
    assert chapter_section(SECTIONS, chapter) == at


@pytest.mark.parametrize(
    ("section", "page", "words"),
    [
        ("I", 1, ""),
        ("I.C.9", 1, "This document has no section I.C.9: this is the one around it."),
        ("IV.A", 1, "This document has no section IV.A."),
    ],
)
def test_it_opens_at_a_section_or_says_that_it_has_none_of_that_number(
    qtbot, open_dialog, section, page, words
):
    dialog = open_dialog("11", section=section)

    qtbot.waitUntil(lambda: dialog.view.page == page)
    assert dialog.elsewhere.text() == words
    assert dialog.elsewhere.isVisible() is bool(words)
