"""MS-DRG read from Table 5, 6I and 6J and from the grouper: groups, facts, lists, faults."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from support.drg_tables import GROUPS, HEADINGS, TITLE, a_table_5, a_table_6
from support.grouper import diagnoses, formulas, tables, titles, write_grouper
from support.official_texts import a_file
from support.spreadsheet_files import a_workbook

from codebook_app.codesets import msdrg as msdrg_module
from codebook_app.codesets.archive import OfficialFile
from codebook_app.codesets.base import Edition, PartFile, Role
from codebook_app.codesets.grouper_file import GrouperFile
from codebook_app.codesets.grouper_groups import ComplicationsFile, GrouperGroups, GroupsFile
from codebook_app.codesets.msdrg import MsDrg, embedded
from codebook_app.domain.content import CC, MCC, ReleaseContent
from codebook_app.errors import KnownError
from codebook_app.progress import Cancelled, CancelToken, silent


@pytest.fixture(scope="module")
def grouper(tmp_path_factory: pytest.TempPathFactory) -> GrouperGroups:
    path = write_grouper(tmp_path_factory.mktemp("grouper") / "msdrg.mdb")
    return GrouperGroups(lambda: GrouperFile(path, "msdrg 9.9"))


@pytest.fixture
def msdrg(grouper: GrouperGroups) -> MsDrg:
    return MsDrg((), grouper)


def table_5(*arguments: Sequence[Sequence[str]], title: str = TITLE) -> OfficialFile:
    return a_file(a_table_5(*arguments, title=title), "Table 5.txt")  # type: ignore[arg-type]


def parts(msdrg: MsDrg, *files: OfficialFile) -> list[PartFile]:
    found = []
    for file in files:
        part = msdrg.part(file)
        assert part is not None, file.name
        found.append(PartFile(part, file))
    return found


def edition(msdrg: MsDrg, file: OfficialFile) -> Edition:
    found = msdrg.edition(parts(msdrg, file)[0])
    assert found is not None
    return found


def read(msdrg: MsDrg, *files: OfficialFile) -> ReleaseContent:
    found = parts(msdrg, *files)
    return msdrg.read(found, edition(msdrg, files[0]), silent, None)


def lines(content: ReleaseContent) -> list[tuple[str, str, str]]:
    return [(code.code, code.level, code.title) for code in content.tabular.codes]


def facts(content: ReleaseContent, code: str) -> dict[str, tuple[str, str]]:
    (line,) = (one.id for one in content.tabular.codes if one.code == code)
    return {fact.name: (fact.value, fact.meaning) for fact in content.facts if fact.line_id == line}


def number(cell: str) -> str | float:
    return cell if cell in {"", "."} else float(cell)


def replaced(row: int, column: int, value: str) -> list[list[str]]:
    groups = [list(group) for group in GROUPS]
    groups[row][column] = value
    return groups


def test_groups_stand_under_their_mdcs_in_order(msdrg):
    content = read(msdrg, a_file(a_table_5(list(reversed(GROUPS)))))

    assert lines(content) == [
        ("PRE", "MDC", "Pre-MDC"),
        ("001", "MS-DRG", "SAMPLE TRANSPLANT"),
        ("MDC 05", "MDC", "Sample circulation"),
        ("280", "MS-DRG", "SAMPLE HEART, WITH MCC"),
        ("281", "MS-DRG", "SAMPLE HEART, WITH CC"),
        ("UNRELATED", "MDC", "Operating room procedures unrelated to the principal diagnosis"),
        ("981", "MS-DRG", "SAMPLE UNRELATED PROCEDURE"),
        ("ERRORS", "MDC", "Invalid or ungroupable"),
        ("998", "MS-DRG", "SAMPLE ERROR"),
    ]
    codes = content.tabular.codes
    assert [code.id for code in codes] == list(range(1, 10))
    assert [code.last_descendant_id for code in codes if code.heading] == [2, 5, 7, 9]
    assert {(code.heading, code.opens_page, code.billable) for code in codes} == {
        (True, True, False),
        (False, False, True),
    }
    assert {code.release for code in codes} == {"v115"}
    assert content.checks == (
        "5 groups, of 1 MDCs and of none: 2 surgical, 2 medical, 1 for errors; how many CMS counts"
        " is not known here",
        "no lists of CCs and MCCs",
    )


def test_a_group_has_the_facts_of_its_row(msdrg):
    content = read(msdrg, table_5())

    assert facts(content, "281") == {
        "MDC": ("05", "Sample circulation"),
        "Type": ("MED", "medical"),
        "Relative weight": ("1.0", "with the 10% cap on decreases"),
        "Weight before the cap": (".9301", ""),
        "GMLOS": ("2.6", "geometric mean length of stay in days"),
        "AMLOS": ("3.0", "arithmetic mean length of stay in days"),
        "Post-acute care transfer": ("Yes", "the transfer policy applies"),
        "Special pay": ("Yes", "the special payment of the transfer policy applies"),
    }
    assert set(facts(content, "998")) == {"Type", "Post-acute care transfer", "Special pay"}


def test_the_spreadsheet_says_the_same_as_the_text(msdrg):
    rows = [[" ".join(TITLE.split())], list(HEADINGS)]
    rows += [[int(group[0]), *group[1:6], *map(number, group[6:])] for group in GROUPS]
    book = a_file(a_workbook([*rows, ["A note below the table"]]), "CMS-1 Table 5.xlsx")

    (of_text, of_book) = parts(msdrg, table_5(), book)
    found, text = read(msdrg, book), read(msdrg, table_5())

    assert (of_book.part.kind, of_book.part.preference) == (of_text.part.kind, 1)
    assert lines(found) == lines(text)
    assert facts(found, "281") == facts(text, "281") | {
        "Relative weight": ("1", "with the 10% cap on decreases"),
        "Weight before the cap": ("0.9301", ""),
        "AMLOS": ("3", "arithmetic mean length of stay in days"),
    }


def test_older_tables_have_one_column_of_weights(msdrg):
    headings = [*HEADINGS[:6], "Weights", *HEADINGS[8:]]
    groups = [[*group[:7], *group[8:]] for group in GROUPS]

    content = read(msdrg, table_5(groups, headings))

    assert facts(content, "280")["Relative weight"] == ("1.6", "")
    assert "Weight before the cap" not in facts(content, "280")


def test_the_version_is_that_of_the_fiscal_year_the_table_states(msdrg):
    found = edition(msdrg, a_file(a_table_5(), "fy2011.zip › Table 5.txt"))

    assert (found.release, found.title) == ("v115", "MS-DRG v115 (FY2098)")
    assert (found.effective_from, found.effective_to) == (date(2097, 10, 1), date(2098, 9, 30))
    assert found.decided_by == "taken for v115, since the file states it"


def test_a_list_that_states_no_year_is_dated_by_its_length(msdrg, monkeypatch):
    monkeypatch.setattr(msdrg_module, "_COMPLICATIONS", {"mcc": {43: 2, 44: 3}, "cc": {42: 2}})
    file = a_file(a_table_6("MCC", ["B11", "C22"]), "2027/Table 6I.txt")

    found = msdrg.edition(PartFile(msdrg.part(file), file))

    assert found.release == "v43"
    assert found.decided_by == "taken for v43, whose list holds as many codes: 2"


def test_a_table_that_states_two_years_is_refused(msdrg):
    file = table_5(title="TABLE 5 — FY 2097 Final Rule")

    with pytest.raises(KnownError, match="states FY2097 and FY2098"):
        msdrg.edition(parts(msdrg, file)[0])


@pytest.mark.parametrize(
    ("name", "release"),
    [
        ("ipps-fy2026-tables.zip › CMS-1833-F Table 6I.txt", "v43"),
        ("2027/Table 6I.txt", "v44"),
        ("FY 27 Table 6I.txt", "v44"),
        ("CMS-1833-F Table 6I.txt", None),
        ("FY2025 and FY2026 Table 6I.txt", None),
    ],
)
def test_the_lists_state_no_year_and_are_dated_by_their_names(msdrg, name, release):
    found = msdrg.edition(parts(msdrg, a_file(a_table_6(), name))[0])

    assert (None if found is None else found.release) == release


def test_the_lists_of_ccs_and_mccs_go_with_the_groups(msdrg):
    mcc, cc = a_file(a_table_6("MCC"), "6I.txt"), a_file(a_table_6("CC", ["B11", "C22"]), "6J.txt")

    content = read(msdrg, table_5(), mcc, cc)

    assert [one.code for one in content.listings if one.list == MCC] == ["A000", "QA00101", "B11"]
    assert [one.code for one in content.listings if one.list == CC] == ["B11", "C22"]
    assert content.listings[0].title == "Sample condition A00.0"
    assert content.checks[1:] == ("3 MCCs and 2 CCs", "1 codes stand on both lists (B11)")
    assert [found.part.role for found in parts(msdrg, mcc, cc)] == [Role.JOINS, Role.JOINS]
    assert read(msdrg, table_5(), mcc).checks[1:] == ("3 MCCs; no list of CCs",)
    assert read(msdrg, table_5(), cc).checks[1:] == ("2 CCs; no list of MCCs",)


def test_other_tables_of_the_rule_are_declined_by_name(msdrg):
    text = "TABLE 6A - NEW DIAGNOSIS CODES\r\nDiagnosis Code\tDescription\r\nA00.0\tSample\r\n"
    other = a_file(text, "6A.txt")

    assert msdrg.part(other) is None
    assert msdrg.declines(other) == "Table 6A of the final rule, of which 5, 6I and 6J are read"
    partial = a_file(a_table_6(title="TABLE 6I.1 - ADDITIONS TO THE MCC LIST"), "6I.1.txt")
    assert msdrg.part(partial) is None
    assert msdrg.declines(partial) == "Table 6I.1 of the final rule, of which 5, 6I and 6J are read"


@pytest.mark.parametrize(
    "content",
    [b"", b"plain words", b"a\tb\tc\n1\t2\t3\n", b"%PDF-1.7", b"\x00\x01\t\x02" * 50, b'"\t"' * 99],
)
def test_what_is_no_table_is_left_alone(msdrg, content):
    file = a_file(content, "x.txt")

    assert msdrg.part(file) is None
    assert msdrg.declines(file) is None


def test_the_groupers_groups_are_read_in_the_shape_of_table_5(grouper, msdrg):
    files = [release.official_files() for release in embedded(grouper) if release.release == "v44"]
    content = read(msdrg, *files[0])

    assert lines(content) == [
        ("PRE", "MDC", "Pre-MDC"),
        ("001", "MS-DRG", "Sample transplant"),
        ("MDC 05", "MDC", "Sample circulation"),
        ("280", "MS-DRG", "Sample heart condition with MCC"),
        ("281", "MS-DRG", "Sample heart condition with CC"),
        ("UNRELATED", "MDC", "Operating room procedures unrelated to the principal diagnosis"),
        ("981", "MS-DRG", "Sample unrelated procedure"),
        ("ERRORS", "MDC", "Invalid or ungroupable"),
        ("998", "MS-DRG", "Sample error"),
        ("999", "MS-DRG", "Sample ungroupable"),
    ]
    assert facts(content, "280") == {
        "MDC": ("05", "Sample circulation"),
        "Type": ("MED", "medical"),
    }
    assert [(one.list, one.code) for one in content.listings] == [(MCC, "B111"), (CC, "C33")]
    assert "where CMS counts 768" in content.checks[0]


def test_an_earlier_version_has_its_own_groups_and_lists(grouper):
    assert [group.drg for group in grouper.groups(43)] == ["001", "280"]
    assert grouper.groups(43)[1].title == "Sample heart condition"
    assert grouper.complications(43, "MCC") == ("D44",)


def test_table_5_keeps_the_groupers_spelling_and_is_compared_with_it(grouper, msdrg):
    titled = [list(group) for group in GROUPS[:3]]
    titled[0][5] = "SAMPLE  TRANSPLANT"
    titled[1][5:5] = []
    table = a_file(a_table_5(titled, title="FY 2027").replace("2098", "2027"))

    content = read(msdrg, table, GroupsFile(grouper, 44).file())

    assert lines(content)[1] == ("001", "MS-DRG", "Sample transplant")
    assert lines(content)[3] == ("280", "MS-DRG", "SAMPLE HEART, WITH MCC")
    assert content.checks[1] == (
        "Table 5 compared with the grouper's groups: 3 in the grouper alone (981, 998, 999);"
        " 2 of another title (280, 281)"
    )


def test_text_is_preferred_to_what_the_grouper_makes(grouper, msdrg):
    made = ComplicationsFile(grouper, 44, "MCC").file()
    (official, own) = parts(msdrg, a_file(a_table_6("MCC")), made)

    assert official.part.kind == own.part.kind == "mcc"
    assert official.part.preference < own.part.preference


def test_of_a_table_and_its_corrections_the_last_is_preferred(msdrg):
    names = ("CMS-1-CN3 Table 5.txt", "CMS-1 Table 5-CN.txt", "CMS-1-F Table 5.txt", "ACN 5.txt")
    files = [a_file(a_table_5(), name) for name in names]

    preferences = [found.part.preference for found in parts(msdrg, *files)]

    assert preferences == sorted(preferences)
    assert preferences[0] < preferences[1] < preferences[2] == preferences[3]


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        (replaced(1, 0, "2800"), "“2800” is no number of a group"),
        (replaced(1, 0, "280A"), "“280A” is no number of a group"),
        (replaced(1, 0, "001"), "the group 001 stands in line 4 already"),
        (replaced(1, 0, "1"), "the group 001 stands in line 4 already"),
        (replaced(1, 1, "Maybe"), "“Maybe” is neither Yes nor No"),
        (replaced(1, 3, "26"), "“26” is no MDC"),
        (replaced(1, 4, "OTHER"), "“OTHER” is no type of group"),
        (replaced(1, 5, ""), "the group 280 has no title"),
        (replaced(1, 6, "heavy"), "“heavy” is no number, where a weight should be"),
        (replaced(1, 8, "4.1.2"), "“4.1.2” is no number, where a geometric should be"),
        ([GROUPS[0], ("280", *GROUPS[1])], "“No” is no MDC"),
        ([GROUPS[0], GROUPS[1][:7]], "the row ends after 7 columns"),
    ],
)
def test_a_cell_that_its_column_cannot_hold_is_a_fault_with_its_line(msdrg, groups, told):
    with pytest.raises(KnownError, match=r"^Table 5\.txt, line 5: ") as fault:
        read(msdrg, table_5(groups))

    assert told in fault.value.message


def test_a_quote_that_never_ends_is_a_fault(msdrg):
    text = a_table_5([GROUPS[0], ("280", "Yes", '"No', *GROUPS[1][3:])])

    with pytest.raises(KnownError, match="line 5: the row ends after 7"):
        read(msdrg, a_file(text))


def test_a_table_without_groups_is_a_fault(msdrg):
    with pytest.raises(KnownError, match="holds no groups"):
        read(msdrg, table_5([]))


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        (["A00.0", "A000"], "line 4: the code A000 stands twice"),
        (["A00.0", "?"], "line 4: “?” is no ICD-10-CM code"),
        ([], "holds no codes"),
    ],
)
def test_a_list_that_cannot_be_is_a_fault(msdrg, codes, told):
    with pytest.raises(KnownError) as fault:
        read(msdrg, table_5(), a_file(a_table_6("MCC", codes), "6I.txt"))

    assert told in fault.value.message


def test_lists_alone_make_no_release(msdrg):
    with pytest.raises(KnownError, match="has no list of groups"):
        read(msdrg, a_file(a_table_6(), "FY2026 6I.txt"))


def test_reading_can_be_stopped(msdrg):
    cancel = CancelToken()
    cancel.cancel()
    file = table_5()

    with pytest.raises(Cancelled):
        msdrg.read(parts(msdrg, file), edition(msdrg, file), silent, cancel)


def grouper_of(folder: Path, **other: bytes | None) -> GrouperGroups:
    path = write_grouper(folder / "msdrg.mdb", tables(**other))
    return GrouperGroups(lambda: GrouperFile(path, "msdrg 9.9"))


def no_sizes(table: bytes) -> bytes:
    return table[:8] + b"\xff\xff\xff\x7f" + table[12:]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"drg_descriptions": no_sizes(titles(b"DGRD", []))}, "sizes contradict"),
        ({"drg_descriptions": titles(b"DGRD", [(2, 420, 440, "No formula")])}, "DRG 2 of v44 is"),
        ({"drg_formulas": formulas([(0, 440, 440, 1, "ODD")])}, "is no type of group"),
        ({"drg_formulas": formulas([])[:20]}, "does not begin with"),
        ({"drg_descriptions": titles(b"DGRD", [(1, 420, 440, "Cut")])[:-2]}, "lies outside it"),
        ({"diagnosis": diagnoses([])[:44]}, "ends before its 3 records"),
        (
            {"diagnosis": diagnoses([("A000", 440, 440, "CC")])[:-4] + b"\x09\0\0\0"},
            "an attribute lies outside it",
        ),
    ],
)
def test_a_data_file_that_is_not_as_expected_makes_no_groups(tmp_path, other, told):
    grouper = grouper_of(tmp_path, **other)

    def everything() -> Sequence[object]:
        return grouper.groups(44), grouper.complications(44, "CC")

    with pytest.raises(KnownError, match="data of the grouper") as fault:
        everything()

    assert told in fault.value.message


@pytest.mark.parametrize(
    ("release", "groups", "mccs", "ccs"),
    [
        ("v40", 767, 3_315, 14_814),
        ("v41", 766, 3_330, 14_885),
        ("v42", 773, 3_334, 14_971),
        ("v43", 772, 3_354, 15_078),
        ("v44", 768, 3_357, 15_113),
    ],
)
def test_the_embedded_versions_hold_what_cms_counts(release, groups, mccs, ccs):
    installed = MsDrg()
    (found,) = (one for one in installed.embedded if one.release == release)

    content = read(installed, *found.official_files())

    assert content.tabular.billable == found.billable == groups
    assert content.checks[0].endswith("as CMS counts them")
    assert content.checks[-1] == f"{mccs:,} MCCs and {ccs:,} CCs"
    assert len({code.code for code in content.tabular.codes}) == len(content.tabular.codes)


def test_the_embedded_v43_has_the_weights_of_the_final_rule():
    installed = MsDrg()
    (v43,) = (one for one in installed.embedded if one.release == "v43")

    content = read(installed, *v43.official_files())

    assert content.checks[1].endswith("772 agree in title, MDC and type")
    assert facts(content, "470")["Relative weight"][0] == "1.9289"
    assert v43.version() == "msdrg 1.2.0, drg 1.0.0"
