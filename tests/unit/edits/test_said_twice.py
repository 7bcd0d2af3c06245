"""What a note or the editor says of codes, a guideline does not say, too."""

from __future__ import annotations

from codebook_app.domain.finding import Finding, Severity
from codebook_app.edits.rule_names import OF_THE_GUIDELINES, RULE_NAMES
from codebook_app.edits.said_twice import _GIVES_WAY_TO, said_once


def a_finding(rule: str, *codes: str, reason: str = "") -> Finding:
    return Finding(rule, Severity.WARNING, codes, "", "", "", override_reason=reason)


def kept(*findings: Finding) -> list[str]:
    return [one.rule for one in said_once(findings)]


def test_the_note_is_heard_alone_whatever_the_order_of_the_codes():
    note = a_finding("excludes1", "C91.01", "Z85.6")
    guideline = a_finding("not_together", "Z85.6", "C91.01")

    assert kept(note, guideline) == ["excludes1"]
    assert kept(guideline, note) == ["excludes1"]


def test_it_is_heard_alone_where_the_person_has_set_it_aside():
    note = a_finding("excludes1", "A", "B", reason="Unrelated.")

    assert kept(note, a_finding("not_together", "A", "B")) == ["excludes1"]


def test_a_guideline_that_says_more_is_heard_too():
    note = a_finding("excludes1", "A", "B")

    assert kept(note, a_finding("not_together", "A", "B", "C")) == ["excludes1", "not_together"]
    assert kept(note, a_finding("not_together", "A", "D")) == ["excludes1", "not_together"]
    assert kept(note, a_finding("both_sides", "A", "B")) == ["excludes1", "both_sides"]


def test_the_editor_is_heard_alone_of_the_first_diagnosis():
    editor = a_finding("unacceptable_principal", "Z37.0")

    assert kept(editor, a_finding("never_first", "Z37.0")) == ["unacceptable_principal"]
    assert kept(editor, a_finding("missing_code", "Z37.0")) == [
        "unacceptable_principal",
        "missing_code",
    ]


def test_only_guidelines_give_way_and_every_name_is_one():
    assert set(_GIVES_WAY_TO) <= OF_THE_GUIDELINES
    assert {one for others in _GIVES_WAY_TO.values() for one in others} <= RULE_NAMES
