"""Whatever bytes come as a CPT file, they are read or refused in one line."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.cpt_files import (
    LONG,
    MODIFIERS,
    NOTICE,
    clinician,
    consolidated,
    consumer,
    headed,
    longult,
    medu,
    shortu,
)
from support.official_texts import ReadRelease, a_file, read_release, refusal, sound_lines

from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import PartFile
from codebook_app.codesets.cpt.code_set import Cpt
from codebook_app.codesets.cpt.layouts import layout_of
from codebook_app.codesets.cpt.sections import group_of, section_of
from codebook_app.progress import silent

CPT = Cpt()
ROWS = [("1001", "99202", "7", "Sample one"), ("1002", "99203", "8", "Sample two")]
FILES = [
    longult(),
    medu(LONG),
    shortu(LONG),
    consumer(*((row[0], row[1], row[3]) for row in ROWS)),
    clinician(*ROWS),
    consolidated(*((row[0], row[1], row[3], "SAMPLE", "SMP", "plain", "", "") for row in ROWS)),
    MODIFIERS,
]
CONTENTS = [(file.own_name, file.head) for file in FILES]


def read_or_refuse(file: OfficialFile) -> None:
    """Read *file* whole beside a good one, or see it refused in one line with its name."""
    base = longult()
    read: list[ReadRelease] = []

    def attempt() -> None:
        part = CPT.part(file)
        if part is None:
            return
        found = PartFile(part, file)
        edition = CPT.edition(found)
        if edition is None:
            return
        parts = [found]
        if part.kind != "long":
            parts.append(PartFile(CPT.part(base), base))
        read.append(ReadRelease(edition, CPT.read(parts, edition, silent, None)))

    said = refusal(attempt)
    assert "\n" not in said
    assert not said or said.startswith(file.name)
    for release in read:
        assert sound_lines(release.codes)


@given(st.binary(), st.sampled_from(["LONGULT.txt", "MODUL.txt", "any.txt"]))
@example(b"CPT\n\n22 x\n\x81", "MODUL.txt")
@example("99202\t\u00a0".encode(), "LONGULT.txt")
def test_any_bytes_are_read_or_refused(content, name):
    read_or_refuse(a_file(content, name))
    read_or_refuse(a_file(f"{NOTICE}\n\n".encode() + content, name))


@given(st.sampled_from(CONTENTS), st.data())
def test_damaged_files_are_read_or_refused(file, data):
    name, content = file
    place = data.draw(st.integers(0, len(content) - 1))
    put = data.draw(st.binary(max_size=4))
    gone = data.draw(st.integers(0, 20))
    read_or_refuse(a_file(content[:place] + put + content[place + gone :], name))


@given(st.sampled_from(CONTENTS), st.data())
def test_files_cut_off_are_read_or_refused(file, data):
    name, content = file
    read_or_refuse(a_file(content[: data.draw(st.integers(0, len(content)))], name))


lines = st.lists(
    st.one_of(
        st.text("0129AFTU \tab:", max_size=30),
        st.from_regex(r"[0-9]{4}[0-9FTU](\t| )Sample", fullmatch=True),
        st.from_regex(r"[0-9A-Z]{2} Sample", fullmatch=True),
    ),
    max_size=8,
)


@given(lines, st.sampled_from(["LONGULT.txt", "SHORTU.txt", "MODUL.txt"]))
def test_lines_of_any_shape_are_read_or_refused(content, name):
    read_or_refuse(a_file(headed(*content), name))


codes = st.from_regex(r"[0-9]{4}[0-9A-Z]", fullmatch=True)
titles = st.text("abc ABC,-", min_size=1, max_size=60).filter(str.strip)


@pytest.mark.slow
@given(st.dictionaries(codes, titles, min_size=1))
def test_whatever_is_written_is_read_back(described):
    release = read_release(CPT, longult(described))

    assert sound_lines(release.codes)
    assert {one.code: one.title for one in release.codes if not one.heading} == {
        code: " ".join(text.split()) for code, text in described.items()
    }


@given(codes)
def test_every_code_has_one_place(code):
    assert section_of(code).holds(code) or section_of(code).code == "Other"
    assert group_of(code) != code


@given(st.text(max_size=300))
def test_any_prose_is_looked_at_without_fault(text):
    layout_of(a_file(text.encode()))
