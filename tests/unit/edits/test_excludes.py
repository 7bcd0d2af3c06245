"""Which pairs an Excludes1 note keeps apart, and which it does not."""

from __future__ import annotations

import pytest
from support.listed import RELEASE, a_list_of, a_listed, a_note, a_place, an_unknown

from codebook_app.domain.finding import Finding, Severity
from codebook_app.domain.note import CodeReference, NoteKind
from codebook_app.edits.excludes import excludes1_pairs
from codebook_app.edits.listed import ListedCode

CHAPTER = a_place("4", 1, 99, depth=0, level="chapter", billable=False)
SECTION = a_place("E08-E13", 2, 90, depth=1, level="section", billable=False)
E10 = a_place("E10", 10, 19, depth=2, billable=False)
E109 = a_place("E10.9", 19, depth=3)
E11 = a_place("E11", 20, 39, depth=2, billable=False)
E112 = a_place("E11.2", 25, 30, depth=3, billable=False)
E1122 = a_place("E11.22", 27, depth=4)
I63 = a_place("I63.9", 200, depth=3)


def found(*codes: ListedCode) -> list[Finding]:
    return list(excludes1_pairs(a_list_of(*codes)))


def pairs(*codes: ListedCode) -> list[tuple[str, ...]]:
    return [finding.codes for finding in found(*codes)]


def test_an_inherited_note_keeps_a_pair_apart():
    note = a_note(E11, "type 1 sample diabetes (E10.-)", "E10")
    (finding,) = found(a_listed(E1122, note, line_id="a"), a_listed(E109, line_id="b"))

    assert finding.severity is Severity.WARNING
    assert finding.overridable
    assert (finding.rule, finding.codes, finding.line_ids) == (
        "excludes1",
        ("E11.22", "E10.9"),
        ("a", "b"),
    )
    assert finding.text == "E10.9 is normally not coded together with E11.22."
    assert finding.source == (
        "Excludes1 note at E11, which governs E11.22: "
        f"“type 1 sample diabetes (E10.-)” ({RELEASE})."
    )
    assert finding.source_code == "E11"
    assert "with a reason" in finding.action


def test_the_note_counts_whichever_of_the_two_stands_first():
    note = a_note(E11, "type 1 sample diabetes (E10.-)", "E10")
    (finding,) = found(a_listed(E109), a_listed(E1122, note))

    assert finding.codes == ("E10.9", "E11.22")
    assert finding.text == "E10.9 is normally not coded together with E11.22."


def test_a_code_s_own_note_is_named_without_an_inheritance():
    note = a_note(E109, "a stroke (I63.-)", "I63", inherited=False)
    (finding,) = found(a_listed(E109, note), a_listed(I63))

    assert finding.source == f"Excludes1 note at E10.9: “a stroke (I63.-)” ({RELEASE})."


@pytest.mark.parametrize("origin", [CHAPTER, SECTION])
def test_a_note_of_a_heading_says_which_heading(origin):
    (finding,) = found(
        a_listed(E1122, a_note(origin, "strokes (I60-I69)", "I60-I69")), a_listed(I63)
    )

    assert finding.source.startswith(
        f"Excludes1 note at {origin.level} {origin.code}, which governs E11.22:"
    )


@pytest.mark.parametrize(
    ("references", "apart"),
    [
        (("I63",), True),
        (("I63.9",), True),
        (("I60-I69",), True),
        (("I63-I63",), True),
        (("A00", "I63"), True),
        (("I63.91",), False),
        (("I60-I62",), False),
        (("I64-I69",), False),
        (("I6",), True),
        (("J63",), False),
    ],
)
def test_a_reference_names_a_code_a_branch_or_a_range(references, apart):
    note = a_note(E11, "invented", *references)

    assert bool(pairs(a_listed(E1122, note), a_listed(I63))) is apart


def test_a_condition_printed_with_the_reference_is_kept():
    note = a_note(E11, "invented with fifth character 2", CodeReference(0, 1, "I63", "I63", "2"))

    assert not pairs(a_listed(E1122, note), a_listed(a_place("I63.21", 201)))
    assert pairs(a_listed(E1122, note), a_listed(a_place("I63.12", 202)))


def test_other_kinds_of_note_keep_nothing_apart():
    for kind in (NoteKind.EXCLUDES2, NoteKind.INCLUDES, NoteKind.CODE_FIRST):
        assert not pairs(a_listed(E1122, a_note(E11, "x", "I63", kind=kind)), a_listed(I63))


def test_a_pair_that_several_notes_keep_apart_is_found_once_by_the_nearest():
    chapter = a_note(CHAPTER, "strokes, chapter", "I60-I69")
    category = a_note(E11, "strokes, category", "I60-I69")
    exact = a_note(E11, "strokes, exactly", "I63.9")
    other_side = a_note(a_place("I60-I69", 190, 210, depth=1, level="section"), "x", "E11")

    (finding,) = found(
        a_listed(E1122, chapter, category, exact, category), a_listed(I63, other_side)
    )
    assert "strokes, exactly" in finding.source


def test_the_nearest_note_may_stand_at_the_other_code():
    far = a_note(CHAPTER, "far", "I63")
    near = a_note(I63, "near", "E11", inherited=False)
    (finding,) = found(a_listed(E1122, far), a_listed(I63, near))

    assert "“near”" in finding.source
    assert finding.text == "E11.22 is normally not coded together with I63.9."


def test_a_pair_under_the_note_s_own_line_is_not_kept_apart():
    within = a_note(E11, "kidney disease, classified below (E11.2-)", "E11.2")

    assert not pairs(a_listed(a_place("E11.9", 39, depth=3), within), a_listed(E1122, within))


def test_a_note_nearer_to_the_code_may_allow_the_pair():
    far = a_note(E11, "stroke (I63.-)", "I63")
    for kind in (
        NoteKind.EXCLUDES2,
        NoteKind.CODE_FIRST,
        NoteKind.USE_ADDITIONAL_CODE,
        NoteKind.CODE_ALSO,
    ):
        near = a_note(E1122, "any associated stroke (I63.-)", "I63", kind=kind)
        assert not pairs(a_listed(E1122, far, near), a_listed(I63))
        elsewhere = a_note(E1122, "any associated fever (A01)", "A01", kind=kind)
        assert pairs(a_listed(E1122, far, elsewhere), a_listed(I63))


@pytest.mark.parametrize("origin", [CHAPTER, SECTION, E11])
def test_a_note_as_far_from_the_code_or_farther_allows_nothing(origin):
    excludes1 = a_note(E11, "stroke (I63.-)", "I63")
    permitting = a_note(origin, "circulatory (I00-I99)", "I00-I99", kind=NoteKind.EXCLUDES2)

    assert pairs(a_listed(E1122, permitting, excludes1), a_listed(I63))


def test_each_pair_of_a_list_is_found_in_the_order_of_the_list():
    note = a_note(E11, "types 1 and stroke", "E10", "I63")
    listed = (a_listed(I63), a_listed(E1122, note), a_listed(E109), a_listed(E112, note))

    assert pairs(*listed) == [
        ("I63.9", "E11.22"),
        ("I63.9", "E11.2"),
        ("E11.22", "E10.9"),
        ("E10.9", "E11.2"),
    ]


def test_a_doubled_code_is_one_pair_with_all_its_lines():
    note = a_note(E11, "type 1 sample diabetes (E10.-)", "E10")
    (finding,) = found(
        a_listed(E1122, note, line_id="a"),
        a_listed(E109, line_id="b"),
        a_listed(E1122, note, line_id="c"),
    )

    assert finding.line_ids == ("a", "b", "c")


def test_a_code_the_release_does_not_hold_is_left_to_the_rule_for_that():
    note = a_note(E11, "stroke (I63.-)", "I63")

    assert not pairs(a_listed(E1122, note), an_unknown("I63.999"))
