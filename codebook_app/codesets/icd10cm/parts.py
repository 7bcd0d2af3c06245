"""Which part of an ICD-10-CM release a file is, by what is in it, and which release it states."""

from __future__ import annotations

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import Edition, Part, PartFile, Role
from codebook_app.codesets.icd10cm import (
    addenda,
    conversion,
    guidelines,
    index,
    index_reader,
    order,
    poa,
    tabular,
)
from codebook_app.codesets.icd10cm.checks import year_of_count
from codebook_app.codesets.icd10cm.editions import edition_by_names, edition_of_year, fiscal_year
from codebook_app.codesets.spreadsheet import is_spreadsheet
from codebook_app.domain.index_term import IndexBook
from codebook_app.errors import KnownError

TABULAR = Part("tabular", Role.BASE, "the tabular list")
ORDER = Part("order", Role.SPARE, "the order file")
CODES = Part("codes", Role.SPARE, "the code file")
BOOKS = {
    IndexBook.INDEX: Part("index", Role.JOINS, "the alphabetic index"),
    IndexBook.NEOPLASM: Part("neoplasm", Role.JOINS, "the neoplasm table"),
    IndexBook.DRUGS: Part("drugs", Role.JOINS, "the table of drugs and chemicals"),
    IndexBook.EXTERNAL: Part("external", Role.JOINS, "the external cause index"),
}
"""The indexes and tables in the order they are printed."""
ORDER_ADDENDA = Part("order-addenda", Role.JOINS, "the addenda to the order file")
CODES_ADDENDA = Part("codes-addenda", Role.JOINS, "the addenda to the code file")
POA = Part("poa", Role.JOINS, "the POA-exempt list")
POA_SHEET = Part("poa", Role.JOINS, "the POA-exempt list", preference=1)
CONVERSION = Part("conversion", Role.JOINS, "the conversion table")
GUIDELINES = Part("guidelines", Role.JOINS, "the official guidelines")


def part_of(file: OfficialFile) -> Part | None:
    """Return which part *file* is, None where it is none or cannot be told."""
    if file.root == tabular.ROOT_TAG:
        return TABULAR
    if file.root == index_reader.ROOT_TAG:
        try:
            return BOOKS[_heading(file)[0]]
        except KnownError:
            return None
    if file.root is not None:
        return None
    if guidelines.are_guidelines(file):
        return GUIDELINES
    if poa.poa_file(file) is poa.PoaFile.LIST:
        return POA_SHEET if is_spreadsheet(file) else POA
    if conversion.is_conversion_table(file):
        return CONVERSION
    return _text_part(file)


def declined(file: OfficialFile) -> str | None:
    """Return why *file*, which is no part, is not taken; None where it is not of ICD-10-CM."""
    if file.root == index_reader.ROOT_TAG:
        try:
            _heading(file)
        except KnownError as fault:
            return f"an ICD-10-CM index or table that cannot be told ({fault.message})"
        return None
    found = poa.poa_file(file)
    return None if found is None or found is poa.PoaFile.LIST else found.value


def edition_of(found: PartFile) -> Edition | None:
    """Return the edition that a part states, else the one its names tell, None where none do.

    Raises:
        KnownError: the part states no year where it must, or cannot be read.
    """
    file, kind = found.file, found.part.kind
    whole = len(file.head) == file.size
    if kind == TABULAR.kind:
        return edition_of_year(tabular.year_of(file.head, file.name, whole=whole), file)
    if file.root == index_reader.ROOT_TAG:
        return edition_of_year(_heading(file)[1], file)
    if kind == GUIDELINES.kind:
        return guidelines.edition_of_guidelines(file) or edition_by_names(file)
    if kind == CONVERSION.kind:
        return conversion.edition_of_conversion(file) or edition_by_names(file)
    year: int | None = None
    if kind == POA.kind:
        year = poa.year_of_poa(file)
    elif kind in {ORDER_ADDENDA.kind, CODES_ADDENDA.kind}:
        year = addenda.read_addenda(file, of_order=kind == ORDER_ADDENDA.kind).year
    if year is not None:
        return edition_of_year(year, file)
    return edition_by_names(file) or _edition_by_count(found)


def _edition_by_count(found: PartFile) -> Edition | None:
    """Return the edition of an order or code file by how many valid codes it holds."""
    if found.part.kind not in {ORDER.kind, CODES.kind}:
        return None
    read = order.read_order if found.part.kind == ORDER.kind else order.read_codes
    count = sum(line.billable for line in read(found.file).lines)
    year = year_of_count(count)
    if year is None:
        return None
    return fiscal_year(
        year, f"taken for FY{year}, since it holds {count:,} valid codes, as CDC counts for it"
    )


def _heading(file: OfficialFile) -> tuple[IndexBook, int]:
    return index.heading_of(file.head, file.name, whole=len(file.head) == file.size)


def _text_part(file: OfficialFile) -> Part | None:
    for part, has_shape in (
        (ORDER, order.is_order_file),
        (CODES, order.is_codes_file),
        (ORDER_ADDENDA, addenda.is_order_addenda),
        (CODES_ADDENDA, addenda.is_codes_addenda),
    ):
        if has_shape(file.head):
            return part
    return None
