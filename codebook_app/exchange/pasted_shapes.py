"""The codes that one word of a text may spell, by the shape of each code set.

Shapes alone: whether any release holds a code is asked later. ICD-10-CM Official Guidelines I.A.2
(three to seven characters, a point behind the third), ICD-10-PCS Official Guidelines A1 and A2
(seven, without I and O), HCPCS Level II (a letter A to V and four digits), CPT (five digits, or
four and a letter), ICF (a letter b, s, d, e and digits).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codebook_app.exchange.candidates import How, Spelling

CM, PCS, HCPCS, CPT, ICF = "icd10cm", "icd10pcs", "hcpcs", "cpt", "icf"

CATEGORY = r"[A-Z](?:[0-9][0-9AB]|[AB][0-9])"
_CM = re.compile(rf"({CATEGORY})\.?([0-9A-Z]{{1,4}})?")
_PCS = re.compile(r"[0-9B-DFGHX][0-9A-HJ-NP-Z]{6}")
_HCPCS = re.compile(r"[A-V][0-9]{4}")
_CPT = re.compile(r"[0-9]{4}[0-9FTUMA]")
_ICF = re.compile(r"([BSDE])([0-9]{3,5})(?:\.([0-9_+]{1,4}))?")
_EXPONENT = re.compile(r"([0-9])(?:\.([0-9]+))?E\+?([0-9]{1,3})")
_NUMBER = re.compile(r"[0-9]{3,6}")
_LONG_NUMBER = re.compile(r"[1-9][0-9]{1,6}0{3,}")
_ICD9 = re.compile(r"[0-9]{3}\.[0-9]{1,2}|V[0-9]{2}\.[0-9]{1,2}|E[0-9]{3}\.[0-9]", re.IGNORECASE)
_ALIKE = str.maketrans("OIL", "011")
_PCS_ALIKE = str.maketrans("IO", "10")
_FIRST_ALIKE = {"0": "O", "1": "I"}
_LONGEST_CODE = 7
_POA = "YNUW1"


def dotted(code: str) -> str:
    """Return an ICD-10-CM code written without its point as printed."""
    return code if len(code) <= 3 else f"{code[:3]}.{code[3:]}"


def spellings(word: str, *, alone: bool) -> tuple[Spelling, ...]:
    """Return the codes *word* may spell, the likeliest first; none for most words.

    *word* holds letters, digits and at most inner dots; a dot or dash at its end is no part of it.
    *alone* is true where it is the whole of its cell or line, where numbers that a spreadsheet
    spoilt are recognised too.
    """
    upper = word.upper()
    if len(upper) < 3 or len(upper) > 12 or not any(letter.isdigit() for letter in upper):
        return ()
    found = dict.fromkeys(_as_written(word, upper))
    if not found or "." in upper or len(upper) >= 4:
        found |= dict.fromkeys(_mended(upper, alone=alone))
    if alone:
        found |= dict.fromkeys(_spoilt(upper))
    seen: set[tuple[str, str]] = set()
    kept = []
    for one in found:
        if (one.code_set, one.code) not in seen:
            seen.add((one.code_set, one.code))
            kept.append(one)
    return tuple(kept)


def joined(category: str, rest: str, end: int) -> Spelling | None:
    """Return the code of a *category* and what stands behind a space or comma, ending at *end*."""
    code = category.upper() + rest.upper()
    return Spelling(CM, dotted(code), How.JOINED, end) if _CM.fullmatch(code) else None


def is_icd9(word: str) -> bool:
    """Whether *word* has the shape of a code of ICD-9-CM, written with its dot.

    A V code may be of ICD-10-CM too.
    """
    return _ICD9.fullmatch(word) is not None


def is_category(word: str) -> bool:
    """Whether *word* has the shape of a category of ICD-10-CM."""
    return re.fullmatch(CATEGORY, word.upper()) is not None


def _as_written(word: str, upper: str) -> Iterator[Spelling]:
    has_dot = "." in upper
    if _CM.fullmatch(upper):
        yield Spelling(CM, dotted(upper.replace(".", "")))
    if not has_dot:
        if _HCPCS.fullmatch(upper):
            yield Spelling(HCPCS, upper)
        if _CPT.fullmatch(upper):
            yield Spelling(CPT, upper)
        if _PCS.fullmatch(upper) and any(letter.isdigit() for letter in upper):
            yield Spelling(PCS, upper)
    icf = _ICF.fullmatch(upper)
    if icf is not None and (word[0].islower() or has_dot):
        yield Spelling(ICF, word[0].lower() + word[1:])


def _mended(upper: str, *, alone: bool) -> Iterator[Spelling]:
    """Yield the codes of a word with look-alikes, a dot elsewhere, or a POA indicator behind."""
    plain = upper.replace(".", "")
    if not 3 <= len(plain) <= _LONGEST_CODE + 1:
        return
    if upper.count(".") == 1 and not _CM.fullmatch(upper) and _CM.fullmatch(plain):
        yield Spelling(CM, dotted(plain), How.MOVED_DOT)
    yield from _alike(upper, plain)
    if alone and plain[0] in _FIRST_ALIKE and ("." in upper or not plain.isdigit()):
        letter = _FIRST_ALIKE[plain[0]] + plain[1:].translate(_ALIKE)
        if _CM.fullmatch(letter) and upper.find(".") in {-1, 3}:
            yield Spelling(CM, dotted(letter), How.LOOK_ALIKE)
    yield from _with_poa(plain, alone=alone)


def _alike(upper: str, plain: str) -> Iterator[Spelling]:
    """Yield the codes of a word with O for 0, I and L for 1."""
    alike = plain[0] + plain[1:].translate(_ALIKE)
    if alike != plain:
        if _CM.fullmatch(alike):
            yield Spelling(CM, dotted(alike), How.LOOK_ALIKE)
        if "." not in upper and _HCPCS.fullmatch(alike):
            yield Spelling(HCPCS, alike, How.LOOK_ALIKE)
    if "." in upper:
        return
    procedure = plain.translate(_PCS_ALIKE)
    if procedure != plain and _PCS.fullmatch(procedure):
        yield Spelling(PCS, procedure, How.LOOK_ALIKE)
    number = plain.translate(_ALIKE)
    if number != plain and _CPT.fullmatch(number):
        yield Spelling(CPT, number, How.LOOK_ALIKE)


def _with_poa(plain: str, *, alone: bool) -> Iterator[Spelling]:
    """Yield the code before a present-on-admission indicator, as UB-04 has them in one field."""
    last = plain[-1]
    if last not in _POA or (last == "1" and not alone):
        return
    if _CM.fullmatch(plain[:-1]):
        yield Spelling(CM, dotted(plain[:-1]), How.POA_BEHIND, poa="" if last == "1" else last)
    if _PCS.fullmatch(plain[:-1]):
        yield Spelling(PCS, plain[:-1], How.POA_BEHIND)


def _spoilt(upper: str) -> Iterator[Spelling]:
    """Yield the codes that a spreadsheet may have made *upper* of, a number."""
    exponent = _EXPONENT.fullmatch(upper)
    if exponent is not None:
        yield from _from_exponent(exponent[1], (exponent[2] or "").rstrip("0"), int(exponent[3]))
    if _LONG_NUMBER.fullmatch(upper):
        first, decimals = upper[0], upper[1:].rstrip("0")
        yield from _from_exponent(first, decimals, len(upper) - 1)
    if _NUMBER.fullmatch(upper) and upper[0] != "0":
        yield Spelling(PCS, upper.zfill(_LONGEST_CODE), How.ZEROS_LOST)
        if len(upper) < 5:
            yield Spelling(CPT, upper.zfill(5), How.ZEROS_LOST)


def _from_exponent(first: str, decimals: str, exponent: int) -> Iterator[Spelling]:
    """Yield the procedure codes ``…dEd…`` that are the number first.decimals times 10^exponent.

    Leading zeros are lost of the digits before the E and of those behind it.
    """
    mantissa = first + decimals
    for extra in range(_LONGEST_CODE):
        # The digits before the E may end in zeros that went into the exponent.
        whole, power = mantissa + "0" * extra, exponent - len(decimals) - extra
        if power < 0:
            break
        tail = str(power)
        room = _LONGEST_CODE - 1 - len(whole) - len(tail)
        if room < 0:
            break
        for before in range(room + 1):
            code = f"{'0' * before}{whole}E{'0' * (room - before)}{tail}"
            yield Spelling(PCS, code, How.EXPONENT)
