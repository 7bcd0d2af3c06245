"""ICD-10-CM as a code set: which files make a release of it, and which release."""

from __future__ import annotations

from collections.abc import Sequence

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import Edition, Part, PartFile, Role
from codebook_app.codesets.embedded import EmbeddedRelease, PackageFile
from codebook_app.codesets.icd10cm.assembly import assemble
from codebook_app.codesets.icd10cm.checks import TabularCodes, compare_with_order, count_of
from codebook_app.codesets.icd10cm.editions import edition_by_names, edition_of_year
from codebook_app.codesets.icd10cm.order import is_order_file, read_order
from codebook_app.codesets.icd10cm.tabular import ROOT_TAG, read_tabular, year_of
from codebook_app.domain.content import ReleaseContent
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, ProgressSink

_INDEX_ROOT = "ICD10CM.index"
TABULAR = Part("tabular", Role.BASE, "the tabular list")
ORDER = Part("order", Role.SPARE, "the order file")

EMBEDDED = (
    EmbeddedRelease(
        "FY2026-04",
        (PackageFile("simple-icd-10-cm", "simple_icd_10_cm", "data/*.xml", ROOT_TAG),),
        billable=74_719,
    ),
)


class Icd10Cm:
    """Reads the tabular list; compares it with an order file where one comes along."""

    name = "icd10cm"
    title = "ICD-10-CM"
    licensed = False

    def __init__(self, embedded: Sequence[EmbeddedRelease] = EMBEDDED) -> None:
        self.embedded = tuple(embedded)

    def part(self, file: OfficialFile) -> Part | None:
        """Return which part of a release *file* is, judged by its content."""
        if file.root == ROOT_TAG:
            return TABULAR
        if is_order_file(file.head):
            return ORDER
        return None

    def declines(self, file: OfficialFile) -> str | None:
        """Return why another file of ICD-10-CM makes no release of its own."""
        if file.root == _INDEX_ROOT:
            return "an alphabetic index or table, which this version does not read"
        return None

    def edition(self, found: PartFile) -> Edition | None:
        """Return the release of a file: by the year it states, else by its names."""
        file = found.file
        if found.part.kind == TABULAR.kind:
            year = year_of(file.head, file.name, whole=len(file.head) == file.size)
            return edition_of_year(year, file)
        return edition_by_names(file)

    def read(
        self,
        parts: Sequence[PartFile],
        edition: Edition,
        progress: ProgressSink,
        cancel: CancelToken | None,
    ) -> ReleaseContent:
        """Return the lines and notes, with every valid code spelled out, and what was compared."""
        files = {found.part.kind: found.file for found in parts}
        if TABULAR.kind not in files:
            raise KnownError(
                f"{self.title} {edition.release} has no tabular list.",
                "Import the tabular list with it.",
            )
        file = files[TABULAR.kind]
        printed = read_tabular(file.chunks(), file.name, file.size, progress, cancel)
        tabular = assemble(printed, self.name, edition.release, progress, cancel)
        checks = [count_of(tabular, edition.release, file.name)]
        if ORDER.kind in files:
            order = read_order(files[ORDER.kind], cancel)
            checks.append(compare_with_order(TabularCodes(tabular), order))
        return ReleaseContent(tabular, checks=tuple(checks), left_out=tabular.left_out)
