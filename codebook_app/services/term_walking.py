"""Walking an index as a reader does: from a main term down to the subterm that is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from codebook_app.domain.index_term import IndexBook, IndexTerm

if TYPE_CHECKING:
    from codebook_app.store.reference_db import ReferenceDb

_PARENTHESES = re.compile(r"\s*\([^()]*\)")
_IN_GENERAL = re.compile(r"(?:by|the|specified) (?:site|type|name|.*)|.* (?:by|of) (?:site|type).*")
_CONNECTED = re.compile(r"(with|without|in|due to|following|associated with) (.+)")
_CONNECTING = re.compile(r"(?:with(?:out)?|in|due to|following|associated with|see also)\b.*")


def essential(text: str) -> str:
    """Return *text* without what stands in parentheses."""
    return _PARENTHESES.sub("", text)


def walked(
    reader: ReferenceDb, book: IndexBook, parts: Sequence[str], *, whole: bool = True
) -> IndexTerm | None:
    """Return the term that *parts* name, from the main term down, as the book is walked.

    Unless it must be the *whole* of them, the parts that name no subterm may be left out; what is
    said in general ("by site") always may. Of several main terms that the first part may mean, as
    "Fracture, burst" and "Fracture, traumatic", it is the one under which most parts are found, and
    of those the one with the most right below it.
    """
    terms = reader.index_terms
    # "Complication(s)" is where the index says "Complications"; it is kept without its "(s)".
    parts = [parts[0].replace("(s)", ""), *parts[1:]]
    beginnings = dict.fromkeys((parts[0], parts[0].removesuffix("s")))
    begun = (one for beginning in beginnings for one in terms.main_terms(book, beginning))
    ways = [
        way for main in begun if (way := _way_down(reader, main, parts, whole=whole)) is not None
    ]
    if len(ways) < 2:
        return ways[0].term if ways else None
    return max(ways, key=lambda way: (way.named, len(terms.children(way.main.id)))).term


class _Way(NamedTuple):
    """From a main term down to a term, with how many parts of what was asked stand on it."""

    main: IndexTerm
    term: IndexTerm
    named: int


def _way_down(
    reader: ReferenceDb, main: IndexTerm, parts: Sequence[str], *, whole: bool
) -> _Way | None:
    # "Abdomen, abdominal" is found by either word, "Disease, eye" as one main term too.
    for length in range(len(parts), 0, -1):
        if not _names(main, ", ".join(parts[:length])):
            continue
        term, named = main, length
        for part in parts[length:]:
            general = _IN_GENERAL.fullmatch(part.casefold()) is not None
            below = _subterm(reader, term, part, entirely=general)
            if below is not None:
                term, named = below, named + 1
            elif whole and not general:
                break
        else:
            return _Way(main, term, named)
    return None


def _subterm(
    reader: ReferenceDb, term: IndexTerm, part: str, *, entirely: bool = False
) -> IndexTerm | None:
    """Return the subterm that *part* names, looking behind "with" and "due to" too.

    *entirely* by its whole title: "by site" is none of "impacted - code as Fracture, by site".
    """
    children = reader.index_terms.children(term.id)
    for child in children:
        if _names(child, part) and (not entirely or _is_title(child, part)):
            return child
    # "with nephropathy" stands under "with", its two parts on lines of their own; what has it
    # behind "due to a drug" is another condition.
    if (connected := _CONNECTED.fullmatch(part.casefold())) is not None:
        for child in children:
            if _is_title(child, connected[1]):
                return _subterm(reader, child, connected[2])
        return None
    for child in children:
        if _CONNECTING.fullmatch(child.essential.casefold()):
            below = _subterm(reader, child, part, entirely=entirely)
            if below is not None:
                return below
    return None


def _is_title(term: IndexTerm, text: str) -> bool:
    return text.casefold() in _titles(term)


def _names(term: IndexTerm, text: str) -> bool:
    """Whether *text* is the term's title without modifiers, or one of the words it is made of."""
    asked = text.casefold()
    titles = _titles(term)
    parts = titles | {part.strip() for one in titles for part in one.split(",")}
    return asked in parts or asked.removesuffix("s") in parts


def _titles(term: IndexTerm) -> set[str]:
    title = term.essential.casefold()
    plain = essential(title)
    return {title, plain, title.replace("(s)", "s"), plain.removesuffix(" nec")}
