"""The order in which findings are told."""

from __future__ import annotations

from collections.abc import Iterator

from support.listed import a_list_of, a_listed, a_note, a_place, an_unknown, sevenths

from codebook_app.domain.finding import Finding, Severity
from codebook_app.edits import engine
from codebook_app.edits.listed import CodeList


def test_the_most_severe_comes_first_then_the_order_of_the_list():
    e11 = a_place("E11", 20, 39, depth=2)
    note = a_note(e11, "stroke (I63.-)", "I63")
    codes = a_list_of(
        a_listed(a_place("E11.22", 27, depth=4), note),
        a_listed(a_place("I63.9", 200)),
        a_listed(a_place("I63.9", 200)),
        a_listed(a_place("S72.002", 300, 310, billable=False), choices=sevenths("S72.002", "AB")),
        an_unknown("Q99.7"),
    )

    assert [(one.severity, one.rule) for one in engine.run(engine.RULES, codes)] == [
        (Severity.ERROR, "duplicate"),
        (Severity.ERROR, "seventh_character"),
        (Severity.ERROR, "unknown_code"),
        (Severity.WARNING, "excludes1"),
    ]


def test_information_comes_last():
    def a_rule(codes: CodeList) -> Iterator[Finding]:
        for severity in (Severity.INFORMATION, Severity.WARNING, Severity.ERROR):
            yield Finding("invented", severity, (codes.codes[0].written,), "", "", "")

    found = engine.run((a_rule,), a_list_of(a_listed("E11.22")))
    assert [one.severity for one in found] == [
        Severity.ERROR,
        Severity.WARNING,
        Severity.INFORMATION,
    ]


def test_an_empty_list_has_no_findings():
    assert engine.run(engine.RULES, a_list_of()) == ()
