"""Lists of codes in JSON that is neither an encounter file nor FHIR, as a table for people."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_BEGINS = re.compile(r"\ufeff?\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")
_ENCOUNTER = frozenset({"diagnoses", "procedures", "label", "setting", "others", "overrides"})


def is_json(text: str) -> bool:
    """Whether *text* begins as a JSON object or list does; ``{E11.9, I10}`` does not."""
    return _BEGINS.match(text) is not None


def text_of_json(text: str) -> str | None:
    """Return the lists of *text* as tables divided by tabs, one below the other.

    None where it is no JSON, or an object with keys of an encounter file: that is read as one, and
    its faults are told.
    """
    try:
        found = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None
    if isinstance(found, dict) and (_ENCOUNTER & found.keys() or not found):
        return None
    tables = list(_tables(found, 0))
    return "\n\n".join(tables)


def _tables(found: Any, depth: int) -> Iterator[str]:
    if depth > 20:
        return
    if isinstance(found, list):
        rows = [one for one in found if isinstance(one, dict)]
        words = [one for one in found if isinstance(one, str)]
        if rows:
            yield _table(rows)
        if words:
            yield "\n".join(map(_cell, words))
        for one in found:
            for inner in one.values() if isinstance(one, dict) else ():
                yield from _tables(inner, depth + 1)
    elif isinstance(found, dict):
        plain = {key: value for key, value in found.items() if not isinstance(value, dict | list)}
        if plain:
            yield _table([plain])
        for inner in found.values():
            if isinstance(inner, dict | list):
                yield from _tables(inner, depth + 1)


def _table(rows: list[dict[str, Any]]) -> str:
    names = list(dict.fromkeys(key for row in rows for key in row))
    lines = ["\t".join(map(_cell, names))]
    lines += ["\t".join(_cell(row.get(name)) for name in names) for row in rows]
    return "\n".join(line for line in lines if line.strip())


def _cell(value: object) -> str:
    if isinstance(value, list) and all(isinstance(one, str | int) for one in value):
        return " ".join(str(one) for one in value)
    if value is None or isinstance(value, dict | list):
        return ""
    return " ".join(str(value).split())
