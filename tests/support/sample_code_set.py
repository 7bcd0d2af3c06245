"""An invented code set whose releases are made of several files, each saying what it is.

A file's first line is ``#sample <kind> <edition>``; ``?`` is an edition it does not state. Each
further line is a code and its title, parted by a tab. A list makes a release, an order does where
there is no list, poa and index join one. Editions are a year, or its second half: 2099, 2099-07.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import Edition, Part, PartFile, Role
from codebook_app.codesets.embedded import EmbeddedRelease, PackageFile
from codebook_app.codesets.lines import text_lines
from codebook_app.domain.code import Code
from codebook_app.domain.content import ReleaseContent
from codebook_app.domain.index_term import IndexBook, IndexTarget, IndexTerm, TargetKind
from codebook_app.domain.tabular import TabularList
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken, Progress, ProgressSink

PARTS = {
    "list": Part("list", Role.BASE, "the list"),
    "order": Part("order", Role.SPARE, "the order file"),
    "poa": Part("poa", Role.JOINS, "the POA list"),
    "poa-csv": Part("poa", Role.JOINS, "the POA list", preference=1),
    "index": Part("index", Role.JOINS, "the index"),
}
LIST = "X1\tSample service 1\nX2\tSample service 2\n"
NOTICE = "Sample service list. All rights reserved by nobody."


def sample_file(kind: str, edition: str, lines: str = LIST) -> str:
    """Return the text of a file."""
    return f"#sample {kind} {edition}\n{lines}"


def write_sample(folder: Path, kind: str, edition: str, lines: str = LIST, name: str = "") -> Path:
    """Write a file into *folder*, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (name or f"{kind}-{edition.replace('?', 'any')}.txt")
    path.write_text(sample_file(kind, edition, lines), encoding="utf-8", newline="\n")
    return path


def sample_edition(stated: str, decided_by: str = "") -> Edition:
    """Return the edition that *stated* names."""
    year, _, half = stated.partition("-")
    first = date(int(year), int(half or 1), 1)
    return Edition(stated, f"Sample {stated}", first, date(int(year), 12, 31), decided_by)


@dataclass(frozen=True, slots=True)
class SampleSet:
    """The code set; one may be *licensed*, and bring *embedded* releases."""

    embedded: Sequence[EmbeddedRelease] = ()
    licensed: bool = False
    name: str = "sample"
    title: str = "Sample set"

    def part(self, file: OfficialFile) -> Part | None:
        """Return what the first line says."""
        return PARTS[_first_line(file)[1]] if file.head.startswith(b"#sample ") else None

    def declines(self, file: OfficialFile) -> str | None:
        """Know of no other file."""
        return "a note about the sample" if file.head.startswith(b"#note") else None

    def edition(self, found: PartFile) -> Edition | None:
        """Return what the first line says."""
        stated = _first_line(found.file)[2]
        if stated == "?":
            return None
        try:
            return sample_edition(stated, f"taken for {stated}, which the file states")
        except ValueError:
            raise KnownError(
                f"{found.file.name}, line 1: {stated} is no edition.", "Import it again."
            ) from None

    def read(
        self,
        parts: Sequence[PartFile],
        edition: Edition,
        progress: ProgressSink,
        cancel: CancelToken | None,
    ) -> ReleaseContent:
        """Return the lines of the list, else of the order file; checks name all parts."""
        files = {found.part.kind: found.file for found in parts}
        codes = []
        for number, (code, title) in enumerate(
            _lines(files.get("list") or files["order"]), start=1
        ):
            if cancel is not None:
                cancel.raise_if_cancelled()
            progress(Progress("Reading the sample", number, 0))
            codes.append(
                Code(number, self.name, edition.release, code, title, "code", True, 0, None, number)
            )
        terms = [
            IndexTerm(
                number,
                IndexBook.INDEX,
                title,
                0,
                None,
                number,
                (IndexTarget(TargetKind.CODE, code, code, complete=True),),
            )
            for number, (code, title) in enumerate(
                _lines(files["index"]) if "index" in files else (), start=1
            )
        ]
        read = ", ".join(f"{kind} {file.name}" for kind, file in files.items())
        return ReleaseContent(
            TabularList(tuple(codes), (), {}),
            index_terms=tuple(terms),
            checks=(f"read {read}",),
            notice=NOTICE if self.licensed else "",
        )


def sample_in_package(folder: Path, edition: str, lines: str = LIST) -> EmbeddedRelease:
    """Write the package ``sample_list_<edition>`` below *folder*, and return its release."""
    package = f"sample_list_{edition.replace('-', '_')}"
    write_sample(folder / package, "list", edition, lines, "list.txt")
    (folder / package / "__init__.py").write_text("raise RuntimeError('imported')")
    return EmbeddedRelease(edition, (PackageFile(f"sample-{edition}", package, "list.txt"),))


def _first_line(file: OfficialFile) -> list[str]:
    return file.head.split(b"\n", 1)[0].decode().split()


def _lines(file: OfficialFile) -> Iterator[tuple[str, str]]:
    for number, line in text_lines(file):
        code, tab, title = line.partition("\t")
        if number > 1 and not tab:
            raise KnownError(f"{file.name}, line {number}: no title.", "Import it again.")
        if number > 1:
            yield code, title
