"""Makes a release's tabular list of the printed lines: ids, levels, completed codes, references."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codebook_app.codesets.icd10cm.grammar import CATEGORY_LENGTH
from codebook_app.codesets.icd10cm.printed import PrintedLine, PrintedTabular
from codebook_app.codesets.icd10cm.references import find_references
from codebook_app.codesets.icd10cm.seventh import completions
from codebook_app.domain.code import Code, SeventhCharacter
from codebook_app.domain.note import Note
from codebook_app.domain.tabular import TabularList
from codebook_app.progress import CancelToken, Progress, ProgressSink, silent

_BETWEEN_LOOKS = 512


def assemble(
    printed: PrintedTabular,
    code_set: str,
    release: str,
    progress: ProgressSink = silent,
    cancel: CancelToken | None = None,
) -> TabularList:
    """Return the lines of *printed* with every seventh-character code set after its line.

    Levels are those of the guidelines (section I.A.2): chapter, section, category, subcategory,
    and code, which nothing is printed below. A code that takes a seventh character is a code though
    not a valid one; a category that nothing is printed below stays a category and is valid. A
    section's title is without the range that its code repeats.
    """
    completed = completions(printed.lines)
    ids, lasts = _numbered(printed.lines, completed)
    codes: list[Code] = []
    notes: list[Note] = []
    meanings: dict[int, str] = {}
    depths: list[int] = []
    total = len(printed.lines)
    for line, seventh in zip(printed.lines, completed, strict=True):
        number = line.number
        if number % _BETWEEN_LOOKS == 0:
            if cancel is not None:
                cancel.raise_if_cancelled()
            progress(Progress("Completing codes", number, total))
        depth = depths[line.parent.number] + 1 if line.parent is not None else 0
        depths.append(depth)
        code = Code(
            id=ids[number],
            code_set=code_set,
            release=release,
            code=line.code,
            title=_title(line),
            level=_level(line),
            billable=line.element == "diag" and not line.has_parts and not seventh,
            depth=depth,
            parent_id=ids[line.parent.number] if line.parent is not None else None,
            last_descendant_id=lasts[number],
            heading=line.element != "diag",
            opens_page=line.element == "diag" and len(line.code) == CATEGORY_LENGTH,
        )
        codes.append(code)
        for valid in _valid_codes(code, seventh):
            codes.append(valid)
            meanings[valid.id] = seventh[valid.id - code.id - 1].meaning
        notes.extend(_notes(line, code.id, len(notes)))
    progress(Progress("Completing codes", total, total))
    return TabularList(tuple(codes), tuple(notes), meanings, _left_out(printed))


def _numbered(
    lines: Sequence[PrintedLine], completed: Sequence[tuple[SeventhCharacter, ...]]
) -> tuple[list[int], list[int]]:
    """Return the id of each line, and the id of the last line below it."""
    ids: list[int] = []
    free = 1
    for seventh in completed:
        ids.append(free)
        free += 1 + len(seventh)
    lasts = [own + len(seventh) for own, seventh in zip(ids, completed, strict=True)]
    for line in reversed(lines):
        if line.parent is not None:
            above = line.parent.number
            lasts[above] = max(lasts[above], lasts[line.number])
    return ids, lasts


def _title(line: PrintedLine) -> str:
    if line.element != "section":
        return line.title
    return line.title.removesuffix(f"({line.code})").rstrip() or line.title


def _level(line: PrintedLine) -> str:
    if line.element != "diag":
        return line.element
    if len(line.code) == CATEGORY_LENGTH:
        return "category"
    return "subcategory" if line.has_parts else "code"


def _valid_codes(line: Code, seventh: tuple[SeventhCharacter, ...]) -> Iterator[Code]:
    """Yield the valid codes that *seventh* makes of *line*, titled as in the order file."""
    for offset, completion in enumerate(seventh, start=1):
        yield Code(
            id=line.id + offset,
            code_set=line.code_set,
            release=line.release,
            code=completion.code,
            title=f"{line.title}, {completion.meaning}",
            level="code",
            billable=True,
            depth=line.depth + 1,
            parent_id=line.id,
            last_descendant_id=line.id + offset,
            seventh_character=completion.character,
        )


def _notes(line: PrintedLine, code_id: int, before: int) -> Iterator[Note]:
    position = 0
    for container in line.containers:
        for text in container.texts:
            if not text:
                continue
            position += 1
            yield Note(
                id=before + position,
                code_id=code_id,
                position=position,
                kind=container.kind,
                text=text,
                references=find_references(text),
            )


def _left_out(printed: PrintedTabular) -> tuple[str, ...]:
    return tuple(
        f"{count} × <{name}>: an element that this version does not know"
        for name, count in sorted(printed.unknown_elements.items())
    )
