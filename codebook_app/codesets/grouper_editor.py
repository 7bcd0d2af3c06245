"""What the Medicare Code Editor holds of codes: for whom, as which diagnosis, and whether covered.

The editor's lists in the installed grouper give each code the names of its attributes, by the day:
the sex conflicts end with September 2024, and maternity reached to 55 years until September 2019.
"""

from __future__ import annotations

import struct
from datetime import date

from codebook_app.codesets.grouper_data import MasterLists
from codebook_app.codesets.grouper_file import GrouperFile, day_of, number_of

_AGES = "mce_age_ranges"
# Mark, count, offset of the records, offset of the names.
_AGES_MARK, _AGES_NUMBERS = b"GACM", 3
# Offset and length of the name, first and last year of age, first and last day.
_AGE = struct.Struct("<6I")


class CodeEditor:
    """The editor's attributes of codes. Safe from any thread.

    *lists* hold those of each code; *file*, the data file of the same grouper, the ages they mean.
    """

    def __init__(self, lists: MasterLists, file: GrouperFile) -> None:
        self._lists = lists
        self._package = file.source
        table = file.tables({_AGES: (_AGES_MARK, _AGES_NUMBERS)})[_AGES]
        count, offset, names = table.header
        self._ages = []
        for at, length, youngest, oldest, since, until in table.records(_AGE, offset, count):
            if youngest > oldest or day_of(since) is None or day_of(until) is None:
                raise table.fault("an age or a day is none")
            name = table.text(names + at, length).casefold()
            self._ages.append((name, youngest, oldest, since, until))

    @classmethod
    def installed(cls, lists: MasterLists) -> CodeEditor:
        """Return the editor of the installed grouper, whose master *lists* are given.

        Raises:
            KnownError: it is not installed, or its data is not as expected.
        """
        return cls(lists, GrouperFile.installed())

    def covers(self, code_set: str, day: date) -> bool:
        """Whether the editor speaks for codes of *code_set* on *day*."""
        return self._lists.covers(code_set, day)

    def attributes(
        self, code_set: str, first: str, last: str, day: date
    ) -> dict[str, tuple[str, ...]]:
        """Return the attributes on *day* of the codes *first* to *last*, written without point.

        Codes without are left out. They are the editor's own names: those of
        :mod:`~codebook_app.domain.editor_attributes`, and some that take part in edits of
        several codes.
        """
        return self._lists.attributes(code_set, first, last, day)

    def ages(self, name: str, day: date) -> tuple[int, int] | None:
        """Return the first and last year of age that ``newborn``, … means on *day*."""
        number = number_of(day)
        for named, youngest, oldest, since, until in self._ages:
            if named == name and since <= number <= until:
                return youngest, oldest
        return None

    def source(self, day: date) -> str:
        """Return the name of the editor in force on *day*, for people."""
        version = day.year + (day.month >= 10) - 1983
        return f"Medicare Code Editor v{version} ({self._package})"
