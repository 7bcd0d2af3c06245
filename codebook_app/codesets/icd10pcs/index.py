"""Reads the ICD-10-PCS index (``<ICD10PCS.index>``): which word leads to which table or code."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from xml.sax.xmlreader import AttributesImpl

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.icd10pcs.elements import ElementReader, Place, read_elements
from codebook_app.codesets.icd10pcs.grammar import CHARACTER, FULL_LENGTH
from codebook_app.codesets.icd10pcs.words import number
from codebook_app.domain.index_term import IndexBook, IndexTarget, IndexTerm, TargetKind
from codebook_app.progress import CancelToken, ProgressSink, silent

ROOT_TAG = "ICD10PCS.index"
_CODE = re.compile(f"{CHARACTER}{{1,{FULL_LENGTH}}}")
_LEADS = {
    "see": TargetKind.SEE,
    "seeAlso": TargetKind.SEE_ALSO,
    "use": TargetKind.USE,
}
_NAMES = {"code": TargetKind.CODE, "codes": TargetKind.CODES, "tab": TargetKind.TABLE}


@dataclass(frozen=True, slots=True)
class PrintedIndex:
    """The *terms* in printed order, and the fiscal *year* the index states.

    *oddities* say in words what contradicts itself in it; *unknown* counts, by name, the elements
    that were passed over, *empty* the terms that say nothing and were.
    """

    name: str
    year: int
    terms: tuple[IndexTerm, ...]
    oddities: tuple[str, ...]
    unknown: dict[str, int]
    empty: int = 0


def read_index(
    file: OfficialFile, progress: ProgressSink = silent, cancel: CancelToken | None = None
) -> PrintedIndex:
    """Return the terms of the index that *file* holds.

    Raises:
        KnownError: the file is no such XML, or a term stands where none can; with file and line.
        Cancelled: *cancel* was raised.
    """
    reader = _IndexReader(file.name)
    read_elements(file, reader, "Reading the index", progress, cancel)
    if not reader.terms:
        raise reader.fault("the file holds no terms")
    return PrintedIndex(
        file.own_name,
        reader.year,
        tuple(term.closed() for term in reader.terms),
        reader.oddities(),
        reader.unknown,
        reader.empty,
    )


@dataclass(slots=True)
class _PrintedTerm:
    id: int
    above: _PrintedTerm | None
    depth: int
    line: int
    last_descendant_id: int = 0
    title: str = ""
    targets: list[IndexTarget] = field(default_factory=list)

    def closed(self) -> IndexTerm:
        """Return the term as everyone may see it."""
        return IndexTerm(
            id=self.id,
            book=IndexBook.PCS,
            title=self.title,
            depth=self.depth,
            parent_id=self.above.id if self.above is not None else None,
            last_descendant_id=self.last_descendant_id,
            targets=tuple(self.targets),
        )


class _IndexReader(ElementReader):
    def __init__(self, name: str) -> None:
        self.terms: list[_PrintedTerm] = []
        self.empty = 0
        self._open: list[_PrintedTerm] = []
        self._words: list[str] = []
        self._named: list[IndexTarget] = []
        self._misplaced: list[int] = []
        self._misspelt: list[int] = []
        starts: dict[Place, Callable[[AttributesImpl], None] | None] = {
            (ROOT_TAG, "letter"): None,
            ("letter", "title"): None,
            ("letter", "mainTerm"): self._start_term,
        }
        ends: dict[Place, Callable[[str], None]] = {("letter", "mainTerm"): self._end_term}
        for term in ("mainTerm", "term"):
            starts |= {(term, "title"): None, (term, "term"): self._start_term}
            ends |= {(term, "title"): self._end_title, (term, "term"): self._end_term}
            starts |= {(term, lead): self._start_lead for lead in _LEADS}
            ends |= {(term, lead): partial(self._end_lead, kind) for lead, kind in _LEADS.items()}
            starts |= {(term, named): None for named in _NAMES}
            ends |= {(term, name): partial(self._end_name, kind) for name, kind in _NAMES.items()}
        for lead in _LEADS:
            starts |= {(lead, named): self._start_name_in_lead for named in _NAMES}
            ends |= {
                (lead, named): partial(self._end_name_in_lead, kind)
                for named, kind in _NAMES.items()
            }
        super().__init__(name, ROOT_TAG, starts, ends)

    def oddities(self) -> tuple[str, ...]:
        """Return in words what contradicts itself."""
        found = (
            (
                self._misplaced,
                (
                    "term stands at another level than it states",
                    "terms stand at another level than they state",
                ),
            ),
            (
                self._misspelt,
                ("code is not written as codes are", "codes are not written as codes are"),
            ),
        )
        return tuple(
            f"{number(len(lines), *words)} (the first at line {lines[0]})"
            for lines, words in found
            if lines
        )

    def _start_term(self, attrs: AttributesImpl) -> None:
        above = self._open[-1] if self._open else None
        depth = len(self._open)
        if self.number(attrs, "level") not in {None, depth}:
            self._misplaced.append(self.line())
        term = _PrintedTerm(len(self.terms) + 1, above, depth, self.line())
        self.terms.append(term)
        self._open.append(term)

    def _end_term(self, _: str) -> None:
        term = self._open.pop()
        term.last_descendant_id = len(self.terms)
        leads = bool(term.targets) or term.last_descendant_id > term.id
        if not term.title and not (term.depth and leads):
            if leads:
                raise self.fault("a main term has no title", term.line)
            self.terms.pop()
            self.empty += 1

    def _end_title(self, text: str) -> None:
        self._open[-1].title = text

    def _end_name(self, kind: TargetKind, text: str) -> None:
        self._open[-1].targets.append(self._target(kind, text))

    def _target(self, kind: TargetKind, text: str) -> IndexTarget:
        if _CODE.fullmatch(text):
            return IndexTarget(kind, text, text, complete=len(text) == FULL_LENGTH)
        self._misspelt.append(self.line())
        return IndexTarget(kind, text)

    # "see" and "use" hold words, and behind them what is meant: Resection, Uterus 0UT9.

    def _start_lead(self, _: AttributesImpl) -> None:
        self._words, self._named = [], []

    def _start_name_in_lead(self, _: AttributesImpl) -> None:
        self._words.append(self.text())

    def _end_name_in_lead(self, kind: TargetKind, text: str) -> None:
        self._named.append(self._target(kind, text))

    def _end_lead(self, kind: TargetKind, text: str) -> None:
        words = " ".join(part for part in [*self._words, text] if part)
        named = self._named
        if words:
            code, complete = "", False
            if named and named[0].code:
                code, complete = named[0].code, named[0].complete
                named = named[1:]
            self._open[-1].targets.append(IndexTarget(kind, words, code, complete))
        self._open[-1].targets.extend(named)
