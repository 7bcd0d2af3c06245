"""What a search found, as hits: codes as their release prints them, terms with where they lead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from codebook_app.domain.code import Code
from codebook_app.domain.index_term import IndexTerm, TargetKind
from codebook_app.domain.search import Hit, HitKind
from codebook_app.search.found import Found, Match, MatchedIn

if TYPE_CHECKING:
    from codebook_app.store.reference_db import ReferenceDb

_BY_NOTE = frozenset({MatchedIn.INCLUSION_TERM, MatchedIn.NOTE})
_LEADS_ON = {
    TargetKind.SEE: "See",
    TargetKind.SEE_ALSO: "See also",
    TargetKind.USE: "Use",
}


def hits_of(found: Found, readers: Sequence[ReferenceDb]) -> tuple[Hit, ...]:
    """Return the matches of *found* as hits; *readers* are of the releases that were searched."""
    rows = [
        _Rows(found, reader, [match for match in found.matches if match.owner == owner])
        for owner, reader in enumerate(readers)
    ]
    return tuple(rows[match.owner].hit(match) for match in found.matches)


class _Rows:
    """The rows of one release that its matches need, each kind read at once."""

    def __init__(self, found: Found, reader: ReferenceDb, matches: Sequence[Match]) -> None:
        self._words = found.words
        self._reader = reader
        codes = [match for match in matches if match.kind is HitKind.CODE]
        by_note = [match.said.origin for match in codes if match.said.matched in _BY_NOTE]
        terms = [match.entry_id for match in matches if match.kind is not HitKind.CODE]
        terms += [match.said.origin for match in codes if match.said.matched is MatchedIn.TERM]
        ids = [*(match.entry_id for match in codes), *by_note]
        self._codes = reader.hit_rows(ids) if ids else {}
        self._texts = reader.texts(by_note) if by_note else {}
        self._terms = reader.index_terms.terms(terms) if terms else {}
        self._paths = reader.index_terms.path(terms) if terms else {}

    def hit(self, match: Match) -> Hit:
        return self._code_hit(match) if match.kind is HitKind.CODE else self._term_hit(match)

    def _code_hit(self, match: Match) -> Hit:
        code, path = self._codes[match.entry_id]
        reason, reason_text = self._reason(match, code)
        return Hit(
            code_set=code.code_set,
            release=code.release,
            kind=HitKind.CODE,
            entry_id=code.id,
            code=code.code,
            title=code.title,
            level=code.level,
            path=path,
            billable=code.billable,
            score=match.score,
            reason=reason,
            reason_text=reason_text,
            marks=self._words.marks(code.title),
            reason_marks=self._words.marks(reason_text) if reason_text else (),
            folded=match.folded,
        )

    def _reason(self, match: Match, code: Code) -> tuple[str, str]:
        said = match.said
        if said.matched is MatchedIn.TERM:
            return self._terms[said.origin].book.label, _path_text(self._paths[said.origin])
        if said.matched not in _BY_NOTE:
            return "", ""
        above, _ = self._codes[said.origin]
        texts = self._texts[said.origin]
        of_kind = texts.terms if said.matched is MatchedIn.INCLUSION_TERM else texts.notes
        if said.position >= len(of_kind):
            return "", ""
        reason, text = of_kind[said.position]
        # A completed code's text is that of its line; only from further up it is news.
        if above.id not in {code.id, code.parent_id if code.seventh_character else None}:
            reason = f"{reason} of {above.code}"
        return reason, text

    def _term_hit(self, match: Match) -> Hit:
        term = self._terms[match.entry_id]
        title = _path_text(self._paths[term.id])
        if match.kind is HitKind.TABLE:
            code, reason, reason_text = self._cell(term)
        else:
            code, reason, reason_text = _lead(term)
        return Hit(
            code_set=self._reader.code_set,
            release=self._reader.release,
            kind=match.kind,
            entry_id=term.id,
            code=code,
            title=title,
            level=term.book.value,
            path=(),
            billable=False,
            score=match.score,
            reason=reason,
            reason_text=reason_text,
            marks=self._words.marks(title),
            reason_marks=self._words.marks(reason_text) if reason_text else (),
        )

    def _cell(self, term: IndexTerm) -> tuple[str, str, str]:
        """Return the code of the column whose heading was asked for, else of the first.

        A row without codes leads on like any other term.
        """
        columns = self._reader.index_terms.columns(term.book)[1:]
        filled = [place for place, cell in enumerate(term.cells) if cell and place < len(columns)]
        if not filled:
            return _lead(term)
        asked = {place: len(self._words.marks(columns[place])) for place in filled}
        place = max(filled, key=lambda one: (asked[one], -one))
        return term.cells[place], "Column", columns[place]


def _lead(term: IndexTerm) -> tuple[str, str, str]:
    """Return the code *term* leads to, as printed, and to which other term where to none."""
    for target in term.targets:
        if target.kind not in _LEADS_ON and target.text:
            return target.text, "", ""
    for target in term.targets:
        return target.code, _LEADS_ON.get(target.kind, ""), target.text
    return "", "", ""


def _path_text(titles: Sequence[str]) -> str:
    return ", ".join(title for title in titles if title)
