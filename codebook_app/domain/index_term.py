"""The alphabetic indexes and the tables that are read by a term: how a word leads to a code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class IndexBook(StrEnum):
    """The books that are looked up by a term, named as the command line names them."""

    INDEX = "index"
    EXTERNAL = "external"
    NEOPLASM = "neoplasm"
    DRUGS = "drugs"
    PCS = "pcs"

    @property
    def label(self) -> str:
        """The name for people."""
        return _LABELS[self]

    @property
    def is_table(self) -> bool:
        """Whether a term has a row of codes under column headings, and no code of its own."""
        return self in {IndexBook.NEOPLASM, IndexBook.DRUGS}


_LABELS = {
    IndexBook.INDEX: "Alphabetic index",
    IndexBook.EXTERNAL: "External cause index",
    IndexBook.NEOPLASM: "Neoplasm table",
    IndexBook.DRUGS: "Table of drugs and chemicals",
    IndexBook.PCS: "ICD-10-PCS index",
}


class TargetKind(StrEnum):
    """How a term leads on, named as the official XML names it."""

    CODE = "code"
    MANIFESTATION = "manif"
    SEE = "see"
    SEE_ALSO = "seeAlso"
    SEE_CATEGORY = "seecat"
    SUBCATEGORY = "subcat"
    USE = "use"
    CODES = "codes"
    TABLE = "tab"


@dataclass(frozen=True, slots=True)
class IndexTarget:
    """One thing a term leads to, in printed order.

    *text* is as printed (``E11.2-``, ``Pain, abdominal``, ``Resection, Uterus``). *code*, without
    point and dash, is the code, the beginning of codes or the table it names; empty where it leads
    to another term only. *complete* says that *code* is printed whole: ``E11.2-`` is not, and the
    tabular must be opened for the rest.
    """

    kind: TargetKind
    text: str
    code: str = ""
    complete: bool = False


@dataclass(frozen=True, slots=True)
class IndexTerm:
    """A main term or subterm of one of a release's books.

    *id* counts the terms of all books of the release from 1 in printed order, so that a term and
    all its subterms are the ids ``id`` to ``last_descendant_id``. *title* is as printed,
    nonessential modifiers in their parentheses included; *modifiers* are half-open offsets of
    those in the title. *depth* is 0 for a main term, *parent_id* None. *cells* are the codes of a
    table's row as printed, one for each column heading but the first, empty where the row has none
    (the printed dashes included). A PCS subterm may have an empty *title*, its *targets* then say
    it all.
    """

    id: int
    book: IndexBook
    title: str
    depth: int
    parent_id: int | None
    last_descendant_id: int
    targets: tuple[IndexTarget, ...] = ()
    cells: tuple[str, ...] = ()
    modifiers: tuple[tuple[int, int], ...] = ()

    @property
    def essential(self) -> str:
        """The title without its nonessential modifiers."""
        return essential_title(self.title, self.modifiers)


def essential_title(title: str, modifiers: Iterable[tuple[int, int]]) -> str:
    """Return *title* without what stands at the offsets *modifiers*, whole where all of it does."""
    kept, at = "", 0
    for start, end in modifiers:
        kept += title[at:start]
        at = end
        # "Furnace (coal burning), gas from" is "Furnace, gas from".
        if title[end : end + 1] in {",", ";", ".", "-"}:
            kept = kept.rstrip()
    essential = " ".join((kept + title[at:]).split())
    return essential or title
