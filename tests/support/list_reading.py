"""Invented lines of several code sets for tests that read lists, with no release behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import cast

from codebook_app.domain.code import Code
from codebook_app.domain.encounter import EncounterLine
from codebook_app.domain.list_reading import ListReading
from codebook_app.domain.release import Release
from codebook_app.domain.validity import CodeValidity
from codebook_app.services.known_codes import CodesKnown, Key, KnownCodes
from codebook_app.services.list_import import ListImport

BILLABLE = {
    "icd10cm": [
        "A10.00",
        "B20",
        "E11.21",
        "E11.22",
        "E11.65",
        "E11.9",
        "E31.0",
        "G04.39",
        "I10",
        "I21.09",
        "I21.4",
        "J96.01",
        "N18.30",
        "N18.31",
        "O24.410",
        "O80",
        "R05.1",
        "R07.9",
        "R06.02",
        "S72.002A",
        "S72.002D",
        "U07.1",
        "W01.0XXA",
        "Z23",
        "Z79.4",
        "Z79.84",
    ],
    "icd10pcs": ["0016070", "02703DZ", "0SR90J9", "B2111ZZ", "3E03305", "0F9E30Z", "0002E45"],
    "hcpcs": ["A1000", "D0120", "E0601", "G0439", "G2212", "J0585", "L8699"],
}
HEADERS = {"icd10cm": ["E11", "I21", "N18", "N95", "S72.002", "B96", "E08", "T20"]}
DELETED = {"N18.3": ("N18.30", "N18.31")}
RELEASE = Release(
    code_set="icd10cm",
    release="FY2099",
    title="ICD-10-CM FY2099 (invented)",
    effective_from=date(2098, 10, 1),
    effective_to=date(2099, 9, 30),
    codes=20,
    billable=20,
    sources=(),
    origin="invented for tests",
    installed_at=datetime(2098, 1, 1, tzinfo=UTC),
    app_version="0",
    searchable=True,
)
TITLES = {
    "E11.22": "Invented sweetness of 2 kidneys, see I10",
    "G2212": "Sample service 7 beyond the maximum (in addition to codes 99205, 99215)",
    "G0439": "Sample wellness visit, subsequent",
}


def an_invented_line(code_set: str, code: str, *, billable: bool = True, level: str = "") -> Code:
    """Return a line of the invented release."""
    return Code(
        id=1,
        code_set=code_set,
        release="FY2099",
        code=code,
        title=TITLES.get(code, f"Invented {code_set} line"),
        level=level or ("code" if billable else "category"),
        billable=billable,
        depth=1,
        parent_id=None,
        last_descendant_id=1,
    )


LINES = {
    (code_set, code): an_invented_line(code_set, code, billable=billable)
    for some, billable in ((BILLABLE, True), (HEADERS, False))
    for code_set, codes in some.items()
    for code in codes
}


class InventedCodes:
    """Knows the invented lines, and one deleted code; CPT is not installed."""

    def __init__(self, *, installed: Iterable[str] = ("icd10cm", "icd10pcs", "hcpcs")) -> None:
        self.installed = tuple(installed)
        self.asked = 0

    def known(self, codes: Iterable[Key], near: Iterable[Key], _on: date | None) -> CodesKnown:
        """Answer as the installed releases would."""
        self.asked += 1
        keys = set(codes)
        told: Mapping[Key, CodeValidity] = {
            ("icd10cm", code): CodeValidity(
                code, "deleted", date(2020, 9, 30), "an invented list", successors
            )
            for code, successors in DELETED.items()
            if ("icd10cm", code) in keys
        }
        lines = {
            key: line
            for key, line in LINES.items()
            if key[0] in self.installed
            and (key in keys or any(key[1] in one for one in DELETED.values()))
        }
        below = {
            key: (2, tuple(one for one in LINES.values() if one.code.startswith(f"{key[1]}.")))
            for key in keys & lines.keys()
            if not lines[key].billable
        }
        nearest = {
            key: (LINES["icd10cm", "E11.22"],)
            for key in near
            if key == ("icd10cm", "E11.229") and "icd10cm" in self.installed
        }
        releases = {name: replace(RELEASE, code_set=name) for name in self.installed}
        return CodesKnown(lines, {}, told, below, nearest, releases)


def invented_import(codes: InventedCodes | None = None) -> ListImport:
    """Return the reading of lists over the invented codes."""
    return ListImport(cast("KnownCodes", codes or InventedCodes()))


def in_short(line: EncounterLine) -> str:
    """Return a line as ``code`` with what was read beside it: ``99213 -25 x2 @AB``."""
    parts = [line.code]
    parts += [line.poa] if line.poa else []
    parts += [f"-{one}" for one in line.modifiers]
    parts += [f"x{line.units}"] if line.units is not None else []
    parts += [f"@{''.join(line.pointers)}"] if line.pointers else []
    parts += [line.performed_on.isoformat()] if line.performed_on else []
    parts += [f"${line.charge}"] if line.charge is not None else []
    parts += [f"rev {line.revenue_code}"] if line.revenue_code else []
    parts += [line.role.value] if line.role.value else []
    return " ".join(parts)


def taken(reading: ListReading) -> list[str]:
    """Return in short what is added while nothing is answered."""
    return [in_short(line) for line in reading.lines()]


def asked(reading: ListReading) -> list[str]:
    """Return the kinds of the questions."""
    return [one.oddity.kind.value for one in reading.questions if one.oddity is not None]
