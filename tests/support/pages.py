"""Invented pages of a tabular list, with every kind of note, to show in the book."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from codebook_app.domain.code import Code, SeventhCharacter
from codebook_app.domain.note import CodeReference, Note, NoteKind, SourcedNote
from codebook_app.domain.page import Page, PageLine
from codebook_app.domain.release import Release, ReleaseChoice

_REFERENCE = re.compile(r"([A-Z]\d\d(?:\.\d+)?)(?:-([A-Z]\d\d(?:\.\d+)?)|\.?-)?")

RELEASE = Release(
    code_set="icd10cm",
    release="FY2099",
    title="ICD-10-CM FY2099 (invented)",
    effective_from=date(2098, 10, 1),
    effective_to=date(2099, 9, 30),
    codes=20,
    billable=8,
    sources=(),
    origin="invented for tests",
    installed_at=datetime(2098, 1, 1, tzinfo=UTC),
    app_version="0",
    searchable=True,
)
IN_FORCE = ReleaseChoice(RELEASE, True, RELEASE.dates_word)
OUT_OF_FORCE = ReleaseChoice(
    RELEASE, False, "2099-11-22 lies outside FY2099, in force 2098-10-01 to 2099-09-30."
)
SEVENTH = (
    ("A", "first blot"),
    ("D", "blot seen again"),
    ("S", "faded"),
)


def note(kind: NoteKind, text: str, position: int = 0, code_id: int = 0) -> Note:
    """Return a note whose references are found in its *text*."""
    references = tuple(
        CodeReference(
            found.start(),
            found.end(),
            found[1].replace(".", ""),
            (found[2] or found[1]).replace(".", ""),
        )
        for found in _REFERENCE.finditer(text)
    )
    return Note(0, code_id, position, kind, text, references)


@dataclass
class Line:
    """A line to be printed: its code, title, notes, seventh characters and what is under it."""

    code: str
    title: str
    notes: Sequence[tuple[NoteKind, str]] = ()
    seventh: Sequence[tuple[str, str]] = ()
    under: Sequence[Line] = field(default_factory=tuple)


CHAPTER = Line(
    "1",
    "Invented diseases (Q00-Q99)",
    [
        (NoteKind.NOTES, "Blots are coded by where they are found"),
        (NoteKind.EXCLUDES2, "blots of letters (L10-L19)"),
    ],
)
SECTION = Line("Q10-Q19", "Inky ailments (Q10-Q19)", [(NoteKind.EXCLUDES1, "smudges (Q20-Q29)")])
INKBLOT = Line(
    "Q10",
    "Inkblot",
    [
        (NoteKind.INCLUDES, "blot of ink NOS"),
        (NoteKind.INCLUDES, "spilt ink"),
        (NoteKind.USE_ADDITIONAL_CODE, "code to identify the pen:"),
        (NoteKind.USE_ADDITIONAL_CODE, "fountain pen (Q80.1)"),
        (NoteKind.USE_ADDITIONAL_CODE, "ball pen (Q80.2-)"),
        (NoteKind.EXCLUDES1, "blot of paper (Q12.-)"),
        (NoteKind.EXCLUDES1, "blot of parchment (Q13.1-Q13.4)"),
        (NoteKind.SEVENTH_CHARACTER_NOTE, "One of these is to be added to codes from Q10.1"),
    ],
    under=[
        Line(
            "Q10.0",
            "Inkblot of thumb",
            [
                (NoteKind.INCLUSION_TERM, "Blotted thumb"),
                (NoteKind.CODE_FIRST, ", if known, the hand (Q11.0)"),
            ],
            under=[
                Line(
                    "Q10.01",
                    "Inkblot of right thumb",
                    [(NoteKind.EXCLUDES2, "old blot of right thumb (Q14.1)")],
                ),
                Line("Q10.02", "Inkblot of left thumb"),
            ],
        ),
        Line(
            "Q10.1",
            "Inkblot of sleeve",
            under=[
                Line(
                    "Q10.11",
                    "Inkblot of right sleeve",
                    [(NoteKind.INCLUSION_TERM, "Blotted right cuff")],
                    SEVENTH,
                ),
                Line("Q10.12", "Inkblot of left sleeve", seventh=SEVENTH),
            ],
        ),
        Line(
            "Q10.9",
            "Inkblot, unspecified",
            [(NoteKind.VISUAL_IMPAIRMENT, "Size\tAt least\tBelow\n1\t1 mm\t2 mm\n2\t2 mm\t")],
        ),
    ],
)


class _Printer:
    """Numbers lines in printed order, as an importer would."""

    def __init__(self) -> None:
        self.lines: list[PageLine] = []
        self._last_id = 0

    def put(self, line: Line, level: str, depth: int, parent_id: int | None) -> int:
        """Print *line* and all under it; return its id."""
        self._last_id += 1
        own_id, above = self._last_id, self.lines
        self.lines = []
        for each in line.under:
            self.put(each, "subcategory" if each.under else "code", depth + 1, own_id)
        below = self.lines
        self._last_id += len(line.seventh)
        code = Code(
            own_id,
            "icd10cm",
            "FY2099",
            line.code,
            line.title,
            level,
            not (below or line.seventh or level in {"chapter", "section"}),
            depth,
            parent_id,
            self._last_id,
            heading=level in {"chapter", "section"},
            opens_page=level == "category",
        )
        notes = tuple(
            note(kind, text, number, own_id) for number, (kind, text) in enumerate(line.notes)
        )
        dotted = line.code if "." in line.code else f"{line.code}."
        seventh = tuple(
            SeventhCharacter(character, meaning, f"{dotted:X<7}{character}")
            for character, meaning in line.seventh
        )
        self.lines = [*above, PageLine(code, notes, seventh), *below]
        return own_id


def category_page(
    focus: str = "Q10",
    category: Line = INKBLOT,
    *,
    choice: ReleaseChoice = IN_FORCE,
    previous: str = "Q09",
    following: str = "Q11",
) -> Page:
    """Return the page of a *category* of the invented section, opened at *focus*."""
    printer = _Printer()
    chapter = printer.put(CHAPTER, "chapter", 0, None)
    section = printer.put(SECTION, "section", 1, chapter)
    printer.put(category, "category", 2, section)
    above, lines = printer.lines[:2], tuple(printer.lines[2:])
    asked_for = next(
        line.code
        for line in lines
        if line.code.code == focus or focus in {made.code for made in line.seventh_characters}
    )
    return Page(
        heading=lines[0].code,
        ancestors=tuple(line.code for line in above),
        inherited=tuple(
            SourcedNote(each, line.code, True) for line in above for each in line.notes
        ),
        lines=lines,
        focus=asked_for.id,
        focus_code=focus,
        previous=_neighbour(previous),
        following=_neighbour(following),
        choice=choice,
    )


def chapter_page() -> Page:
    """Return the page of the invented chapter: its sections, to be opened."""
    printer = _Printer()
    second = Line("Q20-Q29", "Smudges (Q20-Q29)", [(NoteKind.INCLUDES, "smears")])
    chapter = printer.put(CHAPTER, "chapter", 0, None)
    for section in (SECTION, second):
        printer.put(section, "section", 1, chapter)
    lines = tuple(printer.lines)
    return Page(lines[0].code, (), (), lines, lines[0].code.id, "1", None, None, IN_FORCE)


def long_page(lines: int = 2000, focus: str = "Q10") -> Page:
    """Return a page longer than any real category: titles that wrap, notes, seventh characters."""
    under = [
        Line(
            f"Q10.{number // 100}",
            f"Inkblots of the sort that is counted as number {number // 100} and still goes on",
            [
                (NoteKind.INCLUSION_TERM, f"Blot {number // 100} by another name"),
                (NoteKind.EXCLUDES1, f"blot of another sort (Q12.{number // 100})"),
            ],
            under=[
                Line(
                    f"Q10.{number + step:04d}",
                    f"Inkblot number {number + step} with a title so long that it needs two lines",
                    seventh=SEVENTH,
                )
                for step in range(1, 100)
            ],
        )
        for number in range(0, lines, 100)
    ]
    return category_page(focus, Line("Q10", "Inkblot", INKBLOT.notes, under=under))


def chapters(count: int = 22) -> tuple[Code, ...]:
    """Return the chapters of an invented book."""
    return tuple(
        Code(
            number,
            "icd10cm",
            "FY2099",
            str(number),
            f"Invented chapter {number} (Q{number:02d}-Q{number:02d})",
            "chapter",
            False,
            0,
            None,
            number,
            heading=True,
        )
        for number in range(1, count + 1)
    )


def _neighbour(code: str) -> Code | None:
    if not code:
        return None
    return Code(900, "icd10cm", "FY2099", code, f"Neighbour {code}", "category", False, 2, 2, 900)
