"""Reads the alphabetic indexes and the tables of CDC/NCHS (``<ICD10CM.index>``) as a stream.

The four of them share one XML: the index to diseases and injuries, the external cause index, the
neoplasm table and the table of drugs and chemicals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from codebook_app.codesets.icd10cm.index_text import Title, target_of
from codebook_app.codesets.watched import watched
from codebook_app.codesets.xml import CutOffError, parse_xml
from codebook_app.domain.index_term import IndexBook, IndexTarget, IndexTerm, TargetKind
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, ProgressSink, silent

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


@dataclass(frozen=True, slots=True)
class PrintedIndex:
    """One index or table as printed.

    *columns* are a table's headings, the term's own first; empty for an index. *misplaced* counts
    the terms whose stated level is not how deep they stand; *unknown_elements* counts, by name,
    the elements that were passed over because no edition seen so far has them.
    """

    book: IndexBook
    year: int
    terms: tuple[IndexTerm, ...]
    columns: tuple[str, ...]
    misplaced: int
    unknown_elements: dict[str, int]


def read_index(
    chunks: Iterable[bytes],
    name: str,
    size: int = 0,
    *,
    first_id: int = 1,
    progress: ProgressSink = silent,
    cancel: CancelToken | None = None,
) -> PrintedIndex:
    """Return the index or table whose bytes are *chunks*; *name*, *size* (bytes) are for messages.

    The ids of its terms count from *first_id* in printed order. Blanks are single, each
    nonessential modifier has one around it. *cancel* is looked at every chunk.

    Raises:
        KnownError: not a whole, well-formed index XML; the message names file and line.
        Cancelled: *cancel* was raised.
    """
    reader = _IndexReader(name, first_id)
    parse_xml(
        watched(chunks, size, "Reading the indexes and tables", progress, cancel), reader, name
    )
    return reader.index()


def heading_of(head: bytes, name: str, *, whole: bool = False) -> tuple[IndexBook, int]:
    """Return which book begins with *head*, and the fiscal year that it states.

    *whole* tells that *head* is all of it.

    Raises:
        KnownError: it tells neither there, is no such book, or is broken before it.
    """
    reader = _IndexReader(name, 1, heading_only=True)
    try:
        with suppress(_Enough):
            parse_xml([head], reader, name)
    except KnownError as fault:
        if whole or not isinstance(fault, CutOffError):
            raise
    return reader.book(), reader.year()


class _Enough(Exception):  # noqa: N818 - the end of a peek, not an error
    """All that stands before the first letter was seen."""


@dataclass(slots=True)
class _OpenTerm:
    """A term while its element is open; *place* is where it will stand among the terms."""

    place: int
    parent_id: int | None
    title: Title | None = None
    targets: list[IndexTarget] = field(default_factory=list)
    cells: dict[int, str] = field(default_factory=dict)


class _IndexReader(ContentHandler):
    """Collects terms from the parser's events."""

    def __init__(self, name: str, first_id: int, *, heading_only: bool = False) -> None:
        super().__init__()
        self._name = name
        self._first_id = first_id
        self._heading_only = heading_only
        self._locator: Locator | None = None
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

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802
        """Take what tells the line that the parser is at."""
        self._locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """Open a term or a text."""
        if self._skipping:
            self._skipping += 1
            return
        if self._depth == 0 and name != ROOT_TAG:
            raise self._fault(f"this is no ICD-10-CM index: its root is <{name}>")
        start = self._starts.get(name)
        if start is None:
            # Its text stays with the title it may stand in.
            self._unknown[name] = self._unknown.get(name, 0) + 1
            self._skipping = 1
            return
        if self._leaf and (name != "nemod" or self._in_title is None):
            raise self._fault(f"a <{name}> stands in a <{self._leaf}>")
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
            raise self._fault("a <letter> stands in a term")
        if self._heading_only:
            raise _Enough

    def _start_title(self, _: AttributesImpl) -> None:
        self._leaf = "title"
        self._in_title = Title()

    def _start_nemod(self, _: AttributesImpl) -> None:
        if self._in_title is None:
            raise self._fault("a <nemod> stands outside a title")
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
            raise self._fault("a <mainTerm> stands in a term")
        if not self._terms:
            self._book = self.book()
            self._places = {col: place for place, col in enumerate(sorted(self._columns)[1:])}
        self._start_term(None)

    def _start_subterm(self, attrs: AttributesImpl) -> None:
        depth = len(self._open)
        if not depth:
            raise self._fault("a <term> stands outside any main term")
        if depth > _DEEPEST:
            raise self._fault("the terms are nested deeper than any index is")
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
            raise self._fault("a term that ends here has no title")
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
            raise self._fault(f"the year of the edition is not a year: “{year[:20]}”")
        self._year = int(year)

    def _end_title(self, text: str) -> None:
        self._leaf = ""
        title, self._in_title = self._in_title, None
        if title is None:
            return
        title.essential(text)
        if self._open:
            if self._open[-1].title is not None:
                raise self._fault("a term has two titles")
            if title.text:
                self._open[-1].title = title
        elif self._depth == 1:
            self._title = title.text

    def _end_head(self, text: str) -> None:
        self._leaf = ""
        if self._column in self._columns:
            raise self._fault(f"column {self._column} has two headings")
        if self._terms:
            raise self._fault("a column heading stands behind the terms")
        self._columns[self._column] = " ".join(text.split())

    def _headings(self) -> tuple[str, ...]:
        return tuple(self._columns[column] for column in sorted(self._columns))

    def _end_cell(self, text: str) -> None:
        self._leaf = ""
        place = self._places.get(self._column)
        if place is None:
            raise self._fault(f"a cell stands in column {self._column}, which has no heading")
        term = self._open[-1]
        if place in term.cells:
            raise self._fault(f"a row has two cells in column {self._column}")
        code = text.strip()
        term.cells[place] = "" if code in _NO_CODE else code

    def _must_have_term(self, element: str) -> None:
        if not self._open:
            raise self._fault(f"a <{element}> stands outside any term")

    def _number(self, text: str) -> int:
        if text.isascii() and text.isdigit() and 0 < int(text[:4]) <= _MOST_COLUMNS:
            return int(text[:4])
        raise self._fault(f"“{text[:20]}” is no column")

    def _file_line(self) -> int:
        return (self._locator.getLineNumber() or 0) if self._locator is not None else 0

    def _fault(self, what: str) -> KnownError:
        return KnownError(f"{self._name}, line {self._file_line()}: {what}.", _WRONG_FILE)
