"""What is typed of a service's line and how it is shown: modifiers, pointers, units, charge."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from codebook_app.errors import KnownError
from codebook_app.gui.models.encounter_rows import LETTERS

_BETWEEN = re.compile(r"[\s,;:/.-]+")


def read_modifiers(text: str) -> tuple[str, ...]:
    """Return the modifiers of "25 LT", "25,lt" or "25LT"; :class:`KnownError` for anything else."""
    read: list[str] = []
    for word in _BETWEEN.split(text.strip().upper()):
        if not re.fullmatch("([A-Z0-9]{2})*", word):
            raise KnownError(
                f"“{word}” is no modifier.", "A modifier is two letters or digits: 25 LT."
            )
        read += [word[at : at + 2] for at in range(0, len(word), 2)]
    return tuple(read)


def read_pointers(text: str) -> tuple[str, ...]:
    """Return the letters of "AB", "a, b" or "1:2" (as SV1-07 has them), each once.

    :class:`KnownError` for what is no letter of a diagnosis.
    """
    read: list[str] = []
    for word in _BETWEEN.split(text.strip().upper()):
        if word.isdecimal() and 1 <= int(word) <= len(LETTERS):
            read.append(LETTERS[int(word) - 1])
        elif all(letter in LETTERS for letter in word):
            read += word
        else:
            raise KnownError(
                f"“{word}” points to no diagnosis.",
                "Type their letters, A to L, the main one first.",
            )
    return tuple(dict.fromkeys(read))


def read_units(text: str) -> int | None:
    """Return the number of units, None for no text; :class:`KnownError` for what is none."""
    said = text.strip()
    if not said:
        return None
    if not said.isdecimal() or int(said) < 1:
        raise KnownError(f"“{said}” is no number of units.", "Type a whole number, from 1.")
    return int(said)


def read_charge(text: str) -> Decimal | None:
    """Return dollars and cents of "1,150.50" or "$150", None for no text."""
    said = text.strip().removeprefix("$").replace(",", "").strip()
    if not said:
        return None
    try:
        amount = Decimal(said)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0 or amount != round(amount, 2):
        raise KnownError(f"“{text.strip()}” is no charge.", "Type dollars and cents: 150.00.")
    return round(amount, 2)


def read_revenue_code(text: str) -> str:
    """Return the four digits of a revenue code, empty for no text; "450" is taken for 0450."""
    said = text.strip()
    if said and not re.fullmatch("[0-9]{3,4}", said):
        raise KnownError(f"“{said}” is no revenue code.", "Type its four digits: 0450.")
    return said.zfill(4) if said else ""


def written_plainly(value: object) -> str:
    """Return units or a revenue code as they are typed, empty for None."""
    return "" if value is None else str(value)


def written_charge(value: object) -> str:
    """Return a charge in dollars and cents, empty for None."""
    return "" if value is None else f"{value:.2f}"


def written_modifiers(value: object) -> str:
    """Return modifiers as :func:`read_modifiers` reads them: "25 LT"."""
    return " ".join(value) if isinstance(value, tuple) else ""


def written_pointers(value: object) -> str:
    """Return pointers as :func:`read_pointers` reads them: "AB"."""
    return "".join(value) if isinstance(value, tuple) else ""
