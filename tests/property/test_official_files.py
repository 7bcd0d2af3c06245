"""Whatever comes as an official file is read or refused in one line, and nothing else happens."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.spreadsheet_files import a_workbook

from codebook_app.codesets.archive import CHUNK, OfficialFile, official_file, official_files
from codebook_app.codesets.lines import text_lines
from codebook_app.codesets.spreadsheet import rows
from codebook_app.errors import KnownError

CHARACTERS = st.characters(codec="utf-8", exclude_characters="\r\n\x1a", exclude_categories=["Cs"])
LINES = st.lists(st.text(CHARACTERS, max_size=20), max_size=30)
# What XML can hold; a spreadsheet may not begin or end a text with blanks unmarked, ours marks it.
CELLS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"
    ),
    max_size=12,
)


def a_file(content: bytes) -> OfficialFile:
    return official_file("a.txt", "a.txt", len(content), lambda: io.BytesIO(content))


def packed() -> bytes:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("codes.txt", "A00\tSample river fever\r\n" * 40)
        archive.writestr("codes.xlsx", a_workbook([["Code", "Title"]] * 5))
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.zip", inner.getvalue())
        archive.writestr("tabular.xml", "<a><b/></a>")
    return outer.getvalue()


PACKED = packed()
WORKBOOK = a_workbook([["Code", "Title", 1.5]] * 20)


@given(LINES, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.sampled_from([0, CHUNK - 7]))
def test_lines_come_out_as_they_went_in(lines, end, ended, before):
    first = "x" * before
    text = end.join([first, *lines, "last"]) + (end if ended else "")
    found = list(text_lines(a_file(text.encode()), "utf-8"))
    assert found == list(enumerate([first, *lines, "last"], start=1))


@given(st.binary(max_size=400), st.sampled_from(["cp1252", "utf-8", "utf-16-le"]))
def test_any_bytes_are_lines_or_refused_with_their_line(content, encoding):
    found: list[tuple[int, str]] = []
    fault = fault_of(lambda: found.extend(text_lines(a_file(content), encoding)))
    assert [number for number, _ in found] == list(range(1, len(found) + 1))
    assert fault is None or re.match(r"a\.txt, line \d+: ", fault.message)


@pytest.mark.slow
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_cells_come_out_as_they_went_in(cells):
    # Marks the first and last cell, since what is empty around them is nobody's.
    whole = [["first", *row, "end"] for row in cells]
    found = list(rows(a_file(a_workbook(whole))))
    assert [list(row) for _, row in found] == whole


@given(st.data())
def test_a_mutated_workbook_is_read_or_refused(data):
    content = mutated(data, WORKBOOK)
    fault_of(lambda: list(rows(a_file(content))))


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_mutated_zip_is_read_or_refused_and_nothing_is_written(tmp_path: Path, data):
    path = tmp_path / "all.zip"
    path.write_bytes(mutated(data, PACKED))

    def read_all() -> None:
        with official_files([path]) as found:
            for file in found.files:
                for _ in file.chunks():
                    pass

    fault_of(read_all)
    assert [each.name for each in tmp_path.iterdir()] == ["all.zip"]


def fault_of(attempt: Callable[[], object]) -> KnownError | None:
    """Return how *attempt* was refused, in one line and with what to do, None where it was not."""
    try:
        attempt()
    except KnownError as fault:
        assert "\n" not in str(fault)  # noqa: PT017 - it may as well succeed
        assert fault.hint  # noqa: PT017
        return fault
    return None


def mutated(data: st.DataObject, content: bytes) -> bytes:
    """Return *content* with bytes changed, cut out or doubled."""
    changed = bytearray(content)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(changed) - 1))
        match data.draw(st.sampled_from(["flip", "cut", "drop", "double"])):
            case "flip":
                changed[at] ^= 1 << data.draw(st.integers(0, 7))
            case "cut":
                del changed[max(at, 1) :]
            case "drop":
                del changed[at : at + data.draw(st.integers(1, 50))]
            case _:
                changed[at:at] = changed[at : at + data.draw(st.integers(1, 50))]
        if not changed:
            changed = bytearray(b"P")
    return bytes(changed)
