"""ICD-10-PCS as a code set: which files make a release of it, and which release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import Edition, Part, PartFile, Role
from codebook_app.codesets.embedded import EmbeddedRelease, PackageFile
from codebook_app.codesets.icd10pcs import definitions, index, tables
from codebook_app.codesets.icd10pcs.addenda import has_short_titles, is_addenda, read_addenda
from codebook_app.codesets.icd10pcs.assembly import assemble
from codebook_app.codesets.icd10pcs.checks import compared
from codebook_app.codesets.icd10pcs.definitions import read_definitions
from codebook_app.codesets.icd10pcs.editions import PUBLISHED, edition_of, refuse_another_year
from codebook_app.codesets.icd10pcs.index import read_index
from codebook_app.codesets.icd10pcs.order import is_order_file, read_order
from codebook_app.codesets.icd10pcs.sources import Sources
from codebook_app.codesets.icd10pcs.tables import read_tables
from codebook_app.codesets.icd10pcs.titles import is_titles_csv, is_titles_text, read_titles
from codebook_app.codesets.icd10pcs.words import number
from codebook_app.codesets.names import ICD10PCS
from codebook_app.domain.content import ReleaseContent
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, ProgressSink

ORDER = Part("order", Role.BASE, "the order file")
TABLES = Part("tables", Role.BASE, "the tables")
TITLES = Part("titles", Role.BASE, "the list of codes and titles")
TITLES_CSV = Part("titles", Role.BASE, "the list of codes and titles", preference=1)
INDEX = Part("index", Role.JOINS, "the index")
DEFINITIONS = Part("definitions", Role.JOINS, "the definitions")
ADDENDA = Part("order-addenda", Role.JOINS, "the addenda of the order file")
CODES_ADDENDA = Part("order-addenda", Role.JOINS, "the addenda of the codes file", preference=1)

_BY_ROOT = {tables.ROOT_TAG: TABLES, index.ROOT_TAG: INDEX, definitions.ROOT_TAG: DEFINITIONS}
_ROOTS = "ICD10PCS."

EMBEDDED = (
    EmbeddedRelease(
        release="FY2024-04",
        files=(PackageFile("drg", "drg", "data/tuva/icd_10_pcs.csv"),),
        billable=PUBLISHED["FY2024-04"],
    ),
)


class Icd10Pcs:
    """Reads the order file, the tables, lists of titles, the index, definitions and addenda."""

    name = ICD10PCS.name
    title = ICD10PCS.title
    licensed = False

    def __init__(self, embedded: Sequence[EmbeddedRelease] = EMBEDDED) -> None:
        self.embedded: Sequence[EmbeddedRelease] = tuple(embedded)

    def part(self, file: OfficialFile) -> Part | None:
        """Return which part of a release *file* is, judged by its beginning."""
        if file.root is not None:
            return _BY_ROOT.get(file.root)
        shapes = (
            (is_order_file, ORDER),
            (is_addenda, ADDENDA if has_short_titles(file.head) else CODES_ADDENDA),
            (is_titles_text, TITLES),
            (is_titles_csv, TITLES_CSV),
        )
        return next((part for has_shape, part in shapes if has_shape(file.head)), None)

    def declines(self, file: OfficialFile) -> str | None:
        """Return why another XML file of ICD-10-PCS is not taken."""
        if file.root is not None and file.root.startswith(_ROOTS) and file.root not in _BY_ROOT:
            return f"an ICD-10-PCS file of a kind that is not read (<{file.root}>)"
        return None

    def edition(self, found: PartFile) -> Edition | None:
        """Return the release that *found* belongs to, by its content, else by the names."""
        return edition_of(found, self.title)

    def read(
        self,
        parts: Sequence[PartFile],
        edition: Edition,
        progress: ProgressSink,
        cancel: CancelToken | None,
    ) -> ReleaseContent:
        """Return the content of the release that *parts* make, each compared with the others."""
        files = {found.part.kind: found.file for found in parts}
        sources = _read(files, progress, cancel)
        if not (sources.order or sources.tables or sources.titles):
            raise KnownError(
                f"Nothing of {edition.title} says which codes there are.",
                "Import its order file or its tables too.",
            )
        printed = sources.tables.tables if sources.tables is not None else ()
        made = [code for table in printed for code in table.codes()]
        tabular = assemble(
            sources,
            made,
            code_set=self.name,
            release=edition.release,
            progress=progress,
            cancel=cancel,
        )
        refuse_another_year(tabular.billable, edition)
        defined = sources.definitions
        return ReleaseContent(
            tabular,
            index_terms=sources.index.terms if sources.index is not None else (),
            listings=sources.addenda.listings if sources.addenda is not None else (),
            procedure_tables=printed,
            definitions=defined.definitions if defined is not None else (),
            device_aggregates=defined.device_aggregates if defined is not None else (),
            checks=compared(sources, made, tabular, edition.release),
            left_out=_left_out(sources),
        )


def _read(
    files: Mapping[str, OfficialFile], progress: ProgressSink, cancel: CancelToken | None
) -> Sources:
    def file_of(part: Part) -> OfficialFile | None:
        return files.get(part.kind)

    return Sources(
        order=read_order(file, progress, cancel) if (file := file_of(ORDER)) else None,
        tables=read_tables(file, progress, cancel) if (file := file_of(TABLES)) else None,
        titles=read_titles(file, progress, cancel) if (file := file_of(TITLES)) else None,
        index=read_index(file, progress, cancel) if (file := file_of(INDEX)) else None,
        definitions=(
            read_definitions(file, progress, cancel) if (file := file_of(DEFINITIONS)) else None
        ),
        addenda=read_addenda(file, cancel) if (file := file_of(ADDENDA)) else None,
    )


def _left_out(sources: Sources) -> tuple[str, ...]:
    """Return in words which elements of the XML files were passed over."""
    printed = (sources.tables, sources.index, sources.definitions)
    elements = (
        f"{count} × <{name}> in {source.name}: an element that this version does not know"
        for source in printed
        if source is not None
        for name, count in sorted(source.unknown.items())
    )
    empty = sources.index.empty if sources.index is not None else 0
    if sources.index is not None and empty:
        words = number(empty, "term", "terms")
        return (*elements, f"{words} in {sources.index.name}: without title, code or subterm")
    return tuple(elements)
