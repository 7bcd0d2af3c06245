"""The rows of an index page, of the list of books, and of what else is known of a code."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from codebook_app.domain.index_term import IndexTarget, IndexTerm, TargetKind
from codebook_app.gui.models.page_rows import Row, TextRow
from codebook_app.gui.places import Place, leads_to_term, place_of_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from codebook_app.domain.content import Fact
    from codebook_app.domain.index_page import IndexPage, IndexPath
    from codebook_app.domain.release import Release
    from codebook_app.services.term_finding import FoundTerms

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
    """A term of an index, *depth* counted from the heading.

    While something is found in the page, *words* are what was typed; the term was meant, or is only
    *above* one that was and tells where that stands.
    """

    term: IndexTerm
    depth: int
    code_set: str
    words: tuple[str, ...] = ()
    above: bool = False

    @property
    def stops(self) -> bool:  # noqa: D102
        return True

    @property
    def leads(self) -> tuple[Lead, ...]:
        """What the term leads to, in printed order."""
        return leads_of(self.term, self.code_set)

    @property
    def code(self) -> str:
        """The first code that the term leads to, as printed."""
        return next((target.text for target in self.term.targets if target.code), "")

    @property
    def pair(self) -> tuple[str, str] | None:
        """The etiology and the manifestation that the term stands for, as printed; None for one."""
        return pair_of(self.term)

    @property
    def target(self) -> str:  # noqa: D102
        leads = self.leads
        to_code = (lead.target for lead in leads if not lead.target.startswith(SEE) and lead.target)
        to_term = (lead.target for lead in leads if lead.target)
        return next(to_code, "") or next(to_term, "")

    @property
    def length(self) -> int:
        """About how many characters are printed, without putting them together."""
        length = len(self.term.title)
        for target in self.term.targets:
            length += len(target.text) + 4
        return length

    @property
    def text(self) -> str:  # noqa: D102
        told = [f"{lead.words} {lead.text}".strip() for lead in self.leads]
        return "  ".join([self.term.title, *told]).strip()

    @property
    def spoken(self) -> str:
        """The term with its level, and what it leads to; a dash says that more must be chosen."""
        told = [self.term.title, *(f"{lead.words} {lead.text}".strip() for lead in self.leads)]
        if self.depth:
            told.insert(0, f"level {self.depth}")
        if self.code.endswith("-"):
            told.append("more characters needed")
        if self.pair:
            told.append("two codes, etiology first")
        return ", ".join(part for part in told if part)


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


def leads_of(term: IndexTerm, code_set: str) -> tuple[Lead, ...]:
    """Return what a term leads to besides the cells of its row, in printed order."""
    return tuple(
        _lead(term, number, target, code_set) for number, target in enumerate(term.targets)
    )


def path_words(path: IndexPath) -> str:
    """Return a way through an index in words, the table's column at its end."""
    return f"{path.text}, {path.column}" if path.column else path.text


def index_rows(page: IndexPage) -> tuple[Row, ...]:
    """Return the rows of an index page: the path to its heading, and every term in it."""
    rows: list[Row] = []
    if len(page.path) > 1:
        rows.append(TextRow(", ".join(title for title in page.path[:-1] if title) + ",", "small"))
    code_set = page.choice.release.code_set
    top = page.heading.depth
    rows.extend(TermRow(term, term.depth - top, code_set) for term in page.terms)
    return tuple(rows)


def found_rows(whole: Sequence[Row], found: FoundTerms) -> tuple[Row, ...]:
    """Return the rows of what was found: each with those above and below it.

    *whole* are the rows of the whole page, one for each term that was searched at its end.
    """
    first = len(whole) - found.searched
    matches = set(found.matches)
    rows: list[Row] = []
    within = -1  # the depth of a match: what follows deeper belongs to it
    for place in found.shown:
        row = whole[first + place]
        assert isinstance(row, TermRow)  # noqa: S101
        if row.depth <= within:
            within = -1
        if place in matches:
            rows.append(TermRow(row.term, row.depth, row.code_set, found.words))
            if within < 0:
                within = row.depth
        elif within < 0:
            rows.append(TermRow(row.term, row.depth, row.code_set, above=True))
        else:
            rows.append(row)
    return tuple(rows)


def main_term_rows(terms: Sequence[IndexTerm], release: Release) -> Iterator[Row]:
    """Yield a row for each main term, to open its page."""
    for term in terms:
        place = Place(release.code_set, "", term.book, release.release, term.id)
        yield PlaceRow(term.title, "", place.text)


def see_target(page: IndexPage, link: str) -> IndexTarget | None:
    """Return the target that a link beginning with :data:`SEE` names, None for another page's."""
    return target_of(page.terms, link)


def target_of(terms: Sequence[IndexTerm], link: str) -> IndexTarget | None:
    """Return the target that *link* names of one of *terms*, whose ids follow one another."""
    own, _, number = link.removeprefix(SEE).partition(":")
    at = int(own) - terms[0].id if terms else -1
    if not 0 <= at < len(terms) or int(number) >= len(terms[at].targets):
        return None
    return terms[at].targets[int(number)]


def row_of_term(rows: Sequence[Row], term_id: int) -> int:
    """Return the row that shows a term, the first one where none does."""
    for at, row in enumerate(rows):
        if isinstance(row, TermRow) and row.term.id == term_id:
            return at
    return 0


def steps_to(page: IndexPage, term: IndexTerm) -> tuple[IndexTerm, ...]:
    """Return the terms of *page* from its heading down to *term*, itself last."""
    first = page.heading.id
    steps = [term]
    above = term.parent_id
    while above is not None and 0 <= above - first < len(page.terms):
        steps.append(page.terms[above - first])
        above = steps[-1].parent_id
    return tuple(reversed(steps))


def pair_of(term: IndexTerm) -> tuple[str, str] | None:
    """Return the etiology and the manifestation that *term* stands for, as printed.

    None where it leads to one code or none. The manifestation, in brackets in the book, is coded
    second (ICD-10-CM Official Guidelines, I.A.13).
    """
    codes = [target for target in term.targets if target.code]
    for first, second in pairwise(codes):
        if first.kind is TargetKind.CODE and second.kind is TargetKind.MANIFESTATION:
            return first.text, second.text.strip("[]")
    return None


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
