"""What the cells of a row say: which code it may be, and what else the row tells of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from codebook_app.domain.encounter import Role
from codebook_app.exchange.candidates import Given, How, Spelling
from codebook_app.exchange.pasted_lines import masked
from codebook_app.exchange.pasted_segments import service_spelling
from codebook_app.exchange.pasted_shapes import CM, CPT, HCPCS, ICF, PCS, dotted, spellings

_SYSTEMS = {
    "icd10cm": CM,
    "icd10": CM,
    "10": CM,
    "abk": CM,
    "abf": CM,
    "icd10pcs": PCS,
    "pcs": PCS,
    "cpt": CPT,
    "cpt4": CPT,
    "hcpcs": HCPCS,
    "hcpcslevelii": HCPCS,
    "icf": ICF,
    "msdrg": "msdrg",
}
_CLEAN = re.compile(r"""^[\s'"=]+|[\s'"]+$""")
_SERIAL = re.compile(r"[2-7][0-9]{4}(?:\.[0-9]+)?")
_POINTING = re.compile(
    r"[A-L](?:[ ,/:]*[A-L]){0,3}|(?:1[0-2]|[1-9])(?:[ ,/:]+(?:1[0-2]|[1-9])){0,3}"
)
_LETTERS = "ABCDEFGHIJKL"


def cleaned(text: str) -> str:
    """Return a cell without the quotes and signs that spreadsheets put around a value."""
    return _CLEAN.sub("", text)


def code_set_stated(text: str) -> str:
    """Return the code set that a cell names, empty where it names none."""
    plain = re.sub(r"[^a-z0-9]", "", text.lower())
    if plain in _SYSTEMS:
        return _SYSTEMS[plain]
    return next((name for key, name in _SYSTEMS.items() if len(key) > 3 and key in plain), "")


def kind_by_role(text: str) -> str:
    """Return the kind of code that a role in a table without code sets leaves."""
    plain = text.lower()
    if "procedure" in plain:
        return "pcs"
    if "service" in plain:
        return "service"
    roles = ("principal", "first-listed", "secondary", "external", "admitting", "reason", "primary")
    return "cm" if plain.startswith(roles) else ""


def cell_spellings(kind: str, word: str, code_set: str) -> tuple[Spelling, ...]:
    """Return what *word* may spell in a column of a *kind*, in a row that states its *code_set*.

    Empty where it is no single code; *code_set* is empty where the row states none.
    """
    if not word or re.search(r"\s", word) or len(word) > 12:
        return ()
    if code_set:
        return _of_code_set(word, code_set)
    bare = word.rstrip(".-")
    found = spellings(bare, alone=True) if re.fullmatch(r"[A-Za-z0-9.+]+", bare) else ()
    if bare != word:
        found = tuple(
            replace(one, how=one.how or How.DASHED) if "-" in word else one for one in found
        )
    wanted = {"cm": {CM}, "admitting": {CM}, "pcs": {PCS}, "service": {CPT, HCPCS}}.get(kind)
    narrowed = tuple(one for one in found if wanted is None or one.code_set in wanted)
    return narrowed or found


def given_by(
    told: Mapping[str, str], modifiers: tuple[str, ...], spelled: Sequence[Spelling]
) -> Given:
    """Return what the cells of a row, by the kind of their column, say of its code."""
    code_sets = {one.code_set for one in spelled}
    poa = told.get("poa", "").strip().upper()[:1]
    day = day_in(told.get("date", ""))
    service = bool(code_sets & {CPT, HCPCS})
    return Given(
        poa=poa if poa in set("YNUW") and CM in code_sets else "",
        units=_whole(told.get("units", "")),
        modifiers=modifiers if service else (),
        pointers=pointers_in(told.get("pointers", "")),
        performed_on=day if service or PCS in code_sets else None,
        role=_role(told.get("role", "")) if CM in code_sets else Role.LISTED,
        charge=_amount(told.get("charge", "")),
        revenue_code=cleaned(told.get("revenue", "")) if service else "",
        title=told.get("title", ""),
    )


def day_in(text: str) -> date | None:
    """Return the first day in a cell, None where there is none.

    A date that has lost its format is the number that spreadsheets keep: days since 1899-12-30.
    """
    plain = cleaned(text)
    if _SERIAL.fullmatch(plain) and 20_000 <= int(plain[:5]) <= 80_000:
        return date(1899, 12, 30) + timedelta(days=int(plain[:5]))
    days = masked(plain).dates
    return days[0].day if days else None


def _of_code_set(word: str, code_set: str) -> tuple[Spelling, ...]:
    """Return *word* as a code of the code set that its row states, and what it may be mended to."""
    if code_set == CM:
        plain = word.upper().rstrip(".-")
        own = Spelling(CM, dotted(plain.replace(".", "")))
        others = [one for one in spellings(plain, alone=True) if one.code_set == CM]
        return tuple(dict.fromkeys((own, *(one for one in others if one.code != own.code))))
    if code_set in {CPT, HCPCS}:
        own = service_spelling(word)
        others = [one for one in spellings(word, alone=True) if one.code_set in {CPT, HCPCS}]
        return tuple(dict.fromkeys((own, *(one for one in others if one.code != own.code))))
    if code_set == PCS:
        others = [one for one in spellings(word, alone=True) if one.code_set == PCS]
        own = Spelling(PCS, word.upper())
        return tuple(dict.fromkeys((own, *(one for one in others if one.code != own.code))))
    return (Spelling(code_set, word),)


def _role(text: str) -> Role:
    plain = text.lower()
    if plain.startswith(("admit", "admission", "abj")):
        return Role.ADMITTING
    if "reason" in plain or plain.startswith(("prv", "apr")):
        return Role.REASON_FOR_VISIT
    return Role.LISTED


def pointers_in(text: str) -> tuple[str, ...]:
    """Return the letters that a cell points to, of numbers the letters in their places."""
    plain = text.strip().upper()
    if plain[:1].isdigit():
        places = [int(one) for one in re.findall(r"\d+", plain)]
        return tuple(_LETTERS[one - 1] for one in places if 1 <= one <= len(_LETTERS))
    return tuple(letter for letter in plain if letter in _LETTERS)


def are_pointers(text: str) -> bool:
    """Whether a cell holds letters or numbers of diagnoses and no code: ``A``, ``AB``, ``1,2``."""
    return _POINTING.fullmatch(cleaned(text).upper()) is not None


def _whole(text: str) -> int | None:
    amount = _amount(text)
    return int(amount) if amount is not None and amount == int(amount) and amount > 0 else None


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(cleaned(text).lstrip("$").replace(",", "").strip() or "-")
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount >= 0 else None
