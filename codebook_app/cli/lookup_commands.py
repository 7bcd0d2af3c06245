"""``search`` and ``show``: finding a code and reading all that governs it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from codebook_app.cli.documents import answer_document, entry_document
from codebook_app.cli.entry_tree import entry_tree
from codebook_app.cli.newer_releases import newer_code, newer_release_words, validity_words
from codebook_app.cli.procedure_answers import (
    beginning_document,
    beginning_lines,
    begun_code,
)
from codebook_app.cli.shared_options import AsJson, CodeSet, DataDir, Day, OpenProgram
from codebook_app.cli.tables import completion_line, failed_lines, hit_table
from codebook_app.cli.terminal import Terminal
from codebook_app.domain.flag import Flag
from codebook_app.domain.search import SearchAnswer
from codebook_app.errors import KnownError

if TYPE_CHECKING:
    from codebook_app.domain.procedure_build import GrowingCode
    from codebook_app.services.program import Program

_CodeSets = Annotated[
    list[str] | None,
    typer.Option("--code-set", metavar="NAME", help="Search this code set; may be repeated."),
]


_COMPLETIONS = 5


class LookupCommands:
    """The commands that look something up."""

    def __init__(self, open_program: OpenProgram, terminal: Terminal) -> None:
        self._open_program = open_program
        self._terminal = terminal

    def search(
        self,
        words: Annotated[list[str], typer.Argument(metavar="TEXT", help="Words or a code.")],
        *,
        code_set: _CodeSets = None,
        limit: Annotated[
            int, typer.Option("--limit", metavar="N", min=1, help="The most hits to print.")
        ] = 20,
        billable: Annotated[
            bool, typer.Option("--billable", metavar="", help="Billable codes only.")
        ] = False,
        day: Day = None,
        as_typed: Annotated[
            bool,
            typer.Option("--as-typed", metavar="", help="Read no word and no code as another."),
        ] = False,
        json: AsJson = False,
        data_dir: DataDir = None,
    ) -> None:
        """Search codes, titles, inclusion terms and notes; words may be cut short."""
        if not any(word.strip() for word in words):
            raise typer.BadParameter("Give words or a code to search for.")
        with closing(self._open_program(data_dir)) as program:
            _require_release(program)
            answer = program.lookup.search(
                " ".join(words),
                code_sets=tuple(code_set or ()),
                limit=limit,
                billable=billable,
                on=day,
                as_typed=as_typed,
            )
            if json:
                self._terminal.document(answer_document(answer))
                return
            further = program.lookup.complete(
                " ".join(words), code_sets=tuple(code_set or ()), on=day, limit=_COMPLETIONS
            )
            newer = _newer(program, " ".join(words), code_set or (), answer, day)
        if answer.read_as:
            self._terminal.say(f"Read as: {answer.read_as}")
        for line in (*answer.told, *failed_lines(answer.failed)):
            self._terminal.say(line)
        if answer.release_word:
            self._terminal.say(answer.release_word)
        for line in newer:
            self._terminal.say(line)
        if answer.hits:
            self._terminal.show(hit_table(answer.hits, self._terminal.between))
        else:
            self._terminal.say(f"Nothing found for {answer.query}.")
        if further:
            self._terminal.say(completion_line(further))

    def show(
        self,
        code: Annotated[
            str, typer.Argument(metavar="CODE", help="A code, category, section or chapter.")
        ],
        *,
        code_set: CodeSet = None,
        day: Day = None,
        json: AsJson = False,
        data_dir: DataDir = None,
    ) -> None:
        """Show a code with its place, its own and inherited notes and its seventh characters.

        Of the beginning of a procedure code (0SR9): what may follow, and which codes are left.
        """
        with closing(self._open_program(data_dir)) as program:
            _require_release(program)
            try:
                entry = program.lookup.entry(code, code_set=code_set, on=day)
            except KnownError as fault:
                if (begun := begun_code(program, code, code_set, day)) is not None:
                    self._say_beginning(begun, json=json)
                    return
                if newer := newer_code(program, code, code_set, day):
                    raise KnownError(fault.message, newer) from fault
                raise
            against = validity_words(program, entry.code.code_set, entry.code.code, day)
            newer_words = newer_release_words(program, [entry.code.code_set], day)
        entry = replace(entry, flags=(*entry.flags, *map(Flag, against)))
        for line in newer_words:
            self._terminal.say(line)
        if json:
            self._terminal.document(entry_document(entry))
        else:
            self._terminal.show(*entry_tree(entry))

    def _say_beginning(self, code: GrowingCode, *, json: bool) -> None:
        if json:
            self._terminal.document(beginning_document(code))
        else:
            self._terminal.show(*beginning_lines(code))


def _newer(
    program: Program, typed: str, code_sets: Sequence[str], answer: SearchAnswer, on: date | None
) -> tuple[str, ...]:
    """Return what newer releases have to say: of the code that was typed, else of the hits."""
    asked: Sequence[str | None] = code_sets or (None,)
    for code_set in asked:
        if words := newer_code(program, typed, code_set, on):
            return (words,)
    return newer_release_words(program, (hit.code_set for hit in answer.hits), on)


def _require_release(program: Program) -> None:
    """Say what to do on a new machine before the services say what they lack."""
    if not program.releases.installed():
        raise KnownError(
            f"No code set is installed in {program.folders.data}.", "Run: codebook setup"
        )
