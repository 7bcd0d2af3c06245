"""MS-DRG as a code set: the groups of a version by MDC, with weights where Table 5 is there.

A version holds for a fiscal year: v44 for FY2027, from 1 October 2026 to 30 September 2027.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import Edition, Part, PartFile, Role
from codebook_app.codesets.embedded import EmbeddedRelease, PackageFile
from codebook_app.codesets.grouper_groups import (
    ComplicationsFile,
    GrouperGroups,
    GroupsFile,
)
from codebook_app.codesets.msdrg_lines import lines_of
from codebook_app.codesets.msdrg_tables import (
    GroupRow,
    complications_of,
    has_weights,
    is_table_5,
    other_table,
    read_complications,
    read_groups,
    stated_versions,
)
from codebook_app.codesets.names import MSDRG
from codebook_app.codesets.spreadsheet import is_spreadsheet
from codebook_app.domain.content import CC, MCC, Listing, ReleaseContent
from codebook_app.domain.tabular import TabularList
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, Progress, ProgressSink

TABLE_5 = Part("table5", Role.BASE, "Table 5")
GROUPS = Part("groups", Role.BASE, "the grouper's list of groups")
LISTS = {
    MCC: Part(MCC, Role.JOINS, "the MCC list (Table 6I)"),
    CC: Part(CC, Role.JOINS, "the CC list (Table 6J)"),
}
# Of one kind, the published text is read before the spreadsheet, and both before the grouper's.
_SPREADSHEET, _GROUPER = 1, 2
# A zip may hold the table as of the rule and as of each correction notice: the last one is read.
_CORRECTED = 10
_CORRECTION = re.compile(r"(?<![A-Za-z])CN[ _-]?(\d?)(?![A-Za-z0-9])")
_YEAR_BEFORE_V1 = 1983
_NAMED = re.compile(r"FY[ _-]?(?:20)?(\d\d)(?!\d)|(?<![\d-])20(\d\d)(?!\d)", re.IGNORECASE)
# Groups of each version, valid and not, as the Definitions Manuals list them.
_PUBLISHED = {40: 767, 41: 766, 42: 773, 43: 772, 44: 768}
# Codes of each version's complete lists: no two versions have as many, and the lists state no year.
_COMPLICATIONS = {
    MCC: {40: 3_315, 41: 3_330, 42: 3_334, 43: 3_354, 44: 3_357},
    CC: {40: 14_814, 41: 14_885, 42: 14_971, 43: 15_078, 44: 15_113},
}


def embedded(grouper: GrouperGroups) -> tuple[EmbeddedRelease, ...]:
    """Return the versions that the installed packages bring: v40 to v44, v43 with its weights."""
    return tuple(_embedded(grouper, version) for version in _PUBLISHED)


def _embedded(grouper: GrouperGroups, version: int) -> EmbeddedRelease:
    groups = GroupsFile(grouper, version)
    if version == 43:
        weights, mcc, cc = (
            PackageFile("drg", "drg", f"data/cms/{name}.txt")
            for name in ("drg_weights", "mcc_list", "cc_list")
        )
        return EmbeddedRelease("v43", (groups, weights, mcc, cc), billable=_PUBLISHED[43])
    lists = (ComplicationsFile(grouper, version, severity) for severity in ("MCC", "CC"))
    return EmbeddedRelease(f"v{version}", (groups, *lists), billable=_PUBLISHED[version])


class MsDrg:
    """Reads Table 5 and the grouper's list of groups; the lists of CCs and MCCs go with them."""

    name = MSDRG.name
    title = MSDRG.title
    licensed = False

    def __init__(
        self,
        embedded_releases: Sequence[EmbeddedRelease] | None = None,
        grouper: GrouperGroups | None = None,
    ) -> None:
        self._grouper = GrouperGroups() if grouper is None else grouper
        self.embedded: tuple[EmbeddedRelease, ...] = (
            embedded(self._grouper) if embedded_releases is None else tuple(embedded_releases)
        )

    def part(self, file: OfficialFile) -> Part | None:
        """Return which part of a release *file* is, judged by its title and headings."""
        preference = _SPREADSHEET if is_spreadsheet(file) else 0
        if notice := _CORRECTION.search(file.own_name):
            preference -= _CORRECTED * int(notice[1] or 1)
        if is_table_5(file):
            return replace(TABLE_5, preference=preference) if has_weights(file) else GROUPS
        kind = complications_of(file)
        if kind is None:
            return None
        if file.head.startswith(b"MS-DRG Grouper"):
            preference = _GROUPER
        return replace(LISTS[kind], preference=preference)

    def declines(self, file: OfficialFile) -> str | None:
        """Return why another table of the final rule is not taken."""
        table = other_table(file)
        if table is None:
            return None
        return f"Table {table} of the final rule, of which 5, 6I and 6J are read"

    def edition(self, found: PartFile) -> Edition | None:
        """Return the version of a file: by the year it states, a list's length, or its names.

        Raises:
            KnownError: it states several years, or is a list that is damaged.
        """
        file = found.file
        stated = stated_versions(file)
        if len(stated) > 1:
            years = " and ".join(f"FY{version + _YEAR_BEFORE_V1}" for version in sorted(stated))
            raise KnownError(
                f"{file.name} states {years}.", "Import the file of one year as CMS publishes it."
            )
        if stated:
            version = stated.pop()
            return _edition(version, f"taken for v{version}, since the file states it")
        if (kind := complications_of(file)) is not None:
            count = len(read_complications(file, kind))
            version = next((of for of, known in _COMPLICATIONS[kind].items() if known == count), 0)
            if version:
                return _edition(
                    version, f"taken for v{version}, whose list holds as many codes: {count:,}"
                )
        for named in reversed(re.split(r" › |[\\/]", file.name)):
            named_years = {2000 + int(year or short) for year, short in _NAMED.findall(named)}
            if len(named_years) == 1:
                version = named_years.pop() - _YEAR_BEFORE_V1
                return _edition(version, f"taken for v{version} by the name “{named}”")
        return None

    def read(
        self,
        parts: Sequence[PartFile],
        edition: Edition,
        progress: ProgressSink,
        cancel: CancelToken | None,
    ) -> ReleaseContent:
        """Return the groups under their MDCs, with their facts, and the CCs and MCCs."""
        files = {found.part.kind: found.file for found in parts}
        read: dict[str, tuple[GroupRow, ...]] = {}
        for part in (TABLE_5, GROUPS):
            if part.kind in files:
                _tell(progress, cancel, f"Reading {part.words}")
                read[part.kind] = read_groups(files[part.kind])
        if not read:
            raise KnownError(
                f"{self.title} {edition.release} has no list of groups.",
                "Import Table 5 of the final rule with it.",
            )
        rows = _joined(read)
        listings: list[Listing] = []
        for kind, part in LISTS.items():
            if kind in files:
                _tell(progress, cancel, f"Reading {part.words}")
                listings += read_complications(files[kind], kind)
        codes, facts = lines_of(rows, self._mdc_titles(rows, edition), self.name, edition.release)
        return ReleaseContent(
            TabularList(codes, (), {}),
            facts=facts,
            listings=tuple(listings),
            checks=(
                *_counted(rows, edition),
                *_compared(read),
                *_listed(listings),
            ),
        )

    def _mdc_titles(self, rows: Sequence[GroupRow], edition: Edition) -> Mapping[str, str]:
        """Return the MDCs' titles: the rows', else those of the installed grouper."""
        titles = {row.mdc: row.mdc_title for row in rows if row.mdc_title}
        if titles:
            return titles
        version = int(edition.release[1:])
        try:
            return self._grouper.mdc_titles(max(min(version, max(_PUBLISHED)), min(_PUBLISHED)))
        except KnownError:  # Table 5 says which MDC a group is of without it
            return {}


def _edition(version: int, decided_by: str) -> Edition:
    year = version + _YEAR_BEFORE_V1
    return Edition(
        f"v{version}",
        f"MS-DRG v{version} (FY{year})",
        date(year - 1, 10, 1),
        date(year, 9, 30),
        decided_by,
    )


def _joined(read: Mapping[str, tuple[GroupRow, ...]]) -> tuple[GroupRow, ...]:
    """Return the groups of Table 5, in the grouper's spelling where only capitals differ."""
    if TABLE_5.kind not in read:
        return read[GROUPS.kind]
    grouper = {row.drg: row for row in read.get(GROUPS.kind, ())}

    def joined(row: GroupRow) -> GroupRow:
        other = grouper.get(row.drg)
        if other is None:
            return row
        title = other.title if _alike(row.title, other.title) else row.title
        return replace(row, title=title, mdc_title=other.mdc_title)

    return tuple(joined(row) for row in read[TABLE_5.kind])


def _counted(rows: Sequence[GroupRow], edition: Edition) -> Iterator[str]:
    types = Counter(row.type for row in rows)
    mdcs = {row.mdc for row in rows if row.mdc.isdigit()}
    counted = (
        f"{len(rows)} groups, of {len(mdcs)} MDCs and of none: {types['SURG']} surgical,"
        f" {types['MED']} medical, {types['**']} for errors"
    )
    published = _PUBLISHED.get(int(edition.release[1:]))
    if published is None:
        yield f"{counted}; how many CMS counts is not known here"
    elif published == len(rows):
        yield f"{counted}, as CMS counts them"
    else:
        yield f"{counted}, where CMS counts {published}"


def _compared(read: Mapping[str, tuple[GroupRow, ...]]) -> Iterator[str]:
    if len(read) < 2:
        return
    table, grouper = ({row.drg: row for row in read[part.kind]} for part in (TABLE_5, GROUPS))
    alike: Mapping[str, Callable[[GroupRow, GroupRow], bool]] = {
        "title": lambda one, other: _alike(one.title, other.title),
        "MDC": lambda one, other: one.mdc == other.mdc,
        "type": lambda one, other: one.type == other.type,
    }
    differing = [
        f"{len(drgs)} {words} ({_some(drgs)})"
        for words, drgs in (
            ("in Table 5 alone", sorted(table.keys() - grouper.keys())),
            ("in the grouper alone", sorted(grouper.keys() - table.keys())),
            *(
                (
                    f"of another {what}",
                    [
                        drg
                        for drg in sorted(table.keys() & grouper.keys())
                        if not same(table[drg], grouper[drg])
                    ],
                )
                for what, same in alike.items()
            ),
        )
        if drgs
    ]
    if differing:
        yield f"Table 5 compared with the grouper's groups: {'; '.join(differing)}"
    else:
        yield (
            f"Table 5 compared with the grouper's groups: {len(table)} agree in title, MDC and type"
        )


def _listed(listings: Sequence[Listing]) -> Iterator[str]:
    codes = {kind: {one.code for one in listings if one.list == kind} for kind in LISTS}
    if not listings:
        yield "no lists of CCs and MCCs"
        return
    if not (codes[MCC] and codes[CC]):
        held, absent = (MCC, CC) if codes[MCC] else (CC, MCC)
        yield f"{len(codes[held]):,} {held.upper()}s; no list of {absent.upper()}s"
        return
    yield f"{len(codes[MCC]):,} MCCs and {len(codes[CC]):,} CCs"
    both = sorted(codes[MCC] & codes[CC])
    if both:
        yield f"{len(both)} codes stand on both lists ({_some(both)})"


def _some(codes: Sequence[str]) -> str:
    return ", ".join(codes[:3]) + (", …" if len(codes) > 3 else "")


def _alike(one: str, other: str) -> bool:
    def plain(title: str) -> str:
        return "".join(title.casefold().split())

    return plain(one) == plain(other)


def _tell(progress: ProgressSink, cancel: CancelToken | None, stage: str) -> None:
    if cancel is not None:
        cancel.raise_if_cancelled()
    progress(Progress(stage, 0, 0))
