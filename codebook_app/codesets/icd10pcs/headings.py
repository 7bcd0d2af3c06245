"""What the lines above the codes are called, by whichever file says it best.

The tables name each of their first three characters. The order file's headers run them together
("Upper Joints, Replacement", "Imaging, Heart, Plain Radiography"); titles alone only begin with the
operation ("Replacement of …").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, takewhile

from codebook_app.codesets.icd10pcs.grammar import TABLE_LENGTH
from codebook_app.codesets.icd10pcs.names import known_names
from codebook_app.codesets.icd10pcs.sources import Sources
from codebook_app.domain.procedure import ProcedureTable

NO_BODY_SYSTEM = "None"
_LITTLE_WORDS = re.compile(r",|\b(?:of|in|at|from|for|to|into|with|using|via)\b", re.IGNORECASE)
_MEDICAL_AND_SURGICAL = "0"


class Headings:
    """The titles of sections, body systems and tables."""

    def __init__(self, sources: Sources) -> None:
        self._known = known_names()
        self._headers = sources.headers
        self._printed = _printed_names(sources.tables.tables) if sources.tables else {}
        self._of_headers = _body_systems(sources.headers, self._known)
        bare = not (self._printed or self._headers)
        self._operations = _operations(sources.listed) if bare else {}

    def section(self, character: str) -> str:
        """Return the title of the section *character*."""
        return self._printed.get(character) or self._known.get(character) or f"Section {character}"

    def body_system(self, code: str) -> str:
        """Return the title of the body system *code*, two characters."""
        return (
            self._printed.get(code)
            or self._of_headers.get(code)
            or self._known.get(code)
            or f"Body system {code}"
        )

    def table(self, code: str) -> str:
        """Return the title of the table *code*, as the order file's headers are worded."""
        if code in self._headers:
            return self._headers[code]
        operation = self._printed.get(code) or self._operations.get(code[0] + code[2])
        return self.worded(code, operation or f"table {code}")

    def worded(self, code: str, operation: str) -> str:
        """Return the title that a header of table *code* should have."""
        names = [] if code[0] == _MEDICAL_AND_SURGICAL else [self.section(code[0])]
        system = self.body_system(code[:2])
        if system != NO_BODY_SYSTEM:
            names.append(system)
        return ", ".join([*names, operation])

    def operation(self, code: str) -> str:
        """Return what the operation of table *code* is called, empty where no file says it."""
        if code in self._printed:
            return self._printed[code]
        header = self._headers.get(code, "")
        before = self.worded(code, "")
        return header.removeprefix(before) if header.startswith(before) else ""


def _printed_names(tables: Iterable[ProcedureTable]) -> dict[str, str]:
    """Return the names that *tables* give to sections, body systems and their operations."""
    names: dict[str, str] = {}
    for table in tables:
        for axis in table.axes:
            names.setdefault(table.code[: axis.position], axis.values[0].label)
    return names


def _body_systems(headers: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """Return the body systems that *headers* name: what those of one have in common.

    The last part of a header is its operation, the first may be the section.
    """
    names: dict[str, str] = {}
    for system, group in groupby(sorted(headers), key=lambda code: code[: TABLE_LENGTH - 1]):
        section = known.get(system[0], "") + ", "
        parts = [headers[code].removeprefix(section).split(", ")[:-1] for code in group]
        common: Sequence[str] = parts[0]
        for other in parts[1:]:
            common = _in_common(common, other)
        names[system] = ", ".join(common)
    return names


def _operations(titles: Mapping[str, str]) -> dict[str, str]:
    """Return the operations, by section and character, that *titles* begin with.

    "Replacement of …" and "Replacement of …" name one; where the titles have no word in common,
    none is named.
    """
    common: dict[str, Sequence[str]] = {}
    for code, title in titles.items():
        key = code[0] + code[2]
        words = title.split()
        common[key] = _in_common(common.get(key, words), words)
    return {key: _LITTLE_WORDS.split(" ".join(words))[0].strip() for key, words in common.items()}


def _in_common(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Return what both begin with."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False))
    return [one for one, _ in pairs]
