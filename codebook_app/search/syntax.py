"""What a query is made of: words, phrases in quotes, words left out, and filters.

=====================  ===================================================================
``"low back pain"``    these words one after the other
``-pregnancy``         nothing that says this; ``-"due to"`` nothing that says this phrase
``code:E11``           codes that begin so, or a range: ``code:E08-E13``
``book:icd10pcs``      one code set, or one index or table
``chapter:4``          what stands under a chapter, section or other heading
``billable:yes``       billable codes only; ``billable:no`` headings only
``DRG 65``             the group of that number, as charts name it: ``book:msdrg`` and 065
=====================  ===================================================================

Several values of one filter, with commas or one filter after the other, widen it; different filters
narrow. Whatever is not whole yet is no error: it is told and left aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from codebook_app.search.text import words

_T = TypeVar("_T")


class FilterName(StrEnum):
    """The filters there are, named as they are typed."""

    CODE = "code"
    BOOK = "book"
    CHAPTER = "chapter"
    BILLABLE = "billable"


BOOKS = (
    "icd10cm",
    "icd10pcs",
    "hcpcs",
    "cpt",
    "icf",
    "msdrg",
    "index",
    "external",
    "neoplasm",
    "drugs",
    "pcs",
)
"""The values of ``book:``: the code sets, then the indexes and tables."""
YES_OR_NO = ("yes", "no")
_EXAMPLES = {
    FilterName.CODE: "a code or its beginning, as in code:E11",
    FilterName.BOOK: "one of " + ", ".join(BOOKS),
    FilterName.CHAPTER: "a chapter or section by its number or letter, as in chapter:4",
    FilterName.BILLABLE: "yes or no",
}
_OPENING, _CLOSING = '"“”', '"“”'
_TOKEN = re.compile(r"\S+")
_NAME = re.compile(r"([A-Za-z]{2,}):(\S*)")
_GROUP = re.compile(r"\s*(?:ms[\s-]?)?drg[\s#]*(\d{1,3})\s*", re.IGNORECASE)
_QUOTED = re.compile(rf"(-?)[{_OPENING}]([^{_CLOSING}]*)([{_CLOSING}]?)")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]*")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words that stand one after the other; the last of an *open* one may be cut."""

    text: str
    words: tuple[str, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Filters:
    """What the hits are narrowed to; empty where to nothing.

    *books* are of :data:`BOOKS`, *codes* without points and in upper case, a range with its dash;
    *chapters* in upper case; *billable* is None where it is not asked.
    """

    codes: tuple[str, ...] = ()
    books: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    billable: bool | None = None
    phrases: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything is narrowed."""
        return self != Filters()

    @property
    def places(self) -> bool:
        """Whether they name a part of the books that can be listed without any words."""
        return bool(self.codes or self.books or self.chapters)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query taken apart.

    *text* are the words outside of quotes, for the reading of words and codes; *filters* what
    narrows the hits, phrases and words left out among it. *told* are sentences about what was left
    aside, or read otherwise than it looks.
    """

    text: str
    filters: Filters
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a query as typed, from *start* to *end*.

    A *filter* comes with its *value*; a *phrase* and what is *left_out* with the text inside.
    *closed* says that a phrase has its second quote.
    """

    start: int
    end: int
    value: str
    filter: FilterName | None = None
    phrase: bool = False
    left_out: bool = False
    closed: bool = True


def parts(query: str) -> Iterator[Part]:
    """Yield the parts of *query* in order; what is plain text, word by word."""
    at = 0
    while (token := _TOKEN.search(query, at)) is not None:
        start = token.start()
        if quoted := _QUOTED.match(query, start):
            yield Part(
                start,
                quoted.end(),
                quoted[2],
                phrase=True,
                left_out=bool(quoted[1]),
                closed=bool(quoted[3]),
            )
            at = quoted.end()
            continue
        typed, at = token.group(), token.end()
        named = _NAME.fullmatch(typed)
        if named and (name := _filter(named[1])) is not None:
            yield Part(start, at, named[2], filter=name)
        elif typed.startswith("-") and len(typed) > 1 and typed[1].isalnum():
            yield Part(start, at, typed[1:], left_out=True)
        else:
            yield Part(start, at, typed)


def read_query(query: str) -> Asked:
    """Take *query* apart. Never fails: what is not whole is told and left aside."""
    if (group := _GROUP.fullmatch(query)) is not None:
        return Asked(group[1].zfill(3), Filters(books=("msdrg",)))
    plain: list[str] = []
    told: list[str] = []
    phrases: list[Phrase] = []
    without: list[Phrase] = []
    values: dict[FilterName, list[str]] = {name: [] for name in FilterName}
    for part in parts(query):
        if part.filter is not None:
            good, bad = _values(part.filter, part.value)
            values[part.filter] += good
            told += [_wrong(part.filter, value) for value in bad]
        elif part.phrase or part.left_out:
            folded = tuple(words(part.value))
            if folded:
                phrase = Phrase(part.value.strip(), folded, not part.closed)
                (without if part.left_out else phrases).append(phrase)
        else:
            named = _NAME.fullmatch(part.value)
            meant = _meant(named[1]) if named else None
            if named and meant:
                told.append(f"{named[1]}: is no filter and is left aside; {meant}: is one.")
                continue
            if named and named[2]:
                told.append(f"{named[1]}: is no filter; its words are searched.")
            plain.append(part.value)
    billable = values[FilterName.BILLABLE]
    filters = Filters(
        codes=_once(values[FilterName.CODE]),
        books=_once(values[FilterName.BOOK]),
        chapters=_once(values[FilterName.CHAPTER]),
        billable=billable[-1] == "yes" if billable else None,
        phrases=_once(phrases),
        without=_once(without),
    )
    text = query if not filters.any and not told else " ".join(plain)
    if query.endswith(" ") and plain and not text.endswith(" "):
        text += " "
    if without and not (text.strip() or phrases or filters.places):
        told.append("Only words to leave out: type what to look for.")
    return Asked(text, filters, tuple(dict.fromkeys(told)))


def _filter(name: str) -> FilterName | None:
    return next((one for one in FilterName if one.value == name.lower()), None)


def _meant(name: str) -> str | None:
    """Return the filter whose name *name* begins, or is one letter away from."""
    typed = name.lower()
    for one in FilterName:
        begins = len(typed) >= 3 and one.value.startswith(typed)
        if begins or _one_edit(typed, one.value):
            return one.value
    return None


def _one_edit(typed: str, name: str) -> bool:
    if len(typed) < 3 or abs(len(typed) - len(name)) > 1:
        return False
    same = next(
        (at for at, pair in enumerate(zip(typed, name, strict=False)) if pair[0] != pair[1]),
        min(len(typed), len(name)),
    )
    rest, other = typed[same:], name[same:]
    swapped = rest[:2] == other[1::-1] and len(other) > 1 and rest[2:] == other[2:]
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or swapped


def _values(name: FilterName, typed: str) -> tuple[list[str], list[str]]:
    """Return the values that *name* understands, in their one spelling, and the others."""
    good: list[str] = []
    bad: list[str] = []
    for value in typed.split(",") if typed.strip(",") else [""]:
        if not value and typed.strip(","):
            continue
        read = _value(name, value)
        good += [read] if read else []
        bad += [] if read else [value]
    return good, bad


def _value(name: FilterName, value: str) -> str:
    match name:
        case FilterName.BOOK:
            book = re.sub(r"[^a-z0-9]", "", value.lower())
            return book if book in BOOKS else ""
        case FilterName.BILLABLE:
            word = value.lower()
            return word if word in YES_OR_NO else ""
        case FilterName.CODE:
            if not _CODE.fullmatch(value):
                return ""
            return value.upper().replace(".", "").rstrip("-")
        case FilterName.CHAPTER:
            return value.upper() if _CODE.fullmatch(value) else ""


def _wrong(name: FilterName, value: str) -> str:
    if not value:
        return f"{name.value}: is left aside until it names {_EXAMPLES[name]}."
    return f"{name.value}:{value} is left aside: it takes {_EXAMPLES[name]}."


def _once(values: list[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(values))
