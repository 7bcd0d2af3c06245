"""Looking things up: from what was typed to hits, entries and pages of the book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from heapq import merge
from itertools import islice
from time import perf_counter
from typing import TYPE_CHECKING

from codebook_app.domain.code import Code
from codebook_app.domain.note import Note, NoteKind
from codebook_app.domain.page import Entry, Page, PageLine
from codebook_app.domain.release import ReleaseChoice
from codebook_app.domain.search import Hit, HitKind, SearchAnswer
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken
from codebook_app.search.found import Found, MatchedIn, Said
from codebook_app.services.releases import Releases

if TYPE_CHECKING:
    from codebook_app.store.reference_db import ReferenceDb

_HEADINGS = frozenset({"chapter", "section", "category"})
_NEAREST = 5
_DEFAULT_CODE_SET = "icd10cm"


class Lookup:
    """Answers from the release in force on a date, today's by default. Safe from any thread."""

    def __init__(self, releases: Releases) -> None:
        self._releases = releases

    def search(
        self,
        text: str,
        *,
        code_sets: Sequence[str] = (),
        limit: int = 50,
        billable: bool = False,
        on: date | None = None,
        cancel: CancelToken | None = None,
    ) -> SearchAnswer:
        """Return at most *limit* hits for *text*, best first, of *code_sets* or of all installed.

        With *billable* only billable codes are hits. Raises :class:`KnownError` where nothing is
        installed or an index is missing, and :class:`~codebook_app.progress.Cancelled` soon after
        *cancel* says so.
        """
        started = perf_counter()
        answers: list[list[Hit]] = []
        read_as: list[str] = []
        release_words: list[str] = []
        for choice in self._choices(code_sets, on):
            release = choice.release
            index = self._releases.index(release.code_set, release.release)
            found = index.search(text, limit=limit, billable=billable, cancel=cancel)
            reader = self._releases.reader(release.code_set, release.release)
            if cancel is not None:
                cancel.raise_if_cancelled()
            answers.append(list(_hits(found, reader)))
            if found.read_as and found.read_as not in read_as:
                read_as.append(found.read_as)
            if not choice.in_force:
                release_words.append(choice.word)
        ranked = islice(merge(*answers, key=lambda hit: -hit.score), limit)
        return SearchAnswer(
            query=text,
            read_as="; ".join(read_as),
            hits=tuple(ranked),
            milliseconds=(perf_counter() - started) * 1000,
            release_word=" ".join(release_words),
        )

    def entry(self, code: str, *, code_set: str | None = None, on: date | None = None) -> Entry:
        """Return everything that governs *code*, in any spelling.

        Raises :class:`KnownError` naming the nearest codes where there is no such code.
        """
        line, reader, choice = self._line(code, code_set, on)
        return Entry(
            code=line,
            ancestors=reader.ancestors(line),
            children=reader.children(line),
            seventh_characters=reader.seventh_characters([line.id]).get(line.id, ()),
            notes=reader.governing_notes(line),
            flags=_flags(line, reader),
            choice=choice,
        )

    def page(self, code: str, *, code_set: str | None = None, on: date | None = None) -> Page:
        """Return the page that *code*, in any spelling, is printed on.

        Raises :class:`KnownError` as :meth:`entry` does.
        """
        line, reader, choice = self._line(code, code_set, on)
        ancestors = reader.ancestors(line)
        heading = line
        if line.level not in _HEADINGS:
            categories = (above for above in ancestors if above.level == "category")
            heading = next(categories, line)
            ancestors = reader.ancestors(heading)
        if heading.level in {"chapter", "section"}:
            lines = (heading, *reader.children(heading))
        else:
            lines = reader.subtree(heading)
        ids = [shown.id for shown in lines]
        notes, seventh = reader.notes(ids), reader.seventh_characters(ids)
        previous, following = reader.neighbours(heading)
        focus = line.id
        if line.seventh_character and line.parent_id is not None:
            focus = line.parent_id
        return Page(
            heading=heading,
            ancestors=ancestors,
            inherited=tuple(note for note in reader.governing_notes(heading) if note.inherited),
            lines=tuple(
                PageLine(shown, notes.get(shown.id, ()), seventh.get(shown.id, ()))
                for shown in lines
            ),
            focus=focus,
            focus_code=line.code,
            previous=previous,
            following=following,
            choice=choice,
        )

    def chapters(
        self, *, code_set: str = _DEFAULT_CODE_SET, on: date | None = None
    ) -> tuple[Code, ...]:
        """Return the chapters of *code_set* in printed order."""
        release = self._releases.choose(code_set, on).release
        return self._releases.reader(code_set, release.release).roots()

    def warm(self) -> None:
        """Open what the first keystroke will need; does nothing where nothing is installed."""
        for code_set in self._code_sets():
            try:
                release = self._releases.choose(code_set, None).release
                self._releases.reader(code_set, release.release).roots()
                self._releases.index(code_set, release.release).search("a", limit=1)
            except KnownError:
                # Whoever then searches is told; warming up is no question.
                continue

    def _code_sets(self) -> list[str]:
        return list(dict.fromkeys(release.code_set for release in self._releases.installed()))

    def _choices(self, code_sets: Sequence[str], on: date | None) -> Iterator[ReleaseChoice]:
        # With nothing installed, choosing says so and what to do.
        for code_set in code_sets or self._code_sets() or [_DEFAULT_CODE_SET]:
            yield self._releases.choose(code_set, on)

    def _line(
        self, code: str, code_set: str | None, on: date | None
    ) -> tuple[Code, ReferenceDb, ReleaseChoice]:
        looked_in: list[tuple[ReferenceDb, ReleaseChoice]] = []
        for choice in self._choices([code_set] if code_set else (), on):
            release = choice.release
            reader = self._releases.reader(release.code_set, release.release)
            line = reader.code(code)
            if line is not None:
                return line, reader, choice
            looked_in.append((reader, choice))
        titles = ", ".join(choice.release.title for _, choice in looked_in)
        near = [each.code for reader, _ in looked_in for each in _nearest(code, reader)]
        hint = f"The nearest are {', '.join(near)}." if near else "Search for it by words instead."
        raise KnownError(f"“{code.strip()[:40]}” is no code of {titles}.", hint)


def _nearest(code: str, reader: ReferenceDb) -> tuple[Code, ...]:
    """Return some lines that share the longest possible beginning with *code*."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum())[:8]
    for length in range(len(typed), 1, -1):
        near = reader.starting_with(typed[:length], _NEAREST)
        if near:
            return near
    return ()


def _flags(line: Code, reader: ReferenceDb) -> tuple[str, ...]:
    """Return what coders look out for in a code, in words."""
    title = line.title.casefold()
    told = {
        "unspecified": "unspecified" in title,
        # Not the B95-B97 codes, which name an organism "as the cause of diseases classified …".
        "manifestation": "diseases classified elsewhere" in title and "cause of" not in title,
        "seventh character required": not line.seventh_character
        and bool(reader.seventh_characters([line.id])),
    }
    return tuple(flag for flag, holds in told.items() if holds)


def _hits(found: Found, reader: ReferenceDb) -> Iterator[Hit]:
    ids = [match.entry_id for match in found.matches]
    by_note = [match.said for match in found.matches if _is_note(match.said)]
    codes, paths = reader.codes([*ids, *(said.origin for said in by_note)]), {}
    if ids:
        paths = reader.ancestor_codes(ids)
    notes = reader.notes([said.origin for said in by_note]) if by_note else {}
    for match in found.matches:
        code = codes[match.entry_id]
        note = _note(match.said, notes)
        reason = ""
        if note is not None:
            reason = note.kind.label
            above = codes[match.said.origin]
            # A completed code's text is that of its line; only from further up it is news.
            if above.id not in {code.id, code.parent_id if code.seventh_character else None}:
                reason = f"{reason} of {above.code}"
        yield Hit(
            code_set=code.code_set,
            release=code.release,
            kind=HitKind.CODE,
            entry_id=code.id,
            code=code.code,
            title=code.title,
            level=code.level,
            path=paths.get(code.id, ()),
            billable=code.billable,
            score=match.score,
            reason=reason,
            reason_text=note.text if note is not None else "",
            marks=found.words.marks(code.title),
            reason_marks=found.words.marks(note.text) if note is not None else (),
            folded=match.folded,
        )


def _is_note(said: Said) -> bool:
    return said.matched in {MatchedIn.INCLUSION_TERM, MatchedIn.NOTE}


def _note(said: Said, notes: dict[int, tuple[Note, ...]]) -> Note | None:
    """Return the note that matched: the index counts inclusion terms apart from the others."""
    if not _is_note(said):
        return None
    terms = said.matched is MatchedIn.INCLUSION_TERM
    of_kind = (
        note
        for note in notes.get(said.origin, ())
        if (note.kind is NoteKind.INCLUSION_TERM) == terms
    )
    return next(islice(of_kind, said.position, None), None)
