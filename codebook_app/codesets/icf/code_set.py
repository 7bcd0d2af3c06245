"""ICF as a code set: which files make a release of it, and which release."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import Edition, Part, PartFile, Role
from codebook_app.codesets.embedded import EmbeddedRelease
from codebook_app.codesets.icf.assembly import assemble
from codebook_app.codesets.icf.claml import ROOT_TAG, heading_of, read_claml
from codebook_app.codesets.icf.classes import IcfFile
from codebook_app.codesets.icf.tabulation import (
    is_other_tabulation,
    is_tabulation,
    read_tabulation,
    year_of,
)
from codebook_app.codesets.names import ICF
from codebook_app.codesets.namings import names_of, years_in
from codebook_app.domain.content import ReleaseContent
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, Progress, ProgressSink

CLAML = Part("claml", Role.BASE, "the classification (ClaML)")
TABULATION = Part("tabulation", Role.SPARE, "the simple tabulation")

_DTD = re.compile(rb"<!ELEMENT\s+ClaML\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_JOINED = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])|_")
_FIRST_YEAR = 2001  # the World Health Assembly endorsed the ICF


class Icf:
    """Reads the classification with its notes; a simple tabulation has codes and titles only."""

    name = ICF.name
    title = ICF.title
    licensed = False
    embedded: Sequence[EmbeddedRelease] = ()

    def part(self, file: OfficialFile) -> Part | None:
        """Return which part of a release *file* is, judged by its content."""
        if file.root == ROOT_TAG:
            return CLAML if heading_of(file.head).is_icf else None
        return TABULATION if file.root is None and is_tabulation(file.head) else None

    def declines(self, file: OfficialFile) -> str | None:
        """Return why another file of WHO's is not taken."""
        if file.root == ROOT_TAG:
            title = heading_of(file.head).title
            return f"a classification other than the ICF{f', “{title}”' if title else ''}"
        if _DTD.search(file.head):
            return "the document type definition of ClaML"
        if file.root is None and is_other_tabulation(file.head):
            return "a tabulation of a classification other than the ICF"
        return None

    def edition(self, found: PartFile) -> Edition | None:
        """Return the year of the version that a file states, else of its names.

        Raises:
            KnownError: it states a year before there was an ICF.
        """
        file = found.file
        if found.part.kind == CLAML.kind:
            heading = heading_of(file.head)
            for text, words in (
                (heading.version, "its version is"),
                (heading.date, "its date is"),
                (heading.title, "its title is"),
            ):
                match = _YEAR.search(text)
                if match is not None:
                    return _edition(int(match[0]), f"{words} “{text}”", file)
        else:
            year = year_of(file.head)
            if year is not None:
                return _edition(year, "its headings state that version", file)
        for name in names_of(file):
            years = years_in(_JOINED.sub(" ", name))
            if years:
                return _edition(years[0], f"“{name}” says so", file)
        return None

    def read(
        self,
        parts: Sequence[PartFile],
        edition: Edition,
        progress: ProgressSink,
        cancel: CancelToken | None,
    ) -> ReleaseContent:
        """Return the classes with their notes, each component over its chapters.

        Raises:
            KnownError: a part cannot be read; with file and line.
            Cancelled: *cancel* was raised.
        """
        there = {found.part.kind: found.file for found in parts}
        read: list[tuple[str, IcfFile]] = []
        if CLAML.kind in there:
            file = there[CLAML.kind]
            read.append(
                (file.name, read_claml(file.chunks(), file.name, file.size, progress, cancel))
            )
        if TABULATION.kind in there:
            file = there[TABULATION.kind]
            progress(Progress("Reading the ICF", 0, file.size))
            read.append((file.name, read_tabulation(file)))
        if cancel is not None:
            cancel.raise_if_cancelled()
        if not read:
            raise KnownError(
                f"{self.title} {edition.release} has no classification.",
                "Import WHO's ClaML or simple tabulation with it.",
            )
        return assemble(read, edition, self.name)


def _edition(year: int, since: str, file: OfficialFile) -> Edition:
    if not _FIRST_YEAR <= year <= 2100:
        raise KnownError(
            f"{file.name}: the ICF cannot be of the year {year}.",
            "Import the file as WHO publishes it.",
        )
    return Edition(
        str(year),
        f"ICF {year}",
        date(year, 1, 1),
        # WHO ends no version; it holds until a later one is there.
        date.max,
        f"taken for {year}, since {since}",
    )
