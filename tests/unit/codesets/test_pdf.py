"""PDFs: their pages' text and their outline."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.cm_files import a_file, a_pdf

from codebook_app.codesets.pdf import LARGEST, PDFIUM, Bookmark, is_pdf, opened_pdf
from codebook_app.errors import KnownError

PDF = a_pdf([["One", "Two (2)"], ["Three"]], [(0, "First", 1), (1, "Second", 2), (0, "Third", 2)])


def test_pages_are_counted_from_one_and_read_line_by_line():
    with opened_pdf(a_file(PDF)) as pdf:
        assert pdf.pages == 2
        assert pdf.text(1) == "One\nTwo (2)"
        assert pdf.text(2) == "Three"


def test_the_outline_is_in_printed_order():
    with opened_pdf(a_file(PDF)) as pdf:
        assert pdf.outline() == (
            Bookmark("First", 0, 1),
            Bookmark("Second", 1, 2),
            Bookmark("Third", 0, 2),
        )
    with opened_pdf(a_file(a_pdf([["One"]]))) as pdf:
        assert pdf.outline() == ()


def test_nobody_else_uses_pdfium_while_one_is_open():
    with opened_pdf(a_file(PDF)):
        assert PDFIUM.locked()
    assert not PDFIUM.locked()


def test_a_head_tells_a_pdf():
    assert is_pdf(a_file(PDF))
    assert not is_pdf(a_file("%PDX"))


@pytest.mark.parametrize("content", [b"%PDF-1.4", PDF[:50], b"%PDF-1.4\n" + b"\x00" * 5000])
def test_what_is_no_whole_pdf_is_refused(content):
    with (
        pytest.raises(KnownError, match=r"^a.pdf is no whole PDF"),
        opened_pdf(a_file(content, "a.pdf")),
    ):
        pass
    assert not PDFIUM.locked()


def test_a_pdf_larger_than_any_official_one_is_not_opened():
    with (
        pytest.raises(KnownError, match="129 MB"),
        opened_pdf(replace(a_file(PDF), size=LARGEST + 2**20)),
    ):
        pass
