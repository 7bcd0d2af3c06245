"""Files as an import hands them on, made of texts and bytes; and what reading them said."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from codebook_app.codesets.archive import OfficialFile, official_file
from codebook_app.codesets.base import CodeSet, Edition, PartFile
from codebook_app.domain.code import Code
from codebook_app.domain.content import ReleaseContent
from codebook_app.errors import KnownError
from codebook_app.progress import silent


def a_file(content: str | bytes, name: str = "any.txt", encoding: str = "cp1252") -> OfficialFile:
    """Return a file of *content*; the own name is what follows the last ``›`` or slash."""
    raw = content if isinstance(content, bytes) else content.encode(encoding)
    own_name = name.replace(" › ", "/").rpartition("/")[2]
    return official_file(name, own_name, len(raw), lambda: io.BytesIO(raw))


def refusal(attempt: Callable[[], object]) -> str:
    """Return what was said when *attempt* was refused, empty where it was not."""
    try:
        attempt()
    except KnownError as fault:
        return str(fault)
    return ""


@dataclass(frozen=True)
class ReadRelease:
    """A release as its code set read it."""

    edition: Edition
    content: ReleaseContent

    @property
    def codes(self) -> tuple[Code, ...]:
        return self.content.tabular.codes

    def line(self, code: str) -> Code:
        """Return the line with *code*."""
        (found,) = (one for one in self.codes if one.code == code)
        return found

    def printed(self) -> list[str]:
        """Return the codes, indented by two blanks a depth."""
        return [f"{'  ' * one.depth}{one.code}" for one in self.codes]

    def facts(self, code: str) -> list[tuple[str, str, str]]:
        """Return name, value and meaning of what is said of *code*."""
        number = self.line(code).id
        return [
            (fact.name, fact.value, fact.meaning)
            for fact in self.content.facts
            if fact.line_id == number
        ]


def read_release(code_set: CodeSet, *files: OfficialFile) -> ReadRelease:
    """Return the release of the first of *files* that states one, read from all of them."""
    found = []
    for file in files:
        part = code_set.part(file)
        assert part is not None, file.name
        found.append(PartFile(part, file))
    editions = [edition for one in found if (edition := code_set.edition(one)) is not None]
    return ReadRelease(editions[0], code_set.read(found, editions[0], silent, None))


def read_or_refuse(code_set: CodeSet, file: OfficialFile, *beginnings: str) -> ReadRelease | None:
    """Read *file* whole as *code_set* does, or see it refused in one line.

    The line begins with the file's name, or the code set's where no one file is to blame.
    """
    read: list[ReadRelease] = []

    def attempt() -> None:
        part = code_set.part(file)
        if part is None:
            code_set.declines(file)
            return
        found = PartFile(part, file)
        edition = code_set.edition(found)
        if edition is not None:
            content = code_set.read([found], edition, silent, None)
            read.append(ReadRelease(edition, content))

    said = refusal(attempt)
    assert "\n" not in said
    assert not said or said.startswith((file.name, code_set.title))
    for release in read:
        assert sound_lines(release.codes)
    return read[0] if read else None


def sound_lines(codes: Sequence[Code]) -> bool:
    """Whether *codes* make one book: ids from 1, each line within the line it stands under."""
    for number, one in enumerate(codes, start=1):
        if one.id != number or not number <= one.last_descendant_id <= len(codes):
            return False
        if one.parent_id is None:
            if one.depth != 0:
                return False
            continue
        parent = codes[one.parent_id - 1]
        within = parent.id < one.id and one.last_descendant_id <= parent.last_descendant_id
        if not within or one.depth != parent.depth + 1:
            return False
    return True
