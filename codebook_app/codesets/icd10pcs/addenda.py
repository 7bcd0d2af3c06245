"""The addenda of the ICD-10-PCS order file and codes file: what became of a code with a release.

Lines begin ``Add:``, ``Delete:``, ``Revise from:`` or ``Revise to:``; the code and its titles
follow from column 14 on, as in the file they belong to. A summary of both releases' counts ends
the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.icd10pcs.grammar import CHARACTER, FULL_LENGTH
from codebook_app.codesets.lines import text_lines
from codebook_app.domain.content import DELETED, NEW, REVISED, Listing
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken

_LINE = re.compile(
    rf"(Add|Delete|Revise from|Revise to): +({CHARACTER}{{7}}|{CHARACTER}{{3}}(?=    )) +(\S.*)"
)
_CODES = re.compile(rf"^(?:Add|Delete|Revise (?:from|to)): +({CHARACTER}{{3}})", re.MULTILINE)
_COUNT = re.compile(r" *([\d,]+) codes in (\S*icd10pcs\S*)")
_CHANGES = ("Add", "Delete", "Revise")
_SHORT_TITLE = 60
_LOOKED_AT = 20
_LISTS = {"Add": NEW, "Delete": DELETED, "Revise to": REVISED}


@dataclass(frozen=True, slots=True)
class Addenda:
    """What an addenda file lists, and what it says itself of the counts.

    *listings* are the tables and codes that are new, deleted or revised. *before* and *after* are
    how many codes the release before and this one hold, 0 where the file does not say; *after_name*
    is what it calls the file of this one.
    """

    name: str
    listings: tuple[Listing, ...]
    before: int = 0
    after: int = 0
    after_name: str = ""

    def codes(self, listed: str) -> set[str]:
        """Return the whole codes on the list *listed*."""
        return {
            listing.code
            for listing in self.listings
            if listing.list == listed and len(listing.code) == FULL_LENGTH
        }


def is_addenda(head: bytes) -> bool:
    """Whether the file that begins with *head* is an addenda file of ICD-10-PCS.

    Those of ICD-10-CM look alike; a code that begins with a digit tells them apart.
    """
    text = head.decode("cp1252", errors="replace")
    found = _CODES.findall(text)
    starts_so = _LINE.match(text.split("\n", 1)[0]) is not None
    return starts_so and (any(code[0].isdigit() for code in found) or "icd10pcs_" in text)


def has_short_titles(head: bytes) -> bool:
    """Whether the addenda that begin with *head* are those of the order file.

    Those of the codes file say the same, with long titles alone.
    """
    lines = head.decode("cp1252", errors="replace").split("\n")[:_LOOKED_AT]
    matches = (_LINE.fullmatch(line.rstrip()) for line in lines)
    return _have_short_titles(match[0][match.start(2) :] for match in matches if match)


def read_addenda(file: OfficialFile, cancel: CancelToken | None = None) -> Addenda:
    """Return what the addenda *file* lists.

    Raises:
        KnownError: a line has another shape; with file and line.
        Cancelled: *cancel* was raised.
    """
    found: list[tuple[str, str, str]] = []
    counts: list[tuple[int, str]] = []
    other = 0
    for number, line in text_lines(file):
        if cancel is not None:
            cancel.raise_if_cancelled()
        if match := _LINE.fullmatch(line.rstrip()):
            if other:
                raise _fault(file, other)
            if match[1] in _LISTS:
                found.append((_LISTS[match[1]], match[2], line[line.index(":") + 1 :].strip()))
        elif match := _COUNT.fullmatch(line.rstrip()):
            counts.append((int(match[1].replace(",", "")), match[2]))
        elif line.startswith(_CHANGES):
            raise _fault(file, number)
        elif line.strip():
            # Of the summary, unless a change follows.
            other = other or number
    has_short = _have_short_titles(rest for _, _, rest in found)
    listings = tuple(Listing(name, code, _title(rest, has_short)) for name, code, rest in found)
    after, after_name = counts[-1] if counts else (0, "")
    before = counts[-2][0] if len(counts) > 1 else 0
    return Addenda(file.own_name, listings, before, after, after_name)


def _have_short_titles(rests: Iterable[str]) -> bool:
    """Whether *rests*, lines from the code on, all have the order file's column of short titles."""
    titles = [rest[FULL_LENGTH + 1 :] for rest in rests]
    return all(len(both) > _SHORT_TITLE + 1 and both[_SHORT_TITLE] == " " for both in titles)


def _title(rest: str, has_short: bool) -> str:
    titles = rest[FULL_LENGTH + 1 :]
    return (titles[_SHORT_TITLE + 1 :] if has_short else titles).strip()


def _fault(file: OfficialFile, line: int) -> KnownError:
    return KnownError(
        f"{file.name}, line {line}: the line is neither an addition, a deletion, a revision nor a"
        " count.",
        "Import the file as CMS publishes it.",
    )
