"""``changes``: what a release has that an earlier one had not, and the other way round."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Annotated

import typer

from codebook_app.cli.changes_answers import changes_document, changes_tables
from codebook_app.cli.shared_options import AsJson, DataDir, OpenProgram
from codebook_app.cli.terminal import Terminal
from codebook_app.domain.changes import ReleaseChanges
from codebook_app.errors import KnownError


class ChangesCommand:
    """The command that compares two installed releases."""

    def __init__(self, open_program: OpenProgram, terminal: Terminal) -> None:
        self._open_program = open_program
        self._terminal = terminal

    def changes(
        self,
        code_set: Annotated[str, typer.Argument(metavar="CODE_SET", help="For example icd10cm.")],
        before: Annotated[
            str, typer.Argument(metavar="FROM", help="The earlier release, for example FY2025.")
        ],
        after: Annotated[
            str, typer.Argument(metavar="TO", help="The later release, for example FY2026.")
        ],
        *,
        chapter: Annotated[
            str | None,
            typer.Option("--chapter", metavar="CODE", help="Only what lies in this chapter."),
        ] = None,
        code: Annotated[
            str | None,
            typer.Option(
                "--code", metavar="CODE", help="Only this code and what begins with it: S72."
            ),
        ] = None,
        json: AsJson = False,
        data_dir: DataDir = None,
    ) -> None:
        """Compare two installed releases: codes added, deleted, retitled, and changed notes."""
        with closing(self._open_program(data_dir)) as program:
            changes = program.changes.between(code_set, before, after)
        if chapter is not None:
            changes = _within(changes, chapter)
        if code is not None:
            key = _key(code)
            changes = _kept(changes, lambda line: _key(line).startswith(key))
        if json:
            self._terminal.document(changes_document(changes))
        else:
            self._terminal.show(*changes_tables(changes))


def _within(changes: ReleaseChanges, chapter: str) -> ReleaseChanges:
    """Return the changes in one chapter (or what the code set has in its place)."""
    known = {one.code for one in changes.chapters} | set(changes.chapter_of.values())
    if chapter not in known:
        raise KnownError(
            f"There is no chapter “{chapter}” in {changes.after.title}.",
            f"Choose one of: {', '.join(sorted(known))}.",
        )

    return _kept(changes, lambda code: changes.chapter_of.get(code) == chapter)


def _key(code: str) -> str:
    return code.replace(".", "").strip().upper()


def _kept(changes: ReleaseChanges, here: Callable[[str], bool]) -> ReleaseChanges:
    """Return the changes at the codes that are *here*."""
    return replace(
        changes,
        added=tuple(line for line in changes.added if here(line.code)),
        deleted=tuple(line for line in changes.deleted if here(line.code)),
        headers_added=tuple(line for line in changes.headers_added if here(line.code)),
        headers_deleted=tuple(line for line in changes.headers_deleted if here(line.code)),
        retitled=tuple(one for one in changes.retitled if here(one.line.code)),
        notes_changed=tuple(one for one in changes.notes_changed if here(one.line.code)),
    )
