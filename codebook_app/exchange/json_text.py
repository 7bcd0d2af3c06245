"""JSON from outside: one clear line for everything a file can have wrong with it."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

from codebook_app.errors import KnownError

LONGEST_TEXT = 1_000_000
_LONGEST_NUMBER = 30
_DEEPEST = 20
# Control characters, and halves of characters that no file could hold.
_NOT_TEXT = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\ud800-\\udfff]")
_NOT_TEXT_OF_LINES = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff]")


def document(
    text: str,
    name: str,
    *,
    kind: str = "an encounter",
    longest: int = LONGEST_TEXT,
    lines: bool = False,
) -> Any:
    """Return what the JSON *text* says; *name* is the file's, *kind* what it is, for messages.

    Stricter than the standard library: a key may stand once only, numbers are finite, and
    strings hold no control characters; with *lines* they may hold line breaks and tabs. A text of
    more than *longest* characters is refused.
    """
    if len(text) > longest:
        raise KnownError(
            f"{name} is too long to be {kind} (over {longest:,} characters).",
            "Check that it is the right file.",
        )
    if not text.removeprefix("\ufeff").strip():
        raise KnownError(f"{name} is empty.", f"Choose the file that holds {kind}.")
    try:
        found = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_once_each,
            parse_constant=_no_number,
            parse_float=_finite,
            parse_int=_whole,
        )
        _examine(found, name, "", 0, _NOT_TEXT_OF_LINES if lines else _NOT_TEXT)
    except json.JSONDecodeError as fault:
        raise KnownError(
            f"{name} is not JSON: line {fault.lineno}, column {fault.colno}: {fault.msg}.",
            "Correct it there and try again.",
        ) from None
    except _NotPlainJson as fault:
        raise KnownError(f"{name}: {fault}.", "Correct it and try again.") from None
    except (RecursionError, _TooDeep):
        raise KnownError(
            f"{name} is nested too deeply to be {kind}.", "Check that it is the right file."
        ) from None
    return found


class _NotPlainJson(Exception):  # noqa: N818 - becomes a KnownError that names the file
    """What the standard library would let pass."""


class _TooDeep(Exception):  # noqa: N818 - becomes a KnownError that names the file
    """Nesting without an end."""


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _NotPlainJson(f"the key {shown(key)} stands twice in one object")
        found[key] = value
    return found


def _no_number(word: str) -> NoReturn:
    raise _NotPlainJson(f"{word} is not a number JSON knows")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise _NotPlainJson(f"{shown(digits)} is too large a number")
    return number


def _whole(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise _NotPlainJson(f"{shown(digits)} is too large a number")
    return int(digits)


def _examine(found: Any, name: str, where: str, depth: int, odd_ones: re.Pattern[str]) -> None:
    """Raise for a string that is not plain text, keys too, and for nesting without an end."""
    if depth > _DEEPEST:
        raise _TooDeep
    if isinstance(found, str):
        odd = odd_ones.search(found)
        if odd is not None:
            raise KnownError(
                f"{name}: {where or 'the document'}: holds the character U+{ord(odd[0]):04X}, "
                "which is no text.",
                "Correct it and try again.",
            )
    elif isinstance(found, list):
        for at, inner in enumerate(found):
            _examine(inner, name, f"{where}[{at}]", depth + 1, odd_ones)
    elif isinstance(found, dict):
        for key, inner in found.items():
            _examine(key, name, where, depth + 1, odd_ones)
            _examine(inner, name, f"{where}.{key}" if where else key, depth + 1, odd_ones)


def shown(value: object) -> str:
    """Return *value* as JSON on one line, cut where it is long and safe to print anywhere."""
    text = json.dumps(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
