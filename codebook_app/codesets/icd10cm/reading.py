"""Makes the content of a release of its parts, and compares them with one another."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.icd10cm import parts
from codebook_app.codesets.icd10cm.addenda import (
    compare_addenda,
    compare_with_addenda,
    read_addenda,
)
from codebook_app.codesets.icd10cm.assembly import assemble
from codebook_app.codesets.icd10cm.checks import (
    TabularCodes,
    compare_with_order,
    count_of,
    counted,
    of_order_alone,
    refuse_another_year,
    short,
)
from codebook_app.codesets.icd10cm.conversion import compare_with_conversion, read_conversion
from codebook_app.codesets.icd10cm.guidelines import guideline_sections
from codebook_app.codesets.icd10cm.index import read_index
from codebook_app.codesets.icd10cm.index_checks import check_index
from codebook_app.codesets.icd10cm.listed import list_of, missing_categories
from codebook_app.codesets.icd10cm.order import OrderFile, read_codes, read_order
from codebook_app.codesets.icd10cm.poa import compare_with_poa, read_poa
from codebook_app.codesets.icd10cm.tabular import read_tabular
from codebook_app.domain.content import Conversion, DocumentSection, Listing, ReleaseContent
from codebook_app.domain.index_term import IndexBook, IndexTerm
from codebook_app.domain.tabular import TabularList
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, Progress, ProgressSink

_CODE_SET = "icd10cm"


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep Python from looking for unreachable cycles while a million objects are made.

    None of what is read has any; each look would go through all of it, a quarter of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(slots=True)
class ReleaseReading:
    """Reads the *files* of the release called *release*, one a part, named by the part's kind."""

    files: Mapping[str, OfficialFile]
    release: str
    progress: ProgressSink
    cancel: CancelToken | None
    _checks: list[str] = field(default_factory=list)
    _left_out: list[str] = field(default_factory=list)

    def content(self) -> ReleaseContent:
        """Return what the files make.

        Raises:
            KnownError: there is neither tabular list nor order file, or a file cannot be read.
            Cancelled: the work was stopped.
        """
        with _collector_paused():
            return self._content()

    def _content(self) -> ReleaseContent:
        tabular, compared = self._lines()
        codes = TabularCodes(tabular)
        for order, valid_only in compared:
            self._checks.append(compare_with_order(codes, order, valid_only=valid_only))
        terms, columns = self._books(codes)
        listings = [*self._poa(codes), *self._addenda(codes)]
        return ReleaseContent(
            tabular,
            index_terms=terms,
            index_columns=columns,
            listings=tuple(listings),
            conversions=self._conversions(codes),
            document_sections=self._sections(),
            checks=tuple(self._checks),
            left_out=(*tabular.left_out, *self._left_out),
        )

    def _lines(self) -> tuple[TabularList, list[tuple[OrderFile, bool]]]:
        """Return the lines of the release, and the lists to compare them with.

        The tabular list makes the lines; where there is none the order file does, or the code file.
        """
        listed = list(self._order_files())
        file = self.files.get(parts.TABULAR.kind)
        if file is not None:
            printed = read_tabular(file.chunks(), file.name, file.size, self.progress, self.cancel)
            tabular = assemble(printed, _CODE_SET, self.release, self.progress, self.cancel)
            refuse_another_year(tabular, self.release, file.name)
            self._checks.append(count_of(tabular, self.release, file.name))
            return tabular, listed
        if not listed:
            raise KnownError(
                f"ICD-10-CM {self.release} has neither tabular list nor order file.",
                "Import one of them with it.",
            )
        self._look("Making the list of codes")
        (order, _), *others = listed
        tabular = list_of(order, _CODE_SET, self.release)
        refuse_another_year(tabular, self.release, order.name)
        self._checks.append(count_of(tabular, self.release, order.name))
        self._checks.append(
            "made without the tabular list: codes and titles only, no sections and no notes;"
            " chapters are those of FY2026"
        )
        if missing := missing_categories(order.lines):
            self._checks.append(
                f"{short(order.name)}: {missing:,} of the categories without a line of their own"
            )
        self._checks.extend(of_order_alone(order))
        return tabular, others

    def _order_files(self) -> list[tuple[OrderFile, bool]]:
        found = []
        self._look("Reading the order and code files")
        if file := self.files.get(parts.ORDER.kind):
            found.append((read_order(file, self.cancel), False))
        if file := self.files.get(parts.CODES.kind):
            found.append((read_codes(file, self.cancel), True))
        return found

    def _books(
        self, codes: TabularCodes
    ) -> tuple[tuple[IndexTerm, ...], dict[IndexBook, tuple[str, ...]]]:
        terms: list[IndexTerm] = []
        columns: dict[IndexBook, tuple[str, ...]] = {}
        for book, part in parts.BOOKS.items():
            file = self.files.get(part.kind)
            if file is None:
                continue
            printed = read_index(
                file.chunks(),
                file.name,
                file.size,
                first_id=len(terms) + 1,
                progress=self.progress,
                cancel=self.cancel,
            )
            terms.extend(printed.terms)
            if printed.columns:
                columns[book] = printed.columns
            self._checks.append(check_index(printed, codes, file.name))
            self._left_out.extend(
                f"{file.own_name}: {count} × <{name}>: an element that this version does not know"
                for name, count in sorted(printed.unknown_elements.items())
            )
        return tuple(terms), columns

    def _poa(self, codes: TabularCodes) -> tuple[Listing, ...]:
        file = self.files.get(parts.POA.kind)
        if file is None:
            return ()
        self._look("Reading the POA-exempt list")
        poa = read_poa(file)
        self._checks.append(compare_with_poa(codes, poa, self.release))
        return poa.listings

    def _addenda(self, codes: TabularCodes) -> tuple[Listing, ...]:
        """Return the listings of the addenda; those to the code file say the same once more."""
        self._look("Reading the addenda")
        read = [
            read_addenda(file, of_order=part is parts.ORDER_ADDENDA)
            for part in (parts.ORDER_ADDENDA, parts.CODES_ADDENDA)
            if (file := self.files.get(part.kind)) is not None
        ]
        if not read:
            return ()
        self._checks.append(compare_with_addenda(codes, read[0]))
        self._checks.extend(compare_addenda(read[0], other) for other in read[1:])
        return read[0].listings

    def _conversions(self, codes: TabularCodes) -> tuple[Conversion, ...]:
        file = self.files.get(parts.CONVERSION.kind)
        if file is None:
            return ()
        self._look("Reading the conversion table")
        table = read_conversion(file, codes.by_code.keys())
        self._checks.append(compare_with_conversion(codes, table))
        return table.conversions

    def _sections(self) -> tuple[DocumentSection, ...]:
        file = self.files.get(parts.GUIDELINES.kind)
        if file is None:
            return ()
        self._look("Reading the guidelines")
        sections = guideline_sections(file)
        self._checks.append(f"{file.own_name}: {counted(len(sections), 'section')}")
        return sections

    def _look(self, stage: str) -> None:
        """Say what is being done, and stop where that was asked for."""
        if self.cancel is not None:
            self.cancel.raise_if_cancelled()
        self.progress(Progress(stage, 0, 0))
