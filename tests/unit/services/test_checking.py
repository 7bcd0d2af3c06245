"""Checking a list against the releases: spelling, date, overrides, what was not checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event
from support.code_lists import MOMENT, a_line, a_list
from support.tabular_xml import sample

from codebook_app.domain.encounter import Override, Setting
from codebook_app.domain.finding import CheckReport, Finding, Severity
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.services.checking import Checking
from codebook_app.services.releases import Releases

IN_2098 = date(2097, 10, 1)
IN_2099 = date(2099, 9, 30)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Releases]:
    """Install two invented releases; only the older one has A01.1."""
    folder = tmp_path_factory.mktemp("checking")
    older, newer = folder / "older.xml", folder / "newer.xml"
    older.write_text(sample(2098), encoding="utf-8")
    newer.write_text(sample(2099).replace("A01.1", "A01.2"), encoding="utf-8")
    installed = Releases(Folders(folder / "data"), today=lambda: date(2099, 3, 1))
    installed.import_paths([older])
    installed.import_paths([newer])
    yield installed
    installed.close()


@pytest.fixture(scope="module")
def checking(releases: Releases) -> Checking:
    return Checking(releases)


def faults(report: CheckReport) -> list[Finding]:
    """Return what is wrong with the codes themselves and between them."""
    return [
        one
        for one in report.findings
        if one.severity is not Severity.INFORMATION and one.rule != "external_cause_first"
    ]


def rules(report: CheckReport) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.rule, one.codes) for one in faults(report)]


def only(report: CheckReport) -> Finding:
    (finding,) = faults(report)
    return finding


def unheard(report: CheckReport) -> dict[str, str]:
    """Return what was not checked but for the editor's lists, which are not there."""
    return {
        one.rule: one.reason
        for one in report.not_checked
        if "Medicare Code Editor" not in one.reason
    }


def test_a_sound_list_has_no_findings_and_everything_was_checked(checking):
    report = checking.check_codes(["e1122", "N18.30", "Z794", "s52.01xa"], on=IN_2099)

    assert faults(report) == []
    assert unheard(report) == {}


def test_an_empty_list_has_no_findings(checking):
    assert checking.check_codes([], on=IN_2099).findings == ()


def test_each_kind_of_fault_is_found_with_its_completions(checking):
    codes = ["W21.89A", "S52.01", "E11.2", "E11.224", "Q99", "4", "E08-E13", "N18.30", "n1830"]
    report = checking.check_codes(codes, on=IN_2099)

    assert rules(report) == [
        ("placeholder", ("W21.89A",)),
        ("seventh_character", ("S52.01",)),
        ("not_billable", ("E11.2",)),
        ("unknown_code", ("E11.224",)),
        ("unknown_code", ("Q99",)),
        ("unknown_code", ("4",)),
        ("unknown_code", ("E08-E13",)),
        ("duplicate", ("N18.30",)),
    ]
    offered = {one.codes[0]: [choice.code for choice in one.completions] for one in faults(report)}
    assert offered["W21.89A"] == ["W21.89XA"]
    assert offered["S52.01"] == ["S52.01XA", "S52.01XB", "S52.01XD", "S52.01XS"]
    assert offered["E11.2"] == ["E11.21", "E11.22"]
    assert offered["E11.224"] == ["E11.22"]
    assert offered["Q99"] == []
    meanings = [choice.meaning for choice in faults(report)[1].completions]
    assert meanings[0] == "initial encounter for closed fracture"


def test_the_older_exception_for_seventh_characters_is_followed(checking):
    finding = only(checking.check_codes(["S06.0X7"], on=IN_2099))

    assert [choice.code for choice in finding.completions] == ["S06.0X7A"]


def test_excludes1_is_found_in_both_directions_and_names_note_code_and_release(checking):
    one = only(checking.check_codes(["E11.22", "E10.9"], on=IN_2099))
    other = only(checking.check_codes(["E10.9", "E11.22"], on=IN_2099))

    assert one.source == other.source
    assert one.source == (
        "Excludes1 note at E11, which governs E11.22: “type 1 sample diabetes (E10.-)” "
        "(ICD-10-CM FY2099)."
    )


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        ("E11.9", "M14.81", True),  # a list with "-" at E11
        ("E11.9", "M13.0", True),  # the list's other code
        ("E10.9", "P72.0", False),  # no such code: its own finding
        ("E10.9", "M14.81", False),  # M14 asks for E08-E13 with .61-, which E10.9 is not
        ("A01.0", "Z21", False),  # "(Z22)" at A01 is no Z21
        ("B20", "Z21", True),  # both notes say so
        ("W21.89XA", "W20.XXXA", False),
        ("S52.01XA", "S52.02XA", False),
    ],
)
def test_pairs_of_the_sample_book(checking, first, second, apart):
    found = [one.rule for one in checking.check_codes([first, second], on=IN_2099).findings]

    assert ("excludes1" in found) is apart


def test_the_release_in_force_on_the_date_decides(checking):
    assert checking.check_codes(["A01.1"], on=IN_2098).findings == ()
    finding = only(checking.check_codes(["A01.1"], on=IN_2099))

    assert finding.rule == "not_valid_on_date"
    assert finding.text == (
        "A01.1 is not in ICD-10-CM FY2099; it is in FY2098 (in force 2097-10-01 to 2098-09-30)."
    )
    assert [choice.code for choice in finding.completions] == ["A01.0", "A01.2"]


def test_a_date_no_release_is_in_force_on_is_not_checked(checking):
    late = unheard(checking.check_codes(["A00"], on=date(2101, 1, 1)))
    early = unheard(checking.check_codes(["A00"], on=date(2001, 1, 1)))
    none = unheard(checking.check_codes(["A00"]))

    assert late.keys() == early.keys() == none.keys() == {"validity"}
    assert "newest installed release is FY2099, in force to 2099-09-30" in late["validity"]
    assert "read with FY2098, in force 2097-10-01 to 2098-09-30" in early["validity"]
    assert "No date of service is given" in none["validity"]


def test_what_needs_a_list_that_is_not_there_is_said_to_be_not_checked(checking):
    report = checking.check_codes(["A00"], on=IN_2099, setting=Setting.INPATIENT, age=70, sex="F")

    reasons = {one.rule: one.reason for one in report.not_checked}
    assert reasons.keys() == {"age", "principal_diagnosis", "poa"}
    assert "no POA-exempt list is installed" in reasons["poa"]
    assert not report.has_errors


def test_findings_of_an_encounter_carry_its_lines(checking):
    visit = a_list(
        a_line("S52.01", line_id="a"),
        a_line("E11.22", line_id="b"),
        a_line("99213", line_id="c", code_set="cpt"),
        a_line("E10.9", line_id="d"),
        a_line("E11.22", line_id="e"),
        on=IN_2099,
    )
    report = checking.check(visit)

    assert [(one.rule, one.line_ids) for one in faults(report)] == [
        ("seventh_character", ("a",)),
        ("duplicate", ("b", "e")),
        ("excludes1", ("b", "d", "e")),
    ]
    assert unheard(report) == {"cpt_codes": "99213: No release of CPT is installed."}
    assert report.has_errors


def test_an_overridden_warning_carries_its_reason_whatever_the_order(checking):
    overrides = (
        Override("excludes1", ("E10.9", "E11.22"), "two patients' worth of charts", MOMENT),
        Override("seventh_character", ("S52.01",), "errors are not set aside", MOMENT),
    )
    visit = replace(a_list("E11.22", "S52.01", "E10.9", "E11.21", on=IN_2099), overrides=overrides)

    reasons = {one.codes: one.override_reason for one in faults(checking.check(visit))}
    assert reasons == {
        ("S52.01",): "",
        ("E11.22", "E10.9"): "two patients' worth of charts",
        ("E10.9", "E11.21"): "",
    }


def test_without_a_release_only_what_needs_none_is_checked(folders):
    releases = Releases(folders)
    checking = Checking(releases)
    report = checking.check(a_list(a_line("A00", line_id="1"), a_line("A00", line_id="2")))

    assert rules(report) == [("duplicate", ("A00",))]
    reasons = {one.rule: one.reason for one in report.not_checked}
    assert reasons["excludes1"] == "No release of ICD-10-CM is installed."
    with pytest.raises(KnownError, match="No release of ICD-10-CM is installed"):
        checking.check_codes(["A00"])
    releases.close()


def test_a_long_list_asks_the_book_no_more_than_a_short_one(checking, releases):
    reader = releases.reader("icd10cm", "FY2099")
    asked: list[str] = []
    event.listen(reader.file.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))

    def questions(codes: list[str]) -> int:
        asked.clear()
        checking.check_codes(codes, on=IN_2099)
        return len(asked)

    every = [line.code for root in reader.roots() for line in reader.subtree(root, seventh=True)]
    wrong = [f"{code}9" for code in every]
    few = questions(["E11.22", "E11", "S52.01", "W21.89A", "Q99"])
    assert questions([*every, *wrong]) <= few + 4
    assert questions(["E11.22", "I10", "N18.30"]) < 16
