"""What the HCPCS columns say of a code, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from codebook_app.codesets.hcpcs.columns import HcpcsLine
from codebook_app.codesets.hcpcs.meanings import ACTION, MEANINGS
from codebook_app.domain.content import Fact

_NAMES = {
    "coverage": "Coverage",
    "pricing": "Pricing",
    "multiple pricing": "Multiple pricing",
    "BETOS": "BETOS",
    "type of service": "Type of service",
    "lab certification": "Lab certification",
    "cross reference": "Cross reference",
    "statute": "Statute",
    "coverage issues manual": "Coverage issues manual",
    "carriers manual": "Medicare carriers manual",
    "outpatient group": "Outpatient payment group",
    "outpatient policy": "Outpatient payment policy",
    "anesthesia base units": "Anesthesia base units",
}


def facts_of(line: HcpcsLine, line_id: int, notes: Mapping[str, str]) -> Iterator[Fact]:
    """Yield the facts of *line*, whose id is *line_id*, in the order they are shown.

    *notes* are the texts of CMS's processing notes by number.
    """
    if line.short:
        yield Fact(line_id, "Short description", line.short, searched=True)
    for column, name in _NAMES.items():
        for value in line.values.get(column, ()):
            yield Fact(line_id, name, value, MEANINGS.get(column, {}).get(value, ""))
    for group in line.values.get("ASC group", ()):
        since = "".join(line.values.get("ASC date", ()))
        approved = "approved for ambulatory surgical centers" if group == "YY" else ""
        meaning = f"{approved} from {_day(since)}".strip() if since else approved
        yield Fact(line_id, "ASC payment group", group, meaning)
    for number in line.values.get("processing note", ()):
        yield Fact(line_id, "Processing note", number, notes.get(number, ""))
    if line.added:
        yield Fact(line_id, "Added", line.added.isoformat())
    if line.action or line.effective:
        effective = f"effective {line.effective.isoformat()}" if line.effective else ""
        words = [ACTION.get(line.action, ""), effective]
        yield Fact(line_id, "Action", line.action or "none", ", ".join(filter(None, words)))
    if line.terminated:
        yield Fact(line_id, "Terminated", line.terminated.isoformat(), "the last day of use")


def _day(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == 8 else digits
