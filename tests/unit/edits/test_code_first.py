"""Code first: satisfied, in the wrong order, or not there; and what notes ask for beside that."""

from __future__ import annotations

from support.charts import a_chart, found
from support.listed import a_listed, a_note, a_place

from codebook_app.domain.finding import Severity
from codebook_app.domain.fix import MoveLine
from codebook_app.domain.note import NoteKind
from codebook_app.edits.code_first import code_first
from codebook_app.edits.listed import ListedCode
from codebook_app.edits.prompts import prompts

D63 = a_place("D63", 10, 19)
CHAPTER = a_place("3", 1, 99, depth=0, level="chapter")


def anemia(*texts_and_codes: tuple[str, ...], code: str = "D63.1") -> ListedCode:
    """Return a code under D63, which asks for codes first."""
    notes = [
        a_note(D63, text, *codes, kind=NoteKind.CODE_FIRST) for text, *codes in texts_and_codes
    ]
    return a_listed(a_place(code, 11), *notes)


KIDNEY = anemia(("underlying kidney disease (N18.-)", "N18"))


def rules(chart) -> list[str]:
    return [one.rule for one in found(code_first, chart)]


def test_a_named_code_before_it_satisfies_the_note():
    assert rules(a_chart("N18.4", KIDNEY)) == []
    assert rules(a_chart("I10", "N18.4", KIDNEY)) == []


def test_a_named_code_behind_it_is_offered_to_be_moved():
    (finding,) = found(code_first, a_chart("I10", KIDNEY, "E11.9", "N18.4"))

    assert finding.rule == "code_first_order"
    assert finding.severity is Severity.WARNING
    assert finding.codes == ("D63.1", "N18.4")
    assert finding.fixes[0].changes == (MoveLine("N18.4", "D63.1"),)
    assert finding.source == (
        "Code first note at D63, which governs D63.1: “underlying kidney disease (N18.-)”"
        " (Sample code set FY2099)."
    )
    assert finding.source_code == "D63"


def test_no_named_code_at_all_is_not_satisfied():
    (finding,) = found(code_first, a_chart("I10", KIDNEY))

    assert (finding.rule, finding.severity) == ("code_first", Severity.WARNING)
    assert [(one.first, one.last) for one in finding.named] == [("N18", "N18")]
    assert finding.fixes == ()


def test_one_of_several_notes_of_a_line_is_enough():
    both = anemia(("underlying kidney disease (N18.-)", "N18"), ("sample injury (T36)", "T36"))

    assert rules(a_chart("T36.0X1A", both)) == []
    assert rules(a_chart("I10", both)) == ["code_first"]


def test_examples_are_satisfied_by_anything_that_stands_before():
    such = anemia(("underlying disease, such as:",), ("malaria (B50-B54)", "B50-B54"))

    assert rules(a_chart("I10", such)) == []
    assert rules(a_chart(such, "I10")) == ["code_first"]
    assert rules(a_chart("I10", such, "B50.9")) == ["code_first_order"]
    # Before it stands something, which may be it or not: the chart decides.
    (prompt,) = found(prompts, a_chart("I10", such))
    assert prompt.rule == "where_applicable"
    assert "code first underlying disease, such as: malaria" in prompt.text


def test_if_applicable_is_information_only():
    asked = anemia((", if applicable, sample poisoning (T36-T50)", "T36-T50"))

    assert rules(a_chart(asked)) == []
    assert [one.severity for one in found(prompts, a_chart(asked))] == [Severity.INFORMATION]
    # But the order is checked where it does apply.
    assert rules(a_chart(asked, "T36.0X1A")) == ["code_first_order"]
    assert found(prompts, a_chart("T36.0X1A", asked)) == []


def test_a_note_is_told_once_for_a_code_that_stands_twice():
    assert rules(a_chart("I10", KIDNEY, KIDNEY)) == ["code_first"]


def test_a_note_of_a_whole_chapter_is_never_a_warning():
    note = a_note(CHAPTER, "sample (N18)", "N18", kind=NoteKind.CODE_FIRST)

    assert rules(a_chart("I10", a_listed(a_place("D63.1", 11), note))) == []


# Use additional code, code also -------------------------------------------------------------


def asking(
    code: str, *texts: tuple[str, ...], kind=NoteKind.USE_ADDITIONAL_CODE, origin=D63
) -> ListedCode:
    notes = [a_note(origin, text, *codes, kind=kind) for text, *codes in texts]
    return a_listed(a_place(code, 11), *notes)


STAGE = ("code to identify stage (N18.1-N18.6)", "N18.1-N18.6")


def test_an_additional_code_that_is_not_there_is_named():
    (finding,) = found(prompts, a_chart(asking("D63.1", STAGE)))

    assert (finding.rule, finding.severity) == ("use_additional_code", Severity.INFORMATION)
    assert finding.text == "D63.1: use additional code to identify stage (N18.1-N18.6)"
    assert [(one.first, one.last) for one in finding.named] == [("N181", "N186")]
    assert found(prompts, a_chart(asking("D63.1", STAGE), "N18.4")) == []


def test_what_several_codes_inherit_is_told_once_with_all_of_them():
    chart = a_chart(asking("D63.1", STAGE), asking("D63.2", STAGE), asking("D63.3", STAGE))
    (finding,) = found(prompts, chart)

    assert finding.codes == ("D63.1", "D63.2", "D63.3")
    assert finding.line_ids == finding.codes


def test_a_heading_and_what_stands_below_it_are_one_request():
    heading = ("code to identify control:",)
    listed = asking("D63.1", heading, ("insulin (Z79.4)", "Z79.4"), ("pills (Z79.84)", "Z79.84"))

    assert len(found(prompts, a_chart(listed))) == 1
    assert found(prompts, a_chart(listed, "Z79.84")) == []


def test_notes_without_a_heading_are_requests_of_their_own():
    listed = asking("D63.1", STAGE, ("code for the drug (T36-T50)", "T36-T50"))

    (left,) = found(prompts, a_chart(listed, "N18.4"))
    assert "the drug" in left.text


def test_a_request_within_a_wider_one_is_not_told_apart():
    tobacco = ("code to identify: use (Z72.0), dependence (F17.-)", "Z72.0", "F17")
    wider = ("code to identify: use, dependence, exposure", "Z72.0", "F17", "Z77.22")

    (finding,) = found(prompts, a_chart(asking("D63.1", tobacco), asking("D63.2", wider)))
    assert finding.codes == ("D63.2", "D63.1")
    assert len(finding.named) == 3


def test_a_request_in_words_is_answered_by_any_code_behind():
    listed = asking("D63.1", ("code to identify complication",))

    assert len(found(prompts, a_chart("I10", listed))) == 1
    assert found(prompts, a_chart(listed, "I10")) == []


def test_code_also_is_answered_from_before_and_behind():
    listed = asking("D63.1", ("stroke (I63.-)", "I63"), kind=NoteKind.CODE_ALSO)

    assert [one.rule for one in found(prompts, a_chart(listed))] == ["code_also"]
    assert found(prompts, a_chart("I63.9", listed)) == []
    assert found(prompts, a_chart(listed, "I63.9")) == []


def test_what_may_apply_is_one_finding_for_all_the_list():
    chart = a_chart(
        asking("D63.1", ("code, if applicable, for the drug (T36)", "T36")),
        asking("D63.2", ("resistance (Z16)", "Z16"), origin=CHAPTER),
        asking("D63.3", ("type, if known (J45)", "J45"), kind=NoteKind.CODE_ALSO),
    )
    (finding,) = found(prompts, chart)

    assert finding.rule == "where_applicable"
    assert len(finding.text.splitlines()) == 4
    assert {one.first for one in finding.named} == {"T36", "Z16", "J45"}
    assert "chapter 3" in finding.source


TOBACCO = ("code to identify: history of tobacco dependence (Z87.891)", "Z87.891")
SMOKES = ("code to identify: tobacco dependence (F17.-)", "F17")
DRINKS = ("code to identify: alcohol use (F10.-)", "F10")


def test_the_use_of_tobacco_is_asked_for_in_a_few_words_once():
    chart = a_chart(
        asking("D63.1", TOBACCO),
        asking("D63.2", SMOKES, origin=CHAPTER),
        asking("D63.3", DRINKS),
        asking("D63.4", ("code to tell the stage (N18)", "N18")),
    )
    firm, broad = found(prompts, chart)

    assert (firm.rule, firm.codes) == ("use_additional_code", ("D63.4",))
    assert broad.rule == "where_applicable"
    assert broad.text == (
        "Asked for where they apply, of many codes alike: tobacco use or exposure"
        " (D63.1 and D63.2); alcohol use (D63.3)."
    )
    assert {one.first for one in broad.named} == {"Z87891", "F17", "F10"}


def test_a_habit_that_is_coded_is_asked_for_no_more():
    assert found(prompts, a_chart(asking("D63.1", TOBACCO), "Z87.891")) == []


def test_a_list_that_asks_for_more_than_habits_keeps_its_own_line():
    both = ("code to identify: stage (N18); tobacco dependence (F17.-)", "N18", "F17")
    chart = a_chart(asking("D63.1", both), asking("D63.2", TOBACCO))
    (finding,) = found(prompts, chart)

    head, own, broad = finding.text.splitlines()
    assert head == "More codes are asked for where they apply."
    assert own.startswith("• D63.1: use additional code to identify: stage (N18)")
    assert broad == "• Of many codes alike: tobacco use or exposure (D63.2)."


def test_a_note_of_a_chapter_is_told_without_what_every_note_says():
    note = ("code, where applicable, to identify: resistance to drugs (Z16.-)", "Z16")
    (finding,) = found(prompts, a_chart(asking("D63.1", note, origin=CHAPTER)))

    assert finding.text.endswith("of many codes alike: resistance to drugs (D63.1).")


def test_a_code_that_is_none_yet_is_not_asked_for_more():
    listed = a_listed(
        a_place("D63", 10, 19, billable=False),
        a_note(D63, *STAGE, kind=NoteKind.USE_ADDITIONAL_CODE),
    )
    assert found(prompts, a_chart(listed)) == []
