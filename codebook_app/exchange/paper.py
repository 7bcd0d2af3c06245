"""A paper form as text in fixed columns, as tables for pasting, and as CSV by box."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape

from codebook_app.domain.claim import Claim
from codebook_app.domain.copying import Rendered
from codebook_app.exchange.claim_words import units_of
from codebook_app.exchange.written import csv_text, html_table


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a form: its *title*, the least *width* and the *gap* before it, in characters."""

    title: str
    width: int = 0
    gap: int = 2


@dataclass(frozen=True, slots=True)
class Boxes:
    """The boxes of a form for *charge* and *units*, and how many digits there is room for.

    *dollars* are those before the cents, *digits* those of the units.
    """

    charge: str
    dollars: int
    units: str
    digits: int


@dataclass(frozen=True, slots=True)
class Part:
    """Boxes of a form that stand together: a *heading*, and *rows* of as many cells as *columns*.

    The titles of the columns are shown where any has one.
    """

    heading: str
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the columns; empty where none has one."""
        titles = tuple(column.title for column in self.columns)
        return titles if any(titles) else ()

    def lines(self) -> Iterator[str]:
        """Yield the part as text; a column is as wide as its widest cell."""
        yield self.heading
        shown = [self.titles, *self.rows] if self.titles else list(self.rows)
        widths = [
            max(column.width, *(len(row[at]) for row in shown)) if shown else column.width
            for at, column in enumerate(self.columns)
        ]
        for row in shown:
            yield "".join(
                f"{' ' * column.gap}{cell:<{width}}"
                for column, width, cell in zip(self.columns, widths, row, strict=True)
            ).rstrip()

    def html(self) -> str:
        """Return the part as a table under its heading."""
        heading = f'<p style="margin:8px 0 0 0"><b>{escape(self.heading)}</b></p>'
        return heading + (html_table(self.rows, self.titles) if self.rows else "")


def rendered_form(
    parts: Sequence[Part], cells: Iterable[Sequence[str]], said: Iterable[str]
) -> Rendered:
    """Return the parts with an empty line between them, as tables, and by the *cells* of a CSV."""
    return Rendered(
        "\n\n".join("\n".join(part.lines()) for part in parts),
        "".join(part.html() for part in parts),
        csv_text(cells, guard=True),
        tuple(said),
    )


def too_much_for(boxes: Boxes, claim: Claim) -> Iterator[str]:
    """Yield each charge and each quantity that *boxes* of a form have no room for."""
    for service in claim.services:
        charge, units = service.charge, units_of(service)
        if charge is not None and charge != round(charge, 2):
            yield f"{service.code} costs {charge:f}: a form holds dollars and cents."
        elif charge is not None and charge >= 10**boxes.dollars:
            yield (
                f"{service.code} costs {charge:.2f}: {boxes.charge} has room for "
                f"{boxes.dollars} digits of dollars."
            )
        if units >= 10**boxes.digits:
            yield (
                f"{service.code} has {units} units: {boxes.units} has room for "
                f"{boxes.digits} digits."
            )


def paper_amount(charge: Decimal | None) -> str:
    """Return dollars and cents as the forms have them: "150 00", without point or sign."""
    return "" if charge is None else format(charge, ".2f").replace(".", " ")


def six_digits(on: date | None, between: str = "") -> str:
    """Return MMDDYY."""
    return "" if on is None else f"{on:%m{between}%d{between}%y}"


def eight_digits(on: date | None, between: str = "") -> str:
    """Return MMDDYYYY."""
    return "" if on is None else f"{on:%m{between}%d{between}%Y}"
