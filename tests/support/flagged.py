"""What tests ask of flags."""

from __future__ import annotations

from codebook_app.domain.page import Entry


def names(entry: Entry) -> list[str]:
    """Return the names of an entry's flags in their order."""
    return [flag.name for flag in entry.flags]
