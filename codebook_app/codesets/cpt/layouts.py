"""The layouts of the AMA's data files: prose with the copyright, a blank line, then data."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.lines import text_lines
from codebook_app.codesets.spreadsheet import is_spreadsheet, rows

CODE = r"[0-9]{4}[0-9A-Z]"
_OWNERS = re.compile(r"\bCPT\b|American Medical Association|Current Procedural", re.IGNORECASE)
_OWN_NAMES = re.compile(r"LONGU|MEDU|SHORTU|MODU|CONSUMER|CLINICIAN", re.IGNORECASE)
_SHORT, _MEDIUM = 28, 48  # characters of the short and the medium descriptors
_MODIFIERS_AT_LEAST = 0.3  # of the lines of a modifier file; texts may go on over several lines
_LIKE_DATA = re.compile(rf"(?:\d+\t)?{CODE}(?:\t| \S)|(?:[^\t]*\t)*CPT Code(?:\t|$)", re.IGNORECASE)
_LOOKED_AT = 1000  # rows of a spreadsheet
_PROSE = 300  # lines that the notice may have at most
_SIGNS = re.compile(r"[^A-Z]")
CPT_CODE_HEADING = "CPTCODE"
CONCEPT_HEADING = "CONCEPTID"


class Kind(StrEnum):
    """What a file describes codes with, or that it describes modifiers."""

    LONG = "long"
    CONSOLIDATED = "consolidated"
    MEDIUM = "medium"
    SHORT = "short"
    CONSUMER = "consumer"
    CLINICIAN = "clinician"
    MODIFIERS = "modifiers"


@dataclass(frozen=True, slots=True)
class Layout:
    """How the data of a file stands.

    *first_line* is the number, from 1, of the first line of data, or of the row of *headings*
    (capitals without signs) where it has one; *shape* is what each line of data matches, with the
    groups ``code`` and ``text`` where there are no headings. *notice* is the prose before it.
    *capitals* tells that the texts are in capitals alone, *zeros_lost* that a spreadsheet may have
    made numbers of codes.
    """

    kind: Kind
    first_line: int
    shape: re.Pattern[str]
    notice: str
    headings: tuple[str, ...] = ()
    capitals: bool = False
    zeros_lost: bool = False


_TAB = re.compile(rf"(?P<code>{CODE})\t(?P<text>[^\t]*\S[^\t]*)\t*")
_FIXED = re.compile(rf"(?P<code>{CODE}) (?P<text>\S.*)")
_CLINICIAN = re.compile(rf"(?P<concept>\d+)\t(?P<code>{CODE})\t\d+\t(?P<text>[^\t]*\S[^\t]*)\t*")
_CONSUMER = re.compile(rf"(?P<concept>\d+)\t(?P<code>{CODE})\t(?P<text>[^\t]*\S[^\t]*)\t*")
_HEADED = re.compile(rf"(?:[^\t]*\t)*?\s*(?P<code>{CODE})\s*(?:\t.*)?")
_MODIFIER = re.compile(r"(?P<code>[0-9A-Z]{2})(?:\t\s*| {1,8})(?P<text>\S.*)")


def layout_of(file: OfficialFile) -> Layout | None:
    """Return the layout of *file*, None where it is none of the AMA's.

    Its name only decides between layouts that the content leaves open: a medium descriptor may be
    as short as a short one.

    Raises:
        KnownError: it is a damaged spreadsheet.
    """
    if is_spreadsheet(file):
        lines = [line for _, line in islice(data_lines(file), _LOOKED_AT)]
    elif file.root is not None or b"\0" in file.head:
        return None
    else:
        lines = _decoded(file.head).split("\n")
        if file.size > len(file.head):
            lines.pop()  # is cut in two
    lines = [line.rstrip("\r") for line in lines]
    filled = [place for place, line in enumerate(lines) if line.strip()]
    texts = [lines[place] for place in filled]
    for number in _beginnings(lines):
        data = texts[bisect_left(filled, number) :]
        prose = "\n".join(line.rstrip() for line in lines[:number]).strip()
        found = _headed(data[0], prose, number + 1) or _unheaded(
            data, prose, number + 1, file.own_name
        )
        if found is not None:
            return replace(found, zeros_lost=is_spreadsheet(file))
    return None


def data_lines(file: OfficialFile) -> Iterator[tuple[int, str]]:
    """Yield the lines of *file* with their numbers, in the encoding that it turns out to have.

    A spreadsheet's rows are lines too, their cells parted by tabs.

    Raises:
        KnownError: it cannot be read.
    """
    if is_spreadsheet(file):
        return (
            (number, "\t".join(" ".join(cell.split()) for cell in cells).rstrip("\t"))
            for number, cells in rows(file)
        )
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding = "utf-8"
    try:
        for chunk in file.chunks():
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        encoding = "cp1252"
    return text_lines(file, encoding)


def _decoded(head: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            # The last character may be cut in two.
            return codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
    return head.decode("latin-1")


def _beginnings(lines: Sequence[str]) -> Iterator[int]:
    """Yield the places where data may begin.

    That is the first line, those behind a blank one, and the first that looks like a code's.
    """
    for place, line in enumerate(lines[:_PROSE]):
        like_data = _LIKE_DATA.match(line) is not None
        if line.strip() and (place == 0 or like_data or not lines[place - 1].strip()):
            yield place
        if like_data:
            return


def _headed(first: str, notice: str, number: int) -> Layout | None:
    headings = tuple(_SIGNS.sub("", cell.upper()) for cell in first.split("\t"))
    if CPT_CODE_HEADING not in headings:
        return None
    if "LONG" in headings or "MEDIUM" in headings or "LONGDESCRIPTOR" in headings:
        kind = Kind.CONSOLIDATED
    elif any("CLINICIAN" in heading for heading in headings):
        kind = Kind.CLINICIAN
    elif any("CONSUMER" in heading or "DESCRIPTOR" in heading for heading in headings):
        kind = Kind.CONSUMER
    else:
        return None
    return Layout(kind, number, _HEADED, notice, headings)


def _unheaded(data: Sequence[str], notice: str, number: int, own_name: str) -> Layout | None:
    # Lines of five digits and a text are in many files; the owner's name is in the AMA's alone.
    if not (_OWNERS.search(notice) or _OWN_NAMES.match(own_name)):
        return None
    for kind, shape in (
        (Kind.CLINICIAN, _CLINICIAN),
        (Kind.CONSUMER, _CONSUMER),
        (Kind.LONG, _TAB),
        (Kind.MEDIUM, _FIXED),
    ):
        if shape.fullmatch(data[0]) is None:
            continue
        found = [match for line in data if (match := shape.fullmatch(line))]
        if len(found) * 2 < len(data):
            return None
        texts = [match["text"] for match in found]
        capitals = not any(text != text.upper() for text in texts)
        if kind in {Kind.LONG, Kind.MEDIUM}:
            by_width = _by_width(texts, own_name.upper(), fixed=shape is _FIXED)
            return Layout(by_width, number, shape, notice, capitals=capitals)
        return Layout(kind, number, shape, notice, capitals=capitals)
    return _modifiers(data, notice, number)


def _by_width(texts: Sequence[str], name: str, *, fixed: bool) -> Kind:
    """Return which descriptors *texts* are: those of a fixed width may be padded with blanks."""
    longest = max(map(len, texts))
    if longest > _MEDIUM or "LONG" in name or not (fixed or "MED" in name or "SHORT" in name):
        return Kind.LONG
    if longest > _SHORT or "MED" in name:
        return Kind.MEDIUM
    return Kind.SHORT


def _modifiers(data: Sequence[str], notice: str, number: int) -> Layout | None:
    tabbed = any("\t" in line for line in data)
    shape = re.compile(_MODIFIER.pattern.replace(r"| {1,8}", "")) if tabbed else _MODIFIER
    found = sum(shape.fullmatch(line) is not None for line in data)
    if shape.fullmatch(data[0]) is None or found < _MODIFIERS_AT_LEAST * len(data):
        return None
    return Layout(Kind.MODIFIERS, number, shape, notice)
