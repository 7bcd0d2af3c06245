"""The CMS-HCC categories of diagnoses."""

from __future__ import annotations

import importlib.resources
import subprocess
import sys
import warnings
from datetime import date
from random import Random

import pytest

from codebook_app.domain.grouping import Category
from codebook_app.grouping.hcc import RiskCategories

IN_2024, IN_2025, IN_2026 = date(2024, 6, 1), date(2025, 6, 1), date(2026, 6, 1)


@pytest.fixture(scope="module")
def installed() -> RiskCategories:
    return RiskCategories.installed()


def invented() -> RiskCategories:
    return RiskCategories(
        {
            2025: {"V24": {"A01": ("18",)}, "V28": {"A01": ("37",), "B02": ("1",)}},
            2026: {
                "V24": {"A01": ("19",), "C03": ("2",)},
                "V28": {"A01": ("38",), "C03": ("5",), "D04": ("263", "37")},
            },
            2027: {"V28": {"A01": ("39",)}},
        },
        {("V28", "37"): "Sample condition", ("V24", "19"): "Sample older condition"},
        "sample 1.0",
        {("V28", "37"): frozenset({"38"}), ("V28", "223"): frozenset({"227"})},
    )


def test_a_service_is_paid_by_the_table_of_the_year_after_it() -> None:
    tables = invented()
    numbers = [tables.on(day)["A01"][0].number for day in (IN_2024, IN_2025, IN_2026)]
    assert numbers == ["37", "38", "39"]
    assert tables.on(IN_2024)["A01"][0] == Category("V28", "37", "Sample condition", 2025)


def test_a_code_may_have_two_categories_of_a_model() -> None:
    numbers = [one.number for one in invented().on(IN_2025)["D04"]]
    assert numbers == ["37", "263"]


def test_a_category_below_another_of_its_model_does_not_count_for_payment() -> None:
    first, below = Category("V28", "37", "", 2026), Category("V28", "38", "", 2026)
    of_v24 = Category("V24", "38", "", 2026)

    (told,) = invented().superseded((below, of_v24, first))

    assert (told.category, told.by) == (below, first)


def test_a_device_of_the_heart_counts_only_beside_another_category_of_the_heart() -> None:
    device, below, heart = (Category("V28", number, "", 2026) for number in ("223", "227", "226"))

    (told,) = invented().superseded((device, below))
    assert (told.category, told.by) == (device, None)
    (told,) = invented().superseded((device, below, heart))
    assert (told.category, told.by) == (below, device)


@pytest.mark.slow
@pytest.mark.parametrize(("model", "year"), [("V28", 2026), ("V28", 2027), ("V24", 2026)])
def test_hccs_for_payment_are_those_of_the_packages_own_model(
    installed: RiskCategories, model: str, year: int
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it opens its tables by a way that is going out
        from hccinfhir import Demographics, HCCInFHIR

        theirs = HCCInFHIR(
            model_name=f"CMS-HCC Model {model}",  # type: ignore[arg-type]
            dx_cc_mapping_filename=f"ra_dx_to_cc_{year}.csv",  # type: ignore[arg-type]
        )
    patient = Demographics(
        age=70, sex="M", dual_elgbl_cd="00", orec="0", crec="0", new_enrollee=False, snp=False
    )
    of_day = installed.on(date(year - 1, 6, 1))
    edited = _codes_edited_by_age_or_sex()
    codes = sorted(
        code
        for code, categories in of_day.items()
        if code not in edited and any((one.model, one.year) == (model, year) for one in categories)
    )
    assert len(codes) > 7000
    chance, shortened = Random(year), 0
    for _ in range(400):
        listed = chance.sample(codes, chance.choice((1, 2, 5, 10, 20, 40)))
        told = tuple(one for code in listed for one in of_day[code] if one.model == model)
        gone = {one.category.number for one in installed.superseded(told)}
        ours = {one.number for one in told} - gone
        assert ours == set(theirs.calculate_from_diagnosis(listed, patient).hcc_list), listed
        shortened += bool(gone)
    assert shortened > 100


def _codes_edited_by_age_or_sex() -> frozenset[str]:
    table = importlib.resources.files("hccinfhir").joinpath("data", "ra_dx_edits.csv")
    return frozenset(line.split(",")[0] for line in table.read_text().splitlines())


def test_a_service_beyond_the_tables_has_the_newest_and_one_before_them_none() -> None:
    tables = invented()
    assert tables.on(date(2030, 1, 1))["A01"][0].year == 2027
    assert tables.covers(IN_2024)
    assert not tables.covers(date(2023, 12, 31))
    assert tables.on(date(2023, 12, 31)) == {}


def test_a_code_that_became_valid_within_the_year_is_found_in_the_next_table() -> None:
    assert invented().on(IN_2024)["C03"] == (
        Category("V28", "5", "", 2026),
        Category("V24", "2", "", 2026),
    )


def test_a_code_that_a_later_table_dropped_has_no_category_there() -> None:
    assert [one.year for one in invented().on(IN_2024)["B02"]] == [2025]
    assert "B02" not in invented().on(IN_2025)


def test_a_model_no_longer_published_comes_from_its_last_table() -> None:
    assert invented().on(IN_2026)["A01"][1] == Category("V24", "19", "Sample older condition", 2026)


@pytest.mark.parametrize(
    ("code", "v28", "v24"),
    [("E1122", "37", "18"), ("E119", "38", "19"), ("I5022", "226", "85"), ("N1830", "329", "138")],
)
def test_well_known_diagnoses_have_their_categories(
    installed: RiskCategories, code: str, v28: str, v24: str
) -> None:
    found = installed.on(IN_2025)[code]
    assert [(one.model, one.number) for one in found] == [("V28", v28), ("V24", v24)]
    assert all(one.label for one in found)


def test_every_category_of_the_installed_tables_has_a_label(installed: RiskCategories) -> None:
    assert installed.years == (2025, 2026, 2027)
    assert installed.package == "hccinfhir 0.4.0"
    for day, least in ((IN_2024, 7_500), (IN_2025, 8_000), (IN_2026, 8_000)):
        found = installed.on(day)
        in_v28 = [one for of_code in found.values() for one in of_code if one.model == "V28"]
        assert len(in_v28) > least
        assert all(one.label for of_code in found.values() for one in of_code)


def test_codes_without_a_category_are_left_out(installed: RiskCategories) -> None:
    assert not {"J069", "E11", "NOCODE"} & installed.on(IN_2025).keys()


def test_the_tables_are_read_without_running_the_package() -> None:
    program = (
        "import sys; from codebook_app.grouping.hcc import RiskCategories;"
        "RiskCategories.installed();"
        "print([name for name in sys.modules if name.split('.')[0] in {'hccinfhir', 'pydantic'}])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"
