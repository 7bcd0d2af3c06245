"""Makes a release's content of the ICF's classes, and says how two files of it agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codebook_app.codesets.base import Edition
from codebook_app.codesets.icf.classes import (
    BLOCKS,
    CATEGORY,
    CHAPTER,
    COMPONENT,
    IcfClass,
    IcfFile,
    Tree,
    grown,
)
from codebook_app.codesets.icf.references import find_references
from codebook_app.codesets.outline import OutlineLine, numbered
from codebook_app.domain.content import ReleaseContent
from codebook_app.domain.note import Note
from codebook_app.domain.tabular import TabularList

_HEADINGS = frozenset({COMPONENT, CHAPTER, BLOCKS})
_EXAMPLES = 3


def assemble(
    read: Sequence[tuple[str, IcfFile]], edition: Edition, code_set: str
) -> ReleaseContent:
    """Return the content of the release *edition* of the files *read*, each with its name.

    The first is the release's; others are compared with it.
    """
    name, first = read[0]
    tree = grown(first.classes)
    lines = numbered(_outline(tree), code_set, edition.release)
    notes = [
        (line.id, position, kind, text)
        for line, (_, one) in zip(lines, tree.placed, strict=True)
        for position, (kind, text) in enumerate(one.notes, start=1)
    ]
    return ReleaseContent(
        TabularList(
            lines,
            tuple(
                Note(number, line_id, position, kind, text, find_references(text))
                for number, (line_id, position, kind, text) in enumerate(notes, start=1)
            ),
            {},
        ),
        checks=(
            _counted(first),
            *(doubt for _, one in read for doubt in one.doubts),
            *(f"{name}: {doubt}" for doubt in tree.doubts),
            *(_compared(first, *other) for other in read[1:]),
        ),
        left_out=tuple(words for _, one in read for words in one.left_out),
    )


def _outline(tree: Tree) -> Iterator[OutlineLine]:
    """Yield the lines of *tree*; the first categories of a branch open a page."""
    within: list[bool] = []  # whether the line at a depth is a category or stands under one
    for depth, one in tree.placed:
        heading = one.kind in _HEADINGS
        del within[depth:]
        below_category = bool(within) and within[-1]
        within.append(below_category or not heading)
        yield OutlineLine(
            one.code,
            one.title,
            one.kind,
            depth,
            # Each category may be coded, not the finest only.
            billable=not heading,
            heading=heading,
            opens_page=not heading and not below_category,
        )


def _counted(file: IcfFile) -> str:
    kinds: dict[str, int] = {}
    for one in file.classes:
        kinds[one.kind] = kinds.get(one.kind, 0) + 1
    return ", ".join(
        f"{count:,} {_PLURALS.get(kind, f'of the kind {kind}') if count != 1 else kind}"
        for kind, count in kinds.items()
    )


_PLURALS = {
    COMPONENT: "components",
    CHAPTER: "chapters",
    BLOCKS: "blocks",
    CATEGORY: "categories",
}


def _compared(file: IcfFile, other_name: str, other: IcfFile) -> str:
    """Return, in a sentence, how the codes and titles of two files agree."""
    here, there = (
        {one.code: one for one in some.classes if one.kind not in _HEADINGS}
        for some in (file, other)
    )
    both = here.keys() & there.keys()
    differences = [
        f"{len(codes):,} {words} ({', '.join(sorted(codes)[:_EXAMPLES])})"
        for codes, words in (
            (here.keys() - there.keys(), "categories not in it"),
            (there.keys() - here.keys(), "categories in it alone"),
            ({code for code in both if _differ(here[code], there[code])}, "otherwise titled"),
        )
        if codes
    ]
    if differences:
        return f"compared with {other_name}: {'; '.join(differences)}"
    return f"compared with {other_name}: {len(both):,} categories agree"


def _differ(one: IcfClass, other: IcfClass) -> bool:
    return one.title.casefold() != other.title.casefold()
