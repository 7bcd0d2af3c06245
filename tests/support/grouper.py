"""Invented data files of the grouper: the same tables, other codes."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import lmdb

OPEN_END = 2099_03_31
Span = tuple[str, int, int]
Converted = tuple[str, str, int]


def master(
    spans: Iterable[Span],
    open_end: int = OPEN_END,
    attributes: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """Return a master list of (code, first day, last day), days as yyyymmdd."""
    names = b"adult\0"
    records = []
    for code, since, until in sorted(spans):
        of_code = (attributes or {}).get(code, ())
        at = len(names) if of_code else 0
        names += b"".join(name.encode() + b"\0" for name in of_code)
        records.append(struct.pack("<8s4I", code.encode(), since, until, at, len(of_code)))
    head = struct.pack("<4s4I12x", b"DECM", len(records), 32, 32 + 24 * len(records), open_end)
    return head + b"".join(records) + names


def ages(ranges: Sequence[tuple[str, int, int, int, int]]) -> bytes:
    """Return the editor's age ranges of (name, first and last year of age, first and last day)."""
    records = names = b""
    for name, youngest, oldest, since, until in ranges:
        records += struct.pack("<6I", len(names), len(name), youngest, oldest, since, until)
        names += name.encode() + b"\0"
    head = struct.pack("<4s3I16x", b"GACM", len(ranges), 32, 32 + len(records))
    return head + records + names


def conversions(mark: bytes, pairs: Iterable[Converted], years: Sequence[int] = (2098,)) -> bytes:
    """Return a conversion table of (old, new, day), each way."""
    body = b""
    for old, new, day in sorted(pairs):
        body += struct.pack("<8s8sI3B", old.encode(), new.encode(), day, 0, 0, 1)
        body += struct.pack("<8s8sI3B", new.encode(), old.encode(), day, 0, 0, 0)
    head = struct.pack("<4s2I", mark, len(years), 12 + 4 * len(years))
    return head + struct.pack(f"<{len(years)}I", *years) + body


def titles(mark: bytes, lines: Sequence[tuple[int, int, int, str]]) -> bytes:
    """Return titles of (number, first version, last version, title)."""
    at = 16 + 20 * len(lines)
    records = texts = b""
    for number, first, last, title in lines:
        records += struct.pack("<5I", number, first, last, at + len(texts), len(title))
        texts += title.encode()
    return struct.pack("<4s3I", mark, len(lines), 16, at) + records + texts


def formulas(groups: Sequence[tuple[int, int, int, int, str]]) -> bytes:
    """Return formulas of (MDC, first version, last version, DRG, type)."""
    mdcs = sorted({group[:3] for group in groups})
    at = 24 + 20 * len(mdcs)
    entries = records = b""
    place = 0
    for mdc, first, last in mdcs:
        of_mdc = [group for group in groups if group[:3] == (mdc, first, last)]
        entries += struct.pack("<5I", mdc, first, last, place, len(of_mdc))
        place += len(of_mdc)
        for *_, drg, kind in of_mdc:
            records += struct.pack("<4I8s24x", mdc, 1, drg, drg, kind.encode())
    head = struct.pack("<4s5I", b"MROF", len(mdcs), place, 24, at, at + len(records))
    return head + entries + records


def diagnoses(severities: Sequence[tuple[str, int, int, str]]) -> bytes:
    """Return attributes of (code, first version, last version, NCC, CC or MCC)."""
    kinds = ["NCC", "CC", "MCC"]
    attributes = b"".join(struct.pack("<I4s12x", 1, kind.encode()) for kind in kinds)
    records = b"".join(
        struct.pack("<8s3I", code.encode(), first, last, kinds.index(kind))
        for code, first, last, kind in severities
    )
    at = 20 + len(attributes)
    return struct.pack("<4s4I", b"GAID", 3, len(severities), 20, at) + attributes + records


DX: tuple[Span, ...] = (
    ("A000", 2090_10_01, 2092_09_30),  # two records of one time
    ("A000", 2092_10_01, OPEN_END),
    ("B11", 2090_10_01, 2097_09_30),
    ("B111", 2097_10_01, OPEN_END),
    ("B112", 2097_10_01, 2098_09_30),
    ("B1121", 2098_10_01, OPEN_END),
    ("C22", 2090_10_01, 2097_09_30),
    ("C33", 2097_10_01, OPEN_END),
    ("D44", 2090_10_01, 2093_09_30),  # went and came back
    ("D44", 2095_10_01, OPEN_END),
    ("E55XXXA", 2098_10_01, OPEN_END),
)
PCS: tuple[Span, ...] = (
    ("0SR9019", 2090_10_01, OPEN_END),
    ("0SR901A", 2090_10_01, 2098_03_31),
    ("0SR901Z", 2098_04_01, OPEN_END),
)
DX_CONVERSIONS: tuple[Converted, ...] = (
    ("C22", "C33", 2097_10_01),
    ("C22", "NOCODE", 2097_10_01),
    ("C22", "A000", 2095_10_01),
)


def tables(**other: bytes | None) -> dict[str, bytes]:
    """Return all tables of an invented data file, with *other* ones; None leaves one out."""
    groups = [
        (0, 420, 431, 1, "SURGICAL"),
        (0, 440, 440, 1, "SURGICAL"),
        (5, 420, 431, 280, "MEDICAL"),
        (5, 440, 440, 280, "MEDICAL"),
        (5, 440, 440, 281, "MEDICAL"),
        (29, 440, 440, 981, "SURGICAL"),
        (14, 440, 440, 998, "NA"),
        (99, 440, 440, 999, "NA"),
    ]
    sound: dict[str, bytes | None] = {
        "mce_i10dx_master": master(DX),
        "mce_i10sg_master": master(PCS),
        "mce_age_ranges": ages([("Adult", 15, 124, 2090_01_01, OPEN_END)]),
        "icd10cm_conversions": conversions(b"CDCI", DX_CONVERSIONS),
        "icd10pcs_conversions": conversions(b"PDCI", [("0SR901A", "0SR901Z", 2098_04_01)] * 2),
        "drg_descriptions": titles(
            b"DGRD",
            [
                (1, 420, 440, "Sample transplant"),
                (280, 420, 431, "Sample heart condition"),
                (280, 440, 440, "Sample heart condition with MCC"),
                (281, 440, 440, "Sample heart condition with CC"),
                (981, 440, 440, "Sample unrelated procedure"),
                (998, 440, 440, "Sample error"),
                (999, 440, 440, "Sample ungroupable"),
            ],
        ),
        "mdc_descriptions": titles(
            b"DCDM",
            [(0, 420, 440, "Pre-MDC"), (5, 420, 440, "Sample circulation"), (29, 420, 440, "-")],
        ),
        "drg_formulas": formulas(groups),
        "diagnosis": diagnoses(
            [
                ("A000", 420, 440, "NCC"),
                ("B111", 440, 440, "MCC"),
                ("C33", 420, 440, "CC"),
                ("D44", 420, 431, "MCC"),
            ]
        ),
    }
    return {name: content for name, content in (sound | other).items() if content is not None}


def write_grouper(path: Path, content: Mapping[str, bytes] | None = None) -> Path:
    """Write the tables as the grouper's package does, keys padded to eight bytes."""
    with lmdb.open(str(path), subdir=False, lock=False, map_size=2**22) as database:
        with database.begin(write=True) as transaction:
            for name, table in (tables() if content is None else content).items():
                transaction.put(name.encode().ljust(-(-len(name) // 8) * 8, b"\0"), table)
        database.sync(True)
    return path
