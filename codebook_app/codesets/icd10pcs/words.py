"""How counts and examples are put into words."""

from __future__ import annotations

from collections.abc import Collection

EXAMPLES = 3


def number(count: int, one: str, many: str) -> str:
    """Return *count* with the words that go with one or with *many*: "1 table", "908 tables"."""
    return f"{count:,} {one if count == 1 else many}"


def some(codes: Collection[str]) -> str:
    """Return the first few of *codes*."""
    more = ", …" if len(codes) > EXAMPLES else ""
    return ", ".join(sorted(codes)[:EXAMPLES]) + more
