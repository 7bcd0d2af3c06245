"""The ICF's ClaML and its simple tabulation, class by class."""

from __future__ import annotations

import pytest
from support.icf_files import (
    CLASSES,
    HEADINGS,
    ROWS,
    a_class,
    claml,
    rubric,
    tabulation,
    tabulation_file,
)
from support.official_texts import a_file, refusal

from codebook_app.codesets.icf.claml import heading_of, read_claml
from codebook_app.codesets.icf.tabulation import (
    is_other_tabulation,
    is_tabulation,
    read_tabulation,
    year_of,
)
from codebook_app.domain.note import NoteKind


def read(content):
    return read_claml([content.encode()], "icf.xml")


def said_of(content):
    return refusal(lambda: read(content))


def the_class(*parts, **attributes):
    (found,) = read(claml(a_class("b110", "Sample", *parts, **attributes))).classes
    return found


def test_rubrics_become_notes_in_their_order():
    found = next(one for one in read(claml(*CLASSES)).classes if one.code == "b110")

    assert found.title == "Sample consciousness"
    assert found.notes == (
        (NoteKind.DEFINITION, "Sample of a state. And more."),
        (NoteKind.INCLUSION_TERM, "sample states"),
        (NoteKind.EXCLUSION, "sample orientation (b114); sample of all (b114-b139)"),
        (NoteKind.NOTES, "Sample note"),
    )


def test_a_reference_in_brackets_is_not_bracketed_twice():
    text = 'sample (<Reference class="in brackets" code="b114">b114</Reference>)'

    assert the_class(rubric("exclusion", text, raw=True)).notes == (
        (NoteKind.EXCLUSION, "sample (b114)"),
    )


def test_english_is_taken_where_a_rubric_has_several_languages():
    labels = (
        '<Rubric kind="definition"><Label xml:lang="de">Beispiel</Label>'
        '<Label xml:lang="en">Sample</Label></Rubric>'
    )
    alone = rubric("note", "Échantillon", "fr")

    assert [text for _, text in the_class(labels, alone).notes] == ["Sample", "Échantillon"]


def test_lists_and_paragraphs_do_not_run_into_one_another():
    text = "<Para>One</Para><List><ListItem>two</ListItem><ListItem>three</ListItem></List>"

    assert the_class(rubric("text", text, raw=True)).notes == ((NoteKind.NOTES, "One two three"),)


def test_version_three_is_read_as_version_two():
    assert read(claml(*CLASSES, claml_version="3.0.0", doctype="")).classes == tuple(
        # One line less stands before the classes.
        type(one)(*(one.code, one.kind, one.title, one.line - 1, one.above, one.below, one.notes))
        for one in read(claml(*CLASSES)).classes
    )


def test_what_is_not_known_is_counted():
    strange = rubric("modifierlink", "Sample")
    modifier = '<Modifier code="q"><Rubric kind="preferred"><Label>no</Label></Rubric></Modifier>'

    found = read(claml(modifier, modifier, a_class("b110", "Sample", strange)))

    assert found.left_out == (
        "2 × <Modifier>: not read",
        "1 × rubric of the kind “modifierlink”: not read",
    )
    assert found.classes[0].title == "Sample"


def test_a_class_without_a_title_is_told():
    found = read(claml('<Class code="b110" kind="category"></Class>'))

    assert found.classes[0].title == "b110"
    assert found.doubts == ("icf.xml, line 8: b110 has no title",)


def test_a_class_twice_is_left_out_or_refused():
    one, other = a_class("b110", "Sample"), a_class("b110", "Other sample")

    assert read(claml(one, one)).left_out == ("icf.xml, line 10: b110, which line 8 has already",)
    assert "icf.xml, line 10: b110 stands twice, and otherwise in line 8" in said_of(
        claml(one, other)
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (claml(), "icf.xml holds no classes"),
        ("<Other/>", "icf.xml holds no classes"),
        (claml('<Class kind="category"></Class>'), "icf.xml, line 8: a class has no code"),
        (claml('<Class code="b1"><Class code="b2"></Class></Class>'),
         "line 8: a class begins within the class b1"),
        (claml(*CLASSES)[:-20], "the file ends in the middle"),
        (claml("<a>" * 70 + "</a>" * 70), "line 8: elements lie more than 64 deep"),
        (claml(a_class("b1", "x"), doctype='<!DOCTYPE ClaML [<!ENTITY a "b">]>'),
         "line 2: the file has entities"),
        (claml(rubric("preferred", "&nbsp;", raw=True)), "line 8: the file has entities"),
    ],
)  # fmt: skip
def test_what_is_no_whole_claml_is_refused_with_its_line(content, said):
    assert said in said_of(content)


def test_the_beginning_tells_whether_it_is_the_icf():
    assert heading_of(claml(*CLASSES).encode()).is_icf
    assert heading_of(claml(title="International Classification of Functioning").encode()).is_icf
    nameless = claml(*CLASSES, title="sample").encode()
    assert heading_of(nameless).is_icf
    assert heading_of(nameless[:-300]).is_icf
    other = claml(a_class("A00-B99", "Sample", kind="block"), title="ICD-10")
    assert not heading_of(other.encode()).is_icf
    assert not heading_of(b"").is_icf


def test_the_tabulation_is_read_with_what_each_class_stands_under():
    classes = read_tabulation(tabulation_file(tabulation())).classes

    assert [(one.code, one.kind, one.above) for one in classes] == [
        ("b1", "chapter", ()),
        ("b110-b139", "block", ("b1",)),
        ("b114", "category", ("b110-b139",)),
        ("b1140", "category", ("b114",)),
        ("b1148", "category", ("b114",)),
        ("b110", "category", ("b110-b139",)),
        ("e1", "chapter", ()),
        ("e110", "category", ("e1",)),
    ]
    assert classes[0].title == "Sample mental functions"
    assert classes[3].title == "Sample orientation to time"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("x\tb1\t\tSample\twindow\t1\tb1", "line 2: a class needs a kind"),
        ("x\t\t\tSample\tcategory\t1\t", "line 2: a class needs a kind"),
        ("x\tb1\t\t- -\tcategory\t1\tb1", "line 2: a class needs a kind"),
        ("x\tb1\t\tSample\tcategory\tdeep\tb1", "line 2: the depth “deep” is none"),
        ("x\tb1\t\tSample\tcategory\t0\tb1", "line 2: the depth “0” is none"),
    ],
)
def test_a_line_that_is_no_class_is_refused_with_its_number(row, said):
    assert said in refusal(lambda: read_tabulation(tabulation_file(tabulation(row))))


def test_a_tabulation_of_another_classification_is_told_apart():
    icd = "".join(f"{line}\n" for line in (HEADINGS, "x\t1A00\t\tSample\tcategory\t1\t01"))

    assert is_tabulation(tabulation().encode())
    assert not is_other_tabulation(tabulation().encode())
    assert is_other_tabulation(icd.encode())
    assert not is_tabulation(icd.encode())
    assert not is_other_tabulation(b"Code\tTitle\n")


def test_the_headings_may_state_the_version():
    assert year_of(tabulation().encode()) == 2017
    assert year_of(tabulation(headings=HEADINGS).encode()) is None


def test_headings_that_are_missing_are_told():
    said = refusal(lambda: read_tabulation(a_file("".join(ROWS))))

    assert said.startswith("any.txt, line 1: the headings Code, Title and ClassKind")
