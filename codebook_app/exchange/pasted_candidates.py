"""One line of a text, taken apart into candidates with what is said beside each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from codebook_app.domain.encounter import Role
from codebook_app.exchange.candidates import Candidate, How, Passed, Standing
from codebook_app.exchange.pasted_beside import beside, on_its_day
from codebook_app.exchange.pasted_lines import (
    BEFORE_WORDS,
    MASK,
    NUMBERING,
    UNLABELLED,
    Label,
    has_words,
    label_in,
    masked,
)
from codebook_app.exchange.pasted_places import Places
from codebook_app.exchange.pasted_shapes import CM, CPT, HCPCS, PCS
from codebook_app.exchange.pasted_tokens import Token, ranges_in, tokens_in

_DASHED = re.compile(r"\.?-(?![A-Za-z0-9])")
_ICD9_NUMBER = re.compile(r"(?<![\w.])[0-9]{3}\.[0-9]{1,2}(?![\w%.])")
_ICD9_SAID = re.compile(r"\bicd-?\s?9\b", re.IGNORECASE)
OF_ICD9 = "a code of ICD-9-CM by its shape"
"""Why a number with a point is none to read, where codes stand."""
_DOSE = re.compile(
    rf"\s*[,:-]?\s*(?:{MASK}|\d+(?:\.\d+)?\s?(?:mg|mcg|ml|iu|u|units?)\b)", re.IGNORECASE
)
_BEHIND = re.compile(r"\s*[(\[]\s*([A-Za-z][A-Za-z /]{2,30})[)\]]")


def candidates_in(line: str, at: int, heading: Label = UNLABELLED) -> Iterator[Candidate | Passed]:
    """Yield the candidates of *line* and what is passed over, in their order.

    *at* is where in the whole text the line begins; *heading* is what was said above it.
    """
    if any(letter.isdigit() for letter in line):
        yield from _Line(line, at, heading).found()


class _Line:
    """One line with a digit, its parts that are no codes masked."""

    def __init__(self, line: str, at: int, heading: Label) -> None:
        self._line = line
        self._at = at
        self._heading = heading
        self._masked = masked(line)
        self._text = self._masked.text
        self._ranges = ranges_in(self._text)
        self._tokens = tokens_in(self._text, at, self._ranges)
        self._places = Places(self._text, at, self._tokens)

    def found(self) -> Iterator[Candidate | Passed]:
        """Yield what :func:`candidates_in` yields."""
        placed: list[tuple[int, Candidate | Passed]] = [
            (start, self._passed(start, end, "a range of codes")) for start, end in self._ranges
        ]
        placed += [(token.start, self._read(number)) for number, token in enumerate(self._tokens)]
        placed += [(start, self._passed(start, end, OF_ICD9)) for start, end in self._of_icd9()]
        yield from (one for _, one in sorted(placed, key=lambda pair: pair[0]))

    def _of_icd9(self) -> Iterator[tuple[int, int]]:
        """Yield where numbers stand that are codes of ICD-9-CM by their shape and place."""
        text = self._text
        for word in _ICD9_NUMBER.finditer(text):
            before = NUMBERING.sub("", text[: word.start()], count=1)
            set_off = text[word.start() - 1 : word.start()] + text[word.end() : word.end() + 1]
            if set_off in {"()", "[]"} or _ICD9_SAID.search(before) or not has_words(before):
                yield word.start(), word.end()

    def _read(self, number: int) -> Candidate | Passed:
        tokens = self._tokens
        token = tokens[number]
        left, right = self._between(number)
        before = self._text[left : token.start]
        spelled = token.spelled
        standing = self._places.standing(number)
        if _DASHED.match(self._text, token.end) and not self._is_trailing_dash(token):
            if standing < Standing.BEGINS:
                return self._passed(token.start, token.end, "a beginning of codes, with a dash")
            spelled = tuple(
                replace(one, how=How.DASHED) if one.code_set == CM and not one.how else one
                for one in spelled
            )
        code_sets = {one.code_set for one in spelled}
        services = bool(code_sets & {CPT, HCPCS})
        joined_end = max((one.end - self._at for one in spelled if one.end), default=token.end)
        joined_next = number + 1 < len(tokens) and tokens[number + 1].start < joined_end
        given = beside(
            before,
            self._text[token.end : right] if not joined_next else "",
            listed=standing >= Standing.BEGINS,
            services=services,
            diagnoses=CM in code_sets,
        )
        if services or PCS in code_sets:
            whole = len(tokens) == 1
            low, high = (0, len(self._text)) if whole else (token.end, right)
            given = on_its_day(given, self._masked, low, high, services=services)
            if given.performed_on is None:
                given = replace(given, performed_on=self._leading_day())
        label = self._label(number)
        if not label.expected and HCPCS in code_sets and self._is_dosed(token):
            label = replace(label, expected=HCPCS)
        return Candidate(
            self._at + token.start,
            self._at + token.end,
            self._line[token.start : token.end],
            spelled,
            standing,
            given=replace(given, role=label.role if CM in code_sets else Role.LISTED),
            doubt=self._places.doubt(number, standing),
            expected=label.expected,
            principal=label.principal and CM in code_sets,
        )

    def _leading_day(self) -> date | None:
        """Return the one day of the line where it stands before all its codes, and so of each."""
        days = self._masked.dates
        leads = len(days) == 1 and days[0].start < self._tokens[0].start
        return days[0].day if leads else None

    def _is_dosed(self, token: Token) -> bool:
        """Whether a measure stands right behind, as behind the code of a drug: ``J1100 8 mg``."""
        return (
            self._text[token.start].upper() == "J"
            and _DOSE.match(self._text, token.end) is not None
            and re.match(r"\s*[,:-]?\s*\d+(?:\.\d+)?\s?[A-Za-z]", self._line[token.end :])
            is not None
        )

    def _between(self, number: int) -> tuple[int, int]:
        """Return where the token before one ends, and where the one behind it begins."""
        last = number + 1 == len(self._tokens)
        return (
            self._tokens[number - 1].end if number else 0,
            len(self._text) if last else self._tokens[number + 1].start,
        )

    def _is_trailing_dash(self, token: Token) -> bool:
        """Whether the dash behind a whole code only leads to its title: ``E11.9- Diabetes``."""
        behind = self._text[token.end :]
        return token.end - token.start > 3 and re.match(r"-\s+\w", behind) is not None

    def _label(self, number: int) -> Label:
        """Return what is said of the candidate: by its line, else by the heading above it."""
        token = self._tokens[number]
        left, right = self._between(number)
        behind = _BEHIND.match(self._text[token.end : right])
        if behind is not None and (said := label_in(f"{behind[1]}:")) is not None:
            return replace(said, expected=said.expected or self._heading.expected)
        between = _BEHIND.sub("", self._text[left : token.start], count=1)
        own = label_in(between[-BEFORE_WORDS:])
        if own is None and number:
            # "Principal: E11.9, I10": only the first is; the code set holds for all.
            first = label_in(self._text[: self._tokens[0].start])
            own = None if first is None else replace(first, principal=False)
        if own is None:
            return replace(self._heading, principal=self._heading.principal and number == 0)
        if not own.expected and self._heading.expected:
            return replace(own, expected=self._heading.expected)
        return own

    def _passed(self, start: int, end: int, reason: str) -> Passed:
        return Passed(self._at + start, self._at + end, self._line[start:end], reason)
