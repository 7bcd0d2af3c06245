"""Makes a release of an order or code file alone: codes and titles below chapters, no notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from codebook_app.codesets.icd10cm.chapters import PrintedChapter, chapter_of
from codebook_app.codesets.icd10cm.grammar import CATEGORY_LENGTH, FULL_LENGTH, dotted
from codebook_app.codesets.icd10cm.order import OrderFile, OrderLine
from codebook_app.domain.code import Code
from codebook_app.domain.tabular import TabularList
from codebook_app.errors import KnownError

_WRONG_FILE = "Import the file as CDC or CMS publishes it."


@dataclass(slots=True)
class _Line:
    """A line on its way into the hierarchy; *order* is None for a chapter."""

    code: str
    title: str
    billable: bool
    parent: _Line | None
    below: list[_Line] = field(default_factory=list)


def list_of(order: OrderFile, code_set: str, release: str) -> TabularList:
    """Return the codes of *order* below their chapters, each under the longest code it begins with.

    A category that the file has no line for is titled by its code alone. A seventh character is
    told by a title that goes on where the line above it ends.

    Raises:
        KnownError: a code stands twice, or before one it belongs under; with file and line.
    """
    writer = _Writer(code_set, release)
    for chapter, categories in _by_chapter(order):
        top = _Line(chapter.number, chapter.title, False, None)
        for category in categories:
            category.parent = top
            top.below.append(category)
        writer.write(top, None)
    return TabularList(tuple(writer.codes), (), writer.meanings)


def _by_chapter(order: OrderFile) -> Iterator[tuple[PrintedChapter, list[_Line]]]:
    """Yield the chapters in the order they first appear, with their categories."""
    categories: dict[str, dict[str, _Line]] = {}
    lines: dict[str, int] = {}
    begun: set[str] = set()
    for line, number in zip(order.lines, order.file_lines, strict=True):
        if line.code in lines:
            raise _fault(
                order, number, f"{line.code} was there already, at line {lines[line.code]}"
            )
        if line.code in begun:
            raise _fault(order, number, f"{line.code} stands behind codes that belong under it")
        lines[line.code] = number
        begun.update(line.code[:end] for end in range(CATEGORY_LENGTH, len(line.code)))
        known = categories.setdefault(line.code[:CATEGORY_LENGTH], {})
        _place(line, known)
    chapters: dict[PrintedChapter, list[_Line]] = {}
    for code, known in categories.items():
        chapters.setdefault(chapter_of(code), []).append(known[code])
    yield from chapters.items()


def _place(line: OrderLine, known: dict[str, _Line]) -> None:
    """Set *line* under the longest of the *known* lines of its category that it begins with."""
    category = line.code[:CATEGORY_LENGTH]
    if line.code == category:
        known[category] = _Line(category, line.title, line.billable, None)
        return
    if not known:
        known[category] = _Line(category, f"Codes that begin with {category}", False, None)
    ends = range(len(line.code) - 1, CATEGORY_LENGTH - 1, -1)
    parent = next(known[line.code[:end]] for end in ends if line.code[:end] in known)
    placed = _Line(line.code, line.title, line.billable, parent)
    parent.below.append(placed)
    known[line.code] = placed


class _Writer:
    """Turns lines into the codes of a release, in printed order."""

    def __init__(self, code_set: str, release: str) -> None:
        self.codes: list[Code] = []
        self.meanings: dict[int, str] = {}
        self._code_set = code_set
        self._release = release

    def write(self, line: _Line, above: Code | None) -> None:
        """Add *line*, which stands under *above*, and all below it."""
        place = len(self.codes)
        character, meaning = _seventh(line)
        code = Code(
            id=place + 1,
            code_set=self._code_set,
            release=self._release,
            code=line.code if above is None else dotted(line.code),
            title=line.title,
            level="chapter" if above is None else _level(line),
            billable=line.billable,
            depth=0 if above is None else above.depth + 1,
            parent_id=None if above is None else above.id,
            last_descendant_id=place + _count(line),
            seventh_character=character,
            heading=above is None,
            opens_page=above is not None and len(line.code) == CATEGORY_LENGTH,
        )
        self.codes.append(code)
        if character:
            self.meanings[code.id] = meaning
        for part in line.below:
            self.write(part, code)


def _count(line: _Line) -> int:
    return 1 + sum(_count(part) for part in line.below)


def _level(line: _Line) -> str:
    if len(line.code) == CATEGORY_LENGTH:
        return "category"
    parts = any(not _seventh(part)[0] for part in line.below)
    return "subcategory" if parts else "code"


def _seventh(line: _Line) -> tuple[str, str]:
    """Return the seventh character that *line* adds to the line above it, and its meaning."""
    above = line.parent
    if len(line.code) != FULL_LENGTH or above is None or above.billable:
        return "", ""
    meaning = line.title.removeprefix(f"{above.title}, ")
    if meaning == line.title:
        return "", ""
    return line.code[-1], meaning


def _fault(order: OrderFile, number: int, what: str) -> KnownError:
    return KnownError(f"{order.name}, line {number}: {what}.", _WRONG_FILE)


def missing_categories(codes: Sequence[OrderLine]) -> int:
    """Return how many categories of *codes* have no line of their own."""
    own = {line.code for line in codes}
    return len({line.code[:CATEGORY_LENGTH] for line in codes} - own)
