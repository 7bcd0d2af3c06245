"""Puts the lines of a HCPCS file, text or spreadsheet, together to codes and modifiers."""

from __future__ import annotations

from dataclasses import replace

from codebook_app.codesets.hcpcs.columns import FETCH_AGAIN, HcpcsFile, HcpcsLine
from codebook_app.errors import KnownError

CODE_LINE, CODE_CONTINUED, MODIFIER_LINE, MODIFIER_CONTINUED = "3", "4", "7", "8"
"""The types of line: the first of a code, its further ones, and the same of a modifier."""
_QUOTED = 40


class Collector:
    """Takes the lines of the file *name* one by one.

    A code's description may go on over further lines, counted by a sequence number; texts may stand
    before the first code and behind the last, but nowhere else.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lines: dict[str, HcpcsLine] = {}
        self._left_out: list[str] = []
        self._doubts: list[str] = []
        self._begun: HcpcsLine | None = None
        self._parts: list[str] = []
        self._sequence = self._step = 0
        self._before: list[str] = []
        self._behind: list[tuple[int, str]] = []

    def first(self, begun: HcpcsLine, description: str, sequence: int) -> None:
        """Take the first line of a code or modifier.

        Raises:
            KnownError: it stands twice, or a line before it was none.
        """
        self._refuse_text_between()
        self._close()
        self._begun, self._parts = begun, [description]
        self._sequence = self._step = sequence

    def further(
        self, code: str, description: str, sequence: int, number: int, *, modifier: bool
    ) -> None:
        """Take a further line, *number* of the file, of a code's or modifier's description.

        Raises:
            KnownError: it is not the next one of the code before it.
        """
        self._refuse_text_between()
        begun = self._begun
        where = f"{self._name}, line {number}"
        if begun is None or (begun.code, begun.modifier) != (code, modifier):
            raise KnownError(
                f"{where}: the description of {code} goes on here, but its first line does not"
                " stand before it.",
                FETCH_AGAIN,
            )
        if sequence <= self._sequence:
            raise KnownError(
                f"{where}: the lines of {code} are out of order (number {sequence} follows"
                f" {self._sequence}).",
                FETCH_AGAIN,
            )
        if self._step and sequence != self._sequence + self._step:
            self._doubts.append(
                f"{where}: a line of {code} seems to be missing (number {sequence} follows"
                f" {self._sequence})"
            )
        self._parts.append(description)
        self._sequence = sequence

    def other(self, number: int, text: str) -> None:
        """Take line *number*, which holds no code."""
        words = " ".join(text.replace("\x1a", " ").split())
        if words and self._begun is None:
            self._before.append(words)
        elif words:
            self._behind.append((number, words))

    def whole(self) -> HcpcsFile:
        """Return what was read, once all lines were taken.

        Raises:
            KnownError: there is no code.
        """
        self._close()
        if not self._lines:
            raise KnownError(f"{self._name} holds no HCPCS codes.", FETCH_AGAIN)
        asides = [*self._before, *(text for _, text in self._behind)]
        if asides:
            told = "a line that holds" if len(asides) == 1 else f"{len(asides)} lines that hold"
            self._left_out.append(f"{self._name}: {told} no code, “{asides[0][:_QUOTED]}” first")
        return HcpcsFile(tuple(self._lines.values()), tuple(self._left_out), tuple(self._doubts))

    def _refuse_text_between(self) -> None:
        if self._behind:
            number, text = self._behind[0]
            raise KnownError(
                f"{self._name}, line {number}: “{text[:_QUOTED]}” is no line of the HCPCS record"
                " layout, though more codes follow; its columns are shifted.",
                FETCH_AGAIN,
            )

    def _close(self) -> None:
        if self._begun is None:
            return
        title = " ".join(" ".join(self._parts).split()) or self._begun.short
        line = replace(self._begun, title=title)
        if not title:
            raise KnownError(
                f"{self._name}, line {line.line}: {line.code} has no description.", FETCH_AGAIN
            )
        known = self._lines.setdefault(line.code, line)
        if known is line:
            return
        if replace(line, line=known.line) != known:
            raise KnownError(
                f"{self._name}, line {line.line}: {line.code} stands twice, and otherwise in line"
                f" {known.line}.",
                FETCH_AGAIN,
            )
        self._left_out.append(
            f"{self._name}, line {line.line}: {line.code}, which line {known.line} has already"
        )
