"""Recognises, among the files of an import or a package, the parts that releases are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.handler import ContentHandler

from codebook_app.codesets.archive import LeftOut, OfficialFile, OfficialFiles
from codebook_app.codesets.base import CodeSet, Edition, PartFile
from codebook_app.codesets.embedded import EmbeddedRelease
from codebook_app.codesets.spreadsheet import is_spreadsheet
from codebook_app.codesets.xml import parse_xml
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, Progress, ProgressSink, silent

_SHOWN = 3
_DOCTYPE = 20
_IMPORT_OFFICIAL = (
    "Import the files as CMS, CDC, the AMA or WHO publishes them; for ICD-10-CM the tabular XML or"
    " its zip."
)


@dataclass(frozen=True, slots=True)
class StatedPart:
    """A recognised file with the *edition* it states; None where it states none.

    *package* is the package and version that brought it, empty for an imported file.
    """

    found: PartFile
    edition: Edition | None
    package: str = ""

    @property
    def kind(self) -> str:
        """Which part it is, as its code set names it."""
        return self.found.part.kind

    @property
    def file(self) -> OfficialFile:
        """The file."""
        return self.found.file

    def states(self, release: str) -> bool:
        """Whether it states exactly *release*, and not one that covers it."""
        return self.edition is not None and self.edition.release == release


@dataclass(frozen=True, slots=True)
class Source:
    """What a release is to be made of: its *parts*, one of a kind.

    *origin* says in words where it is from, *placed* why parts that state no release are in it,
    *not_taken* what of its imports was left out. It must have *billable* valid codes, unless 0.
    """

    code_set: CodeSet
    edition: Edition
    parts: tuple[StatedPart, ...]
    origin: str
    placed: tuple[str, ...] = ()
    not_taken: tuple[str, ...] = ()
    billable: int = 0


@dataclass(frozen=True, slots=True)
class Recognised:
    """The parts that were found, by code set, and what else lay there."""

    parts: tuple[tuple[CodeSet, tuple[StatedPart, ...]], ...]
    left_out: tuple[LeftOut, ...]


def recognised(
    found: OfficialFiles,
    code_sets: Sequence[CodeSet],
    paths: Sequence[Path],
    progress: ProgressSink = silent,
    cancel: CancelToken | None = None,
) -> Recognised:
    """Return which parts of releases the files *found* in *paths* are.

    Raises:
        KnownError: none is, or one contradicts itself; the message says why.
        Cancelled: *cancel* was raised.
    """
    parts: dict[str, list[StatedPart]] = {code_set.name: [] for code_set in code_sets}
    left_out = list(found.left_out)
    faults: list[KnownError] = []
    for number, file in enumerate(found.files, start=1):
        if cancel is not None:
            cancel.raise_if_cancelled()
        progress(Progress("Looking at the files", number, len(found.files)))
        try:
            code_set, part = _part(file, code_sets)
        except KnownError as fault:
            faults.append(fault)
            left_out.append(LeftOut(file.name, _without_name(fault.message, file.name)))
            continue
        if code_set is None or part is None:
            left_out.append(LeftOut(file.name, _why_not(file, code_sets)))
        else:
            parts[code_set.name].append(StatedPart(part, code_set.edition(part)))
    if not any(parts.values()):
        if faults:
            raise faults[0]
        raise _nothing(found, left_out, paths)
    return Recognised(
        tuple((code_set, tuple(parts[code_set.name])) for code_set in code_sets),
        tuple(left_out),
    )


def embedded_parts(code_set: CodeSet, embedded: EmbeddedRelease) -> tuple[StatedPart, ...]:
    """Return the parts of a release that lies in installed packages.

    Raises:
        KnownError: a package or its file is not there, or is not what it should be.
    """
    parts = []
    for file, distribution in embedded_files(embedded):
        part = code_set.part(file)
        if part is None:
            raise KnownError(
                f"{file.name} is no part of a release of {code_set.title}.",
                "Install the program again.",
            )
        found = PartFile(part, file)
        parts.append(StatedPart(found, code_set.edition(found), distribution))
    return tuple(parts)


def embedded_files(embedded: EmbeddedRelease) -> Iterable[tuple[OfficialFile, str]]:
    """Yield the files of *embedded*, each with the package and version that brings it."""
    from codebook_app.codesets.embedded import version_of

    for file in embedded.files:
        yield file.file(), version_of(file.distribution)


def _part(
    file: OfficialFile, code_sets: Iterable[CodeSet]
) -> tuple[CodeSet, PartFile] | tuple[None, None]:
    for code_set in code_sets:
        if part := code_set.part(file):
            return code_set, PartFile(part, file)
    return None, None


def _why_not(file: OfficialFile, code_sets: Sequence[CodeSet]) -> str:
    if is_web_page(file):
        return "a web page instead of a file, as a server sends that does not have it"
    # Where one code set was asked for, another may well read the file.
    asked = code_sets[0].title if len(code_sets) == 1 else ""
    unread = f"{asked} does not read" if asked else "no code set of this version reads"
    for code_set in code_sets:
        if reason := code_set.declines(file):
            return reason
    if file.head.startswith(b"%PDF-"):
        return "a PDF"
    if is_spreadsheet(file):
        return f"a spreadsheet that {unread}"
    if file.root is not None:
        return f"XML with the root <{file.root}>, which {unread}"
    return f"not a file that {asked or 'a code set of this version'} reads"


def is_web_page(file: OfficialFile) -> bool:
    """Whether *file* is HTML, which servers answer with in place of a file they do not have."""
    beginning = file.head.lstrip(b"\xef\xbb\xbf \t\r\n")[:_DOCTYPE].lower()
    marks = (b"<!doctype html", b"<html")
    return (file.root or "").lower() == "html" or beginning.startswith(marks)


def _nothing(
    found: OfficialFiles, left_out: Sequence[LeftOut], paths: Sequence[Path]
) -> KnownError:
    """Return the fault of an import that holds nothing to be read, as exact as can be."""
    if len(found.files) == 1 and not found.left_out:
        file = found.files[0]
        if is_web_page(file):
            return KnownError(f"{file.name} is {left_out[0].reason}.", "Download it again.")
        if file.root is None and file.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            # Broken before its root: the parser knows where.
            parse_xml(file.chunks(), ContentHandler(), file.name)
        if file.root is not None:
            return KnownError(
                f"{file.name}, line {file.root_line}: {left_out[0].reason}.", _IMPORT_OFFICIAL
            )
    shown = "; ".join(map(str, left_out[:_SHOWN]))
    more = f"; and {len(left_out) - _SHOWN} more" if len(left_out) > _SHOWN else ""
    if len(left_out) == 1:
        return KnownError(f"{shown}.", _IMPORT_OFFICIAL)
    named = ", ".join(str(path) for path in paths)
    return KnownError(f"Nothing in {named} makes a release: {shown}{more}.", _IMPORT_OFFICIAL)


def _without_name(message: str, name: str) -> str:
    return message.removeprefix(name).lstrip(" :,").removesuffix(".")
