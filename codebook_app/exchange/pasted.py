"""Finds what may be codes in any text: a note, a bill, an e-mail, a list in one of our formats.

Pure: whether a candidate is a code is decided by whoever has the releases. Nothing that has the
shape of a code is dropped in silence: it is a candidate, or passed over with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from codebook_app.domain.encounter import Role
from codebook_app.exchange.candidates import Candidate, How, Passed, Pasted, Spelling, Standing
from codebook_app.exchange.listed_columns import read_columns
from codebook_app.exchange.pasted_beside import REVENUE, beside, on_its_day
from codebook_app.exchange.pasted_lines import (
    MASK,
    NUMBERING,
    Label,
    Masked,
    has_words,
    label_in,
    masked,
)
from codebook_app.exchange.pasted_own import read_numbered, read_titled
from codebook_app.exchange.pasted_segments import read_segments
from codebook_app.exchange.pasted_shapes import CM, CPT, HCPCS, PCS, is_category, joined, spellings

_WORD = re.compile(r"(?<!\w)(?:\d(?:\.\d+)?[Ee]\+\d{1,3}|[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*)(?!\w)")
_LEVELLED = str.maketrans(
    {
        "\u00a0": " ",
        "\u2007": " ",
        "\u202f": " ",
        "\u3000": " ",
        "\ufeff": " ",
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\uff0e": ".",
        "\uff0c": ",",
        "\u00d7": "x",
        "\r": " ",
        "\x0b": " ",
        "\x0c": " ",
        MASK: " ",
    }
)
_JOINED = re.compile(r"(?: |,)(\d[0-9A-Za-z]{0,3})(?![\w.])")
_RANGE = re.compile(
    r"(?<!\w)([A-Z]\w{2}(?:\.?\w{1,4})?|\d{4}\w)(?:\.?-)?(?:-|\s(?:to|thru|through)\s)"
    r"([A-Z]\w{2}(?:\.?\w{1,4})?|\d{4}\w)(?:\.?-)?(?!\w)",
    re.IGNORECASE,
)
_DASHED = re.compile(r"\.?-(?![A-Za-z0-9])")
_MENTION = re.compile(
    r"\b(in addition to|(?:do )?not report|use with|used with|see also|see|excludes?\s?[12]?"
    r"|code(?:d)? first|use additional|code also|excluding|except|instead of|replaced by"
    r"|formerly|previously coded)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(mrn|acct|account|phone|tel|fax|zip|npi|room|rm|bed|lot|ref|reference|order|invoice|policy"
    r"|member|claim|id|case|ext|box|suite|ste|apt|chart|fin|csn|serial|model|version|highway|hwy"
    r"|route|flight|floor|ward|extension|subscriber|authorization|auth|accession|specimen|study"
    r"|group|tax|ein|ssn|dea|license|licence)"
    r"(?:\s?(?:no|number|num|id|nr))?\.?[\s:#=]{0,3}$",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\s*[(\[]\s*([A-Za-z][A-Za-z /]{2,30})[)\]]")
_SEPARATED = re.compile(r"[,;|/•]\s*|\s{2,}")
_BEFORE_WORDS = 60


def take_apart(text: str) -> Pasted:
    """Return the candidates of *text* in the order they stand, however it is laid out."""
    levelled = text.translate(_LEVELLED)
    for read in (read_segments, read_titled, read_numbered, _read_table):
        found = read(levelled)
        if found is not None:
            return found
    return _read_text(levelled)


def _read_table(text: str) -> Pasted | None:
    return read_columns(text, _read_cell)


def _read_cell(text: str, start: int, end: int) -> Iterator[Candidate | Passed]:
    """Yield what stands in a cell that holds more than one code."""
    return _Line(text[start:end], start, _Heading()).found()


def _read_text(text: str) -> Pasted:
    candidates: list[Candidate] = []
    passed: list[Passed] = []
    heading = _Heading()
    at = 0
    for line in text.split("\n"):
        found = list(_Line(line, at, heading).found())
        for one in found:
            if isinstance(one, Candidate):
                candidates.append(one)
            else:
                passed.append(one)
        heading = heading.after(line, found)
        at += len(line) + 1
    return Pasted("text", tuple(candidates), tuple(passed))


_UNLABELLED = Label()


@dataclass(frozen=True, slots=True)
class _Heading:
    """What a line without codes says of the lines below it."""

    label: Label = _UNLABELLED

    def after(self, line: str, found: list[Candidate | Passed]) -> _Heading:
        """Return the heading that holds below *line*."""
        if found:
            return self
        if not line.strip():
            return _Heading(replace(self.label, role=Role.LISTED, principal=False))
        label = label_in(line) if len(line) <= _BEFORE_WORDS else None
        if label is not None and not has_words(NUMBERING.sub("", line, count=1)):
            return _Heading(label)
        return self if not line.rstrip().endswith(":") else _Heading()


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    spelled: tuple[Spelling, ...]


class _Line:
    """One line of text, taken apart."""

    def __init__(self, line: str, at: int, heading: _Heading) -> None:
        self._line = line
        self._at = at
        self._heading = heading.label
        self._masked: Masked = masked(line)
        self._text = self._masked.text

    def found(self) -> Iterator[Candidate | Passed]:
        """Yield the candidates of the line and what is passed over, in their order."""
        if not any(letter.isdigit() for letter in self._line):
            return
        ranges = [found for found in _RANGE.finditer(self._text) if _is_range(found)]
        tokens = [
            token
            for token in self._tokens()
            if not any(one.start() <= token.start < one.end() for one in ranges)
        ]
        placed: list[tuple[int, Candidate | Passed]] = [
            (one.start(), self._passed(one.start(), one.end(), "a range of codes"))
            for one in ranges
        ]
        placed += [
            (token.start, one)
            for number, token in enumerate(tokens)
            if (one := self._read(tokens, number)) is not None
        ]
        yield from (one for _, one in sorted(placed, key=lambda pair: pair[0]))

    def _tokens(self) -> list[_Token]:
        """Return the words of the line that may spell codes."""
        alone = self._cells_without_words()
        tokens: list[_Token] = []
        for word in _WORD.finditer(self._text):
            for start, end in _cut(word):
                is_alone = any(low <= start and end <= high for low, high in alone)
                spelled = spellings(self._text[start:end], alone=is_alone)
                if spelled and not self._is_inner(start, end, tokens):
                    tokens.append(_Token(start, end, self._with_joined(start, end, spelled)))
                    break
        return tokens

    def _cells_without_words(self) -> list[tuple[int, int]]:
        """Return the cells, divided by tabs, that hold one word without blanks and no other."""
        found = []
        for cell in re.finditer(r"[^\t|,;]+", self._text):
            stripped = NUMBERING.sub("", cell[0], count=1) if " " in cell[0].strip() else cell[0]
            if stripped.strip() and " " not in stripped.strip():
                found.append((cell.start(), cell.end()))
        return found

    def _with_joined(
        self, start: int, end: int, spelled: tuple[Spelling, ...]
    ) -> tuple[Spelling, ...]:
        if not is_category(self._text[start:end]):
            return spelled
        rest = _JOINED.match(self._text, end)
        if rest is None:
            return spelled
        code = joined(self._text[start:end], rest[1], self._at + rest.end())
        return spelled if code is None else (*spelled, code)

    def _is_inner(self, start: int, end: int, tokens: list[_Token]) -> bool:
        """Whether the word is a part of another one: ``SARS-CoV2``, ``I-131``, ``L5-S1``."""
        if start < 2 or self._text[start - 1] != "-" or not self._text[start - 2].isalnum():
            return False
        if "." in self._text[start:end] or (tokens and tokens[-1].end == start - 1):
            return False
        word = re.search(r"[\w-]+$", self._text[: start - 1])
        return word is None or label_in(f"{word[0]}:") is None

    def _read(self, tokens: list[_Token], number: int) -> Candidate | Passed | None:
        token = tokens[number]
        left = tokens[number - 1].end if number else 0
        right = tokens[number + 1].start if number + 1 < len(tokens) else len(self._text)
        before = self._text[left : token.start]
        spelled = token.spelled
        standing = self._standing(tokens, number)
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
            self._line_part(token.end, right) if not joined_next else "",
            listed=standing >= Standing.BEGINS,
            services=services,
            diagnoses=CM in code_sets,
        )
        if services or PCS in code_sets:
            whole = len(tokens) == 1
            low, high = (0, len(self._text)) if whole else (token.end, right)
            given = on_its_day(given, self._masked, low, high, services=services)
        label = self._label(tokens, number)
        return Candidate(
            self._at + token.start,
            self._at + token.end,
            self._line[token.start : token.end],
            spelled,
            standing,
            given=replace(given, role=label.role if CM in code_sets else Role.LISTED),
            doubt=self._doubt(tokens, number, standing),
            expected=label.expected,
            principal=label.principal and CM in code_sets,
        )

    def _line_part(self, start: int, end: int) -> str:
        return self._text[start:end]

    def _is_trailing_dash(self, token: _Token) -> bool:
        """Whether the dash behind a whole code only leads to its title: ``E11.9- Diabetes``."""
        behind = self._text[token.end :]
        return token.end - token.start > 3 and re.match(r"-\s+\w", behind) is not None

    def _standing(self, tokens: list[_Token], number: int) -> Standing:
        token = tokens[number]
        low = self._text.rfind("\t", 0, token.start) + 1
        high = self._text.find("\t", token.end)
        high = len(self._text) if high < 0 else high
        if not has_words(self._without_tokens(tokens, low, high)):
            return Standing.LISTED
        if self._is_billed(token):
            return Standing.LISTED
        mentioned = _MENTION.search(self._text, low, token.start) is not None
        before = NUMBERING.sub("", self._text[low : token.start], count=1)
        if not has_words(before) and (number == 0 or tokens[number - 1].end <= low):
            return Standing.BEGINS
        if mentioned:
            return Standing.PROSE
        if number and self._leads(tokens[0]):
            between = self._text[tokens[number - 1].end : token.start]
            last = _SEPARATED.split(between)[-1]
            if _SEPARATED.search(between) and not has_words(last):
                return Standing.BEGINS
        if self._is_marked(token, low, high):
            return Standing.MARKED
        return Standing.PROSE

    def _is_billed(self, token: _Token) -> bool:
        """Whether the line is one of an institutional bill: revenue code, words, the service."""
        services = {CPT, HCPCS} & {one.code_set for one in token.spelled}
        return bool(services) and REVENUE.match(self._text) is not None

    def _leads(self, token: _Token) -> bool:
        return not has_words(NUMBERING.sub("", self._text[: token.start], count=1))

    def _without_tokens(self, tokens: list[_Token], low: int, high: int) -> str:
        """Return a part of the line without codes, indicators and units."""
        parts, at = [], low
        for token in tokens:
            if low <= token.start < high:
                parts.append(self._text[at : token.start])
                at = max((one.end - self._at for one in token.spelled if one.end), default=0)
                at = max(token.end, at)
        parts.append(self._text[at:high])
        return re.sub(
            r"(?<=[-: ,])[A-Z0-9]{2}(?![\w])|(?i:\bx\s?\d+\b|\band\b)", " ", " ".join(parts)
        )

    def _is_marked(self, token: _Token, low: int, high: int) -> bool:
        before, after = self._text[low : token.start], self._text[token.end : high]
        opened = max(before.rfind("("), before.rfind("["))
        closes = re.search(r"[)\]]", after)
        if opened >= 0 and closes is not None:
            inside = before[opened + 1 :] + after[: closes.start()]
            within = not re.search(r"[)\]]", before[opened:])
            if within and not has_words(re.sub(r"\w*\d[\w.]*", " ", inside)):
                return True
        label = label_in(before[-_BEFORE_WORDS:])
        if label is not None and not has_words(_after_last_label(before[-_BEFORE_WORDS:])):
            return True
        return bool(re.search(r"(?:\s{2,}|[-:=>]\s*|\t)$", before)) and not has_words(after)

    def _label(self, tokens: list[_Token], number: int) -> Label:
        """Return what is said of the candidate: by its line, else by the heading above it."""
        token = tokens[number]
        left = tokens[number - 1].end if number else 0
        right = tokens[number + 1].start if number + 1 < len(tokens) else len(self._text)
        behind = _BEHIND.match(self._text[token.end : right])
        if behind is not None and (said := label_in(f"{behind[1]}:")) is not None:
            return replace(said, expected=said.expected or self._heading.expected)
        between = _BEHIND.sub("", self._text[left : token.start], count=1)
        own = label_in(between[-_BEFORE_WORDS:])
        if own is None and number:
            # "Principal: E11.9, I10": only the first is; the code set holds for all.
            first = label_in(self._text[: tokens[0].start])
            own = None if first is None else replace(first, principal=False)
        if own is None:
            return replace(self._heading, principal=self._heading.principal and number == 0)
        if not own.expected and self._heading.expected:
            return replace(own, expected=self._heading.expected)
        return own

    def _doubt(self, tokens: list[_Token], number: int, standing: Standing) -> str:
        token = tokens[number]
        word = self._text[token.start : token.end]
        before = self._text[: token.start]
        if not ("." in word and word[0].isalpha()) and not self._is_billed(token):
            numbered = _NUMBERED.search(before[-_BEFORE_WORDS:])
            if numbered is not None:
                return f"behind “{numbered[1]}”"
            inner = re.match(r"-\w+", self._text[token.end :])
            if inner is not None and len(inner[0]) > 3 and not _is_next(tokens, number):
                return f"a part of “{word}{inner[0]}”"
            if before.endswith("#") and word.isdigit():
                return "behind “#”"
        if standing < Standing.BEGINS:
            mention = None
            for mention in _MENTION.finditer(before):  # noqa: B007 - the last one counts
                pass
            if mention is not None:
                return f"behind “{mention[1]}”"
        return ""

    def _passed(self, start: int, end: int, reason: str) -> Passed:
        return Passed(self._at + start, self._at + end, self._line[start:end], reason)


def _is_next(tokens: list[_Token], number: int) -> bool:
    return number + 1 < len(tokens) and tokens[number + 1].start == tokens[number].end + 1


def _is_range(found: re.Match[str]) -> bool:
    """Whether two codes joined by a dash or "to" are the ends of a range: E08-E13, N18.1-N18.6."""
    first, last = found[1].upper(), found[2].upper()
    if _is_service(first) and _is_service(last):
        return first[0] == last[0] and first < last
    if not (_is_diagnosis(first) and _is_diagnosis(last)):
        return False
    if len(first) == 3 and len(last) == 3:
        return True
    return first[:2] == last[:2] and first < last


def _is_service(word: str) -> bool:
    return any(one.code_set in {CPT, HCPCS} and not one.how for one in spellings(word, alone=False))


def _is_diagnosis(word: str) -> bool:
    return any(one.code_set == CM and not one.how for one in spellings(word, alone=False))


def _after_last_label(text: str) -> str:
    from codebook_app.exchange.pasted_lines import LABEL

    end = 0
    for found in LABEL.finditer(text):
        end = found.end()
    return text[end:]


def _cut(word: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield the word, and it without a sentence's end or beginning glued on: ``stable.E11.9``."""
    yield word.start(), word.end()
    parts = word[0].split(".")
    if len(parts) > 1 and parts[0].isalpha():
        yield word.start() + len(parts[0]) + 1, word.end()
    if len(parts) > 1 and parts[-1].isalpha() and len(parts[-1]) > 1:
        yield word.start(), word.end() - len(parts[-1]) - 1
