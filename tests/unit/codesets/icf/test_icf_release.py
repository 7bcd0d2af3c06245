"""A release of the ICF: its tree, its notes, its year."""

from __future__ import annotations

from datetime import date

import pytest
from support.icf_files import (
    CLASSES,
    HEADINGS,
    a_class,
    claml,
    claml_file,
    tabulation,
    tabulation_file,
)
from support.official_texts import a_file, read_release, refusal, sound_lines

from codebook_app.codesets.base import PartFile
from codebook_app.codesets.icf.code_set import CLAML, TABULATION, Icf
from codebook_app.codesets.icf.references import find_references
from codebook_app.progress import Cancelled, CancelToken, silent

ICF = Icf()
PRINTED = [
    "b", "  b1", "    b110-b139", "      b114", "        b1140", "        b1148", "      b110",
    "e", "  e1", "    e110",
]  # fmt: skip


def release_of(*classes, **attributes):
    return read_release(ICF, claml_file(claml(*classes, **attributes)))


def test_components_chapters_blocks_and_categories_stand_as_subclasses_name_them():
    read = release_of(*CLASSES)

    assert read.printed() == PRINTED
    assert sound_lines(read.codes)
    assert [one.code for one in read.codes if one.heading] == ["b", "b1", "b110-b139", "e", "e1"]
    assert [one.code for one in read.codes if one.opens_page] == ["b114", "b110", "e110"]
    # Every category may be coded, not the finest alone.
    assert [one.code for one in read.codes if one.billable] == [
        "b114", "b1140", "b1148", "b110", "e110",
    ]  # fmt: skip
    assert read.content.checks == ("1 component, 2 chapters, 1 block, 5 categories",)


def test_only_the_first_categories_of_a_branch_open_a_page():
    read = release_of(
        a_class("d4", "Sample", kind="chapter", below="d410"),
        a_class("d410", "Sample", below="d4100-d4109"),
        a_class("d4100-d4109", "Sample", kind="block", below="d4100"),
        a_class("d4100", "Sample"),
    )

    assert [one.code for one in read.codes if one.opens_page] == ["d410"]


def test_a_component_that_the_file_lacks_is_added():
    read = release_of(*CLASSES)

    assert (read.line("e").title, read.line("e").level) == ("Environmental factors", "component")


def test_notes_name_their_codes():
    read = release_of(*CLASSES)

    exclusion = read.content.tabular.notes[2]
    assert exclusion.code_id == read.line("b110").id
    assert exclusion.kind.label == "Excludes"
    assert [(one.first, one.last) for one in exclusion.references] == [
        ("b114", "b114"),
        ("b114", "b139"),
    ]
    assert [exclusion.text[one.start : one.end] for one in exclusion.references] == [
        "b114",
        "b114-b139",
    ]


def test_a_range_that_runs_backwards_is_two_codes():
    assert [one.first for one in find_references("b139-b114, able1, B110")] == ["b139", "b114"]


def test_the_tabulation_makes_the_same_book_without_notes():
    read = read_release(ICF, tabulation_file(tabulation()))

    assert read.printed() == PRINTED
    assert read.content.tabular.notes == ()
    assert read.edition.release == "2017"


def test_a_tabulation_beside_the_claml_is_compared():
    rows = tabulation().replace("Sample products to eat", "Sample food").replace("b1148", "b1149")
    same = read_release(ICF, claml_file(claml(*CLASSES)), tabulation_file(tabulation()))
    other = read_release(ICF, claml_file(claml(*CLASSES)), tabulation_file(rows))

    assert same.content.checks[-1] == "compared with SimpleTabulation.txt: 5 categories agree"
    assert other.content.checks[-1] == (
        "compared with SimpleTabulation.txt: 1 categories not in it (b1148); 1 categories in it"
        " alone (b1149); 1 otherwise titled (e110)"
    )


def test_a_class_whose_place_is_missing_goes_under_what_it_begins_with():
    read = release_of(*CLASSES, a_class("b11400", "Sample", above="b114-b999"))

    assert read.printed()[4:6] == ["        b1140", "          b11400"]
    assert (
        "icf.xml: 1 class is under a class that is not there: b11400 under b114-b999"
        in read.content.checks
    )


def test_classes_that_stand_under_themselves_are_put_where_they_belong_and_told():
    ring = (
        a_class("d4", "Sample", kind="chapter", above="d410"),
        a_class("d410", "Sample", above="d4100"),
        a_class("d4100", "Sample", above="d4"),
        a_class("d5", "Sample", above="d5", below="d5"),
    )
    read = release_of(*ring)

    assert sound_lines(read.codes)
    assert {one.code for one in read.codes} == {"d", "d4", "d410", "d4100", "d5"}
    assert "icf.xml: d4 stands under itself; it was put where its code belongs" in (
        read.content.checks
    )


def test_a_class_under_two_takes_the_first_and_says_so():
    read = release_of(*CLASSES, a_class("b119", "Sample", above="b114 b110"))

    assert read.line("b119").parent_id == read.line("b114").id
    assert (
        "icf.xml: 1 class is under several classes, of which the first is taken: b119"
        in read.content.checks
    )


def test_a_subclass_that_is_named_only_from_above_is_found_there():
    read = release_of(a_class("b110", "Sample", below="b119"), a_class("b119", "Sample"))

    assert read.printed() == ["b", "  b110", "    b119"]


def test_a_code_of_no_component_stands_at_the_end():
    read = release_of(*CLASSES, a_class("nc", "Sample not covered"))

    assert read.printed()[-1] == "nc"


@pytest.mark.parametrize(
    ("file", "year", "word"),
    [
        (claml_file(claml(*CLASSES)), "2017", "its version is “2017”"),
        (claml_file(claml(*CLASSES, version="Final").replace('date=""', 'date="2018-10-01"')),
         "2018", "its date is “2018-10-01”"),
        (claml_file(claml(*CLASSES, version="", title="ICF 2019")), "2019",
         "its title is “ICF 2019 Sample”"),
        (claml_file(claml(*CLASSES, version=""), "icf_2020.xml"), "2020", "“icf_2020.xml” says so"),
        (tabulation_file(tabulation(headings=HEADINGS), "ICF2021.zip › t.txt"), "2021",
         "“ICF2021.zip” says so"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)  # fmt: skip
def test_the_year_is_that_of_the_version(file, year, word):
    part = ICF.part(file)
    assert part is not None
    edition = ICF.edition(PartFile(part, file))

    assert edition is not None
    assert (edition.release, edition.effective_from) == (year, date(int(year), 1, 1))
    assert edition.decided_by == f"taken for {year}, since {word}"
    # WHO ends no version.
    assert edition.effective_to == date.max


def test_a_version_before_there_was_an_icf_is_refused():
    file = claml_file(claml(*CLASSES, version="1980"))

    assert "icf.xml: the ICF cannot be of the year 1980" in refusal(
        lambda: ICF.edition(PartFile(CLAML, file))
    )


def test_without_any_year_no_edition_is_stated():
    file = claml_file(claml(*CLASSES, version="Final"))

    assert ICF.edition(PartFile(CLAML, file)) is None


def test_each_file_is_taken_for_what_it_is():
    icd = claml_file(claml(a_class("A00", "Sample"), title="ICD-10"))
    dtd = a_file("<!ELEMENT ClaML (Meta*, Class+)>\n")

    assert ICF.part(claml_file(claml(*CLASSES))) == CLAML
    assert ICF.part(tabulation_file(tabulation())) == TABULATION
    assert ICF.part(icd) is None
    assert ICF.declines(icd) == "a classification other than the ICF, “ICD-10 Sample”"
    assert ICF.declines(dtd) == "the document type definition of ClaML"
    assert ICF.declines(a_file("anything else")) is None


def test_reading_stops_when_cancelled():
    file = claml_file(claml(*CLASSES))
    edition = ICF.edition(PartFile(CLAML, file))
    assert edition is not None
    cancel = CancelToken()
    cancel.cancel()

    with pytest.raises(Cancelled):
        ICF.read([PartFile(CLAML, file)], edition, silent, cancel)
