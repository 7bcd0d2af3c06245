"""Finds, among the files of an import or a package, those that releases are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.handler import ContentHandler

from codebook_app.codesets.archive import OfficialFile, OfficialFiles
from codebook_app.codesets.base import CodeSet
from codebook_app.codesets.embedded import EmbeddedSource
from codebook_app.codesets.xml import parse_xml
from codebook_app.errors import KnownError
from codebook_app.services.installation import Source

_SHOWN = 3
_IMPORT_OFFICIAL = (
    "Import the files as CDC or CMS publishes them; for ICD-10-CM the tabular XML or its zip."
)


def imported_sources(
    found: OfficialFiles, code_sets: Iterable[CodeSet], paths: Sequence[Path]
) -> tuple[Source, ...]:
    """Return a source for each release that the files *found* in *paths* make.

    Raises:
        KnownError: they make none, or two files make the same one; the message says why.
    """
    recognised: list[tuple[CodeSet, OfficialFile]] = []
    others: list[OfficialFile] = []
    left_out = list(found.left_out)
    for file in found.files:
        code_set = next((one for one in code_sets if one.recognises(file)), None)
        if code_set is not None:
            recognised.append((code_set, file))
        else:
            others.append(file)
            left_out.append(f"{file.name}: {_why_not(file, code_sets)}")
    if not recognised:
        raise _nothing(found, left_out, paths)
    sources = tuple(
        Source(
            code_set,
            file,
            code_set.edition(file),
            origin=f"imported from {file.name}",
            others=tuple(others) if len(recognised) == 1 else (),
            left_out=tuple(left_out),
        )
        for code_set, file in recognised
    )
    _refuse_doubles(sources)
    return sources


def embedded_source(code_set: CodeSet, embedded: EmbeddedSource) -> Source:
    """Return the source of the release that lies in an installed package.

    Raises:
        KnownError: the package or its file is not there.
    """
    file = embedded.file()
    package = embedded.version()
    return Source(
        code_set,
        file,
        code_set.edition(file),
        origin=f"embedded in {package}",
        package=package,
        billable=embedded.billable,
    )


def _why_not(file: OfficialFile, code_sets: Iterable[CodeSet]) -> str:
    for code_set in code_sets:
        if reason := code_set.declines(file):
            return reason
    if file.root is not None:
        return f"XML with the root <{file.root}>, which no code set of this version reads"
    return "not a file that a code set of this version reads"


def _nothing(found: OfficialFiles, left_out: Sequence[str], paths: Sequence[Path]) -> KnownError:
    """Return the fault of an import that holds nothing to be read, as exact as can be."""
    if len(found.files) == 1 and not found.left_out:
        file = found.files[0]
        if file.root is None and file.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            # Broken before its root: the parser knows where.
            parse_xml(file.chunks(), ContentHandler(), file.name)
        if file.root is not None:
            return KnownError(
                f"{file.name}, line {file.root_line}: {_of_root(left_out[0])}.", _IMPORT_OFFICIAL
            )
    shown = "; ".join(left_out[:_SHOWN])
    more = f"; and {len(left_out) - _SHOWN} more" if len(left_out) > _SHOWN else ""
    if len(left_out) == 1:
        return KnownError(f"{shown}.", _IMPORT_OFFICIAL)
    named = ", ".join(str(path) for path in paths)
    return KnownError(f"Nothing in {named} makes a release: {shown}{more}.", _IMPORT_OFFICIAL)


def _of_root(left_out: str) -> str:
    return left_out.partition(": ")[2]


def _refuse_doubles(sources: Sequence[Source]) -> None:
    seen: dict[tuple[str, str], Source] = {}
    for source in sources:
        key = (source.code_set.name, source.edition.release)
        if key in seen:
            raise KnownError(
                f"{seen[key].file.name} and {source.file.name} are both {source.edition.release}.",
                "Import one of them.",
            )
        seen[key] = source
