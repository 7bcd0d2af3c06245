"""The rows of an index page, of the list of books, and of what else is known of a code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codebook_app.domain.content import Fact
from codebook_app.domain.index_page import IndexPage, IndexPath
from codebook_app.domain.index_term import IndexTarget, IndexTerm, TargetKind
from codebook_app.domain.release import Release
from codebook_app.gui.models.page_rows import Row, TextRow
from codebook_app.gui.places import Place, leads_to_term, place_of_code

SEE = "@see:"
"""Begins the link of a target that names another term: the term's id and the target's place."""

_WORDS = {
    TargetKind.SEE: "see",
    TargetKind.SEE_ALSO: "see also",
    TargetKind.SEE_CATEGORY: "see category",
    TargetKind.SUBCATEGORY: "subcategory",
    TargetKind.USE: "use",
    TargetKind.TABLE: "table",
}


@dataclass(frozen=True, slots=True)
class Lead:
    """Something a term leads to, as printed: *words* before it, its *text*, and what it opens."""

    words: str
    text: str
    target: str


@dataclass(frozen=True, slots=True)
class TermRow(Row):
    """A term of an index or a table, *depth* counted from the heading.

    *columns* are the headings of a table's cells, the term's own left out.
    """

    term: IndexTerm
    depth: int
    code_set: str
    columns: tuple[str, ...] = ()

    @property
    def stops(self) -> bool:  # noqa: D102
        return True

    @property
    def leads(self) -> tuple[Lead, ...]:
        """What the term leads to, in printed order."""
        return tuple(
            _lead(self.term, number, target, self.code_set)
            for number, target in enumerate(self.term.targets)
        )

    @property
    def cells(self) -> tuple[Lead, ...]:
        """The codes of a table's row, a lead a column; one without a target is a printed dash."""
        return tuple(
            Lead(column, cell, place_of_code(self.code_set, cell).text if _is_code(cell) else "")
            for column, cell in zip(self.columns, self.term.cells, strict=False)
        )

    @property
    def code(self) -> str:
        """The first code that the term leads to, as printed."""
        codes = [target.text for target in self.term.targets if target.code]
        return next(iter([*codes, *(cell for cell in self.term.cells if _is_code(cell))]), "")

    @property
    def target(self) -> str:  # noqa: D102
        leads = [*self.leads, *self.cells]
        to_code = (lead.target for lead in leads if not lead.target.startswith(SEE) and lead.target)
        to_term = (lead.target for lead in leads if lead.target)
        return next(to_code, "") or next(to_term, "")

    @property
    def length(self) -> int:
        """About how many characters are printed, without putting them together."""
        targets = sum(len(target.text) + 4 for target in self.term.targets)
        return len(self.term.title) + targets

    @property
    def text(self) -> str:  # noqa: D102
        told = [f"{lead.words} {lead.text}".strip() for lead in self.leads]
        return "  ".join([self.term.title, *told, *(cell.text for cell in self.cells)]).strip()

    @property
    def spoken(self) -> str:
        """The term with its level, and what it leads to; a dash says that more must be chosen."""
        told = [self.term.title, *(f"{lead.words} {lead.text}".strip() for lead in self.leads)]
        told += [f"{cell.words}: {cell.text}" for cell in self.cells if cell.target]
        if self.depth:
            told.insert(0, f"level {self.depth}")
        if self.code.endswith("-"):
            told.append("more characters needed")
        return ", ".join(part for part in told if part)


@dataclass(frozen=True, slots=True)
class HeadingsRow(Row):
    """The column headings of a table, the term's own first."""

    columns: tuple[str, ...]

    @property
    def text(self) -> str:  # noqa: D102
        return "  ".join(self.columns)


@dataclass(frozen=True, slots=True)
class PlaceRow(Row):
    """Something to open: its *name*, a few words on it, and the *place*'s text."""

    name: str
    tail: str
    place: str

    @property
    def stops(self) -> bool:  # noqa: D102
        return True

    @property
    def target(self) -> str:  # noqa: D102
        return self.place

    @property
    def text(self) -> str:  # noqa: D102
        return f"{self.name}  {self.tail}".rstrip()


@dataclass(frozen=True, slots=True)
class LinksRow(Row):
    """Several things to open in a line, each a name and the text of its place."""

    links: tuple[tuple[str, str], ...]
    letters: bool = False

    @property
    def stops(self) -> bool:  # noqa: D102
        return True

    @property
    def text(self) -> str:  # noqa: D102
        return " ".join(name for name, _ in self.links)

    @property
    def spoken(self) -> str:  # noqa: D102
        return f"{', '.join(name for name, _ in self.links)}; Tab goes through them"


@dataclass(frozen=True, slots=True)
class FactRow(Row):
    """A fact of the code in focus: "Coverage: C, carrier judgment"."""

    fact: Fact

    @property
    def text(self) -> str:  # noqa: D102
        told = ", ".join(part for part in (self.fact.value, self.fact.meaning) if part)
        return f"{self.fact.name}: {told}"


@dataclass(frozen=True, slots=True)
class PathRow(Row):
    """A way from an index to the code in focus; *first* of those of its index."""

    path: IndexPath
    place: str
    first: bool

    @property
    def target(self) -> str:  # noqa: D102
        return self.place

    @property
    def text(self) -> str:  # noqa: D102
        return f"{self.path.book.label}: {path_words(self.path)}"


def path_words(path: IndexPath) -> str:
    """Return a way through an index in words, the table's column at its end."""
    return f"{path.text}, {path.column}" if path.column else path.text


def index_rows(page: IndexPage) -> tuple[Row, ...]:
    """Return the rows of an index page: the path to its heading, and every term in it."""
    rows: list[Row] = []
    if len(page.path) > 1:
        rows.append(TextRow(", ".join(title for title in page.path[:-1] if title) + ",", "small"))
    columns = page.columns[1:] if page.book.is_table else ()
    if columns:
        rows.append(HeadingsRow(page.columns))
    code_set = page.choice.release.code_set
    top = page.heading.depth
    rows.extend(TermRow(term, term.depth - top, code_set, columns) for term in page.terms)
    return tuple(rows)


def main_term_rows(terms: Sequence[IndexTerm], release: Release) -> Iterator[Row]:
    """Yield a row for each main term, to open its page."""
    for term in terms:
        place = Place(release.code_set, "", term.book, release.release, term.id)
        yield PlaceRow(term.title, "", place.text)


def see_target(page: IndexPage, link: str) -> IndexTarget | None:
    """Return the target that a link beginning with :data:`SEE` names, None for another page's."""
    term_id, _, number = link.removeprefix(SEE).partition(":")
    for term in page.terms:
        if str(term.id) == term_id and int(number) < len(term.targets):
            return term.targets[int(number)]
    return None


def row_of_term(rows: Sequence[Row], term_id: int) -> int:
    """Return the row that shows a term, the first one where none does."""
    for at, row in enumerate(rows):
        if isinstance(row, TermRow) and row.term.id == term_id:
            return at
    return 0


def path_to(page: IndexPage, term: IndexTerm) -> str:
    """Return the way from the main term down to *term* of *page*, in words."""
    terms = {one.id: one for one in page.terms}
    titles: list[str] = []
    above: int | None = term.id
    while above is not None and above in terms:
        titles.insert(0, terms[above].essential)
        above = terms[above].parent_id
    return " › ".join(title for title in [*page.path[:-1], *titles] if title)


def _lead(term: IndexTerm, number: int, target: IndexTarget, code_set: str) -> Lead:
    words = _WORDS.get(target.kind, "")
    text = target.text
    if words and text.casefold().startswith(words):
        words = ""
    if target.kind is TargetKind.MANIFESTATION and not text.startswith("["):
        text = f"[{text}]"
    if target.code:
        place = place_of_code(code_set, target.code if words else target.text or target.code)
        return Lead(words, text, place.text)
    return Lead(words, text, f"{SEE}{term.id}:{number}" if leads_to_term(target) else "")


def _is_code(cell: str) -> bool:
    return bool(cell.strip("-– "))
