"""What is said of an index or table once its terms were counted and its codes looked up."""

from __future__ import annotations

from collections.abc import Iterator

from codebook_app.codesets.icd10cm.checks import TabularCodes, counted, short
from codebook_app.codesets.icd10cm.grammar import looks_like_prefix
from codebook_app.codesets.icd10cm.printed import PrintedIndex
from codebook_app.domain.index_term import IndexTerm, TargetKind

_EXAMPLES = 3
_NAMES_CODES = frozenset(
    {
        TargetKind.CODE,
        TargetKind.MANIFESTATION,
        TargetKind.SEE_CATEGORY,
        TargetKind.SUBCATEGORY,
    }
)


def check_index(printed: PrintedIndex, codes: TabularCodes, name: str) -> str:
    """Return, in a sentence, what the book holds and which of its codes lead nowhere.

    A code leads somewhere where a code of the tabular list begins with it; one that ends in a dash
    is incomplete, and the tabular list must be opened for the rest.
    """
    main_terms = sum(term.depth == 0 for term in printed.terms)
    said = [
        f"{printed.book.label} ({short(name)}): {counted(main_terms, 'main term')},"
        f" {counted(len(printed.terms) - main_terms, 'subterm')}"
    ]
    count = incomplete = 0
    nowhere: list[str] = []
    no_code: list[str] = []
    for term in printed.terms:
        for text, code in _codes(term):
            count += 1
            incomplete += text[-1] in "-."
            if not code:
                no_code.append(f"“{text}” at {term.title}")
            elif code not in codes.beginnings:
                nowhere.append(f"{text} at {term.title}")
    said.append(f"{count:,} codes, {incomplete:,} of them incomplete")
    said.append(
        f"{counted(len(nowhere), 'code')} to nowhere in the tabular list ({_some(nowhere)})"
        if nowhere
        else "all lead into the tabular list"
    )
    if no_code:
        said.append(f"{len(no_code):,} not written as a code ({_some(no_code)})")
    if printed.misplaced:
        said.append(f"{counted(printed.misplaced, 'term')} at another depth than the level says")
    return "; ".join(said)


def _codes(term: IndexTerm) -> Iterator[tuple[str, str]]:
    """Yield each code of *term* as printed and, where it is one, without point and dash."""
    for target in term.targets:
        if target.kind in _NAMES_CODES:
            yield target.text, target.code
    for cell in term.cells:
        if cell:
            yield cell, looks_like_prefix(cell) or ""


def _some(examples: list[str]) -> str:
    more = ", …" if len(examples) > _EXAMPLES else ""
    return ", ".join(examples[:_EXAMPLES]) + more
