"""What the XML files of ICD-10-PCS have in common: a root, a year, and elements in their places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.sax.xmlreader import AttributesImpl

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.icd10pcs.grammar import ALPHABET
from codebook_app.codesets.watched import watched
from codebook_app.codesets.xml import OfficialReader, parse_xml
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, ProgressSink

Place = tuple[str, str]
"""An element's parent and its own name."""
Starts = Mapping[Place, Callable[[AttributesImpl], None] | None]
Ends = Mapping[Place, Callable[[str], None]]

_WRONG_FILE = "Import the file as CMS publishes it."
_DEEPEST = 64


class ElementReader(OfficialReader):
    """Hands the elements of the file *name* to those who know them, each by its place.

    *starts* names every place there is and who is told that an element begins there; *ends* who is
    told that it ended, and with what text, its spaces tidied. An element known elsewhere only is a
    fault; one that is known nowhere is passed over with all in it, and counted.
    """

    def __init__(self, name: str, root: str, starts: Starts, ends: Ends) -> None:
        super().__init__(name, _WRONG_FILE)
        self.year = 0
        self.unknown: dict[str, int] = {}
        self._root = root
        everywhere = {("", root): None, (root, "version"): None, (root, "title"): None}
        self._starts: Starts = {**everywhere, **starts}
        self._ends: Ends = {(root, "version"): self._end_version, **ends}
        self._names = {own for _, own in self._starts}
        self._path: list[str] = [""]
        self._text: list[str] = []
        # The parser calls this most of all, for the blanks between elements too.
        self.characters = self._text.append  # type: ignore[method-assign,assignment]
        self._skipping = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX's names
        """Tell whoever knows the element that it begins."""
        if self._skipping:
            self._skipping += 1
            return
        place = (self._path[-1], name)
        if place not in self._starts:
            self._start_unknown(name)
            return
        start = self._starts[place]
        if start is not None:
            start(attrs)
        self._path.append(name)
        if len(self._path) > _DEEPEST:
            raise self.fault("the elements are nested deeper than in any official file")
        self._text.clear()

    def endElement(self, name: str) -> None:  # noqa: N802
        """Tell whoever knows the element that it ended, with its text."""
        if self._skipping:
            self._skipping -= 1
        else:
            self._path.pop()
            end = self._ends.get((self._path[-1], name))
            if end is not None:
                end(self.text())
        self._text.clear()

    def text(self) -> str:
        """Return the text since the last element began or ended."""
        return " ".join("".join(self._text).split())

    def character(self, attrs: AttributesImpl, attribute: str) -> str:
        """Return the character of a code that *attribute* holds."""
        value = attrs.get(attribute, "").strip()
        if len(value) != 1 or value not in ALPHABET:
            raise self.fault(f"“{value[:20]}” is no character of an ICD-10-PCS code")
        return value

    def number(self, attrs: AttributesImpl, attribute: str) -> int | None:
        """Return the number that *attribute* holds, None where there is no such attribute."""
        value = attrs.get(attribute)
        if value is None:
            return None
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise self.fault(f"“{value[:20]}” is no number")
        return int(value)

    def _start_unknown(self, name: str) -> None:
        if self._path[-1] == "":
            raise self.fault(f"the root is <{name}> and not <{self._root}>")
        if name in self._names:
            raise self.fault(f"a <{name}> stands where none belongs, in <{self._path[-1]}>")
        self.unknown[name] = self.unknown.get(name, 0) + 1
        self._skipping = 1

    def _end_version(self, text: str) -> None:
        self.year = checked_year(text, self._name, self.line())


def checked_year(text: str, name: str, line: int) -> int:
    """Return the fiscal year *text*, as line *line* of the file *name* states it.

    Raises:
        KnownError: it is none.
    """
    if not (text.isascii() and text.isdigit() and len(text) == 4 and text.startswith("20")):
        raise KnownError(
            f"{name}, line {line}: the year of the edition is not a year: “{text[:20]}”.",
            _WRONG_FILE,
        )
    return int(text)


def read_elements(
    file: OfficialFile,
    reader: ElementReader,
    stage: str,
    progress: ProgressSink,
    cancel: CancelToken | None,
) -> None:
    """Read *file* into *reader*, telling *progress* of the *stage*.

    Raises:
        KnownError: the file cannot be read; with file and line.
        Cancelled: *cancel* was raised.
    """
    parse_xml(watched(file.chunks(), file.size, stage, progress, cancel), reader, file.name)
