"""A few invented lines and terms for the peers that the search is measured against."""

from __future__ import annotations

from codebook_app.domain.search import HitKind, SearchableEntry, SearchableTerm

BOOKS = (
    (
        "icd10cm",
        (
            SearchableEntry(1, "Q01", "Stains", (), (), "category", False),
            SearchableEntry(
                2,
                "Q011",
                "Inkblot of thumb",
                ("Blue finger",),
                (("Excludes1", "paper cut (Q02)"),),
                "code",
                True,
            ),
            SearchableEntry(3, "Q02", "Paper cut", (), (), "code", True),
        ),
        (
            SearchableTerm(1, HitKind.INDEX, "old", ("Smear",), codes=("Q02",)),
            SearchableTerm(2, HitKind.INDEX, "Blotch", (), see=("Smear",)),
        ),
    ),
    ("hcpcs", (SearchableEntry(1, "J0001", "Sample service 1", (), (), "code", True),), ()),
)
"""Two code sets, each with its lines and the terms of its index."""
