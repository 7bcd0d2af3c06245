"""CPT as a code set: which files of a licensed folder make a release of it, and of which year."""

from __future__ import annotations

from collections.abc import Sequence

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import Edition, Part, PartFile, Role
from codebook_app.codesets.cpt.assembly import assemble
from codebook_app.codesets.cpt.descriptors import DescriptorFile, read_descriptors
from codebook_app.codesets.cpt.editions import edition_of
from codebook_app.codesets.cpt.layouts import Kind, Layout, layout_of
from codebook_app.codesets.cpt.modifiers import ModifierFile, read_modifiers
from codebook_app.codesets.embedded import EmbeddedRelease
from codebook_app.codesets.names import CPT
from codebook_app.codesets.spreadsheet import is_spreadsheet
from codebook_app.domain.content import ReleaseContent
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, Progress, ProgressSink

_ROLES = {
    Kind.LONG: (Role.BASE, "the long descriptors"),
    Kind.CONSOLIDATED: (Role.BASE, "the consolidated code list"),
    Kind.MEDIUM: (Role.SPARE, "the medium descriptors"),
    Kind.SHORT: (Role.SPARE, "the short descriptors"),
    Kind.CONSUMER: (Role.JOINS, "the consumer descriptors"),
    Kind.CLINICIAN: (Role.JOINS, "the clinician descriptors"),
    Kind.MODIFIERS: (Role.JOINS, "the modifiers"),
}
_KEPT = "cpt layout"


class Cpt:
    """Reads the files of a licensed AMA folder or zip; nothing of them lies in the program."""

    name = CPT.name
    title = CPT.title
    licensed = CPT.licensed
    embedded: Sequence[EmbeddedRelease] = ()

    def part(self, file: OfficialFile) -> Part | None:
        """Return which part of a release *file* is, judged by its content."""
        layout = _layout(file)
        if layout is None:
            return None
        role, words = _ROLES[layout.kind]
        # Of two files with the same descriptors, that with small letters is the better to read,
        # and the text, whose cells no program has made into numbers.
        preference = 2 * layout.capitals + is_spreadsheet(file)
        return Part(layout.kind.value, role, words, preference)

    def declines(self, file: OfficialFile) -> str | None:
        """Return why a file of the AMA's folder is not taken: there is none that is known."""
        del file
        return None

    def edition(self, found: PartFile) -> Edition | None:
        """Return the year *found* is of.

        Raises:
            KnownError: it states a year that CPT cannot be of.
        """
        return edition_of(_known_layout(found).notice, found.file)

    def read(
        self,
        parts: Sequence[PartFile],
        edition: Edition,
        progress: ProgressSink,
        cancel: CancelToken | None,
    ) -> ReleaseContent:
        """Return the codes with all their descriptors, the modifiers, and the AMA's notice.

        Raises:
            KnownError: a part cannot be read, or none has the codes; with file and line.
            Cancelled: *cancel* was raised.
        """
        described: dict[Kind, tuple[str, DescriptorFile]] = {}
        modifiers: ModifierFile | None = None
        notices: dict[Kind, str] = {}
        for done, found in enumerate(parts):
            if cancel is not None:
                cancel.raise_if_cancelled()
            progress(Progress("Reading the CPT files", done, len(parts)))
            layout = _known_layout(found)
            notices[layout.kind] = layout.notice
            if layout.kind is Kind.MODIFIERS:
                modifiers = read_modifiers(found.file, layout)
            else:
                read = read_descriptors(found.file, layout)
                described[layout.kind] = (found.file.name, read)
        if not any(_ROLES[kind][0] is not Role.JOINS for kind in described):
            raise KnownError(
                f"{self.title} {edition.release} has no file with its codes.",
                "Import the AMA's long descriptors or consolidated code list with it.",
            )
        progress(Progress("Reading the CPT files", len(parts), len(parts)))
        return assemble(described, modifiers, _notice(notices), edition, self.name)


def _notice(notices: dict[Kind, str]) -> str:
    """Return the notice of the file that says most of the release, as that file carries it."""
    ordered = [notices[kind] for kind in Kind if notices.get(kind)]
    return ordered[0] if ordered else "The imported files carry no notice of their own."


def _layout(file: OfficialFile) -> Layout | None:
    if _KEPT not in file.parsed:
        file.parsed[_KEPT] = layout_of(file)
    kept = file.parsed[_KEPT]
    return kept if isinstance(kept, Layout) else None


def _known_layout(found: PartFile) -> Layout:
    layout = _layout(found.file)
    if layout is None:
        raise KnownError(
            f"{found.file.name} has none of the layouts of the AMA's files.",
            "Import the AMA's files as they came.",
        )
    return layout
