"""ICD-10-CM as a code set: which files make a release of it, and which release."""

from __future__ import annotations

from collections.abc import Sequence

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import Edition, Part, PartFile
from codebook_app.codesets.embedded import EmbeddedRelease, PackageFile
from codebook_app.codesets.icd10cm.parts import declined, edition_of, part_of
from codebook_app.codesets.icd10cm.reading import ReleaseReading
from codebook_app.codesets.icd10cm.tabular import ROOT_TAG
from codebook_app.codesets.names import ICD10CM
from codebook_app.domain.content import ReleaseContent
from codebook_app.progress import CancelToken, ProgressSink

EMBEDDED = (
    EmbeddedRelease(
        "FY2026-04",
        (PackageFile("simple-icd-10-cm", "simple_icd_10_cm", "data/*.xml", ROOT_TAG),),
        billable=74_719,
    ),
)


class Icd10Cm:
    """Reads the tabular list with all that CDC and CMS publish beside it."""

    name = ICD10CM.name
    title = ICD10CM.title
    licensed = False

    def __init__(self, embedded: Sequence[EmbeddedRelease] = EMBEDDED) -> None:
        self.embedded = tuple(embedded)

    def part(self, file: OfficialFile) -> Part | None:
        """Return which part of a release *file* is, judged by its content."""
        return part_of(file)

    def declines(self, file: OfficialFile) -> str | None:
        """Return why another file of ICD-10-CM makes no release of its own."""
        return declined(file)

    def edition(self, found: PartFile) -> Edition | None:
        """Return the release of a file: by the year it states, else by its names or its count."""
        return edition_of(found)

    def read(
        self,
        parts: Sequence[PartFile],
        edition: Edition,
        progress: ProgressSink,
        cancel: CancelToken | None,
    ) -> ReleaseContent:
        """Return the lines and notes, the indexes and lists, and what was compared.

        Raises:
            KnownError: there is neither tabular list nor order file, or a file cannot be read.
            Cancelled: *cancel* was raised.
        """
        files = {found.part.kind: found.file for found in parts}
        return ReleaseReading(files, edition.release, progress, cancel).content()
