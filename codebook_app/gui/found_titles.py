"""What a page of the book is called, where it is named in a few words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from codebook_app.domain.index_page import IndexPage, TablePage
from codebook_app.domain.page import Page
from codebook_app.gui.book_reader import Contents, Found
from codebook_app.gui.code_set_names import code_set_badge, code_set_title
from codebook_app.gui.models.contents_rows import contents_title
from codebook_app.gui.models.page_words import named, printed_title

if TYPE_CHECKING:
    from codebook_app.gui.places import Place


@dataclass(frozen=True, slots=True)
class FoundTitle:
    """The name of a page: its *code* as printed ("" for none), its *title*, and of which book.

    *book* is the code set, or the index book where the page is of one; *badge* is that in a word.
    """

    code: str = ""
    title: str = ""
    book: str = ""
    badge: str = ""

    @property
    def text(self) -> str:
        """The name in one line, the code first: "S72 Fracture of femur"."""
        return f"{self.code} {self.title}".strip()


NO_TITLE = FoundTitle()
"""The name of what is not read yet."""


def found_title(found: Found) -> FoundTitle:
    """Return what *found* is called."""
    if isinstance(found, Contents):
        return FoundTitle("", contents_title(found), "", "")
    code_set = found.choice.release.code_set if not isinstance(found, Page) else ""
    if isinstance(found, Page):
        heading = found.heading
        title = printed_title(heading)[0]
        return FoundTitle(named(heading), title, *_of_code_set(heading.code_set))
    if isinstance(found, IndexPage):
        return FoundTitle("", found.heading.essential, found.book.label, "INDEX")
    if isinstance(found, TablePage):
        return FoundTitle("", found.book.label, code_set_title(code_set), "TABLE")
    table = found.table
    title = f"{table.operation}, {table.body_system}" if table is not None else found.title
    return FoundTitle(found.chosen, title, *_of_code_set(code_set))


def named_visit(place: Place, found: Found) -> tuple[str, str, str]:
    """Return the code set, the code ("" for none) and the title of *place*, where *found* stands.

    Of a page it is the line that was asked for, not its heading.
    """
    if isinstance(found, Page):
        line = next(line for line in found.lines if line.code.id == found.focus)
        title = line.code.title
        for seventh in line.seventh_characters:
            if seventh.code == found.focus_code:
                title = f"{title}, {seventh.meaning}"
        return found.heading.code_set, found.focus_code, title
    if isinstance(found, IndexPage):
        term = next(term for term in found.terms if term.id == found.focus)
        path = ", ".join(found.path)
        if term is not found.heading:
            path = f"{path} … {term.title}"
        return place.code_set, "", f"{found.book.label}: {path}"
    named_so = found_title(found)
    return place.code_set, named_so.code, named_so.title


def _of_code_set(code_set: str) -> tuple[str, str]:
    return code_set_title(code_set), code_set_badge(code_set)
