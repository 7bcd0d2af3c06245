"""ICD-10-CM as a code set: which files make a release of it, and which release."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import Edition
from codebook_app.codesets.embedded import EmbeddedSource
from codebook_app.codesets.icd10cm.assembly import assemble
from codebook_app.codesets.icd10cm.order import compare_with_order, is_order_file
from codebook_app.codesets.icd10cm.tabular import ROOT_TAG, read_tabular, year_of
from codebook_app.domain.tabular import TabularList
from codebook_app.progress import CancelToken, ProgressSink

_INDEX_ROOT = "ICD10CM.index"
_APRIL = re.compile(r"april", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
# Valid codes as CDC/NCHS counts them, by fiscal year; an April update may differ.
_PUBLISHED = {2024: 74_044, 2025: 74_260, 2026: 74_719, 2027: 74_879}


EMBEDDED = (
    EmbeddedSource(
        distribution="simple-icd-10-cm",
        package="simple_icd_10_cm",
        folder="data",
        root=ROOT_TAG,
        billable=74_719,
    ),
)


class Icd10Cm:
    """Reads the tabular list; compares it with an order file where one comes along."""

    name = "icd10cm"
    title = "ICD-10-CM"

    def __init__(self, embedded: Sequence[EmbeddedSource] = EMBEDDED) -> None:
        self.embedded = tuple(embedded)

    def recognises(self, file: OfficialFile) -> bool:
        """Whether *file* is a tabular XML."""
        return file.root == ROOT_TAG

    def declines(self, file: OfficialFile) -> str | None:
        """Return why another file of ICD-10-CM makes no release of its own."""
        if file.root == _INDEX_ROOT:
            return "an alphabetic index or table, which this version does not read"
        if is_order_file(file.head):
            return "an order file, used to compare the tabular list with"
        return None

    def edition(self, file: OfficialFile) -> Edition:
        """Return the release of a tabular XML, which itself states its fiscal year only.

        A fiscal year runs from 1 October to 30 September; the April update starts on 1 April. That
        a file is one, its name or its zip's name tells.
        """
        year = year_of(file.head, file.name, whole=len(file.head) == file.size)
        last_day = date(year, 9, 30)
        for named in _names(file):
            if _APRIL.search(named) and _is_of(year, named):
                return Edition(
                    f"FY{year}-04",
                    f"{self.title} FY{year}, April {year}",
                    date(year, 4, 1),
                    last_day,
                    f"taken for the April update FY{year}-04, since “{named}” says April; the file"
                    f" itself states {year} only",
                )
        return Edition(
            f"FY{year}",
            f"{self.title} FY{year}",
            date(year - 1, 10, 1),
            last_day,
            f"taken for FY{year} from 1 October {year - 1}, since the file states {year} and no"
            " name says April",
        )

    def read(
        self,
        file: OfficialFile,
        chunks: Iterable[bytes],
        release: str,
        progress: ProgressSink,
        cancel: CancelToken | None,
    ) -> TabularList:
        """Return the lines and notes of a tabular XML, with every valid code spelled out."""
        printed = read_tabular(chunks, file.name, file.size, progress, cancel)
        return assemble(printed, self.name, release, progress, cancel)

    def compare(self, tabular: TabularList, others: Sequence[OfficialFile]) -> tuple[str, ...]:
        """Return how *tabular* agrees with the published count and with order files."""
        return (
            *self._compare_count(tabular),
            *(
                compare_with_order(tabular, file.chunks(), file.name)
                for file in others
                if is_order_file(file.head)
            ),
        )

    @staticmethod
    def _compare_count(tabular: TabularList) -> tuple[str, ...]:
        year = int(tabular.codes[0].release[2:6])
        published = _PUBLISHED.get(year)
        if published in (None, tabular.billable):
            return ()
        return (
            f"{tabular.billable:,} billable codes, where CDC counts {published:,} for FY{year}",
        )


def _names(file: OfficialFile) -> list[str]:
    """Return the file's name, then those of the folders and zips around it, inside out."""
    return [part for part in reversed(re.split(r" › |[\\/]", file.name)) if part]


def _is_of(year: int, named: str) -> bool:
    """Whether a name that says April means *year*, or says no year."""
    years = _YEAR.findall(named)
    return not years or str(year) in years
