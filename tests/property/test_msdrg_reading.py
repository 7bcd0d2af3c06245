"""Tables 5, 6I and 6J cut off, shifted and spoilt: read whole, or one clear line with its place."""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from support.drg_tables import GROUPS, a_table_5, a_table_6
from support.official_texts import a_file, refusal

from codebook_app.codesets.base import PartFile
from codebook_app.codesets.msdrg import MsDrg
from codebook_app.progress import silent

_PLACED = re.compile(r"fy2098\.zip › table\.txt(, line \d+: | holds no | states )")
MSDRG = MsDrg(())
TABLE_5 = a_table_5().encode("cp1252")
TABLE_6 = a_table_6().encode("cp1252")


def read(content: bytes) -> int | None:
    """Return how many groups or codes *content* is read as, None where nothing recognises it."""
    file = a_file(content, "fy2098.zip › table.txt")
    part = MSDRG.part(file)
    if part is None:
        return None
    others = [a_file(TABLE_5, "5.txt")] if part.kind in {"mcc", "cc"} else []
    parts = [PartFile(part, file), *(PartFile(MSDRG.part(one), one) for one in others)]  # type: ignore[arg-type]
    edition = MSDRG.edition(parts[0])
    assert edition is not None
    content_read = MSDRG.read(parts, edition, silent, None)
    codes = content_read.tabular.codes
    assert [code.id for code in codes] == list(range(1, len(codes) + 1))
    return len(content_read.listings) or content_read.tabular.billable


def refused_with_its_place(attempt: Callable[[], object]) -> bool:
    """Whether *attempt* ends with one line that names the file, and the line if any is at fault."""
    told = refusal(attempt)
    assert "\n" not in told
    assert not told or _PLACED.match(told)
    return bool(told)


@given(st.integers(0, len(TABLE_5)), st.sampled_from([TABLE_5, TABLE_6]))
def test_a_table_cut_off_anywhere_never_has_more_than_it_had(at, table):
    counted: list[int | None] = []

    if not refused_with_its_place(lambda: counted.append(read(table[:at]))):
        (count,) = counted
        assert count is None or count <= len(GROUPS)


@given(
    st.sampled_from([TABLE_5, TABLE_6]),
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_flipped_bytes_are_read_or_refused(table, flips):
    spoilt = bytearray(table)
    for at, value in flips:
        spoilt[at % len(spoilt)] = value

    refused_with_its_place(lambda: read(bytes(spoilt)))


@given(st.permutations(range(10)))
def test_columns_in_another_order_are_found_by_their_headings(order):
    rows = [[row[place] for place in order] for row in a_rows()]
    text = "\r\n".join("\t".join(row) for row in rows)

    # A group's number comes first in every year's table, and a note below it is told by that.
    if order[0] == 0:
        assert read(text.encode("cp1252")) == len(GROUPS)
    else:
        refused_with_its_place(lambda: read(text.encode("cp1252")))


@given(st.binary(max_size=300))
def test_anything_behind_the_headings_is_read_or_refused(tail):
    head = b"".join(TABLE_5.splitlines(keepends=True)[:3])

    refused_with_its_place(lambda: read(head + tail))


def a_rows() -> list[list[str]]:
    plain = a_table_5().replace('"', "").replace("\n ", " ").splitlines()
    return [line.split("\t") for line in plain if line.count("\t") == 9 and line.strip()][-6:]
