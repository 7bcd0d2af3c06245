"""The addenda beside the order and code files: what came, went and was retitled with a release.

Each line begins with what became of a code (``Add:``, ``Delete:``, ``Revise from:``, ``Revise
to:``) and goes on as in the order file (flag, code, short and long title) or the code file (code,
title). A tally with the names of the two files compared stands at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.icd10cm.checks import TabularCodes, counted, short, some
from codebook_app.codesets.icd10cm.editions import years_in
from codebook_app.codesets.icd10cm.grammar import CATEGORY
from codebook_app.codesets.lines import text_lines
from codebook_app.domain.content import DELETED, NEW, REVISED, Listing
from codebook_app.errors import KnownError

_ACTION = r"(?P<action>Add|Delete|Revise from|Revise to): +"
_CODE = rf"(?P<code>{CATEGORY}[0-9A-Z]{{0,4}})"
_ORDER_LINE = re.compile(rf"{_ACTION}(?P<flag>[01]) {_CODE} {{1,5}}\S.{{59}} (?P<title>\S.*)")
_CODES_LINE = re.compile(rf"{_ACTION}{_CODE} {{1,6}}(?P<title>\S.*)")
_ANY_LINE = re.compile(_ACTION)
_TALLY = re.compile(r"\s+(?P<count>\d+) (?P<of>additions|deletions|revisions)\s*")
_COMPARED = re.compile(r"\s+\d+ (?:codes|headers) in (?P<name>\S+)\s*")
_LISTS = {"Add": NEW, "Delete": DELETED, "Revise to": REVISED}
_TALLIED = {"additions": NEW, "deletions": DELETED, "revisions": REVISED}
_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Addenda:
    """What the file *name* says: a listing for each valid code that came, went or was retitled.

    *tally* are the counts the file states of them, by list; *odd* the numbers of the lines, from 1,
    that begin as such a line and go on otherwise; *year* that of the later file compared.
    """

    name: str
    listings: tuple[Listing, ...]
    tally: dict[str, int]
    odd: tuple[int, ...]
    year: int | None

    def codes(self, listed: str) -> set[str]:
        """Return the codes, without point, on the list called *listed*."""
        return {listing.code for listing in self.listings if listing.list == listed}


def is_order_addenda(head: bytes) -> bool:
    """Whether the file that begins with *head* has the shape of addenda to the order file."""
    return _most_match(head, _ORDER_LINE)


def is_codes_addenda(head: bytes) -> bool:
    """Whether the file that begins with *head* has the shape of addenda to the code file."""
    return _most_match(head, _CODES_LINE)


def read_addenda(file: OfficialFile, *, of_order: bool) -> Addenda:
    """Return what the addenda *file* says of valid codes; headers are passed over.

    Raises:
        KnownError: it cannot be read, or no line of it is one of addenda.
    """
    shape = _ORDER_LINE if of_order else _CODES_LINE
    listings: list[Listing] = []
    odd: list[int] = []
    tally: dict[str, int] = {}
    years: list[int] = []
    of_codes = True
    for number, text in text_lines(file):
        match = shape.match(text)
        if match is not None:
            listed = _LISTS.get(match["action"])
            if listed is not None and (not of_order or match["flag"] == "1"):
                listings.append(Listing(listed, match["code"], match["title"].rstrip()))
        elif _ANY_LINE.match(text):
            odd.append(number)
        elif text.strip() in {"Codes", "Headers"}:
            of_codes = text.strip() == "Codes"
        elif (counted := _TALLY.fullmatch(text)) and of_codes:
            tally[_TALLIED[counted["of"]]] = int(counted["count"])
        elif compared := _COMPARED.fullmatch(text):
            years.extend(years_in(compared["name"]))
    if not listings:
        raise KnownError(
            f"{file.name}: no line says what became of a code.",
            "Import the file as CDC or CMS publishes it.",
        )
    return Addenda(file.name, tuple(listings), tally, tuple(odd), max(years, default=None))


def compare_with_addenda(codes: TabularCodes, addenda: Addenda) -> str:
    """Return, in a sentence, what *addenda* hold and how the tabular list agrees with them."""
    counts = {listed: len(addenda.codes(listed)) for listed in (NEW, DELETED, REVISED)}
    said = (
        f"{short(addenda.name)}: {counted(counts[NEW], 'code')} new, {counts[DELETED]:,} deleted,"
        f" {counts[REVISED]:,} retitled"
    )
    valid = {code for code, line in codes.by_code.items() if line.billable}
    differences = [
        f"{len(found):,} {words} ({some(found)})"
        for found, words in (
            (addenda.codes(NEW) - valid, "of the new not valid in the tabular list"),
            (addenda.codes(DELETED) & valid, "of the deleted valid in the tabular list"),
        )
        if found
    ]
    if any(counts[listed] != count for listed, count in addenda.tally.items()):
        stated = ", ".join(f"{addenda.tally.get(listed, 0):,}" for listed in counts)
        differences.append(f"the file itself counts {stated}")
    if addenda.odd:
        differences.append(
            f"{counted(len(addenda.odd), 'line')} of another shape passed over"
            f" (line {addenda.odd[0]})"
        )
    return f"{said}; {'; '.join(differences) or 'the tabular list agrees'}"


def compare_addenda(order: Addenda, codes: Addenda) -> str:
    """Return, in a sentence, whether the addenda to the code file say the same as *order*."""
    different = {(listing.list, listing.code) for listing in order.listings} ^ {
        (listing.list, listing.code) for listing in codes.listings
    }
    mine, other = short(codes.name), short(order.name)
    if different:
        count, named = counted(len(different), "code"), some({code for _, code in different})
        return f"{mine} and {other} differ in {count} ({named})"
    return f"{mine} says the same as {other}"


def _most_match(head: bytes, shape: re.Pattern[str]) -> bool:
    lines = head.decode("cp1252", errors="replace").splitlines()[:_LOOKED_AT]
    told = [line for line in lines if _ANY_LINE.match(line)]
    return bool(told) and 2 * sum(shape.match(line) is not None for line in told) > len(told)
