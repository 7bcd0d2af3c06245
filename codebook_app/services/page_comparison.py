"""Two releases of a code set side by side: the same page in both, with what differs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from codebook_app.domain.note import NoteKind
from codebook_app.domain.page import Page, PageLine
from codebook_app.domain.page_comparison import (
    LinePair,
    Mark,
    NotePair,
    PageComparison,
    Run,
    TextPair,
)
from codebook_app.errors import KnownError
from codebook_app.services.lookup import Lookup
from codebook_app.services.releases import Releases

_WORD = re.compile(r"\w[\w.\-']*\s*|[^\w\s]\s*|\s+")
_ALIKE = 0.5
"""Texts that share less than this part of their words are two texts, not one that changed."""

_Told = tuple[str, NoteKind | None, str]
"""Something that stands at a line: what it is called, the kind of note, and its text."""


class PageComparisons:
    """Compares pages of installed releases. Safe from any thread."""

    def __init__(self, lookup: Lookup, releases: Releases) -> None:
        self._lookup = lookup
        self._releases = releases

    def between(self, code_set: str, code: str, before: str, after: str) -> PageComparison:
        """Return the page of *code* in the releases *before* and *after*, named as they are listed.

        Where only one of them has the code, its page there is compared with the page of the same
        heading in the other. Takes some milliseconds for a category.

        Raises:
            KnownError: a release is not installed, both are the same, or neither has the code.
        """
        if before == after:
            raise KnownError(
                f"{after} cannot be compared with itself.", "Name two releases of the code set."
            )
        earlier = self._releases.choose(code_set, None, before).release
        later = self._releases.choose(code_set, None, after).release
        old = self._page(code_set, code, before)
        new = self._page(code_set, old.heading.code if old else code, after)
        if new is None:
            new = self._page(code_set, code, after)
        if old is None and new is not None:
            old = self._page(code_set, new.heading.code, before)
        page = new or old
        if page is None:
            raise KnownError(
                f"“{code}” is in neither {earlier.title} nor {later.title}.",
                "Open a page that one of them has.",
            )
        return PageComparison(
            page.heading.code,
            earlier,
            later,
            compared_lines(old.lines if old else (), new.lines if new else ()),
            compared_inherited(old, new) if old and new else (),
        )

    def _page(self, code_set: str, code: str, release: str) -> Page | None:
        try:
            return self._lookup.page(code, code_set=code_set, release=release)
        except KnownError:
            return None


def compared_lines(before: Sequence[PageLine], after: Sequence[PageLine]) -> tuple[LinePair, ...]:
    """Return the lines of two pages aligned by code, each where it is printed."""
    return tuple(_aligned(before, after))


def _aligned(before: Sequence[PageLine], after: Sequence[PageLine]) -> Iterator[LinePair]:
    depth = min((line.code.depth for line in (*before[:1], *after[:1])), default=0)
    old, new = [line.code.code for line in before], [line.code.code for line in after]
    for how, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            for one, other in zip(before[i1:i2], after[j1:j2], strict=True):
                yield _pair(one, other, depth)
        else:
            for line in before[i1:i2]:
                yield _pair(line, None, depth)
            for line in after[j1:j2]:
                yield _pair(None, line, depth)


def _pair(before: PageLine | None, after: PageLine | None, depth: int) -> LinePair:
    line = after or before
    assert line is not None  # noqa: S101
    title = compared_text(before.code.title if before else "", after.code.title if after else "")
    state = compared_text(_state(before), _state(after))
    mark = Mark.SAME
    if before is None:
        mark = Mark.ADDED
    elif after is None:
        mark = Mark.DELETED
    elif title.differs:
        mark = Mark.RETITLED
    elif state.differs:
        mark = Mark.CHANGED
    notes = compared_notes(_told(before), _told(after))
    old, new = before.code if before else None, after.code if after else None
    return LinePair(old, new, line.code.depth - depth, mark, title, state, notes)


def _state(line: PageLine | None) -> str:
    if line is None or line.code.heading:
        return ""
    if line.code.level not in {"code", "category", "subcategory"} and not line.code.billable:
        return line.code.level  # a terminated code, a modifier
    return line.code.billable_word


def _told(line: PageLine | None) -> tuple[_Told, ...]:
    if line is None:
        return ()
    return (
        *((note.kind.label, note.kind, note.text) for note in line.notes),
        *(
            ("7th character", None, f"{seventh.character} {seventh.meaning}")
            for seventh in line.seventh_characters
        ),
        *((fact.name, None, f"{fact.value} {fact.meaning}".strip()) for fact in line.facts),
    )


def compared_inherited(before: Page, after: Page) -> tuple[NotePair, ...]:
    """Return the notes of the lines above two pages that differ, each named with its origin."""

    def told(page: Page) -> tuple[_Told, ...]:
        return tuple(
            (f"{one.note.kind.label} at {one.origin.code}", one.note.kind, one.note.text)
            for one in page.inherited
        )

    pairs = compared_notes(told(before), told(after))
    return tuple(pair for pair in pairs if pair.mark)


def compared_notes(before: Sequence[_Told], after: Sequence[_Told]) -> tuple[NotePair, ...]:
    """Return what stands at a line in two releases, in printed order.

    What is worded alike under the same label is one note that changed; else one went and one came.
    """
    pairs: list[NotePair] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for how, i1, i2, j1, j2 in matcher.get_opcodes():
        if how == "equal":
            pairs += [_note(one, one) for one in before[i1:i2]]
        else:
            pairs += _changed_notes(before[i1:i2], after[j1:j2])
    return tuple(pairs)


def _changed_notes(before: Iterable[_Told], after: Iterable[_Told]) -> Iterator[NotePair]:
    came = list(after)
    for told in before:
        label, _, text = told
        alike = [
            (_likeness(text, other[2]), -at) for at, other in enumerate(came) if other[0] == label
        ]
        best, at = max(alike, default=(0.0, 0))
        yield _note(told, came.pop(-at) if best >= _ALIKE else None)
    yield from (_note(None, told) for told in came)


def _note(before: _Told | None, after: _Told | None) -> NotePair:
    told = after or before
    assert told is not None  # noqa: S101
    label, kind, _ = told
    text = compared_text(before[2] if before else "", after[2] if after else "")
    mark = Mark.CHANGED if text.differs else Mark.SAME
    if before is None or after is None:
        mark = Mark.ADDED if before is None else Mark.DELETED
    return NotePair(label, text, mark, kind)


def compared_text(before: str, after: str) -> TextPair:
    """Return two texts in runs, those of words that only one of them has marked as its own.

    Texts that have little in common are marked whole: a word kept here and there says nothing.
    """
    if before == after:
        same = (Run(before),) if before else ()
        return TextPair(same, same)
    if not before or not after:
        return TextPair(_whole(before), _whole(after))
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, _keys(old), _keys(new), autojunk=False)
    if matcher.ratio() < _ALIKE:
        return TextPair(_whole(before), _whole(after))
    runs: tuple[list[Run], list[Run]] = ([], [])
    for how, i1, i2, j1, j2 in matcher.get_opcodes():
        for side, words in zip(runs, (old[i1:i2], new[j1:j2]), strict=True):
            if words:
                side.append(Run("".join(words), how != "equal"))
    return TextPair(tuple(runs[0]), tuple(runs[1]))


def _whole(text: str) -> tuple[Run, ...]:
    return (Run(text, True),) if text else ()


def _keys(words: Iterable[str]) -> list[str]:
    return [word.strip() for word in words]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(
        None, _keys(_WORD.findall(one)), _keys(_WORD.findall(other)), autojunk=False
    ).ratio()
