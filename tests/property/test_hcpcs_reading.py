"""Whatever bytes come as a HCPCS file, they are read or refused in one line."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from support.hcpcs_files import HEADINGS, SAMPLES, hcpcs_sheet, hcpcs_text, sample
from support.official_texts import a_file, read_or_refuse, refusal
from support.spreadsheet_files import a_workbook

from codebook_app.codesets.hcpcs.code_set import Hcpcs
from codebook_app.codesets.hcpcs.notes import read_notes
from codebook_app.codesets.hcpcs.text import read_text

TEXT = hcpcs_text().encode()
LINES = hcpcs_text(before="").splitlines(keepends=True)
SHEET = hcpcs_sheet()
HCPCS = Hcpcs()


@given(st.binary())
@example(b"PK\x03\x04")
@example(b"   A1001007")
@example("J000100100\u0663x".encode())
def test_any_bytes_are_read_or_refused(content):
    read_or_refuse(HCPCS, a_file(content))
    refusal(lambda: read_text(a_file(content)))
    refusal(lambda: read_notes(a_file(content)))


@given(st.integers(0, len(TEXT) - 1), st.binary(max_size=4), st.integers(0, 20))
def test_a_damaged_text_is_read_or_refused(place, put, gone):
    read_or_refuse(HCPCS, a_file(TEXT[:place] + put + TEXT[place + gone :]))


@given(st.integers(0, len(SHEET) - 1), st.binary(min_size=1, max_size=4))
def test_a_damaged_spreadsheet_is_read_or_refused(place, put):
    read_or_refuse(HCPCS, a_file(SHEET[:place] + put + SHEET[place + len(put) :], "any.xlsx"))


@given(st.integers(0, len(TEXT)))
def test_a_text_cut_off_never_gives_a_code_another_meaning(end):
    release = read_or_refuse(HCPCS, a_file(TEXT[:end]))

    whole = {one.code: one.long for one in SAMPLES}
    for one in release.codes if release else ():
        if not one.heading:
            # The last description may lack its last lines, and that alone.
            assert whole[one.code].startswith(one.title)


@given(st.permutations(range(len(LINES))))
def test_lines_in_any_order_give_the_same_codes_or_are_refused(order):
    release = read_or_refuse(HCPCS, a_file("".join(LINES[place] for place in order)))

    if release is not None:
        titles = {one.code: one.title for one in release.codes if not one.heading}
        assert titles == {one.code: one.long for one in SAMPLES}


@given(st.integers(0, len(LINES) - 1), st.integers(1, 30), st.booleans())
def test_a_line_with_shifted_columns_is_refused(place, by, to_the_left):
    assume(place != len(LINES) - 1)  # what stands last may be a disclaimer
    line = LINES[place]
    shifted = line[by:] if to_the_left else " " * by + line
    changed = [*LINES[:place], shifted, *LINES[place + 1 :]]
    release = read_or_refuse(HCPCS, a_file("".join(changed)))

    if release is not None:
        # The first lines may be taken for a disclaimer too; never for another code.
        codes = {one.code for one in release.codes if not one.heading}
        assert codes <= {one.code for one in SAMPLES}


cells = st.one_of(
    st.none(), st.text("AJ0123456789 -", max_size=9), st.integers(-9, 99_999_999), st.floats(0, 9)
)


@settings(max_examples=50)
@given(st.lists(st.lists(cells, max_size=len(HEADINGS)), max_size=6))
def test_any_cells_under_the_headings_are_read_or_refused(rows):
    read_or_refuse(HCPCS, a_file(a_workbook([list(HEADINGS), *rows]), "any.xlsx"))


words = st.text("abcdefgh, ", min_size=1, max_size=200).filter(str.strip)


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.from_regex(r"[A-CEGHJ-V][0-9]{4}", fullmatch=True), words, min_size=1, max_size=5
    )
)
def test_whatever_is_written_is_read_back_from_text_and_sheet(described):
    samples = [sample(code, " ".join(long.split())) for code, long in described.items()]
    assume(all(len(word) <= 80 for one in samples for word in one.long.split()))

    for file in (
        a_file(hcpcs_text(samples), "HCPC2020_JAN.txt"),
        a_file(hcpcs_sheet(samples), "HCPC2020_JAN.xlsx"),
    ):
        release = read_or_refuse(HCPCS, file)
        assert release is not None
        lines = [one for one in release.codes if not one.heading]
        assert {one.code: one.title for one in lines} == {one.code: one.long for one in samples}
        assert all(one.code < after.code for one, after in pairwise(lines))
