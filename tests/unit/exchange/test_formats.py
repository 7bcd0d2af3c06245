"""Each format on the same list, byte for byte, as text and as HTML."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from support.code_lists import a_line, a_list

from codebook_app.domain.claim import Claim
from codebook_app.domain.copying import CopyOptions, Rendered, Separator
from codebook_app.domain.encounter import Encounter, Setting
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


class Cells(HTMLParser):
    """Reads the cells of a table back."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        self.rows[-1][-1] += data


def render(name: str, visit: Encounter = VISIT, **options: object) -> Rendered:
    return standard_formats().named(name).render(Claim.of(visit), CopyOptions(**options))  # type: ignore[arg-type]


def test_the_formats_have_a_name_a_title_and_a_purpose():
    described = standard_formats().described()

    assert [one.name for one in described] == ["plain", "titles", "tsv"]
    assert all(one.title and one.description.endswith(".") for one in described)
    assert [one.name for one in described if one.takes_separator] == ["plain"]


def test_a_format_is_found_in_any_case_and_an_unknown_one_names_the_others():
    formats = standard_formats()

    assert formats.named(" TSV ") is formats.named("tsv")
    with pytest.raises(KnownError, match="no copy format called “x12”") as fault:
        formats.named("x12")
    assert fault.value.hint == "Choose one of plain, titles, tsv."
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
        "1|first-listed|icd10cm|E11.22|E1122|Sample diabetes, “type 2” & kidney|||||FY2099",
        '2|secondary|icd10cm|N18.30|N1830|"Unspecified" sample stage|||||FY2099',
        "3|secondary|icd10cm|S72.002A|S72002A|Sample fracture|Y||||FY2099",
        "1|principal procedure|icd10pcs|0016070|0016070|Sample bypass|||||FY2099",
        "2|service|cpt|99213|99213|Sample service 1||2|25 59|AB|FY2099",
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
    assert render("plain", NOTHING) == render("titles", NOTHING) == Rendered("", "")
    assert render("tsv", NOTHING).text == "\t".join(COLUMNS)
