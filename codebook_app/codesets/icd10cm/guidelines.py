"""The Official Guidelines for Coding and Reporting: a PDF, opened at its sections.

Its outline tells where they are; one without an outline has a table of contents with leaders, or
else headings in its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import Edition
from codebook_app.codesets.icd10cm.editions import april, fiscal_year
from codebook_app.codesets.pdf import Pdf, is_pdf, opened_pdf
from codebook_app.domain.content import DocumentSection
from codebook_app.errors import KnownError

_TITLE = re.compile(r"ICD-10-CM\s+Official\s+Guidelines\s+for\s+Coding\s+and\s*Reporting")
_YEAR = re.compile(r"\bFY\s*(20\d\d)\b")
_FROM_APRIL = re.compile(r"\(\s*April\s+1,\s*20\d\d\s*[-–]|UPDATED\s+April\s+1,", re.IGNORECASE)
_LEADER = re.compile(r"(?P<title>.*?[^\s.])\.?\s*\.{2,}\s*(?P<page>\d{1,4})")
_NO_LEADER = re.compile(r"(?P<title>.*?[^\s.])[\s.]+(?P<page>\d{1,4})")
_FEWEST = 10
_FEWEST_ON_A_PAGE = 3
_CONTENTS_WITHIN = 30
_TOP = re.compile(r"Section [IVX]+\.\s+\S|Appendix [IVX]+\b(?!,)")
_LETTER = re.compile(r"[A-Z]\.\s+[A-Z]")
_CHAPTER = re.compile(r"\d{1,2}\.\s+Chapter \d{1,2}:")
# How deep a heading of this shape stands, outermost first: I, A, 1., a., 1), (a), (i).
_SHAPES = (
    _TOP,
    re.compile(r"[A-Z]\.\s"),
    re.compile(r"\d{1,2}\.\s"),
    re.compile(r"[a-z]\.\s"),
    re.compile(r"\d{1,2}\)\s"),
    re.compile(r"\([a-z]\)\s"),
    re.compile(r"\([ivx]+\)\s"),
)
_LETTER_DEPTH = 5


def are_guidelines(file: OfficialFile) -> bool:
    """Whether *file* is the guidelines for ICD-10-CM, by the first page."""
    if not is_pdf(file):
        return False
    try:
        return _TITLE.search(_first_page(file)) is not None
    except KnownError:
        return False


def edition_of_guidelines(file: OfficialFile) -> Edition | None:
    """Return the edition that the first page states, None where it states none.

    Raises:
        KnownError: the PDF is damaged.
    """
    page = _first_page(file)
    found = _YEAR.search(page)
    if found is None:
        return None
    year = int(found[1])
    if _FROM_APRIL.search(page):
        return april(year, f"taken for FY{year}-04, since the first page says April 1, {year}")
    return fiscal_year(year, f"taken for FY{year}, since the first page says FY {year}")


def guideline_sections(file: OfficialFile) -> tuple[DocumentSection, ...]:
    """Return the headings of the guidelines in printed order, each with its page.

    Raises:
        KnownError: the PDF is damaged.
    """
    with opened_pdf(file) as pdf:
        marks = [(mark.title, mark.depth, mark.page) for mark in pdf.outline()]
        if not marks:
            marks = list(_contents(pdf))
            if len(marks) < _FEWEST:
                marks = list(_headings(pdf))
            marks = list(_with_roman_numbers(marks))
    return tuple(DocumentSection(file.own_name, *mark) for mark in marks)


def _first_page(file: OfficialFile) -> str:
    kept = file.parsed.get("first page")
    if isinstance(kept, str):
        return kept
    with opened_pdf(file) as pdf:
        text = pdf.text(1) if pdf.pages else ""
    file.parsed["first page"] = text
    return text


def _contents(pdf: Pdf) -> Iterator[tuple[str, int, int]]:
    """Yield the lines of the table of contents, which end in leaders and a page."""
    for number in range(1, min(pdf.pages, _CONTENTS_WITHIN) + 1):
        lines = [" ".join(line.split()) for line in pdf.text(number).split("\n")]
        if sum(_LEADER.fullmatch(line) is not None for line in lines) < _FEWEST_ON_A_PAGE:
            continue
        before = ""
        for line in lines:
            found = _LEADER.fullmatch(line)
            if found is None and _depth(line) is not None:
                # Where the title is long there is no room for leaders, or for the page.
                found = _NO_LEADER.fullmatch(line)
                before = "" if found else line
            if found is None:
                continue
            page = int(found["page"])
            if not 1 <= page <= pdf.pages:
                continue
            title = found["title"]
            if before and _depth(title) is None:
                title = f"{before} {title}"
            elif before:
                yield before, _depth(before) or 0, page
            before = ""
            yield title, _depth(title) or 0, page


def _headings(pdf: Pdf) -> Iterator[tuple[str, int, int]]:
    """Yield the headings that can be told from text alone: sections, letters, chapters."""
    for number in range(1, pdf.pages + 1):
        for line in pdf.text(number).split("\n"):
            words = " ".join(line.split())
            if _LEADER.fullmatch(words):
                continue
            if _TOP.match(words) or _LETTER.match(words) or _CHAPTER.match(words):
                yield words, _depth(words) or 0, number


def _with_roman_numbers(
    marks: Iterable[tuple[str, int, int]],
) -> Iterator[tuple[str, int, int]]:
    """Yield *marks* with (i) and (v) set below the letter before them, unless they follow it."""
    letter = ""
    for title, depth, page in marks:
        if depth == _LETTER_DEPTH and title[1] in "iv" and ord(title[1]) != ord(letter or " ") + 1:
            yield title, depth + 1, page
            continue
        letter = title[1] if depth == _LETTER_DEPTH else letter
        yield title, depth, page


def _depth(heading: str) -> int | None:
    for depth, shape in enumerate(_SHAPES):
        if shape.match(heading):
            return depth
    return None
