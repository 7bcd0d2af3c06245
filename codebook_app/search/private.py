"""The only place that touches names Whoosh keeps private. Checked by a test of the same name.

* ``SegmentReader._terms``: the codec's terms reader; Whoosh hands out postings one term at a time,
  and a prefix is a slice of thousands.
* ``TermInfo``'s fields are set through its initialiser; ``W3TermsReader`` gets our posting lists in
  the place of its postings file, which it hands back to ``Codec.postings_reader`` and closes.
"""

from __future__ import annotations

from typing import Any

PRIVATE_NAMES = (("whoosh.reading", "SegmentReader", "_terms"),)


def terms_reader(reader: Any) -> Any:
    """Return the terms reader that the codec of the single-segment *reader* made."""
    return reader._terms
