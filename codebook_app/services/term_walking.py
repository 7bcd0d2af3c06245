"""Walking an index as a reader does: from a main term down to the subterm that is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from codebook_app.domain.index_term import IndexBook, IndexTerm

if TYPE_CHECKING:
    from codebook_app.store.reference_db import ReferenceDb

_PARENTHESES = re.compile(r"\s*\([^()]*\)")
_IN_GENERAL = re.compile(r"(?:by|the|specified) (?:site|type|name|.*)|.* (?:by|of) (?:site|type).*")
_CONNECTING = re.compile(r"(?:with(?:out)?|in|due to|following|associated with|see also)\b.*")


def essential(text: str) -> str:
    """Return *text* without what stands in parentheses."""
    return _PARENTHESES.sub("", text)


def walked(
    reader: ReferenceDb, book: IndexBook, parts: Sequence[str], *, whole: bool = True
) -> IndexTerm | None:
    """Return the term that *parts* name, from the main term down, as the book is walked.

    Unless it must be the *whole* of them, the parts that name no subterm may be left out.
    """
    terms = reader.index_terms
    # "Complication(s)" is where the index says "Complications"; it is kept without its "(s)".
    parts = [parts[0].replace("(s)", ""), *parts[1:]]
    beginnings = dict.fromkeys((parts[0], parts[0].removesuffix("s")))
    for main in (one for beginning in beginnings for one in terms.main_terms(book, beginning)):
        # "Abdomen, abdominal" is found by either word, "Disease, eye" as one main term too.
        for length in range(len(parts), 0, -1):
            if not _names(main, ", ".join(parts[:length])):
                continue
            term = main
            for part in parts[length:]:
                below = _subterm(reader, term, part)
                if below is None and whole and not _IN_GENERAL.fullmatch(part.casefold()):
                    break
                term = below or term
            else:
                return term
    return None


def _subterm(reader: ReferenceDb, term: IndexTerm, part: str) -> IndexTerm | None:
    """Return the subterm that *part* names, looking behind "with" and "due to" too."""
    children = reader.index_terms.children(term.id)
    for child in children:
        if _names(child, part):
            return child
    for child in children:
        if _CONNECTING.fullmatch(child.essential.casefold()):
            below = _subterm(reader, child, part)
            if below is not None:
                return below
    return None


def _names(term: IndexTerm, text: str) -> bool:
    """Whether *text* is the term's title without modifiers, or one of the words it is made of."""
    asked = text.casefold()
    title = term.essential.casefold()
    plain = essential(title)
    titles = {title, plain, title.replace("(s)", "s"), plain.removesuffix(" nec")}
    parts = titles | {part.strip() for one in titles for part in one.split(",")}
    return asked in parts or asked.removesuffix("s") in parts
