"""Which files are ICD-10-CM's, and which release they are."""

from __future__ import annotations

import io
from datetime import date

import pytest
from support.tabular_xml import sample

from codebook_app.codesets.archive import OfficialFile, official_file
from codebook_app.codesets.icd10cm.assembly import assemble
from codebook_app.codesets.icd10cm.code_set import Icd10Cm
from codebook_app.codesets.icd10cm.tabular import read_tabular
from codebook_app.errors import KnownError

ORDER_LINE = f"{1:05} {'A00':7} 0 {'Sample':60} Sample\n"


def a_file(content: str, name: str = "tabular.xml") -> OfficialFile:
    data = content.encode()
    return official_file(name, name.rpartition("/")[2], len(data), lambda: io.BytesIO(data))


def test_a_tabular_list_is_recognised_by_its_root_whatever_its_name():
    code_set = Icd10Cm()
    assert code_set.recognises(a_file(sample(), "holiday.jpg"))
    assert not code_set.recognises(a_file("<ICD10CM.index/>", "icd10cm_tabular_2026.xml"))


def test_files_that_make_no_release_are_told_what_they_are():
    code_set = Icd10Cm()
    assert "index" in (code_set.declines(a_file("<ICD10CM.index/>")) or "")
    assert "order file" in (code_set.declines(a_file(ORDER_LINE)) or "")
    assert code_set.declines(a_file("Dear reader")) is None


@pytest.mark.parametrize(
    "name",
    [
        "icd10cm-tabular-April-1-2026.xml",
        "icd10cm_tabular_april_2026.xml",
        "table and index.zip › April 1 2026/tabular.xml",
        "icd10cm-table-index-April-2026.zip › inner.zip › tabular.xml",
        "April.xml",
    ],
)
def test_a_name_that_says_april_makes_the_april_update(name):
    edition = Icd10Cm().edition(a_file(sample(2026), name))
    assert (edition.release, edition.title) == ("FY2026-04", "ICD-10-CM FY2026, April 2026")
    assert (edition.effective_from, edition.effective_to) == (date(2026, 4, 1), date(2026, 9, 30))
    assert "April" in edition.decided_by


@pytest.mark.parametrize(
    "name", ["tabular.xml", "icd10cm_tabular_2026.xml", "icd10cm-tabular-April-2025.xml"]
)
def test_any_other_name_makes_the_release_of_the_fiscal_year(name):
    edition = Icd10Cm().edition(a_file(sample(2026), name))
    assert (edition.release, edition.title) == ("FY2026", "ICD-10-CM FY2026")
    assert (edition.effective_from, edition.effective_to) == (date(2025, 10, 1), date(2026, 9, 30))
    assert "2026" in edition.decided_by


def test_a_file_without_a_year_is_refused():
    with pytest.raises(KnownError, match="states no year"):
        Icd10Cm().edition(a_file("<ICD10CM.tabular/>"))


def test_a_count_other_than_the_published_one_is_told():
    content = assemble(read_tabular([sample(2026).encode()], "tabular.xml"), "icd10cm", "FY2026-04")
    assert Icd10Cm().compare(content, ()) == (
        "46 billable codes, where CDC counts 74,719 for FY2026",
    )


def test_a_year_that_nobody_counted_yet_is_not_compared():
    content = assemble(read_tabular([sample().encode()], "tabular.xml"), "icd10cm", "FY2099")
    assert Icd10Cm().compare(content, ()) == ()


def test_order_files_that_come_along_are_compared():
    content = assemble(read_tabular([sample().encode()], "tabular.xml"), "icd10cm", "FY2099")
    others = (a_file("Dear reader", "readme.txt"), a_file(ORDER_LINE, "order.txt"))
    (said,) = Icd10Cm().compare(content, others)
    assert said.startswith("compared with order.txt: 78 not in it")
