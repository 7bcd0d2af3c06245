"""What the columns of tables with codes are called, by us and by others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_NAMES: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "code", "codes", "billing code", "concept code", "code value", "icd code", "icd10 code",
            "icd 10 code", "icd", "icd10", "icd 10", "clinical code", "service code", "proc code",
            "procedure code", "px code", "claim code",
        ),
        "code",
    ),
    **dict.fromkeys(
        (
            "dx code", "diagnosis code", "diag code", "icd10cm", "icd 10 cm", "icd 10 cm code",
            "icd10cm code", "dx", "diagnosis codes", "dx codes",
        ),
        "cm",
    ),
    **dict.fromkeys(("pcs", "pcs code", "icd10pcs", "icd 10 pcs", "icd 10 pcs code"), "pcs"),
    **dict.fromkeys(
        (
            "cpt", "cpt code", "cpt codes", "hcpcs", "hcpcs code", "cpt/hcpcs", "cpt hcpcs",
            "cpt/hcpcs code", "hcpcs/cpt", "hcpcs/cpt code", "hcpcs cpt", "hcpcs rates", "cpt4",
            "cpt 4",
        ),
        "service",
    ),
    **dict.fromkeys(("dotless", "code without dot", "undotted"), "dotless"),
    **dict.fromkeys(
        ("role", "type", "dx type", "diagnosis type", "rank", "dx role", "use"), "role"
    ),
    **dict.fromkeys(
        ("code set", "codeset", "code system", "system", "coding system", "vocabulary", "code type",
         "terminology", "codesystem"),
        "code set",
    ),
    **dict.fromkeys(
        ("title", "description", "desc", "name", "long description", "short description", "text",
         "code description", "display", "diagnosis", "procedure", "diagnosis description",
         "service", "dx description", "procedure description", "label", "descriptor"),
        "title",
    ),
    **dict.fromkeys(
        ("poa", "present on admission", "poa indicator", "poa ind", "poa flag"), "poa"
    ),
    **dict.fromkeys(
        ("units", "qty", "quantity", "service units", "unit", "days or units"), "units"
    ),
    **dict.fromkeys(
        ("modifiers", "modifier", "mod", "mods", "modifier s"), "modifiers"
    ),
    **dict.fromkeys(
        ("pointers", "pointer", "dx pointer", "dx pointers", "diagnosis pointer", "ptr", "dx ptr",
         "diagnosis pointers"),
        "pointers",
    ),
    **dict.fromkeys(
        ("date", "service date", "dos", "date of service", "performed on", "procedure date", "from",
         "performed", "date performed", "from date"),
        "date",
    ),
    **dict.fromkeys(
        ("charge", "charges", "amount", "charge amount", "fee", "total charges", "price"), "charge"
    ),
    **dict.fromkeys(("revenue code", "rev", "rev code", "rev cd", "revenue"), "revenue"),
    **dict.fromkeys(("release", "version", "code set version"), "release"),
    **dict.fromkeys(
        ("seq", "sequence", "#", "no", "no.", "number", "line", "order", "priority", "seq no"),
        "seq",
    ),
    **dict.fromkeys(
        ("account", "account number", "account no", "account #", "acct", "acct no", "acct number",
         "acct #", "hospital account", "har", "csn", "fin", "encounter", "encounter id",
         "encounter number", "encounter no", "visit", "visit id", "visit number", "visit no",
         "claim", "claim id", "claim number", "claim no", "claim #", "patient control number",
         "pcn", "case", "case number", "case id", "stay", "stay id", "admission id"),
        "visit",
    ),
    **dict.fromkeys(
        ("mrn", "medical record number", "patient id", "pat id", "patient number", "member id"),
        "patient",
    ),
    **dict.fromkeys(
        ("admit date", "admission date", "admitted", "adm date", "date of admission", "admit dt",
         "admit", "admission"),
        "admitted",
    ),
    **dict.fromkeys(
        ("discharge date", "disch date", "discharged", "date of discharge", "dc date", "d/c date",
         "disch dt", "discharge dt", "discharge"),
        "discharged",
    ),
    **dict.fromkeys(("dob", "date of birth", "birth date", "birthdate"), "birth"),
    **dict.fromkeys(("sex", "gender", "patient sex"), "sex"),
    **dict.fromkeys(("age", "patient age"), "age"),
    **dict.fromkeys(
        ("discharge status", "disch status", "patient status", "discharge disposition",
         "disposition", "disch disp"),
        "status",
    ),
    **dict.fromkeys(
        ("setting", "patient class", "patient type", "encounter type", "visit type", "class"),
        "setting",
    ),
}  # fmt: skip
_SHORT = {
    "cd": "code",
    "cds": "codes",
    "dt": "date",
    "num": "number",
    "nbr": "number",
    "no": "number",
    "nr": "number",
    "ind": "indicator",
    "acct": "account",
    "clm": "claim",
    "enc": "encounter",
    "diag": "diagnosis",
    "proc": "procedure",
    "svc": "service",
    "desc": "description",
    "descr": "description",
    "amt": "amount",
    "chg": "charge",
    "chgs": "charges",
    "disch": "discharge",
    "adm": "admission",
    "qty": "quantity",
}
_OF_WHOM = frozenset({"pt", "patient", "hosp", "hospital", "the", "my", "billing", "bill", "final"})
_RANK = r"(?:principal|primary|prin|pri|secondary|sec|other)"
_NUMBERED = (
    (re.compile(r"(?:dx|diag|diagnosis|icd|icd 10|icd10) ?\d{0,2} ?poa(?: indicator)?"), "poa"),
    (re.compile(r"poa(?: indicator)? ?(?:dx)? ?\d{1,2}"), "poa"),
    (re.compile(r"(?:px|proc|procedure|pcs) ?\d{0,2} ?date(?: ?\d{1,2})?"), "date"),
    (re.compile(rf"{_RANK}(?: dx| diagnosis)(?: code)? ?\d{{0,2}}"), "cm"),
    (re.compile(r"(?:admitting|admission|admit)(?: dx| diagnosis)(?: code)?"), "admitting"),
    (re.compile(rf"{_RANK}(?: px| procedure)(?: code)? ?\d{{0,2}}"), "code"),
    (re.compile(r"(?:dx|diag|diagnosis|icd|icd 10|icd10)(?: code)? ?\d{1,2}"), "cm"),
    (re.compile(r"(?:px|proc|procedure|pcs)(?: code)? ?\d{1,2}"), "code"),
    (re.compile(r"(?:cpt|hcpcs)(?: code)? ?\d{1,2}"), "service"),
    (re.compile(r"mod(?:ifier)? ?\d"), "modifiers"),
)
CODES = frozenset({"code", "cm", "pcs", "service", "admitting"})
"""The kinds of columns that hold codes: of any code set, or of one."""


def beside_in_wide(names: Sequence[str], at: int) -> dict[str, int]:
    """Return where POA and date of the code in the column *at* stand, in a table of many a row.

    Each stands between its code and the next one (``dx1, poa1, dx2, poa2``), or the columns of a
    kind stand together, as many as the codes have (``dx1, dx2, poa1, poa2``).
    """
    alike = [place for place, name in enumerate(names) if name == names[at]]
    following = next((one for one in range(at + 1, len(names)) if names[one] in CODES), len(names))
    found = {}
    for kind in ("poa", "date"):
        own = [place for place, name in enumerate(names) if name == kind]
        near = [place for place in own if at < place < following]
        if len(own) == 1 and len(alike) > 1:
            continue  # of the row, or of nobody knows which
        if len(near) == 1:
            found[kind] = near[0]
        elif len(own) == len(alike) and len(own) > 1:
            found[kind] = own[alike.index(at)]
        elif len(own) > 1:
            found[kind] = len(names)
    return found


def column_named(text: str) -> str:
    """Return what a column with this header holds ("code", "poa", …), empty for others."""
    plain = " ".join(re.sub(r"[_\-()*:.]+", " ", text.lower().strip("\ufeff \"'")).split())
    plain = plain.replace(" / ", "/")
    return _kind(plain) or _kind(_written_out(text))


def _kind(plain: str) -> str:
    if plain in _NAMES:
        return _NAMES[plain]
    return next((kind for pattern, kind in _NUMBERED if pattern.fullmatch(plain)), "")


def _written_out(text: str) -> str:
    """Return a header in whole words: ``PtAcctNbr`` is "account number", ``DX_CD`` "dx code"."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z])", " ", text)
    words = re.sub(r"[^a-z0-9#/]+", " ", parted.lower()).split()
    while len(words) > 1 and words[0] in _OF_WHOM:
        words = words[1:]
    return " ".join(_SHORT.get(word, word) for word in words)
