"""The grouper's master lists: every code the Medicare Code Editor knows, and from when to when.

CMS gives out the editor with lists of all valid ICD-10-CM and ICD-10-PCS codes; the installed
grouper carries them to a later year than the installed releases reach. Where an attribute of a code
changes, its time is written in several records: what adjoins is one time.
"""

from __future__ import annotations

import re
import struct
from collections import defaultdict
from datetime import date, timedelta

from codebook_app.codesets.grouper_file import GrouperFile, Table, day_of, number_of
from codebook_app.domain.validity import ValidSpan

# Mark, count, offset of the records, offset of the attributes' names, the day of open ends.
_MASTER_MARK, _MASTER_NUMBERS, _MASTER_OFFSET = b"DECM", 4, 32
# Code, first day, last day, offset and count of its attributes.
_MASTER = struct.Struct("<8s4I")
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
_CODES = re.compile(rb"(?:[A-Z0-9]{3}[A-Z0-9\0]{5})+")


class MasterLists:
    """The valid codes of ICD-10-CM and ICD-10-PCS since October 2015; safe from any thread.

    Codes are written without point. The lists speak for the days up to *last_day*; an end on that
    day is none. *last_year* is the fiscal year it lies in, *source* names the lists for people.
    """

    def __init__(self, file: GrouperFile) -> None:
        self._tables = file.tables(
            {
                **dict.fromkeys(_MASTERS.values(), (_MASTER_MARK, _MASTER_NUMBERS)),
                **{name: (mark, 2) for name, mark in _CONVERSION_MARKS.values()},
            }
        )
        # Each list is looked through when it is first asked; twice at worst, by two threads.
        self._masters: dict[str, _Master] = {}
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

    def _master(self, code_set: str) -> _Master | None:
        name = _MASTERS.get(code_set)
        if name is not None and code_set not in self._masters:
            self._masters[code_set] = _Master(self._tables[name])
        return self._masters.get(code_set)

    def _converted(self, code_set: str) -> _Conversions:
        if code_set not in self._conversions:
            name, _ = _CONVERSION_MARKS[code_set]
            self._conversions[code_set] = _Conversions(self._tables[name])
        return self._conversions[code_set]


class _Master:
    """One master list, searched in the bytes as they lie in the file."""

    def __init__(self, table: Table) -> None:
        self._count, offset, names, open_end = table.header
        end = offset + self._count * _MASTER.size
        if offset != _MASTER_OFFSET or end != names or names > len(table.content):
            raise table.fault("its sizes contradict each other")
        self._open_end = open_end
        self._bytes = table.content[offset:end]
        # A window asks the same of the same days again and again.
        self._changes: dict[tuple[int, int], tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self._check(table)

    def _check(self, table: Table) -> None:
        """See that every record is a code with two days, in the order of codes, then of days."""
        days: set[int] = set()
        before = (b"", 0)
        codes = bytearray()
        for code, since, until, _, _ in _MASTER.iter_unpack(self._bytes):
            if (code, since) <= before or since > until:
                shown = code.decode("latin-1").rstrip("\0")
                raise table.fault(f"the times of {shown!r} are out of order")
            before = (code, until)
            codes += code
            days.add(since)
            days.add(until)
        if not _CODES.fullmatch(codes):
            raise table.fault("there is something that is no code")
        for day in days:
            if day_of(day) is None or day > self._open_end:
                raise table.fault(f"{day} is no day it can speak of")
        self.first_day = _day(min(days))

    def spans(self, undotted: str) -> tuple[ValidSpan, ...]:
        key = undotted.encode("ascii", errors="replace")
        if not _CODE.fullmatch(key):
            return ()
        key = key.ljust(8, b"\0")
        spans: list[ValidSpan] = []
        for place in range(self._place(key), self._count):
            code, first, last, _, _ = self._record(place)
            if code != key:
                break
            since = _day(first)
            until = None if last == self._open_end else _day(last)
            if spans and _adjoins(spans[-1], since):
                spans[-1] = ValidSpan(spans[-1].since, until)
            else:
                spans.append(ValidSpan(since, until))
        return tuple(spans)

    def valid_on(self, day: date) -> int:
        number = min(number_of(day), self._open_end)
        records = _MASTER.iter_unpack(self._bytes)
        return sum(since <= number <= until for _, since, until, _, _ in records)

    def came_and_went(self, after: date, until: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if after > until:
            went, came = self.came_and_went(until, after)
            return came, went
        low, high = (min(number_of(day), self._open_end) for day in (after, until))
        if (low, high) not in self._changes:
            self._changes[low, high] = self._changed(low, high)
        return self._changes[low, high]

    def _changed(self, low: int, high: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        before: set[bytes] = set()
        now: set[bytes] = set()
        for code, first, last, _, _ in _MASTER.iter_unpack(self._bytes):
            # Most codes are valid on both days and need no look.
            if first > low or last < high:
                if first <= low <= last:
                    before.add(code)
                if first <= high <= last:
                    now.add(code)
        return _texts(now - before), _texts(before - now)

    def beginning(self, undotted: str, since: date) -> tuple[str, ...]:
        """Return the codes that begin with *undotted*, are longer, and valid since that day."""
        key = undotted.encode("ascii")
        found = []
        for place in range(self._place(key.ljust(8, b"\0")), self._count):
            code, first, _, _, _ = self._record(place)
            if not code.startswith(key):
                break
            if code.rstrip(b"\0") != key and first == number_of(since):
                found.append(code)
        return _texts(set(found))

    def _place(self, key: bytes) -> int:
        """Return the place of the first record whose code is not before *key*."""
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            at = middle * _MASTER.size
            if self._bytes[at : at + 8] < key:
                low = middle + 1
            else:
                high = middle
        return low

    def _record(self, place: int) -> tuple[bytes, int, int, int, int]:
        code, first, last, at, count = _MASTER.unpack_from(self._bytes, place * _MASTER.size)
        return code, first, last, at, count


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
        return _texts({code for code in codes if _CODE.fullmatch(code)})


def _last_day(table: Table) -> date:
    _, _, _, open_end = table.header
    day = day_of(open_end)
    if day is None:
        raise table.fault(f"{open_end} is no day")
    return day


def _adjoins(span: ValidSpan, since: date) -> bool:
    return span.until is not None and span.until + timedelta(days=1) == since


def _day(number: int) -> date:
    day = day_of(number)
    if day is None:  # every day was looked at when the list was loaded
        raise AssertionError(number)
    return day


def _texts(codes: set[bytes]) -> tuple[str, ...]:
    return tuple(sorted(code.rstrip(b"\0").decode() for code in codes))
