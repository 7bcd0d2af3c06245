"""Reading the tabular XML: what it holds, and what is refused with which line."""

from __future__ import annotations

import pytest
from support.printed import count_containers
from support.tabular_xml import chapter, diag, note, sample, section, seventh, tabular

from codebook_app.codesets.icd10cm.printed import PrintedLine, PrintedTabular
from codebook_app.codesets.icd10cm.tabular import read_tabular, year_of
from codebook_app.domain.note import NoteKind
from codebook_app.errors import KnownError
from codebook_app.progress import Cancelled, CancelToken, Progress

VISION = """<visualImpairment>
<visCategory><heading>Sample category</heading><visRange><heading>Sample acuity</heading>
<visMax><heading>Less than:</heading></visMax><visMin><heading>At least:</heading></visMin>
</visRange></visCategory>
<visCategory><value>1</value><visRange><visMax><value>6/18</value></visMax><visMin>
<value>6/60</value></visMin></visRange><visRange><visMax><value>20/70</value></visMax>
</visRange></visCategory></visualImpairment>"""


def read(xml: str | bytes, **more: object) -> PrintedTabular:
    chunks = [xml.encode() if isinstance(xml, str) else xml]
    return read_tabular(chunks, "tabular.xml", **more)  # type: ignore[arg-type]


def small(*parts: str) -> str:
    """Return a tabular list with one category, A00, that holds *parts*."""
    return tabular(
        chapter("1", "Sample chapter", section("A00-A09", "Sample", diag("A00", "Fever", *parts)))
    )


def line_named(printed: PrintedTabular, code: str) -> PrintedLine:
    return next(line for line in reversed(printed.lines) if line.code == code)


def refusal(xml: str | bytes) -> str:
    with pytest.raises(KnownError) as caught:
        read(xml)
    assert "\n" not in str(caught.value)
    return caught.value.message


def line_of(xml: str, text: str) -> int:
    return xml[: xml.index(text)].count("\n") + 1


def test_chapters_sections_and_codes_come_in_printed_order():
    lines = read(sample()).lines
    assert [line.code for line in lines[:7]] == [
        "1",
        "A00-A09",
        "A00",
        "A01",
        "A01.0",
        "A01.1",
        "B20",
    ]
    assert [line.number for line in lines] == list(range(len(lines)))
    assert [line.element for line in lines[:3]] == ["chapter", "section", "diag"]


def test_notes_keep_kind_order_and_single_blanks():
    printed = read(
        small(
            note("excludes1", "first  sample\t(I10)", "second"),
            note("codeFirst", "third"),
            note("excludes1", "fourth"),
        )
    )
    containers = [(found.kind, found.texts) for found in line_named(printed, "A00").containers]
    assert containers == [
        (NoteKind.EXCLUDES1, ["first sample (I10)", "second"]),
        (NoteKind.CODE_FIRST, ["third"]),
        (NoteKind.EXCLUDES1, ["fourth"]),
    ]


def test_notes_stand_at_chapters_and_sections_too():
    printed = read(sample())
    assert count_containers([line_named(printed, "1")]) == {
        NoteKind.INCLUDES: 1,
        NoteKind.EXCLUDES2: 1,
    }
    assert count_containers([line_named(printed, "E08-E13")]) == {NoteKind.EXCLUDES1: 1}


def test_characters_that_xml_escapes_are_read():
    printed = read(small(note("includes", "sample < 2 & > 1 “Müller’s”")))
    assert line_named(printed, "A00").containers[0].texts == ["sample < 2 & > 1 “Müller’s”"]


def test_seventh_characters_stand_where_they_are_defined():
    printed = read(small(seventh({"A": "initial encounter", "D": "subsequent encounter"})))
    assert line_named(printed, "A00").seventh == {
        "A": "initial encounter",
        "D": "subsequent encounter",
    }


def test_a_note_behind_a_seventh_character_explains_that_character():
    printed = read(
        small(
            note("sevenChrNote", "Add a sample character"),
            '<sevenChrDef><extension char="1">early</extension>'
            '<extension char="2">late</extension><note>old sample</note></sevenChrDef>',
        )
    )
    (container,) = line_named(printed, "A00").containers
    assert container.texts == ["Add a sample character", "2 late: old sample"]


def test_a_section_without_categories_is_the_block_around_those_after_it():
    printed = read(sample())
    blocks = {
        line.code: line.parent.code
        for line in printed.lines
        if line.element == "section" and line.parent is not None
    }
    assert blocks["M05-M14"] == "M00-M25"
    assert blocks["W20-W49"] == "W00-X58"
    assert blocks["W00-X58"] == "V00-X58"
    assert blocks["A00-A09"] == "1"


def test_a_block_ends_with_its_chapter():
    printed = read(
        tabular(
            chapter("1", "First", section("A00-Z99", "Wide")),
            chapter("2", "Second", section("C00-C14", "Narrow", diag("C00", "Sample"))),
        )
    )
    parent = line_named(printed, "C00-C14").parent
    assert parent is not None
    assert parent.code == "2"


def test_the_table_of_visual_impairment_becomes_rows():
    (container,) = line_named(read(small(VISION)), "A00").containers
    assert container.kind is NoteKind.VISUAL_IMPAIRMENT
    assert [row.split("\t") for row in container.texts[0].split("\n")] == [
        ["Sample category", "Sample acuity: Less than", "Sample acuity: At least"],
        ["1", "6/18", "6/60"],
        ["1", "20/70", ""],
    ]


def test_what_no_edition_has_so_far_is_counted_and_passed_over():
    printed = read(small("<novelty><note>new</note></novelty>", "<novelty/>", note("notes", "old")))
    assert printed.unknown_elements == {"novelty": 2}
    assert [found.texts for found in line_named(printed, "A00").containers] == [["old"]]


def test_the_year_is_read_from_the_beginning_alone():
    assert read(sample()).year == 2099
    assert year_of(sample().encode()[:400], "tabular.xml") == 2099


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_the_encoding_that_the_file_states_is_the_one_it_is_read_in(encoding):
    stated = "utf-16" if encoding == "utf-16" else encoding.removesuffix("-sig")
    xml = small(note("includes", "Ménière")).replace('"utf-8"', f'"{stated}"')
    assert line_named(read(xml.encode(encoding)), "A00").containers[0].texts == ["Ménière"]


def test_a_file_cut_off_in_the_middle_is_refused_with_the_line_it_ends_in():
    xml = sample()
    cut = xml[: xml.index("Sample lake fever, upper")]
    message = refusal(cut)
    assert message.startswith(f"tabular.xml, line {cut.count(chr(10)) + 1}: ")
    assert "ends in the middle" in message


def test_letters_of_another_encoding_are_refused_with_their_line():
    xml = small(note("includes", "sample"), "\n", note("includes", "Ménière"))
    message = refusal(xml.encode("iso-8859-1"))
    assert message.startswith(f"tabular.xml, line {line_of(xml, 'Ménière')}: ")
    assert "encoding" in message


@pytest.mark.parametrize("encoding", ["utf-7-sample", "utf-32", "shift_jis"])
def test_an_encoding_nobody_reads_is_refused(encoding):
    message = refusal(small().replace('"utf-8"', f'"{encoding}"'))
    assert message.startswith("tabular.xml, line ")


def test_an_entity_bomb_is_refused_before_it_goes_off():
    bomb = (
        '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">\n'
        '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>\n<ICD10CM.tabular>&b;</ICD10CM.tabular>'
    )
    assert "declares a document type" in refusal(bomb)


def test_a_file_outside_is_never_asked_for():
    xml = (
        '<?xml version="1.0"?>\n<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">\n'
        "<ICD10CM.tabular><version>2099</version></ICD10CM.tabular>"
    )
    assert refusal(xml).startswith("tabular.xml, line 2: ")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("<diag><desc>Nameless</desc></diag>", "a <diag> has no code"),
        ("<diag><name>A00.0</name></diag>", "a <diag> has no title"),
        (diag("A0.00", "Misspelt"), "“A0.00” is no ICD-10-CM code"),
        (diag("a00.0", "Small"), "“a00.0” is no ICD-10-CM code"),
        (diag("B00.0", "Elsewhere"), "B00.0 stands under A00"),
        (diag("A00", "Itself"), "A00 stands under A00"),
        (diag("A00.1", "Twice"), "A00.1 was there already"),
        ('<extension char="A">lost</extension>', "outside sevenChrDef"),
        (seventh({"AB": "two"}).replace("\n", ""), "“AB” is no seventh character"),
        (seventh({"": "none"}).replace("\n", ""), "“” is no seventh character"),
        (section("A10-A19", "Section in a category"), "stands where none belongs"),
    ],
)
def test_lines_that_no_edition_could_hold_are_refused_with_their_line(wrong, said):
    xml = small(diag("A00.1", "Right"), "<!-- -->", wrong)
    message = refusal(xml)
    assert message.startswith(f"tabular.xml, line {line_of(xml, '<!-- -->')}: ")
    assert said in message


def test_a_code_twice_in_one_line_of_the_file_is_found():
    twice = small("<diag><name>A00.1</name><desc>x</desc></diag>" * 2)
    assert "was there already" in refusal(twice)


def test_lines_nested_without_end_are_refused():
    deep = "<diag>" * 40 + "</diag>" * 40
    assert "nested deeper" in refusal(small(deep))


@pytest.mark.parametrize("year", ["", "MMXX", "99", "20999", "²⁰²⁶"])
def test_a_year_that_is_none_is_refused(year):
    assert "is not a year" in refusal(tabular(year=year))


def test_a_list_without_year_or_without_codes_is_refused():
    without_year = sample().replace("<version>2099</version>", "")
    assert "states no year" in refusal(without_year)
    assert "holds no codes" in refusal(tabular())


def test_another_root_is_refused_with_its_line():
    message = refusal('<?xml version="1.0"?>\n\n<ICD10PCS.tabular></ICD10PCS.tabular>')
    assert (
        message
        == "tabular.xml, line 3: this is no ICD-10-CM tabular list: its root is <ICD10PCS.tabular>."
    )


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"not xml at all", b"<"])
def test_bytes_that_are_no_xml_are_refused(content):
    assert refusal(content).startswith("tabular.xml")


def test_reading_tells_how_many_bytes_are_done():
    xml = sample().encode()
    pieces = [xml[start : start + 1000] for start in range(0, len(xml), 1000)]
    reports: list[Progress] = []
    read_tabular(pieces, "tabular.xml", len(xml), reports.append)
    assert [report.done for report in reports] == [
        min(len(xml), 1000 * (number + 1)) for number in range(len(pieces))
    ]
    assert {report.total for report in reports} == {len(xml)}


def test_reading_stops_at_the_next_piece_when_it_is_cancelled():
    cancel = CancelToken()
    taken = []

    def pieces():
        for number in range(100):
            taken.append(number)
            cancel.cancel()
            yield b" "

    with pytest.raises(Cancelled):
        read_tabular(pieces(), "tabular.xml", cancel=cancel)
    assert taken == [0]
