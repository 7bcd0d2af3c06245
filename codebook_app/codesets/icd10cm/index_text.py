"""The texts of an index: titles with nonessential modifiers, and what a term leads to."""

from __future__ import annotations

import re

from codebook_app.codesets.icd10cm.grammar import looks_like_prefix
from codebook_app.codesets.icd10cm.references import find_references
from codebook_app.domain.index_term import IndexTarget, TargetKind

_MAY_NAME_CODES = re.compile(r"[A-Z][0-9]")
# An ending is set close: "finger(s)", "Amopyroquin(e)", not "Strophanthin (g)".
_ENDING = re.compile(r"\((?:a|d|e|l|o|r|s|t|ed|es|is|ry|us|ing|ism|ous)\)")
_LEADS_TO_CODES = frozenset({TargetKind.CODE, TargetKind.MANIFESTATION})


class Title:
    """A title, put together of its pieces in printed order.

    Blanks are single, with one before each nonessential modifier that is no ending; *text* is the
    whole title, *modifiers* the half-open offsets of the nonessential ones.
    """

    def __init__(self) -> None:
        self.text = ""
        self.modifiers: tuple[tuple[int, int], ...] = ()

    def essential(self, piece: str) -> None:
        """Add what stands outside a nonessential modifier."""
        words = " ".join(piece.split())
        if not words:
            return
        # "(blunt) NEC", "(coal burning), gas from", and "(-Bardet)-Biedl" as the book sets it.
        apart = self.text and (piece[0].isspace() or words[0].isalnum())
        self.text += f" {words}" if apart else words

    def nonessential(self, piece: str) -> None:
        """Add a nonessential modifier, in parentheses as printed."""
        words = " ".join(piece.split())
        if not words:
            return
        apart = " " if self.text and not _ENDING.match(words) else ""
        start = len(self.text + apart)
        self.text += apart + words
        self.modifiers = (*self.modifiers, (start, start + len(words)))


def target_of(kind: TargetKind, printed: str) -> IndexTarget | None:
    """Return where an element of *kind* with the text *printed* leads, None where it is empty.

    A *see* that names one code ("Fracture, traumatic M84.40") keeps it as its code; one that names
    a range or none has no code. That of a category or subcategory is never complete.
    """
    text = " ".join(printed.split())
    if not text:
        return None
    if kind in {TargetKind.SEE, TargetKind.SEE_ALSO}:
        return IndexTarget(kind, text, _only_code(text))
    code = looks_like_prefix(text) or ""
    complete = bool(code) and kind in _LEADS_TO_CODES and text[-1] not in "-."
    return IndexTarget(kind, text, code, complete)


def _only_code(text: str) -> str:
    if not _MAY_NAME_CODES.search(text):
        return ""
    named = find_references(text)
    # A bare category at the end of a path stands without a word that announces it.
    if len(named) != 1 or named[0].first != named[0].last:
        return ""
    return "" if named[0].pattern or named[0].final_characters else named[0].first
