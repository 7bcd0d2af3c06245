"""HCPCS Level II as a code set: which files make a release of it, and which release."""

from __future__ import annotations

import re
from collections.abc import Sequence

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import Edition, Part, PartFile, Role
from codebook_app.codesets.embedded import EmbeddedRelease
from codebook_app.codesets.hcpcs.assembly import assemble
from codebook_app.codesets.hcpcs.columns import HcpcsFile
from codebook_app.codesets.hcpcs.editions import edition_by_names, edition_of
from codebook_app.codesets.hcpcs.notes import is_notes_file, read_notes
from codebook_app.codesets.hcpcs.sheet import is_list_of_changes, is_sheet_file, read_sheet
from codebook_app.codesets.hcpcs.text import is_text_file, read_text
from codebook_app.codesets.names import HCPCS
from codebook_app.domain.content import ReleaseContent
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, Progress, ProgressSink

LIST = Part("list", Role.BASE, "the list of codes (text)")
SHEET = Part("sheet", Role.SPARE, "the list of codes (spreadsheet)")
NOTES = Part("notes", Role.JOINS, "the processing notes")

_KEPT = "hcpcs lines"
_CHANGES = re.compile(rb"\A\s*HCPCS/MOD\s+TYPE OF CHANGE\s", re.IGNORECASE)
_LAYOUT = re.compile(rb"HCPCS Contractor Record|HCPCS Record Identification Code", re.IGNORECASE)
_README = re.compile(rb"PROCEDURE CODING SYSTEM \(HCPCS\)", re.IGNORECASE)


class Hcpcs:
    """Reads CMS's ANWEB list, text or spreadsheet, with the processing notes its codes refer to.

    Where both are there the text is read, and the spreadsheet compared with it.
    """

    name = HCPCS.name
    title = HCPCS.title
    licensed = False
    embedded: Sequence[EmbeddedRelease] = ()

    def part(self, file: OfficialFile) -> Part | None:
        """Return which part of a release *file* is, judged by its content."""
        if is_text_file(file.head):
            return LIST
        if is_notes_file(file.head):
            return NOTES
        return SHEET if is_sheet_file(file) else None

    def declines(self, file: OfficialFile) -> str | None:
        """Return why another file of CMS's HCPCS zips is not taken."""
        if _CHANGES.match(file.head) or is_list_of_changes(file):
            return "a list of changes, which the HCPCS list says itself by its action codes"
        if _LAYOUT.search(file.head):
            return "the description of the HCPCS list's columns"
        if _README.search(file.head[:2000]):
            return "a text about the HCPCS list"
        return None

    def edition(self, found: PartFile) -> Edition | None:
        """Return the quarter a list is of, by its dates; that of the notes by their names.

        Raises:
            KnownError: the list cannot be read, or is of no year that can be.
        """
        if found.part.kind == NOTES.kind:
            return edition_by_names(found.file)
        return edition_of(_lines_of(found).dates(), found.file)

    def read(
        self,
        parts: Sequence[PartFile],
        edition: Edition,
        progress: ProgressSink,
        cancel: CancelToken | None,
    ) -> ReleaseContent:
        """Return the codes, modifiers and what their columns say, checked.

        Raises:
            KnownError: a part cannot be read; with file and line.
            Cancelled: *cancel* was raised.
        """
        there = {found.part.kind: found for found in parts}
        lists = [there[kind] for kind in (LIST.kind, SHEET.kind) if kind in there]
        if not lists:
            raise KnownError(
                f"{self.title} {edition.release} has no list of codes.",
                "Import CMS's ANWEB text or spreadsheet with it.",
            )
        read = []
        for done, found in enumerate(lists):
            if cancel is not None:
                cancel.raise_if_cancelled()
            progress(Progress("Reading the HCPCS list", done, len(lists)))
            read.append((found.file.name, _lines_of(found)))
        notes = read_notes(there[NOTES.kind].file) if NOTES.kind in there else {}
        if cancel is not None:
            cancel.raise_if_cancelled()
        content = assemble(read, notes, edition, self.name)
        progress(Progress("Reading the HCPCS list", len(lists), len(lists)))
        return content


def _lines_of(found: PartFile) -> HcpcsFile:
    """Return the lines of a list, read once for the edition and the content."""
    kept = found.file.parsed.get(_KEPT)
    if not isinstance(kept, HcpcsFile):
        kept = read_text(found.file) if found.part.kind == LIST.kind else read_sheet(found.file)
        found.file.parsed[_KEPT] = kept
    return kept
