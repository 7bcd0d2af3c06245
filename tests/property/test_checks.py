"""Whatever an encounter holds, the checks answer, and the ways out they offer lead out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.code_lists import a_list
from support.every_book import IN_FORCE, shared_books

from codebook_app.domain.encounter import Encounter, EncounterLine, Role, Setting
from codebook_app.domain.finding import Finding
from codebook_app.domain.fix import RemoveLine, ReplaceLine
from codebook_app.services.checking import Checking
from codebook_app.services.line_edits import fixed
from codebook_app.services.releases import Releases

pytestmark = pytest.mark.slow

DIAGNOSES = (
    *("A00", "A01.0", "E10.9", "E11.21", "E11.22", "E11.2", "N18.30", "Z79.4", "Z21", "B20"),
    *("S52.01XA", "S52.01XS", "S52.01", "W20.XXXA", "W21.89XA", "W21.89XS", "M14.81"),
    *("Y92.1", "Y92.2", "Q99", "J45.40", "x"),
)
OTHERS = (
    ("icd10pcs", "0SR9019"),
    ("icd10pcs", "0SR"),
    ("hcpcs", "J0002"),
    ("hcpcs", "J0003"),
    ("hcpcs", "zz"),
    ("cpt", "99213"),
    ("icf", "b280.2"),
    ("msdrg", "280"),
)
DAYS = st.sampled_from([None, date(2025, 10, 15), IN_FORCE, date(2101, 1, 1)])


@st.composite
def lines(draw: st.DrawFn) -> tuple[EncounterLine, ...]:
    made = []
    for at in range(draw(st.integers(0, 16))):
        if draw(st.integers(0, 3)):
            line = EncounterLine(
                str(at),
                "icd10cm",
                "FY2099",
                draw(st.sampled_from(DIAGNOSES)),
                "",
                poa=draw(st.sampled_from(["", "Y", "N"])),
                role=draw(st.sampled_from([Role.LISTED, Role.LISTED, *Role])),
            )
        else:
            code_set, code = draw(st.sampled_from(OTHERS))
            line = EncounterLine(
                str(at),
                code_set,
                "",
                code,
                "",
                performed_on=draw(DAYS),
                units=draw(st.sampled_from([None, 0, 2])),
                modifiers=tuple(draw(st.lists(st.sampled_from(["25", "A1", "QQ"]), max_size=6))),
                pointers=tuple(draw(st.lists(st.sampled_from("ABL"), max_size=6))),
            )
        made.append(line)
    return tuple(made)


@st.composite
def encounters(draw: st.DrawFn) -> Encounter:
    return replace(
        a_list(*draw(lines()), on=draw(DAYS)),
        setting=draw(st.sampled_from(Setting)),
        age=draw(st.sampled_from([None, 0, 40])),
        sex=draw(st.sampled_from(["", "F", "M", "U"])),
        admitted_on=draw(DAYS),
        birth_date=draw(DAYS),
        discharge_status=draw(st.sampled_from(["", "01", "08"])),
    )


@pytest.fixture(scope="module")
def checking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checking]:
    opened: Releases = shared_books(tmp_path_factory)
    yield Checking(opened)
    opened.close()


def same(one: Finding) -> tuple[str, frozenset[str], frozenset[str]]:
    return one.rule, frozenset(one.codes), frozenset(one.line_ids)


@settings(max_examples=60, deadline=None)
@given(encounter=encounters())
def test_every_fix_can_be_made_loses_no_code_and_mends_its_finding(
    checking: Checking, encounter: Encounter
) -> None:
    ids = {line.id for line in encounter.lines}
    report = checking.check(encounter)

    for finding in report.findings:
        assert set(finding.line_ids) <= ids
        assert finding.text
        assert finding.source
        for fix in finding.fixes:
            mended = fixed(encounter, fix)
            removed = {one.line_id for one in fix.changes if isinstance(one, RemoveLine)}
            assert {line.id for line in mended.lines} == ids - removed
            codes = {line.id: line.code for line in encounter.lines if line.id not in removed}
            for one in fix.changes:
                if isinstance(one, ReplaceLine):
                    codes[one.line_id] = one.code.code
            assert {line.id: line.code for line in mended.lines} == codes
            assert removed <= set(finding.line_ids)
            assert same(finding) not in {same(one) for one in checking.check(mended).findings}


@settings(max_examples=30, deadline=None)
@given(encounter=encounters())
def test_a_check_depends_on_nothing_but_the_encounter(
    checking: Checking, encounter: Encounter
) -> None:
    report = checking.check(encounter)

    assert checking.check(encounter) == report
    weights = [one.severity for one in report.findings]
    assert weights == sorted(weights, key=["error", "warning", "information"].index)
    assert len({one.rule for one in report.not_checked}) == len(report.not_checked)
