"""The words of a line that may spell codes, and the ranges of codes that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codebook_app.exchange.candidates import Spelling
from codebook_app.exchange.pasted_lines import NUMBERING, label_in
from codebook_app.exchange.pasted_shapes import CM, CPT, HCPCS, ICF, is_category, joined, spellings

_WORD = re.compile(r"(?<!\w)(?:\d(?:\.\d+)?[Ee]\+\d{1,3}|[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*)(?!\w)")
_JOINED = re.compile(r"(?: \. ?|\. | |,)(\d[0-9A-Za-z]{0,3})(?![\w.])")
_QUALIFIED = re.compile(r"\+\d")  # e310+3, of ICF
_RANGE = re.compile(
    r"(?<!\w)([A-Z]\w{2}(?:\.?\w{1,4})?|\d{4}\w)(?:\.?-)?(?:-|\s(?:to|thru|through)\s)"
    r"([A-Z]\w{2}(?:\.?\w{1,4})?|\d{4}\w)(?:\.?-)?(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a line and what it may spell; *start* and *end* count from the line's beginning."""

    start: int
    end: int
    spelled: tuple[Spelling, ...]


def ranges_in(text: str) -> tuple[tuple[int, int], ...]:
    """Return where ranges of codes begin and end in a line: ``E08-E13``, ``N18.1 to N18.6``."""
    return tuple(found.span() for found in _RANGE.finditer(text) if _is_range(found))


def tokens_in(text: str, at: int, ranges: Sequence[tuple[int, int]]) -> list[Token]:
    """Return the words of a masked line outside *ranges*; *at* is where the line begins."""
    alone = _cells_without_words(text)
    tokens: list[Token] = []
    for word in _WORD.finditer(text):
        for start, end in _cut(word):
            is_alone = any(low <= start and end <= high for low, high in alone)
            spelled = spellings(text[start:end], alone=is_alone)
            if _QUALIFIED.match(text, end):
                spelled = tuple(one for one in spelled if one.code_set == ICF)
            if spelled and not _is_inner(text, start, end, tokens):
                spelled = _with_joined(text, start, end, at, spelled)
                tokens.append(Token(start, end, spelled))
                break
    return [token for token in tokens if not any(low <= token.start < high for low, high in ranges)]


def _cells_without_words(text: str) -> list[tuple[int, int]]:
    """Return the cells, divided by tabs, that hold one word without blanks and no other."""
    found = []
    for cell in re.finditer(r"[^\t|,;]+", text):
        stripped = NUMBERING.sub("", cell[0], count=1) if " " in cell[0].strip() else cell[0]
        if stripped.strip() and " " not in stripped.strip():
            found.append((cell.start(), cell.end()))
    return found


def _with_joined(
    text: str, start: int, end: int, at: int, spelled: tuple[Spelling, ...]
) -> tuple[Spelling, ...]:
    if not is_category(text[start:end]):
        return spelled
    rest = _JOINED.match(text, end)
    if rest is None:
        return spelled
    code = joined(text[start:end], rest[1], at + rest.end())
    return spelled if code is None else (*spelled, code)


def _is_inner(text: str, start: int, end: int, tokens: Sequence[Token]) -> bool:
    """Whether the word is a part of another one: ``SARS-CoV2``, ``I-131``, ``L5-S1``."""
    if start < 2 or text[start - 1] != "-" or not text[start - 2].isalnum():
        return False
    if "." in text[start:end] or (tokens and tokens[-1].end == start - 1):
        return False
    word = re.search(r"[\w-]+$", text[: start - 1])
    return word is None or label_in(f"{word[0]}:") is None


def _cut(word: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield the word, and it without a sentence's end or beginning glued on: ``stable.E11.9``."""
    yield word.start(), word.end()
    parts = word[0].split(".")
    if len(parts) > 1 and (parts[0].isalpha() or (parts[0].isdigit() and len(parts[0]) < 3)):
        yield word.start() + len(parts[0]) + 1, word.end()
    if len(parts) > 1 and parts[-1].isalpha() and len(parts[-1]) > 1:
        yield word.start(), word.end() - len(parts[-1]) - 1


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
