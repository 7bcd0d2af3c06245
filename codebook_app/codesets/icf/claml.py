"""Reads the ICF from ClaML (ISO 13120), versions 2 and 3, as a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from types import MappingProxyType
from xml.sax.xmlreader import AttributesImpl

from codebook_app.codesets.icf.classes import AGAIN, CATEGORY, IcfClass, IcfFile, unique
from codebook_app.codesets.icf.grammar import CODE
from codebook_app.codesets.watched import watched
from codebook_app.codesets.xml import OfficialReader, SeenEnough, parse_xml
from codebook_app.domain.note import NoteKind
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, ProgressSink, silent

ROOT_TAG = "ClaML"
_DEEPEST = 64
_PREFERRED = "preferred"
_TITLES = (_PREFERRED, "preferredLong")
_KINDS = MappingProxyType(
    {
        "inclusion": NoteKind.INCLUSION_TERM,
        "exclusion": NoteKind.EXCLUSION,
        "definition": NoteKind.DEFINITION,
        "note": NoteKind.NOTES,
        "text": NoteKind.NOTES,
        "introduction": NoteKind.NOTES,
        "coding-hint": NoteKind.NOTES,
        "footnote": NoteKind.NOTES,
    }
)
_LANGUAGE = "en"
# Elements whose texts stand apart from one another.
_APART = frozenset({"Para", "ListItem", "Fragment", "Cell", "Row", "List", "Table", "Caption"})
_LEFT_OUT = frozenset({"Modifier", "ModifierClass"})
_ENOUGH_CODES = 8


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands before the classes: the classification's *title*, its *version* and *date*.

    *codes* are the first few codes.
    """

    title: str
    version: str
    date: str
    codes: tuple[str, ...] = ()

    @property
    def is_icf(self) -> bool:
        """Whether the classification calls itself the ICF, or has its codes."""
        title = self.title.casefold()
        if "functioning" in title or "icf" in title.replace("-", " ").split():
            return True
        return bool(self.codes) and all(
            CODE.fullmatch(code.split("-")[0]) or code in "bsde" for code in self.codes
        )


def heading_of(head: bytes) -> Heading:
    """Return what the ClaML that begins with *head* says before its classes; never fails."""
    reader = _Reader("", enough=_ENOUGH_CODES)
    with suppress(SeenEnough, KnownError):
        parse_xml([head], reader, "", doctype=True)
    return reader.heading()


def read_claml(
    chunks: Iterable[bytes],
    name: str,
    size: int = 0,
    progress: ProgressSink = silent,
    cancel: CancelToken | None = None,
) -> IcfFile:
    """Return the classes of the ClaML whose bytes are *chunks*; *name* and *size* for messages.

    Where a rubric has labels in several languages, the English one is taken, else the first.

    Raises:
        KnownError: not a whole, well-formed ClaML; the message names file and line.
        Cancelled: *cancel* was raised.
    """
    reader = _Reader(name)
    parse_xml(
        watched(chunks, size, "Reading the ICF", progress, cancel), reader, name, doctype=True
    )
    return reader.file()


@dataclass(slots=True)
class _Open:
    """A class that is being read, and the rubric and label in it."""

    code: str
    kind: str
    line: int
    titles: dict[str, str] = field(default_factory=dict)
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    notes: list[tuple[NoteKind, str]] = field(default_factory=list)
    rubric: str = ""
    labels: dict[str, str] = field(default_factory=dict)


class _Reader(OfficialReader):
    """Collects classes from the parser's events."""

    def __init__(self, name: str, enough: int = 0) -> None:
        super().__init__(name, AGAIN)
        self._enough = enough
        self._root = ""
        self._title: Mapping[str, str] = {}
        self._title_text: list[str] = []
        self._in_title = False
        self._closing = ""
        self._classes: list[IcfClass] = []
        self._open: _Open | None = None
        self._language: str | None = None
        self._text: list[str] | None = None
        self._skipping = self._depth = 0
        self._unknown: dict[str, int] = {}
        self._doubts: list[str] = []
        self._starts: Mapping[str, Callable[[Mapping[str, str]], None]] = {
            "Title": self._start_title,
            "Class": self._start_class,
            "SuperClass": self._start_above,
            "SubClass": self._start_below,
            "Rubric": self._start_rubric,
            "Label": self._start_label,
            "Reference": self._start_reference,
        }

    def heading(self) -> Heading:
        """Return what stands before the classes, as far as it was read."""
        named = self._title.get("name", "")
        title = " ".join(f"{named} {''.join(self._title_text)}".split())
        return Heading(
            title,
            self._title.get("version", ""),
            self._title.get("date", ""),
            tuple(one.code for one in self._classes),
        )

    def file(self) -> IcfFile:
        """Return what was read, once the parser has seen the end."""
        if self._root != ROOT_TAG or not self._classes:
            raise KnownError(f"{self._name} holds no classes of the ICF.", AGAIN)
        classes, twice = unique(self._classes, self._name)
        unknown = (f"{count:,} × {name}: not read" for name, count in sorted(self._unknown.items()))
        return IcfFile(classes, (*twice, *unknown), tuple(self._doubts))

    # What the parser calls, named by SAX.

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """Open a class, a rubric or a label."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self.fault(f"elements lie more than {_DEEPEST} deep, which no ClaML has")
        if self._skipping:
            self._skipping += 1
            return
        self._root = self._root or name
        if name in _LEFT_OUT:
            self._skipping = 1
            self._unknown[f"<{name}>"] = self._unknown.get(f"<{name}>", 0) + 1
            return
        if name in _APART and self._text is not None:
            self._text.append(" ")
        start = self._starts.get(name)
        if start is not None:
            start(dict(attrs.items()))

    def endElement(self, name: str) -> None:  # noqa: N802
        """Close what *name* opened."""
        self._depth -= 1
        if self._skipping:
            self._skipping -= 1
        elif name == "Class":
            self._end_class()
        elif name == "Rubric":
            self._end_rubric()
        elif name == "Label":
            self._end_label()
        elif name == "Reference" and self._text is not None:
            self._text.append(self._closing)
            self._closing = ""
        elif name == "Title":
            self._in_title = False
        elif name in _APART and self._text is not None:
            self._text.append(" ")

    def characters(self, content: str) -> None:
        """Take a piece of the text of a label, or of the title."""
        if self._text is not None and not self._skipping:
            self._text.append(content)
        elif self._in_title:
            self._title_text.append(content)

    def _start_title(self, attrs: Mapping[str, str]) -> None:
        if not self._title:
            self._title = attrs or {"name": ""}
            self._in_title = True

    def _start_class(self, attrs: Mapping[str, str]) -> None:
        if self._open is not None:
            raise self.fault(f"a class begins within the class {self._open.code}")
        code = " ".join(attrs.get("code", "").split())
        if not code:
            raise self.fault("a class has no code")
        self._open = _Open(code, attrs.get("kind", "").strip().lower() or CATEGORY, self.line())

    def _start_above(self, attrs: Mapping[str, str]) -> None:
        if self._open is not None and (code := attrs.get("code", "").strip()):
            self._open.above.append(code)

    def _start_below(self, attrs: Mapping[str, str]) -> None:
        if self._open is not None and (code := attrs.get("code", "").strip()):
            self._open.below.append(code)

    def _start_rubric(self, attrs: Mapping[str, str]) -> None:
        if self._open is not None:
            self._open.rubric = attrs.get("kind", "").strip()
            self._open.labels = {}

    def _start_label(self, attrs: Mapping[str, str]) -> None:
        if self._open is not None and self._open.rubric:
            self._language = attrs.get("xml:lang", "").strip().lower()
            self._text = []

    def _start_reference(self, attrs: Mapping[str, str]) -> None:
        if self._text is None or "bracket" not in attrs.get("class", ""):
            return
        if not "".join(self._text).rstrip().endswith("("):
            self._text.append(" (")
            self._closing = ")"

    def _end_label(self) -> None:
        if self._open is not None and self._text is not None:
            text = " ".join("".join(self._text).split())
            self._open.labels.setdefault(self._language or "", text)
        self._text = None

    def _end_rubric(self) -> None:
        if self._open is None:
            return
        labels, rubric = self._open.labels, self._open.rubric
        self._open.labels, self._open.rubric = {}, ""
        text = labels.get(_LANGUAGE) or next(iter(labels.values()), "")
        if not text:
            return
        if rubric in _TITLES:
            self._open.titles.setdefault(rubric, text)
        elif rubric in _KINDS:
            self._open.notes.append((_KINDS[rubric], text))
        else:
            kind = f"rubric of the kind “{rubric}”"
            self._unknown[kind] = self._unknown.get(kind, 0) + 1

    def _end_class(self) -> None:
        one = self._open
        if one is None:
            return
        self._open = None
        title = next((one.titles[kind] for kind in _TITLES if kind in one.titles), "")
        if not title:
            self._doubts.append(f"{self._name}, line {one.line}: {one.code} has no title")
        self._classes.append(
            IcfClass(
                one.code,
                one.kind,
                title or one.code,
                one.line,
                tuple(one.above),
                tuple(one.below),
                tuple(one.notes),
            )
        )
        if self._enough and len(self._classes) >= self._enough:
            raise SeenEnough
