"""Reads the ICF from WHO's simple tabulation: a line for each class, cells between tabs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.icf.classes import (
    AGAIN,
    BLOCKS,
    CATEGORY,
    CHAPTER,
    COMPONENT,
    IcfClass,
    IcfFile,
    unique,
)
from codebook_app.codesets.icf.grammar import BLOCK, CODE, COMPONENTS
from codebook_app.codesets.lines import text_lines
from codebook_app.errors import KnownError

_NEEDED = frozenset({"CODE", "TITLE", "CLASSKIND"})
_SIGNS = re.compile(r"[^A-Z]")
_DASHES = re.compile(r"^(?:[-–—]\s*)+")
_VERSION = re.compile(r"version\D{0,3}((?:19|20)\d\d)", re.IGNORECASE)
_ORDER = (COMPONENT, CHAPTER, BLOCKS, CATEGORY)
_LOOKED_AT = 60


def is_tabulation(head: bytes) -> bool:
    """Whether the file that begins with *head* is a simple tabulation with codes of the ICF."""
    lines = _decoded(head).splitlines()
    if not lines or not _headings(lines[0]).keys() >= _NEEDED:
        return False
    return any(
        CODE.fullmatch(cell.strip()) or BLOCK.fullmatch(cell.strip())
        for line in lines[1:_LOOKED_AT]
        for cell in line.split("\t")
    )


def is_other_tabulation(head: bytes) -> bool:
    """Whether the file that begins with *head* is a simple tabulation of another classification."""
    first = _decoded(head).split("\n", 1)[0]
    return _headings(first).keys() >= _NEEDED and not is_tabulation(head)


def year_of(head: bytes) -> int | None:
    """Return the year of the version that the row of headings states, None where it states none."""
    match = _VERSION.search(_decoded(head).split("\n", 1)[0])
    return int(match[1]) if match else None


def read_tabulation(file: OfficialFile) -> IcfFile:
    """Return the classes of *file*, each under the last one before it that is less deep.

    Raises:
        KnownError: a line is none of the tabulation's; the message names file and line.
    """
    places: Mapping[str, int] = {}
    classes: list[IcfClass] = []
    above: list[tuple[tuple[int, int], str]] = []
    for number, line in text_lines(file, "utf-8"):
        if not line.strip():
            continue
        if not places:
            places = _headings(line)
            if not places.keys() >= _NEEDED:
                raise KnownError(
                    f"{file.name}, line {number}: the headings Code, Title and ClassKind are not"
                    " there.",
                    AGAIN,
                )
            continue
        one, rank = _class(line.split("\t"), places, f"{file.name}, line {number}", number)
        while above and above[-1][0] >= rank:
            above.pop()
        parent = (above[-1][1],) if above else ()
        above.append((rank, one.code))
        classes.append(
            IcfClass(one.code, one.kind, one.title, number, parent if parent != (one.code,) else ())
        )
    if not classes:
        raise KnownError(f"{file.name} holds no classes of the ICF.", AGAIN)
    kept, left_out = unique(classes, file.name)
    return IcfFile(kept, left_out)


def _class(
    cells: Sequence[str], places: Mapping[str, int], where: str, number: int
) -> tuple[IcfClass, tuple[int, int]]:
    """Return the class of a line without what it stands under, and its rank: less is higher."""

    def cell(heading: str) -> str:
        place = places.get(heading)
        return cells[place].strip().strip('"') if place is not None and place < len(cells) else ""

    kind = cell("CLASSKIND").lower()
    code = cell("CODE") or cell("BLOCKID") or cell("CHAPTERNO")
    code = " ".join(code.split())
    title = " ".join(_DASHES.sub("", cell("TITLE")).split())
    if kind not in _ORDER or not code or not title:
        raise KnownError(
            f"{where}: a class needs a kind (component, chapter, block or category), a code and a"
            f" title, and has “{kind}”, “{code}”, “{title}”.",
            AGAIN,
        )
    if kind == CHAPTER and code in COMPONENTS:
        kind = COMPONENT
    depth = cell("DEPTHINKIND") or "1"
    if not (depth.isascii() and depth.isdigit() and 0 < int(depth[:3]) < 100):
        raise KnownError(f"{where}: the depth “{depth}” is none.", AGAIN)
    return IcfClass(code, kind, title, number), (_ORDER.index(kind), int(depth[:3]))


def _headings(line: str) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(line.split("\t")):
        places.setdefault(_SIGNS.sub("", cell.upper()), place)
    return places


def _decoded(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace")
    return head.decode("utf-8-sig", errors="replace")
