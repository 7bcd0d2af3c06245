"""The published lists and conversions that came with a release."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from codebook_app.domain.content import Conversion, Listing
from codebook_app.store.reference_file import ReferenceFile, portions
from codebook_app.store.reference_keys import code_key
from codebook_app.store.reference_models import ConversionRow, ListingRow, PreviousCodeRow

_NAMED = "SELECT undotted, list FROM listings WHERE undotted BETWEEN ? AND ? ORDER BY undotted, id"
_HAS = "SELECT 1 FROM listings WHERE list = ? LIMIT 1"
_LISTING = (ListingRow.list, ListingRow.code, ListingRow.title)


class Lists:
    """Reads what lists say of codes, written in any case with or without point.

    Safe from any thread.
    """

    def __init__(self, file: ReferenceFile) -> None:
        self._file = file

    def of(self, codes: Iterable[str]) -> dict[str, tuple[Listing, ...]]:
        """Return the lists each of *codes* stands on, by the code as asked; others are left out."""
        asked = _asked(codes)
        found: dict[str, list[Listing]] = {}
        for some in portions(asked):
            query = (
                select(ListingRow.undotted, *_LISTING)
                .where(ListingRow.undotted.in_(some))
                .order_by(ListingRow.id)
            )
            for undotted, *listing in self._file.rows(query):
                found.setdefault(undotted, []).append(Listing(*listing))
        return {code: tuple(found[key]) for key in found for code in asked[key]}

    def between(self, first: str, last: str) -> dict[str, str]:
        """Return the lists the codes from *first* to *last*, without point, stand on.

        Their names follow each other with a blank between, by the code without point. The codes of
        a page stand together in every list: all of them are read at once.
        """
        found: dict[str, str] = {}
        for undotted, name in self._file.prepared(_NAMED, first, last):
            # Most codes stand on one list.
            found[undotted] = f"{found[undotted]} {name}" if undotted in found else name
        return found

    def has(self, list_name: str) -> bool:
        """Whether the release came with the list called *list_name*."""
        return bool(self._file.prepared(_HAS, list_name))

    def codes(self, list_name: str) -> tuple[Listing, ...]:
        """Return the list called *list_name* in its order, empty where the release has none."""
        query = select(*_LISTING).where(ListingRow.list == list_name).order_by(ListingRow.id)
        return tuple(Listing(*row) for row in self._file.rows(query))

    def successors(self, codes: Iterable[str]) -> dict[str, tuple[Conversion, ...]]:
        """Return what took the place of each of *codes*, by the code as asked.

        In the order of the release's conversion table; codes that nothing took the place of are
        left out.
        """
        asked = _asked(codes)
        found: dict[str, list[int]] = {}
        for some in portions(asked):
            previous = select(PreviousCodeRow.undotted, PreviousCodeRow.conversion_id).where(
                PreviousCodeRow.undotted.in_(some)
            )
            for key, own in self._file.rows(previous):
                found.setdefault(key, []).append(own)
        known = self._conversions([own for of_code in found.values() for own in of_code])
        return {
            code: tuple(known[own] for own in sorted(set(of_code)))
            for key, of_code in found.items()
            for code in asked[key]
        }

    def _conversions(self, ids: Sequence[int]) -> dict[int, Conversion]:
        replaced: dict[int, list[str]] = {}
        rows: list[Any] = []
        for some in portions(ids):
            previous = (
                select(PreviousCodeRow.conversion_id, PreviousCodeRow.code)
                .where(PreviousCodeRow.conversion_id.in_(some))
                .order_by(PreviousCodeRow.conversion_id, PreviousCodeRow.position)
            )
            for own, code in self._file.rows(previous):
                replaced.setdefault(own, []).append(code)
            current = select(ConversionRow.id, ConversionRow.current, ConversionRow.effective)
            rows += self._file.rows(current.where(ConversionRow.id.in_(some)))
        return {
            own: Conversion(current, tuple(replaced.get(own, ())), effective)
            for own, current, effective in rows
        }


def _asked(codes: Iterable[str]) -> dict[str, list[str]]:
    """Return the spellings that were asked for by the key they are looked for with."""
    asked: dict[str, list[str]] = {}
    for code in dict.fromkeys(codes):
        asked.setdefault(code_key(code), []).append(code)
    return asked
