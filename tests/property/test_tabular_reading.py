"""Whatever bytes come, they are read or refused in one line."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.tabular_xml import sample

from codebook_app.codesets.archive import official_files
from codebook_app.codesets.icd10cm.assembly import assemble
from codebook_app.codesets.icd10cm.tabular import read_tabular, year_of
from codebook_app.codesets.xml import first_element
from codebook_app.errors import KnownError

WHOLE = sample().encode()
TAGS = [
    "chapter", "section", "diag", "name", "desc", "note", "excludes1", "sevenChrDef", "extension",
    "visualImpairment", "visRange", "value", "version", "ICD10CM.tabular", "introduction", "new",
]  # fmt: skip


def elements(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(TAGS),
        st.lists(inside, max_size=4),
    )


trees = st.recursive(st.sampled_from(["", "A00", "A00.1", "text", "2099"]), elements, max_leaves=20)


def refusal(attempt: Callable[[], object]) -> str:
    """Return what was said when *attempt* was refused, empty where it was not."""
    try:
        attempt()
    except KnownError as fault:
        return str(fault)
    return ""


def read_or_refuse(content: bytes) -> None:
    said = refusal(lambda: assemble(read_tabular([content], "any.xml"), "icd10cm", "FY2099"))
    assert not said or (said.startswith("any.xml") and "\n" not in said)


@given(st.binary())
@example(b"\xff\xfe<")
@example(b'<?xml version="1.0" encoding="utf-32"?><a/>')
def test_any_bytes_are_read_or_refused(content):
    read_or_refuse(content)
    first_element(content)


@given(st.integers(0, len(WHOLE) - 1), st.binary(max_size=4), st.integers(0, 20))
def test_a_damaged_file_is_read_or_refused(place, put, gone):
    read_or_refuse(WHOLE[:place] + put + WHOLE[place + gone :])


@given(st.integers(0, len(WHOLE) - len("</ICD10CM.tabular>\n")))
def test_a_file_cut_off_anywhere_is_refused(end):
    assert "line" in refusal(lambda: read_tabular([WHOLE[:end]], "any.xml"))


@given(trees)
def test_elements_in_any_order_are_read_or_refused(tree):
    read_or_refuse(f"<ICD10CM.tabular><version>2099</version>{tree}</ICD10CM.tabular>".encode())


@pytest.mark.slow
@given(st.lists(st.integers(0, len(WHOLE)), max_size=8))
def test_where_the_pieces_are_cut_does_not_matter(cuts):
    ends = sorted({0, len(WHOLE), *cuts})
    pieces = [WHOLE[start:end] for start, end in pairwise(ends)]
    lines = read_tabular(pieces, "any.xml").lines
    assert [line.code for line in lines] == [
        line.code for line in read_tabular([WHOLE], "any.xml").lines
    ]


@given(st.binary(max_size=200))
def test_the_year_of_any_beginning_is_told_or_refused(head):
    years: list[int] = []
    said = refusal(lambda: years.append(year_of(WHOLE[:200] + head, "any.xml")))
    assert years == [2099] or said.startswith("any.xml")


def read_all(path: Path) -> None:
    with official_files([path]) as found:
        for file in found.files:
            for _ in file.chunks():
                pass


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=4))
def test_a_damaged_zip_is_read_or_refused(place, put):
    room = BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tabular.xml", WHOLE)
    content = bytearray(room.getvalue())
    place %= len(content)
    content[place : place + len(put)] = put
    with TemporaryDirectory() as folder:
        path = Path(folder, "any.zip")
        path.write_bytes(content)
        assert "\n" not in refusal(lambda: read_all(path))
