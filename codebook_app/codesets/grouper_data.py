"""The grouper's master lists: every code the Medicare Code Editor knows, and from when to when.

CMS gives out the editor with lists of all valid ICD-10-CM and ICD-10-PCS codes; the installed
grouper carries them to a later year than the installed releases reach.
"""

from __future__ import annotations

import re
import struct
from collections import defaultdict
from datetime import date, timedelta

from codebook_app.codesets.grouper_file import GrouperFile, Table, day_of, number_of
from codebook_app.codesets.grouper_master import MASTER_MARK, MASTER_NUMBERS, Master, texts
from codebook_app.domain.validity import ValidSpan

_MASTERS = {"icd10cm": "mce_i10dx_master", "icd10pcs": "mce_i10sg_master"}
# Mark, how many years, offset of the years' list; then the years, then the records.
_CONVERSION_MARKS = {
    "icd10cm": ("icd10cm_conversions", b"CDCI"),
    "icd10pcs": ("icd10pcs_conversions", b"PDCI"),
}
_CONVERSION_YEARS_AT = 12
# Code, the other code, the day of the change, three flags; the last is 1 from old to new.
_CONVERSION = struct.Struct("<8s8sI3B")
_CODE = re.compile(rb"[A-Z0-9]{3,7}")


class MasterLists:
    """The valid codes of ICD-10-CM and ICD-10-PCS since October 2015; safe from any thread.

    Codes are written without point. The lists speak for the days up to *last_day*; an end on that
    day is none. *last_year* is the fiscal year it lies in, *source* names the lists for people.
    """

    def __init__(self, file: GrouperFile) -> None:
        self._tables = file.tables(
            {
                **dict.fromkeys(_MASTERS.values(), (MASTER_MARK, MASTER_NUMBERS)),
                **{name: (mark, 2) for name, mark in _CONVERSION_MARKS.values()},
            }
        )
        # Each list is looked through when it is first asked; twice at worst, by two threads.
        self._masters: dict[str, Master] = {}
        self._conversions: dict[str, _Conversions] = {}
        self.last_day = min(_last_day(self._tables[name]) for name in _MASTERS.values())
        self.last_year = self.last_day.year + (self.last_day.month >= 10)
        version = self.last_year - 1983
        self.source = f"MS-DRG Grouper v{version} master list ({file.source})"

    @classmethod
    def installed(cls) -> MasterLists:
        """Return the lists of the installed grouper.

        Raises:
            KnownError: it is not installed, or its data is not as expected.
        """
        return cls(GrouperFile.installed())

    def covers(self, code_set: str, day: date) -> bool:
        """Whether there is a list of *code_set* that speaks for *day*.

        Raises:
            KnownError: the list is not as expected; so too from every other method.
        """
        master = self._master(code_set)
        return master is not None and master.first_day <= day <= self.last_day

    def spans(self, code_set: str, undotted: str) -> tuple[ValidSpan, ...]:
        """Return the times that a code was valid, the earliest first; none for an unknown code."""
        master = self._master(code_set)
        return () if master is None else master.spans(undotted)

    def valid_on(self, code_set: str, day: date) -> int:
        """Return how many codes were valid on *day*."""
        master = self._master(code_set)
        return 0 if master is None else master.valid_on(day)

    def came_and_went(
        self, code_set: str, after: date, until: date
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the codes valid on *until* and not on *after*, and those the other way round.

        The codes are sorted. *after* may be the later day.
        """
        master = self._master(code_set)
        return ((), ()) if master is None else master.came_and_went(after, until)

    def successors(self, code_set: str, undotted: str) -> tuple[str, ...]:
        """Return what a deleted code was replaced by, as far as the lists tell; sorted.

        The conversion table's entries for the day after its last one; where there are none, the
        codes that divide it from that day on, which begin with it. They may be deleted themselves
        by now.
        """
        master = self._master(code_set)
        spans = () if master is None else master.spans(undotted)
        if master is None or not spans or spans[-1].until is None:
            return ()
        since = spans[-1].until + timedelta(days=1)
        converted = [
            code
            for code in self._converted(code_set).new_for(undotted, since)
            if any(span.holds(since) for span in master.spans(code))
        ]
        return tuple(converted) or master.beginning(undotted, since)

    def attributes(
        self, code_set: str, first: str, last: str, day: date
    ) -> dict[str, tuple[str, ...]]:
        """Return what the editor holds on *day* of the codes *first* to *last*, in its own names.

        Codes it holds nothing of are left out. See :mod:`codebook_app.codesets.grouper_editor`.
        """
        master = self._master(code_set)
        return {} if master is None else master.attributes(first, last, day)

    def _master(self, code_set: str) -> Master | None:
        name = _MASTERS.get(code_set)
        if name is not None and code_set not in self._masters:
            self._masters[code_set] = Master(self._tables[name])
        return self._masters.get(code_set)

    def _converted(self, code_set: str) -> _Conversions:
        if code_set not in self._conversions:
            name, _ = _CONVERSION_MARKS[code_set]
            self._conversions[code_set] = _Conversions(self._tables[name])
        return self._conversions[code_set]


class _Conversions:
    """A conversion table: what old codes became, and when.

    Entries that are no code ("NOPCS", texts of the printed table cut off at eight bytes) are none.
    """

    def __init__(self, table: Table) -> None:
        years, offset = table.header
        begin = _CONVERSION_YEARS_AT + 4 * years
        # What is left at the end is padding to eight bytes.
        count = (len(table.content) - begin) // _CONVERSION.size
        end = begin + count * _CONVERSION.size
        if offset != begin or count < 0 or table.content[end:].strip(b"\0"):
            raise table.fault("its sizes contradict each other")
        # The tables of several years repeat each other.
        records = set(_CONVERSION.iter_unpack(memoryview(table.content)[begin:end]))
        self._new: dict[bytes, set[tuple[bytes, int]]] = defaultdict(set)
        for old, new, number, _, _, forward in records:
            if forward not in {0, 1}:
                raise table.fault(f"a direction is {forward}")
            if forward:
                self._new[old].add((new, number))

    def new_for(self, undotted: str, since: date) -> tuple[str, ...]:
        """Return what a code became on the day *since*; sorted."""
        found = self._new.get(undotted.encode().ljust(8, b"\0"), set())
        codes = {new.rstrip(b"\0") for new, number in found if number == number_of(since)}
        return texts({code for code in codes if _CODE.fullmatch(code)})


def _last_day(table: Table) -> date:
    _, _, _, open_end = table.header
    day = day_of(open_end)
    if day is None:
        raise table.fault(f"{open_end} is no day")
    return day
