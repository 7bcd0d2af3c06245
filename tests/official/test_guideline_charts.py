"""What the guidelines' rules say of charts, with the release in the installed package."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

import pytest
from support.code_lists import a_line, a_list
from support.embedded_book import embedded_book
from support.embedded_checks import IN_FORCE, embedded_checking

from codebook_app.domain.encounter import Encounter, Setting
from codebook_app.domain.finding import Finding, Severity
from codebook_app.domain.fix import ReplaceLine
from codebook_app.edits import apart, combinations, companions, diabetes, guideline_order
from codebook_app.edits.code_groups import CodeGroup
from codebook_app.edits.rule_names import OF_THE_GUIDELINES
from codebook_app.services.checking import Checking
from codebook_app.services.line_edits import fixed
from codebook_app.store.reference_db import ReferenceDb

pytestmark = pytest.mark.slow

STAY, CLINIC = Setting.INPATIENT, Setting.OUTPATIENT
SLIPS = (
    "I10 I50.9 N18.30 E11.9 E11.65 L97.511 I73.9 U07.1 Z20.822 H25.11 H25.12 Z68.35 C77.3"
    " R65.20 R40.2110 L89.152 L89.153 S72.001D W01.0XXA Y99.0 N18.6 T86.11 Z94.0 I50.22 I50.32"
)


@pytest.fixture(scope="module")
def book_and_checks(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[ReferenceDb, Checking]]:
    checks, book = embedded_checking(embedded_book(tmp_path_factory))
    yield book, checks
    book.close()


@pytest.fixture(scope="module")
def checking(book_and_checks: tuple[ReferenceDb, Checking]) -> Checking:
    return book_and_checks[1]


def a_chart(codes: str, setting: Setting = CLINIC, age: int = 40) -> Encounter:
    lines = [replace(a_line(code), poa="Y" if setting is STAY else "") for code in codes.split()]
    return replace(
        a_list(*lines, on=IN_FORCE), setting=setting, age=age, sex="F", discharge_status="01"
    )


def of(checking: Checking, chart: Encounter) -> list[Finding]:
    """Return what is more than the notes' information, and what the guidelines say."""
    return [
        one
        for one in checking.check(chart).findings
        if one.severity is not Severity.INFORMATION or one.rule in OF_THE_GUIDELINES
    ]


@pytest.mark.parametrize(
    ("codes", "rule", "mended"),
    [
        ("I10 I50.9", "combination_code", "I11.0 I50.9"),
        ("I10 N18.30", "combination_code", "I12.9 N18.30"),
        ("I10 I50.22 N18.6", "combination_code", "I13.2 I50.22 N18.6"),
        ("I11.0 I12.9 I50.9 N18.4", "combination_code", "I13.0 I50.9 N18.4"),
        ("I12.0 N18.30", "combination_code", "I12.9 N18.30"),
        ("I50.21 I50.22", "combination_code", "I50.23"),
        ("J96.01 J96.11", "combination_code", "J96.21"),
        ("E11.9 N18.30", "presumed_link", "E11.22 N18.30"),
        ("E10.9 I73.9", "presumed_link", "E10.51 I73.9"),
        ("E11.9 E11.22 N18.30", "not_together", "E11.22 N18.30"),
        ("N18.6 N18.4", "not_together", "N18.6"),
        ("O24.414 Z79.4", "not_together", "O24.414"),
        ("U07.1 Z20.822", "not_together", "U07.1"),
        ("A41.02 B95.62", "not_together", "A41.02"),
        ("C61 Z85.46", "not_together", "C61"),
        ("T81.44XA R65.21", "not_together", "T81.44XA T81.12XA"),
        ("T24.211A T24.311A", "not_together", "T24.311A"),
        ("E66.01 E66.813", "not_together", "E66.813"),
        ("T86.11 Z94.0", "not_together", "T86.11"),
        ("T40.2X1A Y99.8", "missing_code", "T40.2X1A"),
        ("D64.9 O99.013", "guideline_order", "O99.013 D64.9"),
        ("R11.0 T40.2X1A", "guideline_order", "T40.2X1A R11.0"),
        ("P07.37 P07.18", "guideline_order", "P07.18 P07.37"),
        ("I10 Z00.00", "first_only", "Z00.00 I10"),
        ("S72.001D W01.0XXA", "external_cause_character", "S72.001D W01.0XXD"),
        ("S72.001D W01.0XXD Y99.8", "initial_only", "S72.001D W01.0XXD"),
        ("S72.001A Y99.0 W01.0XXA", "external_cause_order", "S72.001A W01.0XXA Y99.0"),
        ("H25.11 H25.12", "both_sides", "H25.13"),
        ("M17.12 M17.11", "both_sides", "M17.0"),
        ("H40.1111 H40.1121", "both_sides", "H40.1131"),
    ],
)
def test_one_finding_says_it_and_its_fix_mends_it(checking, codes, rule, mended):
    chart = replace(a_chart(codes), age=None)

    (finding,) = of(checking, chart)
    assert finding.rule == rule
    (fix,) = finding.fixes
    after = fixed(chart, fix)
    assert [line.code for line in after.lines] == mended.split()
    assert of(checking, after) == []
    for change in fix.changes:
        if isinstance(change, ReplaceLine):
            assert change.code.billable


@pytest.mark.parametrize(
    ("codes", "rule"),
    [
        ("B20 Z21", "excludes1"),
        ("C91.01 Z85.6", "excludes1"),
        ("A41.9 R65.20 R65.10", "excludes1"),
        ("J15.212 Z16.11", "excludes1"),
        ("O99.013 Z33.1", "excludes1"),
        ("O85 A41.9", "excludes1"),
        ("B20 O98.713", "code_first_order"),
    ],
)
def test_what_a_note_says_is_said_once(checking, codes, rule):
    (finding,) = of(checking, replace(a_chart(codes), age=None))

    assert finding.rule == rule


@pytest.mark.parametrize(
    ("codes", "rules"),
    [
        ("R65.20", ["unacceptable_principal", "code_first"]),
        ("Z37.0 O80", ["unacceptable_principal"]),
        ("R29.704 I63.9", ["unacceptable_principal", "code_first_order"]),
        ("T45.AX6A I10", ["never_first"]),
    ],
)
def test_what_the_editor_says_of_the_first_diagnosis_is_said_once(checking, codes, rules):
    assert [one.rule for one in of(checking, a_chart(codes))] == rules


@pytest.mark.parametrize(
    ("setting", "codes"),
    [
        (CLINIC, "E11.22 I12.9 N18.30 Z79.4 E78.5"),
        (STAY, "I13.0 I50.33 N18.31 E11.22 I25.10"),
        (STAY, "A41.51 R65.20 N39.0 N17.9"),
        (STAY, "T81.41XA T81.44XA A41.9 T81.12XA N17.9"),
        (STAY, "I21.4 I25.10 I10"),
        (STAY, "S72.001A W01.0XXA Y92.009 Y93.01 Y99.8"),
        (CLINIC, "S72.001D W01.0XXD"),
        (CLINIC, "M25.551 S72.001S W01.0XXS"),
        (STAY, "T40.2X1A J96.01"),
        (STAY, "T24.311A T23.201A T31.10 X10.2XXA"),
        (STAY, "O80 Z37.0 Z3A.39"),
        (STAY, "O24.424 O99.824 Z37.0 Z3A.39"),
        (CLINIC, "O09.511 Z3A.30"),
        (CLINIC, "Z51.11 C50.911 C77.3"),
        (CLINIC, "C50.912 Z85.3"),
        (CLINIC, "Z00.00 Z01.419"),
        (CLINIC, "E66.813 Z68.41"),
        (CLINIC, "E10.65 E10.42 E10.319"),
        (CLINIC, "B20 B59"),
        (STAY, "U07.1 J12.82 J96.01"),
        (STAY, "S06.0X0A R40.2110 R40.2210 R40.2310 V43.52XA"),
        (STAY, "L89.154 L89.613"),
        (CLINIC, "M25.551 M25.552"),
    ],
)
def test_a_chart_coded_as_the_guidelines_say_hears_nothing_of_them(checking, setting, codes):
    report = checking.check(a_chart(codes, setting, 28 if "O" in codes else 60))

    assert [one.rule for one in report.findings if one.rule in OF_THE_GUIDELINES] == []


def test_every_code_that_a_rule_names_is_in_the_release(book_and_checks):
    book, _ = book_and_checks
    every = {
        line.code.replace(".", "")
        for root in book.roots()
        for line in book.subtree(root, seventh=True)
        if not line.heading
    }
    known = sorted(every)

    def is_there(beginning: str) -> bool:
        return any(code.startswith(beginning) for code in known if code[:1] == beginning[:1])

    lacking = set()
    for named in itertools.chain.from_iterable(
        _groups(one) for module in _MODULES for one in vars(module).values()
    ):
        ends = {end for pair in named.ranges for end in pair if len(end) > 3}
        lacking |= {one for one in {*named.begin, *named.but, *ends} if not is_there(one)}
    # As of FY2026: E88.A since FY2024, E66.81 since FY2025.
    assert lacking == set()


_MODULES = (apart, combinations, companions, diabetes, guideline_order)


def _groups(value: object) -> Iterator[CodeGroup]:
    if isinstance(value, CodeGroup):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _groups(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _groups(getattr(value, field.name))


def test_the_order_of_the_list_matters_only_to_what_is_about_order(checking):
    of_order = {
        "guideline_order",
        "first_only",
        "never_first",
        "external_cause_order",
        "sepsis_order",
    }
    codes = SLIPS.split()
    chance = random.Random(5)

    def unordered(listed: list[str]) -> set[tuple[str, frozenset[str], str]]:
        return {
            (one.rule, frozenset(one.codes), one.source)
            for one in checking.check(a_chart(" ".join(listed))).findings
            if one.rule in OF_THE_GUIDELINES - of_order
        }

    expected = unordered(codes)
    assert len(expected) > 8
    for _ in range(4):
        assert unordered(chance.sample(codes, len(codes))) == expected
