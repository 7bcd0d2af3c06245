"""Whatever codes stand on a list in whatever order, the guidelines' rules answer, and mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from support.charts import a_chart, a_diagnosis
from support.code_lists import a_list

from codebook_app.domain.encounter import EncounterLine, Setting
from codebook_app.domain.finding import Finding
from codebook_app.edits import engine
from codebook_app.edits.chart import Chart
from codebook_app.edits.listed import ListedCode
from codebook_app.edits.proposals import proposed_codes
from codebook_app.edits.rule_names import OF_THE_GUIDELINES
from codebook_app.services.line_edits import fixed

CODES = (
    *("I10", "I11.0", "I11.9", "I12.0", "I12.9", "I13.0", "I13.11", "I50.9", "I50.22", "I50.31"),
    *("I51.7", "N18.30", "N18.6", "N18", "J96.01", "J96.11", "E11.9", "E11.65", "E11", "E10.9"),
    *("I73.9", "L97.511", "A41.9", "R65.20", "R65.21", "T81.44XA", "T81.41XA", "T81.44", "U07.1"),
    *("Z20.822", "C61", "Z85.46", "C77.3", "Z51.11", "O80", "O99.02", "Z37.0", "Z38.00", "P07.37"),
    *(
        "P07.18",
        "P95",
        "Z34.83",
        "Z68.35",
        "T24.211A",
        "T24.311A",
        "T23.301A",
        "T31.10",
        "S72.001A",
    ),
    *("S72.001S", "S72.001D", "W01.0XXA", "V43.52XA", "Y38.2X2A", "Y92.009", "Y93.01", "Y99.0"),
    *("T40.2X1A", "R11.0", "T74.12XA", "T76.12XA", "Y07.11", "R40.2110", "R40.2410", "L89.152"),
    *("L89.153", "B95.62", "J15.212", "I21.4", "I25.10", "", "x", "T", "S72", "E11.X", "I50.2"),
)
# What says something of the order of the list, and what is offered to be done about it.
OF_ORDER = frozenset(
    {
        "external_cause_order",
        "first_only",
        "guideline_order",
        "never_first",
        "sepsis_order",
    }
)


def chart_of(lines: Iterable[EncounterLine], setting: Setting) -> Chart:
    lines = tuple(lines)
    offered = proposed_codes([ListedCode(line.code, None) for line in lines])
    return a_chart(*lines, setting=setting, offered=sorted(offered))


def of_guidelines(chart: Chart) -> list[Finding]:
    findings, _ = engine.run_chart(chart)
    return [one for one in findings if one.rule in OF_THE_GUIDELINES or one.rule == "not_together"]


def said(findings: Iterable[Finding]) -> set[tuple[str, frozenset[str], str]]:
    return {(one.rule, frozenset(one.codes), one.source) for one in findings}


charts = st.tuples(
    st.lists(st.sampled_from(CODES), max_size=14),
    st.lists(st.sampled_from(["", "Y", "N"]), min_size=14, max_size=14),
    st.sampled_from(Setting),
)


def lines_of(codes: list[str], poa: list[str]) -> list[EncounterLine]:
    return [
        replace(a_diagnosis(code, poa=indicator), id=str(at))
        for at, (code, indicator) in enumerate(zip(codes, poa, strict=False))
    ]


@settings(max_examples=150, deadline=None)
@given(charts)
def test_each_finding_is_of_the_list_and_its_fix_mends_it(drawn):
    codes, poa, setting = drawn
    lines = lines_of(codes, poa)
    ids = {line.id for line in lines}

    for finding in of_guidelines(chart_of(lines, setting)):
        assert finding.codes
        assert set(finding.codes) <= set(codes)
        assert set(finding.line_ids) <= ids
        assert finding.text.endswith(".")
        assert finding.source.startswith("ICD-10-CM Official Guidelines, section I.")
        for fix in finding.fixes:
            mended = fixed(a_list(*lines), fix)
            after = of_guidelines(chart_of(mended.lines, setting))
            left = {(one.rule, one.codes, one.line_ids) for one in after}
            assert (finding.rule, finding.codes, finding.line_ids) not in left


@settings(max_examples=100, deadline=None)
@given(charts, st.randoms(use_true_random=False))
def test_the_order_of_the_list_matters_to_order_only(drawn, chance):
    codes, _, setting = drawn
    codes = list(dict.fromkeys(codes))
    shuffled = chance.sample(codes, len(codes))

    def unordered(listed: list[str]) -> set[tuple[str, frozenset[str], str]]:
        found = of_guidelines(chart_of(lines_of(listed, [""] * len(listed)), setting))
        return said(one for one in found if one.rule not in OF_ORDER)

    assert unordered(codes) == unordered(shuffled)
