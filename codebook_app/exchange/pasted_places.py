"""How much the place of a word in its line says that it is a code, and what speaks against it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from codebook_app.exchange.candidates import Standing
from codebook_app.exchange.pasted_beside import REVENUE
from codebook_app.exchange.pasted_lines import (
    BEFORE_WORDS,
    NUMBERING,
    after_last_label,
    has_words,
    label_in,
    names_codes,
)
from codebook_app.exchange.pasted_shapes import CPT, HCPCS
from codebook_app.exchange.pasted_tokens import Token

_MENTION = re.compile(
    r"\b(in addition to|(?:do )?not report|use with|used with|see also|see|excludes?\s?[12]?"
    r"|code(?:d)? first|use additional|code also|excluding|except|instead of|replaced by"
    r"|formerly|previously coded)\b",
    re.IGNORECASE,
)
_WITHDRAWN = re.compile(
    r"\b(change|remove|delete|drop|resolved|ruled out|rule out|r/o|no longer|never|denies"
    r"|negative for)"
    r"\b\W*(?:\w+\W+){0,3}$",
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
_SEPARATED = re.compile(r"[,;|/•]\s*|\s{2,}")


class Places:
    """The places of *tokens*, words that may spell codes, in the *text* of a masked line.

    *at* is where in the whole text the line begins. A token is named by its number.
    """

    def __init__(self, text: str, at: int, tokens: Sequence[Token]) -> None:
        self._text = text
        self._at = at
        self._tokens = tokens

    def standing(self, number: int) -> Standing:
        """Return how much the place of a token says that it is a code."""
        tokens = self._tokens
        token = tokens[number]
        low = self._text.rfind("\t", 0, token.start) + 1
        high = self._text.find("\t", token.end)
        high = len(self._text) if high < 0 else high
        if not has_words(self._without_tokens(low, high)):
            return Standing.LISTED
        if self._is_billed(token):
            return Standing.LISTED
        mentioned = _MENTION.search(self._text, low, token.start) is not None
        before = NUMBERING.sub("", self._text[low : token.start], count=1)
        if not has_words(before) and (number == 0 or tokens[number - 1].end <= low):
            return Standing.BEGINS
        if mentioned:
            return Standing.PROSE
        if self._is_enclosed(token):
            return Standing.MARKED
        if number and self._leads(tokens[0]):
            between = self._text[tokens[number - 1].end : token.start]
            last = _SEPARATED.split(between)[-1]
            if _SEPARATED.search(between) and not has_words(last):
                return Standing.BEGINS
        if self._is_marked(token, low, high):
            return Standing.MARKED
        return Standing.PROSE

    def doubt(self, number: int, standing: Standing) -> str:
        """Return what stands around a token and speaks against a code, empty for nothing."""
        tokens = self._tokens
        token = tokens[number]
        word = self._text[token.start : token.end]
        before = self._text[: token.start]
        if not ("." in word and word[0].isalpha()) and not self._is_billed(token):
            numbered = _NUMBERED.search(before[-BEFORE_WORDS:])
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
            withdrawn = _WITHDRAWN.search(before, tokens[number - 1].end if number else 0)
            if withdrawn is not None:
                return f"behind “{withdrawn[1]}”"
        return ""

    def _is_billed(self, token: Token) -> bool:
        """Whether the line is one of an institutional bill: revenue code, words, the service."""
        services = {CPT, HCPCS} & {one.code_set for one in token.spelled}
        return bool(services) and REVENUE.match(self._text) is not None

    def _is_enclosed(self, token: Token) -> bool:
        """Whether it stands alone between quotation marks or tags, as JSON and XML have values."""
        pair = self._text[token.start - 1 : token.start] + self._text[token.end : token.end + 1]
        return pair in {'""', "''", "><"}

    def _leads(self, token: Token) -> bool:
        return not has_words(NUMBERING.sub("", self._text[: token.start], count=1))

    def _without_tokens(self, low: int, high: int) -> str:
        """Return a part of the line without codes, indicators and units."""
        parts, at = [], low
        for token in self._tokens:
            if low <= token.start < high:
                parts.append(self._text[at : token.start])
                at = max((one.end - self._at for one in token.spelled if one.end), default=0)
                at = max(token.end, at)
        parts.append(self._text[at:high])
        return re.sub(
            r"(?<=[-: ,])[A-Z0-9]{2}(?![\w])|(?i:\bx\s?\d+\b|\band\b)", " ", " ".join(parts)
        )

    def _is_marked(self, token: Token, low: int, high: int) -> bool:
        before, after = self._text[low : token.start], self._text[token.end : high]
        opened = max(before.rfind("("), before.rfind("["))
        closes = re.search(r"[)\]]", after)
        if opened >= 0 and closes is not None:
            inside = before[opened + 1 :] + after[: closes.start()]
            within = not re.search(r"[)\]]", before[opened:])
            if within and not has_words(re.sub(r"\w*\d[\w.]*", " ", inside)):
                return True
        label = label_in(before[-BEFORE_WORDS:])
        if label is not None and not has_words(after_last_label(before[-BEFORE_WORDS:])):
            number = self._text[token.start : token.end].isdigit()
            return not number or names_codes(before[-BEFORE_WORDS:])
        return bool(re.search(r"(?:\s{2,}|[-:=>]\s*|\t)$", before)) and not has_words(after)


def _is_next(tokens: Sequence[Token], number: int) -> bool:
    return number + 1 < len(tokens) and tokens[number + 1].start == tokens[number].end + 1
