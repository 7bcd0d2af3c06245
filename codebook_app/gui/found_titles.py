"""What a page of the book is called, where it is named in a few words."""

from __future__ import annotations

from dataclasses import dataclass

from codebook_app.domain.index_page import IndexPage, TablePage
from codebook_app.domain.page import Page
from codebook_app.domain.procedure_page import ProcedurePage
from codebook_app.gui.book_reader import Found
from codebook_app.gui.code_set_names import code_set_title
from codebook_app.gui.models.contents_rows import contents_title
from codebook_app.gui.models.page_words import named, printed_title


@dataclass(frozen=True, slots=True)
class FoundTitle:
    """The name of a page: its *code* as printed ("" for none), its *title*, and of which book.

    *book* is the code set, or the index book where the page is of one.
    """

    code: str
    title: str
    book: str

    @property
    def text(self) -> str:
        """The name in one line, the code first: "S72 Fracture of femur"."""
        return f"{self.code} {self.title}".strip()


def found_title(found: Found) -> FoundTitle:
    """Return what *found* is called."""
    if isinstance(found, Page):
        heading = found.heading
        book = code_set_title(heading.code_set)
        return FoundTitle(named(heading), printed_title(heading)[0], book)
    if isinstance(found, IndexPage):
        return FoundTitle("", found.heading.essential, found.book.label)
    if isinstance(found, TablePage):
        return FoundTitle("", found.book.label, code_set_title(found.choice.release.code_set))
    if isinstance(found, ProcedurePage):
        book = code_set_title(found.choice.release.code_set)
        if found.table is None:
            return FoundTitle(found.chosen, "Build a code", book)
        return FoundTitle(found.chosen, f"{found.table.operation}, {found.table.body_system}", book)
    return FoundTitle("", contents_title(found), "")
