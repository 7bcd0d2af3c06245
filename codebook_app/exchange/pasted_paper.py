"""Claims as this program writes them for paper: the UB-04 by its locators, the CMS-1500's boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from codebook_app.domain.encounter import Role, Setting
from codebook_app.exchange.candidates import (
    Candidate,
    Given,
    Pasted,
    Spelling,
    Standing,
    Visit,
)
from codebook_app.exchange.pasted_segments import service_spelling
from codebook_app.exchange.pasted_shapes import CM, PCS, dotted

_UB04 = re.compile(r"\s*UB-04 \(CMS-1450\)\s*$", re.MULTILINE)
_CMS1500 = re.compile(r"\s*CMS-1500 \(02/12\), sheet \d+ of \d+\s*$", re.MULTILINE)
_POA_AT = re.compile(r"^Codes, POA in position (\d+)", re.MULTILINE)
_LOCATOR = re.compile(r"\s+FL(\d\d?)[A-Qa-e]?\s{2,}(\S+(?: \S+)*)\s{2,}(\S.*)")
_BEYOND = re.compile(
    r"\s+()((?:Other|Principal|Admitting) (?:diagnosis|procedure)|External cause|Reason for visit)"
    r"\s{2,}(\S.*)"
)
_SLOT = re.compile(r"(?:^|\s)([A-L]) {2}([A-Z0-9.]{3,9})(?=\s|$)")
_PATIENT = re.compile(r"\s+(\d\d \d\d \d{4})?\s*([MF])?\s*")
_COLUMNS = {
    "FL42 Rev. code": "revenue",
    "FL44 HCPCS": "code",
    "FL45 Date": "date",
    "FL46 Units": "units",
    "FL47 Charges": "charge",
    "24A From": "date",
    "To": "",
    "24D Code": "code",
    "Modifier": "modifiers",
    "24E": "pointers",
    "24F Charge": "charge",
    "24G": "units",
}
_TITLE = re.compile("|".join(map(re.escape, sorted(_COLUMNS, key=len, reverse=True))))


def read_paper(text: str) -> Pasted | None:
    """Return the codes and the encounter of a form in *text*; None where it is no form of ours."""
    if _UB04.match(text):
        return _Locators(text).pasted()
    if _CMS1500.match(text):
        return _Boxes(text).pasted()
    return None


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns of a table of services begin, by what they hold."""

    starts: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, line: str) -> _Columns | None:
        """Return the columns that a header names, None where *line* is none."""
        found = [(one.start(), _COLUMNS[one[0]]) for one in _TITLE.finditer(line)]
        return cls(tuple(found)) if len(found) > 2 else None

    def service(self, line: str, at: int) -> Candidate | None:
        """Return the service of a *line* that begins at *at*, None where it names no code."""
        ends = [start for start, _ in self.starts[1:]] + [len(line)]
        cells = {
            kind: (start, line[start:end].strip())
            for (start, kind), end in zip(self.starts, ends, strict=True)
        }
        start, written = cells["code"]
        code, *behind = written.split() or [""]
        if not code:
            return None
        modifiers = behind or cells.get("modifiers", (0, ""))[1].split()
        units = cells["units"][1]
        given = Given(
            units=int(units) if units.isdigit() and int(units) else None,
            modifiers=tuple(modifiers),
            pointers=tuple(cells.get("pointers", (0, ""))[1]),
            performed_on=_day(cells["date"][1]),
            charge=_charge(cells["charge"][1]),
            revenue_code=cells.get("revenue", (0, ""))[1],
        )
        return _candidate(at + start, code, service_spelling(code), given)


class _Locators:
    """Reads a UB-04."""

    def __init__(self, text: str) -> None:
        self._text = text
        place = _POA_AT.search(text)
        self._poa_at = int(place[1]) - 1 if place else 7
        self._visit = Visit("UB-04", setting=Setting.OUTPATIENT)

    def pasted(self) -> Pasted:
        """Return the codes, the services behind the others."""
        codes: list[Candidate] = []
        services: list[Candidate] = []
        columns: _Columns | None = None
        for at, line in _lines(self._text):
            columns = _Columns.of(line) or (columns if line.strip() else None)
            found = _LOCATOR.fullmatch(line) or _BEYOND.fullmatch(line)
            if columns is not None and _Columns.of(line) is None:
                service = columns.service(line, at)
                services += [service] if service is not None else []
            elif found is not None:
                self._tell(found[1], found[2], found[3].strip())
                one = self._code(found[2], found[3], at + found.start(3))
                codes += [one] if one is not None else []
        return Pasted("a UB-04", (*codes, *services), visits=(self._visit,), visit_word="claim")

    def _code(self, name: str, value: str, at: int) -> Candidate | None:
        code = value[: self._poa_at].strip()
        poa, day = value[self._poa_at : self._poa_at + 1].strip(), value[self._poa_at + 1 :]
        if name.endswith("procedure"):
            given = Given(performed_on=_day(day.strip()))
            return _candidate(at, code, Spelling(PCS, code), given)
        roles = {"Admitting diagnosis": Role.ADMITTING, "Reason for visit": Role.REASON_FOR_VISIT}
        if not name.endswith(("diagnosis", "cause")) and name not in roles:
            return None
        given = Given(poa=poa, role=roles.get(name, Role.LISTED))
        return _candidate(at, code, Spelling(CM, dotted(code.replace(".", ""))), given)

    def _tell(self, locator: str, name: str, value: str) -> None:
        visit = self._visit
        inpatient = locator in {"69", "71", "74"} or name.endswith("procedure")
        inpatient = inpatient or (locator == "12" and visit.date_of_service is not None)
        match locator:
            case "6" if name.endswith("through"):
                visit = replace(visit, date_of_service=_day(value))
            case "10":
                visit = replace(visit, birth_date=_day(value))
            case "11":
                visit = replace(visit, sex=value)
            case "12":
                visit = replace(visit, admitted_on=_day(value))
            case "17":
                visit = replace(visit, discharge_status=value)
        self._visit = replace(visit, setting=Setting.INPATIENT) if inpatient else visit


class _Boxes:
    """Reads the sheets of a CMS-1500."""

    def __init__(self, text: str) -> None:
        self._text = text

    def pasted(self) -> Pasted:
        """Return the diagnoses of the first sheet, and the services of all."""
        codes: list[Candidate] = []
        services: list[Candidate] = []
        visit = Visit("CMS-1500", setting=Setting.PROFESSIONAL)
        columns: _Columns | None = None
        slots, sheet, above = False, 0, ""
        for at, line in _lines(self._text):
            sheet += line.startswith("CMS-1500")
            columns = _Columns.of(line) or (columns if line.strip() else None)
            slots = line.startswith("21.") or (slots and bool(line.strip()))
            if columns is not None and _Columns.of(line) is None:
                service = columns.service(line, at)
                services += [service] if service is not None else []
            elif slots and sheet < 2 and not line.startswith("21."):
                codes += [
                    _candidate(
                        at + one.start(2), one[2], Spelling(CM, dotted(one[2].replace(".", "")))
                    )
                    for one in _SLOT.finditer(line)
                ]
            elif above.split() == ["Birth", "date", "Sex"] and (found := _PATIENT.fullmatch(line)):
                birth = _day((found[1] or "").replace(" ", ""))
                visit = replace(visit, birth_date=birth, sex=found[2] or "")
            above = line
        days = [one.given.performed_on for one in services if one.given.performed_on]
        visit = replace(visit, date_of_service=min(days, default=None))
        return Pasted("a CMS-1500", (*codes, *services), visits=(visit,), visit_word="claim")


def _candidate(at: int, code: str, spelled: Spelling, given: Given | None = None) -> Candidate:
    return Candidate(at, at + len(code), code, (spelled,), Standing.STATED, given or Given())


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def _day(text: str) -> date | None:
    """Return the day of MMDDYY or MMDDYYYY, with blanks or without."""
    digits = text.replace(" ", "")
    if not digits.isdigit() or len(digits) not in {6, 8}:
        return None
    year = int(digits[4:]) + (2000 if len(digits) == 6 else 0)
    try:
        return date(year, int(digits[:2]), int(digits[2:4]))
    except ValueError:
        return None


def _charge(text: str) -> Decimal | None:
    parts: Sequence[str] = text.split()
    if not parts or not all(one.isdigit() for one in parts):
        return None
    return Decimal(".".join(parts[:2]))
