"""One master list of the Medicare Code Editor: codes, their times, and what it knows of them.

Where an attribute of a code changes, its time is written in several records: what adjoins is one
time.
"""

from __future__ import annotations

import re
import struct
from datetime import date, timedelta

from codebook_app.codesets.grouper_file import Table, day_of, number_of
from codebook_app.domain.validity import ValidSpan

# Mark, count, offset of the records, offset of the attributes' names, the day of open ends.
MASTER_MARK, MASTER_NUMBERS, _MASTER_OFFSET = b"DECM", 4, 32
# Code, first day, last day, offset and count of its attributes.
_MASTER = struct.Struct("<8s4I")
_CODE = re.compile(rb"[A-Z0-9]{3,7}")
_CODES = re.compile(rb"(?:[A-Z0-9]{3}[A-Z0-9\0]{5})+")


class Master:
    """One master list, searched in the bytes as they lie in the file. Safe from any thread.

    Raises:
        KnownError: the table is not as expected; so too from :meth:`attributes`.
    """

    def __init__(self, table: Table) -> None:
        self._count, offset, names, open_end = table.header
        end = offset + self._count * _MASTER.size
        if offset != _MASTER_OFFSET or end != names or names > len(table.content):
            raise table.fault("its sizes contradict each other")
        self._table = table
        self._names = names
        self._open_end = open_end
        self._bytes = table.content[offset:end]
        self._named: dict[tuple[int, int], tuple[str, ...]] = {}
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
        """Return the times that a code was valid, the earliest first."""
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
        """Return how many codes were valid on *day*."""
        number = min(number_of(day), self._open_end)
        records = _MASTER.iter_unpack(self._bytes)
        return sum(since <= number <= until for _, since, until, _, _ in records)

    def came_and_went(self, after: date, until: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the codes valid on *until* and not on *after*, and those the other way round."""
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
        return texts(now - before), texts(before - now)

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
        return texts(set(found))

    def attributes(self, first: str, last: str, day: date) -> dict[str, tuple[str, ...]]:
        """Return the names of what the editor holds on *day* of the codes *first* to *last*.

        Codes that it holds nothing of are left out.
        """
        number = min(number_of(day), self._open_end)
        begin = self._place(_key(first))
        end = self._place(_key(last) + b"\0")
        records = self._bytes[begin * _MASTER.size : end * _MASTER.size]
        return {
            code.rstrip(b"\0").decode(): self._texts_at(at, count)
            for code, since, until, at, count in _MASTER.iter_unpack(records)
            if count and since <= number <= until
        }

    def _texts_at(self, at: int, count: int) -> tuple[str, ...]:
        if (at, count) not in self._named:
            texts = self._table.content[self._names + at :].split(b"\0", count)
            if len(texts) <= count or not all(
                text.isalnum() or b"_" in text for text in texts[:-1]
            ):
                raise self._table.fault("an attribute lies outside it")
            self._named[at, count] = tuple(text.decode("ascii") for text in texts[:count])
        return self._named[at, count]

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


def _key(code: str) -> bytes:
    return code.encode("ascii", errors="replace").ljust(8, b"\0")


def _adjoins(span: ValidSpan, since: date) -> bool:
    return span.until is not None and span.until + timedelta(days=1) == since


def _day(number: int) -> date:
    day = day_of(number)
    if day is None:  # every day was looked at when the list was loaded
        raise AssertionError(number)
    return day


def texts(codes: set[bytes]) -> tuple[str, ...]:
    """Return padded *codes* as sorted texts."""
    return tuple(sorted(code.rstrip(b"\0").decode() for code in codes))
