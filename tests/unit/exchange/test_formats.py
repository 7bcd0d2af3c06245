"""Each format on the same list, byte for byte, as text and as HTML."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from support.cells import Cells
from support.code_lists import a_line, a_list

from codebook_app.domain.claim import Claim
from codebook_app.domain.copying import Group, Order, Rendered, Separator
from codebook_app.domain.encounter import Encounter, Role, Setting
from codebook_app.errors import KnownError
from codebook_app.exchange.delimited import COLUMNS
from codebook_app.exchange.formats import Formats, standard_formats

VISIT = a_list(
    a_line("E11.22", "Sample diabetes, “type 2” & kidney"),
    a_line("N18.30", '"Unspecified" sample stage'),
    replace(a_line("S72.002A", "Sample\tfracture"), poa="Y"),
    replace(
        a_line("0016070", "Sample bypass", code_set="icd10pcs"), performed_on=date(2026, 1, 15)
    ),
    replace(
        a_line("99213", "Sample service 1", code_set="cpt"),
        units=2,
        modifiers=("25", "59"),
        pointers=("A", "B"),
    ),
)
NOTHING = a_list()


def render(name: str, visit: Encounter = VISIT, **options: object) -> Rendered:
    """Write *visit* as the format does by default, but for *options*."""
    format_ = standard_formats().named(name)
    chosen = replace(format_.described.defaults, **options)  # type: ignore[arg-type]
    return format_.render(Claim.of(visit), chosen)


def test_the_formats_have_a_name_a_title_and_a_purpose():
    described = standard_formats().described()

    assert {"plain", "comma", "titles", "dx", "markdown", "html", "tsv", "csv", "json"} <= {
        one.name for one in described
    }
    assert all(one.title and one.description.endswith(".") for one in described)
    assert [one.name for one in described if one.takes_separator] == ["plain"]


def test_a_format_is_found_in_any_case_and_an_unknown_one_names_the_others():
    formats = standard_formats()

    assert formats.named(" TSV ") is formats.named("tsv")
    with pytest.raises(KnownError, match="no copy format called “word”") as fault:
        formats.named("word")
    assert fault.value.hint.startswith("Choose one of plain, comma, titles, dx, ")
    with pytest.raises(KnownError):
        Formats(()).named("plain")


def test_plain_codes_stand_one_a_line_without_a_line_end_behind_the_last():
    assert render("plain").text == "E11.22\nN18.30\nS72.002A\n0016070\n99213"
    assert render("plain", dots=False).text == "E1122\nN1830\nS72002A\n0016070\n99213"


@pytest.mark.parametrize(
    ("separator", "text"),
    [
        (Separator.COMMA, "E11.22,N18.30"),
        (Separator.SPACE, "E11.22 N18.30"),
        (Separator.NEWLINE, "E11.22\nN18.30"),
    ],
)
def test_plain_codes_take_a_separator(separator, text):
    visit = a_list("E11.22", "N18.30")

    assert render("plain", visit, separator=separator.text).text == text


def test_plain_codes_are_paragraphs_and_no_table():
    visit = a_list("E11.22", "N18.30")

    assert render("plain", visit).html == (
        '<p style="margin:0">E11.22</p><p style="margin:0">N18.30</p>'
    )
    assert render("plain", visit, separator=",").html == '<p style="margin:0">E11.22,N18.30</p>'


def test_titles_stand_two_spaces_behind_their_codes():
    assert render("titles").text.split("\n") == [
        "E11.22  Sample diabetes, “type 2” & kidney",
        'N18.30  "Unspecified" sample stage',
        "S72.002A  Sample fracture",
        "0016070  Sample bypass",
        "99213  Sample service 1",
    ]
    assert render("titles", dots=False).text.startswith("E1122  Sample")


def test_a_code_without_a_title_stands_alone():
    visit = a_list(replace(a_line("E11.22"), title=""))

    assert render("titles", visit).text == "E11.22"


def test_titles_are_a_table_of_two_columns_for_a_word_processor():
    rendered = render("titles")

    assert Cells(rendered.html).rows == [line.split("  ", 1) for line in rendered.text.split("\n")]


def test_a_tsv_has_every_column_under_its_header():
    rows = list(csv.reader(io.StringIO(render("tsv").text), delimiter="\t"))

    assert tuple(rows[0]) == COLUMNS
    assert ["|".join(row) for row in rows[1:]] == [
        "1|first-listed|icd10cm|E11.22|E1122|Sample diabetes, “type 2” & kidney|||||FY2099|||",
        '2|secondary|icd10cm|N18.30|N1830|"Unspecified" sample stage|||||FY2099|||',
        "3|secondary|icd10cm|S72.002A|S72002A|Sample fracture|Y||||FY2099|||",
        "1|principal procedure|icd10pcs|0016070|0016070|Sample bypass|||||FY2099|2026-01-15||",
        "2|service|cpt|99213|99213|Sample service 1||2|25 59|AB|FY2099|||",
    ]


def test_the_first_diagnosis_of_an_inpatient_stay_is_the_principal_one():
    visit = replace(VISIT, setting=Setting.INPATIENT)

    assert render("tsv", visit).text.split("\n")[1].startswith("1\tprincipal\ticd10cm\tE11.22")


def test_a_tsv_without_dots_has_none_in_either_column():
    row = render("tsv", dots=False).text.split("\n")[1].split("\t")

    assert row[3:5] == ["E1122", "E1122"]


def test_the_html_of_a_tsv_has_the_same_cells():
    rendered = render("tsv")

    assert Cells(rendered.html).rows == list(csv.reader(io.StringIO(rendered.text), delimiter="\t"))


def test_a_title_a_spreadsheet_would_run_is_guarded_and_the_code_is_not_touched():
    visit = a_list(a_line("E11.22", "=HYPERLINK(1)"), a_line("0016070", "-1", code_set="icd10pcs"))
    text = render("tsv", visit).text

    assert "\tE11.22\tE1122\t'=HYPERLINK(1)\t" in text
    assert "\t0016070\t0016070\t'-1\t" in text
    assert render("titles", visit).text == "E11.22  '=HYPERLINK(1)\n0016070  '-1"


def test_an_empty_list_is_empty_text():
    for name in ("plain", "comma", "titles", "dx"):
        assert render(name, NOTHING) == Rendered("", "")
    assert render("tsv", NOTHING).text == "\t".join(COLUMNS)


# Text for people and tools ----------------------------------------------------------------------

STAY = replace(
    a_list(
        replace(a_line("S72.002A", "Sample fracture"), poa="Y"),
        replace(a_line("R52", "Sample pain"), role=Role.ADMITTING),
        replace(a_line("E11.22", "Sample diabetes | type 2*"), poa="N"),
        replace(
            a_line("0016070", "Sample bypass", code_set="icd10pcs"), performed_on=date(2026, 1, 15)
        ),
        replace(a_line("G0439", "Sample visit", code_set="hcpcs"), charge=Decimal("150.00")),
    ),
    setting=Setting.INPATIENT,
)


def test_codes_in_a_sentence_have_a_comma_and_a_space_between():
    assert render("comma", STAY).text == "S72.002A, R52, E11.22, 0016070, G0439"


def test_numbered_codes_say_what_each_is_before_a_tab():
    assert render("dx", STAY).text == (
        "Dx1\tS72.002A\nAdm1\tR52\nDx2\tE11.22\nPx1\t0016070\nSvc1\tG0439"
    )
    assert render("dx", STAY, dots=False, poa=True, descriptions=True).text.split("\n")[0] == (
        "Dx1\tS72002A\tY\tSample fracture"
    )


def test_by_code_the_lines_move_and_what_they_are_does_not():
    assert render("dx", STAY, order=Order.CODE).text == (
        "Dx2\tE11.22\nAdm1\tR52\nDx1\tS72.002A\nPx1\t0016070\nSvc1\tG0439"
    )
    rows = list(csv.reader(io.StringIO(render("csv", STAY, order=Order.CODE).text)))
    assert [row[:2] for row in rows[1:4]] == [
        ["2", "secondary"],
        ["1", "admitting"],
        ["1", "principal"],
    ]


def test_poa_stands_between_code_and_title_and_only_where_there_is_one():
    assert render("titles", STAY, poa=True).text.split("\n")[:2] == [
        "S72.002A  Y  Sample fracture",
        "R52  Sample pain",
    ]


def test_a_markdown_table_has_the_columns_the_list_needs_and_escapes_its_marks():
    lines = render("markdown", STAY).text.split("\n")

    assert lines[0] == "| # | Role | Code | POA | Title | Date | Charge |"
    assert lines[1] == "| --- | --- | --- | --- | --- | --- | --- |"
    assert lines[4] == r"| 2 | secondary | E11.22 | N | Sample diabetes \| type 2\* |  |  |"
    assert render("markdown", STAY, poa=False, descriptions=False).text.split("\n")[2] == (
        "| 1 | principal | S72.002A |  |  |"
    )


def test_a_web_page_is_whole_and_holds_nothing_that_runs():
    visit = replace(
        a_list(a_line("E11.22", "<script>alert(1)</script>"), on=date(2099, 1, 2)),
        label='Visit "14" <b>',
    )
    rendered = render("html", visit)

    assert rendered.text.startswith("<!DOCTYPE html>")
    assert (
        "<title>Visit &quot;14&quot; &lt;b&gt; · outpatient · 2099-01-02</title>" in rendered.text
    )
    assert "<script" not in rendered.text
    assert rendered.html.startswith('<p style="font-weight:bold">Visit &quot;14&quot;')
    assert rendered.html in rendered.text.replace("\n", "")
    assert ["1", "first-listed", "E11.22", "", "<script>alert(1)</script>"] in Cells(
        rendered.html
    ).rows


# Spreadsheets -----------------------------------------------------------------------------------


def test_a_csv_guards_what_a_spreadsheet_would_read_as_a_number_or_a_month():
    visit = a_list(
        a_line("0016070", code_set="icd10pcs"),
        a_line("02E5", code_set="icd10pcs"),
        replace(a_line("00100", code_set="cpt"), release="2025-10", revenue_code="0450"),
        a_line("99213", code_set="cpt"),
    )
    rendered = render("csv", visit)
    rows = list(csv.reader(io.StringIO(rendered.text)))

    assert [row[3] for row in rows] == ["code", '="0016070"', '="02E5"', '="00100"', "99213"]
    assert rows[3][10] == '="2025-10"'
    assert rows[3][13] == '="0450"'
    assert rendered.csv == rendered.text
    assert rendered.said[0].startswith(
        "So that a spreadsheet keeps them, 0016070 and 4 more are written"
    )


def test_without_the_guard_every_cell_is_exact_and_the_danger_is_said():
    rendered = render("csv", VISIT, guard=False)

    assert list(csv.reader(io.StringIO(rendered.text))) == list(
        csv.reader(io.StringIO(render("tsv").text), delimiter="\t")
    )
    assert rendered.said == (
        "A spreadsheet that opens the file makes another number or a date of 0016070. "
        "Guarded cells keep it.",
    )
    assert render("csv", a_list("E11.22")).said == ()


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t=", "\r=", "＝"])
def test_no_cell_begins_with_what_a_spreadsheet_runs(begins):
    visit = a_list(a_line("E11.22", f"{begins}1+1"))

    for name in ("csv", "tsv", "titles", "dx"):
        rendered = render(name, visit, **({"descriptions": True} if name == "dx" else {}))
        for row in csv.reader(io.StringIO(rendered.csv)):
            assert not any(one.strip().startswith(("=", "＝", "+", "-", "@")) for one in row), name


def test_every_text_format_lays_a_csv_on_the_clipboard_with_the_codes_guarded():
    for described in standard_formats().described():
        if described.group is not Group.CLAIM and described.name != "json":
            cells = {
                one for row in csv.reader(io.StringIO(render(described.name).csv)) for one in row
            }
            assert {"E11.22", '="0016070"'} <= cells, described.name
