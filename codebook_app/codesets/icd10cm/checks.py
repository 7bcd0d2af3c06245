"""What is said of a release's parts once they were counted and compared with one another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from itertools import islice

from codebook_app.codesets.icd10cm.grammar import undotted
from codebook_app.codesets.icd10cm.order import OrderFile
from codebook_app.domain.code import Code
from codebook_app.domain.tabular import TabularList
from codebook_app.errors import KnownError

_EXAMPLES = 3
# Valid codes as CDC/NCHS counts them, by fiscal year; an April update may differ.
_PUBLISHED = {2017: 71_486, 2024: 74_044, 2025: 74_260, 2026: 74_719, 2027: 74_879}


class TabularCodes:
    """The lines of a tabular list that are codes, looked up without point."""

    def __init__(self, tabular: TabularList) -> None:
        self.by_code: Mapping[str, Code] = {
            undotted(line.code): line for line in tabular.codes if not line.heading
        }
        self.beginnings = {code[:end] for code in self.by_code for end in range(3, len(code) + 1)}


def count_of(tabular: TabularList, release: str, name: str) -> str:
    """Return, in a sentence, how many valid codes there are, and whether CDC counts as many."""
    name = short(name)
    billable = f"{tabular.billable:,} billable codes"
    published = _PUBLISHED.get(int(release[2:6]))
    if published is None:
        return f"{name}: {billable}; no published count of {release} is known to compare it with"
    if published == tabular.billable:
        return f"{name}: {billable}, as CDC counts for {release[:6]}"
    return f"{name}: {billable}, where CDC counts {published:,} for {release[:6]}"


def year_of_count(billable: int) -> int | None:
    """Return the fiscal year for which CDC counts *billable* valid codes, None where for none."""
    return next((year for year, count in _PUBLISHED.items() if count == billable), None)


def refuse_another_year(tabular: TabularList, release: str, name: str) -> None:
    """Refuse a list that holds just as many valid codes as that of another year.

    No two years have as many.

    Raises:
        KnownError: it does; the year the file states, or that it was taken for, is wrong.
    """
    year = year_of_count(tabular.billable)
    if year is not None and year != int(release[2:6]):
        raise KnownError(
            f"{short(name)} is taken for {release}, and holds the {tabular.billable:,} billable"
            f" codes that CDC counts for FY{year}.",
            "Import the file as CDC or CMS publishes it.",
        )


def compare_with_order(codes: TabularCodes, order: OrderFile, *, valid_only: bool = False) -> str:
    """Return, in a sentence, how the tabular list agrees with the order or code file *order*.

    *valid_only* tells that *order* has no headers. Titles agree where they differ by accents or
    doubled blanks only, which the files leave out.
    """
    printed = {
        code: line for code, line in codes.by_code.items() if line.billable or not valid_only
    }
    listed = {line.code: line for line in order.lines}
    absent: set[str] = set()
    otherwise_billable: set[str] = set()
    otherwise_titled: set[str] = set()
    for code, line in printed.items():
        other = listed.get(code)
        if other is None:
            absent.add(code)
            continue
        if line.billable != other.billable:
            otherwise_billable.add(code)
        if line.title != other.title and plain(line.title) != plain(other.title):
            otherwise_titled.add(code)
    differences = [
        f"{len(found):,} {words} ({some(found)})"
        for found, words in (
            (absent, "not in it"),
            (listed.keys() - printed.keys(), "in it alone"),
            (otherwise_billable, "otherwise billable in it"),
            (otherwise_titled, "otherwise titled in it"),
        )
        if found
    ]
    if len(listed) != len(order.lines):
        differences.append(f"{counted(len(order.lines) - len(listed), 'code')} twice in it")
    differences.extend(_odd_lines(order))
    if differences:
        return f"compared with {short(order.name)}: {'; '.join(differences)}"
    return f"compared with {short(order.name)}: {len(listed):,} codes agree, code for code"


def of_order_alone(order: OrderFile) -> Sequence[str]:
    """Return what is to be said where *order* is all there is."""
    odd = list(_odd_lines(order))
    return [f"{short(order.name)}: {'; '.join(odd)}"] if odd else []


def _odd_lines(order: OrderFile) -> Sequence[str]:
    odd = []
    if order.passed_over:
        odd.append(
            f"{counted(len(order.passed_over), 'line')} of another shape passed over"
            f" (line {order.passed_over[0]})"
        )
    if order.gaps:
        odd.append("its order numbers do not count its lines from 1")
    return odd


def short(name: str) -> str:
    """Return the file's own name: a release made again of its kept files says the same."""
    return re.split(r" › |[\\/]", name)[-1]


def counted(count: int, noun: str) -> str:
    """Return *count* of *noun* in words: "1 line", "2,000 lines"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def plain(title: str) -> str:
    """Return *title* as the order file, which has no accents and pads words, would have it."""
    split = unicodedata.normalize("NFD", title)
    return " ".join("".join(one for one in split if not unicodedata.combining(one)).split())


def some(codes: Collection[str]) -> str:
    """Return a few of *codes* as examples, in order."""
    more = ", …" if len(codes) > _EXAMPLES else ""
    return ", ".join(islice(sorted(codes), _EXAMPLES)) + more
