"""From the files of a release to its lines and notes."""

from __future__ import annotations

import pytest
from support.pcs_xml import (
    CODES,
    LINES,
    SAMPLE,
    official,
    order_line,
    order_lines,
    order_text,
    read,
    sample_definitions,
    sample_order,
    sample_tables,
    sample_titles,
    tables_xml,
    titles_csv,
)

from codebook_app.codesets.icd10pcs import grammar
from codebook_app.domain.code import Code
from codebook_app.domain.content import ReleaseContent
from codebook_app.domain.note import NoteKind
from codebook_app.progress import Cancelled, CancelToken, Progress

IMAGING = [
    order_line(1, "021", "0", "Heart and Great Vessels, Bypass"),
    order_line(2, "02100ZZ", "1", "Bypass of a sample"),
    order_line(3, "BH4", "0", "Imaging, Skin, Subcutaneous Tissue and Breast, Ultrasonography"),
    order_line(4, "BH40ZZZ", "1", "Ultrasonography of a sample"),
    order_line(5, "GZ1", "0", "Mental Health, Psychological Tests"),
    order_line(6, "GZ10ZZZ", "1", "Psychological Tests, sample"),
    order_line(7, "X0Z", "0", "New Technology, Nervous System"),
    order_line(8, "X0Z0ZZZ", "1", "Sample stimulation"),
]


@pytest.fixture(scope="module")
def content() -> ReleaseContent:
    return read(sample_order(), sample_tables(), sample_definitions())


def line(content: ReleaseContent, code: str) -> Code:
    return next(line for line in content.tabular.codes if line.code == code)


def titles(content: ReleaseContent) -> dict[str, str]:
    return {line.code: line.title for line in content.tabular.codes}


def test_sections_body_systems_tables_and_codes_follow_one_another(content):
    lines = content.tabular.codes
    assert (len(lines), content.tabular.billable) == (LINES, CODES)
    assert [line.id for line in lines] == list(range(1, LINES + 1))
    assert [line.code for line in lines] == sorted(line.code for line in lines)
    assert [(line.code, line.level) for line in lines[:4]] == [
        ("0", "section"),
        ("00", "body system"),
        ("001", "table"),
        ("001107Z", "code"),
    ]


@pytest.mark.parametrize(
    ("code", "title", "heading", "opens_page", "billable", "depth"),
    [
        ("0", "Sample surgery", True, False, False, 0),
        ("00", "Sample joints, upper", True, False, False, 1),
        ("001", "Sample joints, upper, Sample bypass", False, True, False, 2),
        ("00110ZZ", "Sample bypass of sample 00110ZZ", False, False, True, 3),
        ("GZ", "None", True, False, False, 1),
        ("GZ1", "Sample minds, Sample talk", False, True, False, 2),
    ],
)
def test_each_level_is_what_it_is(content, code, title, heading, opens_page, billable, depth):
    found = line(content, code)
    assert (found.title, found.heading, found.opens_page) == (title, heading, opens_page)
    assert (found.billable, found.depth) == (billable, depth)
    assert (found.code_set, found.release) == ("icd10pcs", "FY2099")


def test_a_line_and_all_below_it_are_one_run_of_ids(content):
    lines = content.tabular.codes
    by_id = {line.id: line for line in lines}
    for above in lines:
        below = [one for one in lines if above.id < one.id <= above.last_descendant_id]
        assert below == [
            one for one in lines if one is not above and one.code.startswith(above.code)
        ]
    for one in lines:
        above_it = by_id[one.parent_id].code if one.parent_id is not None else ""
        assert above_it == grammar.parent(one.code)


def test_a_table_says_what_its_operation_is(content):
    notes = [note for note in content.tabular.notes if note.code_id == line(content, "001").id]
    assert [(note.position, note.kind, note.text) for note in notes] == [
        (1, NoteKind.DEFINITION, "Leading a sample around a sample"),
        (2, NoteKind.NOTES, "Only samples are led around"),
        (3, NoteKind.INCLUDES, "Sample detour"),
    ]
    assert [note.id for note in content.tabular.notes] == list(
        range(1, len(content.tabular.notes) + 1)
    )


def test_a_definition_stands_in_where_the_table_prints_none(content):
    (note,) = (note for note in content.tabular.notes if note.code_id == line(content, "002").id)
    assert (note.kind, note.text) == (NoteKind.DEFINITION, "Taking a sample out")


def test_without_titles_they_are_put_together_of_the_values():
    content = read(sample_tables())
    assert content.tabular.billable == CODES
    assert titles(content)["001137Z"] == (
        "Sample bypass: Sample joint, left, Through a needle, Sample tissue"
    )
    assert titles(content)["GZ13ZZZ"] == "Sample talk: Short"
    assert titles(content)["GZ1"] == "Sample minds, Sample talk"
    assert titles(content)["XW0"] == "Sample novelties, Sample regions, Sample introduction"


def test_a_list_of_titles_gives_tables_theirs():
    content = read(sample_tables(), official(titles_csv(sample_titles()), "titles_2099.csv"))
    assert titles(content)["GZ13ZZZ"] == "Sample talk of sample GZ13ZZZ"


def test_codes_that_either_file_lacks_are_there():
    lines = [*order_lines()[:-1], order_line(18, "XW0Z3A5", "1", "In the order file alone")]
    content = read(sample_tables(), official(order_text(lines), "order_2099.txt"))
    assert content.tabular.billable == CODES + 1
    assert titles(content)["XW0Z3A5"] == "In the order file alone"
    assert titles(content)["XW043A5"].startswith("Sample introduction: Sample artery")


def test_the_order_file_alone_names_what_its_headers_name():
    named = titles(read(official(order_text(IMAGING), "order_2099.txt")))
    assert named["0"] == "Medical and Surgical"
    assert named["02"] == "Heart and Great Vessels"
    assert named["BH"] == "Skin, Subcutaneous Tissue and Breast"
    assert named["BH4"] == "Imaging, Skin, Subcutaneous Tissue and Breast, Ultrasonography"
    assert (named["GZ"], named["GZ1"]) == ("None", "Mental Health, Psychological Tests")
    assert (named["X0"], named["X0Z"]) == ("Nervous System", "New Technology, Nervous System")


def test_the_order_file_alone_has_its_operations_defined():
    defined = sample_definitions()
    lines = [
        order_line(1, "021", "0", "Heart and Great Vessels, Sample bypass"),
        order_line(2, "02100ZZ", "1", "Bypass of a sample"),
    ]
    content = read(official(order_text(lines), "order_2099.txt"), defined)
    assert content.tabular.notes[0].text == "Leading a sample around"


def test_titles_alone_name_tables_by_the_words_they_begin_with():
    listed = {
        "0210093": "Bypass Coronary Artery, One Artery from Coronary Artery, Open Approach",
        "021008P": "Bypass Coronary Artery, Sample",
        "041007P": "Bypass Abdominal Aorta to Sample",
        "0SR9019": "Replacement of Right Hip Joint with Metal",
        "0RRJ0J6": "Replacement of Right Shoulder Joint",
        "F00Z00Z": "Hearing Sample",
        "F00Z01Z": "Speaking Sample",
    }
    named = titles(read(official(titles_csv(listed), "titles_2099.csv")))
    assert (named["0"], named["04"]) == ("Medical and Surgical", "Lower Arteries")
    assert named["041"] == "Lower Arteries, Bypass"
    assert named["0SR"] == "Lower Joints, Replacement"
    assert named["F00"] == (
        "Physical Rehabilitation and Diagnostic Audiology, Rehabilitation, table F00"
    )


def test_characters_that_nobody_names_are_named_by_themselves():
    lines = [order_line(1, "0Z1", "0", "Sample"), order_line(2, "0Z10ZZZ", "1", "x")]
    lines += [order_line(3, "Y11", "0", "Sample"), order_line(4, "Y11ZZZZ", "1", "x")]
    named = titles(read(official(order_text(lines), "order_2099.txt")))
    assert named["0Z"] == "Body system 0Z"
    assert named["Y"] == "Section Y"


def test_progress_is_told_and_a_stop_is_heeded():
    told: list[Progress] = []
    read(sample_order(), sample_tables(), progress=told.append)
    assert told[-1].done == told[-1].total > 0
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        read(official(tables_xml(SAMPLE), "tables.xml"), cancel=cancel)
