"""The indexes and tables: whole titles, what a term leads to, and rows of codes."""

from __future__ import annotations

import pytest
from support.index_xml import (
    DRUG_COLUMNS,
    EXTERNAL,
    cells,
    index,
    leads,
    main,
    sample_drugs,
    sample_external,
    sample_index,
    sample_neoplasm,
    table,
    term,
)

from codebook_app.codesets.icd10cm.index import heading_of, read_index
from codebook_app.codesets.icd10cm.printed import PrintedIndex
from codebook_app.domain.index_term import IndexBook, IndexTarget, IndexTerm, TargetKind
from codebook_app.errors import KnownError
from codebook_app.progress import Cancelled, CancelToken, Progress


def read(xml: str, **options: int) -> PrintedIndex:
    return read_index([xml.encode()], "index.xml", **options)


def only_term(*parts: str, title: str = "Sample") -> IndexTerm:
    (found,) = read(index(main(title, "", *parts))).terms
    return found


def refusal(xml: str) -> str:
    with pytest.raises(KnownError) as caught:
        read(xml)
    assert "\n" not in str(caught.value)
    return caught.value.message


@pytest.mark.parametrize(
    ("xml", "book", "terms"),
    [
        (sample_index(), IndexBook.INDEX, 17),
        (sample_external(), IndexBook.EXTERNAL, 3),
        (sample_neoplasm(), IndexBook.NEOPLASM, 3),
        (sample_drugs(), IndexBook.DRUGS, 3),
    ],
)
def test_each_of_the_four_is_told_by_its_title_or_headings(xml, book, terms):
    printed = read(xml)
    assert (printed.book, printed.year, len(printed.terms)) == (book, 2099, terms)
    assert {found.book for found in printed.terms} == {book}
    assert heading_of(xml.encode()[:700], "index.xml") == (book, 2099)


def test_titles_of_the_external_index_may_be_in_any_letters():
    for title in (EXTERNAL, "ICD-10-CM External Cause of Injuries Index"):
        assert read(index(main("Sample", "X58"), title=title)).book is IndexBook.EXTERNAL


def test_ids_count_the_terms_so_that_a_term_and_its_subterms_are_one_run():
    terms = read(sample_index(), first_id=101).terms
    assert [found.id for found in terms] == list(range(101, 118))
    by_id = {found.id: found for found in terms}
    for found in terms:
        above = by_id.get(found.parent_id or 0)
        assert found.depth == (0 if above is None else above.depth + 1)
        if above is not None:
            assert above.id < found.id <= found.last_descendant_id <= above.last_descendant_id
    diabetes = terms[1]
    below = [by_id[at].title for at in range(diabetes.id + 1, diabetes.last_descendant_id + 1)]
    assert below[0] == "type 2"
    assert below[-1] == "due to underlying condition"


@pytest.mark.parametrize(
    ("printed", "title", "modifiers", "essential"),
    [
        ("Sample fever", "Sample fever", [], "Sample fever"),
        ("heat<nemod>(natural)</nemod> NEC", "heat (natural) NEC", ["(natural)"], "heat NEC"),
        (
            "gas<nemod>(coal) (oil)</nemod>, lit",
            "gas (coal) (oil), lit",
            ["(coal) (oil)"],
            "gas, lit",
        ),
        ("<nemod>(mono)</nemod> acid", "(mono) acid", ["(mono)"], "acid"),
        (
            "Lake<nemod>(-River)</nemod>-Sea pain",
            "Lake (-River)-Sea pain",
            ["(-River)"],
            "Lake-Sea pain",
        ),
        ("bone<nemod>(s)</nemod> pain", "bone(s) pain", ["(s)"], "bone pain"),
        ("a<nemod>(b)</nemod>with c", "a (b) with c", ["(b)"], "a with c"),
        ("a\n  <nemod>(b)\n (c)</nemod>  d ", "a (b) (c) d", ["(b) (c)"], "a d"),
        ("a<nemod>(b)</nemod> c<nemod>(f)</nemod> e", "a (b) c (f) e", ["(b)", "(f)"], "a c e"),
        ("Smith &amp; <sub>2</sub> sample", "Smith & 2 sample", [], "Smith & 2 sample"),
    ],
)
def test_titles_are_kept_whole_with_their_nonessential_modifiers(
    printed, title, modifiers, essential
):
    found = only_term(leads("code", "A00"), title=printed)
    assert found.title == title
    assert [found.title[start:end] for start, end in found.modifiers] == modifiers
    assert found.essential == essential


@pytest.mark.parametrize(
    ("element", "text", "target"),
    [
        ("code", "E11.22", IndexTarget(TargetKind.CODE, "E11.22", "E1122", True)),
        ("code", "S72.00-", IndexTarget(TargetKind.CODE, "S72.00-", "S7200", False)),
        ("code", "H67.-", IndexTarget(TargetKind.CODE, "H67.-", "H67", False)),
        ("code", " C64- ", IndexTarget(TargetKind.CODE, "C64-", "C64", False)),
        ("code", "see below", IndexTarget(TargetKind.CODE, "see below", "", False)),
        ("manif", "F02.81 ", IndexTarget(TargetKind.MANIFESTATION, "F02.81", "F0281", True)),
        ("seecat", "N20", IndexTarget(TargetKind.SEE_CATEGORY, "N20", "N20", False)),
        ("subcat", "H93.3", IndexTarget(TargetKind.SUBCATEGORY, "H93.3", "H933", False)),
        ("see", "Pain, lake", IndexTarget(TargetKind.SEE, "Pain, lake")),
        ("seeAlso", "category C92", IndexTarget(TargetKind.SEE_ALSO, "category C92", "C92")),
        ("see", "E08-E13 with .21", IndexTarget(TargetKind.SEE, "E08-E13 with .21")),
        ("see", "Break, lake M84.40", IndexTarget(TargetKind.SEE, "Break, lake M84.40", "M8440")),
    ],
)
def test_what_a_term_leads_to_is_kept_as_printed_and_as_code(element, text, target):
    assert only_term(leads(element, text)).targets == (target,)


def test_targets_keep_their_printed_order_and_empty_ones_are_none():
    parts = (
        leads("seeAlso", "Pain"),
        leads("code", ""),
        leads("code", "A00"),
        leads("manif", "I43"),
    )
    assert [target.text for target in only_term(*parts).targets] == ["Pain", "A00", "I43"]


def test_rows_of_a_table_have_a_code_for_each_heading_or_none():
    printed = read(sample_neoplasm())
    assert printed.columns[:3] == ("Neoplasm", "Malignant Primary", "Malignant Secondary")
    assert [found.cells for found in printed.terms] == [
        ("C80.1", "C79.9", "", "D36.9", "D48.9", "D49.9"),
        ("C76.4-", "", "", "D36.7", "", ""),
        (),
    ]
    assert printed.terms[2].targets[0].text == "Neoplasm, elbow"


def test_a_level_that_is_not_how_deep_a_term_stands_is_counted():
    assert read(sample_index()).misplaced == 0
    assert read(index(main("Sample", "", term(2, "lake", "A00"), term(1, "sea")))).misplaced == 1


def test_elements_that_nobody_knows_are_counted():
    xml = index(main("Sample", "A00", "<new>thing<newer/></new>", "<new/>"))
    printed = read(xml)
    assert printed.unknown_elements == {"new": 2}
    assert printed.terms[0].targets[0].code == "A00"


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        ("<ICD10CM.tabular/>", "line 1: this is no ICD-10-CM index: its root is <ICD10CM.tabular>"),
        (index(), "the index holds no terms"),
        (index(main("", "A00")), "line 10: a term that ends here has no title"),
        (index(main("Sample", "A00", "<title>Other</title>")), "a term has two titles"),
        (index(main("Sample", "A00", main("Sample", "A00"))), "a <mainTerm> stands in a term"),
        (index(term(1, "Sample")), "a <term> stands outside any main term"),
        (index(leads("code", "A00")), "a <code> stands outside any term"),
        (
            index(main("Sample", "", "<code><title>A</title></code>")),
            "a <title> stands in a <code>",
        ),
        (index(main("Sample", "", "<nemod>(a)</nemod>")), "a <nemod> stands outside a title"),
        (index(main("Sample", "", cells("A00"))), "column 2, which has no heading"),
        (table(DRUG_COLUMNS, main("Sample", "", cells("A00") * 2)), "two cells in column 2"),
        (table(DRUG_COLUMNS, main("Sample", "", '<cell col="8">A</cell>')), "column 8, which has"),
        (table(DRUG_COLUMNS, main("Sample", "", '<cell col="1">A</cell>')), "column 1, which has"),
        (table(DRUG_COLUMNS, main("Sample", "", '<cell col="x">A</cell>')), "“x” is no column"),
        (
            index(main("Sample", "A00"), year="soon"),
            "line 3: the year of the edition is not a year",
        ),
        (index(main("Sample", "A00")).replace("<version>2099</version>", ""), "states no year"),
        (index(main("Sample", "A00"), title="Sample"), "which index or table"),
        (sample_index()[:-40], "the file ends in the middle"),
        (sample_index().replace("</letter>", "</lettre>"), "not well-formed XML"),
    ],
)
def test_what_no_index_could_be_is_refused_with_file_and_line(xml, said):
    message = refusal(xml)
    assert message.startswith("index.xml")
    assert said in message


def test_terms_nested_beyond_reason_are_refused():
    nested = ""
    for level in range(40, 0, -1):
        nested = term(level, "lake", "", nested)
    assert "nested deeper" in refusal(index(main("Sample", "", nested)))


def test_the_heading_is_read_without_what_follows_it():
    assert heading_of(sample_drugs().encode()[:800] + b"<broken", "x") == (IndexBook.DRUGS, 2099)
    with pytest.raises(KnownError, match="ends in the middle"):
        heading_of(sample_drugs().encode()[:90], "x", whole=True)
    with pytest.raises(KnownError, match="which index or table"):
        heading_of(sample_drugs().encode()[:90], "x")


def test_reading_reports_progress_and_can_be_stopped():
    xml = sample_index().encode()
    seen: list[Progress] = []
    read_index([xml[:500], xml[500:]], "index.xml", len(xml), progress=seen.append)
    assert [(each.done, each.total) for each in seen] == [(500, len(xml)), (len(xml), len(xml))]
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        read_index([xml], "index.xml", cancel=cancel)
