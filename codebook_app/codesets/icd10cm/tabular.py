"""Reads the ICD-10-CM tabular XML (``<ICD10CM.tabular>``) of CDC/NCHS as a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.sax.xmlreader import AttributesImpl

from codebook_app.codesets.icd10cm import grammar
from codebook_app.codesets.icd10cm.printed import NoteContainer, PrintedLine, PrintedTabular
from codebook_app.codesets.icd10cm.vision import VisionTable
from codebook_app.codesets.watched import watched
from codebook_app.codesets.xml import CutOffError, OfficialReader, parse_xml
from codebook_app.domain.note import NoteKind
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, ProgressSink, silent

ROOT_TAG = "ICD10CM.tabular"
_DEEPEST = 16
_LINES = frozenset({"chapter", "section", "diag"})
_CONTAINERS = {
    kind.value: kind
    for kind in (
        NoteKind.INCLUDES,
        NoteKind.INCLUSION_TERM,
        NoteKind.EXCLUDES1,
        NoteKind.EXCLUDES2,
        NoteKind.CODE_FIRST,
        NoteKind.USE_ADDITIONAL_CODE,
        NoteKind.CODE_ALSO,
        NoteKind.NOTES,
        NoteKind.SEVENTH_CHARACTER_NOTE,
    )
}
# Elements whose content is not part of any line: the book's preface, and a chapter's table of
# contents, which repeats what its sections say.
_PASSED_OVER = frozenset({"introduction", "sectionIndex"})
_WRONG_FILE = "Import the file that CDC publishes as the tabular list, or its zip."


def read_tabular(
    chunks: Iterable[bytes],
    name: str,
    size: int = 0,
    progress: ProgressSink = silent,
    cancel: CancelToken | None = None,
) -> PrintedTabular:
    """Return the tabular list whose bytes are *chunks*; *name*, *size* (bytes) are for messages.

    Notes keep their printed order, blanks in them are single. *cancel* is looked at every chunk.

    Raises:
        KnownError: not a whole, well-formed tabular XML; the message names file and line.
        Cancelled: *cancel* was raised.
    """
    reader = _TabularReader(name)
    parse_xml(watched(chunks, size, "Reading the tabular list", progress, cancel), reader, name)
    return reader.tabular()


def year_of(head: bytes, name: str, *, whole: bool = False) -> int:
    """Return the fiscal year that the tabular list beginning with *head* states.

    *whole* tells that *head* is all of it.

    Raises:
        KnownError: it states none there, is no such list, or is broken before it.
    """
    reader = _TabularReader(name)
    try:
        parse_xml([head], reader, name)
    except KnownError as fault:
        if not reader.has_year and (whole or not isinstance(fault, CutOffError)):
            raise
    return reader.year()


class _TabularReader(OfficialReader):
    """Collects lines and notes from the parser's events."""

    def __init__(self, name: str) -> None:
        super().__init__(name, _WRONG_FILE)
        self._lines: list[PrintedLine] = []
        self._codes: dict[tuple[bool, str], PrintedLine] = {}
        self._unknown: dict[str, int] = {}
        self._year: int | None = None
        self._open: list[PrintedLine] = []
        self._blocks: list[PrintedLine] = []
        self._text: list[str] = []
        # What the parser calls for text, 600,000 times for one file.
        self.characters = self._text.append  # type: ignore[assignment]
        self._container: NoteContainer | None = None
        self._character = ""
        self._skipping = 0
        self._depth = 0
        self._vision: VisionTable | None = None
        self._ends: dict[str, Callable[[str], None]] = {
            "version": self._end_version,
            "name": self._end_name,
            "desc": self._end_title,
            "note": self._end_note,
            "extension": self._end_extension,
            "diag": self._end_line,
            "section": self._end_line,
            "chapter": self._end_chapter,
        }

    def tabular(self) -> PrintedTabular:
        """Return what was read, once the parser has seen the end."""
        if not self._codes:
            raise KnownError(f"{self._name}: the tabular list holds no codes.", _WRONG_FILE)
        return PrintedTabular(self.year(), self._lines, self._unknown)

    @property
    def has_year(self) -> bool:
        """Whether the year was read already."""
        return self._year is not None

    def year(self) -> int:
        """Return the year that stands before the chapters."""
        if self._year is None:
            raise KnownError(f"{self._name}: the tabular list states no year.", _WRONG_FILE)
        return self._year

    # What the parser calls, named by SAX.

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """Open a line, a container or a text."""
        if self._skipping:
            self._skipping += 1
            return
        self._depth += 1
        self._text.clear()
        if self._vision is not None:
            self._vision.open(name)
        elif name in _LINES:
            self._start_line(name, attrs)
        elif name in _CONTAINERS and self._open:
            self._container = NoteContainer(_CONTAINERS[name])
            self._open[-1].containers.append(self._container)
        elif name == "extension":
            self._character = attrs.get("char", "").strip().upper()
        elif name == "sevenChrDef" and self._open:
            self._open[-1].seventh = {}
        elif name == NoteKind.VISUAL_IMPAIRMENT.value and self._open:
            self._vision = VisionTable()
        elif self._depth == 1:
            self._start_root(name)
        elif name not in self._ends:
            if name not in _PASSED_OVER:
                self._unknown[name] = self._unknown.get(name, 0) + 1
            self._depth -= 1
            self._skipping = 1

    def endElement(self, name: str) -> None:  # noqa: N802
        """Close the element and keep its text where it belongs."""
        if self._skipping:
            self._skipping -= 1
            self._text.clear()
            return
        self._depth -= 1
        if self._vision is not None:
            self._end_in_vision(name, self._vision)
        elif name in self._ends:
            self._ends[name](" ".join("".join(self._text).split()))
        elif name in _CONTAINERS:
            self._container = None
        self._text.clear()

    # Elements in turn.

    def _start_root(self, name: str) -> None:
        if name != ROOT_TAG:
            raise self.fault(f"this is no ICD-10-CM tabular list: its root is <{name}>")

    def _start_line(self, element: str, attrs: AttributesImpl) -> None:
        parent = self._open[-1] if self._open else None
        expected = {"chapter": None, "section": "chapter"}.get(element, "diag")
        if element == "diag" and parent is not None and parent.element == "section":
            expected = "section"
        if (parent.element if parent is not None else None) != expected:
            raise self.fault(f"a <{element}> stands where none belongs")
        if len(self._open) > _DEEPEST:
            raise self.fault("the lines are nested deeper than any code is long")
        line = PrintedLine(len(self._lines), element, parent, self.line())
        if element == "section":
            line.code = attrs.get("id", "").strip().upper()
            line.parent = self._block_around(line.code) or parent
        if line.parent is not None and element == "diag":
            line.parent.has_parts = True
        self._lines.append(line)
        self._open.append(line)

    def _block_around(self, section: str) -> PrintedLine | None:
        """Return the wide block that *section* is part of, C00-C75 for C15-C26.

        The XML sets such a block, which has no categories of its own, before its parts.
        """
        while self._blocks and not _lies_within(section, self._blocks[-1].code):
            self._blocks.pop()
        return self._blocks[-1] if self._blocks else None

    def _end_version(self, text: str) -> None:
        if self._depth != 1:
            return
        if not (text.isascii() and text.isdigit() and len(text) == 4):
            raise self.fault(f"the year of the edition is not a year: “{text[:20]}”")
        self._year = int(text)

    def _end_name(self, text: str) -> None:
        if self._open:
            self._open[-1].code = text

    def _end_title(self, text: str) -> None:
        if self._open:
            self._open[-1].title = text

    def _end_note(self, text: str) -> None:
        if self._container is not None:
            self._container.texts.append(text)
        elif self._open and self._open[-1].seventh:
            # Stands behind the extension it explains: an inclusion term of that character.
            character, meaning = next(reversed(self._open[-1].seventh.items()))
            self._seventh_note().texts.append(f"{character} {meaning}: {text}")

    def _seventh_note(self) -> NoteContainer:
        """Return the container that tells how the seventh characters are to be used."""
        for container in reversed(self._open[-1].containers):
            if container.kind is NoteKind.SEVENTH_CHARACTER_NOTE:
                return container
        container = NoteContainer(NoteKind.SEVENTH_CHARACTER_NOTE)
        self._open[-1].containers.append(container)
        return container

    def _end_extension(self, text: str) -> None:
        if not self._open or self._open[-1].seventh is None:
            raise self.fault("a seventh character stands outside sevenChrDef")
        if len(self._character) != 1 or not self._character.isalnum():
            raise self.fault(f"“{self._character[:20]}” is no seventh character")
        self._open[-1].seventh[self._character] = text

    def _end_line(self, _: str) -> None:
        line = self._open.pop()
        self._check(line)
        if line.element == "section" and not line.has_parts:
            self._blocks.append(line)

    def _end_chapter(self, text: str) -> None:
        self._end_line(text)
        self._blocks.clear()

    def _end_in_vision(self, name: str, table: VisionTable) -> None:
        if name != NoteKind.VISUAL_IMPAIRMENT.value:
            table.close(name, " ".join("".join(self._text).split()))
            return
        container = NoteContainer(NoteKind.VISUAL_IMPAIRMENT, [table.text()])
        self._open[-1].containers.append(container)
        self._vision = None

    def _check(self, line: PrintedLine) -> None:
        """Refuse a line that no edition could hold."""
        if not line.code or not line.title:
            missing = "code" if not line.code else "title"
            raise self.fault(f"a <{line.element}> has no {missing}", line.file_line)
        if line.element == "diag":
            if grammar.normalise(line.code) != line.code:
                raise self.fault(f"“{line.code[:20]}” is no ICD-10-CM code", line.file_line)
            above = line.parent.code if line.parent and line.parent.element == "diag" else ""
            if not (line.code.startswith(above) and len(line.code) > len(above)):
                raise self.fault(f"{line.code} stands under {above}", line.file_line)
        known = self._codes.setdefault((line.element == "diag", line.code), line)
        if known is not line:
            raise self.fault(
                f"{line.code} was there already, at line {known.file_line}", line.file_line
            )


def _lies_within(section: str, block: str) -> bool:
    first, _, last = section.partition("-")
    block_first, _, block_last = block.partition("-")
    return (
        section != block and block_first <= first and (last or first) <= (block_last or block_first)
    )
