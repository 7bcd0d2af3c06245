"""Invented tables 5, 6I and 6J in the shape of the IPPS final rule."""

from __future__ import annotations

from collections.abc import Sequence

HEADINGS = (
    "MS-DRG ",
    "FY 2098 Final Post-Acute DRG",
    "FY 2098 Final Special Pay DRG",
    "MDC",
    "TYPE",
    "MS-DRG Title",
    "Weights - Before Cap",
    "Weights - 10% Cap Applied ",
    "Geometric mean LOS",
    "Arithmetic mean LOS",
)
GROUPS: tuple[tuple[str, ...], ...] = (
    ("001", "No", "No", "PRE", "SURG", "SAMPLE TRANSPLANT", "28.0239", "28.0239", "25.8", "36.2"),
    ("280", "Yes", "No", "05", "MED", "SAMPLE HEART, WITH MCC", "1.6", "1.7", "4.1", "5.3"),
    ("281", "Yes", "Yes", "05", "MED", "SAMPLE HEART, WITH CC", ".9301", "1.0", "2.6", "3.0"),
    ("981", "Yes", "No", " ", "SURG", "SAMPLE UNRELATED PROCEDURE", "4.2", "4.2", "8.0", "10"),
    ("998", "No", "No", " ", "**", "SAMPLE ERROR", ".", ".", ".", ""),
)
TITLE = "TABLE 5.—LIST OF SAMPLE GROUPS, \nAND THEIR STAYS—FY 2098 Final Rule"


def a_table_5(
    groups: Sequence[Sequence[str]] = GROUPS,
    headings: Sequence[str] = HEADINGS,
    title: str = TITLE,
) -> str:
    """Return Table 5 as text: title over two lines, headings, groups, an empty row."""
    empty = ("",) * len(headings)
    rows = [(f'"{title}"', *empty[1:]), headings, *(map(_quoted, groups)), empty]
    return "".join("\t".join(row) + "\r\n" for row in rows)


def a_table_6(
    severity: str = "MCC", codes: Sequence[str] = ("A00.0", "QA0.0101", "B11"), title: str = ""
) -> str:
    """Return Table 6I (MCC) or 6J (CC) as text, with the notes below."""
    letter = "I" if severity == "MCC" else "J"
    head = title or f"TABLE 6{letter} - COMPLETE {severity} LIST"
    rows = [f"{code}\tSample condition {code}" for code in codes]
    return "\r\n".join([head, "Diagnosis Code\tDescription", *rows, "", "\tNotes:", ""])


def _quoted(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(f'"{cell}"' if "," in cell else cell for cell in cells)
