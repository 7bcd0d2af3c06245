"""Puts the index or table of an ``<ICD10CM.index>`` together from the parser's events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from xml.sax.xmlreader import AttributesImpl

from codebook_app.codesets.icd10cm.index_text import Title, target_of
from codebook_app.codesets.icd10cm.printed import PrintedIndex
from codebook_app.codesets.xml import OfficialReader, SeenEnough
from codebook_app.domain.index_term import IndexBook, IndexTarget, IndexTerm, TargetKind
from codebook_app.errors import KnownError

ROOT_TAG = "ICD10CM.index"
_DEEPEST = 16
_MOST_COLUMNS = 16
_NO_CODE = frozenset({"-", "--", "–", "—"})
_TARGETS = {
    kind.value: kind
    for kind in (
        TargetKind.CODE,
        TargetKind.MANIFESTATION,
        TargetKind.SEE,
        TargetKind.SEE_ALSO,
        TargetKind.SEE_CATEGORY,
        TargetKind.SUBCATEGORY,
    )
}
_WRONG_FILE = "Import the file that CDC publishes as the index or table, or its zip."


@dataclass(slots=True)
class _OpenTerm:
    """A term while its element is open; *place* is where it will stand among the terms."""

    place: int
    parent_id: int | None
    title: Title | None = None
    targets: list[IndexTarget] = field(default_factory=list)
    cells: dict[int, str] = field(default_factory=dict)


class IndexReader(OfficialReader):
    """Collects the terms of the file *name*; their ids count from *first_id* in printed order.

    With *heading_only* it raises :class:`SeenEnough` at the first letter.
    """

    def __init__(self, name: str, first_id: int, *, heading_only: bool = False) -> None:
        super().__init__(name, _WRONG_FILE)
        self._first_id = first_id
        self._heading_only = heading_only
        self._year: int | None = None
        self._title = ""
        self._columns: dict[int, str] = {}
        self._column = 0
        self._book = IndexBook.INDEX
        self._places: dict[int, int] = {}
        self._terms: list[IndexTerm | None] = []
        self._misplaced = 0
        self._unknown: dict[str, int] = {}
        self._open: list[_OpenTerm] = []
        self._text: list[str] = []
        # What the parser calls for text, 700,000 times for one file.
        self.characters = self._text.append  # type: ignore[assignment]
        self._in_title: Title | None = None
        self._leaf = ""
        self._depth = 0
        self._skipping = 0
        # A code is printed at two or three terms, a dash in thousands of cells.
        self._known_targets: dict[tuple[TargetKind, str], IndexTarget | None] = {}
        self._starts: dict[str, Callable[[AttributesImpl], None]] = {
            "version": partial(self._start_text, "version"),
            "title": self._start_title,
            "nemod": self._start_nemod,
            "head": self._start_column,
            "cell": self._start_cell,
            "mainTerm": self._start_main_term,
            "term": self._start_subterm,
            "letter": self._start_letter,
            "indexHeading": self._start_holder,
            ROOT_TAG: self._start_holder,
            **{name: partial(self._start_target, name) for name in _TARGETS},
        }
        self._ends: dict[str, Callable[[str], None]] = {
            "version": self._end_version,
            "title": self._end_title,
            "nemod": self._end_nemod,
            "head": self._end_head,
            "cell": self._end_cell,
            "mainTerm": self._end_term,
            "term": self._end_term,
            **{name: partial(self._end_target, kind) for name, kind in _TARGETS.items()},
        }

    def index(self) -> PrintedIndex:
        """Return what was read, once the parser has seen the end."""
        terms = tuple(term for term in self._terms if term is not None)
        if not terms:
            raise KnownError(f"{self._name}: the index holds no terms.", _WRONG_FILE)
        return PrintedIndex(
            self.book(), self.year(), terms, self._headings(), self._misplaced, self._unknown
        )

    def year(self) -> int:
        """Return the year that stands before the terms."""
        if self._year is None:
            raise KnownError(f"{self._name}: the index states no year.", _WRONG_FILE)
        return self._year

    def book(self) -> IndexBook:
        """Return which book the title, or the heading of the first column, tells."""
        told = (self._title or self._columns.get(1, "")).casefold()
        if self._columns:
            if told.startswith("neoplasm"):
                return IndexBook.NEOPLASM
            if told.startswith("substance") or "drugs" in told:
                return IndexBook.DRUGS
        elif "external" in told:
            return IndexBook.EXTERNAL
        elif "diseases" in told:
            return IndexBook.INDEX
        raise KnownError(
            f"{self._name}: neither its title nor its column headings tell which index or table"
            " this is.",
            _WRONG_FILE,
        )

    # What the parser calls, named by SAX.

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """Open a term or a text."""
        if self._skipping:
            self._skipping += 1
            return
        if self._depth == 0 and name != ROOT_TAG:
            raise self.fault(f"this is no ICD-10-CM index: its root is <{name}>")
        start = self._starts.get(name)
        if start is None:
            # Its text stays with the title it may stand in.
            self._unknown[name] = self._unknown.get(name, 0) + 1
            self._skipping = 1
            return
        if self._leaf and (name != "nemod" or self._in_title is None):
            raise self.fault(f"a <{name}> stands in a <{self._leaf}>")
        self._depth += 1
        start(attrs)
        self._text.clear()

    def endElement(self, name: str) -> None:  # noqa: N802
        """Close the element and keep its text where it belongs."""
        if self._skipping:
            self._skipping -= 1
            return
        self._depth -= 1
        text = "".join(self._text)
        self._text.clear()
        end = self._ends.get(name)
        if end is not None:
            end(text)

    # Elements in turn.

    def _start_holder(self, _: AttributesImpl) -> None:
        """Begin an element that only holds others."""

    def _start_text(self, name: str, _: AttributesImpl) -> None:
        self._leaf = name

    def _start_letter(self, _: AttributesImpl) -> None:
        if self._open:
            raise self.fault("a <letter> stands in a term")
        if self._heading_only:
            raise SeenEnough

    def _start_title(self, _: AttributesImpl) -> None:
        self._leaf = "title"
        self._in_title = Title()

    def _start_nemod(self, _: AttributesImpl) -> None:
        if self._in_title is None:
            raise self.fault("a <nemod> stands outside a title")
        self._in_title.essential("".join(self._text))

    def _start_column(self, attrs: AttributesImpl) -> None:
        self._leaf = "head"
        self._column = self._number(attrs.get("col", ""))

    def _start_cell(self, attrs: AttributesImpl) -> None:
        self._must_have_term("cell")
        self._start_column(attrs)
        self._leaf = "cell"

    def _start_target(self, name: str, _: AttributesImpl) -> None:
        self._must_have_term(name)
        self._leaf = name

    def _start_main_term(self, _: AttributesImpl) -> None:
        if self._open:
            raise self.fault("a <mainTerm> stands in a term")
        if not self._terms:
            self._book = self.book()
            self._places = {col: place for place, col in enumerate(sorted(self._columns)[1:])}
        self._start_term(None)

    def _start_subterm(self, attrs: AttributesImpl) -> None:
        depth = len(self._open)
        if not depth:
            raise self.fault("a <term> stands outside any main term")
        if depth > _DEEPEST:
            raise self.fault("the terms are nested deeper than any index is")
        if attrs.get("level", "").strip() != str(depth):
            self._misplaced += 1
        self._start_term(self._first_id + self._open[-1].place)

    def _start_term(self, parent_id: int | None) -> None:
        self._open.append(_OpenTerm(len(self._terms), parent_id))
        self._terms.append(None)

    def _end_nemod(self, text: str) -> None:
        if self._in_title is not None:
            self._in_title.nonessential(text)

    def _end_target(self, kind: TargetKind, text: str) -> None:
        self._leaf = ""
        key = (kind, text)
        if key not in self._known_targets:
            self._known_targets[key] = target_of(kind, text)
        target = self._known_targets[key]
        if target is not None:
            self._open[-1].targets.append(target)

    def _end_term(self, _: str) -> None:
        term = self._open.pop()
        if term.title is None:
            raise self.fault("a term that ends here has no title")
        self._terms[term.place] = IndexTerm(
            id=self._first_id + term.place,
            book=self._book,
            title=term.title.text,
            depth=len(self._open),
            parent_id=term.parent_id,
            last_descendant_id=self._first_id + len(self._terms) - 1,
            targets=tuple(term.targets),
            cells=tuple([term.cells.get(place, "") for place in self._places.values()])
            if term.cells
            else (),
            modifiers=term.title.modifiers,
        )

    def _end_version(self, text: str) -> None:
        self._leaf = ""
        year = text.strip()
        if self._depth != 1:
            return
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise self.fault(f"the year of the edition is not a year: “{year[:20]}”")
        self._year = int(year)

    def _end_title(self, text: str) -> None:
        self._leaf = ""
        title, self._in_title = self._in_title, None
        if title is None:
            return
        title.essential(text)
        if self._open:
            if self._open[-1].title is not None:
                raise self.fault("a term has two titles")
            if title.text:
                self._open[-1].title = title
        elif self._depth == 1:
            self._title = title.text

    def _end_head(self, text: str) -> None:
        self._leaf = ""
        if self._column in self._columns:
            raise self.fault(f"column {self._column} has two headings")
        if self._terms:
            raise self.fault("a column heading stands behind the terms")
        self._columns[self._column] = " ".join(text.split())

    def _headings(self) -> tuple[str, ...]:
        return tuple(self._columns[column] for column in sorted(self._columns))

    def _end_cell(self, text: str) -> None:
        self._leaf = ""
        place = self._places.get(self._column)
        if place is None:
            raise self.fault(f"a cell stands in column {self._column}, which has no heading")
        term = self._open[-1]
        if place in term.cells:
            raise self.fault(f"a row has two cells in column {self._column}")
        code = text.strip()
        term.cells[place] = "" if code in _NO_CODE else code

    def _must_have_term(self, element: str) -> None:
        if not self._open:
            raise self.fault(f"a <{element}> stands outside any term")

    def _number(self, text: str) -> int:
        if text.isascii() and text.isdigit() and 0 < int(text[:4]) <= _MOST_COLUMNS:
            return int(text[:4])
        raise self.fault(f"“{text[:20]}” is no column")
