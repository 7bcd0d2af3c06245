"""What the columns of tables with codes are called, by us and by others."""

from __future__ import annotations

import re
from collections.abc import Mapping

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
}  # fmt: skip
_NUMBERED = (
    (re.compile(r"(?:dx|diag|diagnosis|icd|icd 10|icd10)(?: code)? ?\d{1,2}"), "cm"),
    (re.compile(r"(?:px|proc|procedure|pcs)(?: code)? ?\d{1,2}"), "code"),
    (re.compile(r"(?:cpt|hcpcs)(?: code)? ?\d{1,2}"), "service"),
    (re.compile(r"mod(?:ifier)? ?\d"), "modifiers"),
)
CODES = frozenset({"code", "cm", "pcs", "service"})
"""The kinds of columns that hold codes: of any code set, or of one."""


def column_named(text: str) -> str:
    """Return what a column with this header holds ("code", "poa", …), empty for others."""
    plain = " ".join(re.sub(r"[_\-()*:.]+", " ", text.lower().strip("\ufeff \"'")).split())
    plain = plain.replace(" / ", "/")
    if plain in _NAMES:
        return _NAMES[plain]
    return next((kind for pattern, kind in _NUMBERED if pattern.fullmatch(plain)), "")
