"""Looking things up: from what was typed to hits, entries and pages of the book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING

from codebook_app.domain.code import Code
from codebook_app.domain.content import Fact
from codebook_app.domain.flag import Flag
from codebook_app.domain.note import SourcedNote
from codebook_app.domain.page import Entry, Page, PageLine
from codebook_app.domain.release import ReleaseChoice
from codebook_app.domain.search import Completion, FailedWord, SearchAnswer
from codebook_app.errors import KnownError
from codebook_app.progress import CancelToken
from codebook_app.search.syntax import read_query
from codebook_app.services.characters import character_facts
from codebook_app.services.filters import filter_values, within_books
from codebook_app.services.flag_words import seventh_flag
from codebook_app.services.flags import Flags, titles_of
from codebook_app.services.hits import hits_of
from codebook_app.services.line_finder import LineFinder
from codebook_app.services.qualifiers import ICF, qualified, qualifier_words, with_qualifiers
from codebook_app.services.releases import Releases
from codebook_app.services.selection import Selection, Selections
from codebook_app.services.supply_flags import with_supplies

if TYPE_CHECKING:
    from codebook_app.store.reference_db import ReferenceDb

_DEFAULT_CODE_SET = "icd10cm"
_PROCEDURES = "icd10pcs"
_MODIFIERS = "Modifiers"
"""The section of HCPCS and CPT that is read as one list: a modifier is looked for by its words."""
_PATHS = 50
_OUTSIDE = "What holds all words is left out by the filters, the quotes or the words after a dash."


class Lookup:
    """Answers from the releases in force on a date, today's by default. Safe from any thread.

    Where no code set is named it answers from all that are installed, in the order they are shown;
    licensed ones that are off, and releases whose index is not built yet, are passed over.
    """

    def __init__(self, releases: Releases, flags: Flags | None = None) -> None:
        self._releases = releases
        self._flags = flags or Flags(releases)
        self._selections = Selections(releases)
        self._finder = LineFinder(releases, self._selections)

    def search(
        self,
        text: str,
        *,
        code_sets: Sequence[str] = (),
        limit: int = 50,
        billable: bool = False,
        on: date | None = None,
        cancel: CancelToken | None = None,
        as_typed: bool = False,
    ) -> SearchAnswer:
        """Return at most *limit* hits for *text*, best first, of *code_sets* or of all installed.

        *text* may hold phrases, words to leave out and filters: see
        :mod:`codebook_app.search.syntax`. What of it could not be followed is in the answer's
        *told*, and words that failed in its *failed*, with what may have been meant. *as_typed*
        undoes what *read_as* tells of an answer: no abbreviation, synonym, respelling or near code.

        Hits of the tabular and of the alphabetic indexes and tables stand among each other by
        their scores; while there are enough of both, neither has less than two fifths of the
        places. With *billable* only billable codes are hits. Raises :class:`KnownError` where
        nothing is installed or an index is missing, and
        :class:`~codebook_app.progress.Cancelled` soon after *cancel* says so.
        """
        started = perf_counter()
        searched = self._selections.searched(code_sets, on)
        query = read_query(text)
        within = within_books(query.filters, searched)
        asked, read_as = _without_qualifiers(query.text, searched)
        found = searched.index.search(
            asked,
            limit=limit,
            billable=billable or bool(query.filters.billable),
            cancel=cancel,
            narrowed=within.narrowed,
            as_typed=as_typed,
        )
        if cancel is not None:
            cancel.raise_if_cancelled()
        hits = hits_of(found, searched.readers)
        told = [*query.told, *within.told]
        if found.outside:
            told.append(_OUTSIDE)
        failed = found.failed
        if found.near:
            near = dict.fromkeys(hit.code for hit in hits[: found.near])
            failed = (FailedWord(asked.strip(), tuple(near)),)
        shown = {hit.code_set for hit in hits} | set(code_sets)
        return SearchAnswer(
            query=text,
            read_as=read_as or found.read_as,
            hits=hits,
            milliseconds=(perf_counter() - started) * 1000,
            release_word=" ".join(
                choice.word
                for choice in searched.choices
                if not choice.in_force and choice.release.code_set in shown
            ),
            failed=failed,
            told=tuple(told),
        )

    def complete(
        self,
        text: str,
        *,
        code_sets: Sequence[str] = (),
        on: date | None = None,
        limit: int = 8,
    ) -> tuple[Completion, ...]:
        """Return at most *limit* ways to go on with the query *text*, the likeliest first.

        Each completes the word at the end of *text*, or names one that follows where *text* ends
        with a blank: words that the books of *code_sets* hold beside the words before it, then the
        names of filters; after ``book:`` and the like the values there are. Nothing where no
        installed release can be searched. Takes a few milliseconds; raises :class:`KnownError` only
        where one of *code_sets* is not installed.
        """
        try:
            searched = self._selections.searched(code_sets, on)
        except KnownError:
            if code_sets:
                raise
            return ()
        within = within_books(read_query(text).filters, searched)
        return searched.index.complete(
            text,
            limit=limit,
            narrowed=within.narrowed,
            values=lambda name: filter_values(name, searched),
        )

    def entry(self, code: str, *, code_set: str | None = None, on: date | None = None) -> Entry:
        """Return everything that governs *code*, in any spelling.

        Raises :class:`KnownError` naming the nearest codes where there is no such code.
        """
        line, reader, choice = self._finder.line(code, code_set, on)
        paths = () if line.heading else reader.index_terms.leading_to([line.code], _PATHS)
        facts = reader.facts([line.id])
        flagged = self._flags.of(titles_of([line]), choice, reader, on)
        flagged = with_supplies(flagged, [line], facts, choice.release)
        seventh = reader.seventh_characters([line.id]).get(line.id, ())
        return Entry(
            code=line,
            ancestors=reader.ancestors(line),
            children=reader.children(line),
            seventh_characters=seventh,
            notes=reader.governing_notes(line),
            flags=(
                *flagged.of(line.code),
                *([seventh_flag()] if seventh and not line.seventh_character else []),
                *(Flag(words) for words in qualifier_words(code, line)),
            ),
            choice=choice,
            facts=(*_characters(line, reader), *facts.get(line.id, ())),
            index_paths=paths,
            not_checked=flagged.not_checked,
        )

    def listed(self, code: str, *, code_set: str | None = None, on: date | None = None) -> Code:
        """Return the line of *code*, in any spelling, as it goes onto a code list.

        That of an ICF code keeps the qualifiers it is given. Raises as :meth:`entry` does.
        """
        line, _, _ = self._finder.line(code, code_set, on)
        return with_qualifiers(code, line)

    def page(
        self,
        code: str,
        *,
        code_set: str | None = None,
        on: date | None = None,
        release: str | None = None,
    ) -> Page:
        """Return the page that *code*, in any spelling, is printed on.

        It is that of the *release* of *code_set* where one is named, whatever the date. A range,
        as notes name them, opens its section, or where it begins. Raises
        :class:`KnownError` as :meth:`entry` does.
        """
        line, reader, choice = self._finder.line_or_first(code, code_set, on, release)
        heading, above = reader.place_of(line)
        if heading.opens_page or not heading.heading or heading.code == _MODIFIERS:
            lines = reader.subtree(heading)
        else:
            lines = (heading, *reader.children(heading))
        ids = [shown.id for shown in lines]
        notes = reader.notes([*(up.id for up in above), *ids])
        seventh, facts = reader.seventh_characters(ids), reader.facts(ids)
        previous, following = reader.neighbours(heading)
        focus = line.id
        if line.seventh_character and line.parent_id is not None:
            focus = line.parent_id
        return Page(
            heading=heading,
            ancestors=above,
            inherited=tuple(
                SourcedNote(note, up, inherited=True)
                for up in above
                for note in notes.get(up.id, ())
            ),
            lines=tuple(
                PageLine(
                    shown,
                    notes.get(shown.id, ()),
                    seventh.get(shown.id, ()),
                    facts.get(shown.id, ()),
                )
                for shown in lines
            ),
            focus=focus,
            focus_code=line.code,
            previous=previous,
            following=following,
            choice=choice,
            flagged=with_supplies(
                self._flags.of(titles_of(lines, seventh), choice, reader, on),
                lines,
                facts,
                choice.release,
            ),
        )

    def chapters(
        self, *, code_set: str = _DEFAULT_CODE_SET, on: date | None = None
    ) -> tuple[Code, ...]:
        """Return the lines of *code_set* that nothing stands above, in printed order."""
        return self._reader(self._releases.choose(code_set, on)).roots()

    def code_sets(self, on: date | None = None) -> tuple[ReleaseChoice, ...]:
        """Return what is answered from *on* a day: of each code set in use its release."""
        return self._selections.in_use(on)

    def warm(self) -> None:
        """Open what the first keystrokes will need; does nothing where nothing is installed."""
        try:
            searched = self._selections.searched((), None)
            for reader in searched.readers:
                reader.roots()
            searched.index.search("a", limit=1)
            # A filter, a completion, and a word that is none: each has something to get ready.
            read_query("book:index -a")
            self.complete("book:")
            searched.index.search("mispelt", limit=1)
            self._flags.warm()
        except KnownError:
            # Whoever then searches is told; warming up is no question.
            return

    def _reader(self, choice: ReleaseChoice) -> ReferenceDb:
        return self._releases.reader(choice.release.code_set, choice.release.release)


def _without_qualifiers(text: str, searched: Selection) -> tuple[str, str]:
    """Return what to search for, and how *text* was read, where it is an ICF code qualified."""
    readers = {
        choice.release.code_set: reader
        for choice, reader in zip(searched.choices, searched.readers, strict=True)
    }
    typed = qualified(text) if ICF in readers else None
    if typed is None or any(reader.code(text) is not None for reader in readers.values()):
        return text, ""
    line = readers[ICF].code(typed.code)
    if line is None:
        return text, ""
    return line.code, ", ".join([line.code, *qualifier_words(text, line)])


def _characters(line: Code, reader: ReferenceDb) -> tuple[Fact, ...]:
    """Return what each character of a procedure code means; nothing of another line."""
    if line.code_set != _PROCEDURES or line.heading:
        return ()
    tables = reader.procedures
    return character_facts(line, tables.table(line.code), tables.definitions(line.code[:1]))
