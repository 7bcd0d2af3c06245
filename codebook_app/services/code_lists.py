"""Reads for a list of codes, however spelled, what the rules need to know of each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codebook_app.codesets.icd10cm import grammar
from codebook_app.domain.code import Code, SeventhCharacter
from codebook_app.domain.note import NoteKind, SourcedNote
from codebook_app.domain.release import Release
from codebook_app.edits.detail import may_lack_a_side, same_but_for_the_side
from codebook_app.edits.excludes import PERMITTING
from codebook_app.edits.listed import Choices, Line, ListedCode
from codebook_app.edits.spelling import beginnings, other_spellings

if TYPE_CHECKING:
    from codebook_app.store.listed_lines import BillableBelow
    from codebook_app.store.reference_db import ReferenceDb

MOST_OFFERED = 20
_LONGEST_WRITTEN = 40
_KINDS = PERMITTING | {NoteKind.EXCLUDES1}


@dataclass(frozen=True, slots=True)
class Asked:
    """A code as it stands on a list, and its line's id where it has one."""

    text: str
    line_id: str = ""


class ListReader:
    """Reads code lists with one release, in a fixed number of queries whatever their length.

    The *others* are looked into only for codes that *release* does not hold.
    """

    def __init__(
        self,
        release: Release,
        others: Iterable[Release],
        open_reader: Callable[[str, str], ReferenceDb],
    ) -> None:
        from codebook_app.store.listed_lines import ListedLines  # late: see releases.py

        self._reference = open_reader(release.code_set, release.release)
        self._lines = ListedLines(self._reference)
        self._lines_of = ListedLines
        self._others = tuple(others)
        self._open_reader = open_reader

    def read(self, asked: Sequence[Asked]) -> tuple[ListedCode, ...]:
        """Return *asked* in their order with what the release says of them."""
        written = {one: _written(one.text) for one in asked}
        named = self._lines.named({code for code, shaped in written.values() if shaped})
        unknown = dict.fromkeys(code for code, _ in written.values() if code not in named)
        meant = self._meant(unknown)
        elsewhere = self._elsewhere(unknown)
        concerned = (*named.values(), *(one for some in meant.values() for one in some.concerned))
        choices = self._choices(concerned)
        notes = self._governing_notes(named.values())

        def line(code: Code) -> Line:
            return Line(code, choices.get(code.id))

        def listed(one: Asked) -> ListedCode:
            code, shaped = written[one]
            if code in named:
                found = named[code]
                return ListedCode(code, line(found), one.line_id, notes=notes.get(found.id, ()))
            closest = meant[code].closest
            return ListedCode(
                code,
                None,
                one.line_id,
                shaped=shaped,
                closest=None if closest is None else line(closest),
                respelled=tuple(line(other) for other in meant[code].respelled),
                elsewhere=elsewhere.get(code, ()),
            )

        return tuple(listed(one) for one in asked)

    def beside(self, codes: Iterable[Code]) -> dict[str, tuple[Code, ...]]:
        """Return the codes that say the same as each of *codes* with a side, by its code.

        Only those that leave the side open are asked about; those without such codes are left out.
        """
        asked = [code for code in codes if code.billable and may_lack_a_side(code)]
        found = self._lines.beside(asked)
        sided = {
            code.code: tuple(
                one for one in found[code.id] if one.billable and same_but_for_the_side(code, one)
            )
            for code in asked
        }
        return {code: others for code, others in sided.items() if others}

    def valid(self, codes: Collection[str]) -> dict[str, Code]:
        """Return those of *codes*, as printed, that the release has as billable codes."""
        if not codes:
            return {}
        return {code: line for code, line in self._lines.named(codes).items() if line.billable}

    def _meant(self, unknown: Iterable[str]) -> dict[str, _Meant]:
        """Return the lines that each unknown code may have been meant as, and the closest."""
        spellings = {code: other_spellings(code) for code in unknown}
        shorter = {code: beginnings(code) for code in unknown}
        named = self._lines.named(
            {one for found in (*spellings.values(), *shorter.values()) for one in found}
        )
        return {
            code: _Meant(
                tuple(named[one] for one in spellings[code] if one in named),
                next((named[one] for one in shorter[code] if one in named), None),
            )
            for code in spellings
        }

    def _elsewhere(self, unknown: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the other releases, in words, that hold a code."""
        found: dict[str, tuple[str, ...]] = {}
        if not unknown:
            return found
        for release in self._others:
            reader = self._open_reader(release.code_set, release.release)
            for code, line in self._lines_of(reader).named(unknown).items():
                if line.billable and line.code == code:
                    told = f"{release.release} ({release.dates_word})"
                    found[code] = (*found.get(code, ()), told)
        return found

    def _choices(self, lines: Iterable[Code]) -> dict[int, Choices]:
        """Return the codes to choose from for each of *lines* that is not billable."""
        incomplete = {line.id: line for line in lines if not line.billable}
        if not incomplete:
            return {}
        sevenths = self._reference.seventh_characters(list(incomplete))
        headers = [line for line in incomplete.values() if line.id not in sevenths]
        below = self._lines.billable_below(headers, MOST_OFFERED)
        return {
            **{own: Choices(True, len(found), found) for own, found in sevenths.items()},
            **{own: _header_choices(found) for own, found in below.items()},
        }

    def _governing_notes(self, lines: Iterable[Code]) -> dict[int, tuple[SourcedNote, ...]]:
        """Return the notes of *lines* and of all above them that tell two codes apart or joined."""
        own = {line.id: line for line in lines}
        above = self._lines.above(own.values())
        paths = {line_id: (*above[line_id], line) for line_id, line in own.items()}
        notes = self._reference.notes(list({one.id for path in paths.values() for one in path}))
        return {
            line_id: tuple(
                SourcedNote(note, origin, inherited=origin.id != line_id)
                for origin in path
                for note in notes.get(origin.id, ())
                if note.kind in _KINDS
            )
            for line_id, path in paths.items()
        }


@dataclass(frozen=True, slots=True)
class _Meant:
    """The lines that other spellings of a code name, and the one its beginning names."""

    respelled: tuple[Code, ...]
    closest: Code | None

    @property
    def concerned(self) -> tuple[Code, ...]:
        return self.respelled if self.closest is None else (*self.respelled, self.closest)


def _written(text: str) -> tuple[str, bool]:
    """Return the code as printed and true, or what stands there and false."""
    printed = grammar.normalise(text)
    if printed is not None:
        return printed, True
    return " ".join(text.upper().split())[:_LONGEST_WRITTEN], False


def _header_choices(below: BillableBelow) -> Choices:
    return Choices(
        seventh=False,
        count=below.count,
        offered=tuple(
            SeventhCharacter(code.seventh_character, code.title, code.code)
            for code in below.nearest
        ),
    )
